"""What stands where a page will be: nothing at first, then words, then a bar and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted, progress_bar

_WORDS_AFTER = 100
_BAR_AFTER = 1000
_MEANWHILE_AFTER = 4000


class Waiting(QWidget):
    """Says what is being waited for, in milliseconds: nothing under 100, words over it, over 1,000 a bar.

    Attributes:
        cancelled: The user waits no longer.
        meanwhile_wanted: The user wants what can be had meanwhile.
    """

    cancelled = Signal()
    meanwhile_wanted = Signal()

    def __init__(self, theme: Theme, words: str, meanwhile: str = "", parent: QWidget | None = None) -> None:
        """Say something.

        Args:
            theme: Colours and font.
            words: What is being waited for.
            meanwhile: What can be had meanwhile, offered over 4,000 milliseconds; empty for nothing.
            parent: Who owns it.
        """
        super().__init__(parent)
        label = muted(words)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = progress_bar(theme)
        bar.setFixedWidth(32 * GRID)
        bar.setAccessibleName(words)
        cancel = FlatButton(_("Cancel"), theme)
        cancel.clicked.connect(self.cancelled)
        other = FlatButton(meanwhile, theme)
        other.clicked.connect(self.meanwhile_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID)
        column.addStretch()
        column.addWidget(label)
        for late in (bar, other, cancel):
            column.addWidget(late, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        for widget, delay in ((label, _WORDS_AFTER), (bar, _BAR_AFTER), (cancel, _BAR_AFTER)):
            widget.hide()
            QTimer.singleShot(delay, widget, widget.show)
        other.hide()
        if meanwhile:
            QTimer.singleShot(_MEANWHILE_AFTER, other, other.show)
