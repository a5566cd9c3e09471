"""The cells that nobody could take as they are: where, why, and what to read instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.exchange.plan import Note
from cariste.ui.models.notes import note_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import TextField, field_label
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_FIELD_WIDTH = 30 * GRID


class NotesPanel(QWidget):
    """A table of notes; below it the reason in full, and the text to read in place of the cell.

    Attributes:
        answered: Another text is to be read; carries the note and the text.
        rows_wanted: The rows of these notes are to be written to a workbook; carries the notes.
    """

    answered = Signal(object, str)
    rows_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[Note] = TableModel(note_columns(), id, parent=self)
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("Cells to look at"))
        self.placeholder = Placeholder(self.view, theme)
        self.reason = muted()
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reason.setMinimumHeight(2 * self.reason.fontMetrics().height())
        self.field = TextField(theme)
        self.field.setFixedWidth(_FIELD_WIDTH)
        self.apply_button = FlatButton(_("Read this"), theme)
        self.copy_button = FlatButton(_("Copy the list"), theme)
        self.save_button = FlatButton(_("Save these rows…"), theme)
        self.save_button.setToolTip(
            _("A workbook with these rows and the reason beside each, to correct and import again.")
        )
        self._label = field_label(_("&Read instead"), self.field)
        self._lay_out(theme)
        self.view.chosen.connect(self._show_note)
        self.view.opened.connect(lambda _note: self.field.setFocus())
        self.field.textChanged.connect(lambda text: self.apply_button.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._apply)
        self.apply_button.clicked.connect(self._apply)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(lambda: self.rows_wanted.emit(list(self.model.rows)))

    def _lay_out(self, theme: Theme) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._label)
        line.addWidget(self.field)
        line.addWidget(self.apply_button)
        line.addStretch(1)
        line.addWidget(self.copy_button)
        line.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(self.reason)
        column.addLayout(line)

    def show_notes(self, notes: Sequence[Note], *, rejected: bool) -> None:
        """Show some notes, the first of them chosen."""
        self.model.set_rows(notes)
        for widget in (self.copy_button, self.save_button, self._label, self.field, self.apply_button):
            widget.setVisible(bool(notes))
        if notes:
            self.placeholder.be_silent()
            self.view.select_position(0)
            self._show_note(self.view.current_id())
        else:
            self.placeholder.say(_("Nothing was rejected.") if rejected else _("Nothing to check."))
            self.reason.clear()

    def _note(self) -> Note | None:
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _show_note(self, _note_id: Any) -> None:
        note = self._note()
        if note is None:
            return
        self.reason.setText(note.reason)
        self.field.setText(note.proposal)
        # A whole row or sheet has no one cell to be read otherwise.
        for widget in (self._label, self.field):
            widget.setEnabled(bool(note.column))
        self.apply_button.setEnabled(bool(note.column and note.proposal))

    def _apply(self) -> None:
        note, text = self._note(), self.field.text().strip()
        if note is not None and note.column and text:
            self.answered.emit(note, text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.view.text_shown())
