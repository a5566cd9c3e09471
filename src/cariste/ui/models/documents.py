"""The documents of one person as lines ready to show, and what reads and writes them off the UI thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number, of_person
from cariste.documents.matching import match_scans
from cariste.documents.queries import DocumentRow, RecordRow, documents_of
from cariste.documents.storing import Proposed, attach, inspect, remove, store
from cariste.employee import edit_labels, labels
from cariste.employee.constants import DOCUMENT_KINDS, OTHER_DOCUMENT
from cariste.employee.field_labels import DOCUMENTS, value_in_words
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import MUTED
from cariste.workspace import Workspace

_KILOBYTE = 1024


class DocumentLine(NamedTuple):
    """One document in a person's file; its path is what makes it this one.

    Attributes:
        proves: What its records are: « CACES R489-3 du 12/03/2024 »; empty when no record names it.
    """

    path: str
    kind: str
    name: str
    kind_words: str
    proves: str
    added: dt.datetime | None
    size: int | None


def read_documents(workspace: Workspace, employee_id: str) -> list[DocumentLine]:
    """Return the documents of a person."""
    with workspace.reading():
        return [_line(row) for row in documents_of(employee_id)]


def add_documents(workspace: Workspace, employee_id: str, name: str, files: Sequence[Path]) -> int:
    """Take files in for a person, in one change; return how many.

    What a name tells to be medical is kept as such: its name does not go into the shared folder.

    Raises:
        UserError: One of them is no document; none is taken.
        EnvironmentProblem: One of them cannot be read; likewise.
    """
    chosen = [inspect(file) for file in files]
    label = ngettext("{n} document {of_person}", "{n} documents {of_person}", len(chosen))
    with workspace.change(label.format(n=format_number(len(chosen)), of_person=of_person(name))):
        for proposed in chosen:
            store(workspace.attachments, employee_id, kind_of(proposed), proposed)
    return len(chosen)


def kind_of(proposed: Proposed) -> str:
    """Return what a file is, as far as its name tells."""
    [match] = match_scans([Path(proposed.name)], ())
    return match.group or OTHER_DOCUMENT


def remove_document(workspace: Workspace, employee_id: str, name: str, path: str) -> None:
    """Take a document off a person's file. Raises UserError when it is gone already."""
    label = _("Document removed {of_person}").format(of_person=of_person(name))
    with workspace.change(label):
        remove(employee_id, path)


def attach_file(workspace: Workspace, kind: str, record_id: str, words: str, file: Path) -> None:
    """Take a file in as the proof of a record. Raises as `documents.storing.inspect` and `attach`."""
    proposed = inspect(file)
    with workspace.change(_("Proof: {record}").format(record=words)):
        attach(workspace.attachments, kind, record_id, proposed)


def record_words(record: RecordRow) -> str:
    """Return what a record is, with its day: « CACES R489-3 du 12/03/2024 »."""
    kind = record.title if record.group == labels.TRAINING else record.kind
    what = edit_labels.what(record.group, [kind])
    day = format_date(record.obtained)
    return _("{record} of {day}").format(record=what, day=day) if day else what


def kind_words(kind: str) -> str:
    """Return the word of a kind of document."""
    return value_in_words(DOCUMENTS, "kind", kind)


def document_columns() -> list[Column[DocumentLine]]:
    """Return the columns of the tab."""
    return [
        Column(
            lambda: _("Document"),
            lambda line: line.name,
            sample="certificat-2024-eloise.pdf",
            look=Look.STRONG,
            tooltip=lambda line: line.name,
        ),
        Column(
            lambda: _("Type"),
            lambda line: line.kind_words,
            key=lambda line: DOCUMENT_KINDS.index(line.kind),
            sample=_("Medical visit"),
        ),
        Column(
            lambda: _("Proof of"),
            lambda line: line.proves or _("no record"),
            sample="CACES R489-3 du 12/03/2024",
            tone=lambda line: None if line.proves else MUTED,
            tooltip=lambda line: line.proves or None,
        ),
        Column(
            lambda: _("Added on"),
            lambda line: format_date(line.added.date() if line.added else None),
            key=lambda line: line.added or dt.datetime.min,
            sample=format_date(dt.date(2026, 12, 28)),
            least=format_date(dt.date(2026, 12, 28)),
        ),
        Column(
            lambda: _("Size"),
            lambda line: size_words(line.size) if line.size else "",
            key=lambda line: line.size or 0,
            sample="12 000 Ko",
            right=True,
        ),
    ]


def size_words(size: int) -> str:
    """Return a size as people read it: « 340 Ko »."""
    return _("{n} KB").format(n=format_number(max(round(size / _KILOBYTE), 1)))


def _line(row: DocumentRow) -> DocumentLine:
    return DocumentLine(
        row.path,
        row.kind,
        row.name if row.kind != labels.MEDICAL else _("Medical document"),
        kind_words(row.kind),
        _joined(map(record_words, row.records)),
        row.added,
        row.size,
    )


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
