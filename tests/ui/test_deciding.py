"""Two people wrote in the same record: a person decides on the page of waiting changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from factories import employee
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scenes import clash, on_pc
from waiting_changes import Edit, Open, asked, change, lines, stored, tabs

from cariste import bootstrap
from cariste.employee.models import Caces, Employee, MedicalVisit
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.value_button import ValueButton


def test_a_clash_shows_both_values_and_presets_what_nobody_else_touched(
    person_clash: Path, open_page: Open, editing: Edit
) -> None:
    page = open_page(editing(person_clash))
    assert tabs(page)[page.tabs.currentIndex()] == "To decide 1"
    assert lines(page) == [("Éloïse edited", "Éloïse Exemple", "Employee")]
    # The work area is the same on both sides: nothing to decide.
    assert sorted(asked(page)) == [("Phone", "02", "01", "mine"), ("Role", "Cariste", "Chef", "")]
    assert not page.panel.apply.isEnabled()
    assert page.panel.apply.toolTip() == "Choose a value for each field first."


def test_each_field_is_chosen_by_mouse(
    qtbot: QtBot, person_clash: Path, open_page: Open, editing: Edit
) -> None:
    workspace = editing(person_clash)
    page = open_page(workspace)
    for row in page.panel.rows:
        keep = row.theirs if row.choice.label == "Role" else row.mine
        qtbot.mouseClick(keep, Qt.MouseButton.LeftButton, pos=keep.rect().bottomRight() / 2)
    with qtbot.waitSignal(page._context.bus.changed):
        qtbot.mouseClick(page.panel.apply, Qt.MouseButton.LeftButton)
    kept = stored(workspace)
    assert (kept.role, kept.phone) == ("Chef", "02")
    qtbot.waitUntil(lambda: tabs(page)[0] == "To decide 0")
    assert not page.panel.isVisible()


def test_each_field_is_chosen_by_keyboard_alone(
    qtbot: QtBot, person_clash: Path, open_page: Open, editing: Edit
) -> None:
    workspace = editing(person_clash)
    page = open_page(workspace)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.activate()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    role = next(row for row in page.panel.rows if row.choice.label == "Role")
    assert page.focusWidget() is role.mine
    qtbot.keyClick(role.mine, Qt.Key.Key_Right)
    assert page.focusWidget() is role.theirs
    qtbot.keyClick(role.theirs, Qt.Key.Key_Space)
    assert role.theirs.isChecked()
    qtbot.keyClick(role.theirs, Qt.Key.Key_Left)
    assert role.mine.isChecked()
    page.panel.apply.setFocus()
    with qtbot.waitSignal(page._context.bus.changed):
        qtbot.keyClick(page.panel.apply, Qt.Key.Key_Space)
    assert stored(workspace).role == "Cariste"


@pytest.mark.parametrize(
    ("button", "role", "phone"), [("keep_mine", "Cariste", "02"), ("keep_theirs", "Chef", "01")]
)
def test_one_button_keeps_all_of_mine_or_all_of_theirs(
    qtbot: QtBot,
    person_clash: Path,
    open_page: Open,
    editing: Edit,
    button: str,
    role: str,
    phone: str,
) -> None:
    workspace = editing(person_clash)
    page = open_page(workspace)
    getattr(page.panel, button).click()
    assert stored(workspace).role == "Chef"  # nothing is written before « Apply »
    assert page.focusWidget() is page.panel.apply
    with qtbot.waitSignal(page._context.bus.changed):
        page.panel.apply.click()
    kept = stored(workspace)
    assert (kept.role, kept.phone) == (role, phone)
    qtbot.waitUntil(lambda: tabs(page)[0] == "To decide 0")


def test_a_decision_is_one_change_that_can_be_undone(
    qtbot: QtBot, person_clash: Path, open_page: Open, editing: Edit
) -> None:
    workspace = editing(person_clash)
    page = open_page(workspace)
    page.panel.keep_mine.click()
    with qtbot.waitSignal(page._context.bus.changed):
        page.panel.apply.click()
    workspace.undo()
    kept = stored(workspace)
    assert (kept.role, kept.phone) == ("Chef", "01")


def test_what_was_chosen_stays_while_the_page_looks_again(
    qtbot: QtBot, person_clash: Path, open_page: Open, editing: Edit
) -> None:
    page = open_page(editing(person_clash))
    page.panel.keep_theirs.click()
    with qtbot.waitSignal(page._context.tasks.busy, check_params_cb=lambda busy: not busy):
        page.reload()
    assert {chosen for *_rest, chosen in asked(page)} == {"theirs"}


def test_an_expiry_and_where_it_comes_from_are_one_choice(
    qtbot: QtBot, two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    mine, theirs = dt.date(2031, 1, 2), dt.date(2032, 3, 4)
    clash(
        two_people,
        other_pc,
        mine={"Expiry typed": change(Caces, expiration_date=mine, expiration_source="typed")},
        theirs={"elsewhere": change(Caces, expiration_date=theirs)},
    )
    workspace = editing(two_people)
    page = open_page(workspace)
    assert asked(page) == [("Expiry date", "2 Jan 2031", "4 Mar 2032", "")]
    page.panel.keep_mine.click()
    with qtbot.waitSignal(page._context.bus.changed):
        page.panel.apply.click()
    with workspace.reading():
        kept = Caces.get()
    assert (kept.expiration_date, kept.expiration_source) == (mine, "typed")


def test_a_record_deleted_here_and_changed_there_is_kept_or_deleted_as_a_whole(
    qtbot: QtBot, two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    def delete() -> None:
        Employee.get(Employee.external_id == "2").delete_instance()

    def promote() -> None:
        noel = Employee.get(Employee.external_id == "2")
        noel.role = "Chef"
        noel.save()

    clash(two_people, other_pc, mine={"Noël deleted": delete}, theirs={"elsewhere": promote})
    workspace = editing(two_people)
    page = open_page(workspace)
    assert asked(page) == [("Employee", "delete", "keep", "")]
    assert "Role: empty → Chef" in page.panel.explanation.text()
    page.panel.keep_mine.click()
    with qtbot.waitSignal(page._context.bus.changed):
        page.panel.apply.click()
    with workspace.reading():
        assert not Employee.select().where(Employee.external_id == "2").exists()


def test_of_a_record_deleted_there_nothing_can_be_kept(
    qtbot: QtBot, two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    clash(
        two_people,
        other_pc,
        mine={"Number typed": change(Caces, certificate_number="A-1")},
        theirs={"elsewhere": lambda: Caces.get().delete_instance()},
    )
    workspace = editing(two_people)
    page = open_page(workspace)
    assert asked(page) == [("Certificate number", "A-1", "deleted", "theirs")]
    assert not page.panel.keep_mine.isEnabled()
    assert "deleted meanwhile" in page.panel.keep_mine.toolTip()
    with qtbot.waitSignal(page._context.bus.changed):
        page.panel.apply.click()
    qtbot.waitUntil(lambda: tabs(page)[0] == "To decide 0")


def test_a_new_person_whose_number_was_taken_is_added_without_it(
    qtbot: QtBot, two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    clash(
        two_people,
        other_pc,
        mine={"Zoé hired": lambda: employee(first_name="Zoé", external_id="9")},  # type: ignore[dict-item]
        theirs={"elsewhere": lambda: employee(first_name="Awa", external_id="9")},  # type: ignore[dict-item]
    )
    workspace = editing(two_people)
    page = open_page(workspace)
    labels = [label for label, *_rest in asked(page)]
    assert labels == ["Employee", "Employee number"]
    assert "First name: Zoé" in page.panel.rows[0].mine.words
    page.panel.rows[0].mine.setChecked(True)
    page.panel.rows[1].mine.setChecked(True)
    page.panel.apply.click()
    qtbot.waitUntil(lambda: bool(page.panel.notice.text))  # the number is taken
    page.panel.rows[1].theirs.setChecked(True)
    with qtbot.waitSignal(page._context.bus.changed):
        page.panel.apply.click()
    with workspace.reading():
        assert Employee.get(Employee.first_name == "Zoé").external_id is None


def test_what_a_doctor_concluded_is_shown_in_words_to_the_editor(
    two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    visit_clash(two_people, other_pc)
    page = open_page(editing(two_people))
    assert asked(page) == [("Outcome", "Fit with adjustments", "Unfit", "")]


def test_a_window_that_only_reads_shows_the_clash_without_it_and_decides_nothing(
    two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    visit_clash(two_people, other_pc)
    editing(two_people).close()  # the clash is found when this PC edits again
    with on_pc(other_pc):
        editing(two_people)
    with bootstrap.open_workspace(two_people, write=False) as reader:
        page = open_page(reader)
        hidden = "shown to the editor only"
        assert asked(page) == [("Outcome", hidden, hidden, "")]
        panel = page.panel
        for widget in (panel.keep_mine, panel.keep_theirs, panel.apply, panel.rows[0].mine):
            assert not widget.isEnabled()
            assert widget.toolTip() == "This window only reads: take the hand first, then decide."
        page.hide()


def visit_clash(folder: Path, other_pc: Path) -> None:
    clash(
        folder,
        other_pc,
        mine={"Visit concluded": change(MedicalVisit, result="fit_with_restrictions")},
        theirs={"elsewhere": change(MedicalVisit, result="unfit")},
    )


def test_a_record_that_two_people_claimed_for_others_names_both(
    two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    def give_to(first_name: str) -> None:
        record = Caces.get()
        record.employee = Employee.get(Employee.first_name == first_name)
        record.save()

    with bootstrap.open_workspace(two_people, write=True) as workspace, workspace.change("hire"):
        employee(first_name="Awa", last_name="Modèle")
    clash(
        two_people,
        other_pc,
        mine={"Given to Noël": lambda: give_to("Noël")},
        theirs={"elsewhere": lambda: give_to("Awa")},
    )
    page = open_page(editing(two_people))
    assert asked(page) == [("Employee", "Noël D'Essai", "Awa Modèle", "")]


def test_a_long_value_takes_more_lines_and_a_word_without_end_breaks(qtbot: QtBot, theme: Theme) -> None:
    short, text, word = (ValueButton(theme, words, words) for words in ("no", "no " * 60, "n" * 180))
    for button in (short, text, word):
        qtbot.addWidget(button)
    assert short.heightForWidth(300) == text.heightForWidth(3_000)
    assert short.heightForWidth(300) < min(text.heightForWidth(300), word.heightForWidth(300))
