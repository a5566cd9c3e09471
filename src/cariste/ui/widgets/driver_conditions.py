"""Below the lists of who may drive: the conditions of whoever is chosen, one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.authorisation.board import BoardLine
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.labels import full_subject
from cariste.ui.context import Context
from cariste.ui.models.drivers import read_conditions
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.chip_flow import ChipFlow, FlowingChip
from cariste.ui.widgets.parts import Card, subheading


class Question(NamedTuple):
    """What the page asks about: a category, a work area (None is any), a day."""

    kind: str
    site: str | None
    on: dt.date


class DriverConditions(QWidget):
    """A card with the conditions of one person; takes no room while nobody is chosen."""

    def __init__(
        self, context: Context, question: Callable[[], Question], parent: QWidget | None = None
    ) -> None:
        """Make an empty card.

        Args:
            context: The open folder and the rest.
            question: Gives what the page asks about now.
            parent: Who owns it.
        """
        super().__init__(parent)
        self._context, self._question = context, question
        self._person: BoardLine | None = None
        theme = context.theme
        self.title = subheading("", theme)
        self.chips = ChipFlow(theme)
        card = Card(theme)
        card.column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID + GRID // 2)
        card.column.addWidget(self.title)
        card.column.addWidget(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.hide()

    @property
    def person_id(self) -> str:
        """Who is shown, empty for nobody."""
        return self._person.person.id if self._person is not None else ""

    def show_person(self, line: BoardLine | None) -> None:
        """Show the conditions of somebody; None takes the card away."""
        self._person = line
        if line is None:
            self.hide()
            return
        work = partial(read_conditions, self._context.workspace, line.person.id, *self._question())
        show = partial(self._show, line)
        self._context.tasks.read(work, show, owner=self, key="conditions")

    def _show(self, line: BoardLine, chips: list[FlowingChip]) -> None:
        if line is not self._person:
            return
        question = self._question()
        self.title.setText(
            _("{person} · {kind} · conditions on {day}").format(
                person=line.person.full_name,
                kind=full_subject("caces", question.kind),
                day=format_date(question.on),
            )
        )
        self.chips.show_chips(chips)
        self.setVisible(bool(chips))
