"""The small cells of the sheets: contracts, visits, outcomes, validities, employee numbers, work areas."""

from __future__ import annotations

import re
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold, tidy
from cariste.employee import constants
from cariste.exchange.dates import DITTO, HELD, NOTHING, PLANNED
from cariste.exchange.values import Cell, Doubt, Question, Rejection, SheetError, as_text, shown
from cariste.exchange.vocabulary import CONTRACTS, PLAIN_RESTRICTIONS, RESULTS, VISITS
from cariste.regulation.codes import take_option

LONGEST_NUMBER = 40

_ZONE = re.compile(r"(?:zone|z) ?([a-z]|[0-9]{1,2})")
_DOCKS = frozenset({"quai", "quais", "loading dock"})
_OFFICES = frozenset({"bureau", "bureaux", "office", "offices"})
_NO_VISIT = re.compile(
    r"\b(?:absente?s?|annul\w*|report\w*|excuse\w*|convoqu\w*|prevue?|planifi\w*|refus\w*"
    r"|a (?:re)?(?:faire|programmer|planifier|prevoir)"
    r"|(?:non|pas) (?:venue?|presente?e?|vue?|faite?|realisee?))\b"
)
_FIT = re.compile(
    r"apte(?: (?:a|au|l|la|le|les|de|d|des|du|son|sa|ce|poste|travail|reprise|conduite|conduire|chariots?"
    r"|engins?|cariste|caces))*(?: sans (?:aucune? )?(?:reserve|restriction|amenagement)s?)?"
)
"""Fit, and for what: nothing that would have to be approved."""
_OPEN = re.compile(
    r"\?|\b(?:inapte|unfit|(?:non|pas) apte|confirm\w*|revoir|verifi\w*|voir|attente|provisoire\w*"
    r"|temporaire\w*|report\w*|annul\w*|absent\w*|probable\w*|jusqu|mois|definir|preciser"
    r"|reserve (?:de|d|du) (?:confirmation|examen|avis|visite|bilan|resultat|validation)\w*)\b"
)
"""Words, folded, that leave open whether somebody is fit, or for how long."""
_DRIVING = re.compile(r"\b(?:condui\w*|chariots?|caristes?|caces|engins?|nacelles?|gerbeurs?)\b")
_NOT = frozenset({"non", "no"})
"""Under « Apte ? » these say something."""
_VALIDITY = re.compile(r"(\d{1,3}) ?(ans?|annees?|years?|y|a|mois|months?|m)?")
_AGENCY = re.compile(r"(?:agence|ett) *:? *(\S.*)", re.IGNORECASE)
_SHORTEST_LOGIN = 2
"""Letters of a WMS id that has no digit."""
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
"""What Excel makes of a long number: its digits are lost."""
_HEALTH_WORDS = ("apte", "fit")
_LEAST_BARE_MONTHS = 6
"""A smaller number without its unit may be years."""


class Outcome(NamedTuple):
    """The conclusion of a visit.

    Attributes:
        code: What may be stored now, one of `constants.RESULTS`.
        doubt: What a person must confirm, or None.
        restrictions: The adjustments, only once a person has approved their text.
    """

    code: str
    doubt: Doubt | None = None
    restrictions: str | None = None


def read_contract(cell: Cell) -> str | Doubt | None:
    """Read a type of contract: « cdi », « Int. », « Intérim »."""
    words = fold(as_text(cell))
    if words in NOTHING:
        return None
    if (whole := CONTRACTS.get(words)) is not None:
        return whole
    first, *others = words.split(" ")
    known = CONTRACTS.get(first)
    # « CDD → CDI » says two things.
    if known is not None and all(CONTRACTS.get(word, known) == known for word in others):
        return known
    return Question(
        _("“{value}” is not a type of contract: {allowed}.").format(
            value=shown(cell), allowed=", ".join(constants.CONTRACT_TYPES)
        )
    )


def read_number(cell: Cell) -> str | Rejection | None:
    """Read an employee number: text as typed, 123.0 as « 123 »."""
    text = as_text(cell)
    if text.isdigit() and len(text) <= LONGEST_NUMBER:
        return text
    if fold(text) in NOTHING or text == "?":
        return None
    if len(text) > LONGEST_NUMBER or stand_in(cell) or _is_no_number(cell, text):
        return Rejection(_("“{value}” is not an employee number.").format(value=shown(cell)))
    # Excel may have kept the float's tail in a text: 123.0, or 123,0.
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)


def _is_no_number(cell: Cell, text: str) -> bool:
    """Tell whether what stands where a number should be singles nobody out: « intérim », « à créer »."""
    if not isinstance(cell, str):
        return not isinstance(cell, int | float) or isinstance(cell, bool) or not float(cell).is_integer()
    if any(map(str.isdigit, text)):
        # Two numbers, or one whose digits are lost.
        return " / " in text or _SCIENTIFIC.fullmatch(text) is not None
    words = fold(text)
    return " " in words or len(words) < _SHORTEST_LOGIN or words in (HELD | PLANNED | CONTRACTS.keys())


def number_key(number: str) -> str:
    """Return what equal employee numbers share: 00123 and 123 lost its zeros are one."""
    plain = number if number.isdigit() else fold(number).replace(" ", "")
    return plain.lstrip("0") or "0"


def read_workspace(cell: Cell) -> str | None:
    """Read a work area: « ZA », « Zone-A » are Zone A, « quai » is Quai; another one stays as typed."""
    text = as_text(cell)
    words = fold(text)
    if words in NOTHING:
        return None
    if words in _DOCKS:
        return "Quai"
    if words in _OFFICES:
        return "Bureau"
    match = _ZONE.fullmatch(words)
    return f"Zone {match[1].upper()}" if match else text[: constants.LONGEST_NAME]


def read_role(cell: Cell) -> str | None:
    """Read a job: « Prépa », « PREPARATEUR » are Préparateur, « Récept. » Réceptionnaire; others as typed."""
    text = as_text(cell)
    words = fold(text)
    if words in NOTHING:
        return None
    for start, role in (("prepa", "Préparateur"), ("recept", "Réceptionnaire"), ("cariste", "Cariste")):
        if words.startswith(start) and " " not in words:
            return role
    return text[: constants.LONGEST_NAME]


def read_agency(cell: Cell, *, in_comment: bool = False) -> str | None:
    """Read a temp agency; in a comment, only what follows the word « agence »."""
    text = as_text(cell)
    match = _AGENCY.fullmatch(text)
    if match:
        return match[1][: constants.LONGEST_TEXT]
    if in_comment or fold(text) in NOTHING:
        return None
    return text[: constants.LONGEST_TEXT]


def read_visit_type(cell: Cell) -> str | Doubt | None:
    """Read the kind of a medical visit: « Embauche », « VIP », « pré-reprise »."""
    words = fold(as_text(cell))
    if words in NOTHING:
        return None
    if (known := VISITS.get(words) or VISITS.get(words.replace("visite ", ""))) is not None:
        return known
    return Question(_("“{value}” is not a known type of visit.").format(value=shown(cell)))


def read_result(cell: Cell, *, confirmed: bool = False) -> Outcome:
    """Read the conclusion of a visit. « Inapte », adjustments and doubts wait for a person's confirmation.

    Args:
        cell: What the sheet says.
        confirmed: The text is a person's answer: `unfit`, or `fit_with_restrictions: their text`.
    """
    text = as_text(cell)
    if confirmed:
        code, _colon, detail = text.partition(":")
        if code.strip() in constants.RESULTS:
            return Outcome(code.strip(), None, detail.strip()[: constants.LONGEST_RESTRICTIONS] or None)
    words = fold(text)
    if words in PLANNED or (words in NOTHING and words not in _NOT):
        return Outcome(constants.PENDING)
    if words in PLAIN_RESTRICTIONS:
        return Outcome(constants.FIT_WITH_RESTRICTIONS)
    if (known := RESULTS.get(words)) is not None:
        return Outcome(known)
    if _FIT.fullmatch(words):
        return Outcome(constants.FIT)
    return _doubtful_result(words, cell)


def with_adjustments() -> Outcome:
    """Return that somebody is fit with adjustments, whose text waits for a person's approval."""
    reason = _("Adjustments: approve their text before it is stored; no medical information.")
    return Outcome(constants.FIT_WITH_RESTRICTIONS, Question(reason, constants.FIT_WITH_RESTRICTIONS))


def says_no_visit(cell: Cell) -> bool:
    """Tell whether a conclusion says that the visit did not take place: « absent », « reportée »."""
    words = fold(as_text(cell))
    return not words.startswith(("apte", "inapte")) and _NO_VISIT.search(words) is not None


def stand_in(cell: Cell) -> Doubt | None:
    """Return what is wrong with a cell that holds no text of its own: « idem », « // », « #N/A »."""
    if isinstance(cell, SheetError):
        return Rejection(_("The cell holds {error}.").format(error=str(cell)))
    if not isinstance(cell, str) or len(cell) > LONGEST_NUMBER or fold(cell) in NOTHING:
        return None
    if DITTO.fullmatch(tidy(cell)) or not any(map(str.isalnum, cell)):
        return Question(_("“{value}”: write out what is meant. Nothing is stored.").format(value=shown(cell)))
    return None


def _doubtful_result(words: str, cell: Cell) -> Outcome:
    if words.startswith("inapte temp"):
        reason = _("“Temporarily unfit” is no legal conclusion: stored as awaiting the document, to confirm.")
        return Outcome(constants.PENDING, Question(reason, constants.PENDING))
    if words.startswith(("inapte", "unfit", "non apte", "pas apte", "not fit")):
        reason = _("“Unfit” is never stored without confirmation: stored as awaiting the document.")
        return Outcome(constants.PENDING, Question(reason, constants.UNFIT))
    if words.startswith(_HEALTH_WORDS) and _OPEN.search(words):
        reason = _("“{value}” leaves open whether the person is fit: stored as awaiting the document.")
        return Outcome(constants.PENDING, Question(reason.format(value=shown(cell))))
    if words.startswith(_HEALTH_WORDS) and _DRIVING.search(words):
        reason = _("“{value}” may exclude driving: stored as awaiting the document, to confirm.")
        return Outcome(constants.PENDING, Question(reason.format(value=shown(cell))))
    if words.startswith(_HEALTH_WORDS):
        return with_adjustments()
    reason = _("“{value}” is not a conclusion: stored as awaiting the document.").format(value=shown(cell))
    return Outcome(constants.PENDING, Question(reason, constants.FOLLOW_UP_CERTIFICATE))


def read_option(cell: Cell) -> str | Question | None:
    """Read what a certificate says beyond its category: « commande au sol », « Télécommande »."""
    text = as_text(cell)
    if fold(text) in NOTHING:
        return None
    rest, option = take_option(text)
    if option is not None and not rest and "?" not in text:
        return option
    reason = _("“{value}” is no known option: the certificate is imported without it.")
    return Question(reason.format(value=shown(cell)))


def read_months(cell: Cell, unit: str = "") -> int | Rejection | None:
    """Read a validity in months: « 2 ans », « 24 mois », 24, « 5ans ».

    Args:
        cell: What the sheet says.
        unit: « m » or « a », which the title gives to bare numbers. Without it they are months, as long as
            they are too large for years.
    """
    text = fold(as_text(cell))
    if text in NOTHING or text in {"permanent", "permanente", "illimite", "illimitee"}:
        return None
    match = _VALIDITY.fullmatch(text)
    if match is None:
        return Rejection(
            _("“{value}” is not a validity: “24 months” or “2 years”.").format(value=shown(cell))
        )
    count, unit = int(match[1]), match[2] or unit
    if not unit and count < _LEAST_BARE_MONTHS:
        return Rejection(_("“{value}”: months or years? Write the unit.").format(value=shown(cell)))
    months = count * 12 if unit[:1] in {"a", "y"} else count
    if not 1 <= months <= 240:
        return Rejection(_("A validity of {n} months is not possible.").format(n=months))
    return months
