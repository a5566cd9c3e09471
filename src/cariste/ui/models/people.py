"""The list of people as lines ready to show, made off the UI thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from cariste.alerts.queries import Alert, Filter, list_alerts
from cariste.core.i18n import _, pgettext
from cariste.core.text import fold
from cariste.employee import labels
from cariste.employee.constants import ACTIVE, CONTRACT_TYPES
from cariste.employee.queries import EmployeeRow, list_employees, valid_kinds
from cariste.ui.models.table import LAST, Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, GREY, ORANGE, RED
from cariste.workspace import Workspace

_NO_URGENCY = 1_000_000
_LEFT = _NO_URGENCY + 1
_NUMBER_DIGITS = 20


class PersonLine(NamedTuple):
    """One person in the table.

    Attributes:
        name: Surname first, as lists are read.
        situation: The worst alert in few words, with its tone.
        spoken: The same for screen readers.
        urgency: Days left until the worst expiry, larger when there is none.
        kinds: Categories not expired. They are no permission to drive.
        search: Folded text the search looks in.
    """

    id: str
    name: str
    name_key: str
    number: str
    role: str
    workspace: str
    status: str
    contract_code: str
    contract: str
    tone: str
    situation: str
    spoken: str
    urgency: int
    kinds: str
    search: str


def read_people(workspace: Workspace, today: dt.date) -> list[PersonLine]:
    """Read everybody with situation and valid categories: three statements, whatever the number of people."""
    with workspace.reading():
        people = list_employees()
        worst = worst_alerts(list_alerts(today, Filter(thresholds=workspace.settings.thresholds.days)))
        kinds = valid_kinds(today)
    contracts = {code: labels.contract_label(code) for code in {person.contract_type for person in people}}
    return [
        person_line(person, worst.get(person.id), kinds.get(person.id, ()), contracts) for person in people
    ]


def worst_alerts(alerts: Iterable[Alert]) -> dict[str, Alert]:
    """Return each person's most urgent alert from a list that is sorted by urgency."""
    worst: dict[str, Alert] = {}
    for alert in alerts:
        worst.setdefault(alert.employee_id, alert)
    return worst


def person_line(
    person: EmployeeRow, alert: Alert | None, kinds: tuple[str, ...], contracts: Mapping[str | None, str]
) -> PersonLine:
    """Put one person's line together."""
    tone, situation, spoken, urgency = _situation(person, alert, has_caces=bool(kinds))
    return PersonLine(
        id=person.id,
        name=f"{person.last_name} {person.first_name}",
        name_key=fold(f"{person.last_name} {person.first_name}"),
        number=person.external_id or "",
        role=person.role or "",
        workspace=person.workspace or "",
        status=person.current_status,
        contract_code=person.contract_type or "",
        contract=contracts[person.contract_type],
        tone=tone,
        situation=situation,
        spoken=spoken,
        urgency=urgency,
        kinds="  ".join(map(labels.short_kind, kinds)),
        search=f"{person.search_text} {' '.join(map(_folded, kinds))}",
    )


@lru_cache(maxsize=1024)
def _folded(kind: str) -> str:
    return fold(kind)


def tone_of(alert: Alert) -> str:
    """Return the colour of an alert: red expired, orange soon, blue to plan."""
    if alert.days_until < 0 or alert.type == labels.MISSING:
        return RED
    return BLUE if alert.severity == "info" else ORANGE


def _situation(person: EmployeeRow, alert: Alert | None, *, has_caces: bool) -> tuple[str, str, str, int]:
    if person.current_status != ACTIVE:
        word = pgettext("person in a sentence", "left")
        return GREY, word, word, _LEFT
    if alert is None:
        # Without a valid CACES « up to date » would promise too much: nothing due is all that is known.
        word = _("up to date") if has_caces else _("nothing due")
        return (GREEN if has_caces else GREY), word, word, _NO_URGENCY
    about = labels.brief_subject(alert.type, alert.kind, alert.title)
    in_full = labels.full_subject(alert.type, alert.kind, alert.title)
    brief = f"{about} {labels.delay(alert.days_until, alert.type)}"
    spoken = f"{in_full}, {labels.delay_in_words(alert.days_until, alert.type)}"
    return tone_of(alert), brief, spoken, alert.days_until


def number_key(number: str) -> str:
    """Return the sort key of an employee number: 9 before 00123, none last."""
    return number.zfill(_NUMBER_DIGITS) if number else LAST


def people_columns() -> list[Column[PersonLine]]:
    """Return the columns of the list of people."""
    return [*_who(), *_how_it_stands()]


def _who() -> list[Column[PersonLine]]:
    return [
        Column(
            lambda: _("Employee"),
            lambda line: line.name,
            key=lambda line: line.name_key,
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda line: line.name,
        ),
        Column(
            lambda: _("No."),
            lambda line: line.number,
            key=lambda line: number_key(line.number),
            sample="00123",
            least="00123",
            look=Look.QUIET,
        ),
        Column(
            lambda: _("Role"), lambda line: line.role, sample="Réceptionnaire", tooltip=lambda line: line.role
        ),
        Column(lambda: _("Work area"), lambda line: line.workspace, sample="Bureau"),
        Column(
            lambda: _("Contract"),
            lambda line: line.contract,
            sample=max(map(labels.contract_label, CONTRACT_TYPES), key=len),
            tooltip=lambda line: line.contract or None,
        ),
    ]


def _how_it_stands() -> list[Column[PersonLine]]:
    late_visit = f"{labels.brief_subject(labels.MEDICAL, '')} {labels.delay(-12, labels.MEDICAL)}"
    return [
        Column(
            lambda: _("Situation"),
            lambda line: line.situation,
            key=lambda line: line.urgency,
            sample=max(f"1B {labels.delay(-120)}", late_visit, key=len),
            least=f"5 {labels.delay(-12)}",
            look=Look.CHIP,
            tone=lambda line: line.tone,
            tooltip=lambda line: line.spoken,
            spoken=lambda line: line.spoken,
        ),
        Column(
            lambda: _("CACES in force"),
            lambda line: line.kinds,
            sample="1A  1B  3  5",
            tooltip=lambda line: line.kinds or None,
            spoken=lambda line: line.kinds or _("none"),
        ),
    ]
