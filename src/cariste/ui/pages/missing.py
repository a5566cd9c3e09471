"""The page of missing data: what nobody recorded yet, and the way to the field where it goes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cariste.alerts.missing import PERSON, PROBLEMS, Missing
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.ui.context import Context
from cariste.ui.dialogs.export_table import ExportButton
from cariste.ui.models.missing import (
    about_label,
    missing_columns,
    missing_id,
    problem_label,
    read_missing,
)
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.filter_bar import Filter, FilterBar
from cariste.ui.widgets.parts import heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_IN_FORMS = {"kind": "kinds"}
"""Fields that the forms call otherwise: one certificate may be about several categories."""


class MissingPage(Page):
    """Everything to complete; Enter or a double click opens the form at the field where it goes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._read = False
        self._stale = True
        theme = context.theme
        self.model: TableModel[Missing] = TableModel(
            missing_columns(), missing_id, lambda missing: fold(missing.employee), self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("missing.table")
        self.view.setAccessibleName(_("Missing data"))
        self.placeholder = Placeholder(self.view, theme)
        self.filters: FilterBar[Missing] = FilterBar(_filters(), theme)
        self.counts = CountLine(theme)
        self._lay_out()
        self.filters.changed.connect(self._apply_filters)
        self.view.opened.connect(self._open)
        self.view.menu_wanted.connect(self._extend)
        context.bus.changed.connect(self.reload)
        context.bus.day_changed.connect(self.reload)
        self.placeholder.wait()

    def _lay_out(self) -> None:
        theme = self._context.theme
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Missing data"), theme))
        first.addWidget(muted(_("Of people who work here and of what counts today.")), 1)
        tables = [(_("Missing data"), self.view)]
        first.addWidget(ExportButton(self._context, self, _("missing data"), lambda: tables))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(self.filters)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(self.counts)

    def activate(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting and filters."""
        self.view.save_state(settings, "columns")
        self.filters.save_state(settings)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self.filters.restore_state(settings)

    def reload(self, _what: Any = None) -> None:
        """Read what is missing again; choice and place stay. While nobody looks, later."""
        self._stale = not self.isVisible()
        if not self._stale:
            context = self._context
            work = partial(read_missing, context.workspace)
            context.tasks.read(work, self._show, self._show_problem, owner=self, key="missing")

    def _show(self, found: list[Missing]) -> None:
        # What was completed leaves the list: the work goes on with the line that takes its place.
        place = self.view.currentIndex().row()
        self._read = True
        self.filters.set_rows(found)
        self.model.set_rows(found)
        self._filter(max(0, place))

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _apply_filters(self) -> None:
        self._filter(0)

    def _filter(self, place: int) -> None:
        self.model.set_filter(self.filters.predicate())
        if not self._read:
            return
        shown = self.model.rowCount()
        if shown and self.view.current_id() is None:
            self.view.select_position(min(place, shown - 1))
        self._count()
        self._explain_emptiness()

    def _count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.rows)
        words = ngettext("{n} thing to complete", "{n} things to complete", shown)
        parts: list[str | Link] = [words.format(n=format_number(shown))]
        if shown != every:
            parts.append(_("{n} in all").format(n=format_number(every)))
        if not self.filters.at_rest:
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)

    def _explain_emptiness(self) -> None:
        if self.model.rowCount():
            self.placeholder.be_silent()
        elif self.model.rows:
            self.placeholder.say(_("No results."), "", _("Clear the filters"), self.filters.reset)
        else:
            self.placeholder.say(_("Nothing is missing."))

    def _open(self, line_id: Any) -> None:
        from cariste.ui.forms.opening import edit_person, edit_record

        for place in self.model.positions([line_id]):
            missing = self.model.row(place)
            at = _IN_FORMS.get(missing.field, missing.field)
            if missing.record_id is None:
                edit_person(self._context, self, missing.employee_id, at=at)
            else:
                edit_record(self._context, self, missing.type, missing.record_id, at=at)

    def _extend(self, menu: QMenu) -> None:
        menu.addSeparator()
        menu.addAction(_("Complete…"), partial(self._open, self.view.current_id()))
        menu.addAction(_("Show the employee"), self._show_person)

    def _show_person(self) -> None:
        for place in self.model.positions([self.view.current_id()]):
            missing = self.model.row(place)
            self.person_requested.emit(missing.employee_id, missing.record_id or "")


def _filters() -> list[Filter[Missing]]:
    return [
        Filter(
            "problem",
            _("Missing"),
            _("Everything missing"),
            lambda missing: missing.problem,
            problem_label,
            order=PROBLEMS,
        ),
        Filter(
            "type",
            _("Where"),
            _("Everywhere"),
            lambda missing: missing.type,
            about_label,
            order=(PERSON, labels.CACES, labels.MEDICAL, labels.TRAINING),
        ),
        Filter("workspace", _("Work area"), _("All work areas"), lambda missing: missing.workspace or ""),
    ]
