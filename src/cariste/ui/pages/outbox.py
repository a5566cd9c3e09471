"""The page of changes that not everybody has: those to decide, those the share refused, those that wait."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.ui.context import Context
from cariste.ui.models.outbox import OutboxContent, OutboxLine, outbox_columns, read_outbox
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.conflict_panel import ConflictPanel
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.split import Split, with_line
from cariste.ui.widgets.table_view import TableView

_LOOK_EVERY = 5_000
"""Milliseconds between two looks while the page is shown: what waits leaves by itself. Asks this PC alone."""
_CONFLICTS, _FAILED, _WAITING = range(3)
_HEIGHTS = (240, 400)
"""Of the table and of the panel below it, at the start."""


class OutboxPage(Page):
    """Three groups, the first that holds something open at the beginning."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._content: OutboxContent | None = None
        theme = context.theme
        self.model: TableModel[OutboxLine] = TableModel(outbox_columns(), lambda line: line.id, parent=self)
        self.view = TableView(self.model, theme)
        self.view.setObjectName("outbox.table")
        self.view.setAccessibleName(_("Waiting changes"))
        self.placeholder = Placeholder(self.view, theme)
        self.tabs = FlatTabs(theme)
        self.tabs.setAccessibleName(_("Groups"))
        self.explanation = muted()
        self.notice = Notice(theme)
        self.retry_button = FlatButton(_("Try again"), theme, leads=True)
        self.panel = ConflictPanel(theme)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._lay_out()
        self._connect()
        self.placeholder.wait()

    def _lay_out(self) -> None:
        for _group in range(3):
            self.tabs.addTab("")
        refused = QHBoxLayout()
        refused.setSpacing(GRID)
        refused.addWidget(self.notice, 1)
        refused.addWidget(self.retry_button, 0, Qt.AlignmentFlag.AlignTop)
        self._split = Split(
            with_line(sheet(self._context.theme, self.tabs, self.view), refused), self.panel, _HEIGHTS
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(_("Waiting changes"), self._context.theme))
        column.addWidget(self.explanation)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_group)
        self.view.chosen.connect(self._show_chosen)
        self.view.opened.connect(lambda _id: self.panel.begin())
        self.retry_button.clicked.connect(self._retry)
        self.panel.decided.connect(self._settle)
        self._context.bus.changed.connect(self.reload)
        self._timer.timeout.connect(self.reload)
        self._timer.start()

    def activate(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def save_state(self, settings: QSettings) -> None:
        """Write columns and sorting."""
        self.view.save_state(settings, "columns")

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")

    def showEvent(self, event: QShowEvent) -> None:
        """See what is there now."""
        super().showEvent(event)
        self.reload()

    def reload(self, _what: Any = None) -> None:
        """Read everything again; the group, the line and what was chosen for it stay."""
        if self.isVisible():
            work = partial(read_outbox, self._context.workspace)
            self._context.tasks.read(work, self._show, self._show_problem, owner=self, key="outbox")

    def _show(self, content: OutboxContent) -> None:
        first = self._content is None or self._content.empty
        self._content = content
        groups = (content.conflicts, content.failed, content.waiting)
        titles = (_("To decide"), _("Refused"), _("Waiting"))
        for place, (title, lines) in enumerate(zip(titles, groups, strict=True)):
            self.tabs.setTabText(place, f"{title}  {format_number(len(lines))}")
        if first or not groups[self.tabs.currentIndex()]:
            filled = next((place for place, lines in enumerate(groups) if lines), _WAITING)
            self.tabs.setCurrentIndex(filled)
        self._show_group()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _show_group(self, _place: int = 0) -> None:
        content, group = self._content, self.tabs.currentIndex()
        if content is None:
            return
        lines = (content.conflicts, content.failed, content.waiting)[group]
        self.model.set_rows(lines)
        self.explanation.setText(_meaning(group))
        if lines:
            self.placeholder.be_silent()
            if self.view.current_id() is None:
                self.view.select_position(0)
        elif content.empty:
            self.placeholder.say(_("Nothing is waiting."), _("Everybody has all your changes."))
        else:
            self.placeholder.say(_("Nothing in this group."))
        self._show_chosen()

    def _show_chosen(self, _row_id: Any = None) -> None:
        places = self.model.positions([self.view.current_id()])
        line = self.model.row(places[0]) if places else None
        group, writing = self.tabs.currentIndex(), self._context.workspace.writing
        problem = line.problem if line is not None and group != _CONFLICTS else ""
        self.notice.say(problem)
        self.retry_button.setVisible(group == _FAILED and line is not None)
        self.retry_button.setEnabled(writing)
        self.retry_button.setToolTip("" if writing else _("This window only reads: it sends nothing."))
        self.panel.show_conflict(
            line if group == _CONFLICTS else None,
            self._content.names if self._content else {},
            outcomes=writing,
            reason="" if writing else _("This window only reads: take the hand first, then decide."),
        )

    def _retry(self) -> None:
        self.retry_button.setEnabled(False)
        self._context.tasks.write(
            self._context.workspace.retry, self._tell_everybody, self._not_done, owner=self
        )

    def _settle(self, edit_id: int, mine: set[str]) -> None:
        work = partial(self._context.workspace.settle, edit_id, mine)
        self._context.tasks.write(work, self._tell_everybody, self._not_settled, owner=self)

    def _tell_everybody(self, _done: object) -> None:
        self._context.bus.changed.emit(None)

    def _not_settled(self, problem: CaristeError) -> None:
        self.panel.say(str(problem))

    def _not_done(self, problem: CaristeError) -> None:
        self.notice.say(str(problem))
        self.retry_button.setEnabled(self._context.workspace.writing)


def _meaning(group: int) -> str:
    if group == _CONFLICTS:
        return _(
            "Somebody else changed the same record before your change left this workstation. Choose which "
            "values stay; until then, theirs hold for everybody."
        )
    if group == _FAILED:
        return _(
            "The shared folder answers but does not take these changes. They are kept on this workstation "
            "and nothing is lost."
        )
    return _("Recorded on this workstation; sent by themselves, in this order, as soon as it is possible.")
