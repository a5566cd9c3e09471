"""A document on paper: each page is drawn in the background, so that the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from cariste.core.errors import CaristeError, EnvironmentProblem
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.documents.pages import Pages
from cariste.ui.context import Context
from cariste.ui.documents.work import page_image

_WIDTH = 1700
"""Pixels of a page's width: 200 points per inch on A4."""


class Printing(QObject):
    """One print job, page after page."""

    def __init__(
        self,
        context: Context,
        pages: Pages,
        printer: QPrinter,
        parent: QWidget,
        *,
        say: Callable[[str], None],
        failed: Callable[[CaristeError], None],
    ) -> None:
        """Begin printing.

        Args:
            context: For work in the background.
            pages: What is printed.
            printer: Where; its pages from and to are minded.
            parent: The job ends with it.
            say: Gets how far it is, for people.
            failed: Gets what went wrong.
        """
        super().__init__(parent)
        self._context, self._pages, self._printer = context, pages, printer
        self._say, self._failed = say, failed
        first = max(printer.fromPage(), 1)
        last = min(printer.toPage() or pages.count, pages.count)
        self._left = list(range(first - 1, last))
        self._painter = QPainter()
        if not self._painter.begin(printer):
            self._fail(EnvironmentProblem(_("The printer does not answer. Nothing was printed.")))
            return
        self._first = True
        self._next()

    @classmethod
    def ask(
        cls,
        context: Context,
        pages: Pages,
        parent: QWidget,
        *,
        say: Callable[[str], None],
        failed: Callable[[CaristeError], None],
    ) -> None:
        """Let the user choose a printer, then print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, parent)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages.count)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: cls(context, pages, printer, parent, say=say, failed=failed))
        QDialog.open(dialog)  # the class's own takes a slot by name

    def _next(self) -> None:
        if not self._left:
            self._painter.end()
            self._say(_("Sent to the printer."))
            self.deleteLater()
            return
        page = self._left.pop(0)
        self._say(_("Printing page {n}…").format(n=format_number(page + 1)))
        work = partial(page_image, self._pages, page, _WIDTH)
        self._context.tasks.beside(work, self._draw, self._fail, owner=self)

    def _draw(self, image: QImage) -> None:
        if not self._first and not self._printer.newPage():
            self._fail(EnvironmentProblem(_("The printer stopped. Some pages were not printed.")))
            return
        self._first = False
        paper = QRectF(self._painter.viewport())
        size = image.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(paper.center())
        self._painter.drawImage(place, image)
        self._next()

    def _fail(self, problem: CaristeError) -> None:
        self._left.clear()
        if self._painter.isActive():
            self._painter.end()
        self._say("")
        self._failed(problem)
        self.deleteLater()
