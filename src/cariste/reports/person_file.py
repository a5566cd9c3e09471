"""One person's file for whoever asks to see it: records, authorisations, and the documents behind them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from reportlab.platypus import Flowable, PageBreak

from cariste.authorisation.queries import who_may_drive
from cariste.authorisation.verdict import Verdict
from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_date, of_person
from cariste.documents.queries import DocumentRow, documents_of
from cariste.documents.storing import read_bounded
from cariste.employee import labels
from cariste.employee.constants import MEDICAL_DOCUMENT, PHOTO
from cariste.employee.file import EmployeeDetail, EmployeeFile, VisitRow, employee_file
from cariste.leaving.record_tables import caces_table, counted_table, trainings_table, visits_table
from cariste.paper.grid import Cell, Column, Grid, Row
from cariste.paper.looks import BAD, BODY, FINE, NOTHING, SMALL, SOON, TITLE
from cariste.paper.words import Section, Words, heading
from cariste.reports.annexes import Annex, annex_pages, looked_at
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, firm_lines
from cariste.reports.licences import Licence, licences
from cariste.reports.queries import people_asked
from cariste.reports.register import state_of
from cariste.share.attachments import Attachments

_MOST_PROVED = 4


class Filed(NamedTuple):
    """A document in somebody's file.

    Attributes:
        row: What is known about it.
        annex: Its pages; None when they are not put in.
        remark: Why not, in words.
    """

    row: DocumentRow
    annex: Annex | None
    remark: str


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the files of those asked for, one after the other, each with its documents."""
    given = licences(asked)
    thresholds = folder.settings.thresholds.days
    story: list[Flowable] = []
    annexes: list[Annex] = []
    for person in people_asked(asked):
        file = employee_file(person.id, asked.on, thresholds)
        if file is None:
            continue
        documents = [_filed(row, folder.attachments, asked) for row in documents_of(person.id)]
        if story:
            story.append(PageBreak())
        story += [
            *_head(file, folder, asked),
            *_sections(file, given.get(person.id, ()), asked),
            *_listed(documents),
            *_annexed(documents),
        ]
        annexes += [one.annex for one in documents if one.annex is not None]
    return Draft(_("Personal file"), (), story, headed=False, annexes=annexes)


def _head(file: EmployeeFile, folder: Folder, asked: Asked) -> list[Flowable]:
    person = file.employee
    title = _("Personal file {of_person}").format(of_person=of_person(person.full_name))
    told = [*firm_lines(folder.settings), _("as of {day}").format(day=format_date(asked.on))]
    facts = [fact for fact in _facts(person) if fact[1]]
    [driver] = who_may_drive(on=asked.on, employee_id=person.id)
    return [
        Section(person.full_name),
        Words(title, TITLE),
        Words(" · ".join(told), SMALL._replace(after=6)),
        Grid((Column("", 1, bold=True), Column("", 4)), facts),
        *heading(_("May drive on {day}").format(day=format_date(asked.on))),
        *_verdicts(driver.verdicts),
    ]


def _facts(person: EmployeeDetail) -> list[tuple[str, str]]:
    contract = labels.contract_label(person.contract_type)
    ends = person.assignment_end or person.contract_end
    if ends is not None:
        contract = _("{contract}, until {day}").format(contract=contract, day=format_date(ends))
    return [
        (_("Number"), person.external_id or ""),
        (_("Date of birth"), format_date(person.birth_date)),
        (_("Contract"), contract),
        (_("Agency"), person.agency or ""),
        (_("Start date"), format_date(person.entry_date)),
        (_("Leaving date"), format_date(person.left_on)),
        (_("Role"), person.role or ""),
        (_("Work area"), person.workspace or ""),
    ]


def _verdicts(answers: dict[str, Verdict]) -> list[Flowable]:
    """Return the categories that may be driven, with their end; the register says why others may not."""
    allowed = [
        (
            labels.full_subject(labels.CACES, kind),
            Cell(format_date(answer.until) or _("no end"), SOON if answer.reasons else FINE),
        )
        for kind, answer in answers.items()
        if answer.allowed and not answer.reasons
    ]
    if not allowed:
        return [Words(BAD.signed(_("nothing: not every condition is met")), BODY)]
    return [Grid((Column(_("Category"), 3), Column(_("Until"), 2)), allowed)]


def _sections(file: EmployeeFile, given: Sequence[Licence], asked: Asked) -> list[Flowable]:
    return [
        *_authorisations(given),
        *caces_table(file.caces),
        *visits_table(file.medical_visits, _outcome if asked.outcomes else None),
        *trainings_table(file.trainings),
    ]


def _outcome(row: VisitRow) -> str:
    return labels.result_label(row.result)


def _authorisations(given: Sequence[Licence]) -> Sequence[Flowable]:
    columns = (
        Column(_("Category"), 2),
        Column(_("Site"), 1.2),
        Column(_("Issued on"), 1),
        Column(_("Ends on"), 1),
        Column(_("State"), 2.6),
    )
    rows: list[Row] = [
        (
            labels.full_subject(labels.CACES, one.given.kind),
            one.given.site or _("all"),
            format_date(one.given.issued_on),
            format_date(one.given.ends_on) or _("no end"),
            state_of(one),
        )
        for one in given
    ]
    return counted_table(_("Driving authorisations"), columns, rows)


def _filed(row: DocumentRow, attachments: Attachments, asked: Asked) -> Filed:
    """Look at a document; one that cannot be put in does not keep the file from being printed."""
    if row.kind == PHOTO or not asked.scans:
        return Filed(row, None, "")
    if _is_medical(row) and not asked.outcomes:
        return Filed(row, None, _("kept by the human-resources office"))
    try:
        place = attachments.place_of(row.path)
        if place is None:
            return Filed(row, None, _("not found in the shared folder"))
        return Filed(row, looked_at(_name(row), partial(read_bounded, place)), "")
    except CaristeError as problem:
        return Filed(row, None, str(problem))


def _listed(documents: Sequence[Filed]) -> Sequence[Flowable]:
    columns = (
        Column(_("Document"), 3),
        Column(_("Proof of"), 3),
        Column(_("Added"), 1.1),
        Column(_("Annex"), 2.4),
    )
    numbers = _numbers(documents)
    rows: list[Row] = [
        (
            _name(one.row),
            _proof_of(one.row),
            "" if one.row.added is None else format_date(one.row.added.date()),
            _("annex {n}").format(n=numbers[one.row.path])
            if one.annex is not None
            else Cell(one.remark, NOTHING if one.remark else NOTHING._replace(sign="")),
        )
        for one in documents
    ]
    # An index to the annexes: of none, it could come to stand alone on a page.
    return counted_table(_("Documents"), columns, rows) if rows else ()


def _annexed(documents: Sequence[Filed]) -> list[Flowable]:
    numbers = _numbers(documents)
    pages: list[Flowable] = []
    for one in documents:
        if one.annex is not None:
            told = (_("Annex {n}").format(n=numbers[one.row.path]), _proof_of(one.row), _name(one.row))
            pages += annex_pages(one.annex, " · ".join(filter(None, told)))
    return pages


def _numbers(documents: Sequence[Filed]) -> dict[str, int]:
    annexed = (one.row.path for one in documents if one.annex is not None)
    return {path: number for number, path in enumerate(annexed, start=1)}


def _name(row: DocumentRow) -> str:
    """Return what a document is called; a medical one has no name that says anything."""
    return _("medical document") if _is_medical(row) else row.name


def _is_medical(row: DocumentRow) -> bool:
    return row.kind == MEDICAL_DOCUMENT or any(one.group == MEDICAL_DOCUMENT for one in row.records)


def _proof_of(row: DocumentRow) -> str:
    """Return what a document proves, the first few records of many."""
    told = [
        _("{record} of {day}").format(
            record=labels.full_subject(one.group, one.kind, one.title), day=format_date(one.obtained)
        )
        if one.obtained is not None
        else labels.full_subject(one.group, one.kind, one.title)
        for one in row.records
    ]
    return ", ".join([*told[:_MOST_PROVED], *(["…"] if len(told) > _MOST_PROVED else [])])
