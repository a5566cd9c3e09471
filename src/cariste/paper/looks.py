"""How our pages look: few sizes, few colours, and beside each colour a sign, as many print without any."""

from __future__ import annotations

from typing import NamedTuple

INK, QUIET = "#1c2430", "#4d5866"
LINE, HEAD, GROUP = "#c9cfd6", "#e3e7ec", "#f3f5f8"
RED, ORANGE, GREEN = "#9d1c15", "#7a4900", "#155c31"
MARGIN = 42.5
"""Points, 15 mm: what any printer leaves free, and a hole punch."""


class Tone(NamedTuple):
    """What a colour means, with the sign that says it without colour."""

    sign: str
    colour: str

    def signed(self, text: str) -> str:
        """Return a text with the sign before it, on the same line."""
        return "\u00a0".join(filter(None, (self.sign, text)))


PLAIN, MUTED = Tone("", INK), Tone("", QUIET)
FINE, SOON, BAD, NOTHING = Tone("✓", GREEN), Tone("▲", ORANGE), Tone("✖", RED), Tone("–", QUIET)


class Style(NamedTuple):
    """How a text is set; all lengths in points."""

    size: float
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 0
    centred: bool = False

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * 1.32


BODY = Style(8.5, after=3)
SMALL = Style(7.5, colour=QUIET, after=2)
STRONG = Style(8.5, bold=True, after=3)
TITLE = Style(17, bold=True, after=3)
SUBTITLE = Style(10, colour=QUIET, after=2)
SECTION = Style(11.5, bold=True, before=10, after=4)
