"""The alerts panel as one flat list: titles with counts, alerts below them, and what did not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from cariste.alerts.labels import leaving_briefly, remarks
from cariste.alerts.queries import SEVERITIES, Alert, AlertList
from cariste.core.i18n import ngettext
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.ui.models.table import Index

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class Group:
    """The title above the alerts of one urgency."""

    severity: str
    number: int


@dataclass(frozen=True, slots=True)
class More:
    """How many alerts stand on the page only."""

    number: int


Entry = Group | Alert | More


class AlertListModel(QAbstractListModel):
    """What the panel shows, from the top."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_alerts(self, found: AlertList) -> None:
        """Show the alerts under their titles; the counts are of all of them, shown or not."""
        self.beginResetModel()
        self._entries = []
        for severity, number in zip(SEVERITIES, found.counts, strict=False):
            if number:
                self._entries.append(Group(severity, number))
                self._entries += [alert for alert in found.alerts if alert.severity == severity]
        if (left_out := found.counts.total - len(found.alerts)) > 0:
            self._entries.append(More(left_out))
        self.endResetModel()

    def entry(self, position: int) -> Entry:
        """Return the title, alert or remainder at this position."""
        return self._entries[position]

    def position_of(self, record_id: str) -> int | None:
        """Return where the alert about this record stands."""
        for position, entry in enumerate(self._entries):
            if isinstance(entry, Alert) and entry.record_id == record_id:
                return position
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles are read, not chosen: the arrow keys pass over them."""
        if not index.isValid() or isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a line as text, briefly or in full."""
        if role not in (_DISPLAY, _SPOKEN, _TOOLTIP) or not index.isValid():
            return None
        entry = self._entries[index.row()]
        if isinstance(entry, Group):
            return f"{labels.severity_label(entry.severity)} {format_number(entry.number)}"
        if isinstance(entry, More):
            return more_text(entry)
        return ", ".join((entry.employee, *detail(entry))) if role == _DISPLAY else spoken(entry)


def more_text(more: More) -> str:
    """Say how many alerts stand on the page only."""
    return ngettext(
        "… {n} more: open the Alerts page", "… {n} more: open the Alerts page", more.number
    ).format(n=format_number(more.number))


def detail(alert: Alert, *, brief: bool = False) -> tuple[str, str]:
    """Return the two halves of an alert's second line: « R489-5 », « expiré depuis 12 j »."""
    subject = labels.brief_subject if brief else labels.subject
    about = subject(alert.type, alert.kind, alert.title)
    if alert.leaves_on is not None:
        return about, leaving_briefly(alert)
    if alert.planned_on is not None:
        return about, labels.planned_label(alert.planned_on, in_time=alert.planned_in_time)
    return about, labels.delay(alert.days_until, alert.type)


def spoken(alert: Alert) -> str:
    """Say an alert in full, its urgency too."""
    parts = (
        labels.severity_label(alert.severity),
        alert.employee,
        labels.full_subject(alert.type, alert.kind, alert.title),
        labels.delay_in_words(alert.days_until, alert.type),
        *remarks(alert),
        alert.workspace,
    )
    return ", ".join(filter(None, parts))
