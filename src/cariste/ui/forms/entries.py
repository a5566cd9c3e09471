"""What a form asks of anything one types or chooses in: its value, what is wrong with it, when it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cariste.core.text import tidy
from cariste.ui.widgets.document_field import DocumentField


@runtime_checkable
class Input(Protocol):
    """A widget made for forms, such as `DateField`: it tells all by itself.

    Attributes:
        changed: What was typed or chosen is different now.
    """

    changed: Any

    @property
    def value(self) -> Any:
        """What was chosen, ready to store; None for nothing."""

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, empty when nothing is."""


@dataclass(frozen=True)
class Entry:
    """A widget of a form, whatever its class.

    Attributes:
        widget: What is shown.
        value: What was typed, ready to store; None for nothing.
        raw: The same as it stands there: whether it differs from the start tells whether something was typed.
        changed: Emitted when `raw` is another one.
        problem: What the widget itself finds wrong.
    """

    widget: QWidget
    value: Callable[[], Any]
    raw: Callable[[], Any]
    changed: SignalInstance
    problem: Callable[[], str] = str

    def be_read_only(self) -> None:
        """Let the value be read and copied, not changed."""
        if isinstance(self.widget, QLineEdit | QPlainTextEdit):
            self.widget.setReadOnly(True)
        elif isinstance(self.widget, DocumentField):
            self.widget.choose_button.setEnabled(False)
            self.widget.remove_button.setEnabled(False)
            self.widget.setAcceptDrops(False)
        else:
            self.widget.setEnabled(False)


def entry_of(widget: Any) -> Entry:
    """Return a widget as a form sees it: an `Input`, a line, a text, a choice or a tick.

    Raises:
        TypeError: It is none of these.
    """
    if isinstance(widget, Input):
        return Entry(
            widget,  # type: ignore[arg-type]
            lambda: widget.value,
            lambda: (widget.value, widget.problem, getattr(widget, "removed", False)),
            widget.changed,
            lambda: widget.problem,
        )
    if isinstance(widget, QLineEdit):
        return Entry(widget, lambda: tidy(widget.text()) or None, widget.text, widget.textChanged)
    if isinstance(widget, QPlainTextEdit):
        text = widget.toPlainText
        return Entry(widget, lambda: _tidy_lines(text()) or None, text, widget.textChanged)
    if isinstance(widget, QComboBox):
        return Entry(widget, widget.currentData, widget.currentIndex, widget.currentIndexChanged)
    if isinstance(widget, QCheckBox):
        return Entry(widget, widget.isChecked, widget.isChecked, widget.toggled)
    raise TypeError(widget)


def _tidy_lines(text: str) -> str:
    return "\n".join(map(tidy, text.splitlines())).strip()
