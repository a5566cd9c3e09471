"""People with and without what driving takes; nobody in here exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from factories import caces, employee, visit

from cariste.authorisation import labels
from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.authorisation.standing import Standing
from cariste.employee.models import Employee

D = dt.date


def proven(name: str = "Chloé", kinds: tuple[str, ...] = ("R489-3",), **fields: Any) -> Employee:
    """Save somebody with the proofs for some categories on Quai; nothing is issued yet."""
    person = employee(
        **{"first_name": name, "entry_date": D(2020, 1, 6), "workspace": "Quai", "role": "Cariste", **fields}
    )
    for kind in kinds:
        caces(person, kind, completion_date=D(2024, 3, 1))
    visit(person, "driving_certificate", visit_date=D(2025, 11, 3), result="fit")
    induct(person)
    return person


def induct(person: Employee, site: str | None = "Quai") -> Induction:
    """Show somebody a work area."""
    induction = Induction(employee=person, site=site, held_on=D(2020, 1, 7))
    induction.save()
    return induction


def grant(person: Employee, kind: str = "R489-3", **fields: Any) -> Authorisation:
    """Issue an authorisation."""
    given = {
        "site": "Quai",
        "issued_on": D(2025, 11, 4),
        "ends_on": D(2029, 3, 1),
        "signatory": "Mme Fictif",
        **fields,
    }
    authorisation = Authorisation(employee=person, kind=kind, **given)
    authorisation.save()
    return authorisation


def suspend(authorisation: Authorisation, start: dt.date, end: dt.date | None = None) -> Suspension:
    """Suspend an authorisation."""
    suspension = Suspension(
        authorisation=authorisation, starts_on=start, ends_on=end, reason="Choc, enquête en cours"
    )
    suspension.save()
    return suspension


def assign(
    person: Employee, start: dt.date, end: dt.date | None, agency: str = "Agence Exemple"
) -> Assignment:
    """Send a temp."""
    assignment = Assignment(employee=person, agency=agency, starts_on=start, ends_on=end)
    assignment.save()
    return assignment


def in_one_line(standing: Standing) -> str:
    """Return what the header of a person's file says, in one line."""
    parts = (
        *(labels.allowed_in_words(standing), *labels.review_in_words(standing)),
        *(*labels.advised_in_words(standing), *labels.refused_in_words(standing)),
    )
    return " · ".join(filter(None, parts))
