"""The page of people, on a real folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import employee
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from warehouse import in_days

from cariste import bootstrap
from cariste.core.errors import CaristeError
from cariste.employee.models import Caces, Employee
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.workspace import Workspace


def opened(qtbot: QtBot, context: Context) -> EmployeesPage:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> EmployeesPage:
    return opened(qtbot, context)


def column(page: EmployeesPage, title: str) -> list[str]:
    titles = [each.title() for each in page.model.columns]
    place = titles.index(title)
    return [str(page.model.index(row, place).data()) for row in range(page.model.rowCount())]


def names(page: EmployeesPage) -> list[str]:
    return column(page, "Employee")


def said(page: EmployeesPage, key: str) -> tuple[str, str]:
    button = page.filters.button(key)
    return button.text(), button.tail


def choose(page: EmployeesPage, name: str) -> None:
    page.view.select_position(names(page).index(name))


def test_the_present_are_listed_by_name_and_those_who_left_are_counted(page: EmployeesPage) -> None:
    assert names(page) == ["D'Essai Noël", "Exemple Éloïse", "Fictif Chloé", "Modèle Aïcha"]
    assert page.counts.plain_text() == "4 shown · 1 who left is hidden · show them"


def test_each_situation_says_the_worst_thing_in_few_words(page: EmployeesPage) -> None:
    assert dict(zip(names(page), column(page, "Situation"), strict=True)) == {
        "Fictif Chloé": "5 expired 12 d ago",
        "D'Essai Noël": "visit in 8 d",
        # Her certificates are in force, but nobody recorded that health allows it, nor that she was allowed.
        "Exemple Éloïse": "may not drive",
        # Nobody says « up to date » of a person without a single certificate.
        "Modèle Aïcha": "nothing due",
    }


def test_the_categories_in_force_leave_out_what_expired(page: EmployeesPage) -> None:
    assert dict(zip(names(page), column(page, "CACES in force"), strict=True)) == {
        "Fictif Chloé": "3  Autolaveuse",
        "D'Essai Noël": "",
        "Exemple Éloïse": "1A  R485-2",
        "Modèle Aïcha": "",
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eloise", ["Exemple Éloïse"]),
        ("FICTIF chlo", ["Fictif Chloé"]),
        ("chlo fictif", ["Fictif Chloé"]),
        ("00152", ["Exemple Éloïse"]),
        ("r485", ["Exemple Éloïse"]),
        ("d essai", ["D'Essai Noël"]),
    ],
)
def test_a_person_is_found_by_name_number_or_category(
    page: EmployeesPage, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    page.focus_search()
    qtbot.keyClicks(page.search, typed)
    assert names(page) == found


def test_escape_clears_the_search_and_down_goes_to_the_table(page: EmployeesPage, qtbot: QtBot) -> None:
    page.activate()
    qtbot.keyClicks(page.search, "modele")
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(names(page)) == 4
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.view.hasFocus()


def test_somebody_who_left_is_named_when_only_he_matches(page: EmployeesPage, qtbot: QtBot) -> None:
    page.search.setText("marc")
    assert page.placeholder.text == "No results among the people present."
    qtbot.mouseClick(page.placeholder.button, Qt.MouseButton.LeftButton)
    assert names(page) == ["Témoin Marc"]
    assert column(page, "Situation") == ["left"]


def test_a_search_without_result_offers_everybody(page: EmployeesPage, qtbot: QtBot) -> None:
    page.search.setText("nobody at all")
    assert page.placeholder.text == "No results."
    qtbot.mouseClick(page.placeholder.button, Qt.MouseButton.LeftButton)
    assert len(names(page)) == 5
    assert page.placeholder.text == ""


def test_the_link_under_the_table_shows_those_who_left_and_hides_them_again(page: EmployeesPage) -> None:
    page.counts.follow("show them")
    assert "Témoin Marc" in names(page)
    page.counts.follow("hide those who left")
    assert "Témoin Marc" not in names(page)


def test_the_filters_count_what_they_would_leave(page: EmployeesPage) -> None:
    page.filters.button("workspace").choose("Quai")
    assert names(page) == ["Exemple Éloïse", "Fictif Chloé"]
    assert said(page, "workspace") == ("Quai", "2")
    assert said(page, "status") == ("Active people", "2")
    menu = page.filters.button("status").menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [
        "Active and left\t3",
        "Active people\t2",
        "People who left\t1",
    ]
    page.counts.follow("clear the filters")
    assert len(names(page)) == 4


def test_people_without_a_work_area_can_be_asked_for(page: EmployeesPage) -> None:
    page.filters.button("workspace").choose("")
    assert names(page) == ["Modèle Aïcha"]
    assert said(page, "workspace") == ("(none)", "1")


def test_numbers_and_urgency_sort_as_such(page: EmployeesPage) -> None:
    page.view.sort_by(1)
    assert column(page, "No.") == ["9", "00123", "00152", ""]
    page.view.sort_by(5)
    assert column(page, "Situation")[:3] == ["5 expired 12 d ago", "may not drive", "visit in 8 d"]


def test_the_file_of_the_chosen_person_is_shown(page: EmployeesPage, qtbot: QtBot) -> None:
    choose(page, "Fictif Chloé")
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
    assert page.file.header.facts == "Cariste · Quai · Permanent since 4 Jan 2016 (10\u00a0years)"
    assert [page.file.tabs.tabText(place) for place in range(3)] == [
        "CACES  4",
        "Medical visits  1",
        "Trainings  2",
    ]


def table_of(page: EmployeesPage, key: str) -> list[str]:
    model = page.file.view(key).model()
    return [
        " | ".join(str(model.index(row, place).data()) for place in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_every_record_shows_dates_their_origin_status_and_proof(page: EmployeesPage, qtbot: QtBot) -> None:
    choose(page, "Fictif Chloé")
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
    assert sorted(table_of(page, "caces")) == [
        "3 Counterbalance ≤ 6 t | 21 Nov 2024 | 21 Nov 2029 | computed | valid | caces-3.pdf",
        "3 Counterbalance ≤ 6 t | 8 Jan 2019 | 8 Jan 2024 | computed | superseded | no proof",
        "5 Reach truck | 9 Nov 2021 | 9 Nov 2026 | computed | expired 12 d ago | no proof",
        "Autolaveuse | 21 Nov 2024 | 21 Nov 2034 | check validity | valid | no proof",
    ]
    assert sorted(table_of(page, "training")) == [
        "Accueil sécurité au poste | 21 Nov 2025 |  |  | permanent | no proof",
        "SST | 21 Nov 2025 | 21 Nov 2027 | computed | valid | no proof",
    ]


def test_the_conclusion_of_a_visit_is_for_whoever_edits(page: EmployeesPage, qtbot: QtBot) -> None:
    choose(page, "Fictif Chloé")
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
    assert table_of(page, "medical") == [
        "Periodic visit | 21 Nov 2025 | 21 Nov 2027 | computed | valid | Fit | no proof"
    ]


def test_a_reader_sees_dates_and_status_of_a_visit_but_no_conclusion(
    qtbot: QtBot, workspace: Workspace, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    workspace.send()
    with bootstrap.open_workspace(workspace.folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        choose(page, "Fictif Chloé")
        qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
        assert table_of(page, "medical") == [
            "Periodic visit | 21 Nov 2025 | 21 Nov 2027 | computed | valid | no proof"
        ]
        [import_, *_rest] = page.exchange.menu.actions()
        assert not import_.isEnabled()
        assert "reads" in import_.toolTip()


def test_a_person_is_shown_at_one_record_whatever_hides_him(page: EmployeesPage, qtbot: QtBot) -> None:
    with page._context.workspace.reading():
        marc = Employee.get(Employee.first_name == "Marc")
        record = Caces.get(Caces.employee == marc)
    page.search.setText("eloise")
    page.filters.button("workspace").choose("Zone A")
    page.file.tabs.setCurrentIndex(2)
    page.show_person(marc.id.hex, record.id.hex)
    qtbot.waitUntil(lambda: page.file.header.name == "Marc Témoin")
    assert page.view.current_id() == marc.id.hex
    assert page.file.tabs.currentIndex() == 0
    assert page.file.view("caces").current_id() == record.id.hex


def test_a_person_asked_for_before_the_list_is_there_is_shown_when_it_comes(
    qtbot: QtBot, context: Context
) -> None:
    with context.workspace.reading():
        chloe = Employee.get(Employee.first_name == "Chloé")
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.show_person(chloe.id.hex, "")
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")


def test_what_changed_appears_and_the_choice_stays(page: EmployeesPage, qtbot: QtBot) -> None:
    choose(page, "Fictif Chloé")
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
    chosen = page.view.current_id()
    workspace = page._context.workspace
    with workspace.change("One more"):
        employee(first_name="Ada", last_name="Aaa")
        person = Employee.get(Employee.first_name == "Chloé")
        person.role = "Réceptionnaire"
        person.save()
    page._context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: names(page)[0] == "Aaa Ada")
    assert page.view.current_id() == chosen
    qtbot.waitUntil(lambda: page.file.header.facts.startswith("Réceptionnaire"))


def test_midnight_moves_the_situations_on(
    page: EmployeesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARISTE_TODAY", in_days(1).isoformat())
    page._context.bus.look_at_the_calendar()
    qtbot.waitUntil(lambda: "5 expired 13 d ago" in column(page, "Situation"))


def test_fast_browsing_ends_with_the_file_of_the_person_chosen(page: EmployeesPage, qtbot: QtBot) -> None:
    page.view.select_position(0)
    for _step in range(3):
        qtbot.keyClick(page.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.file.header.name == "Aïcha Modèle")


def test_sorting_filters_and_tab_come_back(
    page: EmployeesPage, qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.view.sort_by(5, Qt.SortOrder.DescendingOrder)
    page.filters.choose(status=None, workspace="Quai")
    page.file.tabs.setCurrentIndex(1)
    page.save_state(settings)
    other = EmployeesPage(context)
    qtbot.addWidget(other)
    other.restore_state(settings)
    qtbot.waitUntil(lambda: other.model.rowCount() > 0)
    assert names(other) == ["Témoin Marc", "Exemple Éloïse", "Fictif Chloé"]
    assert other.file.tabs.currentIndex() == 1


def test_the_list_as_shown_can_be_copied(page: EmployeesPage) -> None:
    page.search.setText("eloise")
    page.exchange.copy_shown()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == "Employee"
    assert [line.split("\t")[0] for line in lines[1:]] == ["Exemple Éloïse"]


def test_nothing_has_to_be_scrolled_sideways(page: EmployeesPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.file.view("caces").isVisible)
    for view in (page.view, page.file.view("caces")):
        assert view.horizontalHeader().length() <= view.viewport().width()


def test_an_empty_folder_says_what_to_do_first(
    qtbot: QtBot, folder: Path, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    with bootstrap.create_folder(folder, "Entrepôt Vide") as workspace:
        page = EmployeesPage(Context(workspace, tasks, bus, theme))
        qtbot.addWidget(page)
        qtbot.waitUntil(lambda: page.placeholder.text == "No employees yet.")
        assert page.placeholder.button.text() == "Import from Excel"


def test_everything_can_be_exported(page: EmployeesPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    page.exchange.export_to(path)
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is not None)
    box = page.findChild(QMessageBox)
    assert box is not None
    assert str(path) in box.text()
    assert path.stat().st_size > 0
    box.close()


def test_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(
    page: EmployeesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page._show_problem(CaristeError("The share does not answer."))
    assert page.placeholder.text == "The list could not be read."
    qtbot.mouseClick(page.placeholder.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.placeholder.text == "")
