"""The scans of a session while it is being filled in: read, proposed to people, confirmed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.employee.batch import PASSED, Batch, Line
from cariste.ui.context import Context
from cariste.ui.dialogs.batch_pile import ScanPile
from cariste.ui.dialogs.batch_scans import Scan, Scans, look_at_scans

_DOCUMENTS = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp"


class ScanDesk(QWidget):
    """Shows the scans whose person is not certain; the others stand in the table of people.

    Attributes:
        changed: A scan came, went, or was given to somebody.
        refused: The files could not be looked at; carries the reason.
        pile: Those of nobody for certain.
        reading: How many files are being looked at.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, batch: Batch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._batch, self._scans = context, batch, Scans()
        self.reading = 0
        self.pile = ScanPile(context.theme)
        self.pile.placed.connect(self._place)
        self.pile.dropped.connect(self._drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pile)
        self.hide()

    def choose(self) -> None:
        """Ask for files."""
        paths, _filter = QFileDialog.getOpenFileNames(
            self, _("Add scans"), "", f"{_('Documents')} ({_DOCUMENTS});;{_('All files')} (*)"
        )
        self.take(list(map(Path, paths)))

    def take(self, paths: Sequence[Path]) -> None:
        """Look at files in the background; each is proposed to the person its name means."""
        if not paths:
            return
        self.reading += len(paths)
        look = partial(look_at_scans, paths, self._batch.holders, self._batch.facts.type)
        self._context.tasks.beside(
            look, partial(self._looked, len(paths)), partial(self._not_looked, len(paths)), owner=self
        )
        self.changed.emit()

    def of(self, line: Line) -> Scan | None:
        """Return the scan that stands beside a line; who did not pass gets none."""
        return self._scans.of(line) if line.outcome == PASSED else None

    def to_confirm(self) -> int:
        """Return how many scans stand beside somebody and wait to be confirmed."""
        return self._scans.to_confirm([line for line in self._batch.lines() if line.outcome == PASSED])

    def left_out(self) -> int:
        """Return how many scans would be stored with no record."""
        used = {scan.path for line in self._batch.lines() if (scan := self.of(line)) is not None}
        return len(self._scans) - len(used)

    def confirm(self) -> None:
        """Say that every scan stands beside the right person."""
        self._scans.confirm()
        self._show()

    def take_off(self, ids: Collection[object]) -> None:
        """Put the scans of some lines back to the pile."""
        lines = [line for line in self._batch.lines() if line.id in ids]
        for path in {scan.path for line in lines if (scan := self._scans.of(line)) is not None}:
            self._scans.take_off(path)
        self._show()

    def view(self, line_id: object) -> None:
        """Show the scan of a line, page by page."""
        from cariste.ui.documents.viewer import DocumentViewer

        lines = [line for line in self._batch.lines() if line.id == line_id]
        for scan in map(self._scans.of, lines):
            if scan is not None and scan.file is not None:
                DocumentViewer.show_chosen(self._context, scan.file, self)

    def _looked(self, number: int, scans: Sequence[Scan]) -> None:
        self.reading -= number
        self._scans.add(scans)
        self._show()

    def _not_looked(self, number: int, problem: CaristeError) -> None:
        self.reading -= number
        self._show()
        self.refused.emit(str(problem))

    def _place(self, path: Path, employee_id: str) -> None:
        self._scans.place(path, employee_id)
        self._show()

    def _drop(self, path: Path) -> None:
        self._scans.drop(path)
        self._show()

    def _show(self) -> None:
        self.pile.show_scans(self._scans.pile, self._batch.holders)
        self.setVisible(bool(self._scans.pile))
        self.changed.emit()
