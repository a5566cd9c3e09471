"""The page of people: search, filters, the table, and below it the file of whoever is chosen."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.authorisation.standing import Standing, read_standing
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.employee.constants import ACTIVE, CONTRACT_TYPES, INACTIVE, STATUSES
from cariste.employee.file import EmployeeFile, employee_file
from cariste.ui.actions.menu import SelectionMenu
from cariste.ui.actions.people import people_actions
from cariste.ui.actions.people_editing import PeopleEditing
from cariste.ui.context import Context
from cariste.ui.models.cell_edit import CellEdit
from cariste.ui.models.people import PersonLine, people_columns, read_people
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.pages.person import PersonFile
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.exchange_menu import ExchangeMenu
from cariste.ui.widgets.filter_bar import Filter, FilterBar
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import heading
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.search_box import SearchBox
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.split import Split, with_line
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.writing_button import WritingButton

_NAME_COLUMN = 0
_HEIGHTS = (340, 310)
"""Of the table and of the file below it, at the start; the user moves the handle between them."""


class EmployeesPage(Page):
    """Everybody, found as one types."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._people: list[PersonLine] | None = None
        self._wanted: tuple[str, str] | None = None
        self._wanted_record = ("", "")
        self._begun: CellEdit | None = None
        theme = context.theme
        self.model: TableModel[PersonLine] = TableModel(
            people_columns(), attrgetter("id"), attrgetter("search"), self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("employees.table")
        self.view.setAccessibleName(_("Employees"))
        self.placeholder = Placeholder(self.view, theme)
        self.search = SearchBox(_("Search employees…"), "Ctrl+F", theme)
        self.search.setObjectName("employees.search")
        self.filters: FilterBar[PersonLine] = FilterBar(_filters(), theme)
        self.counts = CountLine(theme)
        self.file = PersonFile(context)
        self.exchange = ExchangeMenu(context, self.view, self)
        self.actions_menu = SelectionMenu(context, self.view, self, people_actions())
        self.editing = PeopleEditing(context, self, self.view, self.model)
        self._lay_out()
        self._connect()
        self.view.sort_by(_NAME_COLUMN)
        self.file.show_file(None)
        self.placeholder.wait()
        self.reload()

    def _lay_out(self) -> None:
        theme = self._context.theme
        menu_button = FlatButton(_("Import, export"), theme)
        menu_button.setMenu(self.exchange.menu)
        self.add_button = WritingButton(_("New employee"), self._context, hint="Ctrl+N")
        self.add_button.setObjectName("employees.add")
        self.add_button.setShortcut(QKeySequence(QKeySequence.StandardKey.New))
        self.actions_button = FlatButton(_("Actions"), theme)
        self.actions_button.setObjectName("employees.actions")
        self.actions_button.setMenu(self.actions_menu.menu)
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Employees"), theme))
        first.addWidget(self.search, 1)
        first.addWidget(self.add_button)
        first.addWidget(self.actions_button)
        first.addWidget(menu_button)
        self._split = Split(with_line(sheet(theme, self.view), self.counts), self.file, _HEIGHTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(self.filters)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._add_person)
        self.search.textChanged.connect(self._search)
        self.search.left_downwards.connect(self._go_to_table)
        self.filters.changed.connect(self._apply_filters)
        self.view.chosen.connect(self._show_chosen)
        self.view.opened.connect(lambda _row_id: self.file.tabs.setFocus())
        self.editing.grid.out_of_sight.connect(self._show_everybody)
        self._context.bus.changed.connect(self.reload)
        self._context.bus.day_changed.connect(self.reload)

    def activate(self) -> None:
        """Put the cursor where one types: into a cell left open, else into the search."""
        (self.editing.grid.editor or self.search).setFocus()

    def finish_typing(self) -> str:
        """Record the open cell; return what cannot stay in it and why, else nothing."""
        return self.editing.grid.finish()

    def lay_down(self) -> object:
        """Hand out the open cell."""
        return self.editing.grid.lay_down() or self._begun

    def take_up(self, begun: CellEdit) -> None:
        """Open the cell again once the people are there."""
        self._begun = begun

    def focus_search(self) -> None:
        """Go to the search field, ready to type over what is in it."""
        self.search.setFocus()
        self.search.selectAll()

    def show_person(self, employee_id: str, record_id: str) -> None:
        """Choose a person, whatever search and filters hide, and open the file at one record."""
        self._wanted = (employee_id, record_id)
        if self._people is not None:
            self._show_wanted()

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting, filters and the height of the file."""
        self.view.save_state(settings, "columns")
        self.filters.save_state(settings)
        self.file.save_state(settings)
        self._split.save_state(settings)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self.filters.restore_state(settings)
        self.file.restore_state(settings)
        self._split.restore_state(settings)

    def reload(self, _what: Any = None) -> None:
        """Read the people and the file again; choice and place stay."""
        context = self._context
        context.tasks.read(
            partial(read_people, context.workspace, context.bus.today),
            self._show_people,
            self._show_problem,
            owner=self,
            key="people",
        )
        if self.view.current_id() is not None:
            self._show_chosen(self.view.current_id())

    def _show_people(self, people: list[PersonLine]) -> None:
        self._people = people = self.editing.with_unwritten(people)
        self.filters.set_rows(people)
        self.model.set_rows(people)
        self._apply_filters()
        if self._wanted is not None:
            self._show_wanted()
        if self._begun is not None:
            begun, self._begun = self._begun, None
            self.editing.grid.take_up(begun)

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self._try_again)

    def _try_again(self) -> None:
        self.placeholder.be_silent()
        self.placeholder.wait()
        self.reload()

    def _search(self, text: str) -> None:
        self.model.set_search(text)
        self._after_change()

    def _apply_filters(self) -> None:
        shows_active = self.filters.value("status") == ACTIVE
        aside = self.filters.predicate(status=INACTIVE) if shows_active else None
        self.model.set_filter(self.filters.predicate(), aside)
        self._after_change()

    def _after_change(self) -> None:
        if self._people is None:
            return
        if self.model.rowCount() and self.view.current_id() is None:
            self.view.select_position(0)
        self._count()
        self._explain_emptiness()

    def _count(self) -> None:
        shown, hidden = self.model.rowCount(), self.model.aside
        parts: list[str | Link] = [ngettext("{n} shown", "{n} shown", shown).format(n=format_number(shown))]
        if hidden:
            parts.append(
                ngettext("{n} who left is hidden", "{n} who left are hidden", hidden).format(
                    n=format_number(hidden)
                )
            )
            parts.append(Link(_("show them"), self._show_those_who_left))
        elif self.filters.value("status") is None:
            parts.append(Link(_("hide those who left"), partial(self.filters.choose, status=ACTIVE)))
        if not self._only_status_filters():
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)

    def _explain_emptiness(self) -> None:
        if self.model.rowCount():
            self.placeholder.be_silent()
        elif not self._people:
            self.placeholder.say(
                _("No employees yet."),
                _("Your Excel sheet can be read as it is."),
                _("Import from Excel") if self.exchange.may_import else "",
                self.exchange.import_sheet,
            )
        elif hidden := self.model.aside:
            self.placeholder.say(
                _("No results among the people present."),
                ngettext("{n} person who left matches.", "{n} people who left match.", hidden).format(
                    n=format_number(hidden)
                ),
                _("Show them"),
                self._show_those_who_left,
            )
        else:
            self.placeholder.say(_("No results."), "", _("Show everybody"), self._show_everybody)
        if not self.model.rowCount():
            self.file.show_file(None)

    def _only_status_filters(self) -> bool:
        return all(self.filters.value(key) is None for key in ("workspace", "role", "contract"))

    def _show_those_who_left(self) -> None:
        self.filters.choose(status=None)

    def _show_everybody(self) -> None:
        self.search.clear()
        self.filters.choose(status=None, workspace=None, role=None, contract=None)

    def _add_person(self) -> None:
        from cariste.ui.forms import opening

        opening.add_person(self._context, self, self._await_person)

    def _await_person(self, employee_id: str) -> None:
        # Shown once the list has been read again, which the change has asked for already.
        self._wanted = (employee_id, "")

    def _go_to_table(self) -> None:
        if self.model.rowCount():
            self.view.setFocus()

    def _show_wanted(self) -> None:
        if self._wanted is None:
            return
        employee_id, _record_id = self._wanted_record = self._wanted
        self._wanted = None
        if not self.model.positions([employee_id]):
            self._show_everybody()
        already_chosen = self.view.current_id() == employee_id
        if self.view.select(employee_id) and already_chosen:
            self._show_chosen(employee_id)
        self.view.setFocus()

    def _show_chosen(self, employee_id: Any) -> None:
        if employee_id is None:
            return
        context = self._context
        # With a key: of the people one hurries past, only the last is shown.
        context.tasks.read(partial(_read_file, context, employee_id), self._show_file, owner=self, key="file")

    def _show_file(self, found: tuple[EmployeeFile | None, Standing | None]) -> None:
        file, standing = found
        employee_id, record_id = self._wanted_record
        wanted_here = file is not None and file.employee.id == employee_id
        self.file.show_file(file, record_id if wanted_here else "", standing)
        if wanted_here:
            self._wanted_record = ("", "")


def _read_file(context: Context, employee_id: str) -> tuple[EmployeeFile | None, Standing | None]:
    workspace, today = context.workspace, context.bus.today
    with workspace.reading():
        file = employee_file(employee_id, today, workspace.settings.thresholds.days)
        return file, read_standing(employee_id, today)


def _filters() -> list[Filter[PersonLine]]:
    contracts = {code: labels.contract_label(code) for code in CONTRACT_TYPES}
    return [
        Filter(
            "status",
            _("Status"),
            _("Active and left"),
            lambda line: line.status,
            lambda code: _("Active people") if code == ACTIVE else _("People who left"),
            order=STATUSES,
            default=ACTIVE,
        ),
        Filter("workspace", _("Work area"), _("All work areas"), lambda line: line.workspace),
        Filter("role", _("Role"), _("All roles"), lambda line: line.role),
        Filter(
            "contract",
            _("Contract"),
            _("All contracts"),
            lambda line: line.contract_code,
            lambda code: contracts.get(code, code),
            order=CONTRACT_TYPES,
        ),
    ]
