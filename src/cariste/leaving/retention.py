"""How long what is kept about people, and why: defaults from the law and from practice, no settings.

Each purge is proposed, and a person confirms it. Marks: ``S``, a text says so; ``G``, general knowledge, to
be verified before it is called law. docs/personal-data.md has the same table; a test compares them.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.core.i18n import N_, _
from cariste.core.wording import format_date
from cariste.employee.constants import INTERIM
from cariste.regulation.calculations import add_months


class Keeping(NamedTuple):
    """How long something is kept.

    Attributes:
        what: What is kept, to be translated.
        months: How long.
        since: From when on, to be translated.
        mark: ``S`` or ``G``.
        source: Where it is written.
    """

    what: str
    months: int
    since: str
    mark: str
    source: str


STAFF = Keeping(N_("Staff-register data"), 60, N_("after leaving"), "S", "Labour code R1221-26")
RECORDS = Keeping(
    N_("CACES, trainings, driving authorisations"), 60, N_("after leaving"), "G", "limitation periods"
)
MEDICAL = Keeping(N_("Conclusions of medical visits"), 60, N_("after leaving"), "G", "limitation periods")
CERTIFICATE = Keeping(
    N_("Copy of the driving certificate"),
    60,
    N_("after its date, its validity"),
    "S",
    "Labour code R4323-56, order of 26/09/2025",
)
TEMPS = Keeping(
    N_("Files of temps"),
    12,
    N_("after the last assignment"),
    "G",
    "the agency keeps the file, the firm a copy",
)
KEPT = (STAFF, RECORDS, MEDICAL, CERTIFICATE, TEMPS)
"""Everything this program keeps about people, in the order in which it is shown."""


def last_day_here(left_on: dt.date | None, assignment_end: dt.date | None) -> dt.date | None:
    """Return the later of the day somebody left and the end of the last assignment, if any is known."""
    return max((day for day in (left_on, assignment_end) if day is not None), default=None)


def due_on(
    contract_type: str | None, left_on: dt.date | None, assignment_end: dt.date | None
) -> dt.date | None:
    """Return the day from which the file of somebody who left need not be kept.

    Returns:
        None when nobody knows when the time began. A temp's file is the agency's to keep: the copy here
        goes a year after the last assignment.
    """
    if contract_type == INTERIM:
        last = last_day_here(left_on, assignment_end)
        return None if last is None else add_months(last, TEMPS.months)
    return None if left_on is None else add_months(left_on, STAFF.months)


def answer(today: dt.date, due: dt.date | None) -> str:
    """Return what may be written to somebody who asks to be erased while the data must be kept.

    GDPR, article 17(3)(b): there is no such right as far as the law asks for the data.

    Args:
        today: The day of the answer.
        due: From when on the file need not be kept; None while somebody works here.
    """
    until = _("five years after your departure") if due is None else format_date(due)
    return _(
        "On {today} you asked for your personal data to be erased. The law obliges us to keep what concerns "
        "the staff register for five years after a departure (Labour code, article R1221-26); as far as that "
        "goes, the right to erasure does not apply (GDPR, article 17, paragraph 3, point b). Your data will "
        "be erased after that time: {until}. You may ask for a copy of them and for the correction of what "
        "is wrong, and you may lodge a complaint with the CNIL."
    ).format(today=format_date(today), until=until)
