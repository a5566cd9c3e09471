"""The habits of a spreadsheet on a table: type over a cell, paste a column, fill down."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.ui.models.cell_edit import CellEdit, GridRules
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.cell_editor import CellEditor, CellReason
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
    """

    typed = Signal(object)
    proposed = Signal(object)
    refused = Signal(str)

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
        self._actions = (
            self._action(_("Type over the cell"), Qt.Key.Key_F2, self.edit),
            self._action(_("Paste"), QKeySequence.StandardKey.Paste, self._blocks.paste),
            self._action(_("Fill down"), "Ctrl+D", self._blocks.fill_down),
        )
        view.frame_current_cell()
        view.installEventFilter(self)
        view.menu_wanted.connect(self._extend)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.valueChanged.connect(self._follow)
        view.horizontalHeader().sectionResized.connect(self._follow)
        model.modelReset.connect(self._follow)
        view.selectionModel().currentChanged.connect(self._reason.hide)

    def edit(self, typed: str | None = None) -> None:
        """Open the current cell; `typed` replaces what is in it, None leaves it to be corrected."""
        if self.editor is not None:
            self.editor.setFocus()
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
        text = self.editor.text()
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return _("“{text}” cannot be saved here: {reason}").format(text=shown, reason=self.editor.reason)

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
            # Wrong as it is, it may be put right where it would stand.
            self._view.go_to(self._place(only.row_id)[0], only.column)
            self.edit(only.text)
            if self.editor is not None:
                self.editor.refuse(reason)
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

    # -- keys, menu, place ---------------------------------------------------------------------

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

    def _action(self, text: str, keys: Any, act: Callable[[], object]) -> QAction:
        def act_or_say_why_not() -> None:
            if reason := self._why_not():
                self.refused.emit(reason)
            else:
                act()

        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(act_or_say_why_not)
        self._view.addAction(action)
        return action

    def _extend(self, menu: QMenu) -> None:
        reason = self._why_not()
        menu.addSeparator()
        for action in self._actions:
            # A line of its own: greyed here, while the key goes on to say why it does nothing.
            shown = menu.addAction(action.text(), action.trigger)
            shown.setShortcut(action.shortcut())
            shown.setEnabled(not reason)
            shown.setToolTip(reason)

    def _follow(self, *_what: object) -> None:
        """Keep the open cell where its row stands now."""
        if self.editor is None:
            return
        if places := self._place(self.editor.row_id):
            self._view.executeDelayedItemsLayout()
            self.editor.lie_over(self._view.visualRect(self._model.index(places[0], self.editor.column)))
