"""The colours of both schemes, each with one meaning: red forbidden, orange soon, and so on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtGui import QColor

READABLE = 4.5
"""Least contrast of a text with what lies under it (WCAG 2.2, criterion 1.4.3, level AA)."""
DISCERNIBLE = 3.0
"""Least contrast of a mark that is not a text (WCAG 2.2, criterion 1.4.11)."""


@dataclasses.dataclass(frozen=True)
class Tokens:
    """One scheme.

    Attributes:
        window: Behind everything.
        side: Behind the navigation.
        base: Behind tables, fields and cards.
        text: Ordinary text.
        muted: Secondary text.
        line: Hairlines between rows and around cards.
        border: Edge of what can be typed in or pressed, dark enough to be found.
        red: Expired or forbidden, and `red_on` the tint behind it; likewise orange (soon), blue (planned),
            green (fine) and grey (not concerned).
        accent: What is chosen or leads on, in the user's colour.
        accent_text: Text on the accent.
        link: The accent as a text colour.
        selection: Behind chosen rows.
    """

    window: QColor
    side: QColor
    base: QColor
    text: QColor
    muted: QColor
    line: QColor
    border: QColor
    red: QColor
    red_on: QColor
    orange: QColor
    orange_on: QColor
    blue: QColor
    blue_on: QColor
    green: QColor
    green_on: QColor
    grey: QColor
    grey_on: QColor
    accent: QColor
    accent_text: QColor
    link: QColor
    selection: QColor


def _tokens(**colours: str) -> Tokens:
    return Tokens(**{name: QColor(code) for name, code in colours.items()})


LIGHT = _tokens(
    window="#f5f6f8",
    side="#ebeef3",
    base="#ffffff",
    text="#1c2430",
    muted="#5d6978",
    line="#e1e5ea",
    border="#868f9b",
    red="#b3261e",
    red_on="#fde8e6",
    orange="#8a5300",
    orange_on="#fff1d6",
    blue="#0b57b0",
    blue_on="#e3efff",
    green="#1b6b3a",
    green_on="#e2f5e8",
    grey="#566170",
    grey_on="#eceff3",
    accent="#1f6feb",
    accent_text="#ffffff",
    link="#1a63d6",
    selection="#dbe9ff",
)

DARK = _tokens(
    window="#1d2126",
    side="#181b20",
    base="#24292f",
    text="#e6e9ed",
    muted="#9ca6b1",
    line="#363d46",
    border="#737d89",
    red="#ff7b72",
    red_on="#44252a",
    orange="#f0b35a",
    orange_on="#43351f",
    blue="#79b8ff",
    blue_on="#203650",
    green="#7bd88f",
    green_on="#213d2c",
    grey="#a7b0ba",
    grey_on="#323942",
    accent="#5aa2ff",
    accent_text="#000000",
    link="#66aaff",
    selection="#263a51",
)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two opaque colours, 1 (none) to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two: 0.0 is the one, 1.0 the other."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def _towards(colour: QColor, goal: QColor, enough: Callable[[QColor], bool]) -> QColor:
    """Return the first colour on the way from one to the goal that is enough; the goal at the latest."""
    steps = (mix(colour, goal, step / 20) for step in range(20))
    return next((candidate for candidate in steps if enough(candidate)), goal)


def with_accent(tokens: Tokens, accent: QColor) -> Tokens:
    """Return the scheme in the user's accent, whatever he chose, with every text on it still readable."""
    # Black or white always works: the worse of the two cases is a contrast of 4.58.
    on_accent = max((QColor("#ffffff"), QColor("#000000")), key=lambda colour: contrast(colour, accent))
    link = _towards(
        accent,
        tokens.text,
        lambda colour: min(contrast(colour, tokens.base), contrast(colour, tokens.window)) >= READABLE,
    )
    selection = _towards(
        mix(accent, tokens.base, 0.7),
        tokens.base,
        lambda colour: min(contrast(colour, tokens.muted), contrast(colour, tokens.text)) >= READABLE,
    )
    return dataclasses.replace(tokens, accent=accent, accent_text=on_accent, link=link, selection=selection)
