"""Due dates as a calendar file (.ics, RFC 5545): importing it again updates what is there.

An event is a record, or a visit due without one: its UID is made of that one's id and the folder's, so that
it stays the same from one file to the next and from one PC to the other. What was renewed before its day, or
belongs to somebody who left, comes as a cancelled event without a name until that day has passed: left out it
would stay, and ring.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cariste.alerts import contracts
from cariste.alerts.labels import remarks
from cariste.alerts.obligations import due_visits
from cariste.alerts.queries import CONTRACT, Alert, Filter, list_alerts
from cariste.authorisation.models import Authorisation
from cariste.core.errors import UserError
from cariste.core.files import replace_file
from cariste.core.i18n import _
from cariste.employee import labels
from cariste.employee.calculations import DEFAULT_CONTRACT_STEPS, DEFAULT_THRESHOLDS
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

SUFFIX = ".ics"
HORIZON = 365
"""Days ahead unless told otherwise: a calendar is for planning, and a year is what one can leaf through."""
_RINGS_AT = dt.timedelta(hours=9)
"""All-day events begin at midnight; nobody is to be rung up then."""
_BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which due dates, and how people are called.

    Attributes:
        folder_id: The shared folder's; part of every UID.
        company: The firm's name, for the calendar's.
        names: Full names instead of initials and employee number. Off unless asked for: calendars are synced
            with telephones, and shared with people who have no business with them.
        days: How far ahead to look; what is overdue is always there.
        workspace: Of one work area only.
        thresholds: Days before the due date on which the calendar reminds, at nine o'clock.
        contract_steps: The same before the end of a contract.
    """

    folder_id: str
    company: str
    names: bool = False
    days: int = HORIZON
    workspace: str | None = None
    thresholds: Sequence[int] = DEFAULT_THRESHOLDS
    contract_steps: Sequence[int] = DEFAULT_CONTRACT_STEPS


class Written(NamedTuple):
    """What a file holds: due dates, and events called off."""

    events: int
    cancelled: int


def export_calendar(path: Path, today: dt.date, moment: dt.datetime, wanted: Wanted) -> Written:
    """Write the calendar of due dates; the caller is connected.

    Of a medical visit nothing but « visite médicale » is said.

    Args:
        path: Ends with .ics. An existing file is replaced at once, or not at all.
        today: The day from which the horizon counts.
        moment: Now, in local time: of two files the later one wins.
        wanted: Which due dates.

    Raises:
        UserError: The path does not end with .ics, or is a folder.
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    if path.suffix.lower() != SUFFIX:
        raise UserError(
            _("{file}: choose a name that ends with {suffixes}.").format(file=path.name, suffixes=SUFFIX)
        )
    if path.is_dir():
        raise UserError(_("{file} is a folder, not a file.").format(file=path))
    content, written = calendar_of(today, moment, wanted)
    replace_file(path, lambda part: part.write_bytes(content))
    return written


def calendar_of(today: dt.date, moment: dt.datetime, wanted: Wanted) -> tuple[bytes, Written]:
    """Return the file's bytes and what they hold; arguments as `export_calendar`. Two statements."""
    stored = _stored(today, wanted)  # first: what somebody stores meanwhile must not pass for replaced
    alerts = list_alerts(today, Filter(days=wanted.days, workspace=wanted.workspace))
    # What is missing has no day.
    dated = [(alert, alert.expiration_date) for alert in alerts if alert.expiration_date is not None]
    present = {alert.record_id for alert, _due in dated}
    gone = [each for each in stored.values() if each.id not in present and each.due >= today]
    calendar, stamp = _calendar(wanted), moment.astimezone(dt.UTC)
    for alert, due in dated:
        known = stored.get(alert.record_id)
        event = _event(alert.record_id, due, stamp, wanted)
        _describe(event, alert, known.revised if known else stamp, wanted)
        steps = wanted.contract_steps if alert.type == CONTRACT else wanted.thresholds
        for alarm in _alarms(due, str(event["summary"]), today, steps):
            event.add_component(alarm)
        calendar.add_component(event)
    for each in gone:
        calendar.add_component(_called_off(each, stamp, wanted))
    return calendar.to_ical(), Written(len(dated), len(gone))


class _Stored(NamedTuple):
    """What was due at some time, renewed or not: the id or name of an alert, its day, its last change."""

    id: str
    due: dt.date
    revised: dt.datetime


def _stored(today: dt.date, wanted: Wanted) -> dict[str, _Stored]:
    """Return everything that may have been in a file before, whoever it belongs to now."""
    end = today + dt.timedelta(days=wanted.days)
    person = Employee.updated_at
    arms: list[Any] = [
        model.select(model.id, day, model.updated_at, person.alias("person")).join(Employee).where(day < end)
        for model, day in (
            (Caces, Caces.expiration_date),
            (MedicalVisit, MedicalVisit.expiration_date),
            (OnlineTraining, OnlineTraining.expiration_date),
            (Authorisation, Authorisation.ends_on),
        )
    ]
    ends = contracts.last_day()
    arms.append(
        Employee.select(contracts.NAME, ends, person.alias("own"), person.alias("person")).where(
            Employee.contract_type.in_(contracts.FIXED_TERM), ends >= today, ends < end
        )
    )
    for due in due_visits():
        columns = (due.name, due.last_day, person.alias("own"), person.alias("person"))
        arms.append(due.concerned.select(*columns).where(due.last_day >= today, due.last_day < end))
    if wanted.workspace is not None:
        arms = [arm.where(Employee.workspace == wanted.workspace) for arm in arms]
    rows = Employee._meta.database.execute(functools.reduce(operator.add, arms)).fetchall()
    return {
        id_: _Stored(id_, dt.date.fromisoformat(day), _in_utc(max(record, changed)))
        for id_, day, record, changed in rows
    }


def _in_utc(local: str) -> dt.datetime:
    return dt.datetime.fromisoformat(local).astimezone(dt.UTC)


def _calendar(wanted: Wanted) -> Calendar:
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Cariste//Due dates//EN")
    calendar.add("method", "PUBLISH")
    title = _("Due dates – {company}").format(company=wanted.company)
    # Said to be text, or commas would not be escaped in a property the standard does not know.
    calendar.add("x-wr-calname", vText(title))
    return calendar


def _event(record_id: str, due: dt.date, stamp: dt.datetime, wanted: Wanted) -> Event:
    from icalendar import Event

    event = Event()
    # Not the id itself: that of a visit due without a record tells which visit it is.
    event.add("uid", str(uuid.uuid5(uuid.UUID(hex=wanted.folder_id), record_id)))
    event.add("dtstamp", stamp)
    # A record knows nothing of the one that renews it: only the moment always grows from file to file.
    event.add("sequence", int((stamp - _BEGINNING).total_seconds()))
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _describe(event: Event, alert: Alert, revised: dt.datetime, wanted: Wanted) -> None:
    """Say what is due, and of whom."""
    what = labels.discreet_subject(alert.type, alert.kind, alert.title)
    event.add("summary", f"{what} – {_who(alert, names=wanted.names)}")
    event.add("last-modified", revised)
    event.add("status", "CONFIRMED")
    event.add("categories", [labels.alert_type_label(alert.type)])
    if wanted.names:
        event.add("class", "PRIVATE")  # colleagues who may look into the calendar see that there is something
    more = [alert.workspace]
    if alert.check_validity:
        more.append(_("Check validity"))
    more += remarks(alert)
    if description := "\n".join(filter(None, more)):
        event.add("description", description)


def _called_off(stored: _Stored, stamp: dt.datetime, wanted: Wanted) -> Event:
    event = _event(stored.id, stored.due, stamp, wanted)
    event.add("summary", _("Renewed, or no longer needed"))
    event.add("last-modified", stamp)
    event.add("status", "CANCELLED")
    return event


def _alarms(due: dt.date, summary: str, today: dt.date, thresholds: Sequence[int]) -> Iterator[Alarm]:
    """Give the reminders still to come, the next one first: some calendars know one only."""
    from icalendar import Alarm

    for days in sorted(thresholds, reverse=True):
        if due - dt.timedelta(days=days) <= today:
            continue  # some calendars ring at once for what should have rung before
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", _RINGS_AT - dt.timedelta(days=days))
        yield alarm


def _who(alert: Alert, *, names: bool) -> str:
    if names:
        return alert.employee
    initials = f"{alert.first_name[:1]}. {alert.last_name[:1]}."
    return f"{initials} ({alert.external_id})" if alert.external_id else initials
