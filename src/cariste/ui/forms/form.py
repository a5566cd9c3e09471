"""What every form does: say what is wrong where it is, save once, ask before what was typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cariste.core.errors import CaristeError, InvalidEntity
from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms.form_field import Check, FormField
from cariste.ui.forms.form_frame import FormFrame
from cariste.ui.widgets.document_field import DocumentField

_LOOK_EVERY = 1000
"""Milliseconds between two looks at whether this window still edits."""


class Form(FormFrame):
    """A dialog with fields. A form adds its fields in its constructor, calls `begin`, and writes in `work`.

    Attributes:
        stored: What was typed is recorded; carries what `work` returned.
        fields: By the name of what they hold, as `InvalidEntity.problems` names it.
    """

    stored = Signal(object)

    def __init__(self, context: Context, title: str, parent: QWidget, *, about: str = "") -> None:
        """Make an empty form.

        Args:
            context: The open folder and the rest.
            title: What the form is for, in its heading and in the title of its window.
            parent: Some widget of the window it lies over.
            about: A line under the heading: whom it is about.
        """
        super().__init__(context.theme, title, about, parent)
        self.context = context
        self.fields: dict[str, FormField] = {}
        self._saving, self._read_only, self._lost = False, False, False
        self._focused: QWidget | None = None
        self._document_field: DocumentField | None = None
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_EVERY)
        self._watch.timeout.connect(self.look)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._focus_moved)

    # -- for the forms themselves --------------------------------------------------------------

    def add(
        self,
        name: str,
        label: str,
        widget: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        check: Check | None = None,
        wide: bool = False,
    ) -> FormField:
        """Add a field after those that are there, in the next free column or over both.

        Args:
            name: What it holds, as `InvalidEntity` names it.
            label: Its words.
            widget: What one types or chooses in; see `entries.entry_of`.
            required: Whether it must be filled; its words get a star.
            hint: Quiet words under it.
            check: Finds what is wrong with the value, as one leaves the field and before saving.
            wide: Whether it takes both columns.
        """
        field = FormField(self.context.theme, label, widget, required=required, hint=hint, check=check)
        for button in field.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter saves wherever one is; the space bar presses
        self.fields[name] = field
        self.columns.add(field, wide=wide)
        return field

    def add_document(
        self, name: str, label: str, kind: str, present: str | None, *, images_only: bool = False
    ) -> DocumentField:
        """Add a field that takes a file, wherever on the form it is dropped.

        Args:
            name: The field that names the file.
            label: Its words.
            kind: What the file is; one of `constants.DOCUMENT_KINDS`.
            present: Path of the one that is stored already.
            images_only: Whether a PDF is refused.
        """
        field = DocumentField(self.context, present=present, kind=kind, images_only=images_only)
        self.add(name, label, field, wide=True)
        self._document_field = field
        self.setAcceptDrops(True)
        return field

    def begin(self, at: str = "") -> None:
        """Take what stands in the fields as the start, and go to one of them, by default the first."""
        for field in self.fields.values():
            field.start_here()
        open_to_keys = (field for field in self.fields.values() if field.entry.widget.isEnabled())
        (self.fields.get(at) or next(open_to_keys, self.cancel_button)).setFocus()
        self._watch.start()
        self.look()

    def work(self) -> Callable[[], Any]:
        """Return what writes the values, to be run in the writing thread: it must not touch widgets."""
        raise NotImplementedError

    # -- for everybody -------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Return what was typed, by field."""
        return {name: field.value for name, field in self.fields.items()}

    @property
    def touched(self) -> bool:
        """Whether something was typed or chosen that is not saved."""
        return any(field.touched for field in self.fields.values())

    def be_read_only(self) -> None:
        """Show everything, to read and to copy; nothing can be changed."""
        self._read_only = True
        for field in self.fields.values():
            field.entry.be_read_only()
        self.cancel_button.setText(_("Close"))
        self._show_state()

    def save(self) -> None:
        """Check everything, then record it in the background; once, however often it is asked for."""
        if self._saving or self._read_only or self._lost:
            return
        self.notice.say("")
        wrong = [name for name, field in self.fields.items() if not field.check()]
        if wrong:
            self._point_out(wrong)
            return
        self._saving, self._focused = True, self.focusWidget()
        self._show_state()
        self.context.tasks.write(self.work(), self._stored, self._not_stored, owner=self)

    def look(self) -> None:
        """See whether this window still edits; what was typed is kept whatever the answer."""
        lost = not self.context.workspace.writing
        if lost == self._lost or self._read_only:
            return
        self._lost = lost
        self.notice.say(_why_lost(over=self.context.workspace.taken_over) if lost else "")
        self._show_state()

    # -- how it goes on ------------------------------------------------------------------------

    def _stored(self, result: object) -> None:
        self._saving = False
        self.context.bus.changed.emit(None)
        self.stored.emit(result)
        self.accept()

    def _not_stored(self, problem: CaristeError) -> None:
        self._saving = False
        self._show_state()
        if self._focused is not None:
            self._focused.setFocus()
        if not isinstance(problem, InvalidEntity):
            self.notice.say(str(problem))
            self.look()
            return
        elsewhere = []
        for name, message in problem.problems.items():
            if name in self.fields:
                self.fields[name].say(message)
            else:
                elsewhere.append(message)
        self._point_out([name for name in self.fields if name in problem.problems])
        if elsewhere:
            self.notice.say(" ".join(elsewhere))

    def _point_out(self, wrong: Sequence[str]) -> None:
        """Say which fields keep it from being saved, and go to the first."""
        if not wrong:
            return
        names = ", ".join(self.fields[name].label for name in wrong)
        self.notice.say(_("Nothing is saved yet. To correct: {fields}.").format(fields=names))
        first = self.fields[wrong[0]]
        first.setFocus()
        self.columns.show_field(first)

    def _show_state(self) -> None:
        locked = self._read_only or self._lost
        self.save_button.setEnabled(not self._saving and not locked)
        self.save_button.setToolTip(_("This window only reads: it cannot change anything.") if locked else "")
        self.cancel_button.setEnabled(not self._saving)
        self.outcome.setText(_("Saving…") if self._saving else "")
        self.columns.setEnabled(not self._saving)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Check the field that was left; another window in front is no leaving."""
        left = _field_around(old)
        if left is None or new is None or left is _field_around(new):
            return
        if self.isAncestorOf(left) and self.isAncestorOf(new) and not self._read_only and not self._saving:
            left.check()
            left.left.emit()

    # -- documents -----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file wherever it is dropped on the form."""
        if self._document_field is not None and not self._read_only:
            self._document_field.dragEnterEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Likewise."""
        if self._document_field is not None:
            self._document_field.dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Likewise."""
        if self._document_field is not None and not self._read_only:
            self._document_field.dropEvent(event)

    # -- closing -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close; ask first if something was typed. A change being recorded is not left half-way."""
        if self._saving:
            return
        if self._read_only or not self.touched:
            self._go()
            return
        Confirmation.ask(
            _("What you typed here is not saved. Close the form all the same?"),
            _("Close without saving"),
            self._go,
            self.context.theme,
            self,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        event.ignore()
        self.reject()

    def _go(self) -> None:
        super().reject()


def _field_around(widget: QWidget | None) -> FormField | None:
    while widget is not None and not isinstance(widget, FormField):
        widget = widget.parentWidget()
    return widget


def _why_lost(*, over: bool) -> str:
    """Say what becomes of what was typed, now that this window edits no more: for good, or for a while."""
    if over:
        return _(
            "Another workstation edits now: the line at the top of the window says which. "
            "What you typed stays here. Copy what you need before you close the form."
        )
    return _(
        "This window cannot change anything for the moment: the line at its top says why. "
        "What you typed stays here, and can be saved as soon as this window edits again."
    )
