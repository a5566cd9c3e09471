"""The differences of an import, and what becomes of them: nothing is written before one says so."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from brought_in import (
    ADDED,
    CHANGED,
    REJECTED,
    ROWS,
    TO_CHECK,
    UNCHANGED,
    go_to,
    opened,
    reviewed,
    sheet,
    shown,
    surnames,
)
from cut_words import cut_cells
from factories import employee
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from python_calamine import load_workbook

from cariste.core.errors import ReadOnlyHere
from cariste.employee.models import Caces, Employee
from cariste.exchange import storing
from cariste.ui.context import Context
from cariste.ui.importing import work
from cariste.ui.importing.dialog import ImportDialog
from cariste.ui.importing.frame import COLUMNS, DONE, REVIEW
from cariste.workspace import Workspace

D = dt.date


# -- review ------------------------------------------------------------------------------------


def test_what_would_happen_is_shown_cell_by_cell(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    with context.workspace.change("Somebody"):
        employee(first_name="Lucie", last_name="Patron", external_id="00193", workspace="Quai")
    rows = "GABARIT;Idriss;00171;Quai", "PATRON;Lucie;00193;Zone A"
    dialog = reviewed(qtbot, context, sheet(tmp_path, *rows, header="Nom;Prénom;Mle;Service"))
    assert [dialog.review.tabs.tabText(place) for place in range(5)] == [
        *("Added  1", "Changed  1", "Unchanged  0", "To check  0", "Rejected  0"),
    ]
    assert shown(dialog) == [
        ("✓", "GABARIT Idriss", "00171", "New employee", "", ""),
        ("✓", "", "", "Employee number", "", "00171"),
        ("✓", "", "", "Work area", "", "Quai"),
    ]
    dialog.review.tabs.setCurrentIndex(CHANGED)
    assert shown(dialog) == [
        ("✓", "Patron Lucie", "00193", "Changes", "", "recognised by the number"),
        ("✓", "", "", "Work area", "Quai", "Zone A"),
    ]
    assert dialog.outcome.text() == "1 person will be added · 1 person will be changed"
    assert "GABARIT" not in surnames(context)


def test_which_certificate_would_be_recorded_is_read_whole(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    header = "NOM Prénom;Mle;Service;R489 3 Obtenu le;R489 3 Valable jusqu'au;Date VM;Prochaine VM"
    row = "FICTIF-TEST Chloé;00123;Quai;15/03/2024;15/03/2029;15/03/2024;15/03/2029"
    dialog = reviewed(qtbot, context, sheet(tmp_path, row, header=header))
    assert "CACES R489-3" in [line[3] for line in shown(dialog)]
    assert "CACES R489-3" not in cut_cells(dialog.review.view, "What")


def test_everything_unticked_stays_out(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    rows = "GABARIT;Idriss;00171;12/03/2024", "PATRON;Lucie;00193;12/03/2024", "TÉMOIN;Awa;00199;12/03/2024"
    dialog = reviewed(qtbot, context, sheet(tmp_path, *rows))
    view = dialog.review.view
    view.select_position(2)  # Idriss's CACES
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [line[0] for line in shown(dialog)[:3]] == ["–", "✓", "☐"]
    view.select_position(3)  # Lucie herself
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [line[0] for line in shown(dialog)[3:6]] == ["☐", "☐", "☐"]
    with qtbot.waitSignal(context.bus.changed):
        dialog.next_button.click()
    with context.workspace.reading():
        assert Employee.get(Employee.external_id == "00171").caces.count() == 0
        assert Employee.get(Employee.external_id == "00199").caces.count() == 1
        assert Employee.get_or_none(Employee.external_id == "00193") is None


def test_a_cell_of_somebody_left_out_takes_the_person_in_with_it_alone(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = reviewed(qtbot, context, sheet(tmp_path, ROWS[0]))
    dialog.review.none_button.click()
    assert [line[0] for line in shown(dialog)] == ["☐", "☐", "☐"]
    assert not dialog.next_button.isEnabled()
    assert dialog.outcome.text() == "Nothing to import."
    view = dialog.review.view
    at = view.visualRect(dialog.review.model.index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [line[0] for line in shown(dialog)] == ["–", "✓", "☐"]
    dialog.review.all_button.click()
    assert [line[0] for line in shown(dialog)] == ["✓", "✓", "✓"]


def test_ticks_reach_only_the_lines_found(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    rows = "GABARIT;Idriss;00171;12/03/2024", "PATRON;Lucie;00193;12/03/2024"
    dialog = reviewed(qtbot, context, sheet(tmp_path, *rows))
    dialog.review.search.setText("caces")
    assert len(shown(dialog)) == 2
    dialog.review.none_button.click()
    dialog.review.search.clear()
    assert [line[0] for line in shown(dialog)] == ["–", "✓", "☐"] * 2


def test_a_cell_to_check_is_read_otherwise_and_ticks_stay(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    rows = "GABARIT;Idriss;00171;12/03/2024", "PATRON;Lucie;00193;mars 2025"
    dialog = opened(qtbot, context, sheet(tmp_path, *rows))
    go_to(qtbot, dialog, REVIEW)
    dialog.review.view.select_position(0)
    qtbot.keyClick(dialog.review.view, Qt.Key.Key_Space)
    dialog.review.tabs.setCurrentIndex(TO_CHECK)
    notes = dialog.review.notes
    assert notes.field.text() == "2025-03-01"
    assert "cautious" in notes.reason.text()
    notes.field.setText("14/03/2025")
    qtbot.keyClick(notes.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.review.tabs.tabText(TO_CHECK) == "To check  0")
    assert dialog.current == REVIEW
    dialog.review.tabs.setCurrentIndex(ADDED)
    assert [line[0] for line in shown(dialog)] == ["☐", "☐", "☐", "✓", "✓", "✓"]


def test_enter_on_a_cell_to_look_at_goes_to_its_field_and_imports_nothing(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = reviewed(qtbot, context, sheet(tmp_path, *ROWS))
    dialog.review.tabs.setCurrentIndex(REJECTED)
    dialog.review.notes.view.setFocus()
    qtbot.keyClick(dialog.review.notes.view, Qt.Key.Key_Return)
    assert dialog.current == REVIEW
    assert dialog.focusWidget() is dialog.review.notes.field


def test_what_is_refused_is_named_and_can_be_copied(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = reviewed(qtbot, context, sheet(tmp_path, *ROWS))
    dialog.review.tabs.setCurrentIndex(REJECTED)
    notes = dialog.review.notes
    [note] = notes.model.rows
    assert (note.row, note.column, note.value) == (3, "D", "31/02/2023")
    assert notes.reason.text() == note.reason
    qtbot.mouseClick(notes.copy_button, Qt.MouseButton.LeftButton)
    assert "31/02/2023" in QGuiApplication.clipboard().text()


def test_the_rows_that_were_refused_are_written_with_their_reason(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("cariste.ui.importing.saving_rows.ask_where", lambda *_any: tmp_path / "refus.xlsx")
    monkeypatch.setattr("cariste.ui.importing.saving_rows.say_written", lambda *words: told.append(words[-1]))
    dialog = reviewed(qtbot, context, sheet(tmp_path, *ROWS))
    go_to(qtbot, dialog, DONE)
    qtbot.mouseClick(dialog.summary.rejected_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told == [1])
    rows = load_workbook(tmp_path / "refus.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][:4] == ["PATRON", "Lucie", "00193", "31/02/2023"]
    assert "calendar" in rows[1][4]


def test_what_is_to_be_checked_is_still_told_after_the_import_and_its_rows_can_be_kept(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("cariste.ui.importing.saving_rows.ask_where", lambda *_any: tmp_path / "notes.xlsx")
    monkeypatch.setattr("cariste.ui.importing.saving_rows.say_written", lambda *words: told.append(words[-1]))
    header = "Nom;Prénom;Mle;R489 5 Obtenu le;R489 5 Valable jusqu'au"
    row = "PATRON;Lucie;00193;29/02/2024;28/02/2034"
    dialog = reviewed(qtbot, context, sheet(tmp_path, row, header=header))
    go_to(qtbot, dialog, DONE)
    assert "1 row is to be checked" in dialog.summary.words.text()
    assert not dialog.summary.rejected_button.isVisible()
    qtbot.mouseClick(dialog.summary.to_check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told == [1])
    rows = load_workbook(tmp_path / "notes.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][1] == "Lucie"


def test_a_day_that_no_calendar_has_is_shown_as_it_stands_in_the_file(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    header = "Nom;Prénom;Mle;R489 5 Obtenu le"
    dialog = reviewed(qtbot, context, sheet(tmp_path, "PATRON;Lucie;00193;2024-02-31", header=header))
    dialog.review.tabs.setCurrentIndex(REJECTED)
    model = dialog.review.notes.model
    assert model.columns[3].text(model.row(0)) == "2024-02-31"


# -- recording ---------------------------------------------------------------------------------


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


def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let what is watched wait, wherever it tells how far it is, until the event is set."""
    goes_on, note = threading.Event(), work.Watched.note

    def noted(watched: work.Watched, done: int, total: int) -> None:
        note(watched, done, total)
        goes_on.wait(60)

    monkeypatch.setattr(work.Watched, "note", noted)
    return goes_on


def test_a_long_read_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = held(monkeypatch)
    path = sheet(tmp_path, *(f"GABARIT;Idriss;{number:06d};12/03/2024" for number in range(6_000)))
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.working.bar.maximum() > 0)
    with qtbot.waitSignal(context.tasks.busy, check_params_cb=lambda busy: not busy):
        qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
        goes_on.set()
    assert not dialog.isVisible()
    assert dialog.draft is None


def test_a_comparison_can_be_stopped_too(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheet(tmp_path, *(f"GABARIT;Idriss;{number:06d};12/03/2024" for number in range(6_000)))
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.current == COLUMNS)
    goes_on = held(monkeypatch)
    dialog.next_button.click()
    with qtbot.waitSignal(context.tasks.busy, check_params_cb=lambda busy: not busy):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        goes_on.set()
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


def test_what_a_sheet_does_not_say_for_certain_is_told_beside_its_row(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    rows = (
        "EXEMPLE Paul / GABARIT Léa;1;Quai;12/03/2024",
        "ÉQUIPE MATIN;;;",
        "MODELE Luc (née ESSAI);3;idem;absent le 12/03/2024",
        "Mis à jour le 12/03/2024;;;",
    )
    path = sheet(tmp_path, *rows, header="NOM Prénom;Mle;Service;SST obtenu le")
    dialog = reviewed(qtbot, context, path)
    assert [line[1] for line in shown(dialog) if line[3] == "New employee"] == ["MODELE née ESSAI Luc"]
    assert dialog.draft is not None
    plan = dialog.draft.plan
    assert plan is not None
    told = [note.value for note in (*plan.to_check, *plan.rejected)]
    assert sorted(told) == ["EXEMPLE Paul / GABARIT Léa", "absent le 12/03/2024", "idem", "ÉQUIPE MATIN"]
