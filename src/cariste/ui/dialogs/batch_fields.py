"""What a session has in common for all: what it was about, its day, who held it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import constants, labels
from cariste.employee.batch import Batch, Facts
from cariste.employee.form_values import Choices
from cariste.regulation import in_force
from cariste.regulation.codes import recognise
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.form_field import FormField
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.kinds_field import KindsField
from cariste.ui.widgets.months_field import MonthsField

_TYPES = (labels.CACES, labels.MEDICAL, labels.TRAINING)


class BatchFields(QWidget):
    """A tab for each type of session, with its fields.

    Attributes:
        changed: Something is different; `facts` says what.
        tabs: The types, hidden when only one is meant.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, batch: Batch, choices: Choices, horizon: dt.date, types: tuple[str, ...]
    ) -> None:
        """Make the fields, filled with what the session is likely about.

        Args:
            theme: Colours and fonts.
            batch: The people, and what they are due for.
            choices: What is offered while typing.
            horizon: Records that end later than this are not due.
            types: The types that may be chosen.
        """
        super().__init__()
        self._types = types
        # The table beside gives way first.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tabs = FlatTabs(theme)
        self.tabs.setAccessibleName(_("Type of session"))
        self._stack = QStackedWidget()
        self._groups: dict[str, _Group] = {}
        build: dict[str, Callable[[], _Group]] = {
            labels.CACES: lambda: _CacesGroup(theme, batch.due_kinds(labels.CACES, horizon), choices),
            labels.MEDICAL: lambda: _VisitGroup(theme, batch.due_kinds(labels.MEDICAL, horizon)),
            labels.TRAINING: lambda: _TrainingGroup(theme, batch, horizon, choices),
        }
        for type_ in types:
            group = self._groups[type_] = build[type_]()
            group.changed.connect(self.changed)
            self._stack.addWidget(group)
            self.tabs.addTab(_tab_title(type_))
        self.tabs.setVisible(len(types) > 1)
        self.tabs.currentChanged.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.tabs)
        column.addWidget(self._stack)
        due = [type_ for type_ in types if batch.due_kinds(type_, horizon)]
        self.tabs.setCurrentIndex(types.index(due[0]) if due else 0)
        self._choose(self.tabs.currentIndex())

    @property
    def group(self) -> _Group:
        """The fields of the type chosen."""
        return self._groups[self._types[self.tabs.currentIndex()]]

    @property
    def facts(self) -> Facts:
        """What is typed and chosen now."""
        return self.group.facts()

    def problem(self) -> str:
        """Check each field, and return the first thing that is wrong."""
        return self.group.problem()

    def start(self) -> None:
        """Go to the first field that says nothing yet, else to the day, ready to type over it."""
        self.group.start()

    def _choose(self, place: int) -> None:
        for number, group in enumerate(self._groups.values()):
            # A stack is as high as its highest page, unless the others ask for nothing.
            policy = QSizePolicy.Policy.Preferred if number == place else QSizePolicy.Policy.Ignored
            group.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._stack.setCurrentIndex(place)
        self.changed.emit()


def _tab_title(type_: str) -> str:
    if type_ == labels.CACES:
        return _("CACES")
    return _("Medical visits") if type_ == labels.MEDICAL else _("Trainings")


class _Group(QWidget):
    """The fields of one type."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fields: list[FormField] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self.day = DateField(theme, clock.today(), latest=clock.today)

    def facts(self) -> Facts:
        """Return what stands in the fields."""
        raise NotImplementedError

    def problem(self) -> str:
        """Check each field, and return the first thing that is wrong."""
        wrong = [field for field in self._fields if not field.check()]
        if wrong:
            wrong[0].setFocus()
        return f"{wrong[0].label}: {wrong[0].problem}" if wrong else ""

    def start(self) -> None:
        """Take the keyboard."""
        if self.facts().kinds:
            self.day.setFocus()
            self.day.selectAll()
        else:
            self._fields[0].setFocus()

    def _add(self, field: FormField, row: int, column: int, span: int = 1) -> FormField:
        self._fields.append(field)
        self._grid.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(column, 1)
        field.edited.connect(self.changed)
        return field

    def _field(self, label: str, widget: QWidget, **more: bool) -> FormField:
        return FormField(self._theme, label, widget, **more)  # type: ignore[arg-type]


class _CacesGroup(_Group):
    def __init__(self, theme: Theme, kinds: tuple[str, ...], choices: Choices) -> None:
        super().__init__(theme)
        self.kinds = KindsField(theme, kinds)
        self._organisation = CompletingField(theme, choices.organisations)
        self._add(self._field(_("Categories"), self.kinds, required=True), 0, 0, 2)
        self._add(self._field(_("Session date"), self.day, required=True), 1, 0)
        check = at_most(constants.LONGEST_TEXT)
        provider = FormField(theme, _("Training provider"), self._organisation, check=check)
        self._add(provider, 1, 1)

    def facts(self) -> Facts:
        organisation = self._organisation.text().strip() or None
        return Facts(type=labels.CACES, kinds=self.kinds.value, day=self.day.value, organisation=organisation)


class _VisitGroup(_Group):
    def __init__(self, theme: Theme, kinds: tuple[str, ...]) -> None:
        super().__init__(theme)
        types = [(labels.visit_label(code), code) for code in constants.VISIT_TYPES]
        self._type = ChoiceField(theme, types, next(iter(kinds), constants.PERIODIC))
        results = [(labels.result_label(code), code) for code in constants.RESULTS]
        self._result = ChoiceField(theme, results, constants.PENDING)
        self._add(self._field(_("Visit type"), self._type), 0, 0)
        self._add(self._field(_("Visit date"), self.day, required=True), 0, 1)
        self._add(self._field(_("Outcome"), self._result), 0, 2)

    def facts(self) -> Facts:
        return Facts(
            type=labels.MEDICAL,
            kinds=(self._type.currentData(),),
            day=self.day.value,
            result=self._result.currentData(),
        )


class _TrainingGroup(_Group):
    def __init__(self, theme: Theme, batch: Batch, horizon: dt.date, choices: Choices) -> None:
        super().__init__(theme)
        self._batch = batch
        title = next(iter(batch.due_kinds(labels.TRAINING, horizon)), "")
        self._title = CompletingField(theme, choices.titles, title)
        self._months = MonthsField(theme)
        modes = [(labels.mode_label(code), code) for code in constants.TRAINING_MODES]
        self._mode = ChoiceField(theme, modes, constants.CLASSROOM)
        self._add(self._field(_("Training title"), self._title, required=True), 0, 0, 3)
        self._add(self._field(_("Session date"), self.day, required=True), 1, 0)
        months = self._add(self._field(_("Validity (months)"), self._months), 1, 1)
        months.hint(_("Empty: permanent."))
        self._add(self._field(_("Mode"), self._mode), 1, 2)
        self._title.textChanged.connect(self._take_validity)
        self._take_validity()

    def facts(self) -> Facts:
        title = self._title.text().strip()
        return Facts(
            type=labels.TRAINING,
            kinds=(title,) if title else (),
            day=self.day.value,
            validity_months=self._months.value,
            mode=self._mode.currentData(),
        )

    def _take_validity(self) -> None:
        """Write the validity of a title that the catalogue knows, or that these people have already."""
        known = recognise(self._title.text())
        if known is not None and known.group == labels.TRAINING:
            self._months.set_value(in_force.validity_of(known.code).months)
        elif usual := self._batch.usual_months(self._title.text()):
            self._months.set_value(usual)
