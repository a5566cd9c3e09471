"""The same value for many people at once, from the page of people."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import TODAY
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cariste.employee.models import Employee
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_change import BulkChangeForm
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.fields import ChoiceField
from cariste.workspace import Workspace


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> EmployeesPage:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return page


@pytest.fixture
def form(page: EmployeesPage, qtbot: QtBot) -> BulkChangeForm:
    page.actions_menu.action("change").trigger()
    qtbot.waitUntil(lambda: page.window().findChild(BulkChangeForm) is not None)
    found = page.window().findChild(BulkChangeForm)
    assert found is not None
    return found


def line(form: BulkChangeForm, name: str) -> CompletingField:
    widget = form.fields[name].entry.widget
    assert isinstance(widget, CompletingField)
    return widget


def choose(form: BulkChangeForm, name: str, text: str) -> None:
    widget = form.fields[name].entry.widget
    assert isinstance(widget, ChoiceField)
    widget.setCurrentIndex(widget.findText(text))


def stored(workspace: Workspace, field: str) -> dict[str, object]:
    with workspace.reading():
        return {person.first_name: getattr(person, field) for person in Employee.active()}


def test_each_field_says_how_many_people_it_changes(form: BulkChangeForm) -> None:
    line(form, "workspace").setText("Quai")
    assert form.fields["workspace"].words == "2 people change · 2 have it already"
    choose(form, "contract_type", "Agency")
    assert form.fields["contract_type"].words == "3 people change · 1 has it already"
    line(form, "workspace").clear()
    assert form.fields["workspace"].words == ""


def test_what_is_filled_in_is_one_change_and_the_rest_stays(
    form: BulkChangeForm, workspace: Workspace, qtbot: QtBot
) -> None:
    before = stored(workspace, "role")
    line(form, "workspace").setText("Zone B")
    choose(form, "contract_type", "(none)")
    QTest.keyClick(form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: set(stored(workspace, "workspace").values()) == {"Zone B"})
    assert set(stored(workspace, "contract_type").values()) == {None}
    assert stored(workspace, "role") == before
    qtbot.waitUntil(lambda: workspace.undoable == "Work area, Contract of 4 people")
    workspace.undo()
    assert stored(workspace, "workspace")["Chloé"] == "Quai"


def test_a_known_word_is_stored_as_it_is_spelled_elsewhere(
    form: BulkChangeForm, workspace: Workspace, qtbot: QtBot
) -> None:
    line(form, "role").setText("cariste")
    QTest.keyClick(line(form, "role"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: set(stored(workspace, "role").values()) == {"Cariste"})


def test_nothing_filled_in_is_said(form: BulkChangeForm) -> None:
    form.save()
    assert form.notice.text == "Nothing changes: fill in at least one field."


def test_leaving_asks_for_the_day(form: BulkChangeForm, workspace: Workspace, qtbot: QtBot) -> None:
    assert form.fields["left_on"].isHidden()
    choose(form, "current_status", "Left")
    assert not form.fields["left_on"].isHidden()
    form.save()
    qtbot.waitUntil(lambda: stored(workspace, "left_on") == {})
    with workspace.reading():
        assert {person.left_on for person in Employee.inactive()} == {TODAY, TODAY - dt.timedelta(days=30)}


def test_a_value_too_long_stays_beside_its_field(form: BulkChangeForm, workspace: Workspace) -> None:
    line(form, "role").setText("x" * 10_000)
    form.save()
    assert "Too long" in form.fields["role"].problem
    assert stored(workspace, "role")["Chloé"] == "Cariste"
