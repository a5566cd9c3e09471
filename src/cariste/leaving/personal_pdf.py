"""One person's data to read and to print: tables over pages, each page numbered of how many."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.core.wording import format_date, format_moment, format_size, of_person
from cariste.employee import constants, labels
from cariste.employee.field_labels import field_label, value_in_words
from cariste.journal.words import details, record_label
from cariste.leaving.driving_tables import (
    assignments_table,
    authorisations_table,
    inductions_table,
    suspensions_table,
)
from cariste.leaving.follow_up_tables import absences_table, appointments_table
from cariste.leaving.personal_file import PersonalFile, outcome_of
from cariste.leaving.record_tables import caces_table, counted_table, trainings_table, visits_table
from cariste.leaving.retention import KEPT
from cariste.paper.grid import Column, Grid
from cariste.paper.looks import SMALL, SUBTITLE, TITLE
from cariste.paper.page import Imprint, build
from cariste.paper.words import Words, heading


def summary(personal: PersonalFile) -> bytes:
    """Return the PDF, in the language spoken now."""
    title = _("Personal file {of_person}").format(of_person=of_person(personal.name))
    made = format_moment(personal.made)
    file = personal.file
    story = [
        Words(title, TITLE),
        Words(_about(personal, made), SUBTITLE._replace(size=8.5)),
        *_person(personal),
        *caces_table(file.caces),
        *visits_table(file.medical_visits, lambda row: outcome_of(personal, row.id, row.result)),
        *appointments_table(personal.rows),
        *absences_table(personal.rows),
        *trainings_table(file.trainings),
        *authorisations_table(personal.driving, reasons=personal.outcomes),
        *suspensions_table(personal.driving, reasons=personal.outcomes),
        *inductions_table(personal.driving),
        *assignments_table(personal.driving),
        *_documents(personal),
        *_journal(personal),
        *_rights(),
    ]
    return build(story, Imprint(title, personal.firm, made)).content


def _about(personal: PersonalFile, made: str) -> str:
    outcomes = (
        _("The conclusions of medical visits are included.")
        if personal.outcomes
        else _("The conclusions of medical visits are not included: ask the human-resources office.")
    )
    begun = _("{firm}, {moment}.").format(firm=personal.firm, moment=made)
    return " ".join((begun, _("Everything Cariste has recorded about this person."), outcomes))


def _person(personal: PersonalFile) -> Sequence[Flowable]:
    row = personal.rows["employees"][0]
    lines = [
        (
            field_label("employees", name),
            value_in_words("employees", name, row[name]),
        )
        for name in constants.PARTICULARS
        if row.get(name) not in (None, "")
    ]
    return [*heading(_("Person")), Grid((Column("", 0.28), Column("", 0.72)), lines)]


def _documents(personal: PersonalFile) -> Sequence[Flowable]:
    columns = (
        Column(_("Document"), 0.50),
        Column(_("Type"), 0.20),
        Column(_("Added"), 0.15),
        Column(_("Size"), 0.15),
    )
    lines = [
        (
            row.name,
            _kind(row.kind),
            "" if row.added is None else format_date(row.added.date()),
            "" if row.size is None else format_size(row.size),
        )
        for row in personal.documents
    ]
    return counted_table(_("Documents"), columns, lines)


def _journal(personal: PersonalFile) -> Sequence[Flowable]:
    columns = (
        Column(_("When"), 0.185),
        Column(_("Who"), 0.115),
        Column(_("What was done"), 0.30),
        Column(_("In detail"), 0.40),
    )
    lines = [
        (
            format_moment(entry.at),
            entry.username,
            entry.label,
            _("{field}: {value}").format(field=record_label(entry), value=details(entry)),
        )
        for entry in personal.journal
    ]
    return counted_table(_("Journal"), columns, lines)


def _rights() -> Sequence[Flowable]:
    kept = "; ".join(
        _("{what}: {period} {since}").format(
            what=_(one.what), period=labels.validity_label(one.months), since=_(one.since)
        )
        for one in KEPT
    )
    words = _(
        "Kept for (defaults of the program): {kept}. You may ask your employer for a correction, or for "
        "what need not be kept any longer to be erased."
    )
    return [Words(words.format(kept=kept), SMALL._replace(before=14))]


def _kind(code: str) -> str:
    words = {
        constants.CACES_DOCUMENT: _("CACES"),
        constants.MEDICAL_DOCUMENT: _("Medical visit"),
        constants.TRAINING_DOCUMENT: _("Training"),
        constants.PHOTO: _("Photo"),
    }
    return words.get(code, _("Other"))
