"""Two files side by side: a person chooses field by field, and they are one; or says that they are two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError, InvalidEntity
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee.field_labels import EMPLOYEES, field_label, value_in_words
from cariste.ui.context import Context
from cariste.ui.dialogs.merge_work import read_comparison, store_apart, store_merger
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted, subheading
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.side_by_side import SideBySide

if TYPE_CHECKING:
    from cariste.duplicates.merging import Comparison, Side

_SIZE = QSize(104 * GRID, 80 * GRID)
_OF_HEALTH = frozenset({"medical_regime"})
"""For HR alone to see: it may tell of a handicap."""


class MergeDialog(QDialog):
    """Nothing is chosen for anybody: where both files say something else, a person says which is right.

    Attributes:
        decided: The two were merged or told apart.
        sides: The fields with their two values.
        merge_button, apart_button, cancel_button: What one can do.
    """

    decided = Signal()

    def __init__(self, context: Context, comparison: Comparison, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._comparison = context, comparison
        self._busy = False
        theme = context.theme
        self.setWindowTitle(_("Merge duplicates"))
        self.sides = SideBySide(theme)
        self.notice = Notice(theme)
        self.outcome = muted()
        self.apart_button = FlatButton(_("These are two people"), theme)
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.merge_button = FlatButton(_("Merge"), theme, leads=True)
        self._fill()
        self._lay_out()
        begin_at(self, _SIZE)
        self.merge_button.setDefault(True)
        self.apart_button.setAutoDefault(False)
        self.merge_button.clicked.connect(self.merge)
        self.apart_button.clicked.connect(self.tell_apart)
        self.cancel_button.clicked.connect(self.reject)
        self.sides.changed.connect(self._chosen)
        self._show_state()
        first = self.sides.open_fields[:1]
        (self.sides.button(first[0], 0) if first else self.merge_button).setFocus()

    def merge(self) -> None:
        """Make the two one, once every choice is made."""
        left = self.sides.open_fields
        self.sides.point_out(left)
        if left:
            names = ", ".join(map(self.sides.label_of, left))
            self.notice.say(_("Choose which is right: {fields}.").format(fields=names))
            return
        first, second = self._comparison.first, self._comparison.second
        ids = (first.id, second.id)
        choices = {name: ids[side] for name, side in self.sides.choices.items()}
        self._write(partial(store_merger, self._context.workspace, *ids, choices, first.name))

    def tell_apart(self) -> None:
        """Note that these are two people, so that they are not proposed again."""
        first, second = self._comparison.first, self._comparison.second
        self._write(partial(store_apart, self._context.workspace, first.id, second.id))

    def reject(self) -> None:
        """Close; a change being recorded is not left half-way."""
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)

    # -- how it looks --------------------------------------------------------------------------

    def _fill(self) -> None:
        self.sides.add_heads(*(self._head(side, place) for place, side in enumerate(self._files())))
        for field in self._comparison.fields:
            hidden = field.name in _OF_HEALTH and not self._context.workspace.writing
            if hidden or (field.first is None and field.second is None):
                continue
            label = field_label(EMPLOYEES, field.name)
            values = [
                "" if value is None else value_in_words(EMPLOYEES, field.name, value)
                for value in (field.first, field.second)
            ]
            if field.differs:
                self.sides.add_choice(field.name, label, *values)
            else:
                self.sides.add_line(label, *values)

    def _files(self) -> tuple[Side, Side]:
        return self._comparison.first, self._comparison.second

    def _head(self, side: Side, place: int) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID // 2)
        name = subheading(side.name, self._context.theme)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        column.addWidget(name)
        column.addWidget(muted(_contents(side)))
        every = FlatButton(_("Choose everything here"), self._context.theme)
        every.setAutoDefault(False)
        every.clicked.connect(partial(self.sides.choose_all, place))
        line = QHBoxLayout()
        line.addWidget(every)
        line.addStretch()
        column.addLayout(line)
        return whole

    def _lay_out(self) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, GRID, 0)
        inside.addWidget(self.sides)
        inside.addStretch()
        scroll = QScrollArea()
        slim_scroll_bars(scroll, self._context.theme)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.apart_button)
        buttons.addWidget(self.outcome, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.merge_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        whole.setSpacing(GRID + GRID // 2)
        whole.addWidget(heading(_("One person, or two?"), self._context.theme))
        whole.addWidget(muted(what_becomes(self._comparison)))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.notice)
        whole.addLayout(buttons)

    # -- how it goes on ------------------------------------------------------------------------

    def _chosen(self) -> None:
        if self.notice.text:
            self.sides.point_out([])
            self.notice.say("")

    def _write(self, work: Callable[[], None]) -> None:
        self._busy = True
        self.notice.say("")
        self._show_state()
        self._context.tasks.write(work, self._written, self._not_written, owner=self)

    def _written(self, _nothing: None) -> None:
        self._busy = False
        self._context.bus.changed.emit(None)
        self.decided.emit()
        self.accept()

    def _not_written(self, problem: CaristeError) -> None:
        self._busy = False
        self._show_state()
        if isinstance(problem, InvalidEntity):
            told = (f"{field_label(EMPLOYEES, name)}: {why}" for name, why in problem.problems.items())
            self.notice.say(" ".join(told))
        else:
            self.notice.say(str(problem))

    def _show_state(self) -> None:
        writing = self._context.workspace.writing
        reason = "" if writing else _("This window only reads: the one that edits can do this.")
        for button in (self.merge_button, self.apart_button):
            button.setEnabled(writing and not self._busy)
            button.setToolTip(reason)
        self.cancel_button.setEnabled(not self._busy)
        self.sides.setEnabled(not self._busy)
        self.outcome.setText(_("Saving…") if self._busy else "")


def ask_merge(
    context: Context, ids: Sequence[str], parent: QWidget, decided: Callable[[], object] | None = None
) -> None:
    """Show two files side by side, to merge them or to tell them apart.

    Args:
        context: The open folder and the rest.
        ids: The two people; the first one's file stays.
        parent: Some widget of the window.
        decided: Told once the two were merged or told apart.
    """

    def show(comparison: Comparison) -> None:
        dialog = MergeDialog(context, comparison, parent)
        if decided is not None:
            dialog.decided.connect(decided)
        dialog.open()

    work = partial(read_comparison, context.workspace, ids[0], ids[1])
    context.tasks.read(work, show, owner=parent, key="merge")


def what_becomes(comparison: Comparison) -> str:
    """Say what a merger does with what is recorded."""
    moved = comparison.second.records - comparison.joined
    told = [
        _("The second file goes, and all that belongs to it moves to the first."),
        ngettext("{n} record moves.", "{n} records move.", moved).format(n=format_number(moved)),
    ]
    if comparison.joined:
        words = ngettext(
            "{n} record that both have is kept once.",
            "{n} records that both have are kept once.",
            comparison.joined,
        )
        told.append(words.format(n=format_number(comparison.joined)))
    return " ".join((*told, _("It can be undone.")))


def _contents(side: Side) -> str:
    records = ngettext("{n} record", "{n} records", side.records).format(n=format_number(side.records))
    documents = ngettext("{n} document", "{n} documents", side.documents)
    return f"{records} · {documents.format(n=format_number(side.documents))}"
