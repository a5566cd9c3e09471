"""A field that finds a person as one types: surname, first name, number, in any order, without accents."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from cariste.core.text import fold, has_words
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.completing_field import CompletingField


class PersonField(CompletingField):
    """Offers people; knows which one is meant."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, (), parent=parent)
        self._ids: Mapping[str, str] = {}

    def set_people(self, people: Mapping[str, str]) -> None:
        """Offer these people: id by the words that name each."""
        self._ids = people
        self.set_choices(people)

    def show_person(self, employee_id: str | None) -> None:
        """Write somebody's name; None empties the field."""
        self.setText(next((words for words, known in self._ids.items() if known == employee_id), ""))

    @property
    def employee_id(self) -> str | None:
        """Whoever is meant: the one named in full, or the only one whom the words fit; None for nobody."""
        typed = fold(self.text())
        if not typed:
            return None
        exact = [known for words, known in self._ids.items() if fold(words) == typed]
        if exact:
            return exact[0]
        fitting = [known for words, known in self._ids.items() if has_words(words, typed)]
        return fitting[0] if len(fitting) == 1 else None
