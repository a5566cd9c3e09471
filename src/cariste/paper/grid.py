"""Tables over pages: heads and group titles again on each page, rows whole, several lines in a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.paper.letters import face
from cariste.paper.looks import GROUP, HEAD, LINE, PLAIN, Style, Tone
from cariste.paper.pen import Pen

LEFT, CENTRE, RIGHT = "left", "centre", "right"
SIZE = 8.0
"""Of the letters, in points, unless a table says otherwise."""
_SIDE, _ABOVE = 4.0, 2.6
_LEADING = 1.25
_TALLEST = 260.0
"""Points: a row that is taller may be cut where the page ends."""
_LEAST_LINES = 2


class Column(NamedTuple):
    """One column: its head, its share of the width, and how its cells are set."""

    head: str
    share: float
    align: str = LEFT
    bold: bool = False


class Cell(NamedTuple):
    """A text with a meaning: colour and sign."""

    text: str
    tone: Tone = PLAIN
    bold: bool = False


class Group(NamedTuple):
    """The title of the rows that follow."""

    title: str


Row = Sequence[str | Cell] | Group


class _Set(NamedTuple):
    """A cell in lines, and the column it stands in."""

    place: int
    lines: Sequence[str]
    style: Style


class _Laid(NamedTuple):
    """A row in lines."""

    height: float
    cells: Sequence[_Set]
    ground: str = ""
    title: str = ""


class _Sheet(NamedTuple):
    """Rows ready to be drawn in columns of a certain width."""

    edges: Sequence[float]
    head: Sequence[_Laid]
    rows: Sequence[_Laid]

    def all_rows(self) -> Iterator[_Laid]:
        """The head, then the rows."""
        yield from self.head
        yield from self.rows

    def height(self) -> float:
        """How much room they take."""
        return sum(row.height for row in self.all_rows())


class Grid(Flowable):  # type: ignore[misc]
    """A table as wide as the page."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        size: float = SIZE,
        sheet: _Sheet | None = None,
    ) -> None:
        """Take the rows.

        Args:
            columns: Their heads are repeated on each page; there is no head when all are empty.
            rows: Texts, cells and titles of groups.
            size: Of the letters, in points.
            sheet: The rows as they were laid out for a table of which this is a part.
        """
        super().__init__()
        self._columns, self._rows, self._size, self._sheet = columns, rows, size, sheet
        self.spaceAfter = 4

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        return width, self._laid_out(width).height()

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits and the rest, whose group says that it goes on; nothing where too little fits."""
        sheet = self._laid_out(width)
        rows = list(sheet.rows)
        left = height - sum(row.height for row in sheet.head)
        fits = 0
        while fits < len(rows) and rows[fits].height <= left:
            left -= rows[fits].height
            fits += 1
        upper, lower = rows[:fits], rows[fits:]
        if lower and lower[0].height > _TALLEST and left >= _height(_LEAST_LINES, self._size):
            begun, rest = _cut(lower[0], left, self._size)
            upper, lower = [*upper, begun], [rest, *lower[1:]]
        while upper and upper[-1].title:  # a title does not stay behind alone
            lower.insert(0, upper.pop())
        if not upper or not lower:
            return []
        parts = (sheet._replace(rows=upper), sheet._replace(rows=self._continued(upper, lower, sheet)))
        return [Grid(self._columns, (), size=self._size, sheet=part) for part in parts]

    def draw(self) -> None:
        """Draw grounds, lines and letters, in this order."""
        sheet, canvas = self._laid_out(0), self.canv
        canvas.saveState()
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.5)
        lines, y = [], sheet.height()
        for row in sheet.all_rows():
            y -= row.height
            if row.ground:
                canvas.setFillColor(HexColor(row.ground))
                canvas.rect(0, y, sheet.edges[-1], row.height, stroke=0, fill=1)
            lines.append((0, y, sheet.edges[-1], y))
        canvas.lines(lines)
        canvas.restoreState()
        pen, y = Pen(canvas), sheet.height()
        for row in sheet.all_rows():
            for cell in row.cells:
                self._write(pen, cell, y, sheet.edges)
            y -= row.height
        pen.lift()

    def _write(self, pen: Pen, cell: _Set, top: float, edges: Sequence[float]) -> None:
        style, align = cell.style, self._columns[cell.place].align
        left, right = edges[cell.place] + _SIDE, edges[cell.place + 1] - _SIDE
        y = top - _ABOVE - self._size
        for line in cell.lines:
            x = left
            if align != LEFT:
                spare = right - left - face(bold=style.bold).width(line, self._size)
                x += spare if align == RIGHT else spare / 2
            pen.write(x, y, line, style)
            y -= self._size * _LEADING

    def _laid_out(self, width: float) -> _Sheet:
        if self._sheet is None:
            unit = width / sum(column.share for column in self._columns)
            edges = [0.0]
            for column in self._columns:
                edges.append(edges[-1] + column.share * unit)
            heads = [Cell(column.head, bold=True) for column in self._columns]
            head = [self._row(heads, edges)._replace(ground=HEAD)] if any(cell.text for cell in heads) else []
            self._sheet = _Sheet(edges, head, [self._row(row, edges) for row in self._rows])
        return self._sheet

    def _row(self, row: Row, edges: Sequence[float]) -> _Laid:
        if isinstance(row, Group):
            return self._title(row.title, edges)
        cells = []
        for place, (given, column) in enumerate(zip(row, self._columns, strict=True)):
            cell = given if isinstance(given, Cell) else Cell(given, bold=column.bold)
            if text := cell.tone.signed(cell.text):
                style = _style(self._size, cell.tone.colour, bold=cell.bold)
                room = edges[place + 1] - edges[place] - 2 * _SIDE
                cells.append(_Set(place, face(bold=cell.bold).wrap(text, self._size, room), style))
        most = max((len(cell.lines) for cell in cells), default=1)
        return _Laid(_height(most, self._size), cells)

    def _title(self, title: str, edges: Sequence[float]) -> _Laid:
        style = _style(self._size, PLAIN.colour, bold=True)
        line = face(bold=True).clipped(title, self._size, edges[-1] - 2 * _SIDE)
        # Over all columns, wherever the first one ends: it is one line, and begins at the left.
        return _Laid(_height(1, self._size) + 2, (_Set(0, (line,), style),), GROUP, title)

    def _continued(self, upper: list[_Laid], lower: list[_Laid], sheet: _Sheet) -> list[_Laid]:
        title = next((row.title for row in reversed(upper) if row.title), "")
        if not title or lower[0].title:
            return lower
        again = self._title(_("{title} (continued)").format(title=title), sheet.edges)
        return [again._replace(title=title), *lower]


@lru_cache(maxsize=256)
def _style(size: float, colour: str, *, bold: bool) -> Style:
    return Style(size, bold, colour)


def _height(lines: int, size: float) -> float:
    return lines * size * _LEADING + 2 * _ABOVE


def _cut(row: _Laid, room: float, size: float) -> tuple[_Laid, _Laid]:
    """Return the lines of a row that fit into some room, and the others."""
    fits = int((room - 2 * _ABOVE) / (size * _LEADING))
    upper = [cell._replace(lines=cell.lines[:fits]) for cell in row.cells]
    lower = [cell._replace(lines=cell.lines[fits:]) for cell in row.cells]
    most = max(len(cell.lines) for cell in lower)
    return _Laid(_height(fits, size), upper), _Laid(_height(most, size), lower)
