"""The program as its user meets it: real folders, real threads, one window."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from programs import HOLDER, Start, headline, offers, pipes, press
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.config import CONFIG_NAME
from cariste.core.i18n import language
from cariste.core.preferences import load_preferences
from cariste.ui.app import Program
from cariste.ui.errors import Message
from cariste.ui.opening import demo_folder
from cariste.ui.pages.preferences import PreferencesPage
from cariste.ui.pages.welcome import WelcomePage
from cariste.ui.widgets.waiting import Waiting


@pytest.fixture
def holder(shared: Path) -> Iterator[Callable[[str], None]]:
    """Another process edits the folder; call it with a first name and it adds a person."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(shared)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        heard, spoken = pipes(process)
        assert heard.readline() == "ready\n"

        def add(name: str) -> None:
            spoken.write(f"{name}\n")
            spoken.flush()
            assert heard.readline() == "saved\n"

        yield add


def entries(program: Program) -> list[str]:
    navigation = program.window.navigation
    listed = (row for row in range(navigation.count()) if not navigation.isRowHidden(row))
    return [word for row in listed if (word := navigation.item(row).text())]


def welcome(program: Program) -> WelcomePage:
    return program.window.findChild(WelcomePage)


def test_the_window_is_there_before_the_folder_is_opened(start: Start, shared: Path, qtbot: QtBot) -> None:
    program = start(shared)
    assert headline(program) == "Opening…"
    offered = entries(program)
    assert offered[0] == "Employees"
    assert {"Alerts", "Preferences"} <= {*offered}
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert program.window.windowTitle() == "Cariste — Entrepôt d'essai"
    assert program.window.shown == "employees"


def test_the_folder_is_remembered_for_the_next_start(start: Start, shared: Path, qtbot: QtBot) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert load_preferences().last_folder == str(shared)
    program.leave()
    again = start(last_folder=str(shared))
    qtbot.waitUntil(lambda: headline(again) == "You are editing")


def test_leaving_gives_the_folder_back(start: Start, shared: Path, qtbot: QtBot) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    program.window.close()
    program.leave()
    with bootstrap.open_workspace(shared, write=True) as workspace:
        assert workspace.writing


def test_while_somebody_else_edits_one_reads_and_sees_his_changes(
    start: Start, shared: Path, holder: Callable[[str], None], qtbot: QtBot
) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    assert "has been editing since" in program.window.banner.status.detail
    news: list[object] = []
    program.session.news.connect(lambda: news.append(1))
    program.session.look()
    qtbot.waitUntil(lambda: program.window.banner.status.saved != "")
    assert news == []
    holder("Chloé")
    program.session.look()
    qtbot.waitUntil(lambda: news == [1])


def test_a_reader_keeps_what_he_sees_when_the_share_goes_away_and_is_told(
    start: Start, shared: Path, holder: Callable[[str], None], qtbot: QtBot
) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    away = shared.with_name("away")
    shared.rename(away)
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    assert program.window.shown == "employees"
    away.rename(shared)
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "Read-only")


def test_the_button_of_the_banner_takes_the_folder_once_it_is_free(
    start: Start, shared: Path, qtbot: QtBot
) -> None:
    with bootstrap.open_workspace(shared, write=True):
        program = start(shared)
        qtbot.waitUntil(lambda: headline(program) == "Read-only")
    program.session.look()
    qtbot.waitUntil(lambda: offers(program) == ["Edit"])
    press(program, "Edit")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")


def test_wrong_settings_make_it_read_only_and_the_banner_says_why(
    start: Start, shared: Path, qtbot: QtBot
) -> None:
    config = shared / CONFIG_NAME
    config.write_text(config.read_text("utf-8").replace('"critical": 30', '"critical": 75'), "utf-8")
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    qtbot.waitUntil(lambda: "thresholds" in program.window.banner.problem)
    assert "75" in program.window.banner.problem
    program.window.banner.details_requested.emit()
    (message,) = program.window.findChildren(Message)
    assert CONFIG_NAME in message.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("missing", "does not exist"), ("file", "not a Cariste folder"), ("empty", "not a Cariste")],
)
def test_a_folder_that_cannot_be_opened_leads_to_the_welcome_with_the_reason(
    start: Start, tmp_path: Path, qtbot: QtBot, kind: str, words: str
) -> None:
    place = tmp_path / "place"
    if kind == "file":
        place.write_text("not a folder")
    elif kind == "empty":
        place.mkdir()
    program = start(place)
    qtbot.waitUntil(lambda: headline(program) == "No folder open")
    assert words in welcome(program).notice.text
    assert entries(program) == ["Welcome", "Preferences"]
    assert welcome(program).again.isVisible()


def test_a_damaged_database_is_refused_with_words_and_left_as_it_is(
    start: Start, shared: Path, qtbot: QtBot
) -> None:
    publications = sorted((shared / "data").glob("cariste-*.db"))
    for publication in publications:
        publication.write_bytes(b"this is not a database")
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "No folder open")
    assert welcome(program).notice.text != ""
    assert [path.read_bytes() for path in publications] == [b"this is not a database"] * len(publications)


def test_a_first_start_offers_three_ways_in(start: Start, qtbot: QtBot) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.window.shown == "welcome")
    assert not program.window.dock.isVisible()
    assert not welcome(program).again.isVisible()


def test_the_demo_warehouse_is_filled_once_and_then_only_opened(start: Start, qtbot: QtBot) -> None:
    from cariste.employee.queries import list_employees

    program = start()
    for _time in range(2):
        qtbot.waitUntil(lambda: program.window.shown == "welcome")
        welcome(program).demo.click()
        qtbot.waitUntil(lambda: headline(program) == "You are editing")
        workspace = program.session.workspace
        assert workspace is not None
        assert workspace.folder == demo_folder()
        with workspace.reading():
            assert len(list_employees()) == 180
        program.window.visit("preferences")
        program.window.findChildren(PreferencesPage)[0].folder_requested.emit()


def test_a_new_folder_is_made_and_opened(start: Start, folder: Path, qtbot: QtBot) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.window.shown == "welcome")
    welcome(program).create_requested.emit(folder, "Entrepôt neuf")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert program.window.windowTitle() == "Cariste — Entrepôt neuf"
    assert bootstrap.is_shared_folder(folder)


def test_a_folder_with_other_files_is_not_made_ours(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    program = start()
    qtbot.waitUntil(lambda: program.window.shown == "welcome")
    welcome(program).create_requested.emit(tmp_path, "Entrepôt")
    qtbot.waitUntil(lambda: headline(program) == "Opening…")
    qtbot.waitUntil(lambda: headline(program) == "No folder open")
    assert "not empty" in welcome(program).notice.text
    assert not bootstrap.is_shared_folder(tmp_path)


def test_waiting_for_a_slow_share_can_be_given_up(
    start: Start, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    really_open = bootstrap.open_for_window

    def slow(folder: Path, **how: bool) -> object:
        answers.wait(30)
        return really_open(folder, **how)

    monkeypatch.setattr(bootstrap, "open_for_window", slow)
    program = start(shared)
    qtbot.waitUntil(lambda: len(program.window.findChildren(Waiting)) == 1)
    program.window.findChildren(Waiting)[0].cancelled.emit()
    assert headline(program) == "No folder open"
    assert welcome(program).again.isVisible()
    answers.set()
    program.leave()
    # It did open at last, and was given back at once.
    with bootstrap.open_workspace(shared, write=True):
        assert program.session.workspace is None


def test_another_language_is_spoken_at_once_and_the_focus_stays(
    start: Start, shared: Path, qtbot: QtBot
) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    program.window.visit("preferences")
    (page,) = program.window.findChildren(PreferencesPage)
    page.language.setFocus()
    page.language.setCurrentIndex(page.language.findData("fr"))
    page.language.activated.emit(page.language.currentIndex())
    qtbot.waitUntil(lambda: headline(program) == "Vous modifiez")
    assert language() == "fr"
    offered = entries(program)
    assert offered[0] == "Salariés"
    assert {"Alertes", "Préférences"} <= {*offered}
    (page,) = program.window.findChildren(PreferencesPage)
    assert page.isVisible()
    assert program.window.focusWidget() is page.language
    # Qt's own buttons, too.
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Annuler"
    page.language.setCurrentIndex(page.language.findData("en"))
    page.language.activated.emit(page.language.currentIndex())
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_looks_are_worn_at_once(start: Start, shared: Path, qtbot: QtBot) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    program.window.visit("preferences")
    (page,) = program.window.findChildren(PreferencesPage)
    light = program.window.grab().toImage().pixelColor(2, 2)
    page.scheme.setCurrentIndex(page.scheme.findData("dark"))
    page.scheme.activated.emit(page.scheme.currentIndex())
    qtbot.waitUntil(lambda: program.window.grab().toImage().pixelColor(2, 2).lightness() < light.lightness())


IN_A_PROCESS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from cariste.ui import app
def begin(program):
    heavy = {"peewee", "pydantic", "cariste.bootstrap"} & set(sys.modules)
    print("painted", program.window.isVisible(), sorted(heavy))
    QTimer.singleShot(0, QApplication.quit)
app.Program._begin = begin
sys.exit(app.run(sys.argv[1:]))
"""


def test_the_first_painting_needs_neither_the_database_nor_the_settings(shared: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS, "--folder", str(shared)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("painted True []\n", 0), done.stderr


def test_a_rehearsal_on_a_day_that_is_none_is_refused() -> None:
    never = {**os.environ, "CARISTE_TODAY": "tomorrow"}
    command = [sys.executable, "-m", "cariste"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=never)
    assert done.returncode == 3
    assert "CARISTE_TODAY" in done.stderr
