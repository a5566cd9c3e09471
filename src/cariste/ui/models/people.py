"""The list of people as lines ready to show, made off the UI thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cariste.alerts.queries import Alert, Filter, list_alerts
from cariste.authorisation.facts import NOBODY, Facts
from cariste.authorisation.labels import shortfall_briefly, shortfall_in_words
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.shortfall import kinds_in_force, shortfall
from cariste.core.i18n import _, pgettext
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee import labels, person_fields
from cariste.employee.constants import ACTIVE, CONTRACT_TYPES, TRACKS
from cariste.employee.queries import EmployeeRow, Reach, list_employees, list_reaches
from cariste.ui.models.table import LAST, Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, GREY, ORANGE, RED
from cariste.workspace import Workspace

_NO_URGENCY = 1_000_000
_LEFT = _NO_URGENCY + 1
_BEFORE_TODAY = -0.5
"""Whoever may not drive comes behind what has expired and before what expires today."""
_NUMBER_DIGITS = 20
_UNREACHABLE = Reach(None, None, None)


class PersonLine(NamedTuple):
    """One person in the table.

    Attributes:
        name: Surname first, as lists are read.
        situation: The worst alert in few words, or that the person may not drive, with its tone.
        spoken: The same in full, for screen readers and whoever asks why.
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
    urgency: float
    kinds: str
    search: str
    entry_date: dt.date | None = None
    email: str = ""
    phone: str = ""
    agency: str = ""


_HELD_AS = {"external_id": "number", "contract_type": "contract"}
"""Attributes of a line that are not called like the field they show."""


def with_text(line: PersonLine, field: str, text: str) -> PersonLine:
    """Return a line as it will be once a text is stored in one of its fields."""
    value = person_fields.read(field, text).value
    if field == "entry_date":
        return line._replace(entry_date=value)
    changed: dict[str, Any] = {_HELD_AS.get(field, field): person_fields.as_typed(field, value)}
    if field == "contract_type":
        changed["contract_code"] = value or ""
    return line._replace(**changed)


def text_of(line: PersonLine, field: str) -> str:
    """Return what a line shows of a field."""
    return person_fields.as_typed(field, line.entry_date) if field == "entry_date" else _held(line, field)


def _held(line: PersonLine, field: str) -> str:
    return str(getattr(line, _HELD_AS.get(field, field)))


def read_people(workspace: Workspace, today: dt.date) -> list[PersonLine]:
    """Read everybody with situation and valid categories: four statements, whatever the number of people."""
    with workspace.reading():
        people = list_employees()
        steps = workspace.settings.thresholds
        wanted = Filter(thresholds=steps.days, contract_steps=steps.contract_steps)
        worst = worst_alerts(list_alerts(today, wanted))
        facts = facts_of_everybody()
        reaches = list_reaches()
    contracts = {code: labels.contract_label(code) for code in {person.contract_type for person in people}}
    return [
        person_line(
            person,
            worst.get(person.id),
            facts.get(person.id, NOBODY),
            contracts,
            reaches.get(person.id, _UNREACHABLE),
            today=today,
        )
        for person in people
    ]


def worst_alerts(alerts: Iterable[Alert]) -> dict[str, Alert]:
    """Return each person's most urgent alert from a list that is sorted by urgency."""
    worst: dict[str, Alert] = {}
    for alert in alerts:
        worst.setdefault(alert.employee_id, alert)
    return worst


def person_line(
    person: EmployeeRow,
    alert: Alert | None,
    facts: Facts,
    contracts: Mapping[str | None, str],
    reach: Reach,
    *,
    today: dt.date,
) -> PersonLine:
    """Put one person's line together."""
    kinds = kinds_in_force(facts, today)
    tone, situation, spoken, urgency = _situation(person, alert, facts, today, has_caces=bool(kinds))
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
        entry_date=person.entry_date,
        email=reach.email or "",
        phone=reach.phone or "",
        agency=reach.agency or "",
    )


@lru_cache(maxsize=1024)
def _folded(kind: str) -> str:
    return fold(kind)


def tone_of(alert: Alert) -> str:
    """Return the colour of an alert: red expired, orange soon, blue to plan or planned in time."""
    if alert.planned_in_time:
        return BLUE
    if alert.overdue or alert.type == labels.MISSING:
        return RED
    return BLUE if alert.severity == "info" else ORANGE


_Situation = tuple[str, str, str, float]


def _situation(
    person: EmployeeRow, alert: Alert | None, facts: Facts, today: dt.date, *, has_caces: bool
) -> _Situation:
    """Return tone, words, the same in full and urgency: what is late, else whether the person may drive."""
    if person.current_status != ACTIVE:
        word = pgettext("person in a sentence", "left")
        return GREY, word, word, _LEFT
    due = None if alert is None else _due(alert)
    if due is not None and due[0] == RED:
        return due
    lacks = shortfall(facts, today)
    if lacks is None or (due is not None and due[0] == ORANGE and not lacks.refused):
        return due or _nothing_due(has_caces=has_caces)
    why = shortfall_in_words(lacks)
    told = why if due is None else f"{why}\n{due[2]}"
    if lacks.refused:
        return RED, shortfall_briefly(lacks), told, _BEFORE_TODAY
    return ORANGE, shortfall_briefly(lacks), told, _NO_URGENCY if due is None else due[3]


def _due(alert: Alert) -> _Situation:
    about = labels.brief_subject(alert.type, alert.kind, alert.title)
    in_full = labels.full_subject(alert.type, alert.kind, alert.title)
    brief = f"{about} {labels.delay(alert.days_until, alert.type)}"
    if alert.type == labels.MISSING and alert.kind in TRACKS:
        # French « attestation » is feminine, what else can be missing is not.
        brief = _("certificate missing")
    spoken = f"{in_full}, {labels.delay_in_words(alert.days_until, alert.type)}"
    return tone_of(alert), brief, spoken, alert.urgency


def _nothing_due(*, has_caces: bool) -> _Situation:
    # Without a valid CACES « up to date » would promise too much: nothing due is all that is known.
    word = _("up to date") if has_caces else _("nothing due")
    return (GREEN if has_caces else GREY), word, word, _NO_URGENCY


def number_key(number: str) -> str:
    """Return the sort key of an employee number: 9 before 00123, none last."""
    return number.zfill(_NUMBER_DIGITS) if number else LAST


def people_columns() -> list[Column[PersonLine]]:
    """Return the columns of the list of people."""
    return [*_who(), *_how_it_stands(), *_besides()]


def _who() -> list[Column[PersonLine]]:
    # The name cannot be typed over: a changed one may make a homonym, which the form looks for. Nor can the
    # status: leaving has a day and consequences, which its dialog tells.
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
            field="external_id",
        ),
        Column(
            lambda: _("Role"),
            lambda line: line.role,
            sample="Réceptionnaire",
            tooltip=lambda line: line.role,
            field="role",
        ),
        Column(lambda: _("Work area"), lambda line: line.workspace, sample="Bureau", field="workspace"),
        Column(
            lambda: _("Contract"),
            lambda line: line.contract,
            sample=max(map(labels.contract_label, CONTRACT_TYPES), key=len),
            tooltip=lambda line: line.contract or None,
            field="contract_type",
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


def _besides() -> list[Column[PersonLine]]:
    """Return what is hidden until somebody wants it: a sheet to fill in, not what one looks for."""
    date_sample = format_date(dt.date(2026, 12, 28))
    return [
        Column(
            lambda: _("Start date"),
            lambda line: format_date(line.entry_date),
            key=lambda line: line.entry_date or dt.date.min,
            value=lambda line: line.entry_date,
            sample=date_sample,
            least=date_sample,
            field="entry_date",
            shown=False,
        ),
        Column(
            lambda: _("E-mail"),
            lambda line: line.email,
            sample="chloe@exemple.fr",
            tooltip=lambda line: line.email or None,
            field="email",
            shown=False,
        ),
        Column(
            lambda: _("Phone"), lambda line: line.phone, sample="06 39 98 00 00", field="phone", shown=False
        ),
        Column(
            lambda: _("Temp agency"),
            lambda line: line.agency,
            sample="Agence Exemple",
            tooltip=lambda line: line.agency or None,
            field="agency",
            shown=False,
        ),
    ]
