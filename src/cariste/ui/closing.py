"""Before the window goes, what waits is sent; what cannot be sent stays on this PC, and that is said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.ui.main_window import MainWindow
from cariste.ui.session import Session
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

if TYPE_CHECKING:
    from cariste.ui.dialogs.closing_dialog import ClosingDialog
    from cariste.workspace import Workspace

_QUIET = 150
"""Milliseconds in which most windows have sent everything: they close without a word."""
_COUNT_EVERY = 500
"""Milliseconds between two counts of what still waits."""


class Left(NamedTuple):
    """What did not leave this PC: how many user actions, and why."""

    pending: int
    reason: str


class Closing(QObject):
    """Holds the window back while something waits, and closes it afterwards."""

    def __init__(self, session: Session, tasks: Tasks, window: MainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._session, self._tasks, self._window, self._theme = session, tasks, window, theme
        self._held: Workspace | None = None
        self._given_up = self._let_go = False
        self._dialog: ClosingDialog | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET)
        self._quiet.timeout.connect(self._open_dialog)
        self._counter = QTimer(self)
        self._counter.setInterval(_COUNT_EVERY)
        self._counter.timeout.connect(self._count)
        window.closing.connect(self._on_closing)

    def _on_closing(self, event: QCloseEvent) -> None:
        workspace = self._session.workspace
        if self._let_go or workspace is None:
            return
        left = "" if self._given_up else self._window.finish_typing()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and app.isSavingSession():
            # The PC is shutting down, and asks to be quick: what waits is kept and leaves next time.
            return
        if left:
            event.ignore()
            self._ask_about_typing(left, _("Close all the same?"), _("Close without saving"), self._give_up)
        elif _has_edited(workspace):
            event.ignore()
            self._hold(workspace)

    def finish_first(self, question: str, action: str, go_on: Callable[[], None]) -> None:
        """Let what was begun in the pages be recorded, then go on; what cannot be is asked about.

        Args:
            question: Asked after the words about what cannot be recorded.
            action: The button that goes on all the same.
            go_on: Called after the changes under way, unless the person prefers to stay.
        """
        if self._session.workspace is None:
            go_on()  # what is under way then is the opening of a folder, which may hang
        elif left := self._window.finish_typing():
            self._ask_about_typing(left, question, action, go_on)
        else:
            self._tasks.write(_nothing, lambda _nothing: go_on(), owner=self)

    def _ask_about_typing(self, left: str, question: str, action: str, go_on: Callable[[], None]) -> None:
        from cariste.ui.dialogs.confirmation import Confirmation

        Confirmation.ask("\n".join((left, question)), action, go_on, self._theme, self._window)

    def _give_up(self) -> None:
        self._given_up = True
        self._window.close()

    def _hold(self, workspace: Workspace) -> None:
        if self._held is None:
            self._held = workspace
            self._quiet.start()
            # After the changes under way, such as that of the cell that was open.
            self._tasks.write(_nothing, partial(self._drain, workspace), owner=self)

    def _drain(self, workspace: Workspace, _nothing: None) -> None:
        if self._held is workspace:
            # Beside: the share may be slow or away, and the window goes on living meanwhile.
            self._tasks.beside(partial(drain, workspace), self._drained, self._failed, owner=self)

    def _drained(self, left: Left) -> None:
        if self._held is None:
            return  # the user chose to stay
        if self._told_otherwise():
            self._stay()
        elif left.pending:
            self._ask(left)
        else:
            self._close()

    def _failed(self, error: CaristeError) -> None:
        self._drained(Left(1, str(error)))

    def _ask(self, left: Left) -> None:
        self._open_dialog()
        if self._dialog is not None:
            self._counter.stop()
            self._dialog.say_kept(left.pending, left.reason)

    def _open_dialog(self) -> None:
        self._quiet.stop()
        if self._dialog is not None or self._held is None:
            return
        if self._told_otherwise():
            self._stay()
            return
        from cariste.ui.dialogs.closing_dialog import ClosingDialog

        self._dialog = ClosingDialog(self._theme, self._window)
        self._dialog.accepted.connect(self._close)
        self._dialog.rejected.connect(self._stay)
        self._dialog.open()
        self._count()
        self._counter.start()

    def _told_otherwise(self) -> bool:
        """Whether something else is to be read first, such as that the last change was refused."""
        others = (each for each in self._window.findChildren(QDialog) if each is not self._dialog)
        return any(each.isVisible() for each in others)

    def _count(self) -> None:
        if self._held is not None:
            workspace = self._held
            self._tasks.read(lambda: workspace.pending, self._counted, owner=self, key="count")

    def _counted(self, pending: int) -> None:
        if self._dialog is not None:
            self._dialog.say_sending(pending)

    def _stay(self) -> None:
        self._forget()
        self._session.look()

    def _close(self) -> None:
        self._forget()
        self._let_go = True
        self._window.close()

    def _forget(self) -> None:
        self._given_up = False
        self._quiet.stop()
        self._counter.stop()
        self._held = None
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _nothing() -> None:
    """What is asked for only to come after what was asked for before."""


def _has_edited(workspace: Workspace) -> bool:
    return workspace.writing or workspace.fenced or workspace.taken_over


def drain(workspace: Workspace) -> Left:
    """Send what waits, also what was refused too often before; tell what is left. Off the UI thread."""
    reason = ""
    if workspace.writing and workspace.pending:
        workspace.retry()
        try:
            workspace.send()
        except CaristeError as error:
            reason = str(error)
    delivery = workspace.delivery
    return Left(delivery.waiting, reason or delivery.problem or "")
