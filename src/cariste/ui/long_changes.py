"""A change that takes long says how far it is, wherever it was asked for, and can be stopped."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cariste.core.clock import elapsed_seconds
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.ui.main_window import MainWindow
from cariste.ui.session import Session
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.notice import HAS_A_BAR, PassingNotice

_LOOK_EVERY = 250
"""Milliseconds between two looks."""
_QUIET = 1.0
"""Seconds that a change may take without a word."""


class LongChanges(QObject):
    """Looks at the change under way while something is being done in the background.

    Attributes:
        notice: Lies over the window, or over the dialog that asked; None before it was ever needed.
    """

    def __init__(self, window: MainWindow, session: Session, tasks: Tasks, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._session, self._theme = window, session, theme
        self._seen: object = None
        self._since = 0.0
        self.notice: PassingNotice | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        tasks.busy.connect(self._follow)

    def _follow(self, busy: bool) -> None:
        if busy:
            self._timer.start()
        else:
            self._timer.stop()
            self._look()

    def _look(self) -> None:
        workspace = self._session.workspace
        change = workspace.under_way if workspace is not None else None
        if change is not self._seen:
            self._seen, self._since = change, elapsed_seconds()
        in_front = QApplication.activeModalWidget() or self._window
        if change is None or in_front.property(HAS_A_BAR):
            self._be_silent()
        elif elapsed_seconds() - self._since >= _QUIET:
            rows, total = len(change.operations), change.expected
            words = _words(change.label, rows, total)
            self._over(in_front).wait(words, _("Stop"), self._stop, done=rows, total=total)

    def _over(self, in_front: QWidget) -> PassingNotice:
        """Return the line over a window; that of a dialog goes with the dialog."""
        if self.notice is not None and shiboken6.isValid(self.notice):
            if self.notice.parent() is in_front:
                return self.notice
            self.notice.hide()
            self.notice.deleteLater()
        self.notice = PassingNotice(in_front, self._theme)
        return self.notice

    def _be_silent(self) -> None:
        if self.notice is not None and shiboken6.isValid(self.notice):
            self.notice.hide()

    def _stop(self) -> None:
        workspace = self._session.workspace
        change = workspace.under_way if workspace is not None else None
        if change is not None:
            change.given_up = True


def _words(label: str, rows: int, total: int) -> str:
    if total:
        words = ngettext("{done} of {n} line written", "{done} of {n} lines written", total)
        done = words.format(done=format_number(min(rows, total)), n=format_number(total))
    else:
        done = ngettext("{n} line written", "{n} lines written", rows).format(n=format_number(rows))
    return _("{label} · {done}…").format(label=label, done=done)
