"""What roles ask for: a matrix one clicks in, each cell one change, what is missing an alert."""

from __future__ import annotations

from pathlib import Path

import pytest
from drivers import proven
from factories import TODAY
from fingers import give_keyboard, press
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.alerts.queries import Filter, list_alerts
from cariste.core.i18n import set_language
from cariste.equipment.models import Machine
from cariste.requirement.edits import ask_for
from cariste.requirement.queries import Need, list_needs
from cariste.requirement.starting import STARTING, starting_needs
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.errors import Message
from cariste.ui.pages.requirements import RequirementsPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> RequirementsPage:
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: Context) -> RequirementsPage:
    page = RequirementsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


def roles(page: RequirementsPage) -> list[str]:
    return [column.title() for column in page.model.columns[1:]]


def kinds(page: RequirementsPage) -> list[str]:
    return [page.model.row(place).kind for place in range(page.model.rowCount())]


def cell(page: RequirementsPage, role: str, kind: str) -> str:
    index = place_of(page, role, kind)
    return str(index.data())


def place_of(page: RequirementsPage, role: str, kind: str):  # type: ignore[no-untyped-def] # Qt's index
    column = next(place for place, title in enumerate(roles(page), start=1) if title.startswith(role))
    return page.model.index(kinds(page).index(kind), column)


def go_to(qtbot: QtBot, page: RequirementsPage, role: str, kind: str) -> None:
    page.activateWindow()
    index = place_of(page, role, kind)
    page.view.go_to(index.row(), index.column())
    give_keyboard(qtbot, page.view)


def asked(context: Context) -> set[Need]:
    with context.workspace.reading():
        return set(list_needs())


def test_roles_stand_beside_each_other_with_their_people(page: RequirementsPage) -> None:
    assert roles(page) == ["Préparateur  1", "Réceptionnaire  0", "Cariste  2"]


def test_only_categories_used_here_are_shown_until_one_asks_for_all(
    qtbot: QtBot, page: RequirementsPage, context: Context
) -> None:
    assert kinds(page)[:4] == ["R489-1A", "R489-3", "R489-5", "R485-2"]
    assert {"driving_certificate", "electrical_certificate", "SST", "ADR"} <= set(kinds(page))
    with context.workspace.change("machine"):
        Machine(number="1", name="Nacelle", kind="R486-B").save()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: "R486-B" in kinds(page))
    page.counts.follow("show them")
    assert "R487-3" in kinds(page)
    assert "R389-3" not in kinds(page)
    page.counts.follow("only the categories used here")
    assert "R487-3" not in kinds(page)


def test_the_space_bar_asks_and_takes_back_each_one_change(
    qtbot: QtBot, page: RequirementsPage, context: Context
) -> None:
    go_to(qtbot, page, "Cariste", "R489-3")
    press(Qt.Key.Key_Space)
    assert cell(page, "Cariste", "R489-3") == "yes"  # at once
    qtbot.waitUntil(lambda: asked(context) == {Need("Cariste", None, "R489-3")})
    asking = "Required: R489-3 Counterbalance ≤ 6 t for Cariste"
    qtbot.waitUntil(lambda: context.workspace.undoable == asking)
    assert page.view.currentIndex().column() == 3  # the place stays
    press(Qt.Key.Key_Space)
    assert cell(page, "Cariste", "R489-3") == ""
    # Only then can it be undone; it is recorded a moment before.
    qtbot.waitUntil(lambda: context.workspace.undoable != asking)
    assert not asked(context)
    context.workspace.undo()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: cell(page, "Cariste", "R489-3") == "yes")


def test_a_click_does_the_same_and_the_first_column_takes_none(
    qtbot: QtBot, page: RequirementsPage, context: Context
) -> None:
    for role, kind in (("Préparateur", "R489-1A"), ("Cariste", "SST")):
        index = place_of(page, role, kind)
        page.view.scrollTo(index)
        qtbot.mouseClick(
            page.view.viewport(), Qt.MouseButton.LeftButton, pos=page.view.visualRect(index).center()
        )
    wanted = {Need("Préparateur", None, "R489-1A"), Need("Cariste", None, "SST")}
    qtbot.waitUntil(lambda: asked(context) == wanted)
    first = page.model.index(0, 0)
    qtbot.mouseClick(
        page.view.viewport(), Qt.MouseButton.LeftButton, pos=page.view.visualRect(first).center()
    )
    assert page.need_at(first) is None
    assert asked(context) == wanted


def test_one_work_area_can_ask_for_more_and_sees_what_is_asked_everywhere(
    qtbot: QtBot, page: RequirementsPage, context: Context, tmp_path: Path
) -> None:
    with context.workspace.change("everywhere"):
        ask_for(Need("Cariste", None, "R489-3"), asked=True)
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: cell(page, "Cariste", "R489-3") == "yes")
    page.site.choose("Zone A")
    assert roles(page) == ["Préparateur  1", "Réceptionnaire  0", "Cariste  0"]
    assert cell(page, "Cariste", "R489-3") == "everywhere"
    go_to(qtbot, page, "Cariste", "R489-5")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: Need("Cariste", "Zone A", "R489-5") in asked(context))
    page.site.choose(None)
    qtbot.waitUntil(lambda: cell(page, "Cariste", "R489-5") == "Zone A")
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.site.choose("Zone A")
    page.save_state(settings)
    other = opened(qtbot, context)
    other.restore_state(settings)
    assert other.site.value == "Zone A"


def test_the_model_is_proposed_and_one_confirmation_takes_it_up(
    qtbot: QtBot, page: RequirementsPage, context: Context
) -> None:
    page.start_button.click()
    question = shown(qtbot, Confirmation)
    assert question.text.splitlines()[1:4] == [
        "Préparateur: R489-1A Ride-on pallet truck",
        "Réceptionnaire: R489-1A Ride-on pallet truck",
        "Cariste: R489-3 Counterbalance ≤ 6 t, Driving certificate",
    ]
    question.action_button.click()
    qtbot.waitUntil(lambda: len(asked(context)) == 4)
    # Only then can it be undone; it is recorded a moment before.
    qtbot.waitUntil(lambda: context.workspace.undoable == "Requirements from the starting matrix")
    qtbot.waitUntil(lambda: cell(page, "Cariste", "driving_certificate") == "yes")
    page.start_button.click()
    shown(qtbot, Message).accept()
    context.workspace.undo()
    assert not asked(context)


def shown(qtbot: QtBot, kind: type[Message]) -> Message:
    def found() -> Message | None:
        windows = QApplication.topLevelWidgets()
        return next((one for one in windows if isinstance(one, kind) and one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None)
    dialog = found()
    assert dialog is not None
    return dialog


def test_what_a_role_asks_for_becomes_an_alert_and_leaves_with_the_record(
    qtbot: QtBot, page: RequirementsPage, context: Context
) -> None:
    go_to(qtbot, page, "Réceptionnaire", "R489-3")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(asked(context)))
    with context.workspace.change("people"):
        proven("Avec", role="Réceptionnaire")
        proven("Sans", (), role="Réceptionnaire")
    with context.workspace.reading():
        alerts = list_alerts(TODAY, Filter(type="missing"))
    assert [alert.first_name for alert in alerts] == ["Sans"]


def test_a_window_that_only_reads_shows_the_matrix_and_says_why_nothing_changes(
    qtbot: QtBot, context: Context, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    with context.workspace.change("needs"):
        ask_for(Need("Cariste", None, "R489-3"), asked=True)
    context.workspace.send()
    with bootstrap.open_workspace(context.workspace.folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        assert cell(page, "Cariste", "R489-3") == "yes"
        assert not page.start_button.isEnabled()
        go_to(qtbot, page, "Cariste", "R489-3")
        press(Qt.Key.Key_Space)
        message = shown(qtbot, Message)
        assert "only reads" in message.text
        message.accept()
        assert cell(page, "Cariste", "R489-3") == "yes"


def test_the_model_recognises_roles_whatever_their_case_and_accents() -> None:
    set_language("en")
    found = starting_needs(("PREPARATEUR", "cariste", "Bureau"))
    assert {(need.role, need.kind) for need in found} == {
        ("PREPARATEUR", "R489-1A"),
        ("cariste", "R489-3"),
        ("cariste", "driving_certificate"),
    }
    assert set(STARTING) == {"Préparateur", "Réceptionnaire", "Cariste"}
