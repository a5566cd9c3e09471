"""A line to type in that offers what was typed elsewhere: « prepa » finds « Préparateur »."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cariste.core.i18n import _
from cariste.core.text import fold, has_words
from cariste.ui.theme.icons import icon
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import TextField

_MOST = 12

Index = QModelIndex | QPersistentModelIndex


class _Roomy(QStyledItemDelegate):
    """Rows as high as in a menu."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the usual size and some air."""
        return super().sizeHint(option, index) + QSize(0, GRID)


class CompletingField(TextField):
    """Any text will do; one that differs from a known one in case or accents only becomes that one."""

    def __init__(
        self, theme: Theme, choices: Iterable[str], text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, parent)
        self._choices = {fold(choice): choice for choice in choices}
        self._offered = QStringListModel(self)
        self._completer = QCompleter(self._offered, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST)
        self.setCompleter(self._completer)
        offers = self._completer.popup()
        if offers is not None:
            offers.setItemDelegate(_Roomy(offers))
        # Qt offers at each key what its own model holds; ours is filled first.
        self.textEdited.connect(self._offer)
        self.editingFinished.connect(self._take_known_spelling)
        if self._choices:
            self._opener = QAction(
                icon("chevron-down", lambda: theme.tokens.muted), _("All values (Down)"), self
            )
            self._opener.triggered.connect(self.offer_all)
            self.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)

    @property
    def offered(self) -> list[str]:
        """What is offered now."""
        return self._offered.stringList()

    def set_choices(self, choices: Iterable[str]) -> None:
        """Offer other values from now on; what is typed stays."""
        self._choices = {fold(choice): choice for choice in choices}

    def offer_all(self) -> None:
        """Open the list with every value."""
        if self.isReadOnly() or not self._choices:
            return
        self._offered.setStringList(list(self._choices.values()))
        self._completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list; the rest is typing."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.offer_all()
        else:
            super().keyPressEvent(event)

    def _offer(self, typed: str) -> None:
        words = fold(typed)
        found = [choice for choice in self._choices.values() if words and has_words(choice, words)]
        found.sort(key=lambda choice: not fold(choice).startswith(words))
        self._offered.setStringList(found[:_MOST])
        if found:
            self._completer.complete()
        elif (popup := self._completer.popup()) is not None:
            popup.hide()

    def _take_known_spelling(self) -> None:
        known = self._choices.get(fold(self.text()))
        if known is not None and known != self.text() and not self.isReadOnly():
            self.setText(known)
