"""A change that takes long: the window lives on, says how far it is, and lets it be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from company import opened
from factories import employee
from forms import forms_over, write
from programs import Start, headline
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cariste.database import model
from cariste.database.model import Change
from cariste.employee.models import Employee
from cariste.ui.app import Program
from cariste.ui.errors import Message
from cariste.ui.pages.company import CompanyPage
from cariste.ui.widgets.notice import PassingNotice
from cariste.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PEOPLE = 12


@pytest.fixture
def program(start: Start, shared: Path, qtbot: QtBot) -> Program:
    """A window that edits, with a dozen people on the dock."""
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    with workspace_of(program).change("a dozen"):
        for number in range(PEOPLE):
            employee(first_name=f"Noé {number}", external_id=str(number), workspace="Quai")
    program._bus.changed.emit(None)
    return program


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Every save waits after the third until it is let go; call it to let go."""
    goes_on, saved = threading.Event(), [0]
    save = Employee.save

    def slowly(self: Employee, *args: object, **how: object) -> int:
        saved[0] += 1
        if saved[0] > 3:
            goes_on.wait(60)
        return int(save(self, *args, **how))

    monkeypatch.setattr(Employee, "save", slowly)
    yield goes_on.set
    goes_on.set()


def workspace_of(program: Program) -> Workspace:
    assert program.session.workspace is not None
    return program.session.workspace


def work_areas(program: Program) -> set[str | None]:
    with workspace_of(program).reading():
        return {person.workspace for person in Employee.select()}


def told(program: Program) -> list[PassingNotice]:
    """Return the lines that say how far something is."""
    found = program.window.findChildren(PassingNotice)
    return [one for one in found if one.isVisible() and "written" in one.text]


def tells(program: Program, qtbot: QtBot, words: str) -> PassingNotice:
    """Wait until the line says this: on a busy machine it may come while fewer rows are written."""
    qtbot.waitUntil(lambda: [one.text for one in told(program)] == [words])
    [line] = told(program)
    return line


def rename(program: Program, qtbot: QtBot) -> None:
    """Ask for another name of the dock, as on the page « Entreprise »."""
    program.window.visit("company")
    [page] = program.window.findChildren(CompanyPage)
    qtbot.waitUntil(lambda: page.areas.model.rowCount() > 0)
    page.areas.view.select("Quai")
    form = opened(qtbot, program.window, page.areas.menu.action("rename").trigger)
    write(form, name="Quai nord")
    form.save()


def test_a_name_that_thousands_bear_is_renamed_under_ones_eyes_and_can_be_stopped(
    program: Program, slow: Callable[[], None], qtbot: QtBot
) -> None:
    rename(program, qtbot)
    # The list of areas is a setting of its own: that row, and three people.
    line = tells(program, qtbot, "Renamed: work area “Quai” → “Quai nord” · 4 of 13 lines written…")
    assert line.bar.isVisible()
    assert (line.bar.value(), line.bar.maximum()) == (4, 13)
    [form] = forms_over(program.window)
    assert line.parent() is form
    assert program.window.isVisible()
    line.button.setFocus()
    QTest.keyClick(line.button, Qt.Key.Key_Space)
    slow()
    qtbot.waitUntil(lambda: form.notice.text == "Stopped. Nothing was changed.")
    assert work_areas(program) == {"Quai"}
    qtbot.waitUntil(lambda: not told(program))
    assert form.fields["name"].value == "Quai nord"  # what was typed is still there
    form.save()
    qtbot.waitUntil(lambda: not forms_over(program.window))
    assert work_areas(program) == {"Quai nord"}


def test_what_is_done_without_a_form_is_told_over_the_window_and_undone_likewise(
    program: Program, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    workspace = workspace_of(program)
    with workspace.change("all of them"):
        for person in Employee.select():
            person.role = "Cariste"
            person.save()
    program._bus.changed.emit(None)
    goes_on = threading.Event()
    undo = Workspace.undo

    def slowly(self: Workspace) -> str:
        # The rows of an undo are written at once: it is held back after them, inside its change.
        forget = self._outbox.keep
        monkeypatch.setattr(self._outbox, "keep", lambda *how: (goes_on.wait(60), forget(*how))[1])
        return undo(self)

    monkeypatch.setattr(Workspace, "undo", slowly)
    program.undo.undo()
    line = tells(program, qtbot, f"Undone: all of them · {PEOPLE} of {PEOPLE} lines written…")
    assert line.bar.value() == line.bar.maximum() == PEOPLE
    assert line.parent() is program.window
    goes_on.set()
    qtbot.waitUntil(lambda: program.undo.notice.text == "Undone: all of them")
    qtbot.waitUntil(lambda: not told(program))
    assert program.window.findChild(Message) is None


def test_an_undo_that_is_stopped_changes_nothing_and_can_be_asked_for_again(
    program: Program, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    workspace = workspace_of(program)

    def give_up(change: Change, *_row: object) -> None:
        change.given_up = True

    with monkeypatch.context() as patch:
        patch.setattr(model, "saved_observers", [*model.saved_observers, give_up])
        program.undo.undo()
        stopped = "Stopped. Nothing was changed."
        qtbot.waitUntil(lambda: program.undo.notice.text == stopped)
    assert work_areas(program) == {"Quai"}
    assert workspace.undoable == "a dozen"
    program.undo.undo()
    qtbot.waitUntil(lambda: program.undo.notice.text == "Undone: a dozen")
    assert not work_areas(program)


def test_a_change_whose_end_nobody_knows_is_counted_without_a_bar(
    program: Program, slow: Callable[[], None], qtbot: QtBot
) -> None:
    def hire() -> None:
        with workspace_of(program).change("Hired"):
            for number in range(5):
                employee(first_name=f"Zoé {number}")

    program._tasks.write(hire, lambda _nothing: None, owner=program)
    line = tells(program, qtbot, "Hired · 3 lines written…")
    assert not line.bar.isVisible()
    slow()
    qtbot.waitUntil(lambda: not told(program))
