"""The scans whose person is not certain: one line each, with the person to choose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee.renewal import Holder
from cariste.ui.dialogs.batch_scans import Scan
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, muted
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.search_box import button_height

_LINES = 3
"""At most so many are seen at once; the people must stay in sight."""


class ScanPile(QWidget):
    """Takes no room while every scan stands beside somebody.

    Attributes:
        placed: A scan was given to somebody; carries its path and the person's id.
        dropped: A scan is not wanted; carries its path.
    """

    placed = Signal(object, str)
    dropped = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = muted()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slim_scroll_bars(self._area, theme)
        self.people: list[ChoiceField] = []
        self.attach_buttons: list[FlatButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._words)
        column.addWidget(self._area)
        self.hide()

    @property
    def words(self) -> str:
        """What is said above the list."""
        return self._words.text()

    def show_scans(self, scans: Sequence[Scan], holders: Sequence[Holder]) -> None:
        """Show these scans; each may be given to one of these people."""
        self.people, self.attach_buttons = [], []
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GRID // 2)
        for scan in scans:
            lines.addLayout(self._line(scan, holders))
        lines.addStretch()
        self._area.setWidget(content)
        height = button_height(self) + GRID // 2
        self._area.setFixedHeight(min(len(scans), _LINES) * height)
        self._words.setText(
            ngettext(
                "{n} scan belongs to nobody for certain; it is left out unless you attach it:",
                "{n} scans belong to nobody for certain; they are left out unless you attach them:",
                len(scans),
            ).format(n=format_number(len(scans)))
        )
        self.setVisible(bool(scans))

    def _line(self, scan: Scan, holders: Sequence[Holder]) -> QHBoxLayout:
        name = ElidedLabel()
        name.setText(scan.name)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(name, 1)
        if scan.file is None:
            reason = ElidedLabel()
            reason.setText(scan.problem)
            line.addWidget(reason, 2)
        else:
            nobody: list[tuple[str, object]] = [(_("(nobody)"), "")]
            people = ChoiceField(
                self._theme, nobody + [(one.listed, one.id) for one in holders], scan.employee_id or ""
            )
            people.setAccessibleName(_("Whose is {file}?").format(file=scan.name))
            attach = FlatButton(_("Attach"), self._theme)
            attach.setEnabled(bool(people.currentData()))
            attach.setAccessibleName(_("Attach {file}").format(file=scan.name))
            people.currentIndexChanged.connect(lambda: attach.setEnabled(bool(people.currentData())))
            attach.clicked.connect(lambda: self.placed.emit(scan.path, people.currentData()))
            self.people.append(people)
            self.attach_buttons.append(attach)
            line.addWidget(people, 1)
            line.addWidget(attach)
        leave = FlatButton(_("Leave out"), self._theme)
        leave.setAccessibleName(_("Leave out {file}").format(file=scan.name))
        leave.clicked.connect(partial(self._leave, scan.path))
        line.addWidget(leave)
        return line

    def _leave(self, path: Path, _checked: bool = False) -> None:
        self.dropped.emit(path)
