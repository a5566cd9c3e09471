"""The page of backups: what there is, whether it is sound, and the way back."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from backups import back_up_now, spoil
from factories import employee
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scenes import on_pc

from cariste import bootstrap
from cariste.core.errors import EnvironmentProblem
from cariste.employee.queries import count_employees
from cariste.integrity.restore import Tally
from cariste.share import backup
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs import restore_dialog
from cariste.ui.dialogs.restore_dialog import RestoreDialog, in_words
from cariste.ui.pages import backups
from cariste.ui.pages.backups import BackupsPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme


@pytest.fixture(autouse=True)
def _a_minute_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each backup be younger than the one before, on the day on which none is made by itself."""
    moment = dt.datetime(2026, 11, 18, 8, 0, 0)

    def next_minute() -> dt.datetime:
        nonlocal moment
        moment += dt.timedelta(minutes=1)
        return moment

    monkeypatch.setattr(backup, "now", next_minute)


def opened(qtbot: QtBot, context: Context) -> BackupsPage:
    page = BackupsPage(context)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return page


def states(page: BackupsPage) -> list[str]:
    column = [each.title() for each in page.model.columns].index("State")
    return [str(page.model.index(row, column).data()) for row in range(page.model.rowCount())]


def people(context: Context) -> int:
    with context.workspace.reading():
        return count_employees()


def hire(context: Context) -> None:
    with context.workspace.change("hire"):
        employee()
    context.workspace.send()


def test_without_any_the_page_says_so_and_makes_the_first(qtbot: QtBot, context: Context) -> None:
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: page.placeholder.text == "No backup yet.")
    page.placeholder.button.click()
    qtbot.waitUntil(lambda: states(page) == ["verified"])
    assert page.outcome.text().endswith(".db was made and checked.")
    assert page.counts.plain_text() == "1 backup · all verified"


def test_each_one_is_shown_with_what_is_in_it(qtbot: QtBot, context: Context) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    hire(context)
    back_up_now(context.workspace, "monthly")
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: states(page) == ["verified", "verified"])
    texts = [[str(page.model.index(row, column).data()) for column in range(6)] for row in range(2)]
    assert [row[:3] for row in texts] == [
        [texts[0][0], "each month", "shared folder"],
        [texts[1][0], "on request", "shared folder"],
    ]
    assert all(row[0].startswith("18 Nov 2026 08:") for row in texts)
    assert [row[4] for row in texts] == ["6", "5"]
    assert all(row[3].endswith("kB") for row in texts)


def test_a_damaged_one_is_named_and_cannot_be_restored(qtbot: QtBot, context: Context) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    spoil(back_up_now(context.workspace))
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: states(page) == ["damaged", "verified"])
    assert page.counts.plain_text() == "2 backups · 1 damaged"
    page.view.select_position(0)
    assert not page.restore_button.isEnabled()
    assert page.restore_button.toolTip() == "This backup is damaged."
    page.view.select_position(1)
    assert page.restore_button.isEnabled()


def test_the_list_is_there_before_the_first_look_and_looking_can_be_stopped(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.workspace.send()
    for _each in range(3):
        back_up_now(context.workspace)
    go_on, verify = threading.Event(), backups.verify

    def slowly(*arguments: object) -> object:
        go_on.wait(30)
        return verify(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backups, "verify", slowly)
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: states(page) == ["verifying…", "to be verified", "to be verified"])
    assert page.counts.plain_text() == "3 backups · 0 of 3 verified · Stop"
    page.counts.follow("Stop")
    go_on.set()
    qtbot.waitUntil(lambda: states(page) == ["verified", "to be verified", "to be verified"])
    page.counts.follow("Go on verifying")
    qtbot.waitUntil(lambda: states(page) == ["verified"] * 3)
    assert page.counts.plain_text() == "3 backups · all verified"


def test_what_was_verified_once_is_not_fetched_again(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: states(page) == ["verified"])

    def never(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(backups, "verify", never)
    with qtbot.waitSignal(context.tasks.busy, check_params_cb=lambda busy: not busy):
        page.reload()
    assert states(page) == ["verified"]


def test_a_share_that_goes_away_is_told_in_place_and_can_be_tried_again(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.workspace.send()
    back_up_now(context.workspace)

    def away(*_arguments: object) -> None:
        raise EnvironmentProblem("The drive does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(backups, "verify", away)
        page = opened(qtbot, context)
        qtbot.waitUntil(lambda: page.notice.text == "The drive does not answer.")
    assert states(page) == ["to be verified"]
    page.counts.follow("Go on verifying")
    qtbot.waitUntil(lambda: states(page) == ["verified"])
    assert page.notice.text == ""


def test_a_backup_that_the_share_does_not_take_is_told_in_place(
    qtbot: QtBot, context: Context, folder: Path
) -> None:
    context.workspace.send()
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: page.placeholder.text == "No backup yet.")
    (folder / "data" / "backups").write_text("a file where the folder should be")
    page.back_up_button.click()
    qtbot.waitUntil(lambda: "cannot be written" in page.notice.text)
    assert page.back_up_button.isEnabled()
    assert page.outcome.text() == ""


def test_a_restore_first_says_what_would_change_and_a_cancel_changes_nothing(
    qtbot: QtBot, context: Context
) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    hire(context)
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: states(page) == ["verified"])
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    [dialog] = page.findChildren(RestoreDialog)
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    told = [dialog._lines.itemAtPosition(row, 1).widget().text() for row in range(4)]  # type: ignore[attr-defined,union-attr]
    assert told == ["1 disappears", *["nothing changes"] * 3]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)  # nobody restores by habit
    assert not dialog.isVisible()
    assert people(context) == 6


def test_a_restore_is_one_change_that_can_be_undone_and_names_the_backup_before(
    qtbot: QtBot, context: Context
) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    hire(context)
    page = opened(qtbot, context)
    qtbot.waitUntil(page.restore_button.isEnabled)
    page.restore_button.click()
    [dialog] = page.findChildren(RestoreDialog)
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    with qtbot.waitSignal(context.bus.changed):
        dialog.restore_button.click()
    assert people(context) == 5
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    before = page.model.row(0).row
    assert before.kind == "before-restore"
    assert before.name in dialog.words.text()
    assert (dialog.restore_button.isVisible(), dialog.close_button.text()) == (False, "Close")
    context.workspace.undo()
    assert people(context) == 6


def test_a_backup_of_the_same_data_says_that_nothing_would_change(qtbot: QtBot, context: Context) -> None:
    context.workspace.send()
    name = back_up_now(context.workspace).name
    page = opened(qtbot, context)
    qtbot.waitUntil(lambda: states(page) == ["verified"])
    dialog = RestoreDialog.ask(context, page.model.row(0).row, page)
    qtbot.waitUntil(lambda: dialog.words.text().endswith("nothing would change."))
    assert not dialog.restore_button.isVisible()
    assert page.model.row(0).row.name == name


def test_a_restore_that_fails_says_why_and_that_nothing_was_changed(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    hire(context)
    page = opened(qtbot, context)
    qtbot.waitUntil(page.restore_button.isEnabled)

    def away(*_arguments: object) -> None:
        raise EnvironmentProblem("The drive does not answer.")

    monkeypatch.setattr(restore_dialog, "restore", away)
    dialog = RestoreDialog.ask(context, page.model.row(0).row, page)
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    dialog.restore_button.click()
    qtbot.waitUntil(lambda: dialog.notice.text == "The drive does not answer.")
    assert dialog.words.text() == "Nothing was changed."
    assert people(context) == 6


def test_a_window_that_only_reads_may_back_up_but_not_restore(
    qtbot: QtBot, context: Context, tasks: Tasks, bus: Bus, theme: Theme, tmp_path: Path
) -> None:
    context.workspace.send()
    back_up_now(context.workspace)
    with (
        on_pc(tmp_path / "other-pc"),
        bootstrap.open_workspace(context.workspace.folder, write=False) as reader,
    ):
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        qtbot.waitUntil(lambda: states(page) == ["verified"])
        assert not page.restore_button.isEnabled()
        assert page.restore_button.toolTip() == "This window only reads: the one that edits can restore."
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
        assert not page.findChildren(RestoreDialog)
        page.back_up_button.click()
        qtbot.waitUntil(lambda: states(page) == ["verified"] * 2)
        page.hide()


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(2, 1, 0), "2 come back · 1 disappears"),
        (Tally(0, 0, 1200), "1,200 change"),
        (Tally(0, 0, 0), "nothing changes"),
    ],
)
def test_what_a_restore_does_is_said_in_words(tally: Tally, words: str) -> None:
    assert in_words(tally) == words
