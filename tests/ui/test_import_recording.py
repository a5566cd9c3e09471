"""The last step of an import: recorded whole in one change, or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from factories import employee
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cariste.core.errors import ReadOnlyHere
from cariste.employee.models import Caces
from cariste.employee.queries import list_employees
from cariste.exchange import storing
from cariste.ui.context import Context
from cariste.ui.importing.dialog import COLUMNS, DONE, QUESTIONS, REVIEW, ImportDialog
from cariste.workspace import Workspace

D = dt.date
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


# -- columns -----------------------------------------------------------------------------------


def test_import_writes_everything_in_one_change_and_one_undo_takes_it_back(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    before = surnames(context)
    dialog = reviewed(qtbot, context, sheet(tmp_path, *ROWS))
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(dialog.next_button, Qt.MouseButton.LeftButton)
    assert surnames(context) - before == {"GABARIT", "PATRON"}
    assert dialog.current == DONE
    assert dialog.summary.stats.figures == {
        "employees added": 2,
        "changed": 0,
        "CACES": 1,
        "visits": 0,
        "trainings": 0,
    }
    assert "1 row has a cell that was rejected" in dialog.summary.words.text()
    assert dialog.next_button.text() == "Close"
    assert context.workspace.undo() == "Import of SUIVI CACES.csv"
    assert surnames(context) == before


def test_a_sheet_imported_before_has_nothing_to_import(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    path = sheet(tmp_path, ROWS[0])
    first = reviewed(qtbot, context, path)
    with qtbot.waitSignal(context.bus.changed):
        first.next_button.click()
    second = reviewed(qtbot, context, path)
    assert second.outcome.text() == "Nothing to import."
    assert not second.next_button.isEnabled()
    assert second.review.tabs.currentIndex() == UNCHANGED


def test_a_refused_change_is_told_and_can_be_tried_again(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = reviewed(qtbot, context, sheet(tmp_path, ROWS[0]))
    # Meanwhile somebody takes the number for another person.
    with context.workspace.change("Another person"):
        employee(first_name="Awa", last_name="Modèle", external_id="00171")
    dialog.next_button.click()
    qtbot.waitUntil(lambda: bool(dialog.notice.text))
    assert "nothing was imported" in dialog.notice.text
    assert dialog.current == REVIEW
    assert "GABARIT" not in surnames(context)


def test_a_window_that_only_reads_any_more_says_so(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = reviewed(qtbot, context, sheet(tmp_path, ROWS[0]))

    def refused(*_any: Any, **_more: Any) -> None:
        raise ReadOnlyHere("somebody else edits")

    monkeypatch.setattr(Workspace, "change", refused)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.notice.text == "somebody else edits")
    assert dialog.current == REVIEW


def test_an_import_given_up_while_it_is_recorded_leaves_nothing(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "_AT_ONCE", 1)
    rows = [f"GABARIT{number};Idriss;{number:05d};12/03/2024" for number in range(1, 200)]
    dialog = reviewed(qtbot, context, sheet(tmp_path, *rows))
    before = surnames(context)
    write = Caces.insert_rows

    def while_cancelling(*rows: Any) -> int:
        dialog._work.cancel()
        return write(*rows)

    monkeypatch.setattr(Caces, "insert_rows", while_cancelling)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.current == REVIEW)
    assert dialog.outcome.text() == "Stopped. Nothing was imported."
    assert dialog.isVisible()
    assert surnames(context) == before


# -- trouble -----------------------------------------------------------------------------------


def test_a_file_that_is_no_sheet_says_so(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    path = tmp_path / "SUIVI.xlsx"
    path.write_text("not a workbook")
    dialog = opened(qtbot, context, path)
    assert "SUIVI.xlsx" in dialog.notice.text
    assert not dialog.next_button.isVisible()
    assert dialog.cancel_button.text() == "Close"


def test_a_file_without_people_says_so(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, "12", header="Bonjour"))
    assert "nothing to import" in dialog.notice.text
    assert not dialog.next_button.isEnabled()


def test_a_long_read_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    path = sheet(tmp_path, *(f"GABARIT;Idriss;{number:06d};12/03/2024" for number in range(200_000)))
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.working.bar.maximum() > 0, timeout=60_000)
    with qtbot.waitSignal(context.tasks.busy, timeout=10_000, check_params_cb=lambda busy: not busy):
        qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert dialog.draft is None


def test_a_comparison_can_be_stopped_too(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    path = sheet(tmp_path, *(f"GABARIT;Idriss;{number:06d};12/03/2024" for number in range(30_000)))
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.current == COLUMNS, timeout=60_000)
    dialog.next_button.click()
    with qtbot.waitSignal(context.tasks.busy, timeout=10_000, check_params_cb=lambda busy: not busy):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.draft is not None
    assert dialog.draft.plan is None


def test_the_whole_way_is_gone_with_the_keyboard(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, ROWS[0]))
    for step in (REVIEW, DONE):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.current == step)  # noqa: B023
    assert "GABARIT" in surnames(context)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()
