"""While the window waits to close: what is being sent, and what happens to it if it cannot be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted, progress_bar, subheading


class ClosingDialog(QDialog):
    """Accepted: close now. Rejected: stay open. Sent in the meantime, whoever opened it closes everything."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = False
        self.setWindowTitle("Cariste")
        self.setMinimumWidth(60 * GRID)
        self.headline = subheading("", theme)
        self.words = muted()
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reason.hide()
        self.bar = progress_bar(theme)
        self.stay_button = FlatButton(_("Keep open"), theme)
        self.stay_button.clicked.connect(self.reject)
        self.close_button = FlatButton(_("Close anyway"), theme)
        self.close_button.clicked.connect(self.accept)
        self._lay_out()
        self.say_sending(0)

    def say_sending(self, pending: int) -> None:
        """Say how many changes are on their way; 0 while that is not known."""
        if self._kept:
            return
        words = ngettext("Sending {n} change…", "Sending {n} changes…", pending)
        self.headline.setText(words.format(n=format_number(pending)) if pending else _("Sending changes…"))
        self.words.setText(
            _("The window closes by itself as soon as everybody has them. They are kept here in any case.")
        )
        self.bar.setAccessibleName(self.headline.text())

    def say_kept(self, pending: int, reason: str) -> None:
        """Say that they could not be sent, why, and what becomes of them."""
        self._kept = True
        words = ngettext("{n} change could not be sent", "{n} changes could not be sent", pending)
        self.headline.setText(words.format(n=format_number(pending)))
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.words.setText(
            ngettext(
                "It is kept on this PC and will be sent the next time Cariste is opened here for editing. "
                "Until then, the others do not see it.",
                "They are kept on this PC and will be sent the next time Cariste is opened here for editing. "
                "Until then, the others do not see them.",
                pending,
            )
        )
        self.bar.hide()
        self.close_button.setText(_("Close"))
        self.close_button.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        for widget in (self.headline, self.bar, self.reason, self.words):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        buttons.addWidget(self.stay_button)
        buttons.addWidget(self.close_button)
        column.addSpacing(GRID)
        column.addLayout(buttons)
