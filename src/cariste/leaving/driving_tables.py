"""What was decided about a person's driving as tables on paper, for the extract."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.authorisation.file import AuthorisationRow, DrivingFile
from cariste.authorisation.labels import authorisation_state, site_label
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.leaving.record_tables import counted_table
from cariste.paper.grid import Column


def authorisations_table(found: DrivingFile, *, reasons: bool) -> Sequence[Flowable]:
    """Return a person's driving authorisations under their title; why one was withdrawn with `reasons`."""
    columns = (
        Column(_("Category"), 0.27),
        Column(_("Work area"), 0.13),
        Column(_("Issued"), 0.11),
        Column(_("Valid until"), 0.11),
        Column(_("Situation"), 0.13),
        Column(_("Signatory, limits, reasons"), 0.25),
    )
    lines = [
        (
            labels.full_subject(labels.CACES, row.kind),
            site_label(row.site),
            format_date(row.issued_on),
            format_date(row.withdrawn_on or row.ends_on),
            authorisation_state(row.state),
            _told(row, reasons=reasons),
        )
        for row in found.authorisations
    ]
    return counted_table(_("Driving authorisations"), columns, lines)


def suspensions_table(found: DrivingFile, *, reasons: bool) -> Sequence[Flowable]:
    """Return the suspensions, where there are any; why with `reasons`."""
    columns = (
        Column(_("Category"), 0.30),
        Column(_("From"), 0.13),
        Column(_("Until"), 0.13),
        Column(_("Reason"), 0.44),
    )
    lines = [
        (
            labels.full_subject(labels.CACES, row.kind),
            format_date(row.starts_on),
            format_date(row.ends_on),
            row.reason if reasons else "",
        )
        for row in found.suspensions
    ]
    return counted_table(_("Suspensions"), columns, lines) if lines else ()


def inductions_table(found: DrivingFile) -> Sequence[Flowable]:
    """Return the site inductions under their title."""
    columns = (Column(_("Work area"), 0.40), Column(_("Held on"), 0.20), Column(_("By"), 0.40))
    lines = [(site_label(row.site), format_date(row.held_on), row.held_by or "") for row in found.inductions]
    return counted_table(_("Site inductions"), columns, lines)


def assignments_table(found: DrivingFile) -> Sequence[Flowable]:
    """Return a temp's assignments, where there are any."""
    columns = (
        Column(_("Temp agency"), 0.40),
        Column(_("From"), 0.15),
        Column(_("Until"), 0.15),
        Column(_("Proofs received on"), 0.30),
    )
    lines = [
        (
            row.agency,
            format_date(row.starts_on),
            format_date(row.ends_on),
            " · ".join(filter(None, (format_date(row.documents_on), row.documents_by))),
        )
        for row in found.assignments
    ]
    return counted_table(_("Assignments"), columns, lines) if lines else ()


def _told(row: AuthorisationRow, *, reasons: bool) -> str:
    why = row.withdrawn_reason if reasons else None
    return " · ".join(filter(None, (row.signatory, row.limits, row.other_proof, why)))
