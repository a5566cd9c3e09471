"""Looking at a file before it is opened: absent, locked, damaged or oversized, with a clear message."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.core.wording import format_number

ZIPPED = (".xlsx", ".xlsm", ".ods")
OLD = ".xls"
TEXTS = (".csv", ".txt")

LARGEST_FILE = 200 * 2**20
LARGEST_TEXT = 64 * 2**20
"""Bytes of a text file: half a million people with a dozen columns each."""
LARGEST_UNPACKED = 2**30
"""Bytes of all parts of a workbook: a real one of 50 MB stays below, a bomb does not."""
LARGEST_STRINGS = 256 * 2**20
"""Bytes of the texts of a workbook, which its reader holds in memory several times over."""
_STRINGS = "xl/sharedStrings.xml"
_SMALL, _DENSEST = 50 * 2**20, 150
"""From this size on, a part that shrinks more than so many times holds nothing but repetition. The rows of
real sheets shrink 10 to 50 times."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_PASSWORD = re.compile(
    # The first record of a workbook (Excel 97 or 5), at most the one of a file to be read only, and FILEPASS.
    rb"(?:\x09\x08\x10\0\0\x06\x05\0.{12}|\x09\x08\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0",
    re.DOTALL,
)
"""How a workbook of the old format begins that has a password; its reader knows only the later ciphers."""
_MEGABYTE = 2**20


def check_file(path: Path) -> None:
    """Make sure that a file can be read as a sheet, without reading it whole.

    Raises:
        UserError: It is no sheet, or damaged, empty, encrypted or too large. Names the file.
        EnvironmentProblem: It is open in Excel or LibreOffice, or may not be read.
    """
    if path.name.startswith("~$"):
        raise UserError(_("{file} is Excel’s lock file: choose the workbook itself.").format(file=path.name))
    suffix = path.suffix.lower()
    if not path.exists():
        raise UserError(_("There is no file {file}.").format(file=path))
    if path.is_dir():
        raise UserError(_("{file} is a folder, not a file.").format(file=path))
    if suffix not in (*ZIPPED, OLD, *TEXTS):
        raise UserError(
            _("{file} is not a sheet that can be read: .xlsx, .xlsm, .xls, .ods or .csv.").format(
                file=path.name
            )
        )
    _check_not_open(path)
    head, size = _head(path)
    if size == 0:
        raise UserError(_("{file} is empty.").format(file=path.name))
    largest = LARGEST_TEXT if suffix in TEXTS else LARGEST_FILE
    if size > largest:
        raise UserError(
            _("{file} is too large: {size} MB, {most} MB at most.").format(
                file=path.name,
                size=format_number(size // _MEGABYTE),
                most=format_number(largest // _MEGABYTE),
            )
        )
    if suffix in ZIPPED:
        _check_package(path, head)
    elif suffix == OLD:
        _check_old(path, head)


def damaged(path: Path, detail: str) -> UserError:
    """Return the error for a workbook whose content cannot be understood."""
    return UserError(
        _("{file} is damaged or is not a workbook: {detail}. Nothing was imported.").format(
            file=path.name, detail=detail
        )
    )


def _check_not_open(path: Path) -> None:
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise EnvironmentProblem(
                _(
                    "The file is open in Excel. Close it and try again. "
                    "({file}; if nobody has it open, delete {lock}.)"
                ).format(file=path.name, lock=lock.name)
            )


def _head(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(8), path.stat().st_size
    except PermissionError as error:
        raise EnvironmentProblem(
            _("{file} may not be read: ask for the right to read it, or close it in Excel.").format(file=path)
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason_of(error))
        ) from error


def password(path: Path) -> UserError:
    """Return the error for a workbook that only a password opens."""
    return UserError(
        _(
            "{file} is protected by a password. Nothing was imported: save a copy without it, then import "
            "the copy."
        ).format(file=path.name)
    )


def _check_package(path: Path, head: bytes) -> None:
    if head == _OLE:
        # Excel wraps an encrypted .xlsx into the container of the old format.
        raise (
            password(path)
            if _ENCRYPTED_PACKAGE in _content(path)
            else damaged(path, _("an old workbook named {suffix}").format(suffix=path.suffix))
        )
    if head[:4] != _ZIP:
        raise _something_else(path, head)
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            manifest = package.read("META-INF/manifest.xml") if path.suffix.lower() == ".ods" else b""
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged(path, str(error)) from error
    if b"encryption-data" in manifest or any(part.flag_bits & 1 for part in parts):
        raise password(path)
    if _explodes(parts):
        raise UserError(
            _("{file} would take more than {most} MB of memory: it is not read.").format(
                file=path.name, most=format_number(LARGEST_UNPACKED // _MEGABYTE)
            )
        )


def _explodes(parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Tell whether the parts of a package are not what a person would have put there."""
    return sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(
        (part.filename == _STRINGS and part.file_size > LARGEST_STRINGS)
        or (part.file_size > _SMALL and part.file_size > _DENSEST * part.compress_size)
        for part in parts
    )


def _check_old(path: Path, head: bytes) -> None:
    if head[:4] == _ZIP:
        raise damaged(path, _("a newer workbook named .xls: rename it to .xlsx"))
    if head != _OLE:
        raise _something_else(path, head)
    if _OLD_PASSWORD.search(_content(path)):
        raise password(path)


def _something_else(path: Path, head: bytes) -> UserError:
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        # Web programs give out tables so; Excel opens them.
        detail = _("a web page named {suffix}: open it in Excel or LibreOffice and save it as .xlsx")
    else:
        detail = _("its content is not that of a {suffix} file")
    return damaged(path, detail.format(suffix=path.suffix))


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64 * 2**20)
