"""A field that takes a file: by a button, dropped on it, or pasted; it shows what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.documents.storing import Proposed, plain_name
from cariste.employee.constants import OTHER_DOCUMENT, PDF
from cariste.ui.context import Context
from cariste.ui.documents.work import Looked, look_at_file, look_at_image, preview_stored
from cariste.ui.models.documents import size_words
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import WRONG
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, colour_words, muted
from cariste.ui.widgets.search_box import RADIUS

_PREVIEW = QSize(5 * GRID, 7 * GRID)
_SIGN = 20
_IMAGES = "*.jpg *.jpeg *.png *.tif *.tiff *.webp"
_DOCUMENTS = f"*.pdf {_IMAGES}"


class DocumentField(QWidget):
    """One file, or none.

    Attributes:
        changed: Another file was chosen, or taken off.
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        *,
        present: str | None = None,
        kind: str = OTHER_DOCUMENT,
        images_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make the field.

        Args:
            context: The open folder and the rest.
            present: Path of the document that is stored already.
            kind: What that one is; one of `constants.DOCUMENT_KINDS`.
            images_only: Whether a PDF is refused: for photos.
            parent: As for every widget.
        """
        super().__init__(parent)
        self._context, self._kind, self._images_only = context, kind, images_only
        self._present, self._removed = present, False
        self._chosen: Proposed | None = None
        self._problem, self._reading, self._hovered = "", False, False
        theme = context.theme
        self.preview = _Preview(theme)
        self.name, self.detail = ElidedLabel(), muted()
        self.view_button = FlatButton(_("View"), theme)
        self.choose_button = FlatButton(_("Choose a file…"), theme)
        self.remove_button = FlatButton(_("Remove"), theme)
        self._lay_out()
        self.view_button.clicked.connect(self.view)
        self.choose_button.clicked.connect(self.choose)
        self.remove_button.clicked.connect(self.clear)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.choose_button)
        theme.changed.connect(self._write)
        if present is not None:
            self._show_present(present)
        self._write()

    # -- what a form asks ------------------------------------------------------------------------

    @property
    def value(self) -> Proposed | None:
        """The file chosen here; None while there is none, or only the one that is stored already."""
        return self._chosen

    @property
    def removed(self) -> bool:
        """Whether the stored document was taken off, and none chosen instead."""
        return self._removed and self._chosen is None

    @property
    def problem(self) -> str:
        """Why the file was not taken, or that it is still being looked at; empty when all is well."""
        return _("The file is still being read.") if self._reading else self._problem

    # -- taking a file ---------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file."""
        wanted = _IMAGES if self._images_only else _DOCUMENTS
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a file"), "", f"{_('Documents')} ({wanted});;{_('All files')} (*)"
        )
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Look at a file in the background, and take it if it is a document."""
        self._take(plain_name(path.name), partial(look_at_file, path))

    def take_image(self, image: QImage) -> None:
        """Take a picture, as from the clipboard."""
        self._take(_("pasted image"), partial(look_at_image, image))

    def paste(self) -> None:
        """Take what is on the clipboard: a file or a picture."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._refuse(_("There is neither a file nor a picture on the clipboard."))

    def take(self, data: QMimeData) -> bool:
        """Take the file or picture that was dropped or pasted; tell whether there was one."""
        files = local_files(data)
        if len(files) > 1:
            self._refuse(
                ngettext(
                    "{n} file was dropped: only one fits here.",
                    "{n} files were dropped: only one fits here.",
                    len(files),
                ).format(n=format_number(len(files)))
            )
        elif files:
            self.take_file(files[0])
        elif data.hasImage():
            self.take_image(QImage(data.imageData()))
        else:
            return False
        return True

    def clear(self) -> None:
        """Take off what was chosen or refused here; when there is nothing of that, the stored document."""
        if self._chosen is None and not self._problem:
            self._removed = True
        self._chosen, self._problem = None, ""
        if self._present is not None and not self._removed:
            self._show_present(self._present)
        else:
            self.preview.show_image(None)
        self._write()
        self.choose_button.setFocus()
        self.changed.emit()

    def _take(self, name: str, look: Callable[[], Looked]) -> None:
        self._reading, self._problem = True, ""
        self.name.setText(name)
        self.detail.setText(_("Reading…"))
        self.changed.emit()
        self._context.tasks.beside(look, self._looked, self._refuse_because, owner=self, key="look")

    def _looked(self, looked: Looked) -> None:
        self._reading = False
        if self._images_only and looked.proposed.mime == PDF:
            self._refuse(_("{file} is no picture.").format(file=looked.proposed.name))
            return
        self._chosen, self._problem = looked.proposed, ""
        self.preview.show_image(looked.preview)
        self._write()
        self.changed.emit()

    def _refuse_because(self, problem: CaristeError) -> None:
        self._refuse(str(problem))

    def _refuse(self, problem: str) -> None:
        self._reading, self._problem = False, problem
        self._write()
        self.changed.emit()

    # -- showing it ------------------------------------------------------------------------------

    def _show_present(self, path: str) -> None:
        work = partial(preview_stored, self._context.workspace, path, self._kind)
        self._context.tasks.beside(work, self._show_stored, lambda _problem: None, owner=self, key="preview")

    def _show_stored(self, image: QImage) -> None:
        if self._chosen is None and not self._removed:
            self.preview.show_image(image)

    def view(self) -> None:
        """Show what is chosen, or else what is stored, page by page."""
        from cariste.ui.documents.viewer import DocumentViewer

        if self._chosen is not None:
            DocumentViewer.show_chosen(self._context, self._chosen, self)
        elif self._present is not None:
            DocumentViewer.show_stored(self._context, self._present, self._kind, self.name.text(), self)

    def _write(self) -> None:
        stored = self._present if not self._removed else None
        something = self._chosen is not None or stored is not None
        if self._chosen is not None:
            self.name.setText(self._chosen.name)
            self.detail.setText(facts_of(self._chosen))
        elif stored is not None:
            self.name.setText(stored.rpartition("/")[2])
            self.detail.setText(_("Stored already"))
        else:
            self.name.setText(_("No file"))
            self.detail.setText(_("Drop it here, paste it (Ctrl+V) or choose it."))
        if self._problem:
            self.detail.setText(self._problem)
            colour_words(self.detail, self._context.theme.tokens.red)
        else:
            self.detail.setPalette(QPalette())
            self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.choose_button.setText(_("Replace…") if something else _("Choose a file…"))
        self.choose_button.setAccessibleName(f"{self.choose_button.text()} {self.name.text()}")
        self.view_button.setVisible(something)
        self.remove_button.setVisible(something or bool(self._problem))
        self.update()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self.name)
        words.addWidget(self.detail)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.preview)
        row.addLayout(words, 1)
        for button in (self.view_button, self.choose_button, self.remove_button):
            row.addWidget(button)

    # -- Qt --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if local_files(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._hover(hovered=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Calm down."""
        self._hover(hovered=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; it stays where it came from."""
        self._hover(hovered=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        if self.take(event.mimeData()):
            event.accept()

    def _hover(self, *, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the place to drop on: dashed while empty."""
        tokens = self._context.theme.tokens
        wrong = bool(self._problem) or bool(self.property(WRONG))
        pen = QPen(tokens.red if wrong else tokens.accent if self._hovered else tokens.border, 1)
        if self._hovered:
            pen.setWidth(2)
        if self.preview.empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(tokens.selection if self._hovered else tokens.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


class _Preview(QWidget):
    """A page, small, or a sign that there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self.setFixedSize(_PREVIEW)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self._image is None

    def show_image(self, image: QImage | None) -> None:
        """Show a page; None takes it away."""
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page with a hairline around it."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is None:
            sign = pixmap("document", tokens.muted, _SIGN, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - _SIGN) // 2, (self.height() - _SIGN) // 2, sign)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(0, 0), size)
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(place, self._image)
        painter.setPen(QPen(tokens.line, 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


def local_files(data: QMimeData) -> list[Path]:
    """Return the files of this PC among what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def facts_of(proposed: Proposed) -> str:
    """Say how large a file is: « PDF, 2 pages, 340 Ko »."""
    form = "PDF" if proposed.mime == PDF else _("picture")
    pages = ngettext("{n} page", "{n} pages", proposed.pages).format(n=format_number(proposed.pages))
    return ", ".join((form, pages, size_words(proposed.size)))
