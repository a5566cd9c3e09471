"""Files as scanners, telephones and hostile people make them; nobody's data is in them."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from collections.abc import Sequence

import pypdfium2
from PIL import Image

A4 = (595, 842)


@functools.cache  # PDFium gives each file another identity
def pdf(pages: int = 1, mark: int = 0) -> bytes:
    """Return a PDF with empty pages; another `mark` makes other bytes."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*A4).close()
    written = io.BytesIO()
    document.save(written)
    document.close()
    return written.getvalue() + b"%% %d\n" % mark


def image(
    form: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "white", **options: object
) -> bytes:
    """Return an image of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, form, **options)
    return written.getvalue()


def pages_of_tiff(colours: Sequence[str]) -> bytes:
    """Return a fax: one page in each colour."""
    first, *others = (Image.new("RGB", (60, 80), colour) for colour in colours)
    written = io.BytesIO()
    first.save(written, "TIFF", save_all=True, append_images=others)
    return written.getvalue()


def telephone_photo(size: tuple[int, int] = (1200, 800)) -> bytes:
    """Return a JPEG taken sideways: red at the left as stored, on top as seen; with a place and a model."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn a quarter clockwise
    exif[0x010F] = "Fictif Phone"
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def bomb(side: int = 40_000) -> bytes:
    """Return a PNG of a few bytes that says it has 1.6 thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:
    """Return a PDF that a password opens."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"1f" * 32, b"2e" * 32),
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>\n"
    return (
        body + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )
