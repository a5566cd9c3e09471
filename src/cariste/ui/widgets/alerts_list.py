"""The list of the alerts panel: titles are passed over, several alerts can be selected and acted on."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu

from cariste.alerts.queries import Alert
from cariste.ui.models.alert_list import AlertListModel


class AlertsList(QListView):
    """Shows an `AlertListModel`.

    Attributes:
        menu_wanted: The context menu is about to be shown; carries the `QMenu`, for whoever adds to it.
    """

    menu_wanted = Signal(object)

    def __init__(self, model: AlertListModel) -> None:
        super().__init__()
        self._alerts = model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setModel(model)

    def selected_alerts(self) -> list[Alert]:
        """Return the alerts selected, in the order shown."""
        places = sorted(index.row() for index in self.selectedIndexes())
        entries = (self._alerts.entry(place) for place in places)
        return [entry for entry in entries if isinstance(entry, Alert)]

    def selected_ids(self) -> list[Hashable]:
        """Return the ids of their records."""
        return [alert.record_id for alert in self.selected_alerts()]

    def selected_count(self) -> int:
        """Return how many alerts are selected."""
        return len(self.selected_alerts())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the alerts selected."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.menu_wanted.emit(menu)
        menu.exec(event.globalPos())
        menu.deleteLater()
