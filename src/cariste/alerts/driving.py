"""What the right to drive adds to the alerts: authorisations that end, and what a role asks for in vain."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from typing import Any

from peewee import SQL, Tuple, fn

from cariste.alerts.obligations import MARK, likely_active
from cariste.authorisation.models import Authorisation
from cariste.employee.constants import (
    ACTIVE,
    DRIVING_CERTIFICATE,
    ELECTRICAL_CERTIFICATE,
    FAVOURABLE,
    FOLLOW_UP,
)
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.models.base import later_by_expiry
from cariste.regulation import in_force
from cariste.regulation.driving import OPTIONS, certificates_for, driving_kinds, opinions_that_count
from cariste.requirement.models import Requirement

NAME = Requirement.kind.concat(MARK).concat(Employee.id)
"""What tells something missing from all the rest, as a record's id does."""


def ending_authorisations() -> Any:
    """Return the query of authorisations that end: of active people, not withdrawn, the last of their kind.

    One for all work areas takes the place of one for a single area that does not run longer.
    """
    other = Authorisation.alias()
    everywhere = other.site.is_null() & Authorisation.site.is_null(False)
    same_place = other.site.is_null() & Authorisation.site.is_null() | (other.site == Authorisation.site)
    later = Tuple(other.ends_on, other.id) > Tuple(Authorisation.ends_on, Authorisation.id)
    replacing = (
        other.ends_on.is_null()
        | (everywhere & (other.ends_on >= Authorisation.ends_on))
        | (same_place & later)
    )
    replaced = other.select(SQL("1")).where(
        (other.employee == Authorisation.employee)
        & (other.kind == Authorisation.kind)
        & other.withdrawn_on.is_null()
        & (everywhere | same_place)
        & replacing
    )
    ends = Authorisation.ends_on.is_null(False) & Authorisation.withdrawn_on.is_null()
    return Authorisation.select().join(Employee).where(likely_active() & ends & ~fn.EXISTS(replaced))


def missing_items(today: dt.date) -> Any:
    """Return the query of what roles ask for and nobody recorded: person by kind, each once.

    What was recorded and has expired is no longer missing: it alerts by its date. History does not count.
    """
    has_role = (Requirement.role == Employee.role) & (
        Requirement.site.is_null() | (Requirement.site == Employee.workspace)
    )
    held = (
        (Caces, Caces.kind),
        (MedicalVisit, MedicalVisit.track),
        (OnlineTraining, OnlineTraining.kind),
    )
    recorded = functools.reduce(operator.or_, (_has(model, what == Requirement.kind) for model, what in held))
    recorded |= _is_dispensed() | _is_covered_by_option(today) | _has_opinion(today)
    query = Requirement.select().join(Employee, on=has_role)
    return query.where((Employee.current_status == ACTIVE) & ~recorded).group_by(
        Employee.id, Requirement.kind
    )


def _has(model: Any, condition: Any) -> Any:
    return fn.EXISTS(model.select(SQL("1")).where((model.employee == Employee.id) & condition))


def _is_dispensed() -> Any:
    """Whoever holds another certificate on whose strength the category may be authorised."""
    history = set(in_force.history_kinds())
    others = {kind: sorted(certificates_for(kind) - history - {kind}) for kind in driving_kinds()}
    instead = [
        (Requirement.kind == kind) & Caces.kind.in_(accepted) for kind, accepted in others.items() if accepted
    ]
    concerned = [kind for kind, accepted in others.items() if accepted]
    # Looked up for these few categories only.
    return Requirement.kind.in_(concerned) & _has(Caces, functools.reduce(operator.or_, instead))


def _is_covered_by_option(today: dt.date) -> Any:
    """Whoever holds another certificate whose option covers the category.

    Expired, it goes on alerting by its date while it is the last of its kind; replaced by one without the
    option it does not, and then the category is missing.
    """
    counts = (Caces.expiration_date >= today) | ~fn.EXISTS(later_by_expiry(Caces))
    by_option = {
        (kind, option): sorted(certificates_for(kind, option) - certificates_for(kind))
        for kind in driving_kinds()
        for option in OPTIONS
    }
    covering = [
        (Requirement.kind == kind) & Caces.kind.in_(kinds) & (Caces.option == option)
        for (kind, option), kinds in by_option.items()
        if kinds
    ]
    concerned = [kind for (kind, _option), kinds in by_option.items() if kinds]
    return Requirement.kind.in_(concerned) & _has(Caces, functools.reduce(operator.or_, covering) & counts)


def _has_opinion(today: dt.date) -> Any:
    """A former fitness opinion still stands for the driving and the electrical certificate."""
    visit = MedicalVisit
    opinion = (
        (visit.track == FOLLOW_UP)
        & visit.result.in_(FAVOURABLE)
        & visit.visit_date.between(*opinions_that_count(today))
    )
    certificates = (DRIVING_CERTIFICATE, ELECTRICAL_CERTIFICATE)
    return Requirement.kind.in_(certificates) & _has(visit, opinion)
