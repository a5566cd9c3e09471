"""A validity in months: « 24 », « 24 mois » or « 2 ans »; nothing means permanent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cariste.employee.typed_dates import read_months
from cariste.employee.validators import check_months
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.fields import TextField

_LONGEST = 20


class MonthsField(TextField):
    """Whole months.

    Attributes:
        changed: The value is another one now, at each key.
    """

    changed = Signal()

    def __init__(self, theme: Theme, months: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, "" if months is None else str(months), parent)
        self.setMaxLength(_LONGEST)
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self._settle)

    @property
    def value(self) -> int | None:
        """The months meant; None for permanent, or while the text means nothing."""
        return read_months(self.text())

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, empty when nothing is."""
        typed = self.text().strip()
        return (check_months(self.value if self.value is not None else typed) or "") if typed else ""

    def set_value(self, months: int | None) -> None:
        """Show a number of months, or nothing."""
        self.setText("" if months is None else str(months))

    def _settle(self) -> None:
        if self.value is not None:
            self.set_value(self.value)
