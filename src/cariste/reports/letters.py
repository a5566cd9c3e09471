"""The employer's driving authorisation as a letter: one page for each person, to sign and to keep on file.

It names employer, employee, categories, sites, proofs with their dates, limits, issue, end and signatory.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak, Spacer

from cariste.core.config import Settings
from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date
from cariste.paper.grid import Column, Grid
from cariste.paper.letters import face
from cariste.paper.looks import BODY, LINE, QUIET, SMALL, STRONG, TITLE, Style
from cariste.paper.pen import Pen
from cariste.paper.words import Section, Words, heading
from cariste.regulation.driving import rules_on
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, category_title, filters_in_words, firm_lines
from cariste.reports.licences import Driver, Licence, drivers, without_licence

_TEXT = BODY._replace(size=10, after=6)
_BOX = 92.0
_GAP = 24.0
_BLANK = "……………"


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the letters of those who may drive on that day; who was chosen in vain is named."""
    holding = drivers(asked)
    story: list[Flowable] = []
    for driver in holding:
        if story:
            story.append(PageBreak())
        story += letter(driver, folder.settings, asked)
    return Draft(
        _("Driving authorisation"),
        filters_in_words(asked),
        story,
        headed=False,
        remark=without_licence(asked, holding),
    )


def letter(driver: Driver, settings: Settings, asked: Asked) -> list[Flowable]:
    """Return one letter."""
    person = driver.person
    latest = max(driver.licences, key=lambda licence: licence.given.issued_on).given
    return [
        Section(person.full_name),
        *_sender(settings),
        Words(_("Driving authorisation"), TITLE._replace(before=14, after=10, centred=True)),
        Words(_opening(driver, settings), _TEXT),
        Words(person.full_name, Style(14, bold=True, before=2, after=1, centred=True)),
        Words(_who(driver), BODY._replace(centred=True, after=10, colour=QUIET)),
        Words(_("to drive:"), _TEXT),
        _categories(driver.licences),
        *heading(_("What it rests on"), STRONG._replace(before=8)),
        _proofs(driver.licences),
        Spacer(0, 6),
        Words(_closing(asked), _TEXT._replace(size=9)),
        Spacer(0, 10),
        _Signatures(
            (_("For the employer"), latest.signatory, _function(latest.signatory, settings)),
            (_("The employee"), person.full_name, _("has read the instructions of the site")),
        ),
    ]


def _sender(settings: Settings) -> list[Flowable]:
    name, *rest = firm_lines(settings)
    return [Words(name, STRONG._replace(size=11, after=1)), Words("\n".join(rest), SMALL)]


def _opening(driver: Driver, settings: Settings) -> str:
    words = (
        _("{firm}, where this person works for the time of an assignment by {agency}, authorises")
        if driver.looks.agency
        else _("{firm}, the employer, authorises")
    )
    return words.format(firm=settings.company, agency=driver.looks.agency)


def _who(driver: Driver) -> str:
    person = driver.person
    number = _("no. {number}").format(number=person.external_id) if person.external_id else ""
    return " · ".join(filter(None, (number, person.role, person.workspace)))


def _categories(licences: Sequence[Licence]) -> Grid:
    columns = (
        Column(_("Category"), 3.4, bold=True),
        Column(_("Site"), 1.1),
        Column(_("Issued on"), 1.1),
        Column(_("Valid until"), 1.1),
        Column(_("Limits"), 2),
    )
    rows = [
        (
            category_title(one.given.kind),
            one.given.site or _("all work areas"),
            format_date(one.given.issued_on),
            format_date(one.until) or _("no end"),
            one.given.limits or pgettext("limits", "none"),
        )
        for one in licences
    ]
    return Grid(columns, rows, size=8.5)


def _proofs(licences: Sequence[Licence]) -> Grid:
    columns = (Column("", 1, bold=True), Column("", 4))
    rows = [(one.given.kind, " · ".join(one.proofs.in_words(one.given.other_proof))) for one in licences]
    return Grid(columns, rows)


def _closing(asked: Asked) -> str:
    return _(
        "It is personal, holds for these machines and sites only, and ends on the days above: when the first "
        "of its proofs does, or when the employer decided. It may be suspended or withdrawn at any time. It "
        "is shown to the labour inspector on request. {rules}."
    ).format(rules=rules_on(asked.on).source)


def _function(signatory: str, settings: Settings) -> str:
    return settings.signatory_function if signatory == settings.signatory else ""


class _Signatures(Flowable):  # type: ignore[misc]
    """Two boxes to sign in: who, what they are, and the day."""

    def __init__(self, *signers: tuple[str, str, str]) -> None:
        super().__init__()
        self._signers = signers

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the width, and the height of a signature."""
        self.width = width
        return width, _BOX

    def draw(self) -> None:
        """Draw the boxes."""
        canvas, across = self.canv, (self.width - _GAP) / 2
        canvas.setStrokeColor(HexColor(LINE))
        for place in range(len(self._signers)):
            canvas.rect(place * (across + _GAP), 0, across, _BOX)
        pen = Pen(canvas)
        for place, (role, name, more) in enumerate(self._signers):
            x, y = place * (across + _GAP) + 6, _BOX - 13
            for words, style in ((role, STRONG), (name, BODY), (more, SMALL)):
                pen.write(x, y, face(bold=style.bold).clipped(words, style.size, across - 12), style)
                y -= 11.5
            pen.write(x, 6, _("On {day}, signature:").format(day=_BLANK), SMALL)
        pen.lift()
