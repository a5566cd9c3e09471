"""Who the file is about: picture or initials, name, and one line of facts."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QGridLayout, QWidget

from cariste.authorisation.standing import Standing
from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.constants import ACTIVE
from cariste.employee.file import EmployeeDetail
from cariste.ui.models.standing import standing_chips
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.chip_flow import ChipFlow
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import CopyableLine

_PICTURE = 44


class Avatar(QWidget):
    """A round picture, or the initials where there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._initials = ""
        self._picture = QPixmap()
        self.setFixedSize(_PICTURE, _PICTURE)

    def show_initials(self, person: EmployeeDetail) -> None:
        """Take the initials of a person, for want of a picture."""
        self._initials = (person.first_name[:1] + person.last_name[:1]).upper()
        self.update()

    def show_picture(self, picture: QImage | None) -> None:
        """Show a picture, or the initials without one."""
        self._picture = QPixmap.fromImage(picture) if picture is not None else QPixmap()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QPainterPath()
        circle.addEllipse(QRectF(self.rect()))
        painter.fillPath(circle, tokens.selection)
        if self._picture.isNull():
            painter.setFont(self._theme.font(1.05, QFont.Weight.DemiBold))
            painter.setPen(tokens.text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
            return
        ratio = self.devicePixelRatioF()
        filled = self._picture.scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        filled.setDevicePixelRatio(ratio)
        painter.setClipPath(circle)
        painter.drawPixmap(0, 0, filled)


class PersonHeader(QWidget):
    """The top of a person's file.

    Attributes:
        edit_button: Opens the form of the person.
        verdict: What the person may drive today, and what not and why.
    """

    def __init__(self, theme: Theme, *, may_edit: bool = True, parent: QWidget | None = None) -> None:
        """Make a header.

        Args:
            theme: Colours and fonts.
            may_edit: Whether the button says that the person can be changed, or only looked at.
            parent: Who owns it.
        """
        super().__init__(parent)
        self._theme = theme
        self.edit_button = FlatButton(_("Edit the record") if may_edit else _("Look at the record"), theme)
        self.edit_button.setToolTip("F2")
        self._avatar = Avatar(theme)
        self._name, self._facts, self._number = CopyableLine(), CopyableLine(), CopyableLine()
        self.verdict = ChipFlow(theme)
        for label in (self._facts, self._number):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._avatar, 0, 0, 2, 1)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._facts, 1, 1)
        grid.addWidget(self.verdict, 2, 1, 1, -1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._number, 0, 2, 2, 1, right)
        grid.addWidget(self.edit_button, 0, 3, 2, 1, right)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        theme.changed.connect(self._dress)
        self._dress()

    def add_button(self, button: QWidget) -> None:
        """Put one more button at the end of the line."""
        self._grid.addWidget(button, 0, self._grid.columnCount(), 2, 1, Qt.AlignmentFlag.AlignVCenter)

    @property
    def name(self) -> str:
        """The name shown."""
        return self._name.whole

    @property
    def facts(self) -> str:
        """The line under the name."""
        return self._facts.whole

    def show_picture(self, picture: QImage | None) -> None:
        """Show the person's picture; the initials without one."""
        self._avatar.show_picture(picture)

    def show_person(self, person: EmployeeDetail, today: dt.date, standing: Standing | None = None) -> None:
        """Show a person as of a day, with what the person may drive on it."""
        self.verdict.show_chips(standing_chips(standing) if standing is not None else [])
        self._avatar.show_initials(person)
        self._name.say(person.full_name)
        self._facts.say(facts_of(person, today))
        self._number.say(_("No. {number}").format(number=person.external_id) if person.external_id else "")

    def _dress(self) -> None:
        self._name.setFont(self._theme.font(1.3, QFont.Weight.DemiBold))


def facts_of(person: EmployeeDetail, today: dt.date) -> str:
    """Return the line « Cariste · Quai · CDI depuis le 04/01/2016 (10 ans) »."""
    contract = labels.contract_label(person.contract_type)
    if person.entry_date is not None:
        contract = _("{contract} since {day} ({years})").format(
            contract=contract or _("present"),
            day=format_date(person.entry_date),
            years=labels.years_label(person.seniority(person.left_on or today) or 0),
        )
    parts = [person.role, person.workspace, contract, person.agency]
    if person.current_status == ACTIVE:
        if (ends := person.leaves_on) is not None:
            words = _("until {day}") if ends >= today else _("ended on {day}")
            parts.append(words.format(day=format_date(ends)))
    else:
        left = pgettext("person in a sentence", "left")
        on = format_date(person.left_on)
        parts.append(_("left on {day}").format(day=on) if on else left)
    return " · ".join(filter(None, parts))
