"""The page of alerts and the panel: one question, one answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import appointment, caces, employee, training, visit
from forms import forms_over, save, write
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from warehouse import in_days

from cariste import bootstrap
from cariste.employee.models import Employee
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets import alerts_dock
from cariste.ui.widgets.alerts_dock import AlertsDock


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> AlertsPage:
    with context.workspace.change("More alerts"):
        eloise = Employee.get(Employee.first_name == "Éloïse")
        visit(eloise, expiration_date=in_days(-3))
        training(eloise, "SST", expiration_date=in_days(45))
        caces(eloise, "R486-A", expiration_date=in_days(80))
        caces(eloise, "R489-6", expiration_date=in_days(150))
    page = AlertsPage(context)
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


@pytest.fixture
def dock(qtbot: QtBot, page: AlertsPage) -> AlertsDock:
    return opened(qtbot, page._context)


def opened(qtbot: QtBot, context: Context) -> AlertsDock:
    dock = AlertsDock(context)
    qtbot.addWidget(dock)
    dock.resize(288, 600)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0)
    return dock


def table(page: AlertsPage) -> list[list[str]]:
    model = page.model
    return [
        [str(model.index(row, place).data()) for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_everything_that_needs_attention_is_listed_worst_first(page: AlertsPage) -> None:
    assert [row[:-1] for row in table(page)] == [
        ["Critical", "Fictif Chloé", "CACES", "R489-5 Reach truck", "Quai", "9 Nov 2026", "12 d ago"],
        ["Critical", "Exemple Éloïse", "Visit", "Periodic visit", "Quai", "18 Nov 2026", "3 d ago"],
        ["Critical", "D'Essai Noël", "Visit", "Periodic visit", "Zone A", "29 Nov 2026", "in 8 d"],
        ["Warning", "Exemple Éloïse", "Training", "SST", "Quai", "5 Jan 2027", "in 45 d"],
        ["To plan", "Exemple Éloïse", "CACES", "R486-A Vertical platform", "Quai", "9 Feb 2027", "in 80 d"],
    ]
    assert page.counts.plain_text() == "5 alerts"


def test_a_line_tells_what_is_planned_and_who_leaves_before(
    page: AlertsPage, qtbot: QtBot, context: Context
) -> None:
    with context.workspace.change("contract"):
        noel = Employee.get(Employee.first_name == "Noël")
        noel.contract_end = in_days(7)
        noel.save()
        chloe = Employee.get(Employee.first_name == "Chloé")
        chloe.contract_type, chloe.assignment_end = "Interim", in_days(-7)
        chloe.save()
        eloise = Employee.get(Employee.first_name == "Éloïse")
        appointment(eloise, planned_on=in_days(3))
    page.reload()
    qtbot.waitUntil(lambda: table(page)[0][-1] != "")
    assert [(row[1], row[-1]) for row in table(page)][:6] == [
        ("Fictif Chloé", "left 14 Nov 2026"),
        ("Fictif Chloé", ""),  # the end of the assignment itself
        ("Exemple Éloïse", "visit 24 Nov 2026"),
        ("D'Essai Noël", ""),
        ("D'Essai Noël", "leaves 28 Nov 2026"),
        ("Exemple Éloïse", ""),
    ]
    place = page.model.columnCount() - 1
    told = page.model.index(4, place).data(Qt.ItemDataRole.ToolTipRole)
    assert told == "contract or assignment ends on 28 Nov 2026, before the expiry"


def test_a_longer_horizon_shows_more(page: AlertsPage, qtbot: QtBot) -> None:
    page.horizon.choose(180)
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)
    page.horizon.choose(30)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_the_filters_count_and_combine(page: AlertsPage) -> None:
    page.filters.button("type").choose("medical")
    assert [row[1] for row in table(page)] == ["Exemple Éloïse", "D'Essai Noël"]
    assert page.filters.button("severity").tail == "2"
    page.filters.button("workspace").choose("Zone A")
    assert [row[1] for row in table(page)] == ["D'Essai Noël"]
    assert page.counts.plain_text() == "1 alert · 5 in all · clear the filters"
    page.filters.button("severity").choose("info")
    assert page.placeholder.text == "No results."
    page.counts.follow("clear the filters")
    assert page.model.rowCount() == 5


def test_enter_asks_for_the_person_at_that_record(page: AlertsPage, qtbot: QtBot) -> None:
    page.activate()
    page.view.select_position(0)
    alert = page.model.row(0)
    with qtbot.waitSignal(page.person_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert asked.args == [alert.employee_id, alert.record_id]


def test_horizon_and_filters_come_back(
    page: AlertsPage, qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.horizon.choose(180)
    page.filters.button("type").choose("caces")
    page.save_state(settings)
    other = AlertsPage(context)
    qtbot.addWidget(other)
    other.restore_state(settings)
    other.show()
    qtbot.waitUntil(lambda: other.model.rowCount() == 3)
    assert other.horizon.days == 180


def test_the_panel_groups_by_urgency_with_counts(dock: AlertsDock) -> None:
    lines = [str(dock.model.index(row, 0).data()) for row in range(dock.model.rowCount())]
    assert lines == [
        "Critical 3",
        "Chloé Fictif, R489-5, expired 12 d ago",
        "Éloïse Exemple, medical visit, 3 d overdue",
        "Noël D'Essai, medical visit, in 8 d",
        "Warning 1",
        "Éloïse Exemple, First-aider, in 45 d",
        "To plan 1",
        "Éloïse Exemple, R486-A, in 80 d",
    ]
    assert dock.number.text() == "5"


def test_page_and_panel_agree(page: AlertsPage, dock: AlertsDock) -> None:
    assert dock.number.text() == str(page.model.rowCount())


def test_the_panel_is_read_out_in_full(dock: AlertsDock) -> None:
    spoken = dock.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Critical, Chloé Fictif, R489-5 Reach truck, expired 12 days ago, Quai"


def test_the_panel_obeys_qt(dock: AlertsDock, qtmodeltester: Any) -> None:
    qtmodeltester.check(dock.model)


def test_arrow_keys_pass_over_the_titles_of_the_panel(dock: AlertsDock, qtbot: QtBot) -> None:
    dock.view.setFocus()
    dock.view.setCurrentIndex(dock.model.index(3, 0))
    qtbot.keyClick(dock.view, Qt.Key.Key_Down)
    assert dock.view.currentIndex().row() == 5
    with qtbot.waitSignal(dock.person_requested) as asked:
        qtbot.keyClick(dock.view, Qt.Key.Key_Return)
    alert: Any = dock.model.entry(5)
    assert asked.args == [alert.employee_id, alert.record_id]


def test_the_chosen_alert_of_the_panel_stays_chosen(dock: AlertsDock, qtbot: QtBot) -> None:
    dock.view.setCurrentIndex(dock.model.index(5, 0))
    context = dock._context
    with context.workspace.change("One alert less"):
        chloe = Employee.get(Employee.first_name == "Chloé")
        caces(chloe, "R489-5", completion_date=in_days(-1))
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: dock.number.text() == "4")
    assert dock.view.currentIndex().data() == "Éloïse Exemple, First-aider, in 45 d"


def test_what_does_not_fit_the_panel_is_counted_and_leads_to_the_page(
    qtbot: QtBot, page: AlertsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts_dock, "SHOWN", 2)
    dock = opened(qtbot, page._context)
    last = dock.model.index(dock.model.rowCount() - 1, 0)
    assert last.data() == "… 3 more: open the Alerts page"
    assert (dock.number.text(), dock.model.index(0, 0).data()) == ("5", "Critical 3")
    dock.view.setCurrentIndex(last)
    with qtbot.waitSignal(dock.all_requested):
        qtbot.keyClick(dock.view, Qt.Key.Key_Return)


def test_nothing_due_is_said_with_the_next_useful_thing(
    qtbot: QtBot, folder: Path, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    with bootstrap.create_folder(folder, "Entrepôt Vide") as workspace:
        context = Context(workspace, tasks, bus, theme)
        page, dock = AlertsPage(context), AlertsDock(context)
        qtbot.addWidget(page)
        qtbot.addWidget(dock)
        page.show()
        qtbot.waitUntil(lambda: page.placeholder.text == "Nothing due in the next 90 days.")
        qtbot.waitUntil(lambda: dock.placeholder.text == "Nothing due in the next 90 days.")
        assert page.placeholder.button.text() == "Look 180 days ahead"
        page.placeholder.button.click()
        qtbot.waitUntil(lambda: page.placeholder.text == "Nothing due in the next 180 days.")


# -- visits that are planned, or due without an earlier one ------------------------------------------


@pytest.fixture
def medical(qtbot: QtBot, page: AlertsPage) -> AlertsPage:
    """The page with an apprentice who never saw the doctor, and a visit that is planned."""
    context = page._context
    with context.workspace.change("Apprentice"):
        employee(first_name="Zoé", contract_type="Alternance", entry_date=in_days(-20), workspace="Quai")
        noel = Employee.get(Employee.first_name == "Noël")
        appointment(noel, planned_on=in_days(7))
    page.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)
    return page


def row_of(page: AlertsPage, name: str) -> list[str]:
    [row] = [row for row in table(page) if row[1].endswith(name)]
    return row


def choose(page: AlertsPage, name: str) -> None:
    page.view.select_position([row[1].endswith(name) for row in table(page)].index(True))


def test_a_planned_visit_stays_listed_with_its_day(medical: AlertsPage, qtbot: QtBot) -> None:
    assert row_of(medical, "Noël")[-2:] == ["in 8 d", "visit 28 Nov 2026"]
    dock = opened(qtbot, medical._context)
    told = [dock.model.index(row).data() for row in range(dock.model.rowCount())]
    assert "Noël D'Essai, medical visit, planned for 28 Nov 2026" in told


def test_a_first_visit_that_is_due_is_recorded_from_its_alert(medical: AlertsPage, qtbot: QtBot) -> None:
    assert row_of(medical, "Zoé")[3] == "Initial visit"
    choose(medical, "Zoé")
    medical.actions_menu.action("renew").trigger()
    qtbot.waitUntil(lambda: bool(forms_over(medical)))
    [form] = forms_over(medical)
    assert form.fields["visit_type"].value == "initial"
    write(form, visit_date="20/11/2026")
    save(qtbot, form)
    qtbot.waitUntil(lambda: medical.model.rowCount() == 5)


def test_a_visit_is_planned_from_its_alert(medical: AlertsPage, qtbot: QtBot) -> None:
    choose(medical, "Zoé")
    medical.actions_menu.action("plan").trigger()
    qtbot.waitUntil(lambda: bool(forms_over(medical)))
    [form] = forms_over(medical)
    write(form, planned_on="01/12/2026")
    save(qtbot, form)
    qtbot.waitUntil(lambda: row_of(medical, "Zoé")[-1] == "visit 1 Dec 2026")


def test_what_is_no_visit_cannot_be_planned_and_first_visits_are_not_renewed_in_a_batch(
    medical: AlertsPage,
) -> None:
    choose(medical, "Chloé")
    assert not medical.actions_menu.action("plan").isEnabled()
    medical.filters.button("type").choose("medical")
    medical.view.selectAll()
    renew = medical.actions_menu.action("renew")
    assert not renew.isEnabled()
    assert "one by one" in renew.toolTip()
