"""The columns and the questions of a sheet: corrected and answered once, and remembered."""

from __future__ import annotations

import json
from pathlib import Path

import sheets
from brought_in import ADDED, CHANGED, ROWS, go_to, opened, sheet, shown, surnames
from factories import employee
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sheets import Grid

from cariste.exchange.remembered import layouts_file
from cariste.ui.context import Context
from cariste.ui.importing.frame import QUESTIONS, REVIEW

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
