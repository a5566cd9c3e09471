"""How far ahead to look, in days."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.flat_button import FlatButton

HORIZONS = (30, 60, 90, 180, 365)
"""Days, as planners ask for them."""


class HorizonButton(FlatButton):
    """A drop-down of horizons.

    Attributes:
        changed: Another horizon was chosen.
    """

    changed = Signal()
    says_value = True

    def __init__(self, days: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", theme, parent=parent)
        self._days = self._usual = days
        self._offered: list[int] = []
        self.setToolTip(_("How far ahead to look"))
        self.setMenu(QMenu(self))
        self._group = QActionGroup(self)
        self._offer()
        self._show()

    @property
    def days(self) -> int:
        """The horizon in force."""
        return self._days

    @property
    def further(self) -> int | None:
        """The next longer horizon, None at the end."""
        return next((days for days in self._offered if days > self._days), None)

    def choose(self, days: int) -> None:
        """Look this far ahead; what is not offered is ignored."""
        if days in self._offered and days != self._days:
            self._days = days
            self._show()
            self.changed.emit()

    def follow(self, days: int) -> None:
        """Offer another usual horizon; whoever looked as far as the former one now looks as far as this."""
        if days != self._usual:
            if self._days == self._usual:
                self._days = days
            self._usual = days
            self._offer()
            self._show()

    def _offer(self) -> None:
        self._offered = sorted({*HORIZONS, self._usual, self._days})
        self.menu().clear()
        for offered in self._offered:
            action = self.menu().addAction(_words(offered))
            action.setCheckable(True)
            action.setData(offered)
            action.triggered.connect(lambda _on=False, wanted=offered: self.choose(wanted))
            self._group.addAction(action)

    def _show(self) -> None:
        for action in self.menu().actions():
            action.setChecked(action.data() == self._days)
        self.setText(_words(self._days))
        self.updateGeometry()


def _words(days: int) -> str:
    return _("Next {n} days").format(n=format_number(days))
