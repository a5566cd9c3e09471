"""A photo for the file of a person, whatever the camera made of it."""

from __future__ import annotations

import io

from cariste.documents.content import load, opened_image
from cariste.documents.pages import upright_rgb

LARGEST_SIDE = 512
"""Pixels of the longer side: enough for a badge, little to send."""
_QUALITY = 85


def as_photo(content: bytes, name: str) -> bytes:
    """Return an image as a JPEG: upright, at most `LARGEST_SIDE` pixels, nothing in it but its pixels.

    Where and when it was taken, and by which telephone, does not come with it.

    Raises:
        UserError: It is no image, damaged, or far too large.
    """
    with opened_image(content, name) as image:
        load(image, name)
        small = upright_rgb(image)
    small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    written = io.BytesIO()
    small.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
