"""The page of the journal, and the history of one person."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from cut_words import cut_cells
from factories import caces, visit
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.i18n import set_language
from cariste.employee.models import Employee, MedicalVisit
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.pages import journal as journal_page
from cariste.ui.pages.journal import JournalPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets import person_history
from cariste.ui.widgets.person_history import PersonHistory
from cariste.workspace import Workspace


def person(workspace: Workspace, first_name: str) -> Employee:
    with workspace.reading():
        found: Employee = Employee.get(Employee.first_name == first_name)
    return found


@pytest.fixture
def filled(context: Context) -> Context:
    """After the five people: a change of Chloé, a visit of Noël corrected, and Marc deleted."""
    workspace = context.workspace
    chloe, noel, marc = (person(workspace, name) for name in ("Chloé", "Noël", "Marc"))
    with workspace.change("Role of Chloé Fictif"):
        chloe.role = "Réceptionnaire"
        chloe.save()
    with workspace.change("Visit of Noël D'Essai"):
        held = MedicalVisit.get(MedicalVisit.employee == noel)
        held.result = "unfit"
        held.save()
    with workspace.change("Marc Témoin deleted"):
        marc.delete_instance()
    return context


@pytest.fixture
def page(qtbot: QtBot, filled: Context) -> JournalPage:
    return opened(qtbot, filled)


def opened(qtbot: QtBot, context: Context) -> JournalPage:
    page = JournalPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


def labels(page: JournalPage) -> list[str]:
    return [page.model.row(place).label for place in range(page.model.rowCount())]


def records(page: JournalPage) -> list[tuple[str, ...]]:
    model = page.records.model
    return [tuple(column.text(model.row(row)) for column in model.columns) for row in range(model.rowCount())]


def test_every_action_is_a_line_newest_first(page: JournalPage) -> None:
    assert labels(page) == [
        "Marc Témoin deleted",
        "Visit of Noël D'Essai",
        "Role of Chloé Fictif",
        "Five people",
    ]
    lines = [page.model.row(place) for place in range(4)]
    assert [line.person for line in lines] == ["(deleted)", "Noël D'Essai", "Chloé Fictif", "5 people"]
    assert lines[1].details == "Outcome: changed"
    assert lines[2].details == "Role: Cariste → Réceptionnaire"
    assert page.counts.plain_text() == "4 actions"


def test_who_did_it_is_read_whole_however_much_was_done(
    qtbot: QtBot, filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("fr")
    label = "Renouvellement : CACES R489-3 des personnes du quai (3 personnes)"
    workspace = filled.workspace
    monkeypatch.setattr(workspace, "_person", dataclasses.replace(workspace.person, username="m.exemple"))
    with workspace.change(label):
        chloe = Employee.get(Employee.first_name == "Chloé")
        chloe.role, chloe.workspace = "Préparateur de commandes de nuit", "Zone B"
        chloe.save()
    page = opened(qtbot, filled)
    page.resize(730, 700)
    qtbot.waitUntil(lambda: label in cut_cells(page.view, "Action"))
    assert cut_cells(page.view, "Qui") == []


def test_the_chosen_action_shows_each_field_before_and_after(page: JournalPage, qtbot: QtBot) -> None:
    page.view.select_position(2)
    qtbot.waitUntil(
        lambda: (
            records(page) == [("Chloé Fictif", "Employee", "changed", "Role", "Cariste", "Réceptionnaire")]
        )
    )
    page.view.select_position(1)
    qtbot.waitUntil(
        lambda: (
            records(page)
            == [("Noël D'Essai", "Periodic visit", "changed", "Outcome", "(not shown)", "(not shown)")]
        )
    )


def test_enter_opens_the_person_or_leads_to_the_records(page: JournalPage, qtbot: QtBot) -> None:
    page.view.setFocus()
    page.view.select_position(2)
    with qtbot.waitSignal(page.person_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    chloe = person(page._context.workspace, "Chloé").id.hex
    assert asked.args == [chloe, chloe]
    page.view.select_position(3)
    qtbot.waitUntil(lambda: records(page)[:1] == [("Chloé Fictif", "Employee", "added", "", "", "")])
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(page.records.view.hasFocus)
    page.records.view.select_position(0)
    with qtbot.waitSignal(page.person_requested) as asked:
        qtbot.keyClick(page.records.view, Qt.Key.Key_Return)
    assert asked.args == [chloe, chloe]


def test_nobody_is_opened_who_is_deleted(page: JournalPage, qtbot: QtBot) -> None:
    page.view.setFocus()
    page.view.select_position(0)
    with qtbot.assertNotEmitted(page.person_requested):
        qtbot.keyClick(page.view, Qt.Key.Key_Return)


def test_one_searches_without_accents(page: JournalPage, qtbot: QtBot) -> None:
    page.search.setText("noel essai")
    qtbot.waitUntil(lambda: labels(page) == ["Visit of Noël D'Essai", "Five people"])
    page.search.setText("xyzzy")
    qtbot.waitUntil(lambda: page.placeholder.text == "No results.")
    assert page.records.model.rowCount() == 0
    page.placeholder.button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_the_filters_combine_and_are_cleared(page: JournalPage, qtbot: QtBot) -> None:
    page.filters.button("action").choose("delete")
    qtbot.waitUntil(lambda: labels(page) == ["Marc Témoin deleted"])
    page.counts.follow("clear the filters")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    me = page._context.workspace._person.username
    assert [choice.value for choice in page.filters.button("who")._choices()] == [None, me]
    page.filters.button("who").choose(me)
    page.filters.button("period").choose("0")
    page.filters.button("action").choose("update")
    qtbot.waitUntil(lambda: labels(page) == ["Visit of Noël D'Essai", "Role of Chloé Fictif"])


def test_one_person_is_chosen_among_those_shown(page: JournalPage, qtbot: QtBot) -> None:
    chloe = person(page._context.workspace, "Chloé").id.hex
    offered = page.filters.button("person")._choices()
    assert [choice.label for choice in offered] == ["All employees", "Chloé Fictif", "Noël D'Essai"]
    page.filters.button("person").choose(chloe)
    qtbot.waitUntil(lambda: labels(page) == ["Role of Chloé Fictif", "Five people"])
    page.view.select_position(1)
    qtbot.waitUntil(lambda: {row[0] for row in records(page)} == {"Chloé Fictif"})
    assert page.model.row(1).person == "Chloé Fictif"


def test_older_actions_are_read_when_asked_for(
    qtbot: QtBot, filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_page, "PAGE", 2)
    page = opened(qtbot, filled)
    assert page.counts.plain_text() == "the last 2 actions · show older ones"
    page.view.select_position(1)
    page.counts.follow("show older ones")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.counts.plain_text() == "4 actions"
    assert page.view.currentIndex().row() == 1


def test_records_of_a_large_action_come_piece_by_piece(
    qtbot: QtBot, filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("cariste.ui.models.journal", "cariste.ui.widgets.journal_records"):
        monkeypatch.setattr(f"{module}.RECORDS", 3)
    page = opened(qtbot, filled)
    page.view.select_position(3)
    qtbot.waitUntil(lambda: page.records.model.rowCount() == 3)
    page.records.counts.follow("show more records")
    qtbot.waitUntil(lambda: page.records.model.rowCount() == 6)
    for _time in range(5):
        rows = page.records.model.rowCount()
        if page.records.counts.isHidden():
            break
        page.records.counts.follow("show more records")
        qtbot.waitUntil(
            lambda rows=rows: page.records.model.rowCount() > rows or page.records.counts.isHidden()
        )
    assert page.records.counts.isHidden()
    with filled.workspace.reading():
        (action,) = [line for line in page.model.rows if line.label == "Five people"]
    assert page.records.model.rowCount() == int(action.details.split()[0])


def test_what_is_written_meanwhile_appears_and_the_choice_stays(page: JournalPage, qtbot: QtBot) -> None:
    page.view.select_position(2)
    context = page._context
    with context.workspace.change("Another certificate"):
        caces(person(context.workspace, "Éloïse"), "R489-5")
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: labels(page)[0] == "Another certificate")
    assert page.model.row(page.view.currentIndex().row()).label == "Role of Chloé Fictif"


def test_a_page_nobody_looks_at_reads_nothing(page: JournalPage, qtbot: QtBot) -> None:
    context = page._context
    qtbot.waitUntil(lambda: not context.tasks._under_way)
    page.hide()
    with context.workspace.change("Unseen"):
        visit(person(context.workspace, "Éloïse"))
    context.bus.changed.emit(None)
    assert not context.tasks._under_way
    page.show()
    qtbot.waitUntil(lambda: labels(page)[0] == "Unseen")


def test_filters_come_back_but_not_whom_one_looked_at(
    page: JournalPage, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.filters.button("action").choose("update")
    page.filters.button("period").choose("30")
    page.filters.button("person").choose(person(page._context.workspace, "Chloé").id.hex)
    page.save_state(settings)
    other = JournalPage(page._context)
    qtbot.addWidget(other)
    other.restore_state(settings)
    other.show()
    qtbot.waitUntil(lambda: labels(other) == ["Visit of Noël D'Essai", "Role of Chloé Fictif"])
    assert other.filters.button("period").value == "30"


def test_what_is_shown_is_exported(
    page: JournalPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: said.append(box.text()))
    page.filters.button("action").choose("update")
    page.export_to(tmp_path / "journal.csv")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].startswith("2 rows written to")
    text = (tmp_path / "journal.csv").read_text("utf-8-sig")
    assert "Cariste → Réceptionnaire" in text
    assert "unfit" not in text


def test_a_window_that_only_reads_shows_it_too(
    qtbot: QtBot, filled: Context, folder: Path, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    filled.workspace.send()
    with bootstrap.open_workspace(folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        assert len(labels(page)) == 4


def test_an_empty_journal_says_so(qtbot: QtBot, folder: Path, tasks: Tasks, bus: Bus, theme: Theme) -> None:
    with bootstrap.create_folder(folder, "Entrepôt Vide") as workspace:
        page = JournalPage(Context(workspace, tasks, bus, theme))
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.placeholder.text == "Nothing has been written yet.")


def test_it_speaks_french(qtbot: QtBot, filled: Context) -> None:
    set_language("fr")
    page = opened(qtbot, filled)
    assert page.model.row(1).details == "Conclusion\u00a0: modification"
    assert page.model.row(2).details == "Fonction\u00a0: Cariste → Réceptionnaire"
    assert page.model.row(0).person == "(supprimé)"


# -- the history of one person ---------------------------------------------------------------------


@pytest.fixture
def history(qtbot: QtBot, filled: Context) -> PersonHistory:
    history = PersonHistory(filled)
    qtbot.addWidget(history)
    history.resize(700, 300)
    return history


def test_a_persons_history_is_read_when_it_is_looked_at(
    history: PersonHistory, qtbot: QtBot, filled: Context
) -> None:
    history.show_person(person(filled.workspace, "Chloé").id.hex)
    assert not filled.tasks._under_way
    history.show()
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    assert [history.model.row(place).details for place in range(2)] == [
        "Role: Cariste → Réceptionnaire",
        "8 records",
    ]
    assert [column.title() for column in history.model.columns] == [
        "When",
        "What was done",
        "Details",
        "Who",
        "PC",
    ]
    history.show_person(person(filled.workspace, "Aïcha").id.hex)
    qtbot.waitUntil(lambda: history.model.rowCount() == 1)


def test_enter_on_a_persons_history_names_the_record(
    history: PersonHistory, qtbot: QtBot, filled: Context
) -> None:
    noel = person(filled.workspace, "Noël")
    history.show_person(noel.id.hex)
    history.show()
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    history.view.select_position(0)
    with qtbot.waitSignal(history.record_chosen) as asked:
        qtbot.keyClick(history.view, Qt.Key.Key_Return)
    with filled.workspace.reading():
        assert asked.args == [MedicalVisit.get(MedicalVisit.employee == noel).id.hex]


def test_a_long_history_is_read_page_by_page(
    history: PersonHistory, qtbot: QtBot, filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_history, "PAGE", 1)
    history.show_person(person(filled.workspace, "Chloé").id.hex)
    history.show()
    qtbot.waitUntil(lambda: history.model.rowCount() == 1)
    history.counts.follow("show older ones")
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    assert history.counts.isHidden()
