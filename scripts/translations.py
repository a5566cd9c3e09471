"""The French catalogue: ``translations.py update`` after changing a text, ``translations.py check`` in CI.

English is the source language: a text in the code is its own English. Needs Babel (requirements-dev.lock).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "cariste"
PO = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "cariste.po"
MO = PO.with_suffix(".mo")
NO_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# No dates, names or line numbers: the file changes when a text does, and for nothing else.
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Cariste\\n"
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def extract() -> Catalog:
    """Return every text of the program, without translations."""
    template = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(SOURCE, [("**.py", "python")]):
        template.add(message, context=context)
    return template


def merged() -> Catalog:
    """Return the stored French catalogue with the texts of today's code: no more, no fewer."""
    catalogue = read_po(io.BytesIO(PO.read_bytes() if PO.exists() else HEADER.encode()), locale="fr")
    catalogue.update(extract(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        if isinstance(message.string, str):
            message.string = typeset(message.string)
        elif message.string:
            message.string = tuple(map(typeset, message.string))
    return catalogue


def typeset(french: str) -> str:
    """Return a text as French is set: ’ for an elision, and no line begins with : ; ? or »."""
    french = re.sub(r"(?<=[^\W\d_])'(?=[\w{«])", "’", french)
    french = re.sub(r" (?=[:;?%»](?:\W|$))", "\u00a0", french)
    return french.replace("« ", "«\u00a0")


def as_po(catalogue: Catalog) -> bytes:
    """Return the text form, for translators: sorted, one line per text."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER.encode() + body.getvalue()


def as_mo(po: bytes) -> bytes:
    """Return the compiled form, for the program."""
    compiled = io.BytesIO()
    catalogue = read_po(io.BytesIO(po), locale="fr")
    catalogue.creation_date = NO_DATE  # else the minute of compiling would be in the file
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def faults(message: Message) -> list[str]:
    """Return what is wrong with one translation: missing, doubtful, or other placeholders."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if not all(forms):
        return ["no French"]
    found = ["marked as doubtful (fuzzy)"] if message.fuzzy else []
    allowed = placeholders(message.id if isinstance(message.id, str) else "".join(message.id))
    if any(placeholders(form) != allowed for form in forms):
        found.append(f"other placeholders than {sorted(allowed)}")
    return found


def placeholders(text: str | None) -> set[str]:
    """Return the names in braces of a text; a text that is no template has none."""
    try:
        return {
            name for _before, name, _spec, _conversion in Formatter().parse(text or "") if name is not None
        }
    except ValueError:
        return set()


def update() -> None:
    """Write both catalogue files from the code and the French already there."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    po = as_po(merged())
    PO.write_bytes(po)
    MO.write_bytes(as_mo(po))


def problems() -> list[str]:
    """Return everything that keeps the catalogue from being complete and up to date."""
    catalogue = merged()
    po = as_po(catalogue)
    found = [f"{message.id!r}: {fault}" for message in catalogue if message.id for fault in faults(message)]
    if not PO.exists() or PO.read_bytes() != po:
        found.append(f"{PO.name} is not what the code says: run scripts/translations.py update")
    if not MO.exists() or MO.read_bytes() != as_mo(po):
        found.append(f"{MO.name} does not match {PO.name}: run scripts/translations.py update")
    return found


def main(arguments: list[str]) -> int:
    """Do what is asked; both commands end with 1 while a French text is missing or wrong."""
    if arguments not in (["update"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if arguments == ["update"]:
        update()
    found = problems()
    print("\n".join(found) or "The French catalogue is complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
