"""The page of waiting changes: what waits, and what the share refused."""

from __future__ import annotations

from pathlib import Path

from programs import Start, headline
from pytestqt.qtbot import QtBot
from scenes import cut_off, on_pc
from waiting_changes import Edit, Open, change, lines, tabs

from cariste import bootstrap
from cariste.employee.models import Employee
from cariste.ui.app import Program
from cariste.ui.pages.outbox import OutboxPage


def test_when_everybody_has_everything_the_page_says_so(
    two_people: Path, open_page: Open, editing: Edit
) -> None:
    page = open_page(editing(two_people))
    assert page.placeholder.text == "Nothing is waiting."
    assert tabs(page) == ["To decide 0", "Refused 0", "Waiting 0"]
    assert not page.panel.isVisible()


def test_what_waits_is_listed_by_action_with_who_and_when(
    two_people: Path, open_page: Open, editing: Edit
) -> None:
    workspace = editing(two_people)
    with workspace.change("Phone of Éloïse"):
        change(Employee, phone="02")()
    with workspace.change("Everybody to the dock"):
        for person in Employee.select():
            person.workspace = "Quai"
            person.save()
    page = open_page(workspace)
    assert tabs(page) == ["To decide 0", "Refused 0", "Waiting 2"]
    assert lines(page) == [
        ("Phone of Éloïse", "Éloïse Exemple", "Employee"),
        ("Everybody to the dock", "2 people", "2 records"),
    ]
    assert page.model.index(0, 4).data() == "<\u00a01\u00a0min"
    assert not page.retry_button.isVisible()


def test_what_is_sent_leaves_the_page_by_itself(
    qtbot: QtBot, two_people: Path, open_page: Open, editing: Edit
) -> None:
    workspace = editing(two_people)
    with workspace.change("Phone of Éloïse"):
        change(Employee, phone="02")()
    page = open_page(workspace)
    assert page.model.rowCount() == 1
    workspace.send()
    page._timer.timeout.emit()
    qtbot.waitUntil(lambda: page.placeholder.text == "Nothing is waiting.")


def test_what_the_share_refuses_is_shown_with_the_reason_and_tried_again(
    qtbot: QtBot, two_people: Path, open_page: Open, editing: Edit
) -> None:
    workspace = editing(two_people)
    with workspace.change("Phone of Éloïse"):
        change(Employee, phone="02")()
    workspace._outbox.freeze()
    while workspace._outbox.refused("The disk is full.") is not None:
        pass
    page = open_page(workspace)
    assert tabs(page)[page.tabs.currentIndex()] == "Refused 1"
    assert page.notice.text == "The disk is full."
    with qtbot.waitSignal(page._context.bus.changed):
        page.retry_button.click()
    qtbot.waitUntil(lambda: tabs(page) == ["To decide 0", "Refused 0", "Waiting 1"])
    assert page.tabs.currentIndex() == 2  # where it went


def test_what_waits_here_is_seen_in_a_window_that_only_reads(
    two_people: Path, other_pc: Path, open_page: Open, editing: Edit
) -> None:
    workspace = bootstrap.open_workspace(two_people, write=True)
    with workspace.change("Phone of Éloïse"):
        change(Employee, phone="02")()
    cut_off(workspace)
    with on_pc(other_pc):
        editing(two_people)
    with bootstrap.open_workspace(two_people, write=False) as reader:
        page = open_page(reader)
        assert [line[0] for line in lines(page)] == ["Phone of Éloïse"]
        page.hide()


def listed(program: Program) -> list[str]:
    navigation = program.window.navigation
    rows = range(navigation.count())
    return [navigation.item(row).text() for row in rows if not navigation.isRowHidden(row)]


def test_the_page_is_listed_only_while_something_does_not_leave_by_itself(
    start: Start, qtbot: QtBot, person_clash: Path
) -> None:
    program = start(person_clash)
    qtbot.waitUntil(lambda: headline(program) == "1 change to decide")
    assert listed(program)[-1] == "Waiting"
    [decide] = program.window.banner.status.actions
    program.window.banner.action_requested.emit(decide)
    assert program.window.shown == "outbox"
    page = program.window.findChild(OutboxPage)
    assert page is not None
    qtbot.waitUntil(lambda: len(page.panel.rows) == 2)
    page.panel.keep_mine.click()
    page.panel.apply.click()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert listed(program)[-1] == "Waiting"  # as long as it is shown
    program.window.visit("employees")
    assert "Waiting" not in listed(program)
