"""The page of scans: a pile of files, each proposed to a person and a record, confirmed one by one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QSettings, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.employee.queries import EmployeeRow
from cariste.ui.actions.documents import file_filter
from cariste.ui.context import Context
from cariste.ui.documents.watching import FolderWatch, list_documents
from cariste.ui.models.scan_pile import ScanPile
from cariste.ui.models.scans import (
    Scan,
    State,
    Target,
    person_words,
    read_people,
    read_scans,
    scan_columns,
    take_scan,
    with_recorded,
)
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.document_field import local_files
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted_line
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.scan_form import ScanForm
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.split import Split
from cariste.ui.widgets.table_view import TableView

_AT_ONCE = 8
"""Files read in one go: the first lines stand there while the others are still being read."""
_WIDTHS = (640, 420)
_PASTE = QKeySequence.StandardKey.Paste


class ScansPage(Page):
    """Files that wait for their person. They are never moved, renamed or deleted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pile = ScanPile()
        self._names: dict[str, str] = {}
        theme = context.theme
        self.model: TableModel[Scan] = TableModel(
            scan_columns(), attrgetter("path"), lambda scan: fold(scan.name), self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("scans.table")
        self.view.setAccessibleName(_("Scans"))
        self.placeholder = Placeholder(self.view, theme)
        self.form = ScanForm(context)
        self.notice, self.counts = Notice(theme), CountLine(theme)
        self.choose_button, self.watch_button = FlatButton(_("Choose files…"), theme), FlatButton("", theme)
        self.watched = FolderWatch(context, self)
        self._lay_out()
        self._connect()
        self._write()
        self.reload()

    # -- taking files ----------------------------------------------------------------------------

    def add(self, files: Sequence[Path]) -> None:
        """Put files into the list, those of folders too; one that is there already is looked at again."""
        self._context.tasks.beside(partial(_documents_among, files), self._read, self._say, owner=self)

    def choose(self) -> None:
        """Ask for files."""
        self._read([*map(Path, QFileDialog.getOpenFileNames(self, _("Scans"), "", file_filter())[0])])

    def watch_folder(self) -> None:
        """Ask for the folder in which the scanner leaves its files."""
        path = QFileDialog.getExistingDirectory(self, _("Watch a folder"), str(self.watched.folder or ""))
        if path:
            self._watch(Path(path))

    def paste(self) -> None:
        """Take the files on the clipboard."""
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData) -> bool:
        if files := local_files(data):
            self.add(files)
        return bool(files)

    def _watch(self, folder: Path | None) -> None:
        self.watched.watch(folder)
        if self.isVisible():
            self.watched.look()
        self._write()

    def _read(self, files: Sequence[Path]) -> None:
        """Read a few files, then the others."""
        now, later = list(files[:_AT_ONCE]), list(files[_AT_ONCE:])
        if now:
            work = partial(read_scans, self._context.workspace, now)
            self._context.tasks.beside(work, partial(self._show_read, later), self._say, owner=self)

    def _show_read(self, later: Sequence[Path], scans: list[Scan]) -> None:
        self._put(scans)
        self._read(later)

    # -- showing them ----------------------------------------------------------------------------

    def reload(self, _what: Any = None) -> None:
        """See what was recorded or undone meanwhile, and who is there."""
        tasks, workspace = self._context.tasks, self._context.workspace
        tasks.read(partial(read_people, workspace), self._show_people, owner=self, key="people")
        if scans := self._pile.in_order():
            tasks.read(partial(with_recorded, workspace, scans), self._show_again, owner=self, key="again")

    def _show_people(self, people: list[EmployeeRow]) -> None:
        self._names = {person.id: person.full_name for person in people}
        self.form.set_people({person_words(person): person.id for person in people})

    def _show_again(self, scans: list[Scan]) -> None:
        # What was decided while the database was asked holds.
        self._put([scan for scan in scans if self._pile.may_change(scan.path)])

    def _put(self, scans: Sequence[Scan]) -> None:
        changed = self._pile.put(scans)
        if not changed:
            return
        self.model.set_rows(self._pile.in_order())
        if self.form.asked is None or self.form.asked in changed:
            self._ask_next()
        self._write()

    def _ask_next(self) -> None:
        """Ask about the first scan that waits; about none when none does."""
        for place in range(self.model.rowCount()):
            if self.model.row(place).state.waits:
                if self.view.current_id() != self.model.id_at(place):
                    self.view.select_position(place)
                else:
                    self._show_chosen(self.model.id_at(place))
                return
        self._show_chosen(self.view.current_id())

    def _show_chosen(self, path: Any) -> None:
        self.form.show_scan(self._pile.scan(path))
        if self.isVisible() and not self.view.hasFocus():
            self.form.ask()

    # -- deciding --------------------------------------------------------------------------------

    def _record(self, employee_id: str, target: Target) -> None:
        if (scan := self._pile.scan(self.form.asked)) is None:
            return
        person = self._names.get(employee_id, "")
        done = dataclasses.replace(scan, state=State.RECORDED, person=person, what=target.words)
        self._put([dataclasses.replace(done, state=State.RECORDING)])
        work = partial(take_scan, self._context.workspace, scan, employee_id, person, target)
        told = (partial(self._recorded, done), partial(self._refused, scan))
        self._context.tasks.write(work, *told, owner=self)

    def _recorded(self, scan: Scan, _none: object) -> None:
        self._put([scan])
        self._context.bus.changed.emit(None)

    def _refused(self, scan: Scan, problem: CaristeError) -> None:
        self._put([dataclasses.replace(scan, state=State.REFUSED, problem=str(problem))])

    def _set_aside(self) -> None:
        if (scan := self._pile.scan(self.form.asked)) is not None:
            self._put([dataclasses.replace(scan, state=State.SET_ASIDE)])

    def _forget_done(self) -> None:
        self._pile.forget_done()
        self.model.set_rows(self._pile.in_order())
        self._ask_next()
        self._write()

    # -- words -----------------------------------------------------------------------------------

    def _write(self) -> None:
        folder = self.watched.folder
        self.watch_button.setText(
            _("Folder: {name}").format(name=folder.name) if folder else _("Watch a folder…")
        )
        self.watch_button.setToolTip(str(folder or ""))
        done = [Link(_("take what is done off the list"), self._forget_done)] if self._pile.has_done else []
        self.counts.say(*_counted(self._pile), *done)
        self.counts.setVisible(bool(self._pile))
        if self._pile:
            self.placeholder.be_silent()
        else:
            self.placeholder.say(
                _("No scans are waiting."),
                _("Drop PDF files or pictures here: each finds its person by its name."),
                _("Choose files…"),
                self.choose,
            )

    def _say(self, problem: CaristeError) -> None:
        self.notice.say(str(problem))

    # -- looks and Qt ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self._context.theme
        menu = QMenu(self)
        menu.addAction(_("Another folder…"), self.watch_folder)
        menu.addAction(_("Watch no folder"), partial(self._watch, None))
        self.watch_button.setMenu(menu)
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Scans"), theme))
        first.addWidget(muted_line(_("The files stay where they are.")), 1)
        first.addWidget(self.watch_button)
        first.addWidget(self.choose_button)
        self._split = Split(sheet(theme, self.view), self.form, _WIDTHS, side_by_side=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(self.notice)
        column.addWidget(self._split, 1)
        column.addWidget(self.counts)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self.choose)
        self.watched.found.connect(self._read)
        self.watched.failed.connect(self.notice.say)
        self.view.chosen.connect(self._show_chosen)
        self.view.opened.connect(lambda _path: self.form.ask())
        self.form.confirmed.connect(self._record)
        self.form.set_aside.connect(self._set_aside)
        self._context.bus.changed.connect(self.reload)
        QShortcut(_PASTE, self.view, self.paste, context=Qt.ShortcutContext.WidgetShortcut)

    def activate(self) -> None:
        """Go to the name of the person the scan is about."""
        if self.form.asked is not None:
            self.form.ask()
        else:
            self.choose_button.setFocus()

    def finish_typing(self) -> str:
        """Say how many files wait that would not be here again; those of the watched folder would."""
        writing = self._context.workspace.writing
        return _not_recorded(len(self._pile.waiting_outside(self.watched.folder))) if writing else ""

    def lay_down(self) -> object:
        """Hand out the files that wait and would not be here again."""
        return self._pile.waiting_outside(self.watched.folder) or None

    def take_up(self, begun: Sequence[Path]) -> None:
        """Look at the files again."""
        self.add(begun)

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting, widths and the folder watched."""
        self.view.save_state(settings, "columns")
        self._split.save_state(settings)
        settings.setValue("folder", str(self.watched.folder or ""))

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self._split.restore_state(settings)
        folder = str(settings.value("folder", ""))
        self._watch(Path(folder) if folder else None)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch while somebody looks."""
        super().showEvent(event)
        self.watched.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.watched.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; it stays where it came from."""
        event.setDropAction(Qt.DropAction.CopyAction)
        if self._take(event.mimeData()):
            event.accept()


def _counted(pile: ScanPile) -> tuple[str, str]:
    waiting, done = pile.waiting, pile.recorded
    return (
        ngettext("{n} to confirm", "{n} to confirm", waiting).format(n=format_number(waiting)),
        ngettext("{n} recorded", "{n} recorded", done).format(n=format_number(done)),
    )


def _not_recorded(scans: int) -> str:
    if not scans:
        return ""
    return ngettext(
        "{n} scan is not recorded yet; its file stays where it is.",
        "{n} scans are not recorded yet; their files stay where they are.",
        scans,
    ).format(n=format_number(scans))


def _documents_among(files: Sequence[Path]) -> list[Path]:
    """Return files, and those in folders."""
    return [
        document
        for file in files
        for document in ([one.path for one in list_documents(file)] if file.is_dir() else [file])
    ]
