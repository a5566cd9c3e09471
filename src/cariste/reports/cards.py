"""The driving authorisation as a card of the size of a badge: cut out, fold in the middle, sign."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from cariste.core.config import Settings
from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.documents.photo import as_photo
from cariste.documents.storing import read_bounded
from cariste.employee import labels
from cariste.employee.queries import EmployeeRow
from cariste.paper.letters import face
from cariste.paper.looks import HEAD, INK, LINE, QUIET, Style
from cariste.paper.pen import Pen
from cariste.regulation.driving import rules_on
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, filters_in_words
from cariste.reports.licences import (
    Driver,
    Licence,
    certificate_in_words,
    drivers,
    opinion_in_words,
    without_licence,
)
from cariste.share.attachments import Attachments

WIDTH, HEIGHT = 85.6 * mm, 54 * mm
"""ISO/IEC 7810, ID-1: the size of a badge."""
ON_A_SHEET = 5
_SHEET_MARGIN = 33.0
_EDGE = 7.0
_BAND = 16.0
_PHOTO = (54.0, 70.0)
_MARK = 8.0
_TALLEST_BOX = 62.0
_MOST_LINES = 3
_TITLE, _NAME = Style(8.5, bold=True), Style(9.5, bold=True)
_LINE, _STRONG, _FINE = Style(6.6), Style(6.6, bold=True), Style(5.5, colour=QUIET)
_FOOT = 2 * _FINE.leading + 4


class Entry(NamedTuple):
    """One authorisation in lines: what and until when, then where, on what, within which limits."""

    title: str
    until: str
    lines: Sequence[str]

    @property
    def height(self) -> float:
        """Points it takes."""
        return _STRONG.leading + len(self.lines) * _FINE.leading + 2.5


class Card(NamedTuple):
    """Both sides of one card.

    Attributes:
        place: « 2/3 » where one card has not room for all; else empty.
    """

    driver: Driver
    entries: Sequence[Entry]
    place: str
    photo: bytes | None


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the cards of those who may drive on that day; who was chosen in vain is named."""
    holding = drivers(asked)
    cards = [card for driver in holding for card in cards_of(driver, _photo(driver, folder.attachments))]
    rules = rules_on(asked.on).source
    sheets = [
        _Sheet(cards[start : start + ON_A_SHEET], folder.settings, rules)
        for start in range(0, len(cards), ON_A_SHEET)
    ]
    return Draft(
        _("Driving authorisations: cards"),
        filters_in_words(asked),
        sheets,
        headed=False,
        margin=_SHEET_MARGIN,
        remark=without_licence(asked, holding),
    )


def cards_of(driver: Driver, photo: bytes | None) -> list[Card]:
    """Return the cards of somebody: one, or more where the categories need them."""
    room = HEIGHT - _BAND - _FOOT - _EDGE
    sides: list[list[Entry]] = [[]]
    for entry in map(_entry, driver.licences):
        if sides[-1] and sum(one.height for one in sides[-1]) + entry.height > room:
            sides.append([])
        sides[-1].append(entry)
    count = len(sides)
    return [
        Card(driver, side, f"{number}/{count}" if count > 1 else "", photo)
        for number, side in enumerate(sides, start=1)
    ]


def _entry(licence: Licence) -> Entry:
    given, proofs = licence.given, licence.proofs
    site = given.site or _("all work areas")
    if proofs.induction is not None:
        day = format_date(proofs.induction.held)
        site = _("{site}, instructions shown on {day}").format(site=site, day=day)
    limits = _("limits: {limits}").format(limits=given.limits) if given.limits else ""
    told = (site, certificate_in_words(proofs.certificate, given.other_proof), limits)
    lines = [line for words in told if words for line in face().wrap(words, _FINE.size, WIDTH - 2 * _EDGE)]
    until = format_date(licence.until) or _("no end")
    return Entry(labels.full_subject(labels.CACES, given.kind), until, lines)


def _photo(driver: Driver, attachments: Attachments) -> bytes | None:
    """Return the photo; a card without one is better than none."""
    if driver.looks.photo is None:
        return None
    try:
        place = attachments.place_of(driver.looks.photo)
        return None if place is None else as_photo(read_bounded(place), place.name)
    except CaristeError:
        return None


class _Sheet(Flowable):  # type: ignore[misc]
    """Cards below each other, with the marks along which they are cut and folded."""

    def __init__(self, cards: Sequence[Card], settings: Settings, rules: str) -> None:
        super().__init__()
        self._cards, self._settings, self._rules = cards, settings, rules

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the whole page, as cards have a size of their own."""
        self.width, self.height = width, ON_A_SHEET * HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Draw the cards from the top."""
        left = (self.width - 2 * WIDTH) / 2
        for place, card in enumerate(self._cards):
            self.canv.saveState()
            self.canv.translate(left, self.height - (place + 1) * HEIGHT)
            self._front(card)
            self.canv.translate(WIDTH, 0)
            self._back(card)
            self.canv.restoreState()
        self._marks(left, self.height - len(self._cards) * HEIGHT)

    def _marks(self, left: float, bottom: float) -> None:
        canvas, right = self.canv, left + 2 * WIDTH
        canvas.setLineWidth(0.4)
        canvas.setStrokeColor(HexColor(INK))
        for row in range(len(self._cards) + 1):
            y = self.height - row * HEIGHT
            canvas.line(left - _MARK, y, left - 2, y)
            canvas.line(right + 2, y, right + _MARK, y)
        for x in (left, right):
            canvas.line(x, self.height + 2, x, self.height + _MARK)
            canvas.line(x, bottom - _MARK, x, bottom - 2)
        canvas.setStrokeColor(HexColor(LINE))
        canvas.rect(left, bottom, 2 * WIDTH, self.height - bottom)
        for row in range(1, len(self._cards)):
            canvas.line(left, self.height - row * HEIGHT, right, self.height - row * HEIGHT)
        canvas.setDash(2, 2)
        canvas.line(left + WIDTH, bottom, left + WIDTH, self.height)
        canvas.setDash()

    def _band(self, words: str, at_the_right: str) -> None:
        self.canv.setFillColor(HexColor(HEAD))
        self.canv.rect(0.3, HEIGHT - _BAND, WIDTH - 0.6, _BAND - 0.3, stroke=0, fill=1)
        pen = Pen(self.canv)
        pen.write(_EDGE, HEIGHT - _BAND + 5, words, _TITLE)
        x = WIDTH - _EDGE - face(bold=True).width(at_the_right, _STRONG.size)
        pen.write(x, HEIGHT - _BAND + 5, at_the_right, _STRONG)
        pen.lift()

    def _front(self, card: Card) -> None:
        self._band(_("DRIVING AUTHORISATION"), card.place)
        across, down = _PHOTO
        bottom = HEIGHT - _BAND - 6 - down
        self._picture(card.photo, bottom)
        person, x = card.driver.person, _EDGE + across + 7
        pen, y = Pen(self.canv), HEIGHT - _BAND - 4
        for words, style in _about(person, card.driver.looks.agency, self._settings.company):
            weight, room = face(bold=style.bold), WIDTH - x - _EDGE
            # Only a name may take several lines: there must be room left to sign.
            lines = weight.wrap(words, style.size, room)[:_MOST_LINES] if style is _NAME else [words]
            for line in lines:
                y -= style.leading
                pen.write(x, y, weight.clipped(line, style.size, room), style)
        latest = max(card.driver.licences, key=lambda licence: licence.given.issued_on).given
        self._sign(pen, latest.signatory, x, min(y - 5, _EDGE + _TALLEST_BOX))
        pen.write(_EDGE, bottom - 10, _("issued on"), _FINE)
        pen.write(_EDGE, bottom - 19, format_date(latest.issued_on), _STRONG)
        pen.lift()

    def _picture(self, photo: bytes | None, bottom: float) -> None:
        across, down = _PHOTO
        self.canv.setStrokeColor(HexColor(LINE))
        self.canv.setLineWidth(0.5)
        self.canv.rect(_EDGE, bottom, across, down)
        if photo is not None:
            image = ImageReader(io.BytesIO(photo))
            self.canv.drawImage(
                image, _EDGE, bottom, across, down, preserveAspectRatio=True, anchor="c", mask="auto"
            )

    def _sign(self, pen: Pen, signatory: str, left: float, top: float) -> None:
        """Draw the box to sign in, with who signs."""
        self.canv.rect(left, _EDGE, WIDTH - left - _EDGE, top - _EDGE)
        told = _("for the employer: {name}").format(name=signatory)
        for line in face().wrap(told, _FINE.size, WIDTH - left - _EDGE - 8)[:2]:
            top -= _FINE.leading
            pen.write(left + 4, top, line, _FINE)

    def _back(self, card: Card) -> None:
        self._band(_("MAY DRIVE"), _("until"))
        pen, y = Pen(self.canv), HEIGHT - _BAND - 4
        for entry in card.entries:
            y -= _STRONG.size
            x = WIDTH - _EDGE - face(bold=True).width(entry.until, _STRONG.size)
            title = face(bold=True).clipped(entry.title, _STRONG.size, x - 2 * _EDGE)
            pen.write(_EDGE, y, title, _STRONG)
            pen.write(x, y, entry.until, _STRONG)
            for line in entry.lines:
                y -= _FINE.leading
                pen.write(_EDGE, y, line, _FINE)
            y -= _STRONG.leading - _STRONG.size + 2.5
        medical = opinion_in_words(card.driver.licences[0].proofs.opinion)
        for place, words in enumerate((self._rules, medical)):
            line = face().clipped(words, _FINE.size, WIDTH - 2 * _EDGE)
            pen.write(_EDGE, 5 + place * _FINE.leading, line, _FINE)
        pen.lift()


def _about(person: EmployeeRow, agency: str | None, firm: str) -> Iterator[tuple[str, Style]]:
    yield firm, _FINE
    yield person.full_name, _NAME
    number = _("no. {number}").format(number=person.external_id) if person.external_id else ""
    for words in (number, person.role, agency):
        if words:
            yield words, _LINE
