"""The page « Conservation »: what need not be kept any longer, proposed; a person decides about each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QStackedWidget, QWidget

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
from cariste.ui.pages.list_page import ListPage
from cariste.ui.widgets.filter_bar import Filter
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView


class RetentionPage(ListPage[Proposal]):
    """Two lists: to decide, and done. Enter or a double click shows the person.

    Attributes:
        view, model: What is to be decided.
        done_view, done_model: Whose identity is gone.
        decisions: What can be done with the lines selected.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        theme = context.theme
        model: TableModel[Proposal] = TableModel(
            proposal_columns(), lambda one: one.id, lambda one: fold(one.name)
        )
        super().__init__(context, "retention", _("To decide"), model, _filters(), parent=parent)
        self.done_model: TableModel[Any] = TableModel(erased_columns(), lambda one: one.id, parent=self)
        self.done_view = TableView(self.done_model, theme)
        self.done_view.setAccessibleName(_("Done"))
        self.done_placeholder = Placeholder(self.done_view, theme)
        self.tabs = FlatTabs(theme)
        self._stack = QStackedWidget()
        self.decisions = SelectionMenu(context, self.view, self, self._listed())
        self.act_button = FlatButton(_("Decide"), theme)
        self.act_button.setMenu(self.decisions.menu)
        for view in (self.view, self.done_view):
            self.tabs.addTab(view.accessibleName())
            self._stack.addWidget(view)
        tables = sheet(theme, self.tabs, self._stack)
        self.stack(_("Retention"), self.filters, (self.act_button,), muted(periods_in_words()), tables)
        self.tabs.currentChanged.connect(self._turn_to)
        self.view.opened.connect(self._open)

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting and filters."""
        super().save_state(settings)
        self.done_view.save_state(settings, "done_columns")

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        super().restore_state(settings)
        self.done_view.restore_state(settings, "done_columns")

    def _question(self) -> Callable[[], Retention]:
        return partial(read_retention, self._context.workspace, self._context.bus.today)

    def _show(self, found: Retention) -> None:
        self.done_model.set_rows(found.erased)
        if found.erased:
            self.done_placeholder.be_silent()
        else:
            self.done_placeholder.say(_("Nobody’s identity was taken away so far."))
        counts = (len(found.proposals), len(found.erased))
        for place, (view, count) in enumerate(zip((self.view, self.done_view), counts, strict=True)):
            self.tabs.setTabText(place, f"{view.accessibleName()}  {format_number(count)}")
        self._put(found.proposals)

    def _turn_to(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.filters.setEnabled(tab == 0)
        self.act_button.setEnabled(tab == 0)
        self._count()

    def _count(self) -> None:
        if self.tabs.currentIndex():
            done = self.done_model.rowCount()
            self.counts.say(ngettext("{n} erasure", "{n} erasures", done).format(n=format_number(done)))
        else:
            super()._count()

    def _counted(self, shown: int) -> str:
        return ngettext("{n} line to decide", "{n} lines to decide", shown).format(n=format_number(shown))

    def _explain_nothing(self) -> None:
        self.placeholder.say(_("Nothing is kept longer than it need be."))

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
        return lambda ids: why if any(map(unfit, self.chosen(ids))) else None

    def _people(self, ids: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(one.employee_id for one in self.chosen(ids)))

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

        ask_certificate_deletion(context, self.chosen(ids), page)

    def _show_person(self, _context: Context, _page: QWidget, ids: Sequence[str]) -> None:
        for one in self.chosen(ids):
            self.person_requested.emit(one.employee_id, one.record_id or "")

    def _open(self, line_id: Any) -> None:
        self._show_person(self._context, self, [str(line_id)])


def _filters() -> list[Filter[Proposal]]:
    return [
        Filter(
            "reason", _("Why"), _("All reasons"), lambda one: one.reason, reason_label, order=list(REASONS)
        )
    ]
