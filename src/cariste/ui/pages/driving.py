"""« Who may drive this, now? »: the question the supervisor opens the program for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSettings
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.authorisation.board import Board, BoardLine
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.wording import format_date, format_number
from cariste.equipment.queries import MachineRow
from cariste.regulation.driving import driving_kinds
from cariste.regulation.rules import load_catalogue
from cariste.ui.context import Context
from cariste.ui.dialogs.export_table import ExportButton
from cariste.ui.models.drivers import (
    allowed_columns,
    line_id,
    read_board,
    refused_columns,
)
from cariste.ui.models.machines import read_machines_and_sites
from cariste.ui.models.table import Column, TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.board_papers import BoardPapers
from cariste.ui.widgets.chip import GREEN, RED
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.driver_conditions import DriverConditions, Question
from cariste.ui.widgets.filter_button import Choice, FilterButton
from cariste.ui.widgets.parts import Card, heading
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.signed_title import SignedTitle
from cariste.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cariste.reports.asking import Asked

_FIRST_KIND = "R489-3"
_MACHINE = "machine:"


class DriversTable:
    """One half of the answer: a title with its count, and the people."""

    def __init__(self, context: Context, name: str, tone: str, columns: Sequence[Column[BoardLine]]) -> None:
        """Make an empty half.

        Args:
            context: The open folder and the rest.
            name: Its name for tests and stored states.
            tone: Colour and sign of its title.
            columns: What it shows of each person.
        """
        theme = context.theme
        self.model: TableModel[BoardLine] = TableModel(columns, line_id)
        self.view = TableView(self.model, theme)
        self.view.setObjectName(name)
        self.title = SignedTitle(theme, tone)
        self.placeholder = Placeholder(self.view, theme)
        self.card: Card = sheet(theme, self.title, self.view)

    def show(self, title: str, lines: Sequence[BoardLine], empty: str) -> None:
        """Show people under a title; without any, say so."""
        self.title.say(title, len(lines))
        self.view.setAccessibleName(title)
        self.model.set_rows(lines)
        if lines:
            self.placeholder.be_silent()
        else:
            self.placeholder.say(empty)


class DrivingPage(Page):
    """A machine or a category, a work area, a day: those who may drive, and those who may not and why."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._machines: list[MachineRow] = []
        self._areas = context.workspace.settings.workspaces
        self._board: Board | None = None
        self._with_others = False
        self._active: DriversTable | None = None
        theme = context.theme
        self.what = FilterButton(_("Machine or category"), self._whats, theme, value=_FIRST_KIND)
        self.site = FilterButton(_("Work area"), self._sites, theme)
        self.day = DateField(theme, context.bus.today, latest=lambda: dt.date.max)
        self.day.setAccessibleName(_("Day"))
        self.day.setFixedWidth(17 * GRID)
        self.allowed = DriversTable(context, "driving.allowed", GREEN, allowed_columns(context.bus.today))
        self.refused = DriversTable(context, "driving.refused", RED, refused_columns(context.bus.today))
        self.counts = CountLine(theme)
        self.counts.setWordWrap(True)  # it may have four things to say, and widens no window for them
        self.conditions = DriverConditions(context, self._question)
        self.papers = BoardPapers(context, self._asked, lambda who: self.person_requested.emit(who, ""), self)
        self._lay_out()
        self._connect()
        self.what.refresh()
        self.site.refresh()
        self.allowed.placeholder.wait()
        self.reload()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Who may drive?"), self._context.theme))
        first.addStretch(1)
        first.addWidget(ExportButton(self._context, self, _("who may drive"), self._tables))
        first.addWidget(self.papers)
        choices = QHBoxLayout()
        choices.setSpacing(GRID)
        for widget in (self.what, self.site, self.day):
            choices.addWidget(widget)
        choices.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addLayout(choices)
        column.addWidget(self.allowed.card, 1)
        column.addWidget(self.refused.card, 1)
        column.addWidget(self.conditions)
        column.addWidget(self.counts)

    def _tables(self) -> list[tuple[str, TableView]]:
        return [(_("May drive"), self.allowed.view), (_("May not drive"), self.refused.view)]

    def _connect(self) -> None:
        for button in (self.what, self.site):
            button.changed.connect(self.reload)
        self.day.settled.connect(self.reload)
        self.papers.serve(self.allowed.view, offering=False)
        self.papers.serve(self.refused.view, offering=True)
        for table in (self.allowed, self.refused):
            table.view.chosen.connect(partial(self._show_conditions, table))
        self._context.bus.changed.connect(self.reload)
        self._context.bus.day_changed.connect(self._new_day)

    def activate(self) -> None:
        """Begin at the machine."""
        self.what.setFocus()

    def save_state(self, settings: QSettings) -> None:
        """Write what was asked last, and the columns; the day is always today at first."""
        settings.setValue("what", self.what.value or "")
        settings.setValue("site", self.site.value or "")
        self.allowed.view.save_state(settings, "allowed")
        self.refused.view.save_state(settings, "refused")

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.allowed.view.restore_state(settings, "allowed")
        self.refused.view.restore_state(settings, "refused")
        self.what.choose(str(settings.value("what", "")) or _FIRST_KIND)
        self.site.choose(str(settings.value("site", "")) or None)

    def show_drivers(self, machine_id: str) -> None:
        """Ask about a machine, where it runs, today."""
        self.day.set_value(self._context.bus.today)
        self.site.choose(None)
        self.what.choose(f"{_MACHINE}{machine_id}")
        self.reload()

    @property
    def kind(self) -> str:
        """The category asked about: chosen, or that of the machine chosen."""
        machine = self._machine()
        if machine is not None:
            return machine.kind
        return self.what.value if self.what.value in driving_kinds() else _FIRST_KIND

    @property
    def area(self) -> str | None:
        """The work area asked about: chosen, or the one where the machine chosen runs."""
        machine = self._machine()
        return self.site.value or (machine.site if machine is not None else None)

    def _asked(self) -> Asked:
        """Return what is shown, as reports are asked for it."""
        from cariste.reports.asking import Asked

        machine = self._machine()
        return Asked(
            on=self.day.value or self._context.bus.today,
            area=self.area,
            kind=self.kind,
            machine=machine.number if machine is not None else None,
        )

    def reload(self, _what: Any = None) -> None:
        """Ask again; choice and place stay."""
        self._context.tasks.read(
            partial(read_machines_and_sites, self._context.workspace),
            self._take_machines,
            self._show_problem,
            owner=self,
            key="machines",
        )

    def _take_machines(self, found: tuple[list[MachineRow], tuple[str, ...]]) -> None:
        self._machines, self._areas = found
        self.what.refresh()
        self.site.refresh()
        on = self.day.value or self._context.bus.today
        self._context.tasks.read(
            partial(read_board, self._context.workspace, self.kind, self.area, on),
            self._show,
            self._show_problem,
            owner=self,
            key="board",
        )

    def _show(self, board: Board) -> None:
        self._board = board
        self.allowed.model.set_columns(allowed_columns(board.on))
        self.allowed.show(
            pgettext("people", "May drive"), board.allowed, _("Nobody may drive this on that day.")
        )
        refused = (*board.refused, *board.others) if self._with_others else board.refused
        self.refused.model.set_columns(refused_columns(board.on))
        self.refused.show(pgettext("people", "May not drive"), refused, _("Nobody else is concerned."))
        self._count(board)
        shown = {line.person.id: line for line in (*board.allowed, *refused)}
        self.conditions.show_person(shown.get(self.conditions.person_id))

    def _question(self) -> Question:
        board = self._board
        if board is None:
            return Question(self.kind, self.site.value, self._context.bus.today)
        return Question(board.kind, board.site, board.on)

    def _show_conditions(self, table: DriversTable, person_id: Any) -> None:
        """Show whoever was chosen last; one person is chosen on the page, not one in each list."""
        lines = [table.model.row(place) for place in table.model.positions([person_id])]
        if lines:
            self._active = table
            other = self.refused if table is self.allowed else self.allowed
            other.view.setCurrentIndex(QModelIndex())
            other.view.clearSelection()
        if table is self._active:
            self.conditions.show_person(lines[0] if lines else None)

    def _count(self, board: Board) -> None:
        parts: list[str | Link] = []
        machine = self._machine()
        if machine is not None and not machine.runs_on(board.on):
            parts.append(
                _("This machine is out of service since {day}").format(
                    day=format_date(machine.out_of_service_on)
                )
            )
        if board.site is not None and self.site.value is None:
            parts.append(_("judged for {area}, where this machine runs").format(area=board.site))
        if board.others and not self._with_others:
            words = ngettext(
                "{n} person never trained for this is hidden",
                "{n} people never trained for this are hidden",
                len(board.others),
            )
            parts.append(words.format(n=format_number(len(board.others))))
            parts.append(Link(_("show them"), self._show_others))
        elif self._with_others:
            parts.append(Link(_("hide those never trained for this"), self._hide_others))
        if board.on != self._context.bus.today:
            parts.append(_("judged by the rules in force on {day}").format(day=format_date(board.on)))
        self.counts.say(*parts)

    def _show_problem(self, problem: CaristeError) -> None:
        self.allowed.placeholder.say(
            _("The list could not be read."), str(problem), _("Try again"), self.reload
        )

    def _new_day(self, today: dt.date) -> None:
        self.day.set_value(today)
        self.reload()

    def _show_others(self) -> None:
        self._with_others = True
        if self._board is not None:
            self._show(self._board)

    def _hide_others(self) -> None:
        self._with_others = False
        if self._board is not None:
            self._show(self._board)

    def _machine(self) -> MachineRow | None:
        wanted = (self.what.value or "").removeprefix(_MACHINE)
        return next((machine for machine in self._machines if machine.id == wanted), None)

    def _whats(self) -> list[Choice]:
        catalogue = load_catalogue()
        machines = [
            Choice(f"{_MACHINE}{machine.id}", f"{machine.number} · {machine.name} ({machine.kind})")
            for machine in self._machines
        ]
        kinds = []
        for code in driving_kinds():
            kind = catalogue.find(code)
            kinds.append(Choice(code, f"{code} · {kind.short_label()}" if kind is not None else code))
        # The first is what a choice that is gone gives way to.
        first = [choice for choice in kinds if choice.value == _FIRST_KIND]
        return [*first, *machines, *(choice for choice in kinds if choice.value != _FIRST_KIND)]

    def _sites(self) -> list[Choice]:
        return [Choice(None, _("All work areas")), *(Choice(area, area) for area in self._areas)]
