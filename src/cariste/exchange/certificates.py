"""Cells that hold certificates: « R489 1B 3 (12/03/2024) », « 1A/3/5 », « BS 12/2025 », « ADR 03/2027 »."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.exchange.dates import (
    ACCEPT,
    HELD,
    NOT_HELD,
    NOTHING,
    PLANNED,
    DateReader,
    DateReading,
    settled,
)
from cariste.exchange.values import (
    UNDECIDED,
    Cell,
    Decided,
    Doubt,
    Question,
    Rejection,
    SheetError,
    as_text,
    is_blank,
    shown,
)
from cariste.regulation.codes import normalise_code, recognise, take_option

USUAL_FAMILY = "R489"
"""A category without its recommendation is that of a ride-on truck, the usual machine of a warehouse."""

HELD_WORD = "held"
"""What `read_training_cell` names when a cell only says that the training was done."""

_NUMBER, _EXCEL = "number", "excel"
"""Topics: a category typed as a number; one that Excel took for a date."""
_LONGEST = 200
_DATE = re.compile(
    r"(?P<words>(?<![a-z0-9é])(?:[a-zéèê']+\.? *){0,3}:? *)"
    r"(?P<date>\b\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2})\b|\b\d{1,2}[/.-](?:19|20)\d{2}\b"
    r"|\b(?:\d{1,2} )?(?:janv|f[ée]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)[a-zé]*\.? "
    r"(?:\d{4}|\d{2})\b"
    r"|\b\d{4}-\d{2}-\d{2}\b)",
    re.IGNORECASE,
)
_SHORT_MONTH = re.compile(r"(?P<words>\b[a-zéè']+\.? *:? *)(?P<date>\b\d{1,2}/\d{2}\b)(?!/)", re.IGNORECASE)
_EXPIRY_WORD = re.compile(
    r"\b(?:au|exp\w*|val\w*\b(?! (?:le|du|en)\b)|jusqu\w*|fin\w*|ech(?:eances?)?|perime\w*|until)\b"
)
"""« échec » begins like « échéance », and « validé le » like « valable »: they are no expiry."""
_DATE_WORD = re.compile(
    r"\b(?:exp\w*|valable|valide|jusqu|au|fin|ech(?:eances?)?|obtenu\w*|passe\w*|du|le|depuis|en|until|from|date|a)\b"
)
_OBTAINED_WORD = re.compile(r"\b(?:obtenu\w*|passee?|faite?|suivie?|realisee?|delivree?|depuis)\b")
_FAMILY = re.compile(r"\b(?:r ?)?(3(?:72|77|83|86|89|90)|48[2-79]|490)( ?m)?\b")
_CATEGORY = re.compile(r"[1-9]|10|[1-3][ab]|[a-g]|[bc][1-3]")
_NOISE = frozenset({"caces", "cat", "categorie", "categories", "et", "and", "r", "n", "no", "type"})
_ASKS_ITS_LETTER = {"1": ("1A", "1B"), "2": ("2A", "2B")}
_TAKEN = "\0"
"""Where a date stood in a cell; no text of a sheet holds it."""
_ON_THE_FLOOR = re.compile(r"\bcommande au sol\b", re.IGNORECASE)
_SEPARATORS = re.compile(r"[/,;+&()\[\]|:®\\_]+")


class Certificates(NamedTuple):
    """What one cell says about certificates.

    Attributes:
        kinds: Codes that were understood.
        obtained: The date obtained that the cell gives, or its doubt; None when it gives none.
        expires: The same for the expiry.
        doubts: What a person must settle; nothing of the cell is stored while there is any.
        option: What it says beyond the categories, « commande au sol »; None for nothing.
    """

    kinds: tuple[str, ...] = ()
    obtained: DateReading = None
    expires: DateReading = None
    doubts: tuple[Doubt, ...] = ()
    option: str | None = None


def read_caces(cell: Cell, dates: DateReader, decided: Decided = UNDECIDED) -> Certificates:
    """Read a cell of a « CACES » column, which may name several.

    Args:
        cell: What the sheet says.
        dates: Reads the dates in it.
        decided: What was answered about the column: which letter « 1 » has, and so on.
    """
    doubt = _no_list(cell, dates)
    if isinstance(doubt, Question) and doubt.proposal and doubt.topic in decided:
        return read_caces(doubt.proposal, dates, decided)
    if doubt is not None:
        return Certificates(doubts=(doubt,))
    text = as_text(cell)
    if fold(text) in NOTHING:
        return Certificates()
    if recognise(text) is None:
        text = _ON_THE_FLOOR.sub("commande_sol", text)  # « au » announces an expiry elsewhere
    rest, *found = _take_dates(text, dates)
    obtained, expires = (settled(reading, decided) for reading in found)
    bare, option = take_option(rest)
    kinds, doubts = read_kinds(bare if option and bare else rest, decided)
    if option is not None and "?" in text:
        reason = _("“{value}” is not understood as categories.")
        doubts = (*doubts, Question(reason.format(value=shown(text))))
    if not isinstance(cell, str) and kinds and _NUMBER not in decided:
        reason = _("A number: {kinds} is proposed.").format(kinds=", ".join(kinds))
        doubts = (*doubts, Question(reason, kinds[0], _NUMBER, (ACCEPT,)))
    return Certificates(kinds, obtained, expires, doubts, option)


def _no_list(cell: Cell, dates: DateReader) -> Doubt | None:
    """Say why a cell cannot be a list of categories, if it cannot."""
    if isinstance(cell, SheetError):
        return Rejection(_("The cell holds {error}.").format(error=str(cell)))
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return _changed_by_excel(cell)
    if isinstance(cell, int | float) and 20_000 <= cell < 80_000:
        return _changed_by_excel(dates.read(cell))
    text = as_text(cell)
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):  # the same in a text file
        return _changed_by_excel(dates.read(text))
    if fold(text) in PLANNED:
        return Question(_("To be planned: nothing is stored."))
    return Question(_("Too long to be a list of categories.")) if len(text) > _LONGEST else None


def read_kinds(text: str, decided: Decided = UNDECIDED) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """Return the CACES that a text without dates names, and the questions that `decided` leaves."""
    whole = recognise(text)
    if whole is not None and whole.group == "caces":
        return (whole.code,), ()
    words = " ".join(_SEPARATORS.sub(" ", fold(text)).split())
    machine = _machine(words, decided)
    if machine is not None:
        return machine
    reading = _KindReader(text, words, decided)
    return tuple(dict.fromkeys(reading.kinds)), tuple(dict.fromkeys(reading.doubts))


class _KindReader:
    """Walks through « r489 1a 3 r485 2 »: a recommendation holds for the categories after it."""

    def __init__(self, text: str, words: str, decided: Decided) -> None:
        self.kinds: list[str] = []
        self.doubts: list[Doubt] = []
        self._text, self._decided = text, decided
        # « 1A 3 6 »: a letter that only R489 has settles the family of the whole text.
        self._is_usual = bool(re.search(r"\b[12][ab]\b", words))
        self._family: str | None = None
        position = 0
        for match in _FAMILY.finditer(words):
            self._read(words[position : match.start()])
            self._family, position = f"R{match[1]}" + ("m" if match[2] else ""), match.end()
        self._read(words[position:])
        if not self.kinds and not self.doubts:
            self._ask(_("“{value}” names no category.").format(value=shown(text)))

    def _ask(self, reason: str, topic: str = "", choices: tuple[str, ...] = ()) -> None:
        if topic and topic in self._decided:
            self.kinds.append(self._decided[topic])
        else:
            self.doubts.append(Question(reason, "", topic, choices))

    def _read(self, words: str) -> None:
        """Read the categories of one family, or those before any."""
        categories = [word for word in words.split() if word not in _NOISE]
        for category in categories:
            if _CATEGORY.fullmatch(category):
                self._category(category)
            else:
                self._ask(_("“{value}” is not understood as categories.").format(value=shown(self._text)))
        if not categories and self._family is not None:
            code = normalise_code(self._family)
            if code is not None:
                self.kinds.append(code)
            else:
                self._ask(_("{family} without category.").format(family=self._family))

    def _category(self, category: str) -> None:
        family = self._family or USUAL_FAMILY
        code = normalise_code(f"{family} {category}")
        letters = _ASKS_ITS_LETTER.get(category, ())
        if self._family is None and letters:
            reason = _("Category {category} without letter: {first} or {second}, or an old R389?")
            choices = (*(f"{USUAL_FAMILY}-{letter}" for letter in letters), f"R389-{category}")
            self._ask(
                reason.format(category=category, first=letters[0], second=letters[1]), category, choices
            )
        elif self._family is None and category == "6" and not self._is_usual:
            reason = _("Category 6: R489-6 (raised cab) or R389-6 (non-production)?")
            self._ask(reason, category, ("R489-6", "R389-6"))
        elif code is not None:
            self.kinds.append(code)
        elif letters:
            reason = _("{family} category {category}: {first} or {second}?")
            self._ask(
                reason.format(family=family, category=category, first=letters[0], second=letters[1]),
                f"{family} {category}",
                tuple(filter(None, (normalise_code(f"{family} {letter}") for letter in letters))),
            )
        else:
            reason = _("{family} has no category {category}.")
            self._ask(reason.format(family=family, category=category.upper()))


def _machine(words: str, decided: Decided) -> tuple[tuple[str, ...], tuple[Doubt, ...]] | None:
    """Old and everyday names of machines, which stand for no single category."""
    read: tuple[str, ...] = ()
    if "nacelle" in words.split():
        old = re.search(r"\b([1-3][ab])\b", words)
        if old is None:
            reason = _("An aerial platform: R486-A (vertical) or R486-B (boom)?")
            question = Question(reason, "", "nacelle", ("R486-A", "R486-B"))
        else:
            code = f"R386-{old[1].upper()}"
            new = "R486-B" if old[1].endswith("b") else "R486-A"
            reason = _("Old wording: {old} is read; today’s category would be {new}.")
            question = Question(reason.format(old=code, new=new), new, f"nacelle {old[1]}", (code, new))
            read = (code,)
    elif "telescopique" in words.split():
        reason = _("A telehandler is R482-F, not R489: to confirm.")
        question = Question(reason, "R482-F", "telescopique", ("R482-F",))
    else:
        return None
    return ((decided[question.topic],), ()) if question.topic in decided else (read, (question,))


def _take_dates(text: str, dates: DateReader) -> tuple[str, DateReading, DateReading]:
    """Take the dates out of a cell and return what is left, the date obtained and the expiry."""
    found: dict[bool, DateReading] = {}
    several: list[Question] = []

    def take(match: re.Match[str]) -> str:
        lead = fold(match["words"])
        if match.re is _SHORT_MONTH and not _DATE_WORD.search(lead):
            return match[0]
        reading = dates.read(match["date"].replace(".", "/"))
        if found.setdefault(bool(_EXPIRY_WORD.search(lead)), reading) != reading:
            several.append(_several_dates(text))
        return f" {_DATE_WORD.sub(' ', lead)} {_TAKEN} "

    rest = _SHORT_MONTH.sub(take, _DATE.sub(take, text))
    between = "".join(rest.split(_TAKEN)[1:-1])
    if any(char.isalnum() for char in between):
        # « 3 (12/03/2024), 5 (exp 06/2026) »: neither date is about both.
        several.append(_several_dates(text))
    rest = rest.replace(_TAKEN, " ")
    return rest, (several[0] if several else found.get(False)), found.get(True)


def _several_dates(text: str) -> Question:
    reason = _("“{value}”: several dates in one cell. Nothing is stored: give each a row or a column.")
    return Question(reason.format(value=shown(text)))


def _changed_by_excel(day: object) -> Question:
    """M23: « 1-3-5 » typed into Excel becomes 01/03/2005, and « 3/5 » the third of May of this year."""
    proposal = ""
    if isinstance(day, dt.date):
        parts = [day.day, day.month]
        if 2000 < day.year < 2010:
            parts.append(day.year - 2000)
        if all(1 <= part <= 7 for part in parts):
            proposal = ", ".join(map(str, parts))
    reason = _("This cell is a date, but the column expects categories (“1-3-5” changed by Excel?).")
    if proposal:
        reason += " " + _("Proposed: {proposal}.").format(proposal=proposal)
    return Question(reason, proposal, _EXCEL, (ACCEPT,)) if proposal else Question(reason)


def read_training_cell(
    cell: Cell, dates: DateReader, *, expiry: bool | None = None
) -> tuple[str, DateReading]:
    """Read a cell of a training column.

    Args:
        cell: What the sheet says.
        dates: Reads the date in it.
        expiry: Whether the column holds expiries or dates obtained, to see words that say the opposite;
            None for a column that does not say.

    Returns:
        What the cell names beside its date (« BS », « ADR », or nothing), and the date, its doubt, or None.
        A cell that only says « held » (X, oui, 100 %) gives the word ``held`` and no date.
    """
    if isinstance(cell, str) and not isinstance(cell, SheetError):
        words = fold(cell)
        if words in {"100%", "100 %"}:
            return HELD_WORD, None
        if any(char.isdigit() for char in words):
            return _read_dated(cell, dates, expiry=expiry)
        return _read_words(cell, words, dates)
    if isinstance(cell, bool) or cell == 1:
        return (HELD_WORD if cell else ""), None
    return "", None if is_blank(cell) else dates.read(cell)


def _read_words(cell: str, words: str, dates: DateReader) -> tuple[str, DateReading]:
    """Read a text without any date."""
    if words in HELD:
        return HELD_WORD, None
    if words in PLANNED:
        return "", dates.read(cell)
    if words in NOTHING:
        return "", None
    return ("", _not_held(cell)) if NOT_HELD.search(words) else (as_text(cell), None)


def _read_dated(cell: str, dates: DateReader, *, expiry: bool | None) -> tuple[str, DateReading]:
    """Read a text with a figure in it, which may be a date amid words."""
    match = _DATE.search(cell) or re.search(r"(?P<words>)(?P<date>\b\d{1,2}/\d{2}\b|\b20\d{2}\b)", cell)
    if match is None:
        return as_text(cell), None
    rest = " ".join((cell[: match.start("date")] + cell[match.end("date") :]).replace("()", "").split())
    said = fold(rest)
    if _DATE.search(rest):
        return "", _several_dates(cell)
    if NOT_HELD.search(said):
        return "", _not_held(cell)
    if expiry is not None and (_OBTAINED_WORD if expiry else _EXPIRY_WORD).search(said):
        reason = _("“{value}”: the words say another date than the title of the column. Nothing is stored.")
        return "", Question(reason.format(value=shown(cell)))
    named = rest if _DATE_WORD.sub("", said).strip() and said not in HELD else ""
    return named, dates.read(match["date"].replace(".", "/"))


def _not_held(cell: Cell) -> Question:
    reason = _("“{value}” does not say that it was held. Nothing is stored.")
    return Question(reason.format(value=shown(cell)))
