"""Sheets brought in by the window, for tests."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cariste.employee.queries import list_employees
from cariste.ui.context import Context
from cariste.ui.importing.dialog import ImportDialog
from cariste.ui.importing.frame import COLUMNS, DONE, QUESTIONS, REVIEW

HEADER = "Nom;Prénom;Mle;R489 3 Obtenu le"
ROWS = ("GABARIT;Idriss;00171;12/03/2024", "PATRON;Lucie;00193;31/02/2023")
ADDED, CHANGED, UNCHANGED, TO_CHECK, REJECTED = range(5)
"""Tabs of the review."""


def sheet(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "SUIVI CACES.csv"
    path.write_text("\n".join((header, *rows)), "utf-8-sig")
    return path


def opened(qtbot: QtBot, context: Context, path: Path) -> ImportDialog:
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.current == COLUMNS or bool(dialog.notice.text))
    return dialog


def go_to(qtbot: QtBot, dialog: ImportDialog, step: int) -> None:
    """Press Next until a step is reached."""
    while dialog.current != step:
        before = dialog.current
        dialog.next_button.click()
        qtbot.waitUntil(lambda: dialog.current in {QUESTIONS, REVIEW, DONE} - {before})  # noqa: B023


def reviewed(qtbot: QtBot, context: Context, path: Path) -> ImportDialog:
    dialog = opened(qtbot, context, path)
    go_to(qtbot, dialog, REVIEW)
    return dialog


def shown(dialog: ImportDialog) -> list[tuple[str, ...]]:
    model = dialog.review.model
    columns = model.columns
    return [
        tuple(column.text(model.row(place)) for column in columns[:6]) for place in range(model.rowCount())
    ]


def surnames(context: Context) -> set[str]:
    with context.workspace.reading():
        return {person.last_name for person in list_employees()}
