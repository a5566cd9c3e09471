"""An empty workbook to fill in: the firm's own lists to choose from, date formats, and what goes where.

What is filled in comes back through the import like any sheet: its titles are those of the exports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from cariste.core.config import Settings
from cariste.core.files import replace_file
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee import constants, labels
from cariste.employee.models import Caces, Employee, OnlineTraining
from cariste.equipment.queries import list_machines
from cariste.exchange import marks
from cariste.exchange.dates import EARLIEST, LATEST
from cariste.exchange.lists import BlankList, Heading, blank_lists
from cariste.regulation.driving import OPTIONS
from cariste.regulation.rules import load_catalogue

_ROWS = 5_000
"""Rows that have lists and formats; a firm that fills more has a list to import already."""
_CLOSED = frozenset({"contract_type", "current_status", "medical_regime", "result", "mode", "option"})
"""Lists that hold all there is; in the others another value is asked about by Excel, and taken."""
_HEADING = {"bold": True, "bg_color": "#E7E9EC", "bottom": 1, "text_wrap": True, "valign": "top"}
_TEXTS = frozenset({"external_id", "phone"})
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
"""What Excel shows beside a cell."""
_EXAMPLE = "15/03/2024"
_LINE, _LETTERS = 15, 100
"""Height of a line of the explanations in points, and how many letters it takes."""


class Choices(NamedTuple):
    """What the firm chooses from, by column.

    Attributes:
        kinds: CACES, those of the firm's machines and people first.
        trainings: Titles, those in use first.
    """

    workspaces: tuple[str, ...]
    roles: tuple[str, ...]
    contracts: tuple[str, ...]
    agencies: tuple[str, ...]
    kinds: tuple[str, ...]
    trainings: tuple[str, ...]


def firm_choices(settings: Settings) -> Choices:
    """Return what this firm chooses from: its settings and what is in use; the caller is connected."""
    held = [machine.kind for machine in list_machines()] + _in_use(Caces.kind)
    catalogue = load_catalogue()
    caces = [kind.code for kind in catalogue.of_group("caces") if not kind.legacy]
    trainings = [kind.label() for kind in catalogue.of_group("training")]
    return Choices(
        _merged(settings.workspaces, _in_use(Employee.workspace)),
        _merged(settings.roles, _in_use(Employee.role)),
        tuple(map(labels.contract_label, settings.contract_types)),
        _merged(_in_use(Employee.agency)),
        _merged((code for code in held if code in caces), caces),
        _merged(_in_use(OnlineTraining.title), trainings),
    )


def write_template(path: Path, settings: Settings) -> int:
    """Write the workbook and return how many sheets can be filled in; the caller is connected.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    choices, lists = firm_choices(settings), blank_lists()
    replace_file(path, lambda part: _Template(part, choices).write(lists, settings.company))
    return len(lists)


def _in_use(column: Any) -> list[str]:
    query = column.model.select(column).where(column.is_null(False)).distinct().order_by(column)
    return [value for (value,) in query.tuples() if value]


def _merged(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return each value once, in order; what differs in case and accents alone is one."""
    found: dict[str, str] = {}
    for values in lists:
        for value in values:
            found.setdefault(fold(value), value)
    return tuple(found.values())


class _Template:
    """Builds one workbook."""

    def __init__(self, path: Path, choices: Choices) -> None:
        self._book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
        self._heading = self._book.add_format(_HEADING)
        self._date = self._book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self._text = self._book.add_format({"num_format": "@"})
        self._lists = {
            "workspace": choices.workspaces,
            "role": choices.roles,
            "contract_type": choices.contracts,
            "current_status": tuple(map(labels.status_label, constants.STATUSES)),
            "agency": choices.agencies,
            "medical_regime": constants.REGIMES,
            "caces": choices.kinds,
            "option": tuple(map(labels.option_label, OPTIONS)),
            "medical_visits": tuple(map(labels.visit_label, constants.VISIT_TYPES)),
            "result": tuple(map(labels.result_label, constants.RESULTS)),
            "trainings": choices.trainings,
            "mode": tuple(map(labels.mode_label, constants.TRAINING_MODES)),
        }

    def write(self, lists: Sequence[BlankList], company: str) -> None:
        """Write the explanations, a sheet for each list, then what there is to choose from."""
        guide = self._book.add_worksheet(_("Read me"))
        sheets = [self._book.add_worksheet(blank.title) for blank in lists]
        ranges = self._choices(self._book.add_worksheet(_lists_title()))
        for blank, sheet in zip(lists, sheets, strict=True):
            self._fillable(sheet, blank)
            self._validate(sheet, blank, ranges)
        self._explain(guide, lists, company)
        self._book.close()

    def _fillable(self, sheet: Any, blank: BlankList) -> None:
        for column, heading in enumerate(blank.headings):
            sheet.write_string(0, column, heading.title, self._heading)
            look = self._date if _is_date(heading.key) else self._text if heading.key in _TEXTS else None
            sheet.set_column(column, column, heading.width, look)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, _ROWS, len(blank.headings) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)

    def _choices(self, sheet: Any) -> dict[str, str]:
        """Write the lists side by side; return where each stands."""
        ranges = {}
        for column, (name, values) in enumerate(self._lists.items()):
            sheet.write_string(0, column, _list_title(name), self._heading)
            sheet.set_column(column, column, 26)
            for row, value in enumerate(values, start=1):
                sheet.write_string(row, column, value)
            if values:
                letter = xlsxwriter.utility.xl_col_to_name(column)
                ranges[name] = f"='{_lists_title()}'!${letter}$2:${letter}${len(values) + 1}"
        sheet.freeze_panes(1, 0)
        self._set_aside(sheet, len(self._lists))
        return ranges

    def _validate(self, sheet: Any, blank: BlankList, ranges: dict[str, str]) -> None:
        for column, heading in enumerate(blank.headings):
            prompt = _prompt(blank.key, heading)[:_LONGEST_PROMPT]
            rule = {"input_title": heading.title[:_LONGEST_TITLE], "input_message": prompt}
            name = blank.key if heading.key == "kind" else heading.key
            sheet.data_validation(1, column, _ROWS, column, rule | _allowed(name, ranges))

    def _explain(self, sheet: Any, lists: Sequence[BlankList], company: str) -> None:
        large = self._book.add_format({"bold": True, "font_size": 14})
        bold = self._book.add_format({"bold": True, "valign": "top"})
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        title = _("Cariste: template to fill in – {company}").format(company=company)
        sheet.write_string(0, 0, title, large)
        row = 2
        for words in _guide():
            # Not every program makes rows as high as their text by itself.
            sheet.set_row(row, _LINE * (1 + len(words) // _LETTERS))
            sheet.write_string(row, 1, words, wrapped)
            row += 1
        for blank in lists:
            row += 1
            sheet.write_string(row, 0, blank.title, bold)
            for heading in blank.headings:
                row += 1
                sheet.write_string(row, 0, heading.title)
                sheet.write_string(row, 1, _prompt(blank.key, heading), wrapped)
            row += 1
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, row, 1)
        self._set_aside(sheet, 2)

    def _set_aside(self, sheet: Any, column: int) -> None:
        """Mark a sheet that holds nothing to import."""
        sheet.write_string(0, column, marks.title("", {}, [], {}))
        sheet.set_column(column, column, None, None, {"hidden": True})


def _lists_title() -> str:
    return _("Lists")


def _allowed(name: str, ranges: dict[str, str]) -> dict[str, Any]:
    """Return what Excel lets one type into a column."""
    if name in ranges:
        kind = "stop" if name in _CLOSED else "warning"
        message = _("This is not in the list.")
        return {"validate": "list", "source": ranges[name], "error_type": kind, "error_message": message}
    if _is_date(name):
        message = _("A date such as {example}.").format(example=_EXAMPLE)
        between = {"criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
        return {"validate": "date", **between, "error_message": message}
    if name == "validity_months":
        return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 240}
    return {"validate": "any"}


def _is_date(key: str) -> bool:
    return key.endswith(("_date", "_end", "_on")) or key == "obtained"


def _list_title(name: str) -> str:
    from cariste.employee import field_labels

    own = {"caces": _("CACES"), "medical_visits": _("Visit type"), "trainings": _("Training title")}
    return own.get(name) or field_labels.field_label(field_labels.EMPLOYEES, name)


def _guide() -> tuple[str, ...]:
    return (
        _(
            "Fill in the sheets, then import this workbook in Cariste: “Import from Excel…” on the page of "
            "people. Nothing is recorded before you have seen and confirmed what would change."
        ),
        _(
            "One row per person on the first sheet. On the others one row per certificate, visit or "
            "training, as many rows per person as needed: the employee number alone says who it is, if "
            "there is one."
        ),
        _(
            "Dates: day, month, year ({example}). When you know the date obtained, leave the expiry empty: "
            "it is reckoned by the rules. When a date is printed on the document, write it as it is printed."
        ).format(example=_EXAMPLE),
        _("Cells with a list: choose with Alt+↓. The lists stand on the last sheet."),
        _("Medical visits: the conclusion only, never a diagnosis."),
    )


def _prompt(key: str, heading: Heading) -> str:
    """Return what goes into a column."""
    words = {
        "external_id": _("As on the payslip or in the WMS, zeros included: 00123."),
        "last_name": _("As on the identity card. Needed unless the number is given."),
        "first_name": _("Needed unless the number is given."),
        "workspace": _("Where the person works. Another value than those of the list is added to it."),
        "role": _("What the person does. Another value than those of the list is added to it."),
        "contract_end": _("Of a fixed term or an assignment."),
        "left_on": _("Last day in the firm, for people who left."),
        "agency": _("For temps."),
        "medical_regime": _("SIS simple, SIA adapted, SIR reinforced; empty when unknown."),
        "obtained": _("The day of the test, of the visit or of the training."),
        "expiration_date": _("Only if it is printed on the document; otherwise reckoned."),
        "option": _("Only if it is printed on the certificate (R482, R484-2, R490)."),
        "result": _("As on the form. “Unfit” is asked again during the import."),
        "validity_months": _("For trainings that the catalogue does not know; empty for a permanent one."),
    }
    kinds = {
        "caces": _("One category per row: R489-3."),
        "medical_visits": _("Which visit it was."),
        "trainings": _("As in the list, or any title with its validity."),
    }
    if heading.key == "kind":
        return kinds.get(key, "")
    if heading.key in words:
        return words[heading.key]
    if heading.key in _CLOSED:
        return _("Choose from the list.")
    return _("A date such as {example}.").format(example=_EXAMPLE) if _is_date(heading.key) else ""
