"""One field of a form: its words above, below it a hint, a doubt or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.forms.entries import Entry, entry_of
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.fields import WRONG
from cariste.ui.widgets.parts import colour_words
from cariste.ui.widgets.search_box import button_height

_AIR = 3

Check = Callable[[Any], str | None]
"""Tells what is wrong with a value, in the user's language; None when nothing is."""


class FormField(QWidget):
    """A label, an input and the words under it.

    Attributes:
        edited: Something was typed or chosen here.
        left: Somebody leaves the field, with whatever stands in it.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        widget: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        check: Check | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.label, self.required = label, required
        self._check = check
        self._hint, self._advice, self._problem = hint, "", ""
        self.entry: Entry = entry_of(widget)
        self._initial = self.entry.raw()
        # A tick says itself what it is for; it stands level with the field beside it.
        # « R&D » names no key, « <b> » is no markup: a label may be what somebody typed elsewhere.
        words = "" if isinstance(widget, QCheckBox) else self._starred(label).replace("&", "&&")
        self._title = QLabel(words, textFormat=Qt.TextFormat.PlainText)
        self._title.setBuddy(widget)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        if isinstance(widget, QCheckBox):
            widget.setMinimumHeight(button_height(widget))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_AIR)
        column.addWidget(self._title)
        column.addWidget(widget)
        column.addWidget(self._words)
        self.setFocusProxy(widget)
        self.entry.changed.connect(self._edited)
        theme.changed.connect(self._write)
        self._write()

    @property
    def value(self) -> Any:
        """What was typed, ready to store; None for nothing."""
        return self.entry.value()

    @property
    def touched(self) -> bool:
        """Whether what stands here differs from what stood here first."""
        return bool(self.entry.raw() != self._initial)

    @property
    def words(self) -> str:
        """What is said under the field now."""
        return self._words.text()

    @property
    def problem(self) -> str:
        """What is said to be wrong, empty while nothing is."""
        return self._problem

    def start_here(self) -> None:
        """Take what stands here now as what stood here first."""
        self._initial = self.entry.raw()

    def check(self) -> bool:
        """Look at what was typed, say what is wrong with it, and tell whether it is right."""
        self.say(self._found())
        return not self._problem

    def say(self, problem: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self._problem = problem
        self._write()

    def advise(self, doubt: str) -> None:
        """Say what should be looked at, but hinders nobody from saving."""
        self._advice = doubt
        self._write()

    def hint(self, words: str) -> None:
        """Say something about the field in quiet words."""
        self._hint = words
        self._write()

    def _starred(self, label: str) -> str:
        return f"{label} *" if self.required else label

    def _found(self) -> str:
        if problem := self.entry.problem():
            return problem
        value = self.value
        if self.required and value in (None, "", ()):
            return _("Required field.")
        return (self._check(value) or "") if self._check is not None else ""

    def _edited(self, *_args: object) -> None:
        # What was wrong may be right now: one is told again on leaving the field.
        if self._problem:
            self.say("")
        self.edited.emit()

    def _write(self) -> None:
        tokens = self._theme.tokens
        words = self._problem or "\n".join(filter(None, (self._hint, self._advice)))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        if self._problem or self._advice:
            colour_words(self._words, tokens.red if self._problem else tokens.orange)
        else:
            self._words.setPalette(QPalette())
            self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        widget = self.entry.widget
        # Of a field made of several parts the one that takes the keyboard shows it, and is spoken.
        for part in {widget, widget.focusProxy() or widget}:
            part.setProperty(WRONG, bool(self._problem))
            part.setAccessibleName(self._starred(self.label))
            part.setAccessibleDescription(words)
            part.update()
