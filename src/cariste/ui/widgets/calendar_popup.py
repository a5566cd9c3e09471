"""A calendar that opens under a date field and closes with the day picked."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.ui.theme.icons import icon
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton


class CalendarPopup(QFrame):
    """One month; arrow keys walk, Enter or a click picks, Esc leaves everything as it was.

    Attributes:
        picked: Carries the day.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme, day: dt.date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(_("Calendar"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        weekend = QTextCharFormat()
        weekend.setForeground(theme.tokens.muted)
        # Red means expired here, and nothing else.
        for name in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(name, weekend)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._dress_arrows(theme)
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self.today_button = FlatButton(_("Today"), theme)
        self.today_button.clicked.connect(self._pick_today)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.calendar)
        column.addWidget(self.today_button)

    def show_below(self, field: QWidget) -> None:
        """Open under a field, or above it where the screen ends."""
        self.adjustSize()
        corner = field.mapToGlobal(QPoint(0, field.height()))
        screen = field.screen().availableGeometry()
        if corner.y() + self.height() > screen.bottom():
            corner.setY(max(screen.top(), field.mapToGlobal(QPoint(0, 0)).y() - self.height()))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        self.move(corner)
        self.show()
        self.calendar.setFocus()

    def _dress_arrows(self, theme: Theme) -> None:
        # Qt's own are black in both schemes.
        arrows = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}
        for name, shape in arrows.items():
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icon(shape, theme.tokens.text))

    def _pick(self, chosen: QDate) -> None:
        self.close()
        self.picked.emit(dt.date(chosen.year(), chosen.month(), chosen.day()))

    def _pick_today(self) -> None:
        self.close()
        self.picked.emit(clock.today())
