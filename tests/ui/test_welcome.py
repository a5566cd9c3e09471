"""The first start: three ways in, and clear words when one does not work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cariste.ui.pages.welcome import WelcomePage
from cariste.ui.theme.theme import Theme


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> WelcomePage:
    page = WelcomePage(theme)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def choose(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """Let the system's dialog answer this; an empty text is a cancel."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: folder)


def test_the_demo_is_one_key_away(page: WelcomePage, qtbot: QtBot) -> None:
    page.activate()
    assert page.focusWidget() is page.demo
    with qtbot.waitSignal(page.demo_requested):
        qtbot.keyClick(page.demo, Qt.Key.Key_Space)


def test_an_existing_folder_is_chosen_in_the_systems_dialog(
    page: WelcomePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(monkeypatch, str(tmp_path))
    with qtbot.waitSignal(page.open_requested) as signal:
        page.existing.click()
    assert signal.args == [tmp_path]


def test_closing_the_systems_dialog_opens_nothing(
    page: WelcomePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "")
    with qtbot.assertNotEmitted(page.open_requested):
        page.existing.click()


def test_a_new_folder_needs_a_name_and_a_place(
    page: WelcomePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    form = page.form
    assert not form.isVisible()
    page.new.click()
    assert form.isVisible()
    with qtbot.assertNotEmitted(page.create_requested):
        form.accept.click()
        assert form.problem.text == "Name of the warehouse: required field."
        assert form.focusWidget() is form.name
        qtbot.keyClicks(form.name, "Entrep")
        form.folder.setText("not a full path")
        qtbot.keyClick(form.folder, Qt.Key.Key_Return)
        assert form.problem.text.startswith("Folder:")
    choose(monkeypatch, str(tmp_path / "new"))
    form.browse.click()
    with qtbot.waitSignal(page.create_requested) as signal:
        qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert signal.args == [tmp_path / "new", "Entrep"]
    assert form.problem.text == ""


def test_creating_can_be_cancelled(page: WelcomePage) -> None:
    page.new.click()
    page.form.cancel.click()
    assert not page.form.isVisible()
    assert page.focusWidget() is page.new


def test_what_went_wrong_is_said_and_the_last_folder_offered_again(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = WelcomePage(theme, tmp_path, "The folder is away.")
    qtbot.addWidget(page)
    page.show()
    page.activate()
    assert page.notice.isVisible()
    assert page.notice.text == "The folder is away."
    assert page.focusWidget() is page.again
    with qtbot.waitSignal(page.open_requested) as signal:
        page.again.click()
    assert signal.args == [tmp_path]


def test_without_a_last_folder_nothing_is_offered_again(page: WelcomePage) -> None:
    assert not page.again.isVisible()
    assert not page.notice.isVisible()


def test_each_way_tells_a_screen_reader_what_it_means(page: WelcomePage) -> None:
    assert page.demo.text() == "Try with a demo warehouse"
    assert "invented people" in page.demo.accessibleDescription()
