"""What each role asks for, as a matrix: a click or the space bar asks for it, or not any more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.requirement.queries import Need
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.errors import Message
from cariste.ui.models.requirements import (
    NOTHING,
    KindLine,
    Matrix,
    kind_lines,
    matrix_columns,
    read_matrix,
    start_in_words,
    store_need,
    store_start,
    with_need,
)
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.filter_button import Choice, FilterButton
from cariste.ui.widgets.parts import heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.writing_button import WritingButton

_BEFORE_ROLES = 1
"""Columns that say what a line is about."""


class RequirementsPage(Page):
    """Roles by certificates, visits and trainings; for all work areas, or for one of them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._matrix: Matrix | None = None
        self._pending: dict[Need, bool] = {}
        self._every = False
        self._stale = True
        theme = context.theme
        self.model: TableModel[KindLine] = TableModel(
            matrix_columns(NOTHING, None), lambda line: line.kind, parent=self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("requirements.table")
        self.view.setAccessibleName(_("Requirements"))
        self.view.setSortingEnabled(False)
        self.view.frame_current_cell()
        self.placeholder = Placeholder(self.view, theme)
        self.site = FilterButton(_("Work area"), self._sites, theme)
        self.start_button = WritingButton(_("Start from the model…"), context)
        self.start_button.setObjectName("requirements.start")
        self.counts = CountLine(theme)
        self._lay_out()
        self._connect()
        self.placeholder.wait()

    def _lay_out(self) -> None:
        theme = self._context.theme
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Requirements"), theme))
        first.addWidget(
            muted(_("What is missing becomes an alert. A click or the space bar changes a cell.")), 1
        )
        first.addWidget(self.start_button)
        second = QHBoxLayout()
        second.addWidget(self.site)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(self.counts)

    def _connect(self) -> None:
        self.site.changed.connect(self._other_site)
        self.start_button.clicked.connect(self._ask_to_start)
        self.view.clicked.connect(self._toggle)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._toggle(self.view.currentIndex()))
        self._context.bus.changed.connect(self.reload)

    def activate(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def save_state(self, settings: QSettings) -> None:
        """Write the work area looked at."""
        settings.setValue("site", self.site.value or "")

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.site.choose(str(settings.value("site", "")) or None)

    def reload(self, _what: Any = None) -> None:
        """Read the matrix again; place stays. While nobody looks, later."""
        self._stale = not self.isVisible()
        if not self._stale:
            work = partial(read_matrix, self._context.workspace)
            self._context.tasks.read(work, self._show, self._show_problem, owner=self, key="matrix")

    def need_at(self, index: QModelIndex) -> Need | None:
        """Return what a cell is about; None where there is no role."""
        place = index.column() - _BEFORE_ROLES
        if self._matrix is None or not index.isValid() or not 0 <= place < len(self._matrix.roles):
            return None
        return Need(self._matrix.roles[place], self.site.value, self.model.row(index.row()).kind)

    def _show(self, matrix: Matrix) -> None:
        place = self.view.currentIndex()
        for need, asked in self._pending.items():
            matrix = with_need(matrix, need, asked=asked)
        self._matrix = matrix
        self.site.refresh()
        self.model.set_columns(matrix_columns(matrix, self.site.value))
        self.model.set_rows(kind_lines(matrix, every=self._every))
        self.view.fit()
        if not matrix.roles:
            self.placeholder.say(
                _("No role is known yet."), _("Roles are those of the employees and of the firm’s settings.")
            )
            return
        self.placeholder.be_silent()
        row = min(max(place.row(), 0), self.model.rowCount() - 1)
        self.view.go_to(row, max(place.column(), _BEFORE_ROLES))
        self._count()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _count(self) -> None:
        parts: list[str | Link] = []
        if self._every:
            parts.append(Link(_("only the categories used here"), self._show_used))
        else:
            parts.append(_("Categories that nobody uses here are hidden"))
            parts.append(Link(_("show them"), self._show_every))
        if self.site.value is not None:
            parts.append(_("“everywhere”: required of this role in all work areas"))
        self.counts.say(*parts)

    def _show_every(self) -> None:
        self._every = True
        self._show_again()

    def _show_used(self) -> None:
        self._every = False
        self._show_again()

    def _other_site(self) -> None:
        self.site.refresh()
        self._show_again()

    def _show_again(self) -> None:
        if self._matrix is not None:
            self._show(self._matrix)

    # -- changing --------------------------------------------------------------------------------

    def _toggle(self, index: QModelIndex) -> None:
        need, matrix = self.need_at(index), self._matrix
        if need is None or matrix is None:
            return
        context = self._context
        if not context.workspace.writing:
            reason = _("This window only reads: the one that edits can do this.")
            Message(context.theme, reason, self.window()).open()
            return
        asked = need not in matrix.needs
        # Shown at once, and over what an earlier reading brings back.
        self._pending[need] = asked
        self._show(matrix)
        work = partial(store_need, context.workspace, need, asked=asked)
        context.tasks.write(work, partial(self._written, need, asked), self._refused, owner=self)

    def _written(self, need: Need, asked: bool, _result: object) -> None:
        if self._pending.get(need) == asked:
            del self._pending[need]
        self._context.bus.changed.emit(None)

    def _refused(self, problem: CaristeError) -> None:
        self._pending.clear()
        self.reload()
        Message(self._context.theme, str(problem), self.window()).open()

    def _ask_to_start(self) -> None:
        if self._matrix is None:
            return
        needs = self._matrix.starting
        if not needs:
            words = _(
                "Everything the model asks of your roles is required already. It knows: Préparateur, "
                "Réceptionnaire, Cariste."
            )
            Message(self._context.theme, words, self.window()).open()
            return
        question = "\n".join(
            (
                _("These requirements are usual. Add them, to correct them afterwards?"),
                start_in_words(needs),
                _("It can be undone (Ctrl+Z) as long as this window edits."),
            )
        )
        act = partial(self._start, needs)
        Confirmation.ask(question, _("Add them"), act, self._context.theme, self.window())

    def _start(self, needs: Sequence[Need]) -> None:
        context = self._context
        work = partial(store_start, context.workspace, needs)
        context.tasks.write(work, context.bus.changed.emit, self._refused, owner=self)

    def _sites(self) -> list[Choice]:
        areas = self._matrix.sites if self._matrix is not None else ()
        chosen = [self.site.value] if hasattr(self, "site") and self.site.value else []
        every = dict.fromkeys((*areas, *chosen))
        return [Choice(None, _("In all work areas")), *(Choice(area, area) for area in every)]
