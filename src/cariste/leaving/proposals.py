"""What need not be kept any longer, in one statement; a person decides about each line."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from cariste.core.text import fold
from cariste.employee.anonymity import is_placeholder
from cariste.employee.constants import DRIVING_CERTIFICATE, INACTIVE, INTERIM
from cariste.employee.models import Employee
from cariste.leaving.models import COPY, Erasure
from cariste.leaving.retention import due_on, last_day_here

LEFT, TEMP_LEFT, UNKNOWN_DAY, CAME_BACK, CERTIFICATE = (
    "left",
    "temp_left",
    "unknown_day",
    "came_back",
    "certificate",
)
"""Why a line is here: time is over since a departure or a last assignment; nobody knows when it began; a
restored backup brought somebody back; a certificate is past its validity and serves nothing any more."""
REASONS = (CAME_BACK, LEFT, TEMP_LEFT, CERTIFICATE, UNKNOWN_DAY)


class Proposal(NamedTuple):
    """One line.

    Attributes:
        employee_id: 32 hexadecimal digits.
        name: Surname, then first name.
        reason: One of `REASONS`.
        since: When the time began; of somebody who came back, when the identity was taken away.
        due: When it was over; None when nobody knows.
        record_id: The medical record, when only that is proposed; else None: the person's whole file.
    """

    employee_id: str
    name: str
    reason: str
    since: dt.date | None
    due: dt.date | None
    record_id: str | None

    @property
    def id(self) -> str:
        """What names the line."""
        return self.record_id or self.employee_id


class Erased(NamedTuple):
    """Something that was taken away. `number` is what stands for the person in the journal."""

    id: str
    number: str
    form: str
    reason: str
    at: dt.datetime


_PEOPLE_AND_CERTIFICATES = """
SELECT e.id, e.last_name, e.first_name, e.contract_type, e.left_on, e.assignment_end,
       (SELECT max(r.created_at) FROM erasures r WHERE r.employee_id = e.id AND r.form <> :copy),
       NULL, NULL, NULL
  FROM employees e
 WHERE e.current_status = :inactive
    OR EXISTS (SELECT 1 FROM erasures r WHERE r.employee_id = e.id AND r.form <> :copy)
UNION ALL
SELECT e.id, e.last_name, e.first_name, e.contract_type, e.left_on, e.assignment_end,
       NULL, v.id, v.visit_date, v.expiration_date
  FROM medical_visits v JOIN employees e ON e.id = v.employee_id
 WHERE v.track = :track AND v.expiration_date < :today
   AND (e.current_status = :inactive OR EXISTS (
        SELECT 1 FROM medical_visits n WHERE n.employee_id = v.employee_id AND n.track = v.track
           AND n.visit_date > v.visit_date AND n.expiration_date > v.expiration_date))
"""
"""A certificate that is past and not renewed stays as long as its driver works here: it is what alerts."""


def proposals(today: dt.date) -> list[Proposal]:
    """Return what need not be kept any longer on a day, longest due first; the caller is connected.

    One statement, whatever the number of people. Where the whole file is proposed, no single record is.
    """
    wanted = {
        "inactive": INACTIVE,
        "track": DRIVING_CERTIFICATE,
        "today": today.isoformat(),
        "copy": COPY,
    }
    rows = Employee._meta.database.connection().execute(_PEOPLE_AND_CERTIFICATES, wanted).fetchall()
    found = [proposal for row in rows if (proposal := _proposal(row, today)) is not None]
    whole = {one.employee_id for one in found if one.record_id is None}
    return sorted((one for one in found if one.record_id is None or one.employee_id not in whole), key=_order)


def _proposal(row: tuple[Any, ...], today: dt.date) -> Proposal | None:
    person, last, first, contract, *texts, record = row[0], row[1], row[2], row[3], *row[4:7], row[7]
    name = f"{last} {first}"
    left_on, assignment_end, erased = (_day(text) for text in texts)
    if record is not None:
        return Proposal(person, name, CERTIFICATE, _day(row[8]), _day(row[9]), record)
    if is_placeholder(person, first):
        return None
    if erased is not None:
        return Proposal(person, name, CAME_BACK, erased, erased, None)
    since = last_day_here(left_on, assignment_end) if contract == INTERIM else left_on
    due = due_on(contract, left_on, assignment_end)
    if due is None:
        return Proposal(person, name, UNKNOWN_DAY, None, None, None)
    return (
        Proposal(person, name, TEMP_LEFT if contract == INTERIM else LEFT, since, due, None)
        if due <= today
        else None
    )


def _order(proposal: Proposal) -> tuple[int, dt.date, str]:
    return REASONS.index(proposal.reason), proposal.due or dt.date.max, fold(proposal.name)


def erased() -> list[Erased]:
    """Return what was taken away, newest first; the caller is connected."""
    from cariste.employee.anonymity import placeholder

    rows = Erasure.select().order_by(Erasure.created_at.desc(), Erasure.id)
    return [
        Erased(one.id.hex, placeholder(one.employee_id.hex)[1], one.form, one.reason, one.created_at)
        for one in rows
    ]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
