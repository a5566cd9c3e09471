"""The categories of a certificate: typed « 1A 3 5 » or ticked, of one family; or a kind nobody catalogued."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.exchange.certificates import USUAL_FAMILY, read_kinds
from cariste.regulation.catalogue import Kind
from cariste.regulation.codes import family_of, recognise, take_option
from cariste.regulation.driving import goes_without_saying, may_bear
from cariste.regulation.rules import load_catalogue
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import ChoiceField, TextField
from cariste.ui.widgets.tick_box import TickBox

_COLUMNS = 3
_FAMILY_WIDTH = 13 * GRID
_ROOM = 80 * GRID
"""Of a form's width for the boxes."""


class KindsField(QWidget):
    """A family, a line to type in and a box for each category; all three always say the same.

    Attributes:
        changed: Other categories were typed or ticked.
        line: The line to type in.
        family: The family; empty for a kind that the catalogue does not know.
    """

    changed = Signal()

    def __init__(self, theme: Theme, kinds: Sequence[str] = (), *, single: bool = False) -> None:
        """Start with some kinds.

        Args:
            theme: Colours and fonts.
            kinds: Codes, or the one name of a kind that the catalogue does not know.
            single: Whether there can be one only: ticking another box then unticks the first.
        """
        super().__init__()
        self._theme, self._single = theme, single
        self._kinds: tuple[str, ...] = ()
        self._problem = ""
        self._option: str | None = None
        self.family = ChoiceField(theme, _families(), USUAL_FAMILY)
        self.family.setAccessibleName(_("Recommendation"))
        self.family.setFixedWidth(_FAMILY_WIDTH)
        self.line = TextField(theme)
        self._boxes: dict[str, TickBox] = {}
        self._box_area = QWidget()
        self._grid = QGridLayout(self._box_area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addWidget(self.family)
        first.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(first)
        column.addWidget(self._box_area)
        self.setFocusProxy(self.line)
        self._show_boxes()
        self._start(kinds)
        self.family.currentIndexChanged.connect(self._family_chosen)
        self.line.textChanged.connect(self._read)
        self.line.editingFinished.connect(self._settle)

    @property
    def value(self) -> tuple[str, ...]:
        """The kinds, in the order of the catalogue; none while something in the line is not understood."""
        return () if self._problem else self._kinds

    @property
    def option(self) -> str | None:
        """The option that the line names beside the kinds: « 2 commande au sol »; None for none."""
        return self._option

    @property
    def problem(self) -> str:
        """What is not understood in the line, empty when all is."""
        return self._problem

    def box(self, kind: str) -> TickBox:
        """Return the box of a kind of the family shown."""
        return self._boxes[kind]

    def _start(self, kinds: Sequence[str]) -> None:
        found = [load_catalogue().find(kind) for kind in kinds]
        families = [known.family if known is not None else "" for known in found]
        if kinds:
            self._show_family(families[0])
            # Of several families each needs its own: « 2 » is another machine in R485 than in R489.
            self.line.setText(" ".join(map(_shown, kinds) if len({*families}) == 1 else kinds))
        self._read()

    def _show_family(self, family: str) -> None:
        if self.family.currentData() != family:
            with QSignalBlocker(self.family):
                self.family.setCurrentIndex(self.family.findData(family))
            self._show_boxes()

    def _family_chosen(self) -> None:
        self._show_boxes()
        self.line.clear()
        self._read()
        self.line.setFocus()

    def _show_boxes(self) -> None:
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes.clear()
        family = self.family.currentData()
        kinds = load_catalogue().families.get(family, ())
        offered = [kind for kind in kinds if kind.category is not None]
        for kind in offered:
            box = TickBox(_box_words(kind), self._theme)
            box.setToolTip(kind.label())
            # The line says as much: Tab goes on from it to the next field, not through nine boxes.
            box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            box.toggled.connect(self._tick)
            self._boxes[kind.code] = box
        columns = self._columns()
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
        for place, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, place // columns, place % columns)
        self._box_area.setVisible(bool(offered))
        self.line.setPlaceholderText(_hint(family, offered))
        self.line.setReadOnly(bool(family) and not offered)

    def _columns(self) -> int:
        """Return how many boxes fit side by side with all their words."""
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=0)
        return _COLUMNS if _COLUMNS * widest + (_COLUMNS - 1) * 2 * GRID <= _ROOM else _COLUMNS - 1

    def _tick(self, _ticked: bool) -> None:
        ticked = [kind for kind, box in self._boxes.items() if box.isChecked()]
        if self._single and len(ticked) > 1:
            ticked = [kind for kind in ticked if kind not in self._kinds]
        others = [] if self._single else [kind for kind in self._kinds if kind not in self._boxes]
        self.line.setText(" ".join((*others, *ticked) if others else map(_shown, ticked)))
        self._read()

    def _read(self) -> None:
        before = self._kinds, self._problem, self._option
        text = self.line.text()
        plain, self._option = take_option(text)
        if not self.family.currentData() and recognise(text) is None:
            self._option = None  # a kind of the firm's own, whatever its name
        self._kinds, self._problem = self._understood(plain if self._option else text)
        self._problem = self._problem or self._no_such_option()
        for kind, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(kind in self._kinds)
        if (self._kinds, self._problem, self._option) != before:
            self.changed.emit()

    def _understood(self, text: str) -> tuple[tuple[str, ...], str]:
        family, plain = self.family.currentData(), tidy(text)
        if family and not self._boxes:
            return (family,), ""
        if not plain:
            return (), ""
        if not family:
            known = recognise(plain)
            return (known.code if known is not None and known.group == "caces" else plain,), ""
        named = family_of(plain) is not None or recognise(plain) is not None
        kinds, doubts = read_kinds(plain if named else f"{family} {plain}")
        problem = " ".join(dict.fromkeys(doubt.reason for doubt in doubts))
        if self._single and len(kinds) > 1:
            problem = problem or _("One category is needed.")
        return tuple(sorted(kinds, key=load_catalogue().order_of)), problem

    def _no_such_option(self) -> str:
        option = self._option
        if option is None or not self._kinds:
            return ""
        if any(may_bear(kind, option) or goes_without_saying(kind, option) for kind in self._kinds):
            return ""
        return _("A certificate {kind} has no such option.").format(kind=self._kinds[0])

    def _settle(self) -> None:
        """Once the line is left: show the family that was typed, and its boxes."""
        known = load_catalogue().find(self._kinds[0]) if self._kinds else None
        if known is None or known.family == self.family.currentData():
            return
        if any(load_catalogue().find(kind) is None for kind in self._kinds):
            return
        self._show_family(known.family)
        self._read()


def _families() -> Sequence[tuple[str, object]]:
    families = load_catalogue().families
    today = [name for name, kinds in families.items() if not kinds[0].legacy]
    former = [name for name in families if name not in today]
    return [(name, name) for name in (*today, *former)] + [(_("Other"), "")]


def _shown(kind: str) -> str:
    found = load_catalogue().find(kind)
    return found.category if found is not None and found.category is not None else kind


def _box_words(kind: Kind) -> str:
    words = kind.short_label()
    return f"{kind.category} {words.removeprefix(kind.code).strip()}" if kind.legacy else words


def _hint(family: str, offered: Sequence[Kind]) -> str:
    if not family:
        return _("Name written on the certificate")
    if not offered:
        return family
    shown = " ".join(str(kind.category) for kind in offered[:3])
    return _("Categories, for example {categories}").format(categories=shown)
