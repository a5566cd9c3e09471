"""A page around one table: read while somebody looks, filtered, counted below, explained when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSettings
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.ui.context import Context
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.filter_bar import Filter, FilterBar
from cariste.ui.widgets.parts import heading
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.table_view import TableView

_Row = TypeVar("_Row")


class ListPage(Page, Generic[_Row]):
    """What such pages have in common; each says what it reads, and what its rows are called.

    Attributes:
        model, view: The table.
        filters: Above it.
        counts: Below it.
        placeholder: Over it, while there is nothing to show.
    """

    def __init__(
        self,
        context: Context,
        name: str,
        title: str,
        model: TableModel[_Row],
        filters: Sequence[Filter[_Row]],
        *,
        parent: QWidget | None,
    ) -> None:
        """Make the table and what surrounds it; the page lays them out.

        Args:
            context: The folder, the threads, the news, the looks.
            name: What the page is called in the code.
            title: What the table is called on the screen.
            model: The rows and columns.
            filters: What the rows can be narrowed down by.
            parent: The window.
        """
        super().__init__(parent)
        self._context = context
        self._seen = False
        self._stale = True
        theme = context.theme
        self.model = model
        self.model.setParent(self)
        self.view = TableView(model, theme)
        self.view.setObjectName(f"{name}.table")
        self.view.setAccessibleName(title)
        self.placeholder = Placeholder(self.view, theme)
        self.filters: FilterBar[_Row] = FilterBar(filters, theme)
        self.counts = CountLine(theme)
        self.filters.changed.connect(self._apply_filters)
        context.bus.changed.connect(self.reload)
        context.bus.day_changed.connect(self._begin_day)
        self.placeholder.wait()

    def stack(self, title: str, beside: QWidget | None, buttons: Sequence[QWidget], *below: Any) -> None:
        """Lay the page out.

        Args:
            title: The heading.
            beside: What stands beside it, words or filters.
            buttons: At the end of the same line.
            below: Widgets and lines under it, in their order; the one that holds the table grows.
        """
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(title, self._context.theme))
        first.addWidget(beside, 1) if beside is not None else first.addStretch(1)
        for button in buttons:
            first.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        for part in below:
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, int(part.isAncestorOf(self.view)))
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
        """Read the list again; choice and place stay. While nobody looks, later."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._context.tasks.read(self._question(), self._show, self._show_problem, owner=self, key="list")

    def chosen(self, ids: Sequence[Any]) -> list[_Row]:
        """Return the rows with these ids that are shown."""
        return [self.model.row(place) for place in self.model.positions(ids)]

    # -- what each page says -------------------------------------------------------------------

    def _question(self) -> Callable[[], Any]:
        """Return what reads the list, in the background."""
        raise NotImplementedError

    def _counted(self, shown: int) -> str:
        """Return how many rows are shown, in words."""
        raise NotImplementedError

    def _explain_nothing(self) -> None:
        """Say over the table why there is nothing in it, filters aside."""
        raise NotImplementedError

    # -- what they share -----------------------------------------------------------------------

    def _begin_day(self, _today: Any) -> None:
        self.reload()

    def _show(self, found: Any) -> None:
        self._put(found)

    def _put(self, rows: Sequence[_Row]) -> None:
        # What was dealt with leaves the list: the work goes on with the line that takes its place.
        place = self.view.currentIndex().row()
        self._seen = True
        self.filters.set_rows(rows)
        self.model.set_rows(rows)
        self._filter(max(0, place))

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _apply_filters(self) -> None:
        self._filter(0)

    def _filter(self, place: int) -> None:
        self.model.set_filter(self.filters.predicate())
        if not self._seen:
            return
        shown = self.model.rowCount()
        if shown and self.view.current_id() is None:
            self.view.select_position(min(place, shown - 1))
        self._count()
        if shown:
            self.placeholder.be_silent()
        elif self.model.rows:
            self.placeholder.say(_("No results."), "", _("Clear the filters"), self.filters.reset)
        else:
            self._explain_nothing()

    def _count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.rows)
        parts: list[str | Link] = [self._counted(shown)]
        if shown != every:
            parts.append(_("{n} in all").format(n=format_number(every)))
        if not self.filters.at_rest:
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)
