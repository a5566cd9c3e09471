"""Importing a sheet by the window: nothing is written before one says so."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import sheets
from factories import employee
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from python_calamine import load_workbook
from sheets import Grid

from cariste.employee.models import Employee
from cariste.employee.queries import list_employees
from cariste.exchange.remembered import layouts_file
from cariste.ui.context import Context
from cariste.ui.importing.dialog import COLUMNS, DONE, QUESTIONS, REVIEW, ImportDialog

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


def test_what_was_recognised_is_shown_with_the_first_rows_and_nothing_is_written(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, *ROWS))
    assert "one row per person" in dialog.columns.recognised.text()
    assert "2 rows of data" in dialog.columns.recognised.text()
    row = dialog.columns.row("D")
    assert (row.role.currentText(), row.kind.currentData()) == ("Date obtained", "R489-3")
    assert [label.text() for label in row.examples] == ["12/03/2024", "31/02/2023"]
    assert dialog.columns.row("A").kind.isHidden()
    assert "GABARIT" not in surnames(context)


def test_sheets_are_chosen_and_hidden_ones_are_offered_unticked(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    grids = [
        Grid("Lisez-moi", [["Bonjour"]]),
        Grid("Quai", [["Nom", "Prénom", "Service"], ["GABARIT", "Idriss", "Quai"]]),
        Grid("Archives", [["Nom", "Prénom", "Service"], ["PATRON", "Lucie", "Quai"]]),
    ]
    path = sheets.write_xlsx(
        tmp_path / "a.xlsx", grids, decorate=lambda each: each.name == "Archives" and each.hide()
    )
    dialog = opened(qtbot, context, path)
    assert [dialog.columns.tabs.tabText(place) for place in range(dialog.columns.tabs.count())] == [
        "Quai",
        "Archives (hidden)",
    ]
    assert dialog.columns.wanted.isChecked()
    dialog.columns.tabs.setCurrentIndex(1)
    assert not dialog.columns.wanted.isChecked()
    qtbot.mouseClick(dialog.columns.wanted, Qt.MouseButton.LeftButton)
    dialog.columns.tabs.setCurrentIndex(0)
    qtbot.mouseClick(dialog.columns.wanted, Qt.MouseButton.LeftButton)
    go_to(qtbot, dialog, REVIEW)
    assert [line[1] for line in shown(dialog) if line[1]] == ["PATRON Lucie"]


def test_without_any_sheet_ticked_there_is_no_next_step(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, *ROWS))
    qtbot.mouseClick(dialog.columns.wanted, Qt.MouseButton.LeftButton)
    assert not dialog.next_button.isEnabled()


def test_a_column_is_given_another_meaning_and_the_next_sheet_of_that_layout_remembers_it(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    header = "Nom;Prénom;Mle;Divers 2026"
    dialog = opened(qtbot, context, sheet(tmp_path, "GABARIT;Idriss;00171;Quai", header=header))
    role = dialog.columns.row("D").role
    assert role.currentText() == "Not understood: not imported"
    role.setCurrentIndex(role.findData("workspace"))
    role.activated.emit(role.currentIndex())
    go_to(qtbot, dialog, REVIEW)
    assert ("✓", "", "", "Work area", "", "Quai") in shown(dialog)
    dialog.reject()
    again = opened(qtbot, context, sheet(tmp_path, "PATRON;Lucie;00193;Zone A", header=header))
    qtbot.waitUntil(lambda: "as you said last time" in again.columns.recognised.text())
    assert again.columns.row("D").role.currentData() == "workspace"
    # What its title says is one choice away.
    row = again.columns.row("D")
    row.show_meaning("unknown")
    row.role.activated.emit(row.role.currentIndex())
    go_to(qtbot, again, REVIEW)
    assert json.loads(layouts_file().read_text("utf-8")) == {}


def test_a_date_is_said_to_be_about_a_certificate(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    header = "Nom;Prénom;Mle;Passage"
    dialog = opened(qtbot, context, sheet(tmp_path, "GABARIT;Idriss;00171;12/03/2024", header=header))
    row = dialog.columns.row("D")
    row.role.setCurrentIndex(row.role.findData("obtained"))
    row.role.activated.emit(row.role.currentIndex())
    assert row.kind.isVisible()
    row.kind.setCurrentIndex(row.kind.findData("R489-5"))
    row.kind.activated.emit(row.kind.currentIndex())
    go_to(qtbot, dialog, REVIEW)
    assert any(line[3] == "CACES R489-5" for line in shown(dialog))


def test_titles_that_say_nothing_are_given_a_meaning(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, "GABARIT;Idriss", header="Colonne1;Colonne2"))
    assert "no list of people" in dialog.columns.recognised.text()
    assert not dialog.next_button.isEnabled()
    for letter, role in (("A", "last_name"), ("B", "first_name")):
        field = dialog.columns.row(letter).role
        field.setFocus()
        field.setCurrentIndex(field.findData(role))
        field.activated.emit(field.currentIndex())
    go_to(qtbot, dialog, REVIEW)
    assert [line[1] for line in shown(dialog) if line[1]] == ["GABARIT Idriss"]


# -- questions ---------------------------------------------------------------------------------


def test_an_ambiguity_is_answered_once_for_its_column(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    rows = "GABARIT;Idriss;1-3;12/03/2024", "PATRON;Lucie;1;13/03/2024"
    dialog = opened(qtbot, context, sheet(tmp_path, *rows, header="Nom;Prénom;CACES;Date d'obtention"))
    go_to(qtbot, dialog, QUESTIONS)
    [(key, field)] = dialog.questions.fields.items()
    assert (key[1:], field.currentData()) == (("C", "1"), None)
    field.setCurrentIndex(field.findData("R489-1A"))
    field.activated.emit(field.currentIndex())
    go_to(qtbot, dialog, REVIEW)
    assert [line[3] for line in shown(dialog) if line[3].startswith("CACES")] == [
        "CACES R489-1A",
        "CACES R489-3",
        "CACES R489-1A",
    ]
    qtbot.mouseClick(dialog.back_button, Qt.MouseButton.LeftButton)
    assert dialog.current == QUESTIONS
    assert next(iter(dialog.questions.fields.values())).currentData() == "R489-1A"


def test_an_answer_may_raise_a_question_which_is_asked_before_the_review(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, sheet(tmp_path, "GABARIT;Idriss;03/2024", header="Nom;Prénom;SST"))
    go_to(qtbot, dialog, QUESTIONS)
    [field] = dialog.questions.fields.values()
    field.setCurrentIndex(field.findData("obtained SST"))
    field.activated.emit(field.currentIndex())
    dialog.next_button.click()
    qtbot.waitUntil(lambda: len(dialog.questions.fields) == 2)
    assert dialog.current == QUESTIONS
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.current == REVIEW)


def test_who_a_row_is_about_is_asked_and_the_answer_serves_all_selected_rows(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    with context.workspace.change("Somebody"):
        employee(first_name="Idriss", last_name="Gabarit", external_id="00170")
    rows = "GABARIT;Idriss;00171;12/03/2024", "GABARITT;Idriss;;13/03/2024"
    dialog = opened(qtbot, context, sheet(tmp_path, *rows))
    go_to(qtbot, dialog, QUESTIONS)
    questions = dialog.questions
    assert [questions.model.row(place).name for place in range(2)] == [
        "GABARIT Idriss · 00171",
        "GABARITT Idriss · SUIVI CACES, row 3",
    ]
    assert questions.answer.currentText() == "Another person: add"
    questions.view.setFocus()
    questions.view.selectAll()
    questions.answer.setCurrentIndex(0)
    questions.answer.activated.emit(0)
    go_to(qtbot, dialog, REVIEW)
    assert dialog.review.tabs.tabText(ADDED) == "Added  0"
    assert dialog.review.tabs.tabText(CHANGED) == "Changed  1"


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
    monkeypatch.setattr("cariste.ui.importing.dialog.ask_where", lambda *_any: tmp_path / "refus.xlsx")
    monkeypatch.setattr("cariste.ui.importing.dialog.say_written", lambda *words: told.append(words[-1]))
    dialog = reviewed(qtbot, context, sheet(tmp_path, *ROWS))
    go_to(qtbot, dialog, DONE)
    qtbot.mouseClick(dialog.summary.rejected_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told == [1])
    rows = load_workbook(tmp_path / "refus.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1][:4] == ["PATRON", "Lucie", "00193", "31/02/2023"]
    assert "calendar" in rows[1][4]


# -- recording ---------------------------------------------------------------------------------
