"""The panel beside every page: what is wrong today, worst first."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cariste.alerts.queries import Alert, AlertList
from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.ui.actions.alerts import alert_actions
from cariste.ui.actions.menu import SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.alert_list import AlertListModel, Group, More, detail, more_text
from cariste.ui.models.alerts import read_alerts, severity_tone
from cariste.ui.models.table import Index
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import mix
from cariste.ui.widgets.alerts_list import AlertsList
from cariste.ui.widgets.chip import ROUNDING, colour, draw_sign
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

SHOWN = 200
"""At most so many alerts stand in the panel; the page has them all."""
_SIDE = 2 * GRID
_AIR = 6
_FEW_LETTERS = 6
"""Below so many letters a title says nothing: the line is then cut at its end."""
_VCENTER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class AlertsDock(QWidget):
    """Title with the number of alerts, and the list.

    Attributes:
        person_requested: Enter or a double click on an alert: carries the person's id and the record's.
        all_requested: The line about those that did not fit was opened.
    """

    person_requested = Signal(str, str)
    all_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setMinimumWidth(26 * GRID)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.model = AlertListModel(self)
        self.view = AlertsList(self.model)
        self.view.setObjectName("dock.alerts")
        self.view.setAccessibleName(_("Alerts"))
        slim_scroll_bars(self.view, context.theme)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(_EntryDelegate(context.theme, self.view))
        self.view.activated.connect(self._open)
        self.actions_menu = SelectionMenu(
            context, self.view, self, alert_actions(lambda _ids: self.view.selected_alerts())
        )
        self.placeholder = Placeholder(self.view, context.theme)
        self.title = QLabel(_("Alerts"))
        self.number = QLabel()
        self._key = QLabel("F8")
        self._lay_out()
        self._dress()
        context.theme.changed.connect(self._dress)
        context.bus.changed.connect(self.reload)
        context.bus.day_changed.connect(self.reload)
        self.placeholder.wait()
        self.reload()

    def _lay_out(self) -> None:
        for label in (self.number, self._key):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 12, _SIDE, 12)
        head.setSpacing(GRID)
        head.addWidget(self.title)
        head.addWidget(self.number)
        head.addStretch()
        head.addWidget(self._key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def sizeHint(self) -> QSize:
        """Return the width of about 35 letters."""
        return QSize(36 * GRID, 60 * GRID)

    def reload(self, _what: Any = None) -> None:
        """Read the alerts again; the chosen one stays chosen."""
        context = self._context
        context.tasks.read(
            partial(read_alerts, context.workspace, context.bus.today, limit=SHOWN),
            self._show,
            self._show_problem,
            owner=self,
            key="alerts",
        )

    def _show(self, found: AlertList) -> None:
        current = self.view.currentIndex()
        chosen = self.model.entry(current.row()) if current.isValid() else None
        scrolled = self.view.verticalScrollBar().value()
        self.model.show_alerts(found)
        self.number.setText(format_number(found.counts.total))
        if isinstance(chosen, Alert) and (place := self.model.position_of(chosen.record_id)) is not None:
            self.view.setCurrentIndex(self.model.index(place, 0))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(scrolled)
        if found.alerts:
            self.placeholder.be_silent()
        else:
            days = self._context.workspace.settings.thresholds.info
            self.placeholder.say(_("Nothing due in the next {n} days.").format(n=format_number(days)))

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The alerts could not be read."), str(problem), _("Try again"), self.reload)

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if isinstance(entry, Alert):
            self.person_requested.emit(entry.employee_id, entry.record_id)
        elif isinstance(entry, More):
            self.all_requested.emit()

    def _dress(self) -> None:
        self.title.setFont(self._context.theme.font(1.15, QFont.Weight.DemiBold))


def second_line(alert: Alert, metrics: QFontMetrics, width: int) -> str:
    """Return what is due and when, in a width in device-independent pixels.

    A long title gives way, never the delay; a category is never cut: « R48… » might be any.
    """
    about, delay = detail(alert)
    if metrics.horizontalAdvance(f"{about} · {delay}") <= width - ROUNDING:
        return f"{about} · {delay}"
    about, delay = detail(alert, brief=True)
    left = width - metrics.horizontalAdvance(f" · {delay}") - ROUNDING
    names_category = alert.type in (labels.CACES, labels.AUTHORISATION)
    if names_category or left < metrics.averageCharWidth() * _FEW_LETTERS:
        return f"{about} · {delay}"
    return f"{metrics.elidedText(about, Qt.TextElideMode.ElideRight, left)} · {delay}"


class _EntryDelegate(QStyledItemDelegate):
    """Draws titles as bands and alerts as two lines."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return one line for titles, two for alerts."""
        entry = self._entry(index)
        line = option.fontMetrics.height()
        if isinstance(entry, Alert):
            return QSize(0, 2 * line + 2 * _AIR)
        return QSize(0, line + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line of the list."""
        entry = self._entry(index)
        area: QRect = option.rect
        painter.save()
        if isinstance(entry, Group):
            self._draw_title(painter, area, entry)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(area, self._theme.tokens.selection)
            inner = area.adjusted(_SIDE, 0, -_SIDE, 0)
            if isinstance(entry, Alert):
                self._draw_alert(painter, inner, entry)
            else:
                painter.setPen(self._theme.tokens.link)
                painter.drawText(inner, _VCENTER, more_text(entry))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(self._theme.tokens.accent, 1))
                painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def _draw_title(self, painter: QPainter, area: QRect, group: Group) -> None:
        tokens = self._theme.tokens
        painter.fillRect(area, mix(tokens.base, tokens.window, 0.6))
        painter.fillRect(area.left(), area.top(), area.width(), 1, tokens.line)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens.line)
        tone = severity_tone(group.severity)
        painter.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        words = labels.severity_label(group.severity)
        left = draw_sign(painter, area.left() + _SIDE, area.center().y() + 1, tone, tokens)
        painter.setPen(colour(tokens, tone))
        painter.drawText(area.adjusted(left - area.left(), 0, 0, 0), _VCENTER, words)
        left += painter.fontMetrics().horizontalAdvance(words) + GRID
        painter.setFont(self._theme.font())
        painter.setPen(tokens.muted)
        painter.drawText(area.adjusted(left - area.left(), 0, 0, 0), _VCENTER, format_number(group.number))

    def _draw_alert(self, painter: QPainter, area: QRect, alert: Alert) -> None:
        tokens = self._theme.tokens
        half = (area.height() - 2 * _AIR) // 2
        upper = QRect(area.left(), area.top() + _AIR, area.width(), half)
        painter.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(tokens.text)
        self._draw_words(painter, upper, alert.employee)
        painter.setFont(self._theme.font())
        painter.setPen(tokens.muted)
        words = second_line(alert, painter.fontMetrics(), area.width())
        self._draw_words(painter, upper.translated(0, half), words)

    @staticmethod
    def _draw_words(painter: QPainter, room: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _VCENTER, shown)

    @staticmethod
    def _entry(index: Index) -> Group | Alert | More:
        model = index.model()
        if not isinstance(model, AlertListModel):
            raise TypeError(model)
        return model.entry(index.row())
