"""Reports: a table of 500 rows as a PDF against the same rows in reportlab's own table, in the same run."""

from __future__ import annotations

import contextlib
import io

from common import ratio, report
from reportlab.lib.pagesizes import A4
from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle
from warehouse import warehouse

from cariste.alerts.queries import Filter, list_alerts
from cariste.core.clock import today
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.reports.asking import Asked
from cariste.reports.making import make
from cariste.reports.registry import report_named

ROWS = 500
PEOPLE, FARTHEST = 600, 2000

Table = list[tuple[str, ...]]


def horizon(people: int) -> int:
    """Return how many days ahead at least so many things fall due."""
    return next(
        days for days in range(30, FARTHEST, 5) if len(list_alerts(today(), Filter(days=days))) >= people
    )


def same_rows(days: int) -> Table:
    """Return what the due list says, as plain text."""
    return [
        (
            format_date(alert.expiration_date),
            labels.delay(alert.days_until, alert.type),
            f"{alert.last_name} {alert.first_name}",
            alert.external_id or "",
            alert.role or "",
            labels.full_subject(alert.type, alert.kind, alert.title),
        )
        for alert in list_alerts(today(), Filter(days=days))
    ]


def bare_table(rows: Table) -> bytes:
    """Return the rows as reportlab prints them: a font that is not embedded, one line in each cell."""
    target = io.BytesIO()
    style = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey"), ("FONTSIZE", (0, 0), (-1, -1), 8)])
    head = ("Due on", "Situation", "Employee", "Number", "Role", "What")
    SimpleDocTemplate(target, pagesize=A4).build([LongTable([head, *rows], repeatRows=1, style=style)])
    return target.getvalue()


def main() -> None:
    """Measure the due list: queries, layout, page numbers and all."""
    with contextlib.ExitStack() as stack:
        workspace = stack.enter_context(warehouse(PEOPLE))
        stack.enter_context(workspace.reading())
        days = horizon(ROWS)
        rows = same_rows(days)
        due_list, asked = report_named("due-list"), Asked(on=today(), days=days)
        pages = make(due_list, workspace, asked).pages
        measured = ratio(lambda: make(due_list, workspace, asked), lambda: bare_table(rows))
        detail = f"{len(rows)} rows on {pages} pages"
        report(f"due list of {len(rows)} rows ÷ bare reportlab table", measured, 2.0, detail)
