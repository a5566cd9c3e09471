"""Reports: choose one and what it shall say; then look at it, print it, save it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.equipment.queries import MachineRow
from cariste.regulation.driving import driving_kinds
from cariste.reports.asking import (
    AREA,
    DAYS,
    DEFAULT_HORIZON,
    HORIZONS,
    KIND,
    MACHINE,
    ON,
    OUTCOMES,
    PEOPLE,
    SCANS,
    Asked,
)
from cariste.reports.making import Made
from cariste.reports.registry import REPORTS, Report, report_named
from cariste.ui.context import Context
from cariste.ui.dialogs.export_to import ask_where
from cariste.ui.dialogs.report_work import Choices, make_report, opened, read_choices, write_report
from cariste.ui.documents.printing import Printing
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.forms.form_field import FormField
from cariste.ui.forms.form_frame import FormFrame
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.person_field import PersonField
from cariste.ui.widgets.tick_box import TickBox

_WHICH = "report"
_KIND, _MACHINE = "kind:", "machine:"
_LEAST_LETTERS = 10


class ReportDialog(FormFrame):
    """A report and its few options; those that mean nothing to it are hidden.

    Attributes:
        fields: By what they ask: the report, and the options by their names.
        ticks: The options that are yes or no, likewise.
    """

    def __init__(
        self, context: Context, parent: QWidget, people: Sequence[str] = (), name: str = REPORTS[0].name
    ) -> None:
        """Ask for a report.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window.
            people: Those chosen, 32 hexadecimal digits each; without any, one may be named here.
            name: The report chosen first.
        """
        super().__init__(context.theme, _("Reports"), _chosen(people), parent)
        self._context, self._people = context, tuple(people)
        self.fields: dict[str, FormField] = {}
        self.ticks = {
            SCANS: TickBox(_("With the documents behind the records"), context.theme),
            OUTCOMES: TickBox(_("With medical conclusions and documents"), context.theme),
        }
        self._machines: list[MachineRow] = []
        self.file_button = FlatButton(_("Save as PDF…"), context.theme)
        self.print_button = FlatButton(_("Print…"), context.theme)
        self.save_button.setText(_("Preview"))
        self.cancel_button.setText(_("Close"))
        for place, button in enumerate((self.file_button, self.print_button), start=2):
            button.setAutoDefault(False)
            self.buttons.insertWidget(place, button)
        self._add_fields(name)
        self._connect()
        self._fit_to_report()
        self.fields[_WHICH].setFocus()
        context.tasks.read(partial(read_choices, context.workspace), self._take_choices, owner=self)

    @classmethod
    def ask(
        cls, context: Context, parent: QWidget, people: Sequence[str] = (), name: str = REPORTS[0].name
    ) -> ReportDialog:
        """Open the dialog; arguments as the class."""
        dialog = cls(context, parent, people, name)
        dialog.open()
        return dialog

    @property
    def report(self) -> Report:
        """The report chosen."""
        return report_named(str(self.fields[_WHICH].value))

    @property
    def _subject(self) -> ChoiceField:
        """The field that says which machine or category."""
        return self._subjects[MACHINE if MACHINE in self.report.takes else KIND]

    def asked(self) -> Asked:
        """Return what was chosen, as far as the report takes it."""
        subject = str(self._subject.currentData() or "")
        person = self._person.employee_id
        values = {
            PEOPLE: self._people or ((person,) if person else ()),
            ON: self.fields[ON].value or self._context.bus.today,
            DAYS: self.fields[DAYS].value,
            AREA: self.fields[AREA].value,
            KIND: subject.removeprefix(_KIND) if subject.startswith(_KIND) else None,
            MACHINE: subject.removeprefix(_MACHINE) if subject.startswith(_MACHINE) else None,
            SCANS: self.ticks[SCANS].isChecked(),
            # Asked again now: who edited when the box was ticked may only read meanwhile.
            OUTCOMES: self.ticks[OUTCOMES].isChecked() and self._context.workspace.writing,
        }
        takes = self.report.takes
        return Asked(**{name: value for name, value in values.items() if name in takes | {ON}})

    # -- what is done with it ---------------------------------------------------------------------

    def preview(self) -> None:
        """Make the report and show it."""
        self._make(self._show)

    def print_it(self) -> None:
        """Make the report and ask for a printer."""
        self._make(self._print)

    def save(self) -> None:
        """Make the report and ask where it shall lie."""
        self._make(self._ask_where)

    def _make(self, then: Callable[[Made], object]) -> None:
        wrong = [field for field in self.fields.values() if not field.isHidden() and not field.check()]
        if wrong:
            wrong[0].setFocus()
            return
        self.notice.say("")
        self.outcome.setText(_("Preparing…"))
        self._let(False)
        work = partial(make_report, self._context.workspace, self.report.name, self.asked())
        self._context.tasks.beside(work, partial(self._made, then), self._failed, owner=self)

    def _made(self, then: Callable[[Made], object], made: Made) -> None:
        self._let(True)
        pages = ngettext("{n} page", "{n} pages", made.pages).format(n=format_number(made.pages))
        self.outcome.setText(pages)
        self.notice.say(made.remark)
        then(made)

    def _failed(self, problem: CaristeError) -> None:
        self._let(True)
        self.outcome.clear()
        self.notice.say(str(problem))

    def _show(self, made: Made) -> None:
        DocumentViewer(self._context, made.title, partial(opened, made), self).open()

    def _print(self, made: Made) -> None:
        pages = opened(made).pages
        Printing.ask(self._context, pages, self, say=self.outcome.setText, failed=self._failed)

    def _ask_where(self, made: Made) -> None:
        target = ask_where(self, _("Save as PDF"), Path(made.file_name).stem, ("pdf",))
        if target is not None:
            self._context.tasks.beside(
                partial(write_report, made, target), self._written, self._failed, owner=self
            )

    def _written(self, path: Path) -> None:
        self.outcome.setText(_("Saved: {file}").format(file=path))

    def _let(self, free: bool) -> None:
        for button in (self.save_button, self.print_button, self.file_button):
            button.setEnabled(free)

    # -- the fields -------------------------------------------------------------------------------

    def _add_fields(self, name: str) -> None:
        theme, settings = self._context.theme, self._context.workspace.settings
        reports = [(report.title(), report.name) for report in REPORTS]
        areas = [(_("All work areas"), None), *((area, area) for area in settings.workspaces)]
        horizons = [(_("{n} days").format(n=format_number(days)), days) for days in HORIZONS]
        self._person = PersonField(theme)
        self._add(_WHICH, _("Report"), ChoiceField(theme, reports, name), wide=True)
        self._add(PEOPLE, _("Person"), self._person, wide=True, check=self._check_person)
        self._subjects = {KIND: ChoiceField(theme, (), None), MACHINE: ChoiceField(theme, (), None)}
        self._add(KIND, _("Category"), self._subjects[KIND], wide=True)
        self._add(MACHINE, _("Machine or category"), self._subjects[MACHINE], wide=True)
        self._add(ON, _("As of"), DateField(theme, self._context.bus.today, latest=lambda: dt.date.max))
        self._add(DAYS, _("Horizon"), ChoiceField(theme, horizons, DEFAULT_HORIZON))
        self._add(AREA, _("Work area"), ChoiceField(theme, areas, None))
        for tick in self.ticks.values():
            self.columns.add(tick, wide=True)
        writing = self._context.workspace.writing
        self.ticks[SCANS].setChecked(True)
        self.ticks[OUTCOMES].setEnabled(writing)
        reason = _("This window only reads: conclusions are for whoever edits.")
        self.ticks[OUTCOMES].setToolTip("" if writing else reason)

    def _add(
        self,
        name: str,
        label: str,
        widget: QWidget,
        *,
        wide: bool = False,
        check: Callable[[object], str | None] | None = None,
    ) -> None:
        field = FormField(self._context.theme, label, widget, check=check)
        self.fields[name] = field
        self.columns.add(field, wide=wide)
        if isinstance(widget, ChoiceField):  # long names give way on a small screen
            widget.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            widget.setMinimumContentsLength(_LEAST_LETTERS)

    def _connect(self) -> None:
        self.fields[_WHICH].edited.connect(self._fit_to_report)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.preview)
        self.print_button.clicked.connect(self.print_it)
        self.file_button.clicked.connect(self.save)

    def _fit_to_report(self) -> None:
        report = self.report
        self.fields[_WHICH].hint(report.about())
        for name, field in (*self.fields.items(), *self.ticks.items()):
            field.setVisible(name == _WHICH or name in report.takes)
        self.fields[PEOPLE].setVisible(PEOPLE in report.takes and not self._people)
        self.fields[KIND].setVisible(KIND in report.takes and MACHINE not in report.takes)
        self._offer_subjects(report)
        self.columns.arrange()
        self.notice.say("")
        self.outcome.clear()

    def _offer_subjects(self, report: Report) -> None:
        """Offer the machines and categories it may be about; a choice that still is one stays."""
        box = self._subject
        chosen = box.currentData()
        kinds = [(labels.full_subject(labels.CACES, kind), _KIND + kind) for kind in driving_kinds()]
        offered: list[tuple[str, str | None]] = []
        if not report.for_one_machine:
            offered.append((_("All categories"), None))
        if MACHINE in report.takes:
            offered += [
                (f"{one.number} · {one.name} ({one.kind})", _MACHINE + one.number) for one in self._machines
            ]
        box.clear()
        for words, value in [*offered, *kinds]:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))

    def _take_choices(self, choices: Choices) -> None:
        self._machines = choices.machines
        self._person.set_people(choices.people)
        self._offer_subjects(self.report)

    def _check_person(self, _typed: object) -> str | None:
        needed = any(PEOPLE in any_of for any_of in self.report.needs)
        if self._person.employee_id is None and (needed or self._person.text().strip()):
            return _("Choose a person of the list.")
        return None


def _chosen(people: Sequence[str]) -> str:
    if not people:
        return ""
    words = ngettext("{n} person chosen", "{n} people chosen", len(people))
    return words.format(n=format_number(len(people)))
