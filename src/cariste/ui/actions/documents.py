"""What can be done with proofs and documents: look at them, attach one, take one off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cariste.core.i18n import _
from cariste.core.wording import of_person
from cariste.employee import edit_labels, labels
from cariste.employee.form_values import RecordName
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.documents.work import medical_reason
from cariste.ui.models.documents import attach_file

FILES = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp"


def proof_actions(
    context: Context, record_type: str, has_proof: Callable[[str], bool]
) -> list[SelectionAction]:
    """Return the actions on the proof of a ``caces``, ``medical`` or ``training``.

    Args:
        context: The open folder and the rest.
        record_type: Which kind of record is selected.
        has_proof: Tells of a record's id whether it names a document.
    """

    def why_not(ids: Sequence[str]) -> str | None:
        if not has_proof(ids[0]):
            return _("This record has no proof yet.")
        return why_not_open(context, record_type)

    return [
        SelectionAction(
            "view_proof",
            lambda: _("View the proof"),
            partial(view_proof, record_type=record_type),
            shortcut="Space",
            alone=True,
            writes=False,
            reason=why_not,
            apart=True,
        ),
        SelectionAction(
            "attach_proof",
            lambda: _("Attach a proof…"),
            partial(choose_proof, record_type=record_type),
            alone=True,
        ),
    ]


def why_not_open(context: Context, kind: str) -> str | None:
    """Say why a document of this kind does not open in this window; None when it does."""
    return medical_reason() if kind == labels.MEDICAL and not context.workspace.writing else None


def view_proof(context: Context, page: QWidget, ids: Sequence[str], *, record_type: str) -> None:
    """Show the proof of a record."""
    from cariste.ui.forms import storing

    def show(record: RecordName) -> None:
        from cariste.ui.documents.viewer import DocumentViewer

        if record.document is not None:
            DocumentViewer.show_stored(context, record.document, record_type, _words(record), page)

    read = partial(storing.name_record, context.workspace, record_type, ids[0])
    context.tasks.read(read, show, owner=page, key="proof")


def choose_proof(context: Context, page: QWidget, ids: Sequence[str], *, record_type: str) -> None:
    """Ask for a file, and make it the proof of a record; an earlier one stays with the person."""
    from cariste.ui.forms import storing

    def ask(record: RecordName) -> None:
        words = _words(record)
        path, _filter = QFileDialog.getOpenFileName(page, words, "", file_filter())
        if path:
            work = partial(attach_file, context.workspace, record_type, record.id, words, Path(path))
            context.tasks.write(work, context.bus.changed.emit, owner=page)

    read = partial(storing.name_record, context.workspace, record_type, ids[0])
    context.tasks.read(read, ask, owner=page, key="proof")


def file_filter() -> str:
    """Return what file dialogs offer."""
    return f"{_('Documents')} ({FILES});;{_('All files')} (*)"


def _words(record: RecordName) -> str:
    what = edit_labels.what(record.type, [record.kind])
    return _("{what} {of_person}").format(what=what, of_person=of_person(record.owner.name))
