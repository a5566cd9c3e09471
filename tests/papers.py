"""Reports read back, and people with everything one needs to drive; nobody in here exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pypdfium2
from factories import TODAY, caces, employee, visit

from cariste.authorisation.models import Authorisation, Induction
from cariste.documents.content import pdfium_lock
from cariste.employee.models import Employee
from cariste.reports.asking import Asked
from cariste.reports.making import Made, make
from cariste.reports.registry import report_named
from cariste.workspace import Workspace

LONGEST = "Jean-Éric-Barthélemy De La Fontaine-Łuczak"
"""A name of 40 letters and more."""


def driver(name: str = "Chloé", **fields: Any) -> Employee:
    """Save somebody with everything for R489-3 on Quai, inside the open change."""
    person = employee(
        **{
            "first_name": name,
            "entry_date": dt.date(2020, 1, 6),
            "workspace": "Quai",
            "role": "Cariste",
            **fields,
        }
    )
    caces(person, "R489-3", completion_date=dt.date(2024, 3, 1), certificate_number="C-4711")
    visit(person, visit_type="driving_certificate", visit_date=dt.date(2025, 11, 3), result="fit")
    Induction(employee=person, site="Quai", held_on=dt.date(2020, 1, 7)).save()
    authorised(person)
    return person


def authorised(person: Employee, **fields: Any) -> Authorisation:
    """Save an authorisation, by default for R489-3 on Quai."""
    given = {
        "kind": "R489-3",
        "site": "Quai",
        "issued_on": dt.date(2025, 11, 4),
        "ends_on": dt.date(2029, 3, 1),
        "signatory": "Mme Fictif",
        **fields,
    }
    authorisation = Authorisation(employee=person, **given)
    authorisation.save()
    return authorisation


def made(workspace: Workspace, name: str, **asked: Any) -> Made:
    """Make a report, as of the day of the tests."""
    return make(report_named(name), workspace, Asked(**{"on": TODAY, **asked}))


def pages_of(content: bytes) -> list[str]:
    """Return the words of each page, in one line."""
    with pdfium_lock:  # a viewer may be drawing a page meanwhile, in a thread of its own
        pdf = pypdfium2.PdfDocument(content)
        try:
            return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
        finally:
            pdf.close()


def words_of(report: Made) -> str:
    """Return the words of a report, in one line."""
    return " ".join(pages_of(report.content))


def told_by(workspace: Workspace, name: str, **asked: Any) -> str:
    """Make a report and return its words."""
    return words_of(made(workspace, name, **asked))
