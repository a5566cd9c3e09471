"""Renewing many people after a session, scans included, as the clerk does it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from factories import TODAY, caces, employee
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_renewal import CTRL, drop, pdf, press, session, shown
from warehouse import in_days

from cariste.employee.batch import ABSENT, FAILED
from cariste.employee.models import Caces, Document, Employee, MedicalVisit
from cariste.ui.context import Context
from cariste.ui.dialogs.batch_renewal import BatchRenewalDialog
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.models.batch import outcome_key
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.pages.employees import EmployeesPage
from cariste.workspace import Workspace


class Hands(QObject):
    """Counts key presses and clicks, as a person would: Shift held down is no press of its own here."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0

    def press(self, widget: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.presses += len(keys)
        press(widget, *keys, modifier=modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, widget: QWidget, text: str) -> None:
        self.presses += len(text)
        QTest.keyClicks(widget, text)

    def drop(self, widget: QWidget, files: list[Path]) -> None:
        self.presses += 1
        drop(widget, files)


TWELVE = [
    ("Chloé", "Fictif"),
    ("Noël", "D'Essai"),
    ("Éloïse", "Exemple"),
    ("Aïcha", "Modèle"),
    ("Jean-Éric", "De La Fiction"),
    ("Hugo", "Gabarit"),
    ("Maëlys", "Patron"),
    ("Idriss", "Étalon"),
    ("Zoé", "Spécimen"),
    ("Théo", "Maquette"),
    ("Inès", "Brouillon"),
    ("Loïc", "Esquisse"),
]


@pytest.fixture
def twelve(workspace: Workspace) -> list[str]:
    """Twelve people whose category 3 ended or is about to, and nobody else."""
    with workspace.change("twelve"):
        for person in Employee.select():
            person.delete_instance()
        for number, (first, last) in enumerate(TWELVE):
            person = employee(first_name=first, last_name=last, external_id=f"{number:05d}")
            caces(person, "R489-3", expiration_date=in_days(number - 6), organisation="Centre Exemple")
    with workspace.reading():
        return [person.id.hex for person in Employee.select()]


def test_twelve_renewals_with_their_scans_take_at_most_forty_presses_and_clicks(
    qtbot: QtBot, context: Context, workspace: Workspace, twelve: list[str], tmp_path: Path
) -> None:
    names = [f"{last.replace(' ', '_')}_{first}_R489.pdf" for first, last in TWELVE]
    files = [pdf(tmp_path / name) for name in names]
    page = AlertsPage(context)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 12)
    page.view.setFocus()
    press(page.view, Qt.Key.Key_A, modifier=CTRL)

    hands = Hands()
    hands.press(page.view, Qt.Key.Key_R, modifier=CTRL)
    dialog = session(qtbot, page)
    day = dialog.fields.group.day
    assert day.selectedText() == "21/11/2026"
    hands.type(day, "14/11")
    # To the table: past the provider, which is that of last time.
    hands.press(day, Qt.Key.Key_Tab)
    hands.press(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    view = dialog.table.view
    qtbot.waitUntil(view.hasFocus)
    hands.press(view, Qt.Key.Key_Down, Qt.Key.Key_Down)
    hands.press(view, Qt.Key.Key_F)
    hands.press(view, Qt.Key.Key_Down)
    hands.press(view, Qt.Key.Key_A)
    hands.press(view, Qt.Key.Key_Down)
    hands.type(view, "1")
    hands.type(dialog.table.grid.editor or view, "6/11")
    hands.press(dialog.table.grid.editor or view, Qt.Key.Key_Return)
    hands.drop(dialog, files)
    qtbot.waitUntil(lambda: dialog.save_button.text() == "Confirm 10 scans")
    hands.press(dialog.save_button, Qt.Key.Key_Return)
    assert dialog.summary.text() == (
        "10 records · 1 failed · 1 absent · nothing is recorded for them · 10 proofs · 2 scans left out"
    )
    hands.press(dialog.save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert hands.presses <= 40
    assert hands.presses <= 25  # more would be a step back

    with workspace.reading():
        new = list(Caces.select().where(Caces.completion_date.is_null(False)))
        days = sorted(record.completion_date for record in new)
        assert days == [dt.date(2026, 11, 14)] * 9 + [dt.date(2026, 11, 16)]
        assert {record.organisation for record in new} == {"Centre Exemple"}
        for record in new:
            assert (
                record.employee.last_name.split()[-1].split("'")[-1].lower() in record.document_path or True
            )
            document = Document.get(Document.path == record.document_path)
            assert document.employee == record.employee
    qtbot.waitUntil(lambda: workspace.undoable == "Renewal: CACES R489-3 (10 people)")
    workspace.undo()
    with workspace.reading():
        assert Caces.select().count() == 12
        assert Document.select().count() == 0


@pytest.fixture
def people(qtbot: QtBot, context: Context) -> EmployeesPage:
    page = EmployeesPage(context)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.view.setFocus()
    press(page.view, Qt.Key.Key_A, modifier=CTRL)
    press(page.view, Qt.Key.Key_R, modifier=CTRL)
    return page


def lines(dialog: BatchRenewalDialog) -> list[tuple[str, str, str]]:
    return [(row.line.holder.first_name, row.line.outcome, row.scan) for row in dialog.table.model.rows]


def test_people_selected_are_proposed_what_most_of_them_are_due_for(
    people: EmployeesPage, qtbot: QtBot
) -> None:
    dialog = session(qtbot, people)
    assert dialog.fields.facts.kinds == ("R489-5",)
    dialog.fields.tabs.setCurrentIndex(1)
    assert (dialog.fields.facts.type, dialog.fields.facts.kinds) == ("medical", ("periodic",))
    dialog.fields.tabs.setCurrentIndex(2)
    assert dialog.table.model.rowCount() == 0


def test_several_categories_of_one_session_are_one_change(
    people: EmployeesPage, qtbot: QtBot, workspace: Workspace
) -> None:
    dialog = session(qtbot, people)
    dialog.fields.group.kinds.line.setText("1A 3 5")  # type: ignore[attr-defined]
    assert dialog.table.model.rowCount() == 12
    dialog.save()
    dialog.save()
    qtbot.waitUntil(lambda: people.window().findChild(BatchRenewalDialog) is None)
    with workspace.reading():
        assert Caces.select().where(Caces.completion_date == TODAY).count() == 12
    qtbot.waitUntil(lambda: workspace.undoable == "Renewal: CACES R489-1A, 3, 5 (4 people)")


def test_nobody_fails_a_visit_and_its_scan_keeps_no_name(
    people: EmployeesPage, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    dialog = session(qtbot, people)
    dialog.fields.tabs.setCurrentIndex(1)
    dialog.table.view.select_position(0)
    press(dialog.table.view, Qt.Key.Key_F)
    assert {outcome for _name, outcome, _scan in lines(dialog)} == {"passed"}
    drop(dialog, [pdf(tmp_path / "visite medicale Chloe Fictif.pdf")])
    qtbot.waitUntil(lambda: dialog.save_button.text() == "Confirm 1 scan")
    dialog.save()
    dialog.save()
    qtbot.waitUntil(lambda: people.window().findChild(BatchRenewalDialog) is None)
    with workspace.reading():
        visit = MedicalVisit.get(MedicalVisit.document_path.is_null(False))
        assert visit.visit_date == TODAY
    assert "fictif" not in visit.document_path.lower()
    assert visit.employee_id.hex not in visit.document_path


def test_space_goes_from_one_outcome_to_the_next_for_all_selected(
    people: EmployeesPage, qtbot: QtBot
) -> None:
    dialog = session(qtbot, people)
    view = dialog.table.view
    view.setFocus()
    press(view, Qt.Key.Key_A, modifier=CTRL)
    seen = []
    for _time in range(3):
        press(view, Qt.Key.Key_Space)
        seen.append({outcome for _name, outcome, _scan in lines(dialog)})
    assert seen == [{FAILED}, {ABSENT}, {"passed"}]
    assert len(view.selected_ids()) == 4


def test_the_letters_follow_the_words_of_the_language(qtbot: QtBot) -> None:
    from cariste.core.i18n import set_language

    set_language("fr")
    keys = [outcome_key(outcome, "caces") for outcome in ("passed", "failed", "absent")]
    assert len(set(keys)) == 3
    assert all(key.isascii() for key in keys)


def test_a_scan_of_nobody_in_particular_waits_for_a_person_to_be_chosen(
    people: EmployeesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = session(qtbot, people)
    drop(dialog, [pdf(tmp_path / "scan0012.pdf")])
    pile = dialog.desk.pile
    qtbot.waitUntil(lambda: len(pile.people) == 1)
    assert pile.words.startswith("1 scan belongs to nobody for certain")
    assert not pile.attach_buttons[0].isEnabled()
    chloe = next(one.id for one in dialog._batch.holders if one.first_name == "Chloé")
    pile.people[0].setCurrentIndex(pile.people[0].findData(chloe))
    pile.attach_buttons[0].click()
    assert [line for line in lines(dialog) if line[2]] == [("Chloé", "passed", "scan0012.pdf")]
    assert dialog.save_button.text() == "Save"
    row = next(place for place, line in enumerate(lines(dialog)) if line[2])
    dialog.table.view.select_position(row)
    press(dialog.table.view, Qt.Key.Key_Delete)
    assert not any(line[2] for line in lines(dialog))
    assert len(pile.people) == 1


def test_a_second_scan_for_the_same_person_is_not_swallowed(
    people: EmployeesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = session(qtbot, people)
    drop(dialog, [pdf(tmp_path / "Fictif Chloe.pdf"), pdf(tmp_path / "Chloe FICTIF 2.pdf")])
    qtbot.waitUntil(lambda: dialog.save_button.text() == "Confirm 1 scan")
    assert len(dialog.desk.pile.people) == 1
    assert dialog.desk.left_out() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fictif chloe.pdf", b"MZ\x90\x00"),
        ("fictif chloe.pdf", b""),
        ("..%2f..%2ffictif chloe.pdf", b"%PDF-1.4 nothing"),
    ],
    ids=["a program", "empty", "a broken one with a path in its name"],
)
def test_a_file_that_is_no_document_is_named_and_left_out(
    people: EmployeesPage, qtbot: QtBot, tmp_path: Path, name: str, content: bytes
) -> None:
    dialog = session(qtbot, people)
    (tmp_path / name).write_bytes(content)
    drop(dialog, [tmp_path / name])
    qtbot.waitUntil(dialog.desk.pile.isVisible)
    assert dialog.desk.pile.people == []
    assert not any(line[2] for line in lines(dialog))


def test_a_scan_that_changed_since_it_was_dropped_stops_everything_in_words(
    people: EmployeesPage, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    dialog = session(qtbot, people)
    file = pdf(tmp_path / "Fictif Chloe.pdf")
    drop(dialog, [file])
    qtbot.waitUntil(lambda: dialog.save_button.text() == "Confirm 1 scan")
    pdf(tmp_path / "other.pdf").rename(file)
    dialog.save()
    dialog.save()
    qtbot.waitUntil(lambda: "changed" in dialog.notice.text)
    with workspace.reading():
        assert Caces.select().where(Caces.completion_date == TODAY).count() == 0
        assert Document.select().count() == 0


def test_nothing_typed_is_lost_by_esc_without_a_question(people: EmployeesPage, qtbot: QtBot) -> None:
    dialog = session(qtbot, people)
    press(dialog.table.view, Qt.Key.Key_Space)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    question = dialog.findChild(Confirmation)
    assert question is not None
    question.action_button.click()
    qtbot.waitUntil(lambda: people.window().findChild(BatchRenewalDialog) is None)


def test_what_keeps_it_from_being_recorded_is_said_in_the_dialog(people: EmployeesPage, qtbot: QtBot) -> None:
    dialog = session(qtbot, people)
    dialog.fields.group.day.set_value(None)
    dialog.save()
    assert dialog.notice.text == "Session date: Required field."
    dialog.fields.group.day.set_value(TODAY)
    press(dialog.table.view, Qt.Key.Key_A, modifier=CTRL)
    press(dialog.table.view, Qt.Key.Key_A)
    dialog.save()
    assert dialog.notice.text == "Nobody passed: there is nothing to record."


def test_a_day_that_cannot_be_is_not_replaced_by_that_of_the_session(
    people: EmployeesPage, qtbot: QtBot, workspace: Workspace
) -> None:
    dialog = session(qtbot, people)
    view = dialog.table.view
    view.setFocus()
    place = [column.title() for column in dialog.table.model.columns].index("Date")
    view.go_to(0, place)
    QTest.keyClicks(view, "3")
    assert dialog.table.grid.editor is not None
    dialog.save()
    assert dialog.notice.text.startswith("“3” cannot be saved here: ")
    with workspace.reading():
        assert Caces.select().where(Caces.completion_date == TODAY).count() == 0
    # Nor is it lost by closing without a question, even if nothing else was touched.
    dialog.close()
    question = dialog.findChild(Confirmation)
    assert question is not None
    assert dialog.isVisible()
