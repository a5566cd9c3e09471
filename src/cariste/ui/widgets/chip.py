"""A status in a rounded tint: sign, word and colour together, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from cariste.ui.theme import icons
from cariste.ui.theme.tokens import Tokens

RED, ORANGE, BLUE, GREEN, GREY, MUTED = "red", "orange", "blue", "green", "grey", "muted"
"""Names of colour tokens, each with one meaning: see `theme.tokens`."""

SIGNS = {RED: "cross", ORANGE: "triangle", BLUE: "clock", GREEN: "check", GREY: "dash", MUTED: "dash"}
"""The shape that goes with each colour, for print in black and white and for colour-blind readers."""

_SIDE = 10
_GAP = 6
_HIGH = 6
ROUNDING = 2
"""Whole pixels lose a little of each letter's width: without it, words that fit would be cut."""


def colour(tokens: Tokens, tone: str) -> QColor:
    """Return the colour of a tone in the scheme in force."""
    found: QColor = getattr(tokens, tone)
    return found


def sign_size(metrics: QFontMetrics) -> int:
    """Return how large a sign stands beside a text, in device-independent pixels."""
    return round(metrics.ascent() * 0.95)


def chip_size(metrics: QFontMetrics, text: str) -> QSize:
    """Return the room a chip wants."""
    width = 2 * _SIDE + sign_size(metrics) + _GAP + metrics.horizontalAdvance(text) + ROUNDING
    return QSize(width, metrics.height() + _HIGH)


def draw_sign(painter: QPainter, left: int, middle: int, tone: str, tokens: Tokens) -> int:
    """Draw a tone's sign before a text whose line has this vertical middle; return the text's left."""
    side = sign_size(painter.fontMetrics())
    device = painter.device()
    shape = icons.pixmap(SIGNS[tone], colour(tokens, tone), side, device.devicePixelRatioF())
    painter.drawPixmap(left, middle - side // 2, shape)
    return left + side + _GAP


def draw_chip(painter: QPainter, room: QRect, text: str, tone: str, tokens: Tokens) -> None:
    """Draw a chip at the left of the room, in the painter's font; a long text ends with « … »."""
    metrics = painter.fontMetrics()
    size = chip_size(metrics, text).boundedTo(room.size())
    box = QRect(room.left(), room.top() + (room.height() - size.height()) // 2, size.width(), size.height())
    under = tokens.grey_on if tone == MUTED else colour(tokens, f"{tone}_on")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(under)
    painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
    left = draw_sign(painter, box.left() + _SIDE, box.center().y() + 1, tone, tokens)
    words = QRect(left, box.top(), box.right() + 1 - _SIDE - left, box.height())
    painter.setPen(colour(tokens, tone))
    painter.drawText(
        words,
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width()),
    )
