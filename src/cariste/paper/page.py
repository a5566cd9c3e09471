"""Whole documents: A4 pages that say what they are, whose, of when, and which of how many each one is."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate

from cariste.core.i18n import _, language
from cariste.paper.letters import face
from cariste.paper.looks import LINE, MARGIN, QUIET, Style
from cariste.paper.pen import Pen

_FOOT = 30.0
"""Points between the edge of the paper and the first line below the text."""
_WORDS = Style(7, colour=QUIET)
_PADDING = 6.0
"""Points that reportlab keeps free around the text within the margins."""
# reportlab keeps the letters used so far in its fonts: one document at a time.
_one_at_a_time = threading.Lock()


class Imprint(NamedTuple):
    """What the foot of every page says.

    Attributes:
        title: What the document is.
        firm: Whose it is.
        origin: When it was made, by whom, from which publication.
    """

    title: str
    firm: str
    origin: str


class _Foot(NamedTuple):
    """What stands below the text of every page."""

    imprint: Imprint
    margin: float
    width: float

    def draw(self, canvas: Any, whose: str, number: int, count: int) -> None:
        """Draw it on one page: that of somebody, the first of three."""
        left, right = self.margin, self.width - self.margin
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.5)
        canvas.line(left, _FOOT, right, _FOOT)
        letters, size, pen = face(), _WORDS.size, Pen(canvas)
        page = _("Page {n} of {pages}").format(n=number, pages=count)
        at = right - letters.width(page, size)
        first = " · ".join(filter(None, (self.imprint.firm, self.imprint.title, whose)))
        first = letters.clipped(first, size, at - left - 3 * size)
        below = letters.clipped(self.imprint.origin, size, right - left)
        for x, y, words in ((left, 1.4, first), (at, 1.4, page), (left, 2.7, below)):
            pen.write(x, _FOOT - y * size, words, _WORDS)
        pen.lift()


class Built(NamedTuple):
    """A PDF, and how many pages it has."""

    content: bytes
    pages: int


def build(
    story: Sequence[Flowable],
    imprint: Imprint,
    *,
    wide: bool = False,
    margin: float = MARGIN,
) -> Built:
    """Put a story on pages.

    Args:
        story: What it says, from top to bottom.
        imprint: What the foot of every page says.
        wide: Landscape instead of portrait.
        margin: Points left free at each side.
    """
    target = io.BytesIO()
    size = landscape(A4) if wide else A4
    frame = margin - _PADDING
    document = SimpleDocTemplate(
        target,
        pagesize=size,
        leftMargin=frame,
        rightMargin=frame,
        topMargin=frame,
        bottomMargin=max(frame, _FOOT + _WORDS.size),
        title=imprint.title,
        author=imprint.firm,
        creator="Cariste",
        lang=language(),
    )
    with _one_at_a_time:
        document.build(list(story), canvasmaker=_signed(_Foot(imprint, margin, size[0])))
    return Built(target.getvalue(), document.page)


def _signed(foot: _Foot) -> type[Canvas]:
    """Return a canvas that writes the foot of each page once it knows how many there are."""

    class Signed(Canvas):  # type: ignore[misc]
        """Keeps the pages until the last one is drawn.

        Attributes:
            section: Whose pages these are, and on which page they begin.
        """

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.section = ("", 1)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for section, pages in groupby(self._kept, key=lambda page: page["section"]):
                whole = list(pages)
                for number, page in enumerate(whole, start=1):
                    self.__dict__.update(page)
                    foot.draw(self, section[0], number, len(whole))
                    super().showPage()
            super().save()

    return Signed
