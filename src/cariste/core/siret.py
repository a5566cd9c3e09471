"""The SIRET: nine digits for the firm (SIREN), five for the establishment, the last one a check digit."""

from __future__ import annotations

import re

_LENGTH = 14
_SEPARATORS = re.compile(r"[\s.\u00a0\u202f-]+")
_LA_POSTE = "356000000"
"""Its many establishments do not follow the rule: the sum of the digits is a multiple of five (INSEE)."""


def digits(text: str) -> str:
    """Return a SIRET without the blanks, dots and hyphens people write between its groups."""
    return _SEPARATORS.sub("", text)


def is_valid(text: str) -> bool:
    """Tell whether a text is a SIRET whose check digit is right (Luhn's formula), however it is spaced."""
    plain = digits(text)
    if len(plain) != _LENGTH or not (plain.isascii() and plain.isdecimal()):
        return False
    if plain.startswith(_LA_POSTE) and sum(map(int, plain)) % 5 == 0:
        return True
    return _luhn(plain) % 10 == 0


def in_groups(text: str) -> str:
    """Return a SIRET as it is printed: « 732 829 320 00074 », with non-breaking blanks."""
    plain = digits(text)
    groups = (plain[:3], plain[3:6], plain[6:9], plain[9:])
    return "\u00a0".join(filter(None, groups))


def _luhn(plain: str) -> int:
    """Return the sum of the digits, every second one from the right doubled."""
    total = 0
    for place, digit in enumerate(reversed(plain)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total
