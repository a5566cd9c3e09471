"""Documents behind a report: each page on a page of ours, with its caption, foot and number."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, PageBreak

from cariste.core.i18n import _
from cariste.documents.content import examine, load, opened_image, opened_pdf, pdfium_lock
from cariste.documents.pages import upright_rgb
from cariste.employee.constants import PDF
from cariste.paper.looks import STRONG
from cariste.paper.words import Words

if TYPE_CHECKING:
    import pypdfium2

_LONGEST_SIDE = 2200
"""Pixels of an image: 190 points per inch over the height of A4."""
_QUALITY = 82

Load = Callable[[], bytes]
Room = tuple[float, float, float, float]
"""Left, bottom, width and height, in points."""


@dataclass(slots=True)
class Annex:
    """One document.

    Attributes:
        name: What it is called in messages.
        load: Reads it; called again when its pages are put in, so that not all are held at once.
        pages: How many it has; 0 until it was looked at.
        is_pdf: Whether its pages are put in as they are, rather than drawn.
        places: Where each of its pages goes: our page, and the room on it.
    """

    name: str
    load: Load
    pages: int = 0
    is_pdf: bool = False
    places: dict[int, tuple[int, Room]] = field(default_factory=dict)


def looked_at(name: str, read: Load) -> Annex:
    """Open a document to count its pages.

    Raises:
        UserError: It is damaged, or no document.
        EnvironmentProblem: It cannot be read.
    """
    found = examine(read(), name)
    return Annex(name, read, found.pages, found.mime == PDF)


def annex_pages(annex: Annex, caption: str) -> list[Flowable]:
    """Return the pages kept for a document, each with its caption."""
    pages: list[Flowable] = []
    for page in range(annex.pages):
        told = caption
        if annex.pages > 1:
            told = _("{caption} (page {n} of {count})").format(caption=caption, n=page + 1, count=annex.pages)
        pages += [PageBreak(), Words(told, STRONG), _Room(annex, page)]
    return pages


class _Room(Flowable):  # type: ignore[misc]
    """The rest of a page, for a page of a document."""

    def __init__(self, annex: Annex, page: int) -> None:
        super().__init__()
        self._annex, self._page = annex, page

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take all that is left."""
        self.width, self.height = width, height - 1
        return self.width, self.height

    def draw(self) -> None:
        """Draw an image; remember the place of a page of a PDF."""
        if not self._annex.is_pdf:
            self._draw_image()
            return
        left, bottom = self.canv.absolutePosition(0, 0)
        number = self.canv.getPageNumber() - 1
        self._annex.places[self._page] = (number, (left, bottom, self.width, self.height))

    def _draw_image(self) -> None:
        with opened_image(self._annex.load(), self._annex.name) as image:
            load(image, self._annex.name, self._page)
            small = upright_rgb(image)
        small.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        jpeg = io.BytesIO()
        small.save(jpeg, "JPEG", quality=_QUALITY)
        scale = min(self.width / small.width, self.height / small.height)
        across, down = small.width * scale, small.height * scale
        x, y = (self.width - across) / 2, self.height - down
        self.canv.drawImage(ImageReader(jpeg), x, y, across, down)


def put_in(report: bytes, annexes: Sequence[Annex]) -> bytes:
    """Return a report with the pages of PDFs in the places kept for them, sharp as they were."""
    wanted = [annex for annex in annexes if annex.places]
    if not wanted:
        return report
    import pypdfium2

    with pdfium_lock:
        target = pypdfium2.PdfDocument(report)
        try:
            for annex in wanted:
                with opened_pdf(annex.load(), annex.name) as source:
                    for page, (number, room) in annex.places.items():
                        _put(source, page, target, number, room)
            written = io.BytesIO()
            target.save(written)
        finally:
            target.close()
    return written.getvalue()


def _put(
    source: pypdfium2.PdfDocument,
    page: int,
    target: pypdfium2.PdfDocument,
    number: int,
    room: Room,
) -> None:
    import pypdfium2
    from pypdfium2 import raw

    original = source[page]
    raw.FPDFPage_Flatten(original, raw.FLAT_PRINT)  # stamps and filled fields are part of what was signed
    across, down = original.get_size()
    original.close()
    left, bottom, width, height = room
    scale = min(width / max(across, 1), height / max(down, 1))
    x, y = left + (width - across * scale) / 2, bottom + height - down * scale
    # Captured as it is shown: turned and cropped, with its corner in the origin.
    drawn = source.page_as_xobject(page, target).as_pageobject()
    drawn.set_matrix(pypdfium2.PdfMatrix(scale, 0, 0, scale, x, y))
    kept = target[number]
    kept.insert_obj(drawn)
    kept.gen_content()
    kept.close()
