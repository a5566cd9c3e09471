"""The one example proof that the records of the demo warehouse name."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = "documents/demonstration.pdf"
"""Where it lies below the shared folder."""

_PAGE = b"BT /F 24 Tf 72 760 Td (Document de d\xe9monstration) Tj ET"
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(_PAGE), _PAGE),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
)


def lay_document(folder: Path) -> str:
    """Write the example PDF into a shared folder and return its path as records name it.

    Raises:
        OSError: The folder cannot be written.
    """
    path = folder / DOCUMENT
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_pdf())
    return DOCUMENT


def _pdf() -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(_OBJECTS, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(places) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
