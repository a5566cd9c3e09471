"""What is missing as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from cariste.alerts.missing import (
    EXPIRY_TO_CHECK,
    NO_AGENCY,
    NO_ASSIGNMENT_END,
    NO_DATE,
    NO_ENTRY_DATE,
    NO_PHOTO,
    NO_PROOF,
    NO_ROLE,
    NO_WORKSPACE,
    PERSON,
    PROBLEMS,
    UNKNOWN_KIND,
    Missing,
    list_missing,
)
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee import labels
from cariste.ui.models.table import LAST, Column, Look
from cariste.ui.widgets.chip import BLUE, GREY, ORANGE
from cariste.workspace import Workspace

_TONES = {UNKNOWN_KIND: ORANGE, EXPIRY_TO_CHECK: ORANGE, NO_DATE: ORANGE, NO_PHOTO: GREY}


def read_missing(workspace: Workspace) -> list[Missing]:
    """Read everything that is missing."""
    with workspace.reading():
        return list_missing()


def missing_id(missing: Missing) -> Hashable:
    """Return what makes a line the same one after a refresh."""
    return missing.employee_id, missing.record_id, missing.problem


def problem_label(problem: str) -> str:
    """Return what is missing: « Sans justificatif », « Échéance à vérifier »."""
    words: dict[str, Callable[[], str]] = {
        UNKNOWN_KIND: lambda: _("Unknown kind"),
        EXPIRY_TO_CHECK: lambda: _("Expiry to check"),
        NO_DATE: lambda: _("No date obtained"),
        NO_PROOF: lambda: _("No proof"),
        NO_ROLE: lambda: _("No role"),
        NO_WORKSPACE: lambda: _("No work area"),
        NO_ENTRY_DATE: lambda: _("No start date"),
        NO_AGENCY: lambda: _("No temp agency"),
        NO_ASSIGNMENT_END: lambda: _("No end of assignment"),
        NO_PHOTO: lambda: _("No photo"),
    }
    return words[problem]()


def about(missing: Missing) -> str:
    """Say where it is missing: « R489-5 Mât rétractable », « Visite périodique », « Fiche salarié »."""
    if missing.type == PERSON:
        return _("Employee record")
    return labels.full_subject(missing.type, missing.kind, missing.title)


def about_label(type_: str) -> str:
    """Return what kind of record it is about, a person's own sheet included."""
    return _("Employee record") if type_ == PERSON else labels.alert_type_label(type_)


def missing_columns() -> list[Column[Missing]]:
    """Return the columns of the page."""
    return [_problem_column(), *_whose_columns()]


def _problem_column() -> Column[Missing]:
    longest = max(map(problem_label, PROBLEMS), key=len)
    return Column(
        lambda: _("Missing"),
        lambda missing: problem_label(missing.problem),
        key=lambda missing: PROBLEMS.index(missing.problem),
        sample=longest,
        least=longest,
        look=Look.CHIP,
        tone=lambda missing: _TONES.get(missing.problem, BLUE),
        tooltip=_why,
    )


def _whose_columns() -> list[Column[Missing]]:
    return [
        Column(
            lambda: _("Employee"),
            lambda missing: f"{missing.last_name} {missing.first_name}",
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda missing: f"{missing.employee} {missing.external_id or ''}".strip(),
        ),
        Column(
            lambda: _("Where"),
            about,
            sample="R489-1A Transpalette porté",
            least="R489-1A",
            tooltip=about,
        ),
        Column(
            lambda: _("No."),
            lambda missing: missing.external_id or "",
            sample="00123",
            look=Look.QUIET,
            shown=False,
        ),
        Column(
            lambda: _("Work area"),
            lambda missing: missing.workspace or "",
            key=lambda missing: fold(missing.workspace or "") or LAST,
            sample="Bureau",
        ),
    ]


def _why(missing: Missing) -> str | None:
    if missing.problem == UNKNOWN_KIND:
        return _("The catalogue does not know this kind.")
    if missing.problem == EXPIRY_TO_CHECK:
        return _("Unknown kind: 10-year default applied; check the certificate.")
    return None
