"""Put a backup back: first what would change, then one question, then what it is called that was before."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_moment, format_number
from cariste.integrity.backups import BackupRow, kind_label
from cariste.integrity.restore import Restored, Summary, Tally, preview, restore
from cariste.ui.context import Context
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted

_WIDTH = 76 * GRID


class RestoreDialog(QDialog):
    """Three moments: reading, what would change, done. Enter cancels: nothing is restored by habit."""

    def __init__(self, context: Context, backup: BackupRow, parent: QWidget | None = None) -> None:
        """Read the backup at once; nothing is written before the user says so."""
        super().__init__(parent)
        self._context, self._backup = context, backup
        self._restoring = False
        self.setWindowTitle(_("Restore a backup"))
        self.setMinimumWidth(_WIDTH)
        theme = context.theme
        self.notice = Notice(theme)
        self.words = QLabel(_("Reading the backup… nothing is changed yet."))
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._table = QWidget()
        self._lines = QGridLayout(self._table)
        self.restore_button = FlatButton(_("Restore"), theme)
        self.close_button = FlatButton(_("Cancel"), theme, leads=True)
        self._lay_out()
        self.restore_button.setEnabled(False)
        self.restore_button.setAutoDefault(False)
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        self.restore_button.clicked.connect(self._restore)
        self.close_button.clicked.connect(self.reject)
        work = partial(preview, context.workspace, backup.name)
        context.tasks.beside(work, self._show, self._fail, owner=self)

    @classmethod
    def ask(cls, context: Context, backup: BackupRow, parent: QWidget) -> RestoreDialog:
        """Open the question over a window."""
        dialog = cls(context, backup, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _lay_out(self) -> None:
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(3 * GRID)
        self._lines.setVerticalSpacing(GRID)
        self._lines.setColumnStretch(1, 1)
        self._table.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        buttons.addWidget(self.restore_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        made = _("Backup of {moment} ({kind})").format(
            moment=format_moment(self._backup.at), kind=kind_label(self._backup.kind)
        )
        title = heading(made, self._context.theme)
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(self.notice)
        column.addWidget(self._table)
        column.addWidget(self.words)
        column.addStretch()
        column.addLayout(buttons)

    def _show(self, summary: Summary) -> None:
        if not any(map(any, summary)):
            self._finish(_("The data are those of this backup already: nothing would change."))
            return
        titles = (_("People"), _("CACES, visits and trainings"), _("Documents"), _("Settings"))
        for place, (title, tally) in enumerate(zip(titles, summary, strict=True)):
            label = muted(title)
            label.setWordWrap(False)
            self._lines.addWidget(label, place, 0)
            self._lines.addWidget(QLabel(in_words(tally)), place, 1)
        self._table.show()
        self.words.setText(
            _(
                "Everything recorded since then is replaced, for everybody. The data of now are backed up "
                "first, and the restore can be undone like any change."
            )
        )
        self.restore_button.setEnabled(self._context.workspace.writing)
        self.adjustSize()

    def _restore(self) -> None:
        self._restoring = True
        self.notice.say("")
        self.words.setText(_("Restoring…"))
        self.restore_button.setEnabled(False)
        self.close_button.setEnabled(False)
        work = partial(restore, self._context.workspace, self._backup.name)
        self._context.tasks.write(work, self._restored, self._fail, owner=self)

    def _restored(self, done: Restored) -> None:
        self._restoring = False
        if done.before is None:
            self._finish(_("The data are those of this backup already: nothing was changed."))
            return
        self._finish(
            _("Restored. The data as they were before are in the backup {name}.").format(
                name=done.before.name
            )
        )
        self._context.bus.changed.emit(None)

    def _fail(self, problem: CaristeError) -> None:
        self._restoring = False
        self.notice.say(str(problem))
        self._finish(_("Nothing was changed."))

    def _finish(self, words: str) -> None:
        self.words.setText(words)
        self.restore_button.hide()
        self.close_button.setText(_("Close"))
        self.close_button.setEnabled(True)
        self.close_button.setFocus()
        self.adjustSize()

    def reject(self) -> None:
        """Close; a restore under way is not left half-way."""
        if not self._restoring:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        if self._restoring:
            event.ignore()
        else:
            super().closeEvent(event)


def in_words(tally: Tally) -> str:
    """Say what becomes of one kind of thing: « 2 reviennent · 1 disparaît »."""
    told = (
        (tally.added, ngettext("{n} comes back", "{n} come back", tally.added)),
        (tally.removed, ngettext("{n} disappears", "{n} disappear", tally.removed)),
        (tally.changed, ngettext("{n} changes", "{n} change", tally.changed)),
    )
    parts = [words.format(n=format_number(count)) for count, words in told if count]
    return " · ".join(parts) or _("nothing changes")
