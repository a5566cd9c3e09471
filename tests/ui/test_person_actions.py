"""The file of a person: what is added, changed and deleted from it, by button and by key."""

from __future__ import annotations

import pytest
from factories import TODAY, absence
from fingers import give_keyboard, press, type_text
from forms import file_of, forms_over, id_of, save, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from warehouse import in_days

from cariste.alerts.queries import list_alerts
from cariste.employee.models import Employee
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms.form import Form
from cariste.ui.pages.employees import EmployeesPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> EmployeesPage:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


@pytest.fixture
def chloe(qtbot: QtBot, context: Context, page: EmployeesPage) -> str:
    person = id_of(context, "Chloé Fictif")
    page.view.select(person)
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
    return person


def form(qtbot: QtBot, page: EmployeesPage) -> Form:
    qtbot.waitUntil(lambda: bool(forms_over(page)))
    [shown] = forms_over(page)
    shown.activateWindow()
    qtbot.waitUntil(lambda: shown.focusWidget() is not None and shown.focusWidget().hasFocus())
    return shown


def at(qtbot: QtBot, page: EmployeesPage, key: str, what: str) -> None:
    """Put the keyboard on a record of a tab."""
    # No window manager here gives the keyboard back when a dialog closes.
    page.activateWindow()
    view = page.file.view(key)
    page.file.tabs.setCurrentIndex(("caces", "medical", "training").index(key))
    model = page.file.tab(key).model
    place = next(place for place in range(model.rowCount()) if model.row(place).in_full.startswith(what))
    view.select_position(place)
    give_keyboard(qtbot, view)


def question() -> Confirmation | None:
    windows = QApplication.topLevelWidgets()
    return next((each for each in windows if isinstance(each, Confirmation) and each.isVisible()), None)


def asked(qtbot: QtBot) -> Confirmation:
    qtbot.waitUntil(lambda: question() is not None)
    found = question()
    assert found is not None
    return found


def test_the_button_beside_the_tabs_adds_what_the_tab_is_about(
    qtbot: QtBot, page: EmployeesPage, chloe: str
) -> None:
    titles = []
    for place in range(3):
        page.file.tabs.setCurrentIndex(place)
        titles.append(page.file.add_button.accessibleName())
        page.file.add_button.click()
        shown = form(qtbot, page)
        assert shown.windowTitle() == titles[-1]
        shown.close()
        qtbot.waitUntil(lambda: not forms_over(page))
    assert titles == ["New CACES", "New medical visit", "New training"]


def test_what_was_added_is_shown_and_chosen(
    qtbot: QtBot, context: Context, page: EmployeesPage, chloe: str
) -> None:
    page.file.add_button.click()
    shown = form(qtbot, page)
    write(shown, kinds="4", completion_date="12/03/2026")
    save(qtbot, shown)
    view = page.file.view("caces")
    qtbot.waitUntil(lambda: page.file.tab("caces").model.rowCount() == 5)
    [added] = [row for row in file_of(context, chloe).caces if row.kind == "R489-4"]
    assert view.current_id() == added.id
    assert page.file.tabs.tabText(0) == "CACES  5"


@pytest.mark.parametrize(
    ("key", "what", "field"),
    [("caces", "R489-5", "kinds"), ("medical", "Periodic", "visit_date"), ("training", "SST", "title")],
)
def test_enter_on_a_record_opens_its_form(
    qtbot: QtBot, page: EmployeesPage, chloe: str, key: str, what: str, field: str
) -> None:
    at(qtbot, page, key, what)
    press(Qt.Key.Key_Return)
    assert form(qtbot, page).fields[field].value


def test_ins_adds_and_f2_edits_the_person(qtbot: QtBot, page: EmployeesPage, chloe: str) -> None:
    at(qtbot, page, "training", "SST")
    press(Qt.Key.Key_Insert)
    shown = form(qtbot, page)
    assert shown.windowTitle() == "New training"
    shown.close()
    qtbot.waitUntil(lambda: not forms_over(page))
    at(qtbot, page, "training", "SST")
    press(Qt.Key.Key_F2)
    assert form(qtbot, page).fields["last_name"].value == "Fictif"


def test_ctrl_e_edits_the_person_chosen_in_the_list(qtbot: QtBot, page: EmployeesPage, chloe: str) -> None:
    page.view.setFocus()
    press(Qt.Key.Key_E, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert form(qtbot, page).fields["last_name"].value == "Fictif"


def test_a_correction_is_shown_at_once_and_undone(
    qtbot: QtBot, context: Context, page: EmployeesPage, chloe: str
) -> None:
    page.file.header.edit_button.click()
    shown = form(qtbot, page)
    write(shown, last_name="Fictif-Exemple")
    save(qtbot, shown)
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif-Exemple")
    assert context.workspace.undoable == "Record of Chloé Fictif-Exemple"
    context.workspace.undo()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")


def test_del_asks_once_naming_what_goes_and_what_stays(
    qtbot: QtBot, context: Context, page: EmployeesPage, chloe: str
) -> None:
    at(qtbot, page, "caces", "R489-3")
    press(Qt.Key.Key_Delete)
    asks = asked(qtbot)
    assert "“CACES R489-3” of Chloé Fictif" in asks.text
    assert "21 Nov 2024" in asks.text
    assert "proof stays" in asks.text
    # Enter, by habit, deletes nothing.
    qtbot.keyClick(asks, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: question() is None)
    assert len(file_of(context, chloe).caces) == 4
    at(qtbot, page, "caces", "R489-3")
    press(Qt.Key.Key_Delete)
    with qtbot.waitSignal(context.bus.changed):
        asked(qtbot).action_button.click()
    assert len(file_of(context, chloe).caces) == 3
    qtbot.waitUntil(lambda: page.file.tab("caces").model.rowCount() == 3)
    assert context.workspace.undoable == "Deleted: CACES R489-3 of Chloé Fictif"
    context.workspace.undo()
    assert len(file_of(context, chloe).caces) == 4


def test_del_in_a_field_deletes_a_letter_not_a_record(qtbot: QtBot, page: EmployeesPage, chloe: str) -> None:
    at(qtbot, page, "caces", "R489-3")
    page.search.setFocus()
    type_text("chl")
    press(Qt.Key.Key_Home, Qt.Key.Key_Delete)
    assert page.search.text() == "hl"
    assert question() is None


def test_an_empty_tab_offers_to_add(qtbot: QtBot, context: Context, page: EmployeesPage) -> None:
    page.view.select(id_of(context, "Aïcha Modèle"))
    qtbot.waitUntil(lambda: page.file.header.name == "Aïcha Modèle")
    offer = page.file.tab("caces")._placeholder
    assert offer.text == "No CACES recorded."
    offer.button.click()
    assert form(qtbot, page).windowTitle() == "New CACES"


def test_a_new_person_is_chosen_in_the_list_with_an_empty_file(qtbot: QtBot, page: EmployeesPage) -> None:
    page.view.setFocus()
    press(Qt.Key.Key_N, modifiers=Qt.KeyboardModifier.ControlModifier)
    shown = form(qtbot, page)
    write(shown, last_name="Ajout", first_name="Éloïse")
    save(qtbot, shown)
    qtbot.waitUntil(lambda: page.file.header.name == "Éloïse Ajout")
    assert page.model.rowCount() == 5


def test_who_only_reads_finds_everything_there_but_greyed_with_the_reason(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(context.workspace), "writing", property(lambda _self: False))
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.select(id_of(context, "Chloé Fictif"))
    qtbot.waitUntil(lambda: page.file.header.name == "Chloé Fictif")
    for button in (page.add_button, page.file.add_button):
        assert button.isVisible()
        assert not button.isEnabled()
        assert "only reads" in button.toolTip()
    at(qtbot, page, "caces", "R489-5")
    delete = page.file.tab("caces").menu.action("delete")
    assert not delete.isEnabled()
    assert "only reads" in delete.toolTip()
    # Looking is always possible.
    press(Qt.Key.Key_Return)
    shown = form(qtbot, page)
    assert shown.fields["expiration_date"].value == in_days(-12)
    assert not shown.save_button.isEnabled()


def test_an_alert_about_a_return_leads_to_the_absence_behind_it(
    qtbot: QtBot, context: Context, page: EmployeesPage, chloe: str
) -> None:
    with context.workspace.change("absence"):
        away = absence(Employee.get(Employee.first_name == "Chloé"), ended_on=in_days(-3))
    with context.workspace.reading():
        [alert] = [one for one in list_alerts(TODAY) if one.kind == "recovery"]
    page.show_person(chloe, alert.record_id)
    page.reload()
    medical = page.file.tab("medical")
    qtbot.waitUntil(lambda: medical.view.current_id() == away.id.hex)
    assert page.file.tabs.currentIndex() == 1
