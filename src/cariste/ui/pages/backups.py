"""The page of backups: what there is, whether it is sound, one more now, and the way back to one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.integrity.backups import BackupList, Verified, back_up_now, list_for_people, verify
from cariste.ui.context import Context
from cariste.ui.dialogs.restore_dialog import RestoreDialog
from cariste.ui.models.backups import BackupLine, backup_columns
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView


class BackupsPage(Page):
    """Every backup of the shared folder and of this PC.

    The list comes from names, at once; each backup is then brought here and looked into, newest first,
    while the page is shown. What was seen once is not looked at again: a backup never changes.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._list: BackupList | None = None
        self._verified: dict[str, Verified] = {}
        self._under_way: str | None = None
        self._stopped = False
        theme = context.theme
        self.model: TableModel[BackupLine] = TableModel(
            backup_columns(), lambda line: line.row.name, parent=self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("backups.table")
        self.view.setAccessibleName(_("Backups"))
        self.placeholder = Placeholder(self.view, theme)
        self.notice = Notice(theme)
        self.counts = CountLine(theme)
        self.outcome = muted()
        self.back_up_button = FlatButton(_("Back up now"), theme)
        self.restore_button = FlatButton(_("Restore…"), theme)
        self._lay_out()
        self._connect()
        self.placeholder.wait()
        self._allow()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addWidget(heading(_("Backups"), self._context.theme), 1)
        first.addWidget(self.back_up_button)
        first.addWidget(self.restore_button)
        last = QHBoxLayout()
        last.setSpacing(2 * GRID)
        last.addWidget(self.counts)
        last.addWidget(self.outcome, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(
            muted(
                _(
                    "Made each day and each month by whoever edits, and before anything that is hard to take "
                    "back. Each one is opened and checked while this page is shown."
                )
            )
        )
        column.addWidget(self.notice)
        column.addWidget(sheet(self._context.theme, self.view), 1)
        column.addLayout(last)

    def _connect(self) -> None:
        self.back_up_button.clicked.connect(self._back_up)
        self.restore_button.clicked.connect(self._restore)
        self.view.opened.connect(self._restore)
        self.view.chosen.connect(self._allow)
        self._context.bus.changed.connect(self.reload)

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
        """Go on looking into the backups, and see whether there are new ones."""
        super().showEvent(event)
        self.reload()

    # -- the list ------------------------------------------------------------------------------

    def reload(self, _what: Any = None) -> None:
        """Read the list again; choice and place stay."""
        if self.isVisible():
            self._context.tasks.read(
                partial(list_for_people, self._context.workspace),
                self._show,
                self._show_problem,
                owner=self,
                key="backups",
            )

    def _show(self, found: BackupList) -> None:
        self._list = found
        self.notice.say(found.problem)
        self._fill()
        if not found.rows:
            self.placeholder.say(
                _("No backup yet."),
                _("The first one is made by itself, after the first change of a new day."),
                _("Back up now"),
                self._back_up,
            )
        elif self.view.current_id() is None:
            self.view.select_position(0)
        self._verify_next()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _fill(self) -> None:
        rows = self._list.rows if self._list else ()
        self.model.set_rows(
            [BackupLine(row, self._verified.get(row.name), row.name == self._under_way) for row in rows]
        )
        if rows:
            self.placeholder.be_silent()
        self._count()
        self._allow()

    def _count(self) -> None:
        lines = self.model.rows
        seen = sum(line.verified is not None for line in lines)
        damaged = sum(line.damaged for line in lines)
        total = len(lines)
        parts: list[str | Link] = [
            ngettext("{n} backup", "{n} backups", total).format(n=format_number(total))
        ]
        if damaged:
            parts.append(ngettext("{n} damaged", "{n} damaged", damaged).format(n=format_number(damaged)))
        if seen < total:
            told = _("{n} of {total} verified").format(n=format_number(seen), total=format_number(total))
            again = Link(_("Go on verifying"), self._go_on)
            parts += [told, again if self._stopped else Link(_("Stop"), self._stop)]
        elif total and not damaged:
            parts.append(_("all verified"))
        self.counts.say(*(parts if total else ()))

    # -- looking into them ---------------------------------------------------------------------

    def _verify_next(self) -> None:
        if self._under_way is not None or self._stopped or not self.isVisible():
            return
        waiting = (line.row.name for line in self.model.rows if line.verified is None)
        self._under_way = next(waiting, None)
        if self._under_way is not None:
            self._context.tasks.beside(
                partial(verify, self._context.workspace, self._under_way),
                self._note,
                self._not_read,
                owner=self,
            )
        self._fill()

    def _note(self, seen: Verified) -> None:
        self._verified[seen.name] = seen
        self._under_way = None
        self._fill()
        self._verify_next()

    def _not_read(self, problem: CaristeError) -> None:
        self._under_way = None
        self._stopped = True
        self.notice.say(str(problem))
        self._fill()

    def _stop(self) -> None:
        self._stopped = True
        self._count()

    def _go_on(self) -> None:
        self._stopped = False
        self.reload()

    # -- making and restoring ------------------------------------------------------------------

    def _back_up(self) -> None:
        self.notice.say("")
        self.outcome.setText(_("Backing up…"))
        self.back_up_button.setEnabled(False)
        self._context.tasks.beside(
            partial(back_up_now, self._context.workspace), self._backed_up, self._not_backed_up, owner=self
        )

    def _backed_up(self, name: str) -> None:
        self.outcome.setText(_("{name} was made and checked.").format(name=name))
        self.back_up_button.setEnabled(True)
        self.reload()

    def _not_backed_up(self, problem: CaristeError) -> None:
        self.outcome.clear()
        self.notice.say(str(problem))
        self.back_up_button.setEnabled(True)

    def _chosen(self) -> BackupLine | None:
        places = self.model.positions([self.view.current_id()])
        return self.model.row(places[0]) if places else None

    def _allow(self, _row_id: Any = None) -> None:
        """Grey « Restaurer… » while it cannot be done, and say why."""
        chosen, reason = self._chosen(), ""
        if not self._context.workspace.writing:
            reason = _("This window only reads: the one that edits can restore.")
        elif chosen is None:
            reason = _("Choose a backup first.")
        elif chosen.damaged:
            reason = _("This backup is damaged.")
        self.restore_button.setEnabled(not reason)
        self.restore_button.setToolTip(reason)

    def _restore(self, _row_id: Any = None) -> None:
        self._allow()
        chosen = self._chosen()
        if chosen is not None and self.restore_button.isEnabled():
            RestoreDialog.ask(self._context, chosen.row, self)
