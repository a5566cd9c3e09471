"""The register of driving authorisations: whose, for what, where, from when to when, on which proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.platypus import Flowable

from cariste.authorisation.labels import reason_in_words, reasons_in_words
from cariste.authorisation.verdict import GRANT_ENDED
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.queries import EmployeeRow, list_employees
from cariste.paper.grid import Cell, Column, Grid, Row
from cariste.paper.looks import BAD, FINE, NOTHING, SMALL, SOON
from cariste.paper.words import Words
from cariste.regulation.driving import rules_on
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, filters_in_words, nothing
from cariste.reports.licences import Licence, licences

_LETTERS = 7.5


def draft(_folder: Folder, asked: Asked) -> Draft:
    """Draft the register, by person and category; what has ended stays in it."""
    return Draft(
        _("Register of driving authorisations"),
        filters_in_words(asked),
        story(list_employees(), licences(asked), asked),
        wide=True,
    )


def story(
    people: Sequence[EmployeeRow],
    given: Mapping[str, Sequence[Licence]],
    asked: Asked,
) -> list[Flowable]:
    """Return the register and the text it follows."""
    rule = Words(rules_on(asked.on).source, SMALL._replace(before=4))
    if not given:
        return [nothing(_("No driving authorisation was issued.")), rule]
    columns = (
        Column(_("Employee"), 1.8, bold=True),
        Column(_("Number"), 0.9),
        Column(_("Category"), 0.95),
        Column(_("Site"), 0.8),
        Column(_("Issued on"), 0.95),
        Column(_("Ends on"), 0.95),
        Column(_("State"), 1.6),
        Column(_("Proofs, limits"), 3.6),
        Column(_("Signatory"), 1.5),
    )
    rows = [_row(person, licence) for person in people for licence in given.get(person.id, ())]
    return [Grid(columns, rows, size=_LETTERS), rule]


def _row(person: EmployeeRow, licence: Licence) -> Row:
    one = licence.given
    limits = _("limits: {limits}").format(limits=one.limits) if one.limits else ""
    told = [*licence.proofs.in_words(one.other_proof), limits]
    return (
        f"{person.last_name} {person.first_name}",
        person.external_id or "",
        one.kind,
        one.site or _("all"),
        format_date(one.issued_on),
        format_date(one.ends_on) or _("no end"),
        state_of(licence),
        "\n".join(filter(None, told)),
        one.signatory,
    )


def state_of(licence: Licence) -> Cell:
    """Return whether an authorisation holds, and else why not."""
    if licence.stop is not None:
        told = reason_in_words(licence.stop)
        return Cell(told, NOTHING if licence.stop.code == GRANT_ENDED else BAD)
    if not licence.holds:
        return Cell(_("does not hold: {reasons}").format(reasons=reasons_in_words(licence.verdict)), BAD)
    if licence.verdict.reasons:
        return Cell(_("to review: {reasons}").format(reasons=reasons_in_words(licence.verdict)), SOON)
    return Cell(_("in force"), FINE)
