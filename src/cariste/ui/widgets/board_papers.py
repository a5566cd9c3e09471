"""What the page « Qui peut conduire ? » prints: the board of the shift, and the proof about one person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cariste.reports.asking import Asked


class BoardPapers(FlatButton):
    """The button « Imprimer »; and the menu on a person of the lists."""

    def __init__(
        self,
        context: Context,
        asked: Callable[[], Asked],
        open_person: Callable[[str], object],
        page: QWidget,
    ) -> None:
        """Make the button.

        Args:
            context: The open folder and the rest.
            asked: Gives the machine or category, work area and day that the page shows.
            open_person: Shows somebody's file.
            page: What previews lie over; Ctrl+P prints anywhere on it.
        """
        super().__init__(_("Print"), context.theme)
        self._context, self._asked, self._open_person, self._page = context, asked, open_person, page
        self.setToolTip("Ctrl+P")
        self.clicked.connect(lambda _checked=False: self.print_board())
        QShortcut(QKeySequence.StandardKey.Print, page, self.print_board)

    def serve(self, view: TableView, *, offering: bool) -> None:
        """Put the proof into the context menu of a list.

        Args:
            view: A list of people.
            offering: Whether Enter asks what is wanted; else it opens the file at once.
        """
        view.menu_wanted.connect(partial(self._extend, view))
        if offering:
            view.opened.connect(lambda person: self.offer(view, str(person)))
        else:
            view.opened.connect(lambda person: self._open_person(str(person)))

    def print_board(self) -> DocumentViewer:
        """Show the board, to be printed or saved."""
        from cariste.ui.dialogs.report_preview import preview

        return preview(self._context, "shift-board", self._asked(), self._page)

    def prove(self, person: str) -> DocumentViewer:
        """Show what the answer about somebody rests on."""
        from cariste.ui.dialogs.report_preview import preview_proof

        return preview_proof(self._context, self._page, self._asked(), person)

    def offer(self, view: TableView, person: str) -> QMenu:
        """Ask beside somebody who may not drive: the proof, or the file."""
        menu = QMenu(view)
        self._fill(menu, person)
        below = view.visualRect(view.currentIndex()).bottomLeft()
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(view.viewport().mapToGlobal(below))
        return menu

    def _extend(self, view: TableView, menu: QMenu) -> None:
        chosen = view.selected_ids()
        if len(chosen) == 1:
            menu.addSeparator()
            self._fill(menu, str(chosen[0]))

    def _fill(self, menu: QMenu, person: str) -> None:
        menu.addAction(_("Proof sheet"), partial(self.prove, person))
        menu.addAction(_("Open the file"), partial(self._open_person, person))
