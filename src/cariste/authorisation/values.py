"""What passes between the forms about driving and the database: frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from cariste.authorisation.facts import Facts
from cariste.employee.constants import COMPUTED
from cariste.employee.form_values import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationValues:
    """One decision of the employer; it may be about several categories, which are stored one by one.

    Attributes:
        kinds: Categories of machines, catalogue codes.
        site: The work area; None for all of them.
        ends_on: None to have it computed, for each category its own.
        other_proof: The other proof of skill; stored with the categories that have no current CACES.
    """

    kinds: tuple[str, ...]
    site: str | None
    issued_on: dt.date | None
    ends_on: dt.date | None = None
    ends_source: str = COMPUTED
    signatory: str | None = None
    limits: str | None = None
    other_proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionValues:
    """Days on which authorisations do not hold; without an end, until somebody writes one."""

    starts_on: dt.date | None
    ends_on: dt.date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalValues:
    """From which day on authorisations hold no more, and why."""

    withdrawn_on: dt.date | None
    withdrawn_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InductionValues:
    """When somebody was shown which work area, None for all of them, and by whom."""

    held_on: dt.date | None
    site: str | None = None
    held_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentValues:
    """One assignment of a temp, and when the agency's proofs arrived with whom."""

    agency: str | None
    starts_on: dt.date | None
    ends_on: dt.date | None = None
    documents_on: dt.date | None = None
    documents_by: str | None = None


class Driver(NamedTuple):
    """A person as the form of an authorisation needs it.

    Attributes:
        site: The person's work area.
        birth_date: Under 18 a derogation is needed; None when not known.
    """

    owner: Owner
    site: str | None
    birth_date: dt.date | None
    facts: Facts


class DrivingChoices(NamedTuple):
    """What is written already, to choose from while typing, in alphabetical order.

    Attributes:
        signatory: Who signs for the firm, else who signed last; empty when nobody has yet.
    """

    sites: tuple[str, ...]
    signatories: tuple[str, ...]
    signatory: str
    trainers: tuple[str, ...]
    agencies: tuple[str, ...]
