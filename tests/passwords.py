"""Workbooks that only a password opens, as Excel and LibreOffice make them; nobody in them exists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sheets
from libreoffice import done_in_libreoffice, needs_uno

_STORED = ("agile.xlsx", "xor.xls", "rc4-cryptoapi.xls")
"""What nothing that the tests have can make, in the folder `stored`: the encryption of Excel since 2010, the
obfuscation of Excel 95 that its successors still write for some languages, and the one of Excel 2003 with a
provider. The password is “secret”."""
_FILTERS = {
    "standard.xlsx": "Calc MS Excel 2007 XML",  # AES as of Excel 2007
    "rc4.xls": "MS Excel 97",
    "aes.ods": "calc8",
}

PROTECTED = (
    *_STORED,
    *(pytest.param(name, marks=[needs_uno, pytest.mark.slow]) for name in _FILTERS),
)


def protected(folder: Path, name: str) -> Path:
    """Make one of the workbooks of `PROTECTED`."""
    path = folder / name
    if name not in _FILTERS:
        shutil.copyfile(Path(__file__).with_name("stored") / f"password-{name}", path)
        return path
    plain = sheets.write_xlsx(folder / "plain.xlsx", [sheets.visits()])
    deed = {"do": "save", "url": plain.as_uri(), "to": path.as_uri(), "filter": _FILTERS[name],
            "password": "secret", "encryption": "Standard"}  # fmt: skip
    done_in_libreoffice(folder, [deed])
    return path
