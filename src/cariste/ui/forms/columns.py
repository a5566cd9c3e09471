"""How the fields of a form stand: two columns, filled line by line; they scroll on a small screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.parts import subheading
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

_COLUMNS = 2


class Columns(QScrollArea):
    """The middle of a form. Tab goes through the fields in the order in which they were added.

    Attributes:
        content: What scrolls; it asks for a new layout when words come up under a field.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        slim_scroll_bars(self, theme)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 2)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID + GRID // 2)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._whole = QVBoxLayout(self.content)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addLayout(self._grid)
        self._whole.addStretch()
        self.setWidget(self.content)
        self._parts: list[tuple[QWidget, bool]] = []
        self._line, self._column = 0, 0

    def add(self, widget: QWidget, *, wide: bool = False) -> None:
        """Put a widget into the next free place, or over both columns of the next free line."""
        self._parts.append((widget, wide))
        self._place(widget, wide=wide)

    def section(self, title: str) -> None:
        """Begin a group of fields."""
        label = subheading(title, self._theme)
        label.setContentsMargins(0, GRID if self._parts else 0, 0, 0)
        self.add(label, wide=True)

    def arrange(self) -> None:
        """Close up after a widget was hidden, or make room for one that is shown again."""
        for widget, _wide in self._parts:
            self._grid.removeWidget(widget)
        self._line, self._column = 0, 0
        for widget, wide in self._parts:
            if not widget.isHidden():
                self._place(widget, wide=wide)

    def missing_height(self) -> int:
        """Return how many pixels more the fields would need at this width to be all seen."""
        room, layout = self.viewport().size(), self._whole
        wraps = layout.hasHeightForWidth()
        needed = layout.heightForWidth(room.width()) if wraps else layout.sizeHint().height()
        return needed - room.height()

    def show_field(self, widget: QWidget) -> None:
        """Scroll so that a field is seen with its words."""
        self.ensureWidgetVisible(widget, 0, GRID)

    def _place(self, widget: QWidget, *, wide: bool) -> None:
        if wide and self._column:
            self._next_line()
        span = _COLUMNS if wide else 1
        self._grid.addWidget(widget, self._line, self._column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._column += span
        if self._column >= _COLUMNS:
            self._next_line()

    def _next_line(self) -> None:
        self._line, self._column = self._line + 1, 0
