"""Settings as a person reads them: what holds, where it comes from, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from cariste.core.i18n import _
from cariste.settings.labels import setting_label
from cariste.ui.actions.company import ask_return
from cariste.ui.context import Context
from cariste.ui.models.company import Company, back_label, origin_label, value_words
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.parts import Card, muted
from cariste.ui.widgets.writing_button import WritingButton


class ReturnButton(WritingButton):
    """Goes back from what was set here to `config.json` or the default; greyed while nothing was set here."""

    def __init__(self, context: Context, keys: Sequence[str], page: QWidget) -> None:
        self._set_here: tuple[str, ...] = ()
        self._keys = tuple(keys)
        super().__init__(_("Back to the default…"), context)
        self.clicked.connect(lambda: ask_return(context, page, self._set_here, self.text()))

    def show_company(self, company: Company) -> None:
        """Take up what is set here, and what lies below."""
        self._set_here = tuple(key for key in self._keys if key in company.stored)
        concerned = self._set_here or self._keys
        self.setText(back_label([company.starting[key] for key in concerned]))
        self.updateGeometry()
        self.refresh()

    def refresh(self, _what: object = None) -> None:
        """Grey it while this window only reads or there is nothing to go back from; say why."""
        super().refresh()
        if self.isEnabled() and not self._set_here:
            self.setEnabled(False)
            self.setToolTip(_("Nothing is set here: there is nothing to go back from."))


class ValuesCard(Card):
    """A card with some settings, one line each.

    Attributes:
        keys: The settings.
        edit_button: Opens their form.
        return_button: Gives them up.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        keys: Sequence[str],
        edit: Callable[[], object],
        page: QWidget,
        *,
        hint: str = "",
    ) -> None:
        """Make the card.

        Args:
            context: The open folder and the rest.
            title: What the settings have in common; empty for the name of the only one.
            keys: The settings, in order.
            edit: Opens their form.
            page: The page, over which questions are asked.
            hint: What the settings are for.
        """
        super().__init__(context.theme, title or setting_label(keys[0]))
        self.keys = tuple(keys)
        self._values: dict[str, QLabel] = {}
        self._origins: dict[str, QLabel] = {}
        self.edit_button = WritingButton(_("Edit…"), context)
        self.edit_button.setAccessibleName(f"{_('Edit…')} {title or setting_label(keys[0])}")
        self.edit_button.clicked.connect(edit)
        self.return_button = ReturnButton(context, keys, page)
        if hint:
            self.column.addWidget(muted(hint))
        self.column.addLayout(self._lines(named=bool(title)))
        self.column.addSpacing(GRID // 2)
        self.column.addLayout(self._buttons())

    def _lines(self, *, named: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for row, key in enumerate(self.keys):
            name, value, origin = muted(setting_label(key)), _value(), muted()
            for label in (name, origin):
                label.setWordWrap(False)
            self._values[key], self._origins[key] = value, origin
            for column, label in enumerate((name, value, origin)):
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            if not named:
                name.hide()
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.edit_button)
        row.addWidget(self.return_button)
        row.addStretch()
        return row

    def show_company(self, company: Company) -> None:
        """Show the values in force."""
        for key in self.keys:
            found = company.values[key]
            words = value_words(key, found.value)
            self._values[key].setText(words)
            self._values[key].setToolTip(words)
            self._origins[key].setText(origin_label(found.origin))
        self.return_button.show_company(company)

    def shown(self, key: str) -> tuple[str, str]:
        """Return what is shown of a setting: its value, and where it comes from."""
        return self._values[key].text(), self._origins[key].text()


def _value() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    # Words without blanks do not make the page wider than the window.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
