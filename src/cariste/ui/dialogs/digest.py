"""Mails to the managers: each is shown before anything leaves, opened as a draft or sent by a click."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QPalette
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from cariste.core.clock import is_rehearsal
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.digest.ledger import Outcome
from cariste.digest.sending import Result
from cariste.digest.words import (
    as_html,
    here_only,
    nobody_is_known,
    subject,
    uncovered_in_words,
    where_to_name_managers,
)
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.digest_work import Prepared, make_draft, prepare, save_drafts, send_all
from cariste.ui.models.digests import Line, digest_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, Notice, heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_SIZE = QSize(104 * GRID, 84 * GRID)


class DigestDialog(QDialog):
    """A line per manager and, below, the mail of the chosen one; nothing leaves without a click."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._prepared: Prepared | None = None
        theme = context.theme
        self.setWindowTitle(_("Mail to the managers"))
        begin_at(self, _SIZE)
        self.model: TableModel[Line] = TableModel(
            digest_columns(), lambda line: line.digest.recipient, parent=self
        )
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("Managers"))
        self.placeholder = Placeholder(self.view, theme)
        self.title = ElidedLabel()
        self.preview = QTextBrowser()
        self._managers, self._paper = sheet(theme, self.view), sheet(theme, self.preview)
        self.notice = Notice(theme)
        self.missed = muted()
        self.outcome = muted()
        self.save_button = FlatButton(_("Save the drafts…"), theme)
        self.send_button = FlatButton(_("Send…"), theme)
        self.close_button = FlatButton(_("Close"), theme)
        self.open_button = FlatButton(_("Open in the mail program"), theme, leads=True)
        self._lay_out()
        self._connect()
        self.placeholder.wait()
        self._show_state()
        self.reload()
        self.view.setFocus()

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        self.preview.setOpenLinks(False)
        self.preview.document().setDocumentMargin(2 * GRID)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(_("The mail as the manager reads it"))
        slim_scroll_bars(self.preview, theme)
        # A mail is written on white, whatever our own scheme.
        paper = self.preview.palette()
        paper.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.white))
        self.preview.setPalette(paper)
        self.title.setFont(theme.font(1.05))
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.send_button)
        buttons.addWidget(self.outcome, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(_("Mail to the managers"), theme))
        column.addWidget(self._managers, 1)
        column.addWidget(self.missed)
        column.addWidget(self.title)
        column.addWidget(self._paper, 2)
        column.addWidget(self.notice)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for button in (self.save_button, self.send_button, self.close_button):
            button.setAutoDefault(False)
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(lambda: self.open_draft(self.view.current_id()))
        # Enter reaches the button: `opened` would open the draft a second time.
        self.view.doubleClicked.connect(lambda index: self.open_draft(self.model.id_at(index.row())))
        self.view.chosen.connect(self._choose)
        self.save_button.clicked.connect(self._ask_where)
        self.send_button.clicked.connect(self._ask_to_send)
        self.close_button.clicked.connect(self.reject)
        self._context.bus.changed.connect(self.reload)
        self._context.bus.day_changed.connect(self.reload)

    def reload(self, _what: Any = None) -> None:
        """Gather the mails again; choice and place stay."""
        work = partial(prepare, self._context.workspace, self._context.bus.today)
        self._context.tasks.read(work, self._show, self._show_problem, owner=self, key="digests")

    def open_draft(self, recipient: Any) -> None:
        """Let the mail program open one mail as a draft."""
        line, prepared = self._line(recipient), self._prepared
        if line is not None and prepared is not None:
            self.notice.say("")
            work = partial(make_draft, self._context.workspace, prepared.told, line.digest)
            self._context.tasks.beside(work, self._open_file, self._show_problem, owner=self)

    def save_to(self, folder: Path) -> None:
        """Write every draft into a folder."""
        if self._prepared is not None:
            self.notice.say("")
            work = partial(save_drafts, self._context.workspace, self._prepared.told, folder)
            self._context.tasks.beside(work, partial(self._saved, folder), self._show_problem, owner=self)

    def send(self) -> None:
        """Send what was not sent today, without asking any more."""
        server = self._context.workspace.settings.mail
        if self._prepared is not None and server is not None:
            self.notice.say("")
            self.send_button.setEnabled(False)
            self.outcome.setText(_("Sending…"))
            work = partial(send_all, self._context.workspace, self._prepared.told, server)
            self._context.tasks.beside(work, self._sent, self._show_problem, owner=self)

    def _show(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self.model.set_rows(prepared.lines)
        if prepared.lines:
            self.placeholder.be_silent()
            if self.view.current_id() is None:
                self.view.select_position(0)
        elif self._context.workspace.settings.managers:
            self.placeholder.say(_("Nothing to tell any manager."))
        else:
            self.placeholder.say(nobody_is_known(), where_to_name_managers())
        self.missed.setText(" ".join(map(uncovered_in_words, prepared.told.uncovered)))
        self.missed.setVisible(bool(prepared.lines and prepared.told.uncovered))
        self._show_mail(self.view.current_id())
        self._show_state()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.be_silent()
        self.outcome.clear()
        self.notice.say(str(problem))
        self._show_state()

    def _choose(self, recipient: Any) -> None:
        self._show_mail(recipient)
        line = self._line(recipient)
        self.notice.say(line.problem if line is not None else "")

    def _show_mail(self, recipient: Any) -> None:
        line, prepared = self._line(recipient), self._prepared
        shown = line is not None and prepared is not None
        self.title.setVisible(shown)
        self._paper.setVisible(shown)
        if line is None or prepared is None:
            self.preview.clear()
            return
        self.title.setText(subject(prepared.told, line.digest))
        self.preview.setHtml(as_html(prepared.told, line.digest))

    def _show_state(self) -> None:
        found = bool(self._prepared and self._prepared.lines)
        self.open_button.setEnabled(found)
        self.save_button.setEnabled(found)
        reason = self._why_not_sent()
        self.send_button.setEnabled(not reason)
        self.send_button.setToolTip(reason)

    def _why_not_sent(self) -> str:
        if self._context.workspace.settings.mail is None:
            return _("No mail server is known. Name one on the page “Company”.")
        if is_rehearsal():
            return _("The day was set by hand: a rehearsal sends no mail.")
        return "" if self._open_lines() else _("Nothing is left to be sent today.")

    def _open_lines(self) -> list[Line]:
        return [line for line in self._prepared.lines if line.open] if self._prepared else []

    def _line(self, recipient: Any) -> Line | None:
        return next((self.model.row(place) for place in self.model.positions([recipient])), None)

    def _open_file(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            words = _("This PC has no program for mails (.eml). The draft lies in {file}.")
            self.notice.say(words.format(file=path))
        self.reload()

    def _ask_where(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Save the drafts"))
        if folder:
            self.save_to(Path(folder))

    def _saved(self, folder: Path, results: list[Result]) -> None:
        words = ngettext("{n} draft saved in {folder}.", "{n} drafts saved in {folder}.", len(results))
        self.outcome.setText(words.format(n=format_number(len(results)), folder=folder))
        self.reload()

    def _ask_to_send(self) -> None:
        count = len(self._open_lines())
        words = ngettext("Send {n} mail now?", "Send {n} mails now?", count).format(n=format_number(count))
        Confirmation.ask(words, _("Send"), self.send, self._context.theme, self)

    def _sent(self, results: list[Result]) -> None:
        problems = [f"{each.digest.recipient}: {each.problem}" for each in results if each.problem]
        sent = sum(each.outcome is Outcome.SENT for each in results)
        words = ngettext("{n} mail sent.", "{n} mails sent.", sent).format(n=format_number(sent))
        self.outcome.setText(words)
        self.notice.say("\n".join((*problems, *([here_only()] if any(r.here_only for r in results) else []))))
        self.reload()
