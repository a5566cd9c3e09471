"""Looking at a document inside the program: page by page, larger or smaller, on paper, as a copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.documents.pages import Pages
from cariste.documents.storing import Proposed
from cariste.ui.context import Context
from cariste.ui.documents.page_view import PageView
from cariste.ui.documents.printing import Printing
from cariste.ui.documents.work import Opened, copy_for_others, open_chosen, open_stored, page_image, save_copy
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.screen_room import begin_at

_SIZE = QSize(104 * GRID, 100 * GRID)


class DocumentViewer(QDialog):
    """One document. It is read and drawn in the background."""

    def __init__(self, context: Context, title: str, load: Callable[[], Opened], parent: QWidget) -> None:
        """Start reading at once.

        Args:
            context: The open folder and the rest.
            title: What the document is, in people's words.
            load: Reads it, in a background thread.
            parent: Some widget of the window it lies over.
        """
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._context = context
        self._pages: Pages | None = None
        self._page, self._reading = 0, True
        theme = context.theme
        self.view = PageView(theme)
        self.view.setAccessibleName(title)
        self.notice, self.outcome = Notice(theme), muted()
        self.page_label, self.zoom_label = QLabel(), QLabel()
        self.previous_button = FlatButton("‹", theme)
        self.next_button = FlatButton("›", theme)
        self.smaller_button = FlatButton("−", theme)
        self.larger_button = FlatButton("+", theme)
        self.fit_button = FlatButton(_("Fit the width"), theme)
        self.open_button = FlatButton(_("Open with the usual program"), theme)
        self.print_button = FlatButton(_("Print…"), theme)
        self.save_button = FlatButton(_("Save a copy…"), theme)
        self.close_button = FlatButton(_("Close"), theme)
        self._lay_out(title)
        self._connect()
        self._write()
        self.outcome.setText(_("Reading…"))
        context.tasks.beside(load, self._show_document, self._show_problem, owner=self)

    @classmethod
    def show_stored(
        cls, context: Context, path: str, kind: str, title: str, parent: QWidget
    ) -> DocumentViewer:
        """Show a document of somebody.

        Args:
            context: The open folder and the rest.
            path: As a record names it.
            kind: One of `constants.DOCUMENT_KINDS`.
            title: What it is, in people's words.
            parent: Some widget of the window it lies over.
        """
        viewer = cls(context, title, partial(open_stored, context.workspace, path, kind), parent)
        viewer.open()
        return viewer

    @classmethod
    def show_chosen(cls, context: Context, proposed: Proposed, parent: QWidget) -> DocumentViewer:
        """Show a file that was chosen and is not stored yet."""
        viewer = cls(context, proposed.name, partial(open_chosen, proposed), parent)
        viewer.open()
        return viewer

    # -- pages -----------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Number of the page shown, from 1."""
        return self._page + 1

    def go_to(self, page: int) -> None:
        """Show a page, numbered from 1, if there is such a one."""
        if self._pages is not None and 1 <= page <= self._pages.count and page != self.page:
            self._page = page - 1
            self._write()
            self._draw(keep_place=False)

    def next_page(self) -> None:
        """Turn over."""
        self.go_to(self.page + 1)

    def previous_page(self) -> None:
        """Turn back."""
        self.go_to(self.page - 1)

    def last_page(self) -> None:
        """Go to the end."""
        if self._pages is not None:
            self.go_to(self._pages.count)

    def _show_document(self, opened: Opened) -> None:
        self._pages = opened.pages
        if opened.altered:
            self.notice.say(
                _(
                    "This file is not the one that was stored: somebody changed it in the shared folder. Ask "
                    "whoever looks after the backups for the original."
                )
            )
        self._write()
        self._draw(keep_place=False)
        self.view.setFocus()

    def _show_problem(self, problem: CaristeError) -> None:
        self.outcome.clear()
        self.notice.say(str(problem))
        self.view.show_page(None)
        self.close_button.setFocus()

    def _draw(self, *, keep_place: bool) -> None:
        if self._pages is None:
            return
        work = partial(page_image, self._pages, self._page, self.view.width_wanted)
        show = partial(self._show_page, keep_place)
        self._context.tasks.beside(work, show, self._show_problem, owner=self, key="page")

    def _show_page(self, keep_place: bool, image: QImage) -> None:
        # The same page again, drawn sharp, leaves what was just said of a copy or of the printer.
        if self._reading or not keep_place:
            self.outcome.clear()
        self._reading = False
        self.view.show_page(image, keep_place=keep_place)

    def _write(self) -> None:
        pages = self._pages
        count = pages.count if pages is not None else 0
        self.page_label.setText(
            _("Page {n} of {count}").format(n=format_number(self.page), count=format_number(count))
            if count
            else ""
        )
        self.previous_button.setEnabled(self._page > 0)
        self.next_button.setEnabled(self.page < count)
        self.zoom_label.setText(_("{n}%").format(n=round(self.view.zoom * 100)))
        for button in (self.open_button, self.print_button, self.save_button):
            button.setEnabled(pages is not None)

    # -- elsewhere -------------------------------------------------------------------------------

    def open_elsewhere(self) -> None:
        """Open a copy with the program this PC uses for such files; the stored one cannot change by that."""
        if self._pages is not None:
            work = partial(copy_for_others, self._context.workspace, self._pages)
            self._context.tasks.beside(work, self._open_copy, self._say, owner=self)

    def _open_copy(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.notice.say(_("This workstation has no program for such files."))

    def print_it(self) -> None:
        """Ask for a printer, and print in the background."""
        if self._pages is not None:
            Printing.ask(self._context, self._pages, self, say=self.outcome.setText, failed=self._say)

    def save_copy(self) -> None:
        """Ask where, and write a copy there."""
        if self._pages is None:
            return
        path, _filter = QFileDialog.getSaveFileName(self, _("Save a copy"), self._pages.name)
        if path:
            work = partial(save_copy, self._pages.content, Path(path))
            self._context.tasks.beside(work, lambda _none: self._saved(path), self._say, owner=self)

    def _saved(self, path: str) -> None:
        self.outcome.setText(_("Copy saved: {file}").format(file=path))

    def _say(self, problem: CaristeError) -> None:
        self.notice.say(str(problem))

    # -- looks -----------------------------------------------------------------------------------

    def _lay_out(self, title: str) -> None:
        named = {
            self.previous_button: _("Previous page"),
            self.next_button: _("Next page"),
            self.smaller_button: _("Smaller"),
            self.larger_button: _("Larger"),
        }
        for button, name in named.items():
            button.setAccessibleName(name)
            button.setToolTip(name)
        above = QHBoxLayout()
        above.setSpacing(GRID)
        for widget in (self.previous_button, self.page_label, self.next_button):
            above.addWidget(widget)
        above.addStretch()
        for widget in (self.smaller_button, self.zoom_label, self.larger_button, self.fit_button):
            above.addWidget(widget)
        below = QHBoxLayout()
        below.setSpacing(GRID)
        below.addWidget(self.outcome, 1)
        for widget in (self.open_button, self.print_button, self.save_button, self.close_button):
            below.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(GRID + GRID // 2)
        whole.addWidget(heading(title, self._context.theme))
        whole.addLayout(above)
        whole.addWidget(self.notice)
        whole.addWidget(self.view, 1)
        whole.addLayout(below)
        begin_at(self, _SIZE)

    def _connect(self) -> None:
        self.view.wanted.connect(lambda _width: self._draw(keep_place=True))
        self.view.zoomed.connect(lambda _zoom: self._write())
        actions: dict[FlatButton, tuple[Callable[[], object], tuple[str, ...]]] = {
            self.previous_button: (self.previous_page, ("Ctrl+PgUp", "Left")),
            self.next_button: (self.next_page, ("Ctrl+PgDown", "Right")),
            self.smaller_button: (self.view.zoom_out, ("Ctrl+-", "-")),
            self.larger_button: (self.view.zoom_in, ("Ctrl++", "Ctrl+=", "+")),
            self.fit_button: (self.view.fit_width, ("Ctrl+0",)),
            self.open_button: (self.open_elsewhere, ()),
            self.print_button: (self.print_it, ("Ctrl+P",)),
            self.save_button: (self.save_copy, ("Ctrl+S",)),
            self.close_button: (self.reject, ()),
        }
        for button, (action, keys) in actions.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=action: act())
            for key in keys:
                QShortcut(QKeySequence(key), self, action)
        QShortcut(QKeySequence("Ctrl+Home"), self, partial(self.go_to, 1))
        QShortcut(QKeySequence("Ctrl+End"), self, self.last_page)
