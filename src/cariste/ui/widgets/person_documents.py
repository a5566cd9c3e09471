"""The documents of one person: Enter shows one, Ins or a drop adds some, Del takes one off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import of_person
from cariste.ui.actions.documents import file_filter, why_not_open
from cariste.ui.actions.menu import SelectionAction, SelectionMenu
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.models.documents import (
    DocumentLine,
    add_documents,
    document_columns,
    read_documents,
    remove_document,
)
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.document_field import local_files
from cariste.ui.widgets.parts import Notice
from cariste.ui.widgets.person_tab import PersonTab


class PersonDocuments(PersonTab):
    """Everything kept about one person; read when the tab is looked at.

    Attributes:
        counted: How many documents there are, once that is known.
    """

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        model: TableModel[DocumentLine] = TableModel(document_columns(), attrgetter("path"))
        super().__init__(context, "documents", _("Documents"), model, parent)
        self.notice = Notice(context.theme)
        self.column.insertWidget(0, self.notice)
        self.menu = SelectionMenu(context, self.view, self, self._actions())
        self.view.opened.connect(lambda path: self._view_one(context, self, [str(path)]))
        for keys, act in (
            (QKeySequence(Qt.Key.Key_Insert), self.add),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            shortcut = QShortcut(keys, self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        self.setAcceptDrops(True)

    def forget(self) -> None:
        """Take away what went wrong with the documents of the person before."""
        self.notice.say("")

    def add(self) -> None:
        """Ask for files, and take them in."""
        if self._employee_id and self._context.workspace.writing:
            title = _("Documents {of_person}").format(of_person=of_person(self._name))
            paths, _filter = QFileDialog.getOpenFileNames(self, title, "", file_filter())
            self.take(list(map(Path, paths)))

    def paste(self) -> None:
        """Take in the files on the clipboard."""
        self._take_from(QGuiApplication.clipboard().mimeData())

    def take(self, files: Sequence[Path]) -> None:
        """Take files in, all or none; they stay where they are."""
        if files and self._employee_id:
            self.notice.say("")
            work = partial(add_documents, self._context.workspace, self._employee_id, self._name, files)
            self._context.tasks.write(work, self._taken, self._say, owner=self)

    def _take_from(self, data: QMimeData) -> bool:
        if not self._context.workspace.writing:
            self.notice.say(_("This window only reads: the one that edits can do this."))
            return False
        files = local_files(data)
        self.take(files)
        return bool(files)

    def _taken(self, _count: int) -> None:
        self._context.bus.changed.emit(None)

    def _say(self, problem: CaristeError) -> None:
        self.notice.say(str(problem))

    # -- reading ---------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the documents."""
        work = partial(read_documents, self._context.workspace, self._employee_id)
        self._context.tasks.read(work, self._show, self.show_problem, owner=self, key="documents")

    def _show(self, lines: list[DocumentLine]) -> None:
        self.model.set_rows(lines)
        self.counted.emit(len(lines))
        if lines:
            self.placeholder.be_silent()
        else:
            may_add = self._context.workspace.writing
            self.placeholder.say(
                _("No document recorded."),
                _("Files can be dropped here.") if may_add else "",
                _("Add documents…") if may_add else "",
                self.add,
            )

    # -- actions ---------------------------------------------------------------------------------

    def _actions(self) -> list[SelectionAction]:
        return [
            SelectionAction(
                "view", lambda: _("View"), self._view_one, alone=True, writes=False, reason=self._why_not_open
            ),
            SelectionAction(
                "remove", lambda: _("Remove…"), self._ask_to_remove, shortcut="Del", alone=True, apart=True
            ),
        ]

    def _line(self, path: str) -> DocumentLine | None:
        return next((self.model.row(place) for place in self.model.positions([path])), None)

    def _why_not_open(self, paths: Sequence[str]) -> str | None:
        line = self._line(paths[0])
        return why_not_open(self._context, line.kind) if line is not None else None

    def _view_one(self, context: Context, _page: QWidget, paths: Sequence[str]) -> None:
        from cariste.ui.documents.viewer import DocumentViewer

        line = self._line(paths[0])
        if line is not None:
            title = " — ".join(filter(None, (line.proves or line.name, self._name)))
            DocumentViewer.show_stored(context, line.path, line.kind, title, self)

    def _ask_to_remove(self, context: Context, _page: QWidget, paths: Sequence[str]) -> None:
        line = self._line(paths[0])
        if line is None:
            return
        sentences = [
            _("Remove the document “{name}” {of_person}?").format(
                name=line.name, of_person=of_person(self._name)
            )
        ]
        if line.proves:
            sentences.append(_("Then nothing proves: {records}.").format(records=line.proves))
        sentences.append(_("It can be undone (Ctrl+Z) as long as this window edits."))
        work = partial(remove_document, context.workspace, self._employee_id, self._name, line.path)

        def remove() -> None:
            context.tasks.write(work, context.bus.changed.emit, self._say, owner=self)

        Confirmation.ask(" ".join(sentences), _("Remove"), remove, context.theme, self.window())

    # -- Qt --------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; it stays where it came from."""
        event.setDropAction(Qt.DropAction.CopyAction)
        if self._take_from(event.mimeData()):
            event.accept()
