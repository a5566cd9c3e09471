"""A document as pictures, page by page: for the viewer, a preview, the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cariste.documents.content import ENDINGS, examine, load, opened_image, opened_pdf
from cariste.employee.constants import PDF

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

LARGEST_SIDE = 4000
"""Pixels of the longer side of a rendered page, whatever is asked: about 48 MB."""


class Picture(NamedTuple):
    """A page in pixels, three bytes each (red, green, blue), rows without gaps."""

    width: int
    height: int
    pixels: bytes


class Pages:
    """A document that is being looked at. Its methods may be called from any thread.

    Attributes:
        content: The whole file.
        name: What it is called, with the ending that its type asks for.
        mime: One of `constants.MIMES`.
        count: How many pages it has.
    """

    def __init__(self, content: bytes, name: str) -> None:
        """Open a document. Raises UserError as `content.examine`."""
        self.mime, self.count = examine(content, name)
        ending = ENDINGS[self.mime]
        self.content, self.name = content, name if name.lower().endswith(ending) else name + ending

    def picture(self, page: int, width: int) -> Picture:
        """Return a page as wide as asked, or smaller where the page would become too large.

        Args:
            page: From 0.
            width: In pixels.

        Raises:
            UserError: The page is damaged.
        """
        if self.mime == PDF:
            with opened_pdf(self.content, self.name) as pdf:
                return _rendered(pdf[page], width)
        with opened_image(self.content, self.name) as image:
            load(image, self.name, page)
            return _scaled(image, width)


def _rendered(page: pypdfium2.PdfPage, width: int) -> Picture:
    across, down = page.get_size()
    scale = min(width / max(across, 1), LARGEST_SIDE / max(across, down, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    try:
        image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
        page.close()
    return Picture(image.width, image.height, image.tobytes())


def _scaled(image: Image.Image, width: int) -> Picture:
    upright = upright_rgb(image)
    scale = min(width / upright.width, LARGEST_SIDE / max(upright.size), 1)
    size = max(round(upright.width * scale), 1), max(round(upright.height * scale), 1)
    shown = upright if size == upright.size else upright.resize(size)
    return Picture(shown.width, shown.height, shown.tobytes())


def upright_rgb(image: Image.Image) -> Image.Image:
    """Return an image turned as the camera was held, on white where it is transparent."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    if turned.mode.startswith("I"):  # 16 bits a pixel: the upper 8 are what can be shown
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    return turned.convert("RGB")
