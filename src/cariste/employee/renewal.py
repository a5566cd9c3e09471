"""Renewing: a new record beside the old one, which stays as it is, with its proof.

Nothing marks the old record: the one that counts is found by the rule of the current record, so its alert
goes by itself once the new one is stored. Reading and storing are in `renewal_records`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cariste.core import clock
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number
from cariste.employee import constants
from cariste.employee.labels import CACES, MEDICAL, TRAINING, option_label
from cariste.regulation import in_force
from cariste.regulation.rules import load_catalogue

RENEWABLE = (CACES, MEDICAL, TRAINING)
_SIR = "SIR"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose record is renewed.

    Attributes:
        id: 32 hexadecimal digits.
        regime: The medical follow-up, None when unknown.
    """

    id: str
    first_name: str
    last_name: str
    external_id: str | None = None
    regime: str | None = None

    @property
    def full_name(self) -> str:
        """First name, then surname."""
        return f"{self.first_name} {self.last_name}"

    @property
    def listed(self) -> str:
        """Surname first, as lists are read."""
        return f"{self.last_name} {self.first_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The record to renew; without dates, it stands for somebody who never had such a record.

    Attributes:
        holder: Whose it is.
        type: ``caces``, ``medical`` or ``training``.
        kind: CACES code, type of visit, or title of the training.
        record_id: 32 hexadecimal digits; empty without a record.
        validity_months: Of a training; None is permanent.
    """

    holder: Holder
    type: str
    kind: str
    record_id: str = ""
    obtained: dt.date | None = None
    expiration: dt.date | None = None
    organisation: str | None = None
    option: str | None = None
    validity_months: int | None = None
    mode: str = constants.CLASSROOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The new record, ready to be stored; fields as the entities name them.

    Attributes:
        kind: CACES code, type of visit, or title of the training.
        source: Whether the expiry is ``computed`` by the rules or ``typed`` from the document.
        result: Of a visit; for HR alone.
        document: Path of its proof below the shared folder, stored already.
    """

    employee_id: str
    type: str
    kind: str
    obtained: dt.date
    expiration: dt.date | None
    source: str = constants.COMPUTED
    organisation: str | None = None
    certificate_number: str | None = None
    option: str | None = None
    validity_months: int | None = None
    mode: str = constants.CLASSROOM
    result: str = constants.PENDING
    document: str | None = None


def prefill(former: Former, obtained: dt.date | None = None) -> Renewal:
    """Return the renewal of a record: same kind, same conditions, expiry by the rules.

    Args:
        former: What is renewed.
        obtained: The day of the new record; today when none is given.
    """
    day = obtained or clock.today()
    kind = next_kind(former)
    return Renewal(
        employee_id=former.holder.id,
        type=former.type,
        kind=kind,
        obtained=day,
        expiration=expiry(former, kind, day),
        organisation=former.organisation,
        validity_months=former.validity_months,
        mode=former.mode,
    )


def next_kind(former: Former) -> str:
    """Return what comes after a record: the refresher of a training, the visit due next, else the same again.

    A first visit, a return to work and the like are followed by a periodic one. Under the reinforced
    follow-up (SIR) exam and intermediate visit take turns.
    """
    if former.type == TRAINING:
        kind = in_force.training_kind(former.kind)
        refresher = next((entry for entry in load_catalogue() if entry.renews == kind), None)
        return refresher.label() if refresher is not None else former.kind
    if former.type == CACES or former.kind in constants.TRACKS:
        return former.kind
    examined = former.kind in {constants.INITIAL, constants.PERIODIC}
    return constants.INTERMEDIATE if former.holder.regime == _SIR and examined else constants.PERIODIC


def expiry(former: Former, kind: str, obtained: dt.date, months: int | None = None) -> dt.date | None:
    """Return the last day of a renewal by the rules; None when it has none.

    Args:
        former: What is renewed: some trainings count from the expiry they continue.
        kind: Of the new record.
        obtained: Its day.
        months: Validity of a training; by default that of the former one.

    Raises:
        ValueError: The day lies so far ahead that its expiry would leave the calendar.
    """
    if former.type == CACES:
        return in_force.caces_expiry(kind, obtained)
    if former.type == MEDICAL:
        return in_force.medical_expiry(kind, obtained, former.holder.regime)
    return in_force.renewal_expiry(kind, obtained, months or former.validity_months, former.expiration)


def gap_or_overlap(old: dt.date | None, new: dt.date | None) -> str:
    """Say with dates whether a renewal leaves days uncovered or begins before the former one ended.

    Args:
        old: The last day of the former record; valid on that day.
        new: The day of the new one; valid from that day on.

    Returns:
        A sentence in the user's language; empty when one follows the other, or a date is not known.
    """
    if old is None or new is None:
        return ""
    uncovered = (new - old).days - 1
    if uncovered > 0:
        return ngettext(
            "Gap of {n} day: nothing valid from {first} to {last}.",
            "Gap of {n} days: nothing valid from {first} to {last}.",
            uncovered,
        ).format(
            n=format_number(uncovered),
            first=format_date(old + dt.timedelta(days=1)),
            last=format_date(new - dt.timedelta(days=1)),
        )
    twice = -uncovered
    if not twice:
        return ""
    return ngettext(
        "Overlap of {n} day: the former one runs until {date}.",
        "Overlap of {n} days: the former one runs until {date}.",
        twice,
    ).format(n=format_number(twice), date=format_date(old))


def between_in_brief(old: dt.date | None, new: dt.date | None) -> str:
    """Say the same in few words, for tables: « interruption de 4 j », « chevauchement de 18 j »."""
    if old is None or new is None or new == old + dt.timedelta(days=1):
        return ""
    days = (new - old).days - 1
    words = _("gap of {n} d") if days > 0 else _("overlap of {n} d")
    return words.format(n=format_number(abs(days)))


def stays_current(former: Former, renewal: Renewal) -> str:
    """Say so when the former record would go on counting, because it ends later; empty when it does not."""
    if former.type == MEDICAL:
        later = former.obtained is not None and former.obtained > renewal.obtained
    else:
        ends = renewal.expiration or dt.date.max
        later = former.expiration is not None and former.expiration > ends
    if not later:
        return ""
    return _("The former one goes on counting: it runs until {date}.").format(
        date=format_date(former.expiration)
    )


def lost_option(former: Former) -> str:
    """Say so when a session for many leaves out what the former certificate says beyond its category.

    Only the new one tells whether it has it again: nothing is allowed because it was taken for granted.
    """
    if former.option is None:
        return ""
    return _(
        "Recorded without the option “{option}” of the former one: open the new record to add it if it is "
        "printed there."
    ).format(option=option_label(former.option))


def why_not(former: Former) -> str:
    """Say why a record cannot be renewed; empty when it can."""
    entry = load_catalogue().find(former.kind) if former.type == CACES else None
    if entry is not None and entry.until is not None and entry.until < clock.today():
        return _("{kind} is a former scheme: add the certificate that replaces it.").format(kind=entry.code)
    if former.type == TRAINING and former.record_id and former.expiration is None:
        return _("This training is permanent: there is nothing to renew.")
    return ""
