"""A button that changes data: greyed, with the reason, in a window that only reads."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.widgets.flat_button import FlatButton


class WritingButton(FlatButton):
    """Looks again whether this window edits whenever the data changed."""

    def __init__(
        self,
        text: str,
        context: Context,
        *,
        hint: str = "",
        leads: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a button.

        Args:
            text: What it does.
            context: The open folder and the rest.
            hint: Its keys, shown while it can be pressed.
            leads: Whether it wears the accent colour.
            parent: Who owns it.
        """
        super().__init__(text, context.theme, leads=leads, parent=parent)
        self._workspace, self._hint = context.workspace, hint
        context.bus.changed.connect(self.refresh)
        self.refresh()

    def explain(self, words: str, keys: str = "") -> None:
        """Say in full what a short text on it means: in the tooltip with its keys, and to a screen reader."""
        self._hint = f"{words} ({keys})" if keys else words
        self.setAccessibleName(words)
        self.refresh()

    def refresh(self, _what: Any = None) -> None:
        """Grey it, or let it be pressed again."""
        writing = self._workspace.writing
        self.setEnabled(writing)
        reason = _("This window only reads: the one that edits can do this.")
        self.setToolTip(self._hint if writing else reason)
