"""What a file really is, told from its bytes: a PDF or an image that opens, or a clear word on what it is.

The name of a file proves nothing, and nothing here trusts it.
"""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.employee.constants import JPEG, PDF, PNG, TIFF, WEBP

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image, ImageFile

MOST_PAGES = 500
MOST_PIXELS = 64_000_000
"""Of one image: an A4 page scanned in colour at 600 points per inch has 35 million."""

ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", TIFF: ".tif", WEBP: ".webp"}
"""How the file of each type is called, whatever it was called before."""

_FORMATS = {"PNG": PNG, "JPEG": JPEG, "MPO": JPEG, "TIFF": TIFF, "WEBP": WEBP}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_PASSWORD_WANTED = 4
"""FPDF_ERR_PASSWORD of fpdfview.h."""

pdfium_lock = threading.RLock()
"""Held around every call of PDFium, which knows no threads."""


class Content(NamedTuple):
    """What was found: its type, and how many pages it has."""

    mime: str
    pages: int


def examine(content: bytes, name: str) -> Content:
    """Make sure that the bytes of a file are a document that can be shown.

    Args:
        content: The whole file.
        name: What people call it, for messages.

    Raises:
        UserError: Empty, damaged, protected by a password, a program, or nothing that can be shown.
    """
    if not content:
        raise UserError(_("{file} is empty.").format(file=name))
    if content.startswith(_PROGRAMS):
        raise UserError(_("{file} is a program, not a document. It was not taken.").format(file=name))
    if _is_pdf(content):
        with opened_pdf(content, name) as pdf:
            return Content(PDF, len(pdf))
    with opened_image(content, name) as image:
        load(image, name)
        return Content(_FORMATS[str(image.format)], getattr(image, "n_frames", 1))


@contextlib.contextmanager
def opened_pdf(content: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for the time of a block, alone with PDFium. Raises as `examine`."""
    import pypdfium2

    with pdfium_lock:
        try:
            pdf = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD_WANTED:
                raise UserError(
                    _(
                        "{file} is protected by a password: save a copy without it and choose the copy."
                    ).format(file=name)
                ) from error
            raise _damaged(name) from error
        try:
            _check_pages(pdf, name)
            yield pdf
        except pypdfium2.PdfiumError as error:
            raise _damaged(name) from error
        finally:
            pdf.close()


@contextlib.contextmanager
def opened_image(content: bytes, name: str) -> Iterator[ImageFile.ImageFile]:
    """Open an image for the time of a block; its pixels are not read yet. Raises as `examine`."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name) from error
    except UnidentifiedImageError as error:
        raise UserError(
            _("{file} is neither a PDF nor an image (PNG, JPEG, TIFF or WebP).").format(file=name)
        ) from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow makes of damaged headers
        raise _damaged(name) from error
    with image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels(name)
        if getattr(image, "n_frames", 1) > MOST_PAGES:
            raise _too_many_pages(name)
        yield image


def load(image: Image.Image, name: str, frame: int = 0) -> None:
    """Read the pixels of an image, or of one of its pages. Raises UserError when they are damaged."""
    try:
        image.seek(frame)
        image.load()
    except Exception as error:  # a decoder may raise anything on damaged pixels
        raise _damaged(name) from error


def _is_pdf(content: bytes) -> bool:
    # Some scanners write a mark or blanks before; further in, it is another file with a PDF inside.
    return content[:64].lstrip(b"\xef\xbb\xbf\x00\t\n\r ").startswith(b"%PDF-")


def _check_pages(pdf: pypdfium2.PdfDocument, name: str) -> None:
    if not len(pdf):
        raise _damaged(name)
    if len(pdf) > MOST_PAGES:
        raise _too_many_pages(name)
    for number in {0, len(pdf) - 1}:
        pdf[number].close()


def _damaged(name: str) -> UserError:
    return UserError(_("{file} is damaged: it cannot be opened. It was not taken.").format(file=name))


def _too_many_pixels(name: str) -> UserError:
    return UserError(
        _("{file} is too large an image: more than {most} million pixels. It was not taken.").format(
            file=name, most=format_number(MOST_PIXELS // 1_000_000)
        )
    )


def _too_many_pages(name: str) -> UserError:
    return UserError(
        _("{file} has more than {most} pages. It was not taken.").format(
            file=name, most=format_number(MOST_PAGES)
        )
    )
