"""What typing, pasting or filling down would make of the list of people, before it is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold, tidy
from cariste.employee import person_fields
from cariste.employee.bulk import NUMBER, Assignment
from cariste.employee.field_labels import EMPLOYEES, field_label
from cariste.ui.models.people import PersonLine, text_of
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import ORANGE, RED

_WITH_LISTS = frozenset({"role", "workspace", "agency"})
"""Fields whose values repeat: one that nobody has yet may be a slip."""


class ProposedCell(NamedTuple):
    """One cell as it is and as it would be.

    Attributes:
        field: What is stored there.
        old: As shown now.
        new: As it would be shown; what was pasted when that cannot be stored.
        assignment: What to store.
        problem: Why it cannot be stored, empty when it can.
        doubt: What to look at all the same.
    """

    line: PersonLine
    field: str
    old: str
    new: str
    assignment: Assignment
    problem: str
    doubt: str


class Proposal(NamedTuple):
    """All cells of one paste.

    Attributes:
        wrong: Cannot be stored.
        changed: Would be different.
        unchanged: How many have the value already.
    """

    wrong: list[ProposedCell]
    changed: list[ProposedCell]
    unchanged: int

    @property
    def cells(self) -> list[ProposedCell]:
        """What there is to look at: what is wrong, then what changes."""
        return [*self.wrong, *self.changed]


def propose(texts: Iterable[tuple[PersonLine, str, str]], people: Sequence[PersonLine]) -> Proposal:
    """Return what would become of some cells.

    Args:
        texts: Whose, which field, and the text for it.
        people: Everybody, to see whether a number is somebody's already.
    """
    wished = list(texts)
    known = {field: _Spellings(people, field) for field in {field for _line, field, _text in wished}}
    taken = _numbers_twice(wished, people)
    wrong, changed, unchanged = [], [], 0
    for line, field, text in wished:
        old = text_of(line, field)
        value, problem = person_fields.read(field, known[field].of(text, old))
        if field == NUMBER and value in taken:
            problem = problem or _("An employee already has this number.")
        new = person_fields.as_typed(field, value)
        doubt = _("Nobody has this yet.") if known[field].lacks(new) else ""
        shown = " ".join(text.split()) if problem else new
        cell = ProposedCell(line, field, old, shown, Assignment(line.id, field, value), problem or "", doubt)
        if problem:
            wrong.append(cell)
        elif old == new:
            unchanged += 1
        else:
            changed.append(cell)
    return Proposal(wrong, changed, unchanged)


def problem_in_cell(line_id: str, field: str, text: str, people: Iterable[PersonLine]) -> str | None:
    """Return why a text cannot be stored in one cell, None when it can."""
    value, problem = person_fields.read(field, text)
    if problem or field != NUMBER or value is None:
        return problem
    taken = any(line.number == value and line.id != line_id for line in people)
    return _("An employee already has this number.") if taken else None


def values_in_use(field: str, people: Iterable[PersonLine]) -> list[str]:
    """Return what may be meant when somebody begins to type: the only values allowed, or those in use."""
    if only := person_fields.choices(field):
        return list(only)
    return sorted({text_of(line, field) for line in people} - {""}, key=fold) if field in _WITH_LISTS else []


def proposal_columns(*, several_fields: bool) -> list[Column[ProposedCell]]:
    """Return the columns of the preview; the field is named in each row when there are several."""
    field: Column[ProposedCell] = Column(
        lambda: _("Field"), lambda cell: field_label(EMPLOYEES, cell.field), sample="m" * 9
    )
    return [*_whose(), *([field] if several_fields else []), *_what_becomes()]


def _whose() -> list[Column[ProposedCell]]:
    return [
        Column(
            lambda: _("Employee"),
            lambda cell: cell.line.name,
            key=lambda cell: cell.line.name_key,
            sample="Fictif-Témoin Jean-Éric",
            look=Look.STRONG,
            tooltip=lambda cell: cell.line.name,
        ),
        Column(
            lambda: _("No."), lambda cell: cell.line.number, sample="00123", least="00123", look=Look.QUIET
        ),
    ]


def _what_becomes() -> list[Column[ProposedCell]]:
    return [
        Column(
            lambda: _("Now"),
            lambda cell: cell.old,
            sample="m" * 11,
            look=Look.QUIET,
            tooltip=lambda cell: cell.old or None,
        ),
        Column(
            lambda: _("Will be"),
            lambda cell: cell.new or _("(none)"),
            sample="m" * 11,
            tooltip=lambda cell: cell.new or None,
        ),
        Column(
            lambda: _("To check"),
            lambda cell: cell.problem or cell.doubt,
            sample=_("An employee already has this number."),
            look=Look.CHIP,
            tone=lambda cell: RED if cell.problem else ORANGE,
            tooltip=lambda cell: cell.problem or cell.doubt or None,
        ),
    ]


class _Spellings:
    """How the values of a field are written by those who have them; knows nothing of fields without lists."""

    def __init__(self, people: Iterable[PersonLine], field: str) -> None:
        self._listed = field in _WITH_LISTS
        self._used = {text_of(line, field) for line in people} if self._listed else set()
        self._by_fold = {fold(text): text for text in sorted(self._used, reverse=True)}

    def of(self, text: str, old: str) -> str:
        """Return a text in the spelling in use, unless it corrects the spelling of what it replaces."""
        plain = tidy(text)
        if plain in self._used or fold(plain) == fold(old):
            return plain
        return self._by_fold.get(fold(plain), plain)

    def lacks(self, text: str) -> bool:
        """Tell whether nobody has such a value yet."""
        return self._listed and bool(text) and fold(text) not in self._by_fold


def _numbers_twice(
    wished: Iterable[tuple[PersonLine, str, str]], people: Sequence[PersonLine]
) -> set[str | None]:
    """Return the numbers that two people would have afterwards."""
    numbers = {
        line.id: person_fields.read(NUMBER, text).value for line, field, text in wished if field == NUMBER
    }
    if not numbers:
        return set()
    counts = Counter(numbers.values())
    counts.update(line.number for line in people if line.number and line.id not in numbers)
    return {number for number, times in counts.items() if times > 1 and number is not None}
