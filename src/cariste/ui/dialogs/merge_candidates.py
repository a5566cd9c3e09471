"""« Doublons possibles »: the people who may be recorded twice, to look at one pair after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number
from cariste.duplicates.looking import Known, Pair
from cariste.duplicates.words import certainty_label, reasons_in_words
from cariste.ui.context import Context
from cariste.ui.dialogs.merge import ask_merge
from cariste.ui.dialogs.merge_work import read_pairs, store_apart
from cariste.ui.models.table import Column, Look, TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.chip import BLUE, ORANGE
from cariste.ui.widgets.count_line import CountLine
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_SIZE = QSize(120 * GRID, 72 * GRID)


class DuplicatesDialog(QDialog):
    """Enter compares the pair chosen; what is decided leaves the list.

    Attributes:
        view, model: The pairs, the surest first.
        compare_button, apart_button, close_button: What one can do.
    """

    def __init__(self, context: Context, parent: QWidget, ids: Collection[str] | None = None) -> None:
        """Read the pairs at once.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window.
            ids: Only pairs with one of these people; None looks at everybody.
        """
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._ids = context, ids
        theme = context.theme
        self.setWindowTitle(_("Possible duplicates"))
        begin_at(self, _SIZE)
        self.model: TableModel[Pair] = TableModel(pair_columns(), lambda pair: pair.id, parent=self)
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("Possible duplicates"))
        self.placeholder = Placeholder(self.view, theme)
        self.counts = CountLine(theme)
        self.notice = Notice(theme)
        self.apart_button = FlatButton(_("These are two people"), theme)
        self.close_button = FlatButton(_("Close"), theme)
        self.compare_button = FlatButton(_("Compare…"), theme, leads=True)
        self._lay_out()
        for button in (self.apart_button, self.close_button):
            button.setAutoDefault(False)
        self.apart_button.clicked.connect(self._tell_apart)
        self.close_button.clicked.connect(self.reject)
        self.compare_button.clicked.connect(lambda: self._compare(self.view.current_id()))
        self.view.opened.connect(self._compare)
        self.view.chosen.connect(lambda _pair_id: self._show_state())
        context.bus.changed.connect(self.reload)
        self.placeholder.wait()
        self._show_state()
        self.reload()
        self.view.setFocus()

    def reload(self, _what: Any = None) -> None:
        """Look again; choice and place stay."""
        work = partial(read_pairs, self._context.workspace, self._ids)
        self._context.tasks.read(work, self._show, self._show_problem, owner=self, key="pairs")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.apart_button)
        buttons.addWidget(self.counts, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.compare_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(_("Possible duplicates"), self._context.theme))
        column.addWidget(
            muted(
                _(
                    "Names alike, and nothing that speaks clearly against it. Namesakes exist: nothing is "
                    "merged before you have looked at both files."
                )
            )
        )
        column.addWidget(sheet(self._context.theme, self.view), 1)
        column.addWidget(self.notice)
        column.addLayout(buttons)

    def _show(self, pairs: list[Pair]) -> None:
        self.model.set_rows(pairs)
        if pairs:
            self.placeholder.be_silent()
            if self.view.current_id() is None:
                self.view.select_position(0)
        else:
            self.placeholder.say(_("Nobody seems to be recorded twice."))
        words = ngettext("{n} pair", "{n} pairs", len(pairs)).format(n=format_number(len(pairs)))
        self.counts.say(words)
        self._show_state()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _pair(self, pair_id: Any) -> Pair | None:
        return next((self.model.row(place) for place in self.model.positions([pair_id])), None)

    def _compare(self, pair_id: Any) -> None:
        pair = self._pair(pair_id)
        if pair is not None:
            ask_merge(self._context, [pair.first.id, pair.second.id], self)

    def _tell_apart(self) -> None:
        pair = self._pair(self.view.current_id())
        if pair is not None:
            self.notice.say("")
            self._context.tasks.write(
                partial(store_apart, self._context.workspace, pair.first.id, pair.second.id),
                lambda _nothing: self._context.bus.changed.emit(None),
                lambda problem: self.notice.say(str(problem)),
                owner=self,
            )

    def _show_state(self) -> None:
        chosen, writing = self.view.current_id() is not None, self._context.workspace.writing
        self.compare_button.setEnabled(chosen)
        self.apart_button.setEnabled(chosen and writing)
        reason = _("This window only reads: the one that edits can do this.")
        self.apart_button.setToolTip("" if writing else reason)


def show_duplicates(context: Context, parent: QWidget, ids: Collection[str] | None = None) -> None:
    """Open the list over the window; arguments as `DuplicatesDialog`."""
    DuplicatesDialog(context, parent, ids).open()


def pair_columns() -> list[Column[Pair]]:
    """Return the columns of the list."""
    return [
        Column(
            lambda: _("Certainty"),
            lambda pair: certainty_label(pair.likeness),
            key=lambda pair: (not pair.likeness.certain, -pair.likeness.score),
            sample=_("Almost certain"),
            least=_("Almost certain"),
            look=Look.CHIP,
            tone=lambda pair: ORANGE if pair.likeness.certain else BLUE,
        ),
        _person(lambda: _("Employee"), lambda pair: pair.first),
        _person(lambda: _("Recorded also as"), lambda pair: pair.second),
        Column(
            lambda: _("Numbers"),
            lambda pair: f"{pair.first.number or '–'} / {pair.second.number or '–'}",
            sample="00123 / 00456",
            look=Look.QUIET,
        ),
        Column(
            lambda: _("Why"),
            lambda pair: reasons_in_words(pair.likeness),
            sample="m" * 26,
            tooltip=lambda pair: reasons_in_words(pair.likeness),
        ),
    ]


def _person(title: Callable[[], str], of: Callable[[Pair], Known]) -> Column[Pair]:
    return Column(
        title,
        lambda pair: of(pair).full_name,
        sample="Fictif-Témoin Jean-Éric",
        least="Fictif-Témoin",
        look=Look.STRONG,
        tooltip=lambda pair: _facts(of(pair)),
    )


def _facts(person: Known) -> str | None:
    born = _("born on {day}").format(day=format_date(person.birth_date)) if person.birth_date else None
    since = _("here since {day}").format(day=format_date(person.entry_date)) if person.entry_date else None
    told = " · ".join(filter(None, (person.role, person.workspace, person.agency, born, since)))
    return told or None
