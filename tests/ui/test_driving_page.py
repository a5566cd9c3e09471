"""The page « Qui peut conduire ? »: by machine, by category, for a work area, for a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from drivers import grant, induct, proven
from factories import TODAY, caces, employee
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.equipment.models import Machine
from cariste.requirement.edits import ask_for
from cariste.requirement.queries import Need
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.models.table import TableModel
from cariste.ui.pages.driving import DrivingPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

D = dt.date


@pytest.fixture
def site(context: Context) -> None:
    """Anaïs may drive 3 on Quai, Bruno's CACES 3 is over, Zoé may drive 5 in Zone A; two machines."""
    with context.workspace.change("site"):
        grant(proven("Anaïs", last_name="Alpha"))
        bruno = proven("Bruno", (), last_name="Bravo")
        caces(bruno, "R489-3", completion_date=D(2021, 11, 9))
        grant(bruno, ends_on=D(2029, 1, 1))
        zoe = proven("Zoé", ("R489-5",), last_name="Zoulou", workspace="Zone A")
        induct(zoe, "Zone A")
        grant(zoe, "R489-5", site="Zone A")
        employee(first_name="Camille", last_name="Charlie", role="Bureau")
        Machine(number="12", name="Mât rétractable M1", kind="R489-5", site="Zone A").save()
        Machine(
            number="9", name="Frontal", kind="R489-3", site="Quai", out_of_service_on=D(2026, 9, 14)
        ).save()


@pytest.fixture
def page(qtbot: QtBot, context: Context, site: None) -> DrivingPage:
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: Context) -> DrivingPage:
    page = DrivingPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page._board is not None)
    return page


def column(model: TableModel, title: str) -> list[str]:  # type: ignore[type-arg]
    place = [each.title() for each in model.columns].index(title)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def test_an_area_that_only_people_name_can_be_asked_about(qtbot: QtBot, context: Context) -> None:
    with context.workspace.change("mistyped"):
        employee(first_name="Ines", workspace="Zonne A")
    page = DrivingPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "Zonne A" in [choice.value for choice in page._sites()])
    assert [choice.value for choice in page._sites()][:2] == [None, context.workspace.settings.workspaces[0]]


def ask(qtbot: QtBot, page: DrivingPage, what: str | None = None, site: str | None = None) -> None:
    before = page._board
    if what is not None:
        value = next(choice.value for choice in page._whats() if choice.label.startswith(what))
        page.what.choose(value)
    page.site.choose(site)
    qtbot.waitUntil(lambda: page._board is not before)


def test_those_who_may_stand_first_and_the_others_say_why(page: DrivingPage) -> None:
    assert column(page.allowed.model, "Employee") == ["Alpha Anaïs"]
    assert column(page.allowed.model, "Until") == ["1 Mar 2029"]
    refused = dict(
        zip(column(page.refused.model, "Employee"), column(page.refused.model, "Why"), strict=True)
    )
    assert refused["Bravo Bruno"] == "CACES expired 12 d ago"
    assert "Charlie Camille" not in refused
    assert "hidden · show them" in page.counts.plain_text()


def test_one_asks_by_machine_and_hears_that_it_is_out_of_service(qtbot: QtBot, page: DrivingPage) -> None:
    ask(qtbot, page, "12 ·")
    assert column(page.allowed.model, "Employee") == ["Zoulou Zoé"]
    ask(qtbot, page, "9 ·")
    assert column(page.allowed.model, "Employee") == ["Alpha Anaïs"]
    assert page.counts.plain_text().startswith("This machine is out of service since 14 Sep 2026")


def test_another_work_area_is_another_answer(qtbot: QtBot, page: DrivingPage) -> None:
    ask(qtbot, page, site="Zone A")
    assert column(page.allowed.model, "Employee") == []
    assert column(page.refused.model, "Why")[0] == "not shown the site and its instructions"


def test_another_day_is_judged_by_the_rules_of_that_day(qtbot: QtBot, page: DrivingPage) -> None:
    before = page._board
    page.day.setText("09/11/2026")
    page.day.editingFinished.emit()
    qtbot.waitUntil(lambda: page._board is not before)
    assert column(page.allowed.model, "Employee") == ["Alpha Anaïs", "Bravo Bruno"]
    assert "judged by the rules in force on 9 Nov 2026" in page.counts.plain_text()
    # What is spoken and copied is of the same day as what is painted.
    assert column(page.allowed.model, "Until")[1] == "9 Nov 2026 · 0 d left"


def test_who_needs_it_for_the_role_is_listed_though_nothing_is_recorded(
    qtbot: QtBot, page: DrivingPage, context: Context
) -> None:
    with context.workspace.change("required"):
        ask_for(Need("Bureau", None, "R489-3"), asked=True)
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: "Charlie Camille" in column(page.refused.model, "Employee"))
    reasons = dict(
        zip(column(page.refused.model, "Employee"), column(page.refused.model, "Why"), strict=True)
    )
    assert reasons["Charlie Camille"] == "no CACES for this category"


def test_the_conditions_of_whoever_is_chosen_stand_below_one_by_one(qtbot: QtBot, page: DrivingPage) -> None:
    conditions = page.conditions
    assert not conditions.isVisible()
    page.refused.view.select_position(column(page.refused.model, "Employee").index("Bravo Bruno"))
    qtbot.waitUntil(conditions.isVisible)
    assert conditions.title.text() == (
        "Bruno Bravo · R489-3 Counterbalance ≤ 6 t · conditions on 21 Nov 2026"
    )
    assert conditions.chips.text == (
        "CACES expired 12 d ago · medical certificate until 3 Nov 2030 · Quai shown on 7 Jan 2020"
        " · authorised until 1 Jan 2029 · in the firm"
    )
    page.allowed.view.select_position(0)
    qtbot.waitUntil(lambda: conditions.title.text().startswith("Anaïs Alpha"))
    assert not page.refused.view.selected_ids()
    # They follow the question, and leave with the person.
    ask(qtbot, page, site="Quai")
    qtbot.waitUntil(lambda: conditions.chips.text.startswith("CACES 3 until 1 Mar 2029"))
    ask(qtbot, page, "R489-5")
    qtbot.waitUntil(lambda: not conditions.isVisible())


def test_a_window_that_only_reads_answers_like_the_others(
    qtbot: QtBot, context: Context, site: None, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    context.workspace.send()
    with bootstrap.open_workspace(context.workspace.folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        qtbot.waitUntil(lambda: page.allowed.model.rowCount() == 1)
        assert column(page.allowed.model, "Employee") == ["Alpha Anaïs"]
        page.allowed.view.select_position(0)
        qtbot.waitUntil(page.conditions.isVisible)
        QApplication.processEvents()


def test_the_machine_asked_about_last_is_asked_about_again(
    qtbot: QtBot, context: Context, page: DrivingPage, tmp_path: Path
) -> None:
    ask(qtbot, page, "12")
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.save_state(settings)
    again = DrivingPage(context)
    qtbot.addWidget(again)
    again.restore_state(settings)
    qtbot.waitUntil(lambda: again.what.text().startswith("12 · Mât rétractable M1"))
    qtbot.waitUntil(lambda: again._board is not None and again._board.kind == "R489-5")


def test_a_long_last_line_wraps_and_widens_no_window(page: DrivingPage) -> None:
    narrow = page.minimumSizeHint().width()
    page.counts.say(*["judged for Quai, where this machine runs"] * 9)
    assert page.minimumSizeHint().width() == narrow


def test_midnight_moves_the_question_on(qtbot: QtBot, page: DrivingPage, context: Context) -> None:
    before = page._board
    context.bus.day_changed.emit(TODAY + dt.timedelta(days=1))
    qtbot.waitUntil(lambda: page._board is not before)
    assert page._board is not None
    assert page._board.on == TODAY + dt.timedelta(days=1)
