"""What a paste or a fill would change, cell by cell, before anything is; then the change itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError, GivenUp
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee.field_labels import EMPLOYEES, field_label
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_work import BulkWrite
from cariste.ui.models.people_edits import Proposal, ProposedCell, proposal_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.notice import HAS_A_BAR
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_SIZE = QSize(108 * GRID, 72 * GRID)
_LOOK_EVERY = 50
"""Milliseconds between two looks at how far the write is."""


class BulkPreview(QDialog):
    """Shows a `Proposal`; Enter records what is right of it, in one change."""

    def __init__(self, context: Context, proposal: Proposal, parent: QWidget) -> None:
        # Over the window, not below a page: pages come and go.
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._proposal = context, proposal
        self._work: BulkWrite | None = None
        theme = context.theme
        self.setWindowTitle(_("Change several people"))
        self.setProperty(HAS_A_BAR, True)
        begin_at(self, _SIZE)
        self.model: TableModel[ProposedCell] = TableModel(
            proposal_columns(several_fields=len(_fields(proposal)) > 1), id, parent=self
        )
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("What changes"))
        self.placeholder = Placeholder(self.view, theme)
        self.notice = Notice(theme)
        self.outcome = muted()
        self.bar = QProgressBar()
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.save_button = FlatButton(_("Save"), theme, leads=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        self._show()

    @classmethod
    def ask(cls, context: Context, proposal: Proposal, parent: QWidget) -> BulkPreview:
        """Open the preview over the window."""
        dialog = cls(context, proposal, parent)
        dialog.open()
        return dialog

    def _lay_out(self) -> None:
        self.bar.setAccessibleName(_("Progress of the change"))
        self.bar.hide()
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.save_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.outcome, 1)
        buttons.addWidget(self.bar)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(_title(self._proposal), self._context.theme))
        column.addWidget(self.notice)
        column.addWidget(sheet(self._context.theme, self.view), 1)
        column.addLayout(buttons)

    def _show(self) -> None:
        proposal = self._proposal
        self.model.set_rows(proposal.cells)
        if wrong := len(proposal.wrong):
            self.notice.say(
                ngettext(
                    "{n} line cannot be recorded: it is left out, and shown first with its reason.",
                    "{n} lines cannot be recorded: they are left out, and shown first with the reason.",
                    wrong,
                ).format(n=format_number(wrong))
            )
        if not proposal.cells:
            self.placeholder.say(_("Nothing changes: all of this is recorded already."))
        if proposal.unchanged:
            self.outcome.setText(
                ngettext(
                    "{n} line is the same already.", "{n} lines are the same already.", proposal.unchanged
                ).format(n=format_number(proposal.unchanged))
            )
        self.save_button.setEnabled(bool(proposal.changed))
        if proposal.cells:
            self.view.select_position(0)
        (self.save_button if proposal.changed else self.cancel_button).setFocus()

    def save(self) -> None:
        """Record what is right, in the background; once, however often it is asked for."""
        if self._work is not None or not self._proposal.changed:
            return
        self.notice.say("")
        assignments = [cell.assignment for cell in self._proposal.changed]
        self._work = BulkWrite(self._context.workspace, assignments)
        self.save_button.setEnabled(False)
        self.outcome.setText(_("Recording…"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self._timer.start()
        self._context.tasks.write(self._work.run, self._stored, self._not_stored, owner=self)

    def reject(self) -> None:
        """Close; a change under way is given up first, and nothing of it is kept."""
        if self._work is None:
            super().reject()
        else:
            self._work.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        event.ignore()
        self.reject()

    def _look(self) -> None:
        if self._work is not None and self._work.total:
            self.bar.setRange(0, self._work.total)
            self.bar.setValue(self._work.done)

    def _stored(self, _changed: int) -> None:
        self._end()
        self._context.bus.changed.emit(None)
        self.accept()

    def _not_stored(self, problem: CaristeError) -> None:
        self._end()
        self.outcome.setText(str(problem) if isinstance(problem, GivenUp) else "")
        if not isinstance(problem, GivenUp):
            self.notice.say(str(problem))
        self.save_button.setEnabled(self._context.workspace.writing)
        self.save_button.setFocus()

    def _end(self) -> None:
        self._work = None
        self._timer.stop()
        self.bar.hide()


def _title(proposal: Proposal) -> str:
    changed = len(proposal.changed)
    words = ngettext("{n} cell will change", "{n} cells will change", changed).format(
        n=format_number(changed)
    )
    fields = _fields(proposal)
    return f"{field_label(EMPLOYEES, fields[0])} · {words}" if len(fields) == 1 else words


def _fields(proposal: Proposal) -> list[str]:
    return list(dict.fromkeys(cell.field for cell in proposal.cells))
