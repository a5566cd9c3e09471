"""One column of a sheet: its title, what it holds, and its first cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QPalette, QWheelEvent
from PySide6.QtWidgets import QLabel, QWidget

from cariste.core.i18n import _
from cariste.exchange import meanings
from cariste.exchange.meaning_labels import kind_label, role_label
from cariste.exchange.meanings import OF_A_KIND, Meaning, parse_meaning
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.parts import ElidedLabel, muted

Choices = tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str | None]]]
"""Words and code of the roles, and of the certificates."""
_LEAST_CHOICE = 18 * GRID


class QuietChoice(ChoiceField):
    """A choice that the wheel does not change by accident while one scrolls."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ColumnRow(QObject):
    """The widgets of one column, in a row of the page's grid.

    Attributes:
        chosen: Another meaning was chosen; carries it as a mapping file writes it, empty for what the title
            says.
        role: What the column holds.
        kind: Which certificate a date or a result is about; hidden for other roles.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, letter: str, title: str, choices: Choices) -> None:
        super().__init__()
        self.letter = letter
        self._said = Meaning(meanings.UNKNOWN)
        self._title = ElidedLabel()
        self._title.setText(title or _("(no title)"))
        self._title.setFont(theme.font(weight=QFont.Weight.DemiBold))
        roles, kinds = choices
        self.role = QuietChoice(theme, roles, None)
        self.role.setAccessibleName(
            _("Column {letter}, {title}: what it holds").format(letter=letter, title=title)
        )
        self.kind = QuietChoice(theme, (), None)
        self.kind.setAccessibleName(
            _("Column {letter}, {title}: which certificate").format(letter=letter, title=title)
        )
        for field in (self.role, self.kind):
            field.setMinimumWidth(_LEAST_CHOICE)
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kinds = kinds
        self.examples: list[ElidedLabel] = []
        self.role.activated.connect(self._role_chosen)
        self.kind.activated.connect(self._emit)

    @property
    def widgets(self) -> list[QWidget]:
        """What stands in the row, from the left."""
        return [muted(self.letter), self._title, self.role, self.kind, *self.examples]

    def has_focus(self) -> bool:
        """Tell whether one of its fields has the keyboard."""
        return self.role.hasFocus() or self.kind.hasFocus()

    def show_examples(self, cells: Sequence[str]) -> None:
        """Show the first cells."""
        for cell in cells:
            label = ElidedLabel()
            label.setText(cell)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self.examples.append(label)

    def show_meaning(self, text: str) -> None:
        """Show what the column means now."""
        meaning = parse_meaning(text) or _unlisted(text)
        with QSignalBlocker(self.role), QSignalBlocker(self.kind):
            if self.role.findData(meaning.role) < 0:
                self.role.insertItem(0, role_label(meaning.role), meaning.role)
            self.role.setCurrentIndex(self.role.findData(meaning.role))
            self._show_kind(meaning)
        self._said = meaning

    def _show_kind(self, meaning: Meaning) -> None:
        of_a_kind = meaning.role in OF_A_KIND
        self.kind.setVisible(of_a_kind)
        if of_a_kind and not self.kind.count():
            for words, code in self._kinds:
                self.kind.addItem(words, code)
        if of_a_kind:
            if self.kind.findData(meaning.kind) < 0:
                self.kind.insertItem(1, kind_label(meaning.kind), meaning.kind)
            self.kind.setCurrentIndex(self.kind.findData(meaning.kind))

    def _role_chosen(self) -> None:
        role = str(self.role.currentData())
        kind = self._said.kind if role in OF_A_KIND and self._said.kind != meanings.VISIT else None
        self._show_kind(Meaning(role, kind))
        self._emit()

    def _emit(self) -> None:
        role = str(self.role.currentData())
        if role in {meanings.UNKNOWN, meanings.UNCLEAR}:
            self.chosen.emit("")
            return
        kind = self.kind.currentData() if role in OF_A_KIND else None
        self._said = Meaning(role, kind)
        self.chosen.emit(str(self._said))


def heading_labels(examples: Sequence[int]) -> list[QLabel]:
    """Return the words above the rows; examples are rows of the sheet."""
    words = (_("Column"), _("Title"), _("Holds"), _("Which one"))
    rows = (_("Row {n}").format(n=number) for number in examples)
    labels = [muted(text) for text in (*words, *rows)]
    for label in labels:
        label.setWordWrap(False)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return labels


def _unlisted(text: str) -> Meaning:
    role, _blank, kind = text.partition(" ")
    return Meaning(role, kind or None)
