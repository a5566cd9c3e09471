"""The page of missing data: a list to work off, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.employee.models import Caces, Employee
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.forms.form import Form
from cariste.ui.pages.missing import MissingPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> MissingPage:
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: Context) -> MissingPage:
    page = MissingPage(context)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


def lines(page: MissingPage) -> list[tuple[str, str, str]]:
    model = page.model
    texts = [column.text for column in model.columns[:3]]
    return [(texts[0](row), texts[1](row), texts[2](row)) for row in map(model.row, range(model.rowCount()))]


def form(page: MissingPage, qtbot: QtBot) -> Form:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(Form)))
    return next(each for each in page.findChildren(Form) if each.isVisible())


def test_what_is_doubtful_stands_first_and_each_gap_has_a_line(page: MissingPage) -> None:
    found = lines(page)
    assert found[:3] == [
        ("Unknown kind", "Fictif Chloé", "Autolaveuse"),
        ("Expiry to check", "Fictif Chloé", "Autolaveuse"),
        ("No proof", "D'Essai Noël", "Periodic visit"),
    ]
    assert ("No role", "Modèle Aïcha", "Employee record") in found
    assert ("No temp agency", "Modèle Aïcha", "Employee record") in found
    assert not [line for line in found if line[1] == "Témoin Marc"]
    assert page.counts.plain_text() == f"{len(found)} things to complete"


def test_the_filters_count_each_gap(page: MissingPage) -> None:
    every = page.model.rowCount()
    button = page.filters.button("problem")
    counted = {choice.label: choice.number for choice in button._choices()}
    assert counted["Everything missing"] == every
    assert (counted["Unknown kind"], counted["No role"], counted["No photo"]) == (1, 1, 4)
    button.choose("no_photo")
    assert {line[0] for line in lines(page)} == {"No photo"}
    page.filters.button("workspace").choose("Quai")
    assert page.counts.plain_text() == f"2 things to complete · {every} in all · clear the filters"
    page.counts.follow("clear the filters")
    assert page.model.rowCount() == every


def test_enter_opens_the_form_at_the_field(page: MissingPage, qtbot: QtBot) -> None:
    page.filters.button("problem").choose("no_role")
    page.activate()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    shown = form(page, qtbot)
    qtbot.waitUntil(lambda: shown.fields["role"].isAncestorOf(shown.focusWidget()))
    shown.close()


@pytest.mark.parametrize(
    ("problem", "field"),
    [
        ("unknown_kind", "kinds"),
        ("expiry_to_check", "expiration_date"),
        ("no_proof", "document_path"),
        ("no_photo", "avatar_path"),
    ],
)
def test_every_gap_leads_to_its_field(page: MissingPage, qtbot: QtBot, problem: str, field: str) -> None:
    page.filters.button("problem").choose(problem)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    shown = form(page, qtbot)
    qtbot.waitUntil(lambda: shown.fields[field].isAncestorOf(shown.focusWidget()))
    shown.close()


def test_what_is_completed_leaves_and_the_next_line_is_chosen(
    page: MissingPage, qtbot: QtBot, context: Context
) -> None:
    page.filters.button("problem").choose("no_proof")
    page.view.select_position(2)
    following = page.model.row(3)
    chosen = page.model.row(2)
    with context.workspace.change("Proof"):
        record = Caces.get(Caces.id == chosen.record_id)
        record.document_path = "documents/scan.pdf"
        record.save()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.view.currentIndex().isValid() and page.view.currentIndex().row() == 2)
    qtbot.waitUntil(lambda: page.model.row(2) == following)
    assert page.view.currentIndex().row() == 2


def test_the_menu_leads_to_the_person_too(page: MissingPage, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    page.view.select_position(0)
    page.view.menu_wanted.emit(menu)
    (show,) = (action for action in menu.actions() if action.text() == "Show the employee")
    with qtbot.waitSignal(page.person_requested) as asked:
        show.trigger()
    assert asked.args == [page.model.row(0).employee_id, page.model.row(0).record_id]


def test_a_page_nobody_looks_at_reads_nothing(page: MissingPage, qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.tasks._under_way)
    page.hide()
    with context.workspace.change("A role"):
        aicha = Employee.get(Employee.first_name == "Aïcha")
        aicha.role = "Cariste"
        aicha.save()
    context.bus.changed.emit(None)
    assert not context.tasks._under_way
    page.show()
    qtbot.waitUntil(lambda: "No role" not in {line[0] for line in lines(page)})


def test_filters_come_back(page: MissingPage, qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.filters.button("problem").choose("no_photo")
    page.save_state(settings)
    other = MissingPage(context)
    qtbot.addWidget(other)
    other.restore_state(settings)
    other.show()
    qtbot.waitUntil(lambda: {line[0] for line in lines(other)} == {"No photo"})


def test_a_firm_where_nothing_is_missing_is_told_so(
    qtbot: QtBot, folder: Path, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    with bootstrap.create_folder(folder, "Entrepôt Vide") as workspace:
        page = MissingPage(Context(workspace, tasks, bus, theme))
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.placeholder.text == "Nothing is missing.")


def test_a_window_that_only_reads_lists_it_too(
    qtbot: QtBot, context: Context, folder: Path, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    context.workspace.send()
    with bootstrap.open_workspace(folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        page.filters.button("problem").choose("no_role")
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
        shown = form(page, qtbot)
        assert not shown.save_button.isEnabled() or shown.save_button.isHidden()
        shown.close()
