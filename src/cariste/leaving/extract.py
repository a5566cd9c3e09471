"""One person's full extract: a zip with a readable summary, the data, and the documents."""

from __future__ import annotations

import json
import logging
import shutil
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

from cariste.core.errors import UserError
from cariste.core.files import replace_file
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.text import fold, tidy
from cariste.core.wording import format_number
from cariste.documents.queries import DocumentRow
from cariste.employee.constants import MEDICAL_DOCUMENT
from cariste.leaving.personal_file import PersonalFile, as_json
from cariste.share.attachments import Attachments

log = logging.getLogger(__name__)

DATA = "data.json"
_LONGEST_NAME = 80
_FORBIDDEN = frozenset('<>:"/\\|?*')


class Extracted(NamedTuple):
    """What was written.

    Attributes:
        documents: How many files are in it.
        missing: What those are called that could not be found.
    """

    path: Path
    documents: int
    missing: tuple[str, ...]


def write_extract(personal: PersonalFile, attachments: Attachments, path: Path) -> Extracted:
    """Write the extract; an existing file is replaced at once, or not at all.

    Raises:
        UserError: The name does not end in .zip.
        EnvironmentProblem: The place cannot be written, or the shared folder does not answer.
    """
    if path.suffix.lower() != ".zip" or path.is_dir():
        raise UserError(
            _("{file}: choose a name that ends with {suffixes}.").format(file=path.name, suffixes=".zip")
        )
    found, missing = _find(personal.documents, attachments)
    replace_file(path, lambda part: _write(part, personal, found))
    log.info("wrote an extract with %d documents", len(found))
    return Extracted(path, len(found), missing)


def said(written: Extracted) -> str:
    """Say what was written, and what could not be found."""
    count = ngettext("{n} document", "{n} documents", written.documents)
    told = _("{file} written, with {documents}.").format(
        file=written.path, documents=count.format(n=format_number(written.documents))
    )
    if not written.missing:
        return told
    lost = _("Not found in the shared folder: {names}.").format(names=", ".join(written.missing))
    return f"{told} {lost}"


def file_name(name: str) -> str:
    """Return what an extract is called, without accents and odd characters: « dossier-fictif-chloe.zip »."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in fold(name))
    short = "-".join(filter(None, plain.split("-")))[:_LONGEST_NAME]
    return "-".join((pgettext("file name", "file"), short or "x")) + ".zip"


def _find(
    documents: tuple[DocumentRow, ...], attachments: Attachments
) -> tuple[dict[str, tuple[Path, str]], tuple[str, ...]]:
    """Return where each document lies and what it is called in the extract; and what is missing."""
    found: dict[str, tuple[Path, str]] = {}
    missing = []
    for number, row in enumerate(documents, start=1):
        try:
            place = attachments.place_of(row.path)
        except UserError:  # a path that leads elsewhere: an import may have brought anything
            place = None
        if place is None:
            missing.append(row.name)
        else:
            found[row.path] = (place, f"documents/{number:02d}-{_harmless(row)}")
    return found, tuple(missing)


def _harmless(row: DocumentRow) -> str:
    """Return a file's name such as every system takes it, and no path."""
    ending = Path(row.path).suffix
    name = pgettext("file name", "medical") + ending if row.kind == MEDICAL_DOCUMENT else row.name
    plain = tidy("".join(" " if char in _FORBIDDEN or not char.isprintable() else char for char in name))
    stem = Path(plain.strip(" .")).stem.strip(" .")[:_LONGEST_NAME].strip(" .")
    return unicodedata.normalize("NFC", f"{stem or 'document'}{ending}")


def _write(part: Path, personal: PersonalFile, found: dict[str, tuple[Path, str]]) -> None:
    from cariste.leaving.personal_pdf import summary

    data = json.dumps(
        as_json(personal, {path: name for path, (_place, name) in found.items()}),
        ensure_ascii=False,
        indent=1,
    )
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(pgettext("file name", "summary") + ".pdf", summary(personal))
        archive.writestr(DATA, data + "\n")
        for place, name in found.values():
            # Scans are compressed already.
            with place.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w") as target:
                shutil.copyfileobj(source, target)
