"""What all reports are made of: their title, their filters in words, the words of a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from reportlab.platypus import Flowable

from cariste.core import siret
from cariste.core.config import Settings
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.wording import NO_BREAK_SPACE, format_date, format_number
from cariste.employee import labels
from cariste.employee.calculations import days_until, status_of
from cariste.employee.constants import CRITICAL, EXPIRED, WARNING
from cariste.paper.grid import Cell
from cariste.paper.looks import BAD, BODY, FINE, MARGIN, QUIET, SMALL, SOON, Tone
from cariste.paper.words import Words
from cariste.regulation.rules import load_catalogue
from cariste.reports.annexes import Annex
from cariste.reports.asking import Asked


class Draft(NamedTuple):
    """A report before it is a file.

    Attributes:
        title: What stands at its top and at the foot of each page.
        filters: What it was asked for, in words.
        story: What it says.
        wide: Landscape.
        headed: Whether title, firm and date stand above; a letter begins otherwise.
        margin: Points left free at each side.
        annexes: Documents put onto pages kept free for them.
        remark: What whoever asked should know beside it; empty for nothing.
    """

    title: str
    filters: Sequence[str]
    story: Sequence[Flowable]
    wide: bool = False
    headed: bool = True
    margin: float = MARGIN
    annexes: Sequence[Annex] = ()
    remark: str = ""


def filters_in_words(asked: Asked, *more: str, always_area: bool = True) -> list[str]:
    """Return what a list was asked for: the day, the work area, the category, how many people."""
    told = [_("as of {day}").format(day=format_date(asked.on)), *more]
    if asked.area is not None:
        told.append(_("work area: {area}").format(area=asked.area))
    elif always_area and not asked.people:
        told.append(_("all work areas"))
    if asked.kind is not None:
        told.append(labels.full_subject(labels.CACES, asked.kind))
    if asked.people:
        count = len(asked.people)
        words = ngettext("{n} person chosen", "{n} people chosen", count)
        told.append(words.format(n=format_number(count)))
    return told


def tone_of(expires: dt.date | None, on: dt.date, thresholds: Sequence[int]) -> Tone:
    """Return what an expiry means on a day; none is permanent."""
    status = status_of(days_until(expires, on), thresholds)
    if status == EXPIRED:
        return BAD
    return SOON if status in {CRITICAL, WARNING} else FINE


def date_cell(expires: dt.date | None, on: dt.date, thresholds: Sequence[int]) -> Cell:
    """Return an expiry with its sign; « permanent » for none."""
    words = pgettext("training", "permanent") if expires is None else format_date(expires)
    return Cell(words, tone_of(expires, on, thresholds))


def legend(thresholds: Sequence[int]) -> Words:
    """Return what the signs before dates mean."""
    soon = _("to renew within {n} days").format(n=thresholds[1])
    told = (
        FINE.signed(_("valid")),
        SOON.signed(soon),
        BAD.signed(_("expired")),
    )
    return Words((3 * NO_BREAK_SPACE).join(told), SMALL)


def nothing(words: str) -> Words:
    """Return what stands in the place of an empty list."""
    return Words(words, BODY._replace(colour=QUIET, before=6))


def area_title(area: str | None) -> str:
    """Return the title of a group."""
    return area or _("Without a work area")


def category_title(kind: str) -> str:
    """Return a category in full: « R489-3 · Chariots élévateurs frontaux… »."""
    found = load_catalogue().find(kind)
    return kind if found is None else f"{kind} · {found.label()}"


def firm_lines(settings: Settings) -> Sequence[str]:
    """Return who the employer is: name, address, SIRET as far as they are known."""
    number = settings.siret and _("SIRET {number}").format(number=siret.in_groups(settings.siret))
    return [line for line in (settings.company, *settings.address, number) if line]
