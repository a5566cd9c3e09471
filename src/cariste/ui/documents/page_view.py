"""One page, as large as wanted: scrolled, dragged, zoomed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

LEAST_ZOOM, MOST_ZOOM = 0.25, 6.0
_STEP = 1.25
_MARGIN = 2 * GRID
_REST = 120
"""Milliseconds without another size before the page is drawn sharp again."""


class PageView(QScrollArea):
    """Shows the picture of a page; says how wide it wants the next one to be.

    Attributes:
        wanted: The page is shown at another size: a picture so many pixels wide would be sharp.
        zoomed: The zoom is another one; 1.0 fits the width.
    """

    wanted = Signal(int)
    zoomed = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zoom = theme, 1.0
        self._sheet = _Sheet(theme)
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        slim_scroll_bars(self, theme)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setViewportMargins(1, 1, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self._ask)

    @property
    def zoom(self) -> float:
        """How large the page is; 1.0 fits the width."""
        return self._zoom

    @property
    def width_wanted(self) -> int:
        """Pixels of the width at which the page would be sharp now."""
        return max(round(self._page_width() * self.devicePixelRatioF()), 1)

    def show_page(self, image: QImage | None, *, keep_place: bool = False) -> None:
        """Show a page from its top, or in place of the same one; None shows none."""
        self._sheet.show_image(image)
        self._resize_sheet()
        if not keep_place:
            self.verticalScrollBar().setValue(0)

    def set_zoom(self, zoom: float) -> None:
        """Show the page larger or smaller."""
        bounded = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        if bounded != self._zoom:
            self._zoom = bounded
            self._resize_sheet()
            self.zoomed.emit(bounded)
            self._timer.start()

    def zoom_in(self) -> None:
        """Show the page a step larger."""
        self.set_zoom(self._zoom * _STEP)

    def zoom_out(self) -> None:
        """Show the page a step smaller."""
        self.set_zoom(self._zoom / _STEP)

    def fit_width(self) -> None:
        """Show the page as wide as the window."""
        self.set_zoom(1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self._resize_sheet()
        self._timer.start()

    def event(self, event: QEvent) -> bool:
        """Frame the page while it has the keyboard: the arrows scroll it."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.tokens.accent, 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return handled

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def _page_width(self) -> float:
        room = self.viewport().width() - 2 * _MARGIN
        return max(room, 1) * self._zoom

    def _resize_sheet(self) -> None:
        self._sheet.set_width(self._page_width())

    def _ask(self) -> None:
        self.wanted.emit(self.width_wanted)


class _Sheet(QWidget):
    """The page itself, with a hairline around it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def set_width(self, width: float) -> None:
        if self._image is None:
            self.resize(1, 1)
            return
        height = width * self._image.height() / max(self._image.width(), 1)
        self.resize(QSize(round(width) + 2 * _MARGIN, round(height) + 2 * _MARGIN))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page."""
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(QPointF(_MARGIN, _MARGIN), self.size() - QSize(2 * _MARGIN, 2 * _MARGIN))
        painter.drawImage(place, self._image)
        painter.setPen(QPen(self._theme.tokens.line, 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
