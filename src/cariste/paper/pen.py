"""Writes lines onto a page, with as few instructions in the file as they need."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor

from cariste.paper.letters import face
from cariste.paper.looks import Style


class Pen:
    """Everything written between two other drawings; `lift` puts it onto the page."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._text = canvas.beginText()
        self._font: tuple[str, float] | None = None
        self._colour = ""

    def write(self, x: float, y: float, text: str, style: Style) -> None:
        """Write one line.

        Args:
            x: Where it begins, in points.
            y: Its base line.
            text: Any letters.
            style: Its size, weight and colour.
        """
        if style.colour != self._colour:
            self._colour = style.colour
            self._text.setFillColor(HexColor(style.colour))
        self._text.setTextOrigin(x, y)
        for name, piece in face(bold=style.bold).runs(text):
            if (name, style.size) != self._font:
                self._font = (name, style.size)
                self._text.setFont(name, style.size)
            self._text.textOut(piece)

    def lift(self) -> None:
        """Put what was written onto the page."""
        self._canvas.drawText(self._text)
