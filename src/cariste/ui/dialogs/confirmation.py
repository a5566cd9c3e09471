"""A question asked once before something that cannot be taken back lightly."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.errors import Message
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.flat_button import FlatButton


class Confirmation(Message):
    """Names what will happen; Enter cancels, so that nothing is confirmed by habit."""

    def __init__(self, theme: Theme, question: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, question, parent)
        self.action_button = FlatButton(action, theme)
        self.action_button.clicked.connect(self.accept)
        self.close_button.setText(_("Cancel"))
        self.close_button.clicked.disconnect()
        self.close_button.clicked.connect(self.reject)
        self.buttons.insertWidget(1, self.action_button)

    @classmethod
    def ask(
        cls, question: str, action: str, confirmed: Callable[[], None], theme: Theme, parent: QWidget
    ) -> Confirmation:
        """Open the question over a window; `confirmed` is called if the person says yes."""
        dialog = cls(theme, question, action, parent)
        dialog.accepted.connect(confirmed)
        dialog.open()
        return dialog
