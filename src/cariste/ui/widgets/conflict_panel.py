"""Two people wrote in the same record: both values side by side, and for each field one to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from cariste.core.i18n import _
from cariste.core.wording import format_moment
from cariste.ui.models.outbox import Choice, OutboxLine, Words, choices, columns_kept, is_gone
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Card, Notice, muted, subheading
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.value_button import ValueButton


class Row(NamedTuple):
    """One field: what can be chosen, and the buttons for it."""

    choice: Choice
    mine: ValueButton
    theirs: ValueButton
    group: QButtonGroup


class ConflictPanel(Card):
    """Asks about one clash at a time; nothing is written before « Appliquer ».

    Attributes:
        decided: Carries the number of the edit and the columns that become mine.
        rows: What is asked now.
    """

    decided = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._look = theme
        self._line: OutboxLine | None = None
        self._reason = ""
        self.rows: list[Row] = []
        self.title = subheading("", theme)
        self.title.setWordWrap(True)
        self.explanation = muted()
        self.notice = Notice(theme)
        self.keep_mine = FlatButton(_("Keep mine"), theme)
        self.keep_theirs = FlatButton(_("Keep theirs"), theme)
        self.apply = FlatButton(_("Apply"), theme, leads=True)
        self._fields = QScrollArea()
        self._lay_out()
        self.keep_mine.clicked.connect(lambda: self._choose_all(mine=True))
        self.keep_theirs.clicked.connect(lambda: self._choose_all(mine=False))
        self.apply.clicked.connect(self._decide)

    def _lay_out(self) -> None:
        self.column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        slim_scroll_bars(self._fields, self._look)
        self._fields.setFrameShape(QFrame.Shape.NoFrame)
        self._fields.setWidgetResizable(True)
        self._fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fields.viewport().setAutoFillBackground(False)
        self._fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.keep_mine)
        buttons.addWidget(self.keep_theirs)
        buttons.addStretch()
        buttons.addWidget(self.apply)
        self.column.addWidget(self.title)
        self.column.addWidget(self.explanation)
        self.column.addWidget(self.notice)
        self.column.addWidget(self._fields, 1)
        self.column.addLayout(buttons)

    def show_conflict(
        self, line: OutboxLine | None, names: Mapping[str, str], *, outcomes: bool, reason: str
    ) -> None:
        """Ask about a clash; what was chosen for the same one stays.

        Args:
            line: The clash; None hides the panel.
            names: Of people, by id.
            outcomes: Show what doctors concluded.
            reason: Why nothing can be decided here; empty if it can.
        """
        self.setVisible(line is not None)
        self._reason = reason
        if line is None:
            self._line = None
            return
        if line == self._line and self.rows:
            self._allow()
            return
        self._line = line
        [edit] = line.edits
        self.notice.say("")
        self.title.setText(" · ".join(filter(None, (line.who, line.what, line.label))))
        words = Words(edit, names, outcomes=outcomes)
        self._explain(line, words)
        self._fill(choices(edit, words))
        self._allow()

    def begin(self) -> None:
        """Go to the first field to decide, or to « Appliquer » if there is none left."""
        left = (row.mine for row in self.rows if row.group.checkedButton() is None)
        next(left, self.apply).setFocus()

    def say(self, problem: str) -> None:
        """Say why a decision was not recorded; it can be taken again."""
        self.notice.say(problem)
        self._allow()

    def _explain(self, line: OutboxLine, words: Words) -> None:
        [edit] = line.edits
        if edit.adds and edit.theirs is None:
            told = _("This new record could not be added: its number is taken, or the person is gone.")
        elif is_gone(edit):
            told = _("The record was deleted meanwhile: what you wrote cannot be kept.")
        elif edit.deletes:
            told = _("You deleted this record; it was changed meanwhile.") + f"\n{words.meanwhile()}".rstrip()
        else:
            told = _("Somebody else changed this record after you.")
        written = _("Recorded on this workstation on {moment}.").format(moment=format_moment(line.at))
        self.explanation.setText(f"{written} {told}")

    def _fill(self, found: list[Choice]) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for place, words in enumerate((_("Mine"), _("Theirs, recorded now")), start=1):
            label = QLabel(words)
            label.setFont(self._look.font(weight=QFont.Weight.DemiBold))
            label.setWordWrap(True)
            grid.addWidget(label, 0, place)
        self.rows = [self._row(choice, content) for choice in found]
        for place, row in enumerate(self.rows, start=1):
            grid.addWidget(_name(row.choice.label), place, 0)
            grid.addWidget(row.mine, place, 1)
            grid.addWidget(row.theirs, place, 2)
        grid.setRowStretch(len(self.rows) + 1, 1)
        self._fields.setWidget(content)
        content.setAutoFillBackground(False)

    def _row(self, choice: Choice, content: QWidget) -> Row:
        mine = ValueButton(
            self._look,
            choice.mine,
            _("{field}, mine: {value}").format(field=choice.label, value=choice.mine),
        )
        theirs = ValueButton(
            self._look,
            choice.theirs,
            _("{field}, theirs: {value}").format(field=choice.label, value=choice.theirs),
        )
        group = QButtonGroup(content)
        group.addButton(mine)
        group.addButton(theirs)
        if choice.keep_mine is not None:
            (mine if choice.keep_mine else theirs).setChecked(True)
        group.buttonToggled.connect(self._allow)
        return Row(choice, mine, theirs, group)

    def _choose_all(self, *, mine: bool) -> None:
        for row in self.rows:
            (row.mine if mine else row.theirs).setChecked(True)
        self.apply.setFocus()

    def _allow(self, *_toggled: object) -> None:
        """Grey what cannot be done, and say why."""
        gone = self._line is not None and is_gone(self._line.edits[0])
        impossible = _("The record was deleted meanwhile: what you wrote cannot be kept.") if gone else ""
        open_fields = any(row.group.checkedButton() is None for row in self.rows)
        missing = _("Choose a value for each field first.") if open_fields else ""
        for row in self.rows:
            _grey(row.mine, self._reason or impossible)
            _grey(row.theirs, self._reason)
        _grey(self.keep_mine, self._reason or impossible)
        _grey(self.keep_theirs, self._reason)
        _grey(self.apply, self._reason or missing)

    def _decide(self) -> None:
        if self._line is None:
            return
        [edit] = self._line.edits
        kept = {column for row in self.rows if row.mine.isChecked() for column in row.choice.columns}
        self.apply.setEnabled(False)
        self.decided.emit(edit.id, columns_kept(edit, kept))


def _name(text: str) -> QLabel:
    label = muted(text)
    label.setMinimumWidth(14 * GRID)
    return label


def _grey(widget: QWidget, reason: str) -> None:
    widget.setEnabled(not reason)
    widget.setToolTip(reason)
