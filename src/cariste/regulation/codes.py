"""Recognising what people write: `CACES® R 489 catégorie 1A` is R489-1A, « Sauveteur secouriste » is SST."""

from __future__ import annotations

import re
from functools import lru_cache

from cariste.regulation.catalogue import Kind, Option, words
from cariste.regulation.loading import load_catalogue

LONGEST = 200
"""Characters looked at: a kind is short, and what a hostile sheet holds may not be."""

_CODE = re.compile(
    r"(?P<prefix>caces r|caces|r)? ?"
    r"(?P<number>[0-9]{3})(?P<modified> ?m(?:odifiee?)?)?"
    r"(?P<gap> ?(?:categorie|category|categ|cat|groupe|group)? ?)"
    r"(?P<category>[0-9]{1,2}(?: ?[a-z])?|[a-z] ?[0-9]?)?"
)
# Marks on a certificate that are no category of their own.
_OPTION = re.compile(
    r"(?:^| )(?:(?:avec|with) )?(?:option )?(?:a )?"
    r"(?:(?P<remote_control>telecommande|remote control)"
    r"|(?P<floor_control>commande(?: au)? sol|floor control))"
    r"(?: option)?(?= |$)"
)
_UNIQUE = re.compile(r" (?:categorie |cat )?unique$| gm[ae]$")
_MENTION = re.compile(r"\br ?([0-9]{3})(?![0-9])")


def categories(family: str) -> tuple[str, ...]:
    """Return the categories of a recommendation in order; none for an unknown one or one of a single kind."""
    kinds = load_catalogue().families.get(family, ())
    return tuple(kind.category for kind in kinds if kind.category is not None)


def normalise_code(text: str) -> str | None:
    """Return the code of the one CACES that a text names, or None when it names none, or several.

    Understood: ``R.489 1A``, ``R489 cat. 1A``, ``489-1a``, ``CACES® R 489 catégorie 1A``, and the same for
    every family. The family must be written: « 1A » alone is for the caller to ask about. An old crane
    recommendation (R377m, R383m) is one kind whatever category follows, as only history is kept of it.
    """
    return _normalise(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _normalise(text: str) -> str | None:
    match = _CODE.fullmatch(_UNIQUE.sub("", take_option(text)[0]))
    if match is None:
        return None
    family = _family(match["number"])
    if family is None or (match["modified"] and not family.endswith("m")):
        return None
    if not match["prefix"] and not (match["category"] and match["gap"]):
        return None  # 489 or 4893 may be any number; 489-3 is a code
    known = categories(family)
    category = (match["category"] or "").replace(" ", "").upper()
    if category in known:
        return f"{family}-{category}"
    return family if not known and (not category or family.endswith("m")) else None


def family_of(text: str) -> str | None:
    """Return the recommendation that a text mentions (« R489 1-3-5 » → R489), or None."""
    match = _MENTION.search(words(text[:LONGEST]))
    return _family(match[1]) if match else None


def take_option(text: str) -> tuple[str, Option | None]:
    """Return the words of a text without the option they name, and that option.

    « R484-2 + commande au sol » names one; « Ponts roulants et portiques à commande au sol » is a category.
    """
    plain = words(text[:LONGEST])
    match = _OPTION.search(plain)
    if match is None or load_catalogue().named(plain) is not None:
        return plain, None
    found: Option = "remote_control" if match["remote_control"] else "floor_control"
    return (plain[: match.start()] + plain[match.end() :]).strip(), found


def recognise(text: str) -> Kind | None:
    """Return the catalogued kind that a text names by its code, label or one of its usual names, or None."""
    if len(text) > LONGEST:
        return None
    catalogue = load_catalogue()
    code = normalise_code(text)
    return catalogue.find(code) if code else catalogue.named(text) or catalogue.named(take_option(text)[0])


def _family(number: str) -> str | None:
    families = load_catalogue().families
    return next((name for name in (f"R{number}", f"R{number}m") if name in families), None)
