"""The habits of a spreadsheet on a table: type over a cell, empty it, paste a column, fill down."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.ui.models.cell_edit import CellEdit, GridRules
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.cell_editor import CellEditor, CellReason
from cariste.ui.widgets.grid_actions import Deed, GridActions
from cariste.ui.widgets.grid_blocks import GridBlocks
from cariste.ui.widgets.table_view import TableView

_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_SHOWN = 60
"""Letters of a text that cannot be stored, where it is quoted."""


class GridEditing(QObject):
    """Lets the cells of columns that have a `field` be typed over; writes nothing itself.

    Attributes:
        editor: The open cell, None while there is none.
        typed: One cell has a new text that may stand there; carries its `CellEdit`.
        proposed: Several cells would have new texts, good or not; carries the list.
        refused: What was asked for cannot be done; carries the reason.
        out_of_sight: The open cell is wanted, and its row is not among those shown: whoever hides rows
            shows them all.
    """

    typed = Signal(object)
    proposed = Signal(object)
    refused = Signal(str)
    out_of_sight = Signal()

    def __init__(self, view: TableView, model: TableModel[Any], theme: Theme, rules: GridRules) -> None:
        super().__init__(view)
        self._view, self._model, self._theme, self._rules = view, model, theme, rules
        self.editor: CellEditor | None = None
        self._room = view.viewport()
        self._reason = CellReason(theme, self._room)
        self.refused.connect(self._say)
        self._blocks = GridBlocks(view, model)
        self._blocks.proposed.connect(self._propose)
        self._blocks.refused.connect(self.refused)
        deeds = (
            Deed(_("Type over the cell"), Qt.Key.Key_F2, self.edit),
            Deed(_("Paste"), QKeySequence.StandardKey.Paste, self._blocks.paste),
            Deed(_("Fill down"), "Ctrl+D", self._blocks.fill_down),
            Deed(_("Empty the cell"), Qt.Key.Key_Delete, self._blocks.empty),
        )
        GridActions(view, self._why_not, deeds).refused.connect(self.refused)
        view.frame_current_cell()
        view.installEventFilter(self)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self._follow)
        view.horizontalHeader().sectionResized.connect(self._follow)
        model.modelReset.connect(self._follow)
        view.selectionModel().currentChanged.connect(self._reason.hide)

    def edit(self, typed: str | None = None) -> None:
        """Open the current cell; `typed` replaces what is in it, None leaves it to be corrected."""
        if self.editor is not None:
            self.go_back()
            return
        index = self._view.currentIndex()
        column, row = self._model.columns[index.column()], self._model.row(index.row())
        row_id = self._model.id_at(index.row())
        self.editor = editor = CellEditor(row_id, index.column(), self._theme, self._room)
        editor.setAccessibleName(f"{column.title()}, {self._model.columns[0].text(row)}")
        editor.setText(column.text(row))
        editor.offer(self._rules.choices(column.field))
        editor.finished.connect(self._finish)
        editor.cancelled.connect(self._close)
        editor.left.connect(lambda: self._finish(0, 0, everywhere=False))
        self._view.scrollTo(index)
        self._follow()
        editor.show()
        editor.setFocus()
        if typed is not None:
            editor.begin_with(typed)

    def finish(self) -> str:
        """Take what is in the open cell; return what cannot stay in it and why, empty once none is open."""
        self._finish(0, 0, everywhere=False)
        if self.editor is None:
            return ""
        text, reason = _shortened(self.editor.text()), self.editor.reason
        self.go_back()
        return _("“{text}” cannot be saved here: {reason}").format(text=text, reason=reason)

    def go_back(self) -> None:
        """Put the keyboard into the open cell, wherever its row stands now; say so if that is gone."""
        if self.editor is None:
            return
        places = self._place_in_sight(self.editor.row_id)
        if places:
            self._view.scrollTo(self._model.index(places[0], self.editor.column))
            self.editor.setFocus()
        elif (edit := self.lay_down()) is not None:
            self._say_gone(edit)

    def lay_down(self) -> CellEdit | None:
        """Close the open cell and return it with its text, for `take_up`; None when there is none."""
        if self.editor is None:
            return None
        edit = CellEdit(self.editor.row_id, self.editor.column, self.editor.text())
        self._close()
        return edit

    def take_up(self, edit: CellEdit) -> None:
        """Open a cell again with the text it had; its row may have gone meanwhile, which is said."""
        if self._place_in_sight(edit.row_id):
            self._open_with(edit, self._objection(edit))
        else:
            self._say_gone(edit)

    def _place_in_sight(self, row_id: Hashable) -> list[int]:
        if not self._place(row_id):
            self.out_of_sight.emit()
        return self._place(row_id)

    def _say_gone(self, edit: CellEdit) -> None:
        words = _("“{text}” was not saved: the line it was typed into is no longer here.")
        self.refused.emit(words.format(text=_shortened(edit.text)))

    def _open_with(self, edit: CellEdit, reason: str | None) -> None:
        """Open a cell with a text, and say why that cannot stay: where it would stand it may be put right."""
        self._view.go_to(self._place(edit.row_id)[0], edit.column)
        self.edit(edit.text)
        if self.editor is not None:
            self.editor.refuse(reason or "")

    def _finish(self, down: int, right: int, everywhere: bool) -> None:
        editor = self.editor
        if editor is None:
            return
        edit = CellEdit(editor.row_id, editor.column, self._spelled(editor))
        new = edit.text != self._text_at(edit)
        if new and (reason := self._objection(edit)):
            editor.refuse(reason)
            return
        self._close()
        if everywhere:
            self._blocks.give_all(self._view.selected_ids(), edit.column, edit.text)
            return
        if new:
            self.typed.emit(edit)
        self._move(edit, down, right)

    def _spelled(self, editor: CellEditor) -> str:
        """Return what was typed, spelled as elsewhere: « cariste » is « Cariste », unless that is changed."""
        text, held = editor.text(), self._text_at(CellEdit(editor.row_id, editor.column, "")) or ""
        if fold(text) == fold(held):
            return text
        known = self._rules.choices(self._model.columns[editor.column].field)
        return text if text in known else next((one for one in known if fold(one) == fold(text)), text)

    def _close(self) -> None:
        if self.editor is not None:
            editor, self.editor = self.editor, None
            had_focus = editor.hasFocus()
            editor.close_for_good()
            if had_focus:
                self._view.setFocus()

    def _move(self, edit: CellEdit, down: int, right: int) -> None:
        places = self._model.positions([edit.row_id])
        if not places or not (down or right):
            return
        columns = [section for section in self._view.columns_shown() if self._model.columns[section].field]
        place = columns.index(edit.column) + right
        # Past the last cell of a row comes the first one of the next.
        row = places[0] + down + (place >= len(columns)) - (place < 0)
        if 0 <= row < self._model.rowCount():
            self._view.go_to(row, columns[place % len(columns)])

    def _propose(self, edits: list[CellEdit]) -> None:
        if len(edits) > 1:
            self.proposed.emit(edits)
            return
        [only] = edits
        if reason := self._objection(only):
            self._open_with(only, reason)
        elif self._text_at(only) != only.text:
            self.typed.emit(only)

    def _objection(self, edit: CellEdit) -> str | None:
        field = self._model.columns[edit.column].field
        return self._rules.why_not() or self._rules.check(edit.row_id, field, edit.text)

    def _text_at(self, edit: CellEdit) -> str | None:
        places = self._place(edit.row_id)
        return self._model.columns[edit.column].text(self._model.row(places[0])) if places else None

    def _place(self, row_id: Hashable) -> list[int]:
        return self._model.positions([row_id])

    # -- keys, place ---------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to type when a letter is pressed on a cell that can be typed over."""
        if watched is self._view:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._takes(event)
            if isinstance(event, QInputMethodEvent) and event.commitString():
                return self._begins(event.commitString())
            if event.type() == QEvent.Type.Resize:
                self._follow()
            elif event.type() == QEvent.Type.Hide and shiboken6.isValid(self._room):
                # Another page is shown: as in a spreadsheet, what was typed is taken. (Qt hides, too, what it
                # destroys: then there is no room left to say anything in.)
                self._finish(0, 0, everywhere=False)
        return super().eventFilter(watched, event)

    def _say(self, reason: str) -> None:
        self._reason.say(reason, self._view.visualRect(self._view.currentIndex()))

    def _takes(self, event: QKeyEvent) -> bool:
        self._reason.hide()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, _ALT_GR):
            return False
        if event.key() == Qt.Key.Key_Backspace:
            return self._begins("")
        text = event.text()
        return bool(text.strip()) and text.isprintable() and self._begins(text)

    def _begins(self, text: str) -> bool:
        if not self._is_open(self._view.currentIndex()):
            return False  # letters find a row by its name, as Qt has it
        if reason := self._rules.why_not():
            self.refused.emit(reason)
        else:
            self.edit(text)
        return True

    def _is_open(self, index: QModelIndex) -> bool:
        return index.isValid() and bool(self._model.columns[index.column()].field)

    def _why_not(self) -> str:
        index = self._view.currentIndex()
        reason = self._rules.why_not()
        if reason or not index.isValid():
            return reason or _("Select a row first.")
        if self._is_open(index):
            return ""
        title = self._model.columns[index.column()].title()
        return _("“{column}” cannot be typed over in the table.").format(column=title)

    def _follow(self, *_what: object) -> None:
        """Keep the open cell where its row stands now; away, while search or filters hide that."""
        if self.editor is None:
            return
        self.editor.be_away(away=not self._place(self.editor.row_id))
        if places := self._place(self.editor.row_id):
            self._view.executeDelayedItemsLayout()
            self.editor.lie_over(self._view.visualRect(self._model.index(places[0], self.editor.column)))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
