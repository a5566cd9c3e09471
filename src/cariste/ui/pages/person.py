"""One person's file, to read: who it is, then CACES, medical visits and trainings."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.employee.file import EmployeeFile
from cariste.ui.context import Context
from cariste.ui.models.records import (
    RecordLine,
    caces_lines,
    record_columns,
    training_lines,
    visit_lines,
)
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import Card
from cariste.ui.widgets.person_header import PersonHeader
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_TABS = (labels.CACES, labels.MEDICAL, labels.TRAINING)


class PersonFile(QWidget):
    """Header and tabs. Conclusions of medical visits are shown to HR only: to whoever may edit."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = context.workspace
        self._bus = context.bus
        theme = context.theme
        self.header = PersonHeader(theme)
        self.tabs = FlatTabs(theme)
        self.tabs.setAccessibleName(_("Records"))
        self._stack = QStackedWidget()
        self._views: dict[str, TableView] = {}
        self._models: dict[str, TableModel[RecordLine]] = {}
        self._placeholders: dict[str, Placeholder] = {}
        for key in _TABS:
            self._add_tab(key, context)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._card: Card = sheet(theme, self.header, self.tabs, self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)

    def _add_tab(self, key: str, context: Context) -> None:
        outcomes = key == labels.MEDICAL and context.workspace.writing
        model: TableModel[Any] = TableModel(
            record_columns(key, outcomes=outcomes), lambda line: line.id, parent=self
        )
        view = TableView(model, context.theme)
        self._models[key], self._views[key] = model, view
        self._placeholders[key] = Placeholder(view, context.theme)
        self._stack.addWidget(view)
        self.tabs.addTab(_tab_title(key))
        view.setAccessibleName(_tab_title(key))

    def view(self, key: str) -> TableView:
        """Return the table of a tab: ``caces``, ``medical`` or ``training``."""
        return self._views[key]

    def show_file(self, file: EmployeeFile | None, record_id: str = "") -> None:
        """Show a file, at one record if one is named; None empties the place."""
        self._card.setVisible(file is not None)
        if file is None:
            return
        self.header.show_person(file.employee, self._bus.today, self._picture(file))
        outcomes = self._workspace.writing
        lines = {
            labels.CACES: caces_lines(file),
            labels.MEDICAL: visit_lines(file, outcomes=outcomes),
            labels.TRAINING: training_lines(file),
        }
        for place, (key, rows) in enumerate(lines.items()):
            self.tabs.setTabText(place, f"{_tab_title(key)}  {format_number(len(rows))}")
            self._models[key].set_rows(rows)
            if rows:
                self._placeholders[key].be_silent()
            else:
                self._placeholders[key].say(_empty(key))
        if record_id:
            self.show_record(record_id)

    def show_record(self, record_id: Hashable) -> bool:
        """Open the tab that has this record, and choose it there; tell whether there is one."""
        for place, key in enumerate(_TABS):
            if self._views[key].select(record_id):
                self.tabs.setCurrentIndex(place)
                return True
        return False

    def save_state(self, settings: QSettings) -> None:
        """Write the tab and the columns."""
        settings.setValue("tab", self.tabs.currentIndex())
        for key, view in self._views.items():
            view.save_state(settings, f"columns_{key}")

    def restore_state(self, settings: QSettings) -> None:
        """Take up tab and columns."""
        tab = str(settings.value("tab", "0"))
        self.tabs.setCurrentIndex(int(tab) if tab.isdecimal() else 0)
        for key, view in self._views.items():
            view.restore_state(settings, f"columns_{key}")

    def _picture(self, file: EmployeeFile) -> Path | None:
        path = file.employee.avatar_path
        return self._workspace.folder / path if path else None


def _tab_title(key: str) -> str:
    if key == labels.CACES:
        return _("CACES")
    return _("Medical visits") if key == labels.MEDICAL else _("Trainings")


def _empty(key: str) -> str:
    if key == labels.CACES:
        return _("No CACES recorded.")
    return _("No medical visit recorded.") if key == labels.MEDICAL else _("No training recorded.")
