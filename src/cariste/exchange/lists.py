"""The lists that are exported: titles in the user's words, typed cells, one statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from cariste.alerts.queries import Filter, list_alerts
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee import labels
from cariste.employee.calculations import status_of
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining

ExportedCell = str | int | dt.date | None


class Heading(NamedTuple):
    """A column.

    Attributes:
        key: Its name in JSON.
        width: In characters.
        signed: It says in words how urgent a row is: a workbook puts the sign before the words.
    """

    key: str
    title: str
    width: int = 14
    signed: bool = False


class ExportedList(NamedTuple):
    """One list.

    Attributes:
        key: Its name in JSON.
        title: The name of its sheet.
        rows: One tuple per row, as long as `headings`.
        severities: For each row, how urgent it is (``expired``, ``critical``, ``warning``, …), or None.
        versions: For each row the record and how often it was saved, when a workbook of the list may come
            back edited; None when it may not.
    """

    key: str
    title: str
    headings: tuple[Heading, ...]
    rows: list[tuple[ExportedCell, ...]]
    severities: list[str | None]
    versions: list[tuple[str, int]] | None = None


class BlankList(NamedTuple):
    """A list without rows, and without the columns that are reckoned."""

    key: str
    title: str
    headings: tuple[Heading, ...]


class _Source(NamedTuple):
    """Where the records of a list come from, and how a row of the table becomes one of the list."""

    key: str
    title: str
    about: str
    model: Any
    columns: tuple[Any, ...]
    row: Callable[..., tuple[ExportedCell, ...]]


class _Person(NamedTuple):
    number: str | None
    last_name: str
    first_name: str


def _person_headings() -> tuple[Heading, ...]:
    return (
        Heading("external_id", _("Employee number"), 12),
        Heading("last_name", _("Surname"), 22),
        Heading("first_name", _("First name"), 18),
    )


def _employee_headings() -> tuple[Heading, ...]:
    return (
        *_person_headings(),
        Heading("current_status", _("Status"), 12),
        Heading("workspace", _("Work area"), 14),
        Heading("role", _("Role"), 18),
        Heading("contract_type", _("Contract"), 14),
        Heading("entry_date", _("Start date"), 14),
        Heading("contract_end", _("End of contract"), 14),
        Heading("left_on", _("Leaving date"), 14),
        Heading("agency", _("Temp agency"), 22),
        Heading("email", _("E-mail"), 26),
        Heading("phone", _("Phone"), 16),
        Heading("birth_date", _("Date of birth"), 18),
        Heading("medical_regime", _("Medical follow-up"), 14),
    )


def _caces_headings() -> tuple[Heading, ...]:
    return (
        *_person_headings(),
        Heading("kind", _("CACES"), 14),
        Heading("obtained", _("Date obtained"), 14),
        Heading("expiration_date", _("Expiry date"), 14),
        Heading("option", _("Option"), 18),
        Heading("status", _("Status"), 18, signed=True),
    )


def _visit_headings() -> tuple[Heading, ...]:
    return (
        *_person_headings(),
        Heading("kind", _("Visit type"), 24),
        Heading("obtained", _("Visit date"), 14),
        Heading("result", _("Outcome"), 24),
        Heading("expiration_date", _("Next visit no later than"), 16),
        Heading("status", _("Status"), 18, signed=True),
    )


def _training_headings() -> tuple[Heading, ...]:
    return (
        *_person_headings(),
        Heading("kind", _("Training title"), 34),
        Heading("obtained", _("Completion date"), 14),
        Heading("validity_months", _("Validity (months)"), 12),
        Heading("expiration_date", _("Expiry date"), 14),
        Heading("mode", _("Mode"), 14),
        Heading("status", _("Status"), 18, signed=True),
    )


def blank_lists() -> list[BlankList]:
    """Return the lists that somebody can fill in."""
    lists = (
        ("employees", _("Employees"), _employee_headings()),
        ("caces", _("CACES"), _caces_headings()),
        ("medical_visits", _("Medical visits"), _visit_headings()),
        ("trainings", _("Trainings"), _training_headings()),
    )
    return [
        BlankList(key, title, tuple(one for one in headings if one.key != "status"))
        for key, title, headings in lists
    ]


def everything(today: dt.date, thresholds: Sequence[int], *, outcomes: bool) -> list[ExportedList]:
    """Return people, CACES, medical visits and trainings; what doctors concluded only when `outcomes`."""
    people = _people()
    names = {row[0]: _Person(row[2], row[3], row[4]) for row in people}
    visits = _visits(names, today, thresholds)
    employees = _employees(people)
    return [
        employees if outcomes else _without(_without(employees, "birth_date"), "medical_regime"),
        _caces(names, today, thresholds),
        visits if outcomes else _without(visits, "result"),
        _trainings(names, today, thresholds),
    ]


def _without(full: ExportedList, key: str) -> ExportedList:
    place = [heading.key for heading in full.headings].index(key)
    headings = full.headings[:place] + full.headings[place + 1 :]
    return full._replace(headings=headings, rows=[row[:place] + row[place + 1 :] for row in full.rows])


def alerts_list(today: dt.date, thresholds: Sequence[int], contract_steps: Sequence[int]) -> ExportedList:
    """Return what needs attention, worst first, from the program's one query."""
    alerts = list_alerts(today, Filter(thresholds=thresholds, contract_steps=contract_steps))
    headings = (
        Heading("severity", _("Severity"), 12, signed=True),
        Heading("type", _("Type"), 18),
        *_person_headings(),
        Heading("workspace", _("Work area"), 14),
        Heading("role", _("Role"), 18),
        Heading("kind", _("What"), 34),
        Heading("expiration_date", _("Expiry date"), 14),
        Heading("days_until", _("Days left"), 12),
        Heading("check_validity", _("Check validity"), 16),
        Heading("planned_on", _("Planned on"), 14),
        Heading("leaves_on", _("Contract ends"), 14),
    )
    rows: list[tuple[ExportedCell, ...]] = [
        (
            labels.severity_label(alert.severity),
            labels.alert_type_label(alert.type),
            alert.external_id,
            alert.last_name,
            alert.first_name,
            alert.workspace,
            alert.role,
            labels.full_subject(alert.type, alert.kind, alert.title),
            alert.expiration_date,
            alert.days_until,
            _("Check validity") if alert.check_validity else None,
            alert.planned_on,
            alert.leaves_on,
        )
        for alert in alerts
    ]
    return ExportedList("alerts", _("Alerts"), headings, rows, [alert.severity for alert in alerts])


def one_list(lists: Sequence[ExportedList]) -> ExportedList:
    """Return all records as one list, for a file that has no sheets: people without any record keep a row."""
    employees, *records = lists
    headings = (
        *_person_headings(),
        Heading("type", _("Type"), 18),
        Heading("kind", _("What"), 34),
        Heading("obtained", _("Date obtained"), 14),
        Heading("expiration_date", _("Expiry date"), 14),
        Heading("status", _("Status"), 16, signed=True),
    )
    rows: list[tuple[ExportedCell, ...]] = []
    severities: list[str | None] = []
    for each in records:
        keys = [heading.key for heading in each.headings]
        what = [keys.index(key) for key in ("kind", "option") if key in keys]
        places = [keys.index(key) for key in ("obtained", "expiration_date", "status")]
        for row, severity in zip(each.rows, each.severities, strict=True):
            named = ", ".join(str(row[place]) for place in what if row[place])
            rows.append((*row[:3], each.title, named, *(row[place] for place in places)))
            severities.append(severity)
    known = {row[:3] for row in rows}
    for person in employees.rows:
        if person[:3] not in known:
            rows.append((*person[:3], None, None, None, None, None))
            severities.append(None)
    return ExportedList("records", _("Records"), headings, rows, severities)


def _people() -> list[tuple[Any, ...]]:
    names = (
        *("id", "row_version", "external_id", "last_name", "first_name", "current_status", "workspace"),
        *("role", "contract_type", "entry_date", "contract_end", "left_on", "agency", "email", "phone"),
        *("birth_date", "medical_regime"),
    )
    columns = [getattr(Employee, name) for name in names]
    return _fetch(Employee.select(*columns).order_by(Employee.search_text, Employee.id))


def _employees(people: Iterable[tuple[Any, ...]]) -> ExportedList:
    headings = _employee_headings()
    columns = list(zip(*people, strict=True))[2:]
    for place, heading in enumerate(headings[: len(columns)]):
        if heading.key in _WORDED:
            columns[place] = tuple(map(_WORDED[heading.key], columns[place]))
    rows = list(zip(*columns, strict=True))
    versions = [(person[0], person[1]) for person in people]
    return ExportedList("employees", _("Employees"), headings, rows, [None] * len(rows), versions)


def _caces(names: dict[str, _Person], today: dt.date, thresholds: Sequence[int]) -> ExportedList:
    columns = (Caces.kind, Caces.completion_date, Caces.expiration_date, Caces.option)

    def row(
        kind: str, obtained: str | None, expires: str | None, option: str | None
    ) -> tuple[ExportedCell, ...]:
        return kind, _day(obtained), _day(expires), labels.option_label(option) or None

    source = _Source("caces", _("CACES"), labels.CACES, Caces, columns, row)
    return _records(source, _caces_headings(), names, today, thresholds)


def _visits(names: dict[str, _Person], today: dt.date, thresholds: Sequence[int]) -> ExportedList:
    visit = MedicalVisit
    columns = (visit.visit_type, visit.visit_date, visit.result, visit.expiration_date)

    def row(kind: str, held: str | None, result: str, due: str | None) -> tuple[ExportedCell, ...]:
        return labels.visit_label(kind), _day(held), labels.result_label(result), _day(due)

    source = _Source("medical_visits", _("Medical visits"), labels.MEDICAL, visit, columns, row)
    return _records(source, _visit_headings(), names, today, thresholds)


def _trainings(names: dict[str, _Person], today: dt.date, thresholds: Sequence[int]) -> ExportedList:
    training = OnlineTraining
    columns = (
        training.title,
        training.completion_date,
        training.validity_months,
        training.expiration_date,
        training.mode,
    )

    def row(
        title: str, done: str | None, months: int | None, expires: str | None, mode: str
    ) -> tuple[ExportedCell, ...]:
        return title, _day(done), months, _day(expires), labels.mode_label(mode)

    source = _Source("trainings", _("Trainings"), labels.TRAINING, training, columns, row)
    return _records(source, _training_headings(), names, today, thresholds)


def _records(
    source: _Source,
    headings: tuple[Heading, ...],
    names: dict[str, _Person],
    today: dt.date,
    thresholds: Sequence[int],
) -> ExportedList:
    """Read one table and add whose each record is, and its status: the one of the window."""
    model = source.model
    current = {found for (found,) in _fetch(model.current().select(model.id))}
    query = model.select(model.employee, model.id, model.row_version, model.expiration_date, *source.columns)
    found: list[tuple[tuple[ExportedCell, ...], str | None, tuple[str, int]]] = []
    for owner, record_id, version, expires, *values in _fetch(query):
        counts = record_id in current
        days = (dt.date.fromisoformat(expires) - today).days if expires else None
        status = status_of(days, thresholds)
        situation = labels.record_situation(status, days, source.about, current=counts)
        cells = (*names[owner], *source.row(*values), situation)
        found.append((cells, status if counts else None, (record_id, version)))
    found.sort(key=lambda each: tuple(fold(str(cell or "")) for cell in each[0][1:5]))
    rows, severities, versions = map(list, zip(*found, strict=True)) if found else ([], [], [])
    return ExportedList(source.key, source.title, headings, rows, severities, versions)


_DATES = ("entry_date", "contract_end", "left_on", "birth_date")


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _fetch(query: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = Employee._meta.database.execute(query).fetchall()
    return rows


_WORDED: dict[str, Callable[[Any], ExportedCell]] = {
    "current_status": labels.status_label,
    "contract_type": labels.contract_label,
    **dict.fromkeys(_DATES, _day),
}
"""How stored values of people are written."""
