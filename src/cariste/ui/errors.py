"""From an exception to a message: what we foresaw is shown as written, anything else is reported as a bug."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cariste import __version__
from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.paths import log_file
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted, subheading
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from cariste.ui.tasks import Tasks

_log = logging.getLogger(__name__)


class ErrorReporter(QObject):
    """Tells the user, whichever thread it happened in; one report at a time, so that he is not buried."""

    _caught = Signal(object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window: QWidget | None = None
        self._report: QDialog | None = None
        self._caught.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def install(self, window: QWidget, tasks: Tasks) -> None:
        """Catch whatever nobody catches from now on, and show it over this window."""
        self._window = window
        tasks.failed.connect(self.show)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    @Slot(object)
    def show(self, error: BaseException) -> None:
        """Show an error: a message if it was foreseen, a report with details if it is a bug."""
        if isinstance(error, CaristeError):
            self.tell(str(error))
        elif self._report is None:
            self._report = BugReport(self._theme, error, self._window)
            self._report.finished.connect(self._forget)
            self._report.open()

    def tell(self, text: str) -> Message:
        """Open a message over the window."""
        message = Message(self._theme, text, self._window)
        message.open()
        return message

    def _forget(self) -> None:
        self._report = None

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        if not isinstance(error, CaristeError):
            _log.critical("Unexpected error", exc_info=(kind, error, trace))
        self._caught.emit(error)

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        error = caught.exc_value or caught.exc_type()
        self._on_exception(caught.exc_type, error, caught.exc_traceback)


class Message(QDialog):
    """A few words and a button; it does not stop the program."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Cariste")
        self.setMinimumWidth(56 * GRID)
        self.text = text
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        self.column.setSpacing(GRID)
        words = QLabel(text)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(words)
        self.close_button = FlatButton(_("Close"), theme, leads=True)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self.buttons.addStretch()
        self.buttons.addWidget(self.close_button)
        self.column.addSpacing(GRID)
        self.column.addLayout(self.buttons)


class BugReport(Message):
    """Says that the program is at fault, that the data is safe, and gives the details to send."""

    def __init__(self, theme: Theme, error: BaseException, parent: QWidget | None = None) -> None:
        text = _(
            "What was saved is safe; the last action may not have been done. You can go on working. "
            "If it happens again, copy the details and send them to whoever looks after Cariste."
        )
        super().__init__(theme, text, parent)
        self.setWindowTitle(_("Unexpected error"))
        begin_at(self, QSize(80 * GRID, 48 * GRID))
        self.details = describe(error)
        self.column.insertWidget(0, subheading(_("The program made a mistake."), theme))
        shown = TextArea(theme, self.details)
        shown.setReadOnly(True)
        shown.setLineWrapMode(TextArea.LineWrapMode.NoWrap)
        shown.setMaximumHeight(self.maximumHeight())
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setAccessibleName(_("Details"))
        self.column.insertWidget(2, shown)
        place = muted(_("Log: {path}").format(path=log_file()))
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.insertWidget(3, place)
        copy = FlatButton(_("Copy the details"), theme)
        copy.clicked.connect(self.copy_details)
        self.buttons.insertWidget(1, copy)

    def copy_details(self) -> None:
        """Put the details into the clipboard."""
        QGuiApplication.clipboard().setText(self.details)


def describe(error: BaseException) -> str:
    """Return what a developer needs: versions and the trace, no personal data of ours."""
    trace = "".join(traceback.format_exception(error))
    return f"Cariste {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"
