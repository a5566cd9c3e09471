"""Where something is written to, and that it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number


def ask_where(page: QWidget, title: str, name: str, endings: Sequence[str] = ("xlsx", "csv")) -> Path | None:
    """Ask for a file to write; None when the user thinks better of it.

    Args:
        page: What the question lies over.
        title: What is written.
        name: The name proposed, without its ending.
        endings: What can be written, the usual one first.
    """
    kinds = {ending: _kinds()[ending] for ending in endings}
    proposed = f"{name}.{endings[0]}"
    while True:
        text, chosen = QFileDialog.getSaveFileName(page, title, proposed, ";;".join(kinds.values()))
        path = Path(text)
        if not text or path.suffix.lower().lstrip(".") in kinds:
            return path if text else None
        wanted = next((ending for ending, shown in kinds.items() if shown == chosen), endings[0])
        path = path.with_name(f"{path.name}.{wanted}")
        if not path.exists():
            return path
        # Nobody was asked whether to replace a file of that name: with its ending, the dialog asks.
        proposed = str(path)


def _kinds() -> dict[str, str]:
    return {
        "xlsx": "Excel (*.xlsx)",
        "csv": "CSV (*.csv)",
        "json": "JSON (*.json)",
        "pdf": _("PDF documents") + " (*.pdf)",
        "ics": _("Calendar") + " (*.ics)",
        "zip": _("Archive") + " (*.zip)",
    }


def say_written(page: QWidget, title: str, path: Path, rows: int) -> None:
    """Say how much was written, and where."""
    written = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", rows)
    say(page, title, written.format(n=format_number(rows), file=path))


def say(page: QWidget, title: str, words: str) -> None:
    """Say something over a page."""
    QMessageBox(QMessageBox.Icon.NoIcon, title, words, QMessageBox.StandardButton.Ok, page).open()
