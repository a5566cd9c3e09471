"""One scan beside its page: whose it is and what it proves. Enter records it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.documents.page_view import PageView
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.documents.work import Looked, look_at_file
from cariste.ui.models.scans import Scan, Target, Targets, read_targets
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.fields import ChoiceField, field_label
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, Notice
from cariste.ui.widgets.person_field import PersonField
from cariste.ui.widgets.writing_button import WritingButton


class ScanForm(QWidget):
    """Asks about one scan.

    Attributes:
        confirmed: Enter or the button: the id of the person, and the `Target` chosen.
        set_aside: The scan is not for us.
    """

    confirmed = Signal(str, object)
    set_aside = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scan: Scan | None = None
        self._looked: Looked | None = None
        self._shown_for: str | None = None
        self._enter_waits = False
        theme = context.theme
        self.name = ElidedLabel()
        self.notice = Notice(theme)
        self.page = PageView(theme)
        self.person = PersonField(theme)
        self.what = ChoiceField(theme, (), None)
        self.view_button = FlatButton(_("View"), theme)
        self.aside_button = FlatButton(_("Set aside"), theme)
        self.record_button = WritingButton(_("Save"), context, hint=_("Enter"), leads=True)
        self._lay_out()
        self.person.textChanged.connect(self._other_person)
        self.person.returnPressed.connect(self.confirm)
        self.record_button.clicked.connect(self.confirm)
        self.aside_button.clicked.connect(self.set_aside)
        self.view_button.clicked.connect(self._view)
        self.show_scan(None)

    def set_people(self, people: Mapping[str, str]) -> None:
        """Offer these people: id by the words that name each."""
        self.person.set_people(people)

    def show_scan(self, scan: Scan | None) -> None:
        """Ask about another scan; None asks nothing."""
        self._scan, self._looked, self._shown_for, self._enter_waits = scan, None, None, False
        self.name.setText(scan.name if scan is not None else "")
        self.notice.say(scan.problem if scan is not None else "")
        self.page.show_page(None)
        self.what.clear()
        asks = scan is not None and scan.state.waits
        self.setVisible(scan is not None)
        for widget in (self.person, self.what, self.aside_button):
            widget.setEnabled(asks)
        self.record_button.setVisible(asks)
        self.view_button.setEnabled(False)
        self.person.show_person(scan.match.employee_id if scan is not None and asks else None)
        if scan is not None:
            work = partial(look_at_file, scan.path, 2 * self.page.width_wanted)
            self._context.tasks.beside(work, self._show_page, self._refuse, owner=self, key="page")

    @property
    def asked(self) -> Path | None:
        """The file asked about."""
        return self._scan.path if self._scan is not None else None

    def ask(self) -> None:
        """Take the keyboard, ready to type over the name."""
        self.person.setFocus()
        self.person.selectAll()

    def confirm(self) -> None:
        """Record the scan as it stands; a person who is not clear yet is asked for."""
        employee_id = self.person.employee_id
        if self._scan is None or not self._scan.state.waits or not self.record_button.isEnabled():
            return
        if employee_id is None:
            self.notice.say(
                _("Several people are meant: type more of the name.")
                if self.person.text().strip()
                else _("Whose is it? Type a name or a number.")
            )
            self.ask()
            return
        target = self.what.currentData()
        if employee_id != self._shown_for or not isinstance(target, Target):
            self._enter_waits = True  # what it may prove is still being read
            return
        self.person.show_person(employee_id)
        self.confirmed.emit(employee_id, target)

    def _other_person(self) -> None:
        employee_id = self.person.employee_id
        if self._scan is None or employee_id == self._shown_for or not self.person.isEnabled():
            return
        self._shown_for = employee_id
        self.what.clear()
        self.notice.say("")
        if employee_id is not None:
            work = partial(read_targets, self._context.workspace, employee_id, self._scan.match)
            show = partial(self._show_targets, employee_id)
            self._context.tasks.read(work, show, owner=self, key="targets")

    def _show_targets(self, employee_id: str, targets: Targets) -> None:
        if employee_id != self._shown_for:
            return
        self.what.clear()
        for choice in targets.choices:
            self.what.addItem(choice.words, choice)
        self.what.setCurrentIndex(targets.likely)
        if self._enter_waits:
            self._enter_waits = False
            self.confirm()

    def _show_page(self, looked: Looked) -> None:
        self._looked = looked
        self.view_button.setEnabled(True)
        self.page.show_page(looked.preview)

    def _refuse(self, problem: CaristeError) -> None:
        self.notice.say(str(problem))

    def _view(self) -> None:
        if self._looked is not None:
            DocumentViewer.show_chosen(self._context, self._looked.proposed, self)

    def _lay_out(self) -> None:
        self.person.setPlaceholderText(_("Type a name or a number"))
        self.person.setAccessibleName(_("Person"))
        self.what.setAccessibleName(_("Proof of"))
        self.what.setMinimumContentsLength(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for widget in (self.view_button, self.aside_button):
            buttons.addWidget(widget)
        buttons.addStretch()
        buttons.addWidget(self.record_button)
        fields = QGridLayout()
        fields.setSpacing(GRID)
        for row, (words, field) in enumerate(((_("Person"), self.person), (_("Proof of"), self.what))):
            fields.addWidget(field_label(words, field), row, 0)
            fields.addWidget(field, row, 1)
        fields.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.name)
        column.addWidget(self.page, 1)
        column.addWidget(self.notice)
        column.addLayout(fields)
        column.addLayout(buttons)
