"""The answers to what an import asked: a JSON file, checked before anything is read with it.

::

    {
      "columns": {"MATRICE 2026": {"F": "expiry SST", "H": "obtained FIRE-EXT", "M": "ignore"}},
      "choices": {"MATRICE 2026": {"E": {"1": "R489-1A", "month": "first"}}},
      "cells":   {"MATRICE 2026": {"E6": "R489-1A, R489-3 (12/03/2024)"}, "VM": {"F9": "unfit"}},
      "people":  {"SUIVI CACES": {"9": "new", "12": "00123", "13": "skip", "14": "row 3, VM"}}
    }

`columns` gives columns their meaning (see `meanings.ROLES`), `choices` settles by its topic what is unclear
in a whole column (a category, or one of `WORDS`), `cells` is the text to read instead of the cell's, `people`
who a row is about. The conclusion of a visit is confirmed by its code: ``unfit``, or
``fit_with_restrictions: their text``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.exchange.dates import ACCEPT, FIRST_DAY, LAST_DAY
from cariste.exchange.meanings import ROLES, Meaning, parse_meaning
from cariste.exchange.values import Decided, column_index
from cariste.regulation.codes import normalise_code

WORDS = (FIRST_DAY, LAST_DAY, ACCEPT)
"""Choices that are no categories: the first or last day of a month or year, what is proposed."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class SheetAnswers(NamedTuple):
    """What was answered about one sheet.

    Attributes:
        columns: Meanings by letter.
        cells: Texts by 0-based (row, column).
        people: Who a row is about, by 1-based row.
        choices: What settles the cells of a column, by letter.
    """

    columns: dict[str, Meaning]
    cells: dict[tuple[int, int], str]
    people: dict[int, str]
    choices: dict[str, Decided]


NO_ANSWERS = SheetAnswers({}, {}, {}, {})


class _MappingFile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    columns: dict[str, dict[str, str]] = Field(default_factory=dict)
    choices: dict[str, dict[str, dict[str, str]]] = Field(default_factory=dict)
    cells: dict[str, dict[str, str]] = Field(default_factory=dict)
    people: dict[str, dict[str, str]] = Field(default_factory=dict)


class Answers(NamedTuple):
    """Everything answered, by folded name of sheet."""

    sheets: dict[str, SheetAnswers]

    def about(self, sheet: str) -> SheetAnswers:
        """Return the answers about one sheet."""
        return self.sheets.get(fold(sheet), NO_ANSWERS)


def read_mapping(path: Path) -> Answers:
    """Read a mapping file.

    Raises:
        UserError: Not JSON, or an entry is wrong; names the file, the entry and what is allowed.
        EnvironmentProblem: The file cannot be read.
    """
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UserError(_("{file} is not JSON: {reason}.").format(file=path, reason=error)) from error
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason_of(error))
        ) from error
    try:
        return answers_from(data)
    except UserError as error:
        raise UserError(f"{path}: {error}") from error


def answers_from(data: object) -> Answers:
    """Check answers that came as JSON.

    Raises:
        UserError: An entry is wrong; names it and what is allowed.
    """
    try:
        file = _MappingFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "{}"
        raise UserError(_("{where}: {problem}.").format(where=where, problem=first["msg"])) from error
    sheets = {*file.columns, *file.choices, *file.cells, *file.people}
    return Answers(
        {
            fold(sheet): SheetAnswers(
                _columns(sheet, file.columns.get(sheet, {})),
                _cells(sheet, file.cells.get(sheet, {})),
                _people(sheet, file.people.get(sheet, {})),
                _choices(sheet, file.choices.get(sheet, {})),
            )
            for sheet in sheets
        }
    )


def _columns(sheet: str, entries: Mapping[str, str]) -> dict[str, Meaning]:
    meanings = {}
    for letter, text in entries.items():
        meaning = parse_meaning(text)
        if meaning is None or not re.fullmatch(r"[A-Z]{1,3}", letter):
            raise UserError(
                _("columns, {sheet}, {column}: “{value}” is not a meaning. Allowed: {allowed}.").format(
                    sheet=sheet, column=letter, value=text, allowed=", ".join(sorted(ROLES))
                )
            )
        meanings[letter] = meaning
    return meanings


def _choices(sheet: str, entries: Mapping[str, Mapping[str, str]]) -> dict[str, Decided]:
    for letter, by_topic in entries.items():
        for topic, choice in by_topic.items():
            if choice not in WORDS and normalise_code(choice) != choice:
                reason = _(
                    "choices, {sheet}, {column}, {topic}: “{value}” is neither a category nor {words}."
                )
                raise UserError(
                    reason.format(
                        sheet=sheet, column=letter, topic=topic, value=choice, words=", ".join(WORDS)
                    )
                )
    return {letter: dict(by_topic) for letter, by_topic in entries.items()}


def _cells(sheet: str, entries: Mapping[str, str]) -> dict[tuple[int, int], str]:
    cells = {}
    for name, text in entries.items():
        match = _CELL.fullmatch(name)
        if match is None:
            raise UserError(
                _("cells, {sheet}: “{cell}” is not a cell such as E6.").format(sheet=sheet, cell=name)
            )
        cells[int(match[2]) - 1, column_index(match[1])] = text
    return cells


def _people(sheet: str, entries: Mapping[str, str]) -> dict[int, str]:
    people = {}
    for row, answer in entries.items():
        if not row.isdecimal() or not answer.strip():
            raise UserError(
                _("people, {sheet}: “{row}” must be a row number, with new, skip, a number or an id.").format(
                    sheet=sheet, row=row
                )
            )
        people[int(row)] = answer.strip()
    return people
