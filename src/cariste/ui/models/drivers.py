"""Who may drive and who may not, as rows of tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cariste.authorisation.board import Board, BoardLine, board
from cariste.authorisation.conditions import GRANT, HEALTH, SITE, SKILL, Condition, conditions
from cariste.authorisation.labels import (
    reason_briefly,
    reason_in_words,
    reasons_in_words,
    site_label,
)
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.verdict import (
    ADVISED_AGAINST,
    CACES_MISSING,
    MEDICAL_EXPIRED,
    REMARKS,
    Reason,
)
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee.labels import short_kind
from cariste.ui.models.table import LAST, Column, Look
from cariste.ui.widgets.chip import GREEN, ORANGE, RED
from cariste.ui.widgets.chip_flow import FlowingChip
from cariste.workspace import Workspace

SOON_DAYS = 30
"""An answer that holds for fewer days than this is shown in orange."""


def read_board(workspace: Workspace, kind: str, site: str | None, on: dt.date) -> Board:
    """Judge everybody for a category. Raises what reading raises."""
    with workspace.reading():
        return board(kind, site, on)


def read_conditions(
    workspace: Workspace, employee_id: str, kind: str, site: str | None, on: dt.date
) -> list[FlowingChip]:
    """Return the conditions of one person as chips; none when the person is gone."""
    with workspace.reading():
        known = facts_of_everybody(employee_id)
    return [
        chip for facts in known.values() for chip in condition_chips(conditions(facts, kind, site, on), on)
    ]


def condition_chips(found: Iterable[Condition], on: dt.date) -> list[FlowingChip]:
    """Return a chip for each condition: met with its last day, or not met and why."""
    chips = []
    for one in found:
        if one.reason is not None:
            tone = ORANGE if one.reason.code in REMARKS else RED
            chips.append(FlowingChip(reason_briefly(one.reason, on), tone, reason_in_words(one.reason)))
        else:
            chips.append(FlowingChip(_met(one), GREEN))
    return chips


def _met(one: Condition) -> str:
    day = format_date(one.day)
    if one.about == SKILL:
        return _("CACES {kind} until {day}").format(kind=short_kind(one.what), day=day)
    if one.about == SITE:
        return _("{site} shown on {day}").format(site=site_label(one.what), day=day)
    if one.about == GRANT:
        return _("authorised until {day}").format(day=day) if day else _("authorised without an end")
    if one.about == HEALTH:
        return _("medical certificate until {day}").format(day=day)
    return _("in the firm until {day}").format(day=day) if day else _("in the firm")


def line_id(line: BoardLine) -> str:
    """Return what makes a line the same one after a refresh."""
    return line.person.id


def allowed_columns(on: dt.date) -> list[Column[BoardLine]]:
    """Return the columns of those who may drive, judged on a day."""
    soon = _("{day} · {n} d left").format(day=format_date(dt.date(2026, 12, 28)), n=28)
    return [
        *_person_columns(),
        Column(
            lambda: _("Until"),
            lambda line: _until(line, on),
            key=lambda line: line.verdict.until or dt.date.max,
            value=lambda line: line.verdict.until or _("no end"),
            sample=soon,
            least=soon,
            look=Look.CHIP,
            tone=lambda line: _until_tone(line, on),
        ),
        Column(
            lambda: _("Remark"),
            lambda line: reasons_in_words(line.verdict),
            sample="CACES",
            tooltip=lambda line: reasons_in_words(line.verdict) or None,
        ),
    ]


def refused_columns(on: dt.date) -> list[Column[BoardLine]]:
    """Return the columns of those who may not, judged on a day."""
    return [
        *_person_columns(),
        Column(
            lambda: _("Why"),
            lambda line: reason_briefly(line.verdict.reasons[0], on),
            sample=reason_briefly(Reason(MEDICAL_EXPIRED, dt.date(2026, 9, 1)), dt.date(2026, 12, 1)),
            least=reason_briefly(Reason(CACES_MISSING), on),
            look=Look.CHIP,
            tone=lambda _line: RED,
            spoken=lambda line: reasons_in_words(line.verdict),
            tooltip=lambda line: "\n".join(map(reason_in_words, line.verdict.reasons)),
        ),
        Column(
            lambda: _("Also"),
            lambda line: " · ".join(reason_briefly(one, on) for one in line.verdict.reasons[1:]),
            sample="CACES",
            tooltip=lambda line: "\n".join(map(reason_in_words, line.verdict.reasons)),
        ),
    ]


def _person_columns() -> list[Column[BoardLine]]:
    return [
        Column(
            lambda: _("Employee"),
            lambda line: f"{line.person.last_name} {line.person.first_name}",
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
        ),
        Column(
            lambda: _("No."),
            lambda line: line.person.external_id or "",
            key=lambda line: fold(line.person.external_id or "") or LAST,
            sample="00123",
            least="00123",
            look=Look.QUIET,
        ),
        Column(lambda: _("Role"), lambda line: line.person.role or "", sample="Réceptionnaire"),
        Column(lambda: _("Work area"), lambda line: line.person.workspace or "", sample="Bureau"),
    ]


def _until(line: BoardLine, on: dt.date) -> str:
    until = line.verdict.until
    if until is None:
        return _("no end")
    days = (until - on).days
    if days >= SOON_DAYS:
        return format_date(until)
    return _("{day} · {n} d left").format(day=format_date(until), n=days)


def _until_tone(line: BoardLine, on: dt.date) -> str:
    until = line.verdict.until
    if line.verdict.state == ADVISED_AGAINST or (until is not None and (until - on).days < SOON_DAYS):
        return ORANGE
    return GREEN
