"""Alt and a letter press a button: every window deals its buttons letters, in the language they speak."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from cariste.ui.widgets.flat_button import FlatButton

_DEALING = "cariste.dealing"
"""Dynamic property of a window that is about to deal."""
_NONE_ON = "darwin"
"""There, Option and a letter write another letter, and buttons have none."""


def deal_soon(window: QWidget, kind: type[FlatButton]) -> None:
    """Deal letters to the buttons of this kind once all that is being shown or renamed now has been."""
    if sys.platform != _NONE_ON and not window.property(_DEALING):
        window.setProperty(_DEALING, True)
        QTimer.singleShot(0, window, partial(_deal, window, kind))


def _deal(window: QWidget, kind: type[FlatButton]) -> None:
    window.setProperty(_DEALING, False)
    buttons = [one for one in window.findChildren(kind) if one.isVisible() and one.takes_letter()]
    fields = (QKeySequence.mnemonic(label.text()) for label in window.findChildren(QLabel) if label.buddy())
    taken = {keys.toString()[-1] for keys in fields if not keys.isEmpty()}
    letters = letters_for([(one.words, one.letter) for one in buttons], taken)
    for button, letter in zip(buttons, letters, strict=True):
        button.wear(letter)


def letters_for(buttons: Sequence[tuple[str, str]], taken: Iterable[str] = ()) -> list[str]:
    """Return a letter for each button, empty where none is left.

    Args:
        buttons: What stands on each, and the letter it has: it keeps that unless another one has it.
        taken: Letters that lead elsewhere.
    """
    free = {chr(code) for code in range(ord("A"), ord("Z") + 1)} - set(taken)
    times = Counter(words for words, _held in buttons)
    dealt = []
    for words, held in buttons:
        # Of several that say the same, none: nobody would know which one it presses.
        wished = [] if times[words] > 1 else [held, *_wished(words)]
        letter = next((one for one in wished if one in free), "")
        free.discard(letter)
        dealt.append(letter)
    return dealt


def _wished(words: str) -> Iterator[str]:
    """Yield the first letters of the words, then the others as they come."""
    yield from (word[0].upper() for word in words.split())
    yield from words.upper()
