"""Above the medical visits: the two dates an employer lives by, and what the doctor asked for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cariste.alerts.follow_up import Adjustment, FollowUp
from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.ui.context import Context
from cariste.ui.models.follow_up import (
    DateInWords,
    certificate,
    certificate_title,
    next_visit,
    next_visit_title,
)
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.chip import chip_size, draw_chip
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.parts import ElidedLabel, muted
from cariste.ui.widgets.writing_button import WritingButton


class _Chip(QWidget):
    """A chip that stands alone; takes no room while it says nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._tone, self._text = theme, "", ""
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def say(self, tone: str, text: str) -> None:
        """Say something in a colour; an empty text takes the chip away."""
        self._tone, self._text = tone, text
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the words."""
        return chip_size(self.fontMetrics(), self._text)

    def minimumSizeHint(self) -> QSize:
        """Shrink before anything else is pushed away."""
        return QSize(min(12 * GRID, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        if self._text:
            draw_chip(QPainter(self), self.rect(), self._text, self._tone, self._theme.tokens)


class _Date(QWidget):
    """A title, the date below it, and how it stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title, self._day, self._chip = ElidedLabel(), ElidedLabel(), _Chip(theme)
        self._title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._day)
        row.addWidget(self._chip, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addLayout(row)
        theme.changed.connect(self._dress)
        self._dress()

    def say(self, date: DateInWords) -> None:
        """Show a date."""
        self._title.setText(date.title)
        self._day.setText(date.day)
        self._chip.say(date.tone, date.situation)

    def _dress(self) -> None:
        self._day.setFont(self._theme.font(1.0, QFont.Weight.DemiBold))


class FollowUpHeader(QWidget):
    """Two dates side by side, what can be added, then what only the editor sees.

    Attributes:
        plan_button: Plans a visit.
        absence_button: Records an absence.
        regime_wanted: Somebody follows the suggestion to choose a kind of follow-up.
    """

    regime_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self._next, self._certificate = _Date(theme), _Date(theme)
        self.plan_button = WritingButton(pgettext("visit", "Plan…"), context)
        self.plan_button.explain(_("Plan a visit…"))
        self.absence_button = WritingButton(_("Absence…"), context)
        self.absence_button.explain(_("New absence…"))
        self._adjustments = muted()
        self._adjustments.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._suggestion = CountLine(theme)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.plan_button)
        buttons.addWidget(self.absence_button)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.addWidget(self._next, 0, 0)
        grid.addWidget(self._certificate, 0, 1)
        grid.addLayout(buttons, 0, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._adjustments, 1, 0, 1, 3)
        grid.addWidget(self._suggestion, 2, 0, 1, 3)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.show_follow_up(None)

    @property
    def words(self) -> tuple[str, ...]:
        """Everything said here, from the top."""
        labels_ = (label for label in self.findChildren(QLabel) if not label.isHidden())
        return tuple(label.text() for label in labels_ if label.text())

    def show_follow_up(self, found: FollowUp | None) -> None:
        """Show how a person's follow-up stands; None while it is being read."""
        if found is None:
            self._next.say(DateInWords(next_visit_title(), "…"))
            self._certificate.say(DateInWords(certificate_title(), "…"))
        else:
            self._next.say(next_visit(found))
            self._certificate.say(certificate(found))
        adjustments = found.adjustments if found is not None else ()
        self._adjustments.setText("\n".join(map(_adjustment, adjustments)))
        self._adjustments.setVisible(bool(adjustments))
        regime = found.suggested_regime if found is not None else None
        choose = Link(_("choose it"), self.regime_wanted.emit)
        self._suggestion.say(*((_suggestion(regime), choose) if regime else ()))
        self._suggestion.setVisible(regime is not None)


def _adjustment(one: Adjustment) -> str:
    return _("Adjustments asked for on {day} ({visit}): {words}").format(
        day=format_date(one.visited), visit=labels.visit_label(one.visit_type), words=one.words
    )


def _suggestion(regime: str) -> str:
    return _("Works at night: the law asks for the follow-up “{regime}”, which is not chosen").format(
        regime=labels.regime_label(regime)
    )
