"""Names of people in sheets: surname and first name in one cell, capitals, particles, odd blanks."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import PARTICLES, fold
from cariste.employee.constants import LONGEST_NAME
from cariste.exchange.values import Cell, Rejection, as_text

Order = Literal["surname first", "first name first"]

_TITLES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"})
_BIRTH_WORDS = frozenset({"née", "nee", "né", "ép.", "ép", "ep", "ep.", "épouse", "epouse", "épse"})
_TOTALS = ("total", "sous total", "nombre", "effectif", "moyenne", "somme", "nb ", "count", "sum")

_TOTAL_STARTS = frozenset(start[:3] for start in _TOTALS)


class Name(NamedTuple):
    """A surname and a first name as the sheet writes them.

    Attributes:
        split: The sheet had one cell for each, so neither can be taken for the other.
    """

    last: str
    first: str
    split: bool

    @property
    def full(self) -> str:
        """Surname, then first name, as in the messages about duplicates."""
        return f"{self.last} {self.first}"


def name_key(last: str, first: str) -> str:
    """Return what equal names share: folded words, in one order whichever came first."""
    return " ".join(sorted(fold(f"{last} {first}").split()))


def is_total(text: str) -> bool:
    """Tell whether a row that starts with this text sums up other rows instead of being a person."""
    # Three letters first: this is asked of every name.
    return text[:3].lower() in _TOTAL_STARTS and fold(text).startswith(_TOTALS)


def read_name(last: Cell, first: Cell) -> Name | Rejection:
    """Read a surname and a first name that stand in two cells."""
    surname, forename = as_text(last), as_text(first)
    if not surname or not forename:
        return Rejection(_("The surname is missing.") if not surname else _("The first name is missing."))
    return _checked(Name(surname, forename, split=True))


def read_full_name(cell: Cell, order: Order = "surname first") -> Name | Rejection:
    """Read a surname and a first name that share one cell.

    When some words are in capitals and others are not, those in capitals are the surname wherever it is.
    Otherwise the order announced by the header decides; particles belong to the word after them:
    « DE LA FICTION JEAN ERIC » is Jean Eric, of the surname De La Fiction.
    """
    text = as_text(cell)
    words = text.replace(",", " ").split()
    while len(words) > 2 and words[0].lower().rstrip(".") in _TITLES:
        words = words[1:]
    words, birth_name = _without_birth_name(words)
    if len(words) < 2:
        return Rejection(_("“{value}” is not a surname and a first name.").format(value=text[:LONGEST_NAME]))
    name = _by_capitals(words) or _by_order(words, order)
    return _checked(name._replace(last=f"{name.last} {birth_name}") if birth_name else name)


def _without_birth_name(words: list[str]) -> tuple[list[str], str]:
    """Take « née MARTIN » out of « DUPONT née MARTIN Jeanne »: it belongs to the surname."""
    for place, word in enumerate(words[1:-1], start=1):
        if word.lower() in _BIRTH_WORDS:
            return words[:place] + words[place + 2 :], " ".join(words[place : place + 2])
    return words, ""


def _by_capitals(words: list[str]) -> Name | None:
    loud = [word.isupper() and len(word) > 1 for word in words]
    if all(loud) or not any(loud):
        return None
    last: list[str] = []
    first: list[str] = []
    for word, in_capitals in zip(words, loud, strict=True):
        # Particles in small letters stay where they were written: « Jean de la FICTION ».
        (last if in_capitals or _is_particle(word) else first).append(word)
    if not any(word[:1].isupper() and len(word) > 1 for word in first):
        return None
    return Name(" ".join(last), " ".join(first), split=False)


def _is_particle(word: str) -> bool:
    return word.lower().rstrip("'’") in PARTICLES


def _by_order(words: list[str], order: Order) -> Name:
    units = _units(words)
    if len(units) == 1:
        # Nothing but particles before the last word: « DE LA » is a surname after all.
        units = [" ".join(words[:-1]), words[-1]]
    if order == "surname first":
        return Name(units[0], " ".join(units[1:]), split=False)
    return Name(units[-1], " ".join(units[:-1]), split=False)


def _units(words: list[str]) -> list[str]:
    units: list[str] = []
    carried: list[str] = []
    for word in words:
        carried.append(word)
        if not _is_particle(word):
            units.append(" ".join(carried))
            carried = []
    if carried:
        units.append(" ".join(carried))
    return units


def _checked(name: Name) -> Name | Rejection:
    if not any(char.isalpha() for char in name.last) or not any(char.isalpha() for char in name.first):
        return Rejection(_("“{value}” is not a name.").format(value=name.full[:LONGEST_NAME]))
    if len(name.last) > LONGEST_NAME or len(name.first) > LONGEST_NAME:
        return Rejection(_("The name is longer than {n} characters.").format(n=LONGEST_NAME))
    return name
