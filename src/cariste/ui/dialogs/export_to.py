"""Where a list is written to, and that it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cariste.core.i18n import ngettext
from cariste.core.wording import format_number

_FILTERS = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)", "json": "JSON (*.json)"}


def ask_where(page: QWidget, title: str, name: str, endings: Sequence[str] = ("xlsx", "csv")) -> Path | None:
    """Ask for a file, Excel or text; None when the user thinks better of it.

    Args:
        page: What the question lies over.
        title: What is exported.
        name: The name proposed, without its ending.
        endings: What can be written, the usual one first.
    """
    filters = {ending: _FILTERS[ending] for ending in endings}
    proposed = f"{name}.{endings[0]}"
    path, chosen = QFileDialog.getSaveFileName(page, title, proposed, ";;".join(filters.values()))
    if not path:
        return None
    wanted = next((ending for ending, shown in filters.items() if shown == chosen), endings[0])
    return Path(path) if Path(path).suffix else Path(path).with_suffix(f".{wanted}")


def say_written(page: QWidget, title: str, path: Path, rows: int) -> None:
    """Say how much was written, and where."""
    written = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", rows)
    say(page, title, written.format(n=format_number(rows), file=path))


def say(page: QWidget, title: str, words: str) -> None:
    """Say something over a page."""
    QMessageBox(QMessageBox.Icon.NoIcon, title, words, QMessageBox.StandardButton.Ok, page).open()
