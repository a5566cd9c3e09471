"""One person's file: who it is, then the records, to read, to add to and to change."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cariste.alerts.obligations import name_parts
from cariste.authorisation.standing import Standing
from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.employee.constants import PHOTO
from cariste.employee.file import EmployeeFile
from cariste.ui.context import Context
from cariste.ui.models.records import caces_lines, training_lines, visit_lines
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.medical_tab import MedicalTab
from cariste.ui.widgets.parts import Card
from cariste.ui.widgets.person_documents import PersonDocuments
from cariste.ui.widgets.person_driving import PersonDriving
from cariste.ui.widgets.person_header import PersonHeader
from cariste.ui.widgets.person_history import PersonHistory
from cariste.ui.widgets.person_menu import PersonMenu
from cariste.ui.widgets.record_tab import RecordTab, add_label, tab_title
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.tab_row import TabRow
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.writing_button import WritingButton
from cariste.workspace import Workspace

_TABS = (labels.CACES, labels.MEDICAL, labels.TRAINING)
_DRIVING, _DOCUMENTS = len(_TABS), len(_TABS) + 1
"""Places of the tabs after those of the records."""


class PersonFile(QWidget):
    """Header and tabs. Conclusions of medical visits are shown to HR only: to whoever may edit.

    Attributes:
        add_button: Adds a record of the kind whose tab is open.
        more: Leaving, the extract, erasing.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._workspace = context.workspace
        self._bus = context.bus
        self._employee_id = ""
        self._picture: str | None = None
        theme = context.theme
        self.header = PersonHeader(theme, may_edit=context.workspace.writing)
        self.more = PersonMenu(context, lambda: self._employee_id, self)
        self.header.add_button(self.more)
        self.tabs = FlatTabs(theme)
        self.tabs.setAccessibleName(_("Records"))
        self.add_button = WritingButton(_("Add"), context)
        self._stack = QStackedWidget()
        self._records = {
            key: MedicalTab(context) if key == labels.MEDICAL else RecordTab(context, key) for key in _TABS
        }
        self.driving = PersonDriving(context)
        self.documents = PersonDocuments(context)
        self.history = PersonHistory(context)
        for key, tab in self._records.items():
            self._add_tab(tab_title(key), tab)
        self._add_tab(_("Authorisations"), self.driving)
        self._add_tab(_("Documents"), self.documents)
        self._add_tab(_("History"), self.history)
        row = TabRow(self.tabs, self.add_button, theme)
        self._card: Card = sheet(theme, self.header, row, self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        self._connect()
        self._show_tab(0)

    def _add_tab(self, title: str, content: QWidget) -> None:
        self._stack.addWidget(content)
        self.tabs.addTab(title)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.add_button.clicked.connect(self._add)
        self.header.edit_button.clicked.connect(self.edit_person)
        self.driving.found.connect(lambda: self.tabs.setCurrentIndex(_DRIVING))
        self.driving.counted.connect(partial(self._count, _DRIVING, _("Authorisations")))
        self.documents.counted.connect(partial(self._count, _DOCUMENTS, _("Documents")))
        self.history.record_chosen.connect(self.show_record)
        edit = QShortcut(QKeySequence(Qt.Key.Key_F2), self)
        edit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        edit.activated.connect(self.edit_person)

    def view(self, key: str) -> TableView:
        """Return the table of a tab: ``caces``, ``medical`` or ``training``."""
        return self._records[key].view

    def tab(self, key: str) -> RecordTab:
        """Return a tab with its actions: ``caces``, ``medical`` or ``training``."""
        return self._records[key]

    def show_file(
        self, file: EmployeeFile | None, record_id: str = "", standing: Standing | None = None
    ) -> None:
        """Show a file; None empties the place.

        Args:
            file: The person and the records.
            record_id: The record to go to, if any.
            standing: What the person may drive today.
        """
        self._card.setVisible(file is not None)
        employee_id = file.employee.id if file is not None else ""
        if employee_id != self._employee_id:  # until they are counted
            self.tabs.setTabText(_DRIVING, _("Authorisations"))
            self.tabs.setTabText(_DOCUMENTS, _("Documents"))
        self._employee_id = employee_id
        name = file.employee.full_name if file is not None else ""
        self.history.show_person(self._employee_id)
        self.documents.show_person(self._employee_id, name)
        self.driving.show_person(self._employee_id, name)
        if file is None:
            return
        self.header.show_person(file.employee, self._bus.today, standing)
        self._show_picture(file.employee.avatar_path)
        lines = {
            labels.CACES: caces_lines(file),
            labels.MEDICAL: visit_lines(file, outcomes=self._workspace.writing),
            labels.TRAINING: training_lines(file),
        }
        for place, (key, rows) in enumerate(lines.items()):
            self.tabs.setTabText(place, f"{tab_title(key)}  {format_number(len(rows))}")
            self._records[key].show_lines(file.employee.id, rows)
        if record_id:
            self.show_record(record_id)

    def show_record(self, record_id: Hashable) -> bool:
        """Open the tab that has this record, and choose it there; tell whether there is one."""
        kind, because = name_parts(str(record_id))
        if kind:  # a visit that is due without a record, or what the role asks for in vain
            key = labels.required_type(kind)
            self._records[key].choose(because)
            self.tabs.setCurrentIndex(_TABS.index(key))
            return True
        for place, tab in enumerate(self._records.values()):
            if tab.view.select(record_id):
                self.tabs.setCurrentIndex(place)
                return True
        self.driving.seek(record_id)
        return False

    def edit_person(self) -> None:
        """Open the form of whoever is shown."""
        if self._employee_id:
            from cariste.ui.forms import opening

            opening.edit_person(self._context, self, self._employee_id)

    def save_state(self, settings: QSettings) -> None:
        """Write the tab and the columns."""
        settings.setValue("tab", self.tabs.currentIndex())
        for key, tab in self._records.items():
            tab.view.save_state(settings, f"columns_{key}")

    def restore_state(self, settings: QSettings) -> None:
        """Take up tab and columns."""
        place = str(settings.value("tab", "0"))
        self.tabs.setCurrentIndex(int(place) if place.isdecimal() else 0)
        for key, tab in self._records.items():
            tab.view.restore_state(settings, f"columns_{key}")

    def _show_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        words = [*map(add_label, _TABS), _("Add"), _("Add documents…")]
        self.add_button.setVisible(place < len(words))
        if place < len(words):
            self.add_button.setMenu(self.driving.add_menu if place == _DRIVING else None)  # type: ignore[arg-type]
            # The word stays, so that the tabs do: what it adds is said by the tab that is open.
            self.add_button.explain(words[place], _("Ins"))
            self.add_button.updateGeometry()

    def _add(self) -> None:
        place = self.tabs.currentIndex()
        if place < len(_TABS):
            self._records[_TABS[place]].add()
        else:
            self.documents.add()

    def _count(self, place: int, title: str, count: int) -> None:
        self.tabs.setTabText(place, f"{title}  {format_number(count)}")

    def _show_picture(self, path: str | None) -> None:
        if path == self._picture:
            return  # what a path means never changes
        self._picture = path
        self.header.show_picture(None)
        if path is not None:
            work = partial(_read_picture, self._workspace, path)
            tasks = self._context.tasks
            tasks.beside(
                work, partial(self._show_read, path), self._without_picture, owner=self, key="picture"
            )

    def _show_read(self, path: str, picture: QImage) -> None:
        if path == self._picture:
            self.header.show_picture(picture)

    def _without_picture(self, _problem: CaristeError) -> None:
        self._picture = None  # to be tried again: the share may only be away


def _read_picture(workspace: Workspace, path: str) -> QImage:
    from cariste.ui.documents.work import preview_stored

    return preview_stored(workspace, path, PHOTO)
