"""Due dates as a calendar file: which ones, how people are called, and where to."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from cariste.core.clock import now
from cariste.core.config import folder_id
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.exchange.due_calendar import HORIZON, Wanted, Written, export_calendar
from cariste.ui.context import Context
from cariste.ui.dialogs.export_to import ask_where
from cariste.ui.errors import Message
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.fields import ChoiceField, field_label
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.horizon_button import HORIZONS
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.radio_dot import RadioDot

_WIDTH = 64 * GRID


class CalendarDialog(QDialog):
    """Three choices; Enter goes on to the file's name."""

    def __init__(self, context: Context, parent: QWidget, *, workspace: str | None = None) -> None:
        """Offer a year of all work areas, or of the one given."""
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        theme = context.theme
        self.setWindowTitle(_("Export the calendar"))
        self.setFixedWidth(_WIDTH)
        known = dict.fromkeys((*context.workspace.settings.workspaces, *filter(None, [workspace])))
        areas = [(_("All work areas"), None), *((area, area) for area in known)]
        self.area = ChoiceField(theme, areas, workspace)
        days = [(_("Next {n} days").format(n=format_number(each)), each) for each in HORIZONS]
        self.horizon = ChoiceField(theme, days, HORIZON)
        self.initials = RadioDot(_("Initials and employee number"), theme)
        self.names = RadioDot(_("Full names"), theme)
        self.notice = Notice(theme)
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.export_button = FlatButton(_("Export…"), theme, leads=True)
        self._lay_out()

    def _lay_out(self) -> None:
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._ask_where)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(_("Export the calendar"), self._context.theme))
        about = muted(
            _(
                "A file that Outlook and other calendars import. Imported again later, it updates what is "
                "there. Calendars are often shared or synced with a telephone: initials tell less."
            )
        )
        # Qt reckons the height of a new window before it knows how the words wrap.
        about.setMinimumHeight(about.heightForWidth(_WIDTH - 6 * GRID))
        column.addWidget(about)
        column.addLayout(self._form())
        column.addWidget(self.notice)
        column.addStretch()
        column.addLayout(buttons)

    def _form(self) -> QFormLayout:
        group = QButtonGroup(self)
        people = QVBoxLayout()
        people.setSpacing(GRID // 2)
        for button in (self.initials, self.names):
            group.addButton(button)
            people.addWidget(button)
        self.initials.setChecked(True)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID + GRID // 2)
        form.addRow(field_label(_("Work area"), self.area), self.area)
        form.addRow(field_label(_("Horizon"), self.horizon), self.horizon)
        form.addRow(field_label(_("People"), self.initials), people)
        return form

    def wanted(self) -> Wanted:
        """Return what was chosen; the folder's id is asked for in the background."""
        workspace = self._context.workspace
        return Wanted(
            folder_id="",
            company=workspace.name,
            names=self.names.isChecked(),
            days=self.horizon.currentData(),
            workspace=self.area.currentData(),
            thresholds=workspace.settings.thresholds.days,
            contract_steps=workspace.settings.thresholds.contract_steps,
        )

    def export_to(self, path: Path) -> None:
        """Write the file in the background, say so, and close."""
        work = partial(_export, self._context, path, self.wanted())
        self.notice.say("")
        self.export_button.setEnabled(False)
        self._context.tasks.read(work, partial(self._exported, path), self._not_exported, owner=self)

    def _ask_where(self) -> None:
        path = ask_where(self, _("Export the calendar"), _("due dates"), ("ics",))
        if path is not None:
            self.export_to(path)

    def _exported(self, path: Path, written: Written) -> None:
        words = ngettext(
            "{n} due date written to {file}.", "{n} due dates written to {file}.", written.events
        ).format(n=format_number(written.events), file=path)
        Message(self._context.theme, words, self.parentWidget()).open()
        self.accept()

    def _not_exported(self, problem: CaristeError) -> None:
        self.notice.say(str(problem))
        self.export_button.setEnabled(True)


def _export(context: Context, path: Path, wanted: Wanted) -> Written:
    of_here = dataclasses.replace(wanted, folder_id=folder_id(context.workspace.folder))
    with context.workspace.reading():
        return export_calendar(path, context.bus.today, now(), of_here)
