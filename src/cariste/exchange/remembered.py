"""What this user answered about sheets of one layout, for the next one of it; in a file of his own.

A layout is known by the titles of its columns, folded: the same list of next month has them too, whatever it
is called and wherever it lies. People and single cells are not remembered: they are another month's.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.files import replace_file
from cariste.core.paths import user_folder
from cariste.core.text import fold
from cariste.exchange.mapping import answers_from
from cariste.exchange.plan import ReadTable

_log = logging.getLogger(__name__)
_MOST = 100
"""Layouts kept, the ones used last; a firm has some dozens."""
_ANSWERED = ("columns", "choices")


def layouts_file() -> Path:
    """Return where the answers lie."""
    return user_folder() / "import-layouts.json"


def fingerprint(table: ReadTable) -> str:
    """Return what sheets of one layout share: a sum of their titles."""
    titles = "\n".join(f"{letter} {fold(header)}" for letter, (header, _meaning) in table.columns.items())
    return hashlib.sha256(titles.encode()).hexdigest()[:32]


def recall(tables: Iterable[ReadTable]) -> dict[str, dict[str, Any]]:
    """Return what was answered about tables of these layouts before, as a mapping file holds it."""
    known = _load()
    found: dict[str, dict[str, Any]] = {name: {} for name in _ANSWERED}
    for table in tables:
        answered = known.get(fingerprint(table), {})
        for name in _ANSWERED:
            if answered.get(name):
                found[name].setdefault(table.sheet, {}).update(answered[name])
    try:
        answers_from(found)
    except UserError:  # of another version of the program
        return {}
    return {name: by_sheet for name, by_sheet in found.items() if by_sheet}


def remember(tables: Iterable[ReadTable], answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what was answered about these tables; a disk that refuses costs only the next time's comfort.

    Args:
        tables: What was read.
        answers: As a mapping file holds them.
    """
    known = _load()
    for table in tables:
        answered = {name: dict(answers.get(name, {}).get(table.sheet, {})) for name in _ANSWERED}
        key = fingerprint(table)
        known.pop(key, None)
        if any(answered.values()):
            known[key] = answered
    kept = dict(list(known.items())[-_MOST:])
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    try:
        replace_file(layouts_file(), lambda part: part.write_text(text, "utf-8"))
    except EnvironmentProblem as problem:
        _log.warning("answers about a layout are not kept: %s", problem)


def _load() -> dict[str, Any]:
    try:
        stored = json.loads(layouts_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {key: value for key, value in stored.items() if isinstance(value, dict)}
