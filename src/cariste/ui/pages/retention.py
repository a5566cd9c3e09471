"""The page « Conservation »: what need not be kept any longer, proposed; a person decides about each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.leaving.proposals import CERTIFICATE, REASONS, UNKNOWN_DAY, Proposal
from cariste.ui.actions.menu import SelectionAction, SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.retention import (
    Retention,
    erased_columns,
    periods_in_words,
    proposal_columns,
    read_retention,
    reason_label,
)
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.filter_bar import Filter, FilterBar
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView


class RetentionPage(Page):
    """Two lists: to decide, and done. Enter or a double click shows the person.

    Attributes:
        view, model: What is to be decided.
        done_view, done_model: Whose identity is gone.
        decisions: What can be done with the lines selected.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: Retention | None = None
        theme = context.theme
        self.model: TableModel[Proposal] = TableModel(
            proposal_columns(), lambda one: one.id, lambda one: fold(one.name), self
        )
        self.done_model: TableModel[Any] = TableModel(erased_columns(), lambda one: one.id, parent=self)
        self.view, self.done_view = TableView(self.model, theme), TableView(self.done_model, theme)
        self.view.setObjectName("retention.table")
        self.placeholder = Placeholder(self.view, theme)
        self.done_placeholder = Placeholder(self.done_view, theme)
        self.filters: FilterBar[Proposal] = FilterBar(_filters(), theme)
        self.counts = CountLine(theme)
        self.tabs = FlatTabs(theme)
        self._stack = QStackedWidget()
        self.decisions = SelectionMenu(context, self.view, self, self._listed())
        self._lay_out()
        self._connect()
        self.placeholder.wait()

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.act_button = FlatButton(_("Decide"), theme)
        self.act_button.setMenu(self.decisions.menu)
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Retention"), theme))
        first.addWidget(self.filters, 1)
        first.addWidget(self.act_button)
        for title, view in ((_("To decide"), self.view), (_("Done"), self.done_view)):
            self.tabs.addTab(title)
            view.setAccessibleName(title)
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(muted(periods_in_words()))
        column.addWidget(sheet(theme, self.tabs, self._stack), 1)
        column.addWidget(self.counts)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn_to)
        self.filters.changed.connect(self._apply_filters)
        self.view.opened.connect(self._open)
        self._context.bus.changed.connect(self.reload)
        self._context.bus.day_changed.connect(self.reload)

    def activate(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        self.reload()

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting and filters."""
        self.view.save_state(settings, "columns")
        self.done_view.save_state(settings, "done_columns")
        self.filters.save_state(settings)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self.done_view.restore_state(settings, "done_columns")
        self.filters.restore_state(settings)

    def reload(self, _what: Any = None) -> None:
        """Read both lists again; choice and place stay. While nobody looks, later."""
        if self.isVisible():
            work = partial(read_retention, self._context.workspace, self._context.bus.today)
            self._context.tasks.read(work, self._show, self._show_problem, owner=self, key="retention")

    def _show(self, found: Retention) -> None:
        self._found = found
        self.filters.set_rows(found.proposals)
        self.model.set_rows(found.proposals)
        self.done_model.set_rows(found.erased)
        if found.erased:
            self.done_placeholder.be_silent()
        else:
            self.done_placeholder.say(_("Nobody’s identity was taken away so far."))
        for place, (title, count) in enumerate(
            ((_("To decide"), len(found.proposals)), (_("Done"), len(found.erased)))
        ):
            self.tabs.setTabText(place, f"{title}  {format_number(count)}")
        self._apply_filters()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _turn_to(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.filters.setEnabled(tab == 0)
        self.act_button.setEnabled(tab == 0)
        self._count()

    def _apply_filters(self) -> None:
        self.model.set_filter(self.filters.predicate())
        if self._found is None:
            return
        shown = self.model.rowCount()
        if shown and self.view.current_id() is None:
            self.view.select_position(0)
        self._count()
        if shown:
            self.placeholder.be_silent()
        elif self._found.proposals:
            self.placeholder.say(_("No results."), "", _("Clear the filters"), self.filters.reset)
        else:
            self.placeholder.say(_("Nothing is kept longer than it need be."))

    def _count(self) -> None:
        if self.tabs.currentIndex():
            done = self.done_model.rowCount()
            self.counts.say(ngettext("{n} erasure", "{n} erasures", done).format(n=format_number(done)))
            return
        shown = self.model.rowCount()
        words = ngettext("{n} line to decide", "{n} lines to decide", shown).format(n=format_number(shown))
        parts: list[str | Link] = [words]
        if not self.filters.at_rest:
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)

    # -- what can be done ----------------------------------------------------------------------

    def _listed(self) -> list[SelectionAction]:
        whole = self._unless(lambda one: one.reason == CERTIFICATE, _("Only for whole files."))
        dated = self._unless(
            lambda one: one.reason != UNKNOWN_DAY, _("Only where the leaving date is missing.")
        )
        copies = self._unless(lambda one: one.reason != CERTIFICATE, _("Only for former certificates."))
        return [
            SelectionAction("anonymise", lambda: _("Anonymise…"), self._anonymise, reason=whole),
            SelectionAction("delete", lambda: _("Delete for good…"), self._delete, reason=whole),
            SelectionAction("leave", lambda: _("Enter the leaving date…"), self._leave, reason=dated),
            SelectionAction(
                "copy", lambda: _("Delete the certificates…"), self._delete_copies, reason=copies
            ),
            SelectionAction(
                "show", lambda: _("Show the person"), self._show_person, alone=True, writes=False, apart=True
            ),
        ]

    def _unless(self, unfit: Callable[[Proposal], bool], why: str) -> Callable[[Sequence[str]], str | None]:
        return lambda ids: why if any(map(unfit, self._lines(ids))) else None

    def _lines(self, ids: Sequence[str]) -> list[Proposal]:
        return [self.model.row(place) for place in self.model.positions(ids)]

    def _people(self, ids: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(one.employee_id for one in self._lines(ids)))

    def _anonymise(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        from cariste.ui.dialogs.deletion import ask_anonymisation

        ask_anonymisation(context, self._people(ids), page)

    def _delete(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        from cariste.ui.dialogs.deletion import ask_deletion

        ask_deletion(context, self._people(ids), page)

    def _leave(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        from cariste.ui.dialogs.leaving import ask_leaving

        ask_leaving(context, self._people(ids), page)

    def _delete_copies(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        from cariste.ui.dialogs.retention import ask_certificate_deletion

        ask_certificate_deletion(context, self._lines(ids), page)

    def _show_person(self, _context: Context, _page: QWidget, ids: Sequence[str]) -> None:
        for one in self._lines(ids):
            self.person_requested.emit(one.employee_id, one.record_id or "")

    def _open(self, line_id: Any) -> None:
        self._show_person(self._context, self, [str(line_id)])


def _filters() -> list[Filter[Proposal]]:
    return [
        Filter(
            "reason", _("Why"), _("All reasons"), lambda one: one.reason, reason_label, order=list(REASONS)
        )
    ]
