"""One set of shapes as SVG, drawn in whatever colour and size is asked, crisp at any scale of the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

import shiboken6
from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

Colour = QColor | Callable[[], QColor]
_FADED = 0.4
_KEPT = 512


def icon(name: str, colour: Colour) -> QIcon:
    """Return a shape of the set as an icon.

    Args:
        name: File in ``theme/icons`` without its ending.
        colour: A colour, or a function asked at each painting, so that the icon follows the scheme.
    """
    return QIcon(_ShapeEngine(name, colour))


def pixmap(name: str, colour: QColor, size: int, dpr: float = 1.0) -> QPixmap:
    """Return a shape drawn ``size`` device-independent pixels wide and high; the same one is drawn once.

    Raises:
        FileNotFoundError: There is no such shape.
    """
    return _drawn(name, colour.rgba(), size, round(dpr, 3))


@lru_cache(maxsize=_KEPT)
def _drawn(name: str, rgba: int, size: int, dpr: float) -> QPixmap:
    shape = _shape(name)
    side = max(1, round(size * dpr))
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    shape.render(painter, QRectF(0, 0, side, side))
    # The files are black; only where they cover counts.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(drawn.rect(), QColor.fromRgba(rgba))
    painter.end()
    drawn.setDevicePixelRatio(dpr)
    return drawn


@cache
def _shape(name: str) -> QSvgRenderer:
    data = (files("cariste.ui.theme") / "icons" / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(data))


_clones: list[QIconEngine] = []


class _ShapeEngine(QIconEngine):
    """Draws one shape at the size asked, disabled icons faded."""

    def __init__(self, name: str, colour: Colour) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def clone(self) -> QIconEngine:
        # Qt owns it from here on, but Python would delete what only Qt knows: kept until Qt did.
        _clones[:] = filter(shiboken6.isValid, _clones)
        _clones.append(_ShapeEngine(self._name, self._colour))
        return _clones[-1]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        device = painter.device()
        dpr = device.devicePixelRatioF() if device is not None else 1.0
        corner = QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
        painter.drawPixmap(corner, pixmap(self._name, self._colour_for(mode), side, dpr))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        # Since Qt 6.8 the size is in device-independent pixels.
        return pixmap(self._name, self._colour_for(mode), min(size.width(), size.height()), scale)

    def _colour_for(self, mode: QIcon.Mode) -> QColor:
        colour = QColor(self._colour() if callable(self._colour) else self._colour)
        if mode == QIcon.Mode.Disabled:
            colour.setAlphaF(colour.alphaF() * _FADED)
        return colour
