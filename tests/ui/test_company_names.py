"""Work areas and roles on the page « Entreprise »: renamed, added, ordered, kept while in use."""

from __future__ import annotations

from functools import partial

import pytest
from company import company_page, opened, question
from factories import employee
from fingers import give_keyboard
from forms import save, write
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.models import Employee
from cariste.firm import changes
from cariste.ui.context import Context
from cariste.ui.errors import ErrorReporter, Message
from cariste.ui.pages.company import CompanyPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

GENERAL, AREAS, ROLES, RULES = range(4)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> CompanyPage:
    return company_page(qtbot, context)


def names(page: CompanyPage) -> list[tuple[str, ...]]:
    model = page.areas.model
    return [
        tuple(str(model.data(model.index(row, column))) for column in range(4))
        for row in range(model.rowCount())
    ]


def is_at(page: CompanyPage, name: str, place: int) -> bool:
    return names(page)[place][0] == name


def texts_in(widget: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel)]


def test_each_area_says_who_uses_it_and_whether_it_is_in_the_list(page: CompanyPage) -> None:
    assert names(page) == [
        ("Quai", "3", "1 machine", ""),
        ("Zone A", "1", "", ""),
        ("Zone B", "0", "", ""),
        ("Bureau", "0", "", ""),
        ("QUAI", "1", "", "not in the list"),
    ]
    assert page.areas.counts.text() == "4 names in the list · from config.json"


def test_an_area_is_renamed_with_f2_after_naming_who_is_concerned_and_undone(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    page.tabs.setCurrentIndex(AREAS)
    page.areas.view.setFocus()
    page.areas.view.select("Zone A")
    form = opened(qtbot, page, lambda: qtbot.keyClick(page.areas.view, Qt.Key.Key_F2))
    assert "Zone A" in form.windowTitle()
    assert any("1 employee" in label for label in texts_in(form))
    line = form.fields["name"].entry.widget
    for letter in "Allée é":
        press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(line, press)
    with qtbot.waitSignal(form.stored):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.areas.view.current_id() == "Allée é")
    assert names(page)[1] == ("Allée é", "1", "", "")
    with context.workspace.reading():
        assert Employee.get(Employee.first_name == "Noël").workspace == "Allée é"
    assert context.workspace.undo() == "Renamed: work area “Zone A” → “Allée é”"
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: names(page)[1] == ("Zone A", "1", "", ""))


def test_two_spellings_become_one_after_a_question(qtbot: QtBot, context: Context, page: CompanyPage) -> None:
    page.areas.view.select("QUAI")
    form = opened(qtbot, page, page.areas.menu.action("rename").trigger)
    write(form, name="quaï")
    assert form.fields["name"].words == "“Quai” exists already: the two would become one."
    form.save()
    asked = question(qtbot, form)
    assert asked.text.startswith("“QUAI” and “Quai” become one, called “Quai”.")
    with qtbot.waitSignal(form.stored):
        asked.action_button.click()
    qtbot.waitUntil(lambda: names(page)[0] == ("Quai", "4", "1 machine", ""))
    assert page.areas.view.current_id() == "Quai"
    assert len(names(page)) == 4


def test_a_name_is_added_and_a_second_spelling_of_it_is_not(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.areas.add_button.click)
    write(form, name="quai")
    form.save()
    qtbot.waitUntil(lambda: form.fields["name"].problem == "“Quai” is in the list already.")
    write(form, name="Cour ouest")
    save(qtbot, form)
    qtbot.waitUntil(lambda: page.areas.view.current_id() == "Cour ouest")
    assert context.workspace.settings.workspaces[-1] == "Cour ouest"
    # And forms offer it.
    from cariste.ui.forms.storing import read_choices

    assert "Cour ouest" in read_choices(context.workspace).workspaces


def test_a_name_of_ten_thousand_letters_is_refused_beside_the_field(qtbot: QtBot, page: CompanyPage) -> None:
    form = opened(qtbot, page, page.roles.add_button.click)
    write(form, name="x" * 10_000)
    form.save()
    assert form.fields["name"].problem.startswith("Too long")


def test_a_name_somebody_typed_is_put_into_the_list(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    with context.workspace.change("typed"):
        employee(first_name="Léo", last_name="Essai", workspace="Mezzanine")
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.areas.view.select("Mezzanine"))
    page.areas.menu.action("list").trigger()
    qtbot.waitUntil(lambda: "Mezzanine" in context.workspace.settings.workspaces)
    qtbot.waitUntil(lambda: ("Mezzanine", "1", "", "") in names(page))
    page.areas.menu.refresh()
    assert page.areas.menu.action("list").toolTip() == "This name is in the list already."


def test_what_is_in_use_is_not_removed_and_a_message_says_by_whom(
    qtbot: QtBot, context: Context, page: CompanyPage, tasks: Tasks, theme: Theme
) -> None:
    reporter = ErrorReporter(theme, page)
    reporter.install(page, tasks)
    page.tabs.setCurrentIndex(AREAS)
    page.areas.view.setFocus()
    page.areas.view.select("Quai")
    qtbot.keyClick(page.areas.view, Qt.Key.Key_Delete)
    told = question(qtbot, page, Message)
    assert "“Quai” is in use: 3 employees, 1 machine (" in told.text
    told.accept()
    page.activateWindow()
    give_keyboard(qtbot, page.areas.view)
    page.areas.view.select("Zone B")
    qtbot.keyClick(page.areas.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Zone B" not in context.workspace.settings.workspaces)


def test_the_order_is_changed_with_alt_and_the_arrows(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    page.tabs.setCurrentIndex(AREAS)
    page.areas.view.setFocus()
    page.areas.view.select("Bureau")
    for place in (2, 1):
        qtbot.keyClick(page.areas.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(partial(is_at, page, "Bureau", place))
        assert page.areas.view.current_id() == "Bureau"


def test_going_back_says_which_names_in_use_leave_the_list(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    with context.workspace.change("list"):
        changes.store(context.workspace.settings, {"workspaces": ["Quai", "QUAI"]})
    context.bus.changed.emit(None)
    qtbot.waitUntil(page.areas.return_button.isEnabled)
    page.areas.return_button.click()
    asked = question(qtbot, page)
    assert asked.text.splitlines() == [
        "Work areas: Quai, QUAI → Quai, Zone A, Zone B, Bureau",
        "No longer in the list, but kept where they are in use: QUAI.",
    ]


def test_two_hundred_areas_are_shown_and_the_next_is_refused(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    with context.workspace.change("many"):
        changes.store(context.workspace.settings, {"workspaces": [f"Allée {n:03}" for n in range(200)]})
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.areas.model.rowCount() == 203)
    form = opened(qtbot, page, page.areas.add_button.click)
    write(form, name="Allée 200")
    form.save()
    qtbot.waitUntil(lambda: form.fields["name"].problem == "Allowed: 200 values at most.")
