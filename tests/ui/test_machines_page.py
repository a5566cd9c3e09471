"""The page of machines: listed by number, added, changed, taken out of service, deleted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from factories import TODAY
from fingers import give_keyboard, press
from forms import forms_over, save, write
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.equipment.models import Machine
from cariste.equipment.queries import list_machines
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms.form import Form
from cariste.ui.pages.machines import MachinesPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def some(context: Context) -> None:
    with context.workspace.change("machines"):
        for number, kind, site in (("12", "R489-5", "Quai"), ("2", "R489-3", None), ("A1", "R485-2", "Quai")):
            Machine(number=number, name=f"Engin Fictif {number}", kind=kind, site=site).save()


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> MachinesPage:
    some(context)
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: Context, rows: int = 3) -> MachinesPage:
    page = MachinesPage(context)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.model.rowCount() == rows and not page.placeholder._timer.isActive())
    return page


def lines(page: MachinesPage) -> list[tuple[str, ...]]:
    texts = [column.text for column in page.model.columns]
    return [tuple(text(page.model.row(place)) for text in texts) for place in range(page.model.rowCount())]


def form(qtbot: QtBot, page: MachinesPage) -> Form:
    qtbot.waitUntil(lambda: bool(forms_over(page)))
    [shown] = forms_over(page)
    return shown


def at(qtbot: QtBot, page: MachinesPage, number: str) -> None:
    page.activateWindow()
    page.view.select_position([line[0] for line in lines(page)].index(number))
    give_keyboard(qtbot, page.view)


def test_machines_are_listed_by_number_as_people_count(page: MachinesPage) -> None:
    assert lines(page) == [
        ("2", "Engin Fictif 2", "R489-3 Counterbalance ≤ 6 t", "All work areas", "in service"),
        ("12", "Engin Fictif 12", "R489-5 Reach truck", "Quai", "in service"),
        ("A1", "Engin Fictif A1", "R485-2 Pedestrian stacker > 2.50 m", "Quai", "in service"),
    ]
    assert page.counts.plain_text() == "3 machines"


def test_a_machine_is_added_with_the_keyboard_and_chosen(
    qtbot: QtBot, page: MachinesPage, context: Context
) -> None:
    at(qtbot, page, "2")
    press(Qt.Key.Key_Insert)
    shown = form(qtbot, page)
    write(shown, number="7", name="Frontal F7", kind="R489-4", site="Zone A")
    save(qtbot, shown)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert lines(page)[1][:4] == ("7", "Frontal F7", "R489-4 Counterbalance > 6 t", "Zone A")
    assert page.model.row(page.view.currentIndex().row()).number == "7"
    assert context.workspace.undoable == "Machine 7"


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"number": ""}, {"number": "Required field."}),
        ({"name": " "}, {"name": "Required field."}),
        ({"number": "12"}, {"number": "Another machine has this number."}),
        ({"out_of_service_on": "31/02/2026"}, {"out_of_service_on": "Invalid date: enter dd/mm/yyyy."}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    qtbot: QtBot, page: MachinesPage, texts: dict[str, str], wrong: dict[str, str]
) -> None:
    page.add_button.click()
    shown = form(qtbot, page)
    write(shown, **{"number": "9", "name": "Engin", **texts})
    shown.save()
    qtbot.waitUntil(lambda: any(field.problem for field in shown.fields.values()))
    assert {name: field.problem for name, field in shown.fields.items() if field.problem} == wrong


def test_a_machine_keeps_its_number_when_its_form_is_saved(
    qtbot: QtBot, page: MachinesPage, context: Context
) -> None:
    at(qtbot, page, "12")
    press(Qt.Key.Key_Return)
    shown = form(qtbot, page)
    write(shown, name="Mât rétractable M2", out_of_service_on="01/12/2026")
    save(qtbot, shown)
    qtbot.waitUntil(lambda: lines(page)[1][1] == "Mât rétractable M2")
    assert lines(page)[1][4] == "out of service from 1 Dec 2026"


def test_out_of_service_and_back_is_one_action_each_for_all_that_are_selected(
    qtbot: QtBot, page: MachinesPage, context: Context
) -> None:
    page.view.selectAll()
    menu = page.actions_menu
    menu.refresh()
    assert not menu.action("resume").isEnabled()
    assert menu.action("resume").toolTip() == "This machine is in service."
    menu.action("stop").trigger()
    qtbot.waitUntil(lambda: lines(page)[0][4] == "out of service since 21 Nov 2026")
    assert context.workspace.undoable == "Out of service: 3 machines"
    with context.workspace.reading():
        assert not any(machine.runs_on(TODAY) for machine in list_machines())
        assert all(machine.runs_on(TODAY - dt.timedelta(days=1)) for machine in list_machines())
    menu.refresh()
    menu.action("resume").trigger()
    qtbot.waitUntil(lambda: lines(page)[0][4] == "in service")


def test_deleting_asks_once_and_can_be_undone(qtbot: QtBot, page: MachinesPage, context: Context) -> None:
    at(qtbot, page, "12")
    press(Qt.Key.Key_Delete)

    def question() -> Confirmation | None:
        windows = QApplication.topLevelWidgets()
        return next((one for one in windows if isinstance(one, Confirmation) and one.isVisible()), None)

    qtbot.waitUntil(lambda: question() is not None)
    found = question()
    assert found is not None
    assert found.text.startswith("Delete “machine 12 · Engin Fictif 12”?")
    found.action_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    context.workspace.undo()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_filters_narrow_and_come_back(
    qtbot: QtBot, page: MachinesPage, context: Context, tmp_path: Path
) -> None:
    page.filters.choose(site="Quai")
    assert [line[0] for line in lines(page)] == ["12", "A1"]
    assert page.counts.plain_text() == "2 machines · 3 in all · clear the filters"
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.save_state(settings)
    other = opened(qtbot, context)
    other.restore_state(settings)
    assert [line[0] for line in lines(other)] == ["12", "A1"]


def test_an_empty_site_says_what_machines_are_good_for(qtbot: QtBot, context: Context) -> None:
    page = opened(qtbot, context, rows=0)
    qtbot.waitUntil(lambda: page.placeholder.text == "No machine recorded.")
    page.placeholder.button.click()
    assert form(qtbot, page).windowTitle() == "New machine"


def test_a_window_that_only_reads_shows_machines_and_changes_none(
    qtbot: QtBot, context: Context, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    some(context)
    context.workspace.send()
    with bootstrap.open_workspace(context.workspace.folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        assert not page.add_button.isEnabled()
        at(qtbot, page, "12")
        for key in ("stop", "delete"):
            assert "only reads" in page.actions_menu.action(key).toolTip()
        press(Qt.Key.Key_Return)
        shown = form(qtbot, page)
        assert shown.fields["number"].value == "12"
        assert not shown.save_button.isEnabled()
        shown.reject()
        qtbot.waitUntil(lambda: not forms_over(page))
