"""Undo and redo in the window: two keys, two buttons, and a line that says what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QToolButton, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.ui.bus import Bus
from cariste.ui.main_window import MainWindow
from cariste.ui.session import Session
from cariste.ui.tasks import Tasks
from cariste.ui.theme.icons import icon
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.notice import PassingNotice

if TYPE_CHECKING:
    from cariste.workspace import Workspace

_UNDO, _REDO = ("Ctrl+Z",), ("Ctrl+Y", "Ctrl+Shift+Z")


class Undo(QObject):
    """Takes back and does again what this window wrote, one user action at a time.

    A field in which something was typed keeps its own Ctrl+Z. In a dialog the keys do nothing to the data.

    Attributes:
        notice: Says what was recorded, undone or done again, or why it could not be.
    """

    def __init__(self, window: MainWindow, session: Session, tasks: Tasks, bus: Bus, theme: Theme) -> None:
        super().__init__(window)
        self._session, self._tasks, self._bus = session, tasks, bus
        self._followed: Workspace | None = None
        self._recorded = 0
        self.notice = PassingNotice(window, theme)
        self.undo_action = QAction(icon("undo", lambda: theme.tokens.muted), "", self)
        self.redo_action = QAction(icon("redo", lambda: theme.tokens.muted), "", self)
        self._buttons = [_button(action) for action in (self.undo_action, self.redo_action)]
        window.banner.add_tools(*self._buttons)
        for keys, way in ((_UNDO, self.undo), (_REDO, self.redo)):
            for key in keys:
                QShortcut(QKeySequence(key), window).activated.connect(way)
        self.undo_action.triggered.connect(self.undo)
        self.redo_action.triggered.connect(self.redo)
        bus.changed.connect(self._tell_what_was_recorded)
        session.opened.connect(self.refresh)
        session.situation.connect(self.refresh)
        _FieldsGoFirst(self)
        self.refresh()

    def undo(self) -> None:
        """Take back the last action; the reason is told when that is not possible."""
        workspace = self._session.workspace
        if workspace is not None:
            self._tasks.write(workspace.undo, self._undone, self._refused, owner=self)

    def redo(self) -> None:
        """Do again what was undone last; likewise."""
        workspace = self._session.workspace
        if workspace is not None:
            self._tasks.write(workspace.redo, self._redone, self._refused, owner=self)

    def refresh(self, *_what: Any) -> None:
        """Name what each button would do, or why it cannot."""
        workspace = self._session.workspace
        for button in self._buttons:
            button.setVisible(workspace is not None)
        if workspace is None:
            return
        if workspace is not self._followed:
            self._followed, self._recorded = workspace, workspace.recorded
            self.notice.hide()  # what it offers to take back was written in another session
        writing = workspace.writing
        for action, label, words, nothing, key in (
            (self.undo_action, workspace.undoable, _("Undo: {label}"), _("Nothing to undo"), _UNDO[0]),
            (self.redo_action, workspace.redoable, _("Redo: {label}"), _("Nothing to redo"), _REDO[0]),
        ):
            action.setEnabled(writing and label is not None)
            name = words.format(label=label) if label is not None else nothing
            action.setText(name)
            reason = _("This window only reads: the one that edits can do this.")
            action.setToolTip(f"{name} ({key})" if writing else reason)

    def _tell_what_was_recorded(self, _what: Any = None) -> None:
        self.refresh()
        workspace = self._session.workspace
        if workspace is None or workspace.recorded == self._recorded:
            return
        self._recorded = workspace.recorded
        label = workspace.undoable
        if label is not None:
            self._say(_("Saved: {label}").format(label=label), _("Undo"), _UNDO[0], self.undo)

    def _undone(self, label: str) -> None:
        self._say(_("Undone: {label}").format(label=label), _("Redo"), _REDO[0], self.redo)
        self._bus.changed.emit(None)

    def _redone(self, label: str) -> None:
        self._say(_("Redone: {label}").format(label=label), _("Undo"), _UNDO[0], self.undo)
        self._bus.changed.emit(None)

    def _refused(self, error: CaristeError) -> None:
        self.notice.warn(" ".join(str(error).split()))
        # What cannot be undone is offered no longer; and what others wrote is the reason, so it is shown.
        self._bus.changed.emit(None)

    def _say(self, text: str, action: str, key: str, act: Callable[[], None]) -> None:
        self.notice.say(text, f"{action} ({key})", act)


class _FieldsGoFirst(QObject):
    """Qt's fields claim Ctrl+Z even when there is nothing typed to take back: then it is the window's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys back that the field has no use for."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes, redoes = (event.matches(way) for way in (_Key.Undo, _Key.Redo))
            undoable, redoable = _typed_in(watched)
            if (undoes and not undoable) or (redoes and not redoable):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _watch(self, _former: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit | QTextEdit | QPlainTextEdit):
            now.installEventFilter(self)


_Key = QKeySequence.StandardKey


def _typed_in(field: QObject) -> tuple[bool, bool]:
    """Tell whether a field can take back, and do again, what was typed into it."""
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable(), field.isRedoAvailable()
    if isinstance(field, QTextEdit | QPlainTextEdit):
        document = field.document()
        return document.isUndoAvailable(), document.isRedoAvailable()
    return False, False


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
