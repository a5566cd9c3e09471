"""The line under a table: how many are shown, how many the filter hides, and a link that shows them."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from cariste.ui.theme.theme import Theme


class Link(NamedTuple):
    """Words to press, and what they do."""

    text: str
    act: Callable[[], object]


class CountLine(QLabel):
    """Quiet words with links, which the keyboard reaches too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: Sequence[str | Link] = ()
        self._actions: list[Callable[[], object]] = []
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.linkActivated.connect(lambda place: self._actions[int(place)]())
        theme.changed.connect(self._write)

    def say(self, *parts: str | Link) -> None:
        """Show words and links, with dots between them."""
        self._parts = parts
        self._write()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go to the first link at once, or to the last one from behind: Qt would show nothing yet."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.focusNextPrevChild(event.reason() == Qt.FocusReason.TabFocusReason)

    def plain_text(self) -> str:
        """Return what is said, links included, without marks."""
        return " · ".join(part.text if isinstance(part, Link) else part for part in self._parts)

    def follow(self, text: str) -> None:
        """Do what the link with these words does."""
        next(part for part in self._parts if isinstance(part, Link) and part.text == text).act()

    def _write(self) -> None:
        # The colour stands in the text: a rich text keeps the link colour of the palette it was made with.
        colour = self._theme.tokens.link.name()
        self._actions = [part.act for part in self._parts if isinstance(part, Link)]
        written, links = [], 0
        for part in self._parts:
            if isinstance(part, Link):
                words = html.escape(part.text)
                written.append(f'<a href="{links}" style="color:{colour};text-decoration:none">{words}</a>')
                links += 1
            else:
                written.append(html.escape(part))
        self.setText(" · ".join(written))
        # Without a link there is nothing to do here: Tab passes by.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if links else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.plain_text())
