"""Names of people in sheets: surname and first name in one cell, capitals, particles, odd blanks."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import PARTICLES, fold
from cariste.employee.constants import LONGEST_NAME
from cariste.exchange.values import Cell, Rejection, SheetError, as_text

Order = Literal["surname first", "first name first"]

_TITLES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"})
_BIRTH_WORDS = frozenset({"née", "nee", "né", "ép.", "ép", "ep", "ep.", "épouse", "epouse", "épse"})
_SIGNS = re.compile(r"[/&;+:=()\d]")
"""Signs that a name has seldom: what is asked of every name must be quick."""
_AND = re.compile(r"[/&;]|\w ?\+|\set\s", re.IGNORECASE)
"""What stands between two people in one cell."""
_MORE = re.compile(r"[:()]|\w ?=|(?<!\w)\d")
"""What a cell with more than a name has: a date, a remark in brackets."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NOTES = frozenset({"idem", "signature", "signatures", "légende", "legende", "document", "à"})
"""Words of the notes below a list that nobody is called: « Signature du directeur »."""
_OF_BOTH = frozenset(
    {"responsable", "responsables", "directeur", "directrice", "visa", "fait", "jour", "par"}
)
"""Words of such notes that are surnames, too: « Fait par le responsable », « JOUR Martin »."""
_REMARKS = _NOTES | _OF_BOTH
_GROUPS = frozenset(
    {"équipe", "équipes", "equipe", "equipes", "zone", "quai", "quais", "secteur", "service", "atelier",
     "agence", "site", "intérimaires", "interimaires", "caristes", "page", "cdi", "cdd", "matin", "nuit"}
)  # fmt: skip
"""Words in the titles of groups of people; a few are surnames, too, so they only make one ask."""
_TOTAL = re.compile(r"(?:(?:sous )?tota(?:l|ux)|nombres?|effectifs?|moyennes?|sommes?|nb|count|sum)\b")
_TOTAL_STARTS = frozenset({"tot", "sou", "nom", "eff", "moy", "som", "nb", "nb ", "nb.", "cou", "sum"})


class Name(NamedTuple):
    """A surname and a first name as the sheet writes them.

    Attributes:
        split: The sheet had one cell for each, so neither can be taken for the other.
        doubtful: It may as well be a note or the title of a sum: « Visa Élodie », « SOMME Paul ».
    """

    last: str
    first: str
    split: bool
    doubtful: bool = False

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
    return text[:3].lower() in _TOTAL_STARTS and _TOTAL.match(fold(text)) is not None


def may_be_called(name: Name) -> bool:
    """Tell whether somebody may bear a name that begins like the title of a sum: not « TOTAL Quai »."""
    alike = name.last.isupper() == name.first.isupper() and not name.split
    return not alike and _is_name_like(f"{name.last} {name.first}") and not names_a_group(name.full)


def read_name(last: Cell, first: Cell) -> Name | Rejection:
    """Read a surname and a first name that stand in two cells."""
    surname, forename = as_text(last), as_text(first)
    if not surname or not forename:
        return Rejection(_("The surname is missing.") if not surname else _("The first name is missing."))
    several = _AND.search(surname) and _AND.search(forename)
    whole = f"{surname} {forename}"
    remark = _is_remark(whole)
    if several or SheetError in {last.__class__, first.__class__} or (remark and not _is_name_like(whole)):
        return _no_name(whole)
    return _checked(Name(surname, forename, split=True, doubtful=remark))


def read_full_name(cell: Cell, order: Order = "surname first") -> Name | Rejection:
    """Read a surname and a first name that share one cell.

    When some words are in capitals and others are not, those in capitals are the surname wherever it is.
    Otherwise the order announced by the header decides; particles belong to the word after them:
    « DE LA FICTION JEAN ERIC » is Jean Eric, of the surname De La Fiction.
    """
    text, birth_name = as_text(cell), ""
    if "(" in text:
        text, birth_name = _without_brackets(text)
    several = (_SIGNS.search(text) and (_AND.search(text) or _MORE.search(text))) or " et " in text.lower()
    remark = _is_remark(text)
    if several or cell.__class__ is SheetError or _has_several_lines(cell):
        return _no_name(as_text(cell))
    words = text.replace(",", " ").split()
    while words and words[0].lower().rstrip(".") in _TITLES:
        words = words[1:]
    if not birth_name:
        words, birth_name = _without_birth_name(words)
    if len(words) < 2 or (remark and not _is_name_like(text)):
        return _no_name(text)
    name = _by_capitals(words) or _by_order(words, order)
    if birth_name or remark:
        name = name._replace(last=f"{name.last} {birth_name}".strip(), doubtful=remark)
    return _checked(name)


def names_a_group(text: str) -> bool:
    """Tell whether a text that could be a name is rather the title of a group: « ÉQUIPE MATIN »."""
    return not _GROUPS.isdisjoint(text.lower().split())


def _is_remark(text: str) -> bool:
    return not _REMARKS.isdisjoint(text.lower().split())


def _is_name_like(text: str) -> bool:
    """Tell whether a text with a word of notes has the form of a name: « JOUR Martin », not « Jour J »."""
    words = text.split()
    return _NOTES.isdisjoint(text.lower().split()) and all(
        len(word) > 1
        and (word[0].isupper() or _is_particle(word))
        and word.lower() not in {"le", "les", "du"}
        for word in words
    )


def _no_name(text: str) -> Rejection:
    reason = (
        _("“{value}” is not a surname and a first name.") + " " + _("One person per row, the name alone.")
    )
    return Rejection(reason.format(value=text[:LONGEST_NAME]))


def _has_several_lines(cell: Cell) -> bool:
    """Tell whether each line of a cell has room for a whole name."""
    lines = cell.split("\n") if isinstance(cell, str) and "\n" in cell else ()
    return bool(lines) and all(len(line.split()) > 1 for line in lines)


def _without_brackets(text: str) -> tuple[str, str]:
    """Take « (née MARTIN) » out of « DUPONT Jeanne (née MARTIN) »; other brackets stay."""
    match = _BRACKETS.search(text)
    if match is None or match[1].split()[:1] == [] or match[1].split()[0].lower() not in _BIRTH_WORDS:
        return text, ""
    return text.replace(match[0], " "), match[1].strip()


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
