"""Importing a sheet by the window: nothing is written before one says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import employee
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cariste.employee.queries import list_employees
from cariste.ui.context import Context
from cariste.ui.dialogs.import_dialog import ImportDialog

HEADER = "Nom;Prénom;Mle;R489 3 Obtenu le"
ROWS = ("GABARIT;Idriss;00171;12/03/2024", "PATRON;Lucie;00193;31/02/2023")


def sheet(folder: Path, *rows: str) -> Path:
    path = folder / "SUIVI CACES.csv"
    path.write_text("\n".join((HEADER, *rows)), "utf-8-sig")
    return path


def opened(qtbot: QtBot, context: Context, path: Path) -> ImportDialog:
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def surnames(context: Context) -> set[str]:
    with context.workspace.reading():
        return {person.last_name for person in list_employees()}


def test_what_would_happen_is_shown_and_nothing_is_written(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, *ROWS))
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog.stats.figures["rows read"] == 2
    assert dialog.stats.figures["employees added"] == 2
    assert dialog.stats.figures["CACES"] == 1
    assert dialog.tabs.tabText(1) == "Rejected  1"
    assert "Gabarit" not in {name.title() for name in surnames(context)}


def test_what_is_refused_is_named_and_can_be_copied(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, *ROWS))
    qtbot.waitUntil(dialog.import_button.isEnabled)
    dialog.tabs.setCurrentIndex(1)
    [note] = [dialog.model.row(row) for row in range(dialog.model.rowCount())]
    assert (note.row, note.column, note.value) == (3, "D", "31/02/2023")
    assert dialog.reason.text() == note.reason
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "31/02/2023" in QGuiApplication.clipboard().text()


def test_import_writes_everything_and_tells_the_pages(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, *ROWS))
    qtbot.waitUntil(dialog.import_button.isEnabled)
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    assert {"gabarit", "patron"} <= {name.lower() for name in surnames(context)}
    assert dialog.outcome.text() == "Changes saved."
    assert not dialog.import_button.isVisible()


def test_a_sheet_imported_before_has_nothing_to_import(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    path = sheet(tmp_path, ROWS[0])
    first = opened(qtbot, context, path)
    qtbot.waitUntil(first.import_button.isEnabled)
    with qtbot.waitSignal(context.bus.changed):
        first.import_button.click()
    second = opened(qtbot, context, path)
    qtbot.waitUntil(lambda: second.outcome.text().startswith("Nothing to import"))
    assert not second.import_button.isEnabled()


def test_a_file_that_is_no_sheet_says_so(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    path = tmp_path / "SUIVI.xlsx"
    path.write_text("not a workbook")
    dialog = opened(qtbot, context, path)
    qtbot.waitUntil(lambda: "SUIVI.xlsx" in dialog.notice.text)
    assert not dialog.import_button.isEnabled()
    assert dialog.cancel_button.text() == "Close"


def test_a_long_read_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    path = sheet(tmp_path, *(f"GABARIT;Idriss;{number:06d};12/03/2024" for number in range(60_000)))
    dialog = opened(qtbot, context, path)
    qtbot.waitUntil(lambda: dialog.bar.value() > 0, timeout=60_000)
    with qtbot.waitSignal(context.tasks.busy, timeout=10_000, check_params_cb=lambda busy: not busy):
        qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert dialog._plan is None


def test_a_refused_change_is_told_and_can_be_tried_again(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, ROWS[0]))
    qtbot.waitUntil(dialog.import_button.isEnabled)
    # Meanwhile somebody takes the number for another person.
    with context.workspace.change("Another person"):
        employee(first_name="Awa", last_name="Modèle", external_id="00171")
    dialog.import_button.click()
    qtbot.waitUntil(lambda: bool(dialog.notice.text))
    assert dialog.import_button.isEnabled()
    assert "gabarit" not in {name.lower() for name in surnames(context)}
