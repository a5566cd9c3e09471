"""People recorded twice, in the window: the list, both files side by side, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from brought_in import reviewed
from factories import caces, employee
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.errors import ReadOnlyHere
from cariste.duplicates.looking import look_alikes
from cariste.employee.models import Caces, Employee
from cariste.employee.queries import find_employee
from cariste.ui.context import Context
from cariste.ui.dialogs.merge import MergeDialog, ask_merge
from cariste.ui.dialogs.merge_candidates import DuplicatesDialog, show_duplicates
from cariste.ui.pages.employees import EmployeesPage
from cariste.workspace import Workspace


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Something the dialogs lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def twice(context: Context) -> tuple[str, str]:
    """Chloé, recorded a second time with another role."""
    with context.workspace.change("again"):
        again = employee(first_name="CHLOE", last_name="FICTIF", role="Préparateur", agency="Intérim & Cie")
        caces(again, "R489-6")
    with context.workspace.reading():
        return find_employee("00123")[0].id, again.id.hex


def opened(qtbot: QtBot, parent: QWidget, kind: type[Any]) -> Any:
    def found() -> list[Any]:
        return [one for one in parent.findChildren(QDialog) if type(one) is kind and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def pairs(context: Context) -> int:
    with context.workspace.reading():
        return len(look_alikes())


def test_two_files_stand_side_by_side_and_nothing_is_chosen_for_anybody(
    qtbot: QtBot, context: Context, window: QWidget, twice: tuple[str, str]
) -> None:
    ask_merge(context, list(twice), window)
    dialog: MergeDialog = opened(qtbot, window, MergeDialog)
    assert dialog.sides.open_fields == ["last_name", "first_name", "role"]
    assert dialog.sides.button("first_name", 0).words == "Chloé"
    assert dialog.sides.button("first_name", 1).words == "CHLOE"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.notice.text == "Choose which is right: Surname, First name, Role."
    assert pairs(context) == 1
    dialog.reject()


def test_arrow_keys_choose_and_enter_merges(
    qtbot: QtBot, context: Context, window: QWidget, twice: tuple[str, str]
) -> None:
    ask_merge(context, list(twice), window)
    dialog: MergeDialog = opened(qtbot, window, MergeDialog)
    qtbot.waitUntil(lambda: dialog.sides.button("last_name", 0).hasFocus())
    for name, key in (("last_name", Qt.Key.Key_Space), ("first_name", Qt.Key.Key_Space)):
        qtbot.keyClick(dialog.sides.button(name, 0), key)
    dialog.sides.button("role", 0).setFocus()
    qtbot.keyClick(dialog.sides.button("role", 0), Qt.Key.Key_Right)
    assert dialog.sides.choices == {"last_name": 0, "first_name": 0, "role": 1}
    with qtbot.waitSignal(context.bus.changed):
        qtbot.keyClick(dialog.sides.button("role", 1), Qt.Key.Key_Return)
    with context.workspace.reading():
        kept = Employee.get_by_id(twice[0])
        assert (kept.full_name, kept.role, kept.external_id) == ("Chloé Fictif", "Préparateur", "00123")
        assert kept.agency == "Intérim & Cie"
        assert Employee.get_or_none(Employee.id == twice[1]) is None
        assert "R489-6" in {one.kind for one in Caces.select().where(Caces.employee == kept)}
    assert context.workspace.undo() == "Merger of two files of Chloé Fictif"


def test_one_side_can_be_taken_as_a_whole(
    qtbot: QtBot, context: Context, window: QWidget, twice: tuple[str, str]
) -> None:
    ask_merge(context, list(twice), window)
    dialog: MergeDialog = opened(qtbot, window, MergeDialog)
    dialog.merge()
    dialog.sides.choose_all(1)
    assert dialog.sides.open_fields == []
    assert dialog.notice.text == ""
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
    with context.workspace.reading():
        assert Employee.get_by_id(twice[0]).full_name == "CHLOE FICTIF"


def test_a_file_that_is_gone_meanwhile_is_told_and_nothing_is_merged(
    qtbot: QtBot, context: Context, window: QWidget, twice: tuple[str, str]
) -> None:
    ask_merge(context, list(twice), window)
    dialog: MergeDialog = opened(qtbot, window, MergeDialog)
    with context.workspace.change("meanwhile"):
        Employee.get_by_id(twice[1]).delete_instance()
    dialog.sides.choose_all(0)
    dialog.merge()
    qtbot.waitUntil(lambda: "deleted meanwhile" in dialog.notice.text)
    assert dialog.merge_button.isEnabled()
    dialog.reject()


def test_the_list_shows_pairs_and_forgets_those_told_apart(
    qtbot: QtBot, context: Context, window: QWidget, twice: tuple[str, str]
) -> None:
    show_duplicates(context, window)
    dialog: DuplicatesDialog = opened(qtbot, window, DuplicatesDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    shown = [dialog.model.data(dialog.model.index(0, column)) for column in range(5)]
    assert {shown[1], shown[2]} == {"FICTIF CHLOE", "Fictif Chloé"}
    assert (shown[0], shown[4]) == ("To check", "same name")
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(dialog.apart_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.placeholder.text == "Nobody seems to be recorded twice.")
    assert not dialog.compare_button.isEnabled()
    assert context.workspace.undo() == "Two people told apart"
    dialog.reject()


def test_enter_on_a_pair_compares_it_and_what_is_decided_leaves_the_list(
    qtbot: QtBot, context: Context, window: QWidget, twice: tuple[str, str]
) -> None:
    show_duplicates(context, window, [twice[1]])
    dialog: DuplicatesDialog = opened(qtbot, window, DuplicatesDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    compared: MergeDialog = opened(qtbot, dialog, MergeDialog)
    compared.tell_apart()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert pairs(context) == 0
    dialog.reject()


def test_a_window_that_only_reads_compares_but_decides_nothing(
    qtbot: QtBot,
    context: Context,
    window: QWidget,
    twice: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with context.workspace.change("regimes"):
        for person, regime in zip(map(Employee.get_by_id, twice), ("SIA", "SIS"), strict=True):
            person.medical_regime = regime
            person.save()
    monkeypatch.setattr(Workspace, "writing", property(lambda _self: False))
    show_duplicates(context, window)
    dialog: DuplicatesDialog = opened(qtbot, window, DuplicatesDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert not dialog.apart_button.isEnabled()
    assert "only reads" in dialog.apart_button.toolTip()
    qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    compared: MergeDialog = opened(qtbot, dialog, MergeDialog)
    assert "medical_regime" not in compared.sides.open_fields
    assert not compared.merge_button.isEnabled()
    compared.reject()
    dialog.reject()


def test_a_refusal_is_told_in_the_list(
    qtbot: QtBot,
    context: Context,
    window: QWidget,
    twice: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show_duplicates(context, window)
    dialog: DuplicatesDialog = opened(qtbot, window, DuplicatesDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)

    def refused(*_any: Any, **_more: Any) -> None:
        raise ReadOnlyHere("somebody else edits")

    monkeypatch.setattr(Workspace, "change", refused)
    dialog.apart_button.click()
    qtbot.waitUntil(lambda: dialog.notice.text == "somebody else edits")
    dialog.reject()


def test_after_an_import_the_people_who_may_be_there_already_are_offered(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    path = tmp_path / "SUIVI.csv"
    path.write_text("Nom;Prénom;R489 3 Obtenu le\nFICTIFF;Chloé;12/03/2024\nPATRON;Lucie;", "utf-8-sig")
    dialog = reviewed(qtbot, context, path)
    with qtbot.waitSignal(context.bus.changed):
        dialog.next_button.click()
    offer = dialog.summary.duplicates_button
    qtbot.waitUntil(offer.isVisible)
    assert offer.text() == "1 possible duplicate…"
    offer.click()
    shown: DuplicatesDialog = opened(qtbot, dialog, DuplicatesDialog)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 1)
    shown.reject()


def test_the_menu_of_the_page_of_people_leads_to_the_list(
    qtbot: QtBot, context: Context, twice: tuple[str, str]
) -> None:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.show()
    [action] = [one for one in page.exchange.menu.actions() if one.text() == "Possible duplicates…"]
    action.trigger()
    dialog: DuplicatesDialog = opened(qtbot, page, DuplicatesDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.reject()
