"""Leaving, coming back, being forgotten: the dialogs a clerk meets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, caces, employee, training, visit
from programs import Start
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from warehouse import in_days

from cariste import bootstrap
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Employee
from cariste.employee.queries import find_employee
from cariste.leaving.erasing import delete_for_good
from cariste.leaving.models import Erasure
from cariste.ui.actions.leaving import leaving_actions
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.deletion import ErasureForm, ask_anonymisation, ask_deletion
from cariste.ui.dialogs.leaving import LeavingForm, ask_leaving, ask_return, names_in_words
from cariste.ui.dialogs.personal_extract import ask_extract
from cariste.ui.errors import Message
from cariste.ui.pages.employees import EmployeesPage
from cariste.workspace import Workspace


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Something the dialogs lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def ids(context: Context, *names: str) -> list[str]:
    with context.workspace.reading():
        return [find_employee(name)[0].id for name in names]


def opened(qtbot: QtBot, window: QWidget, kind: type[Any]) -> Any:
    """Wait for a dialog over the window, and return it."""

    def found() -> list[Any]:
        return [one for one in window.findChildren(QDialog) if type(one) is kind and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def person(context: Context, person_id: str) -> Employee | None:
    with context.workspace.reading():
        return Employee.get_or_none(Employee.id == person_id)


def test_a_departure_to_come_is_not_noted_yet_and_the_form_says_when(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    chosen = ids(context, "Chloé Fictif")
    ask_leaving(context, chosen, window)
    form = opened(qtbot, window, LeavingForm)
    assert any("on its day" in label.text() for label in form.findChildren(QLabel))
    form.day.setText("31/12/2031")
    qtbot.keyClick(form.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "in the future" in form.fields["left_on"].problem)
    found = person(context, chosen[0])
    assert found is not None
    assert found.is_active


def test_enter_notes_that_several_people_left_today(qtbot: QtBot, context: Context, window: QWidget) -> None:
    leaving = ids(context, "Chloé Fictif", "Noël D'Essai")
    ask_leaving(context, leaving, window)
    form = opened(qtbot, window, LeavingForm)
    assert form.day.value == TODAY
    with qtbot.waitSignal(context.bus.changed):
        qtbot.keyClick(form.day, Qt.Key.Key_Return)
    gone = [person(context, one) for one in leaving]
    assert [(one.current_status, one.left_on) for one in gone if one] == [("inactive", TODAY)] * 2
    assert context.workspace.undoable == "Departure of 2 people on 21 Nov 2026"


def test_a_departure_carries_its_reason_and_day(qtbot: QtBot, context: Context, window: QWidget) -> None:
    [chloe] = ids(context, "Chloé Fictif")
    ask_leaving(context, [chloe], window)
    form = opened(qtbot, window, LeavingForm)
    form.day.setText("20/11")
    form.reason.setText("end of contract")
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert context.workspace.undoable == "Departure of Chloé Fictif on 20 Nov 2026 (end of contract)"


def test_a_day_before_the_start_is_told_at_its_field_and_nothing_is_noted(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    [chloe] = ids(context, "Chloé Fictif")
    ask_leaving(context, [chloe], window)
    form = opened(qtbot, window, LeavingForm)
    form.day.setText("01/01/2010")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "only started on 4 Jan 2016" in form.fields["left_on"].words)
    found = person(context, chloe)
    assert found is not None
    assert found.is_active
    form.close()


def test_somebody_who_left_comes_back(qtbot: QtBot, context: Context, window: QWidget) -> None:
    people = ids(context, "Marc Témoin", "Chloé Fictif")
    ask_return(context, people, window)
    question = opened(qtbot, window, Confirmation)
    assert question.text.startswith("Marc Témoin: back again?")
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(question.action_button, Qt.MouseButton.LeftButton)
    found = person(context, people[0])
    assert found is not None
    assert (found.current_status, found.left_on) == ("active", None)


def test_nobody_who_is_here_can_come_back(qtbot: QtBot, context: Context, window: QWidget) -> None:
    ask_return(context, ids(context, "Chloé Fictif"), window)
    assert opened(qtbot, window, Message).text == "Nobody among them has left."


def test_deleting_names_what_goes_asks_for_a_reason_and_asks_twice(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    [chloe] = ids(context, "Chloé Fictif")
    ask_deletion(context, [chloe], window)
    form = opened(qtbot, window, ErasureForm)
    told = " ".join(label.text() for label in form.told)
    assert "4 CACES, 1 medical visit, 2 trainings" in told
    assert "1 document: caces-3.pdf." in told
    assert "the last after 366 days" in told
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.fields["reason"].problem == "Required field."
    assert form.confirmation is None
    form.reason.setText("asked by Mrs Fictif")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    assert "without the name" in form.fields["reason"].problem
    form.reason.setText("recorded by mistake")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    question = opened(qtbot, form, Confirmation)
    assert "Permanently delete Chloé Fictif" in question.text
    # Enter cancels: nothing is deleted by habit.
    qtbot.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.findChildren(Confirmation) or not question.isVisible())
    assert person(context, chloe) is not None
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    again = opened(qtbot, form, Confirmation)
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(again.action_button, Qt.MouseButton.LeftButton)
    assert person(context, chloe) is None
    assert context.workspace.undo() == "Deleted for good: 1 person (recorded by mistake)"
    assert person(context, chloe) is not None


def test_a_file_the_law_wants_kept_says_so_and_gives_an_answer_to_copy(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    [marc] = ids(context, "Marc Témoin")
    ask_deletion(context, [marc], window)
    form = opened(qtbot, window, ErasureForm)
    assert any("kept until 22 Oct 2031" in label.text() for label in form.told)
    qtbot.mouseClick(form.answer_button, Qt.MouseButton.LeftButton)
    assert "after that time: 22 Oct 2031" in QGuiApplication.clipboard().text()
    form.close()


def test_what_is_over_gives_no_answer_to_copy(qtbot: QtBot, context: Context, window: QWidget) -> None:
    with context.workspace.change("long ago"):
        old = employee(
            first_name="Paul", last_name="Ancien", current_status="inactive", left_on=in_days(-2000)
        )
    ask_deletion(context, [old.id.hex], window)
    form = opened(qtbot, window, ErasureForm)
    assert not form.answer_button.isVisible()
    assert not any("kept until" in label.text() for label in form.told)
    form.close()


def test_anonymising_asks_once_and_keeps_what_is_counted(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    [marc] = ids(context, "Marc Témoin")
    ask_anonymisation(context, [marc], window)
    form = opened(qtbot, window, ErasureForm)
    assert "to be counted: 1 CACES" in form.told[0].text()
    form.reason.setText("end of the retention period")
    with qtbot.waitSignal(context.bus.changed):
        qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    found = person(context, marc)
    assert found is not None
    assert found.first_name.startswith("#")
    with context.workspace.reading():
        assert Erasure.get().reason == "end of the retention period"


def test_whoever_works_here_is_not_offered_to_be_anonymised(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    ask_anonymisation(context, ids(context, "Chloé Fictif", "Marc Témoin"), window)
    assert opened(qtbot, window, Message).text.startswith("Still working here: Chloé Fictif.")


def test_somebody_who_is_gone_meanwhile_is_told(qtbot: QtBot, context: Context, window: QWidget) -> None:
    ask_deletion(context, ["0" * 32], window)
    assert opened(qtbot, window, Message).text == "This person was deleted meanwhile."


def test_the_extract_is_written_where_one_says_and_told(
    qtbot: QtBot, context: Context, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "dossier"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    ask_extract(context, ids(context, "Chloé Fictif"), window)
    message = opened(qtbot, window, Message)
    assert proposed == ["file-chloe-fictif.zip"]
    assert (tmp_path / "dossier.zip").exists()
    assert "Not found in the shared folder: caces-3.pdf." in message.text


def test_of_many_people_the_first_are_named() -> None:
    assert names_in_words(["A", "B"]) == "A, B"
    assert names_in_words([*"ABCDEFGH"]) == "A, B, C, D, E, F and 2 others"


def test_every_action_opens_its_dialog_and_merging_needs_two(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    actions = {action.key: action for action in leaving_actions()}
    chloe, marc = ids(context, "Chloé Fictif", "Marc Témoin")
    why = actions["merge"].reason
    assert why is not None
    assert why([chloe]) == "Select two people."
    assert why([chloe, marc]) is None
    for key, people, kind in (
        ("leave", [chloe], LeavingForm),
        ("return", [marc], Confirmation),
        ("anonymise", [marc], ErasureForm),
        ("delete", [chloe], ErasureForm),
    ):
        actions[key].run(context, window, people)
        dialog = opened(qtbot, window, kind)
        dialog.reject()
        qtbot.waitUntil(lambda dialog=dialog: not _alive(dialog))
    assert actions["delete"].shortcut == "Shift+Del"
    assert not actions["extract"].writes


def _alive(dialog: QDialog) -> bool:
    import shiboken6

    QApplication.sendPostedEvents()
    return shiboken6.isValid(dialog) and dialog.isVisible()


def test_counts_of_several_people_are_summed(qtbot: QtBot, context: Context, window: QWidget) -> None:
    with context.workspace.change("more"):
        old = {"last_name": "Ancien", "current_status": "inactive", "left_on": in_days(-2000)}
        people = [employee(first_name=name, **old) for name in ("Paul", "Lise")]
        for one in people:
            caces(one)
            visit(one)
        training(people[0])
    ask_anonymisation(context, [one.id.hex for one in people], window)
    form = opened(qtbot, window, ErasureForm)
    assert "2 CACES, 2 medical visits, 1 training. No document." in form.told[0].text()
    form.close()


def test_the_file_of_a_person_offers_the_extract_and_leaving(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.file.header.name != "")
    more = page.file.more
    papers = ["print_files", "reports"]
    assert list(more.actions_shown) == [*papers, "leave", "return", "extract", "anonymise", "delete"]
    more.actions_shown["leave"].trigger()
    form = opened(qtbot, page, LeavingForm)
    assert page.file.header.name in {label.text() for label in form.findChildren(QLabel)}
    form.reject()
    monkeypatch.setattr(Workspace, "writing", property(lambda _self: False))
    more.menu().aboutToShow.emit()
    assert not more.actions_shown["delete"].isEnabled()
    assert "only reads" in more.actions_shown["delete"].toolTip()
    assert more.actions_shown["extract"].isEnabled()


def test_documents_of_somebody_deleted_leave_the_share_at_the_next_opening(
    qtbot: QtBot, start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    scan = folder / "documents/e/c3.pdf"
    with bootstrap.create_folder(folder, "Entrepôt Exemple") as workspace:
        with workspace.change("hire"):
            person = employee()
            caces(person, document_path="documents/e/c3.pdf")
        scan.parent.mkdir(parents=True)
        scan.write_bytes(b"%PDF")
        with workspace.change("delete"):
            delete_for_good([person.id.hex], "recorded by mistake")
    assert scan.exists()
    program = start(folder)
    qtbot.waitUntil(lambda: not scan.exists())
    assert program.session.workspace is not None
    # Nobody did it by hand: there is nothing to undo.
    assert program.session.workspace.undoable is None
