"""Texts over the width of the page, and where pages and sections begin."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from cariste.paper.letters import face
from cariste.paper.looks import BODY, SECTION, Style
from cariste.paper.pen import Pen

_LEAST_LINES = 2
_BELOW_HEADING = 75.0
"""Points: a heading stays with the first lines of what follows."""


def heading(text: str, style: Style = SECTION) -> list[Flowable]:
    """Return a title that never stands alone at the end of a page."""
    return [CondPageBreak(style.before + style.leading + _BELOW_HEADING), Words(text, style)]


class Words(Flowable):  # type: ignore[misc]
    """A text in lines, over pages if need be."""

    def __init__(self, text: str, style: Style = BODY) -> None:
        """Set a text. What was typed is text, whatever it looks like: « <b> » is no tag."""
        super().__init__()
        self._text, self._style = text, style
        self._lines: Sequence[str] = ()

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        """Return the points free above it."""
        return self._style.before

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        """Return the points free below it."""
        return self._style.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        style = self._style
        self.width = width
        self._lines = face(bold=style.bold).wrap(self._text, style.size, width)
        return width, len(self._lines) * style.leading

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits and the rest; nothing where too little would fit."""
        self.wrap(width, height)
        fits = int(height / self._style.leading)
        if fits < _LEAST_LINES or fits >= len(self._lines):
            return []
        upper, lower = "\n".join(self._lines[:fits]), "\n".join(self._lines[fits:])
        return [Words(upper, self._style._replace(after=0)), Words(lower, self._style._replace(before=0))]

    def draw(self) -> None:
        """Write the lines."""
        style, pen = self._style, Pen(self.canv)
        weight = face(bold=style.bold)
        top = len(self._lines) * style.leading
        for place, line in enumerate(self._lines):
            x = (self.width - weight.width(line, style.size)) / 2 if style.centred else 0
            y = top - place * style.leading - style.size
            pen.write(x, y, line, style)
        pen.lift()


class Section(Flowable):  # type: ignore[misc]
    """From this page on the pages are counted anew, for somebody else: put it where a page begins.

    The foot of each of these pages says whose they are.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Tell the page."""
        self.canv.section = (self._name, self.canv.getPageNumber())
