"""The one question « what needs attention? », asked by the panel, the page, the command line and reports."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL, Select, Value, fn

from cariste.alerts import contracts
from cariste.alerts.driving import NAME as MISSING_NAME
from cariste.alerts.driving import ending_authorisations, missing_items
from cariste.alerts.obligations import due_visits, likely_active, name_parts, planned
from cariste.alerts.told import NO_DAY, Days, Unknown, leaving
from cariste.authorisation.models import Authorisation
from cariste.employee.calculations import DEFAULT_CONTRACT_STEPS, DEFAULT_THRESHOLDS, INFO
from cariste.employee.constants import CRITICAL, PERIODIC, TRACKS, WARNING
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.requirement.models import Requirement

CACES, MEDICAL, TRAINING = "caces", "medical", "training"
AUTHORISATION, CONTRACT, MISSING = "authorisation", "contract", "missing"
TYPES = (CACES, MEDICAL, TRAINING, AUTHORISATION, CONTRACT, MISSING)
SEVERITIES = (CRITICAL, WARNING, INFO, MISSING)
"""By the days left; what is missing has none."""
_NEVER = 999_999


class Alert(NamedTuple):
    """One record that needs attention, a visit due without one, a contract that ends, what a role lacks.

    Attributes:
        kind: CACES code, type of visit, or a training's line of renewals; of an authorisation its category;
            the code of a contract; of something missing what is required, as `Requirement` names it.
        title: What a person calls it: the training's title, else the kind.
        expiration_date: Last day; None of something missing.
        days_until: Days left; 0 is the last valid day, negative is expired; None of something missing.
        record_id: The record, 32 hexadecimal digits; of a visit that follows from the job, the age or an
            absence, of a contract and of something missing, its name (see `obligations`, `contracts` and
            `driving`).
        check_validity: The ten-year rule was applied to an unknown kind.
        planned_on: The next appointment for the visit.
        leaves_on: Last day of the contract or assignment, where it is over or ends before the expiry: who
            leaves is not renewed, and who is listed as here without a contract has a file to correct. None
            where the alert is about that very end.
    """

    employee_id: str
    external_id: str | None
    first_name: str
    last_name: str
    workspace: str | None
    role: str | None
    type: str
    kind: str
    expiration_date: dt.date | None
    days_until: int | None
    severity: str
    record_id: str
    check_validity: bool
    title: str
    planned_on: dt.date | None = None
    leaves_on: dt.date | None = None

    @property
    def recorded(self) -> bool:
        """Whether a record stands behind it, which can be renewed."""
        return not name_parts(self.record_id)[0]

    @property
    def because(self) -> str:
        """The record's id, or that of the person or absence which brings the visit about."""
        return name_parts(self.record_id)[1]

    @property
    def awaited(self) -> str:
        """The type of visit that answers it: an initial visit is followed by a periodic one."""
        follows = self.recorded and self.kind not in TRACKS
        return PERIODIC if follows else self.kind

    @property
    def overdue(self) -> bool:
        """Whether its last day is past."""
        return self.days_until is not None and self.days_until < 0

    @property
    def urgency(self) -> int:
        """By what it is sorted: the days left, behind them what is missing."""
        return _NEVER if self.days_until is None else self.days_until

    @property
    def has_left(self) -> bool:
        """Whether contract or assignment is over, though the person is listed as here."""
        if self.leaves_on is None or self.expiration_date is None or self.days_until is None:
            return self.leaves_on is not None
        return (self.expiration_date - self.leaves_on).days > self.days_until

    @property
    def planned_in_time(self) -> bool:
        """Whether the visit is planned, and not too late."""
        due = self.expiration_date
        return self.planned_on is not None and due is not None and self.planned_on <= due

    @property
    def employee(self) -> str:
        """First name, then surname."""
        return f"{self.first_name} {self.last_name}"


class Counts(NamedTuple):
    """How many alerts of each severity. `missing`: what a role requires and nobody recorded."""

    critical: int = 0
    warning: int = 0
    info: int = 0
    missing: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


class AlertList(NamedTuple):
    """The answer for one day: all counts, and the alerts, worst first."""

    on: dt.date
    counts: Counts
    alerts: list[Alert]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which alerts are wanted; nothing set means all.

    Attributes:
        thresholds: Days below which an alert is critical, a warning, information.
        contract_steps: Days below which a contract's end is critical, a warning.
        days: Horizon: fewer days left than this; None is the last threshold. Up to that one, the end of a
            contract alerts no sooner than its own first step.
        since: No expiry before this day.
        until: No expiry after this day.
        employee_id: Of this person, 32 hexadecimal digits.
    """

    thresholds: Sequence[int] = DEFAULT_THRESHOLDS
    contract_steps: Sequence[int] = DEFAULT_CONTRACT_STEPS
    days: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    type: str | None = None
    severity: str | None = None
    workspace: str | None = None
    employee_id: str | None = None

    def takes(self, type_: str) -> bool:
        """Tell whether alerts of a type may be wanted: what is missing has no day, and no other severity."""
        if self.type not in {None, type_}:
            return False
        if type_ == MISSING:
            return self.severity in {None, MISSING} and self.since is None and self.until is None
        return self.severity != MISSING

    def steps(self, type_: str) -> Sequence[int]:
        """Return the days below which alerts of a type get worse."""
        return self.contract_steps if type_ == CONTRACT else self.thresholds

    def bounds(self, today: dt.date, type_: str) -> tuple[dt.date | None, dt.date]:
        """Return the first expiry wanted (None: however long ago) and the first one not wanted."""
        critical, warning = (today + dt.timedelta(days=step) for step in self.steps(type_)[:2])
        horizon = self.thresholds[-1] if self.days is None else self.days
        if horizon <= self.thresholds[-1]:
            horizon = min(horizon, self.steps(type_)[-1])
        first, end = self.since, today + dt.timedelta(days=horizon)
        if self.until is not None:
            end = self.until + dt.timedelta(days=1)
        lowest = {WARNING: critical, INFO: warning}.get(self.severity or "")
        highest = {CRITICAL: critical, WARNING: warning}.get(self.severity or "")
        if lowest is not None:
            first = lowest if first is None else max(first, lowest)
        return first, end if highest is None else min(end, highest)


EVERYTHING = Filter()


def what_needs_attention(
    today: dt.date, wanted: Filter = EVERYTHING, *, limit: int | None = None
) -> AlertList:
    """Return the alerts of a day, most urgent first, and how many there are: one statement.

    Args:
        today: The day; nothing is stored, so that midnight needs no job.
        wanted: Which alerts.
        limit: At most so many alerts; the counts are of all.
    """
    if limit is None:
        alerts = list_alerts(today, wanted)
        return AlertList(today, _counts_of(alerts), alerts)
    arms = _due_records(today, wanted)
    if not arms:
        return AlertList(today, Counts(), [])
    rows = _fetch(_first_ones(_union(arms), today, wanted, limit))
    if not rows:
        return AlertList(today, Counts(), [])
    critical, warning, dated, total = rows[0][len(_COLUMNS) :]
    counts = Counts(critical, warning - critical, dated - warning, total - dated)
    return AlertList(today, counts, _alerts(rows, today, wanted))


def list_alerts(today: dt.date, wanted: Filter = EVERYTHING) -> list[Alert]:
    """Return all alerts of a day, most urgent first, then by name."""
    arms = [arm.select_extend(*_person()) for arm in _due_records(today, wanted)]
    if not arms:
        return []
    query = _union(arms).order_by(SQL("expiration_date"), SQL("search_text"), SQL("record_id"))
    return _alerts(_fetch(query), today, wanted)


_COLUMNS = (
    *("employee_id", "type", "kind", "title", "expiration_date", "record_id", "planned_on"),
    *("external_id", "first_name", "last_name", "workspace", "role", "search_text", "leaves_on"),
)
"""Of both statements, in this order: the due record's columns, then the person's."""
_OF_RECORD = 7
"""How many columns are the due record's."""


def _person() -> list[Any]:
    own = [getattr(Employee, name) for name in _COLUMNS[_OF_RECORD:-1]]
    return [*own, contracts.last_day().alias("leaves_on")]


class _Source(NamedTuple):
    """One arm of the union: rows joined with `Employee`, and what they say."""

    type: str
    query: Any
    kind: Any
    title: Any
    expiry: Any
    id: Any
    planned: Any


def _due_records(today: dt.date, wanted: Filter) -> list[Any]:
    """Return, for each source, the query of what is due: of active people, what counts today.

    By person, then by record: people and their records lie in one order in the indexes, which at this share
    of due ones is faster than going by date (see `obligations.likely_active`).
    """
    arms = []
    for source in _sources(today):
        if not wanted.takes(source.type):
            continue
        query = source.query
        first, end = wanted.bounds(today, source.type)
        if source.type != MISSING:
            query = query.where(source.expiry < end)
        if first is not None and source.type != MISSING:
            query = query.where(source.expiry >= first)
        if wanted.workspace is not None:
            query = query.where(Employee.workspace == wanted.workspace)
        if wanted.employee_id is not None:
            query = query.where(Employee.id == uuid.UUID(wanted.employee_id))
        columns = (Employee.id, Value(source.type), *source[2:])
        named = zip(columns, _COLUMNS, strict=False)
        arms.append(query.select(*(column.alias(name) for column, name in named)))
    return arms


def _sources(today: dt.date) -> Iterator[_Source]:
    nothing, visits = SQL("NULL"), MedicalVisit.visit_type
    for type_, model, kind, title, appointment in (
        (CACES, Caces, Caces.kind, Caces.kind, nothing),
        (MEDICAL, MedicalVisit, visits, visits, planned(today, Employee.id, visits)),
        (TRAINING, OnlineTraining, OnlineTraining.kind, OnlineTraining.title, nothing),
    ):
        query = model.alerting().join(Employee).where(likely_active())
        yield _Source(type_, query, kind, title, model.expiration_date, model.id, appointment)
    issued, ends = Authorisation.kind, (Authorisation.ends_on, Authorisation.id, nothing)
    yield _Source(AUTHORISATION, ending_authorisations(), issued, issued, *ends)
    code, last_day = Employee.contract_type, (contracts.last_day(), contracts.NAME, nothing)
    yield _Source(CONTRACT, contracts.ending_contracts(), code, code, *last_day)
    required, never = Requirement.kind, (Value(NO_DAY), MISSING_NAME, nothing)
    yield _Source(MISSING, missing_items(today), required, required, *never)
    for due in due_visits():
        appointment, visit = planned(today, Employee.id, due.kind), Value(due.kind)
        yield _Source(MEDICAL, due.query, visit, visit, due.last_day, due.name, appointment)


def _first_ones(union: Any, today: dt.date, wanted: Filter, limit: int) -> Any:
    """Return the statement of the first alerts, each with the counts of all: due records are found once."""
    due = union.cte("due", materialized=True)
    every = Select([due], [fn.COUNT(1)])
    days = due.c.expiration_date
    of_contract = due.c.type == CONTRACT
    soonest = zip(wanted.thresholds[:2], wanted.contract_steps[:2], strict=True)
    bounds = [[today + dt.timedelta(days=step) for step in steps] for steps in soonest]
    counts = (
        *(every.where((days < usual) & ~of_contract | (days < own) & of_contract) for usual, own in bounds),
        every.where(days < NO_DAY),
        every,
    )
    in_order = Select([due], [days]).order_by(days)
    # Only people up to the day of the last one shown are looked up and sorted by name.
    last_shown = fn.COALESCE(in_order.limit(1).offset(limit - 1), NO_DAY)
    columns = [*(getattr(due.c, name) for name in _COLUMNS[:_OF_RECORD]), *_person(), *counts]
    return (
        Select([due], columns)
        .join(Employee, on=(Employee.id == due.c.employee_id))
        .where(days <= last_shown)
        .order_by(days, Employee.search_text, due.c.record_id)
        .limit(limit)
        .with_cte(due)
    )


def _union(queries: list[Any]) -> Any:
    union = queries[0]
    for query in queries[1:]:
        union = union.union_all(query)
    return union


def _fetch(query: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = Employee._meta.database.execute(query).fetchall()
    return rows


def _alerts(rows: list[tuple[Any, ...]], today: dt.date, wanted: Filter) -> list[Alert]:
    # A cached reading of each distinct day and kind: one pass of tuples at 50,000 people.
    usual, ends_of = Days(today, wanted.thresholds), Days(today, wanted.contract_steps)
    make, unknown, now = Alert._make, Unknown(), today.isoformat()
    return [
        make(
            (
                id_,
                number,
                first,
                last,
                area,
                role,
                type_,
                kind,
                *(usual if type_ != CONTRACT else ends_of)[expiry],
                record,
                type_ == CACES and unknown[kind],
                title,
                booked and dt.date.fromisoformat(booked),
                leaving(ends, expiry, now) if ends and type_ != CONTRACT else None,
            )
        )
        for id_, type_, kind, title, expiry, record, booked, *person in rows
        for number, first, last, area, role, _name, ends, *_counts in (person,)
    ]


def _counts_of(alerts: list[Alert]) -> Counts:
    totals = dict.fromkeys(SEVERITIES, 0)
    for alert in alerts:
        totals[alert.severity] += 1
    return Counts(*totals.values())
