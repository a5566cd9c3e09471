"""Mails to the managers in the window: shown first, opened as drafts, sent by a click only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mail_server import MailServer, listening
from managers import configure
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.digest.ledger import Ledger, Outcome
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs import digest
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.digest import DigestDialog
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

MANAGERS = {"Quai": ["quai@entrepot.example"], "Zone A": ["zone-a@entrepot.example"]}


@pytest.fixture
def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was given to the mail program."""
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return opened


@pytest.fixture
def server(context: Context) -> Iterator[MailServer]:
    with listening(MailServer()) as server:
        configure(context.workspace.folder, mail=json_of(server))
        yield server


def opened(qtbot: QtBot, context: Context, **settings: Any) -> DigestDialog:
    configure(context.workspace.folder, **{"managers": MANAGERS, **settings})
    context.workspace.load_settings()
    page = AlertsPage(context)
    qtbot.addWidget(page)
    dialog = DigestDialog(context, page)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._prepared is not None)
    return dialog


def table(dialog: DigestDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, place).data()) for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def states(dialog: DigestDialog) -> list[str]:
    return [row[-1].partition(" at ")[0] for row in table(dialog)]


def test_each_manager_is_a_line_and_his_mail_is_shown_below(qtbot: QtBot, context: Context) -> None:
    dialog = opened(qtbot, context)
    assert table(dialog) == [
        ["quai@entrepot.example", "Quai", "1", "not yet"],
        ["zone-a@entrepot.example", "Zone A", "1", "not yet"],
    ]
    assert dialog.title.text() == "Due dates on 21 Nov 2026 – Quai – Critical 1"
    assert "Chloé Fictif" in dialog.preview.toPlainText()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    assert "Noël D'Essai" in dialog.preview.toPlainText()
    assert "Chloé" not in dialog.preview.toPlainText()
    assert not (context.workspace.folder / "data/digests").exists()


def test_alerts_that_reach_nobody_are_said(qtbot: QtBot, context: Context) -> None:
    dialog = opened(qtbot, context, managers={"Quai": ["quai@entrepot.example"]})
    assert dialog.missed.text() == "Zone A: 1 alert reaches no manager."
    assert not dialog.missed.isHidden()


def test_without_managers_it_says_where_to_name_them(qtbot: QtBot, context: Context) -> None:
    dialog = opened(qtbot, context, managers={})
    assert dialog.placeholder.text == "No manager is known."
    assert "config.json" in dialog.placeholder._detail.text()
    assert not dialog.open_button.isEnabled()
    assert not dialog.save_button.isEnabled()


def test_enter_opens_the_chosen_mail_as_a_draft(
    qtbot: QtBot, context: Context, opened_files: list[Path]
) -> None:
    dialog = opened(qtbot, context)
    dialog.view.select_position(1)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(dialog) == ["not yet", "draft made"])
    (path,) = opened_files
    assert b"X-Unsent: 1" in path.read_bytes()
    assert path.parent == context.workspace.local / "drafts"
    (entry,) = Ledger(context.workspace.local).entries()
    assert (entry.recipient, entry.outcome) == ("zone-a@entrepot.example", Outcome.DRAFT)


def test_a_double_click_opens_that_mail(qtbot: QtBot, context: Context, opened_files: list[Path]) -> None:
    dialog = opened(qtbot, context)
    place = dialog.view.visualRect(dialog.model.index(1, 0)).center()
    qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: states(dialog) == ["not yet", "draft made"])
    assert [path.name for path in opened_files] == ["2026-11-21 zone-a@entrepot.example.eml"]


def test_drafts_a_day_old_do_not_stay_on_this_pc(
    qtbot: QtBot, context: Context, opened_files: list[Path]
) -> None:
    former = context.workspace.local / "drafts" / "2026-11-20 quai@entrepot.example.eml"
    former.parent.mkdir()
    former.touch()
    os.utime(former, (0, 0))
    dialog = opened(qtbot, context)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: bool(opened_files))
    assert [path.name for path in former.parent.iterdir()] == ["2026-11-21 quai@entrepot.example.eml"]
    for draft in former.parent.iterdir():
        os.utime(draft, (0, 0))
    context.workspace.send()
    bootstrap.open_workspace(context.workspace.folder, write=False).close()
    assert list(former.parent.iterdir()) == []


def test_without_a_mail_program_one_learns_where_the_draft_lies(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    dialog = opened(qtbot, context)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: "no program for mails" in dialog.notice.text)
    assert "quai@entrepot.example.eml" in dialog.notice.text
    qtbot.waitUntil(lambda: states(dialog) == ["draft made", "not yet"])
    assert "no program for mails" in dialog.notice.text


def test_all_drafts_are_saved_into_a_folder(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    dialog = opened(qtbot, context)
    dialog.save_to(tmp_path / "drafts")
    qtbot.waitUntil(lambda: states(dialog) == ["draft made", "draft made"])
    assert len([*(tmp_path / "drafts").iterdir()]) == 2
    assert dialog.outcome.text() == f"2 drafts saved in {tmp_path / 'drafts'}."


def test_sending_asks_once_and_says_what_went_wrong(
    qtbot: QtBot, context: Context, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(REHEARSAL_VARIABLE)
    monkeypatch.setattr(digest, "is_rehearsal", lambda: False)
    asked: list[str] = []

    def ask(question: str, _action: str, confirmed: Any, *_rest: Any) -> None:
        asked.append(question)
        assert server.connections == 0
        confirmed()

    monkeypatch.setattr(Confirmation, "ask", ask)
    server.refuses = {"quai@entrepot.example"}
    dialog = opened(qtbot, context)
    dialog.send_button.click()
    qtbot.waitUntil(lambda: states(dialog) == ["refused", "sent"])
    assert asked == ["Send 2 mails now?"]
    assert dialog.outcome.text() == "1 mail sent."
    assert dialog.notice.text == "quai@entrepot.example: 550 5.1.1 unknown user, désolé"
    assert dialog.send_button.isEnabled()
    server.refuses = set()
    dialog.send()
    qtbot.waitUntil(lambda: states(dialog) == ["sent", "sent"])
    assert server.recipients() == ["zone-a@entrepot.example", "quai@entrepot.example"]
    assert not dialog.send_button.isEnabled()
    assert dialog.send_button.toolTip() == "Nothing is left to be sent today."


def test_what_cannot_be_sent_is_greyed_with_the_reason(
    qtbot: QtBot, context: Context, server: MailServer
) -> None:
    dialog = opened(qtbot, context, mail=None)
    assert not dialog.send_button.isEnabled()
    assert "No mail server" in dialog.send_button.toolTip()
    # The tests of the window live on a day set by hand.
    assert "rehearsal" in opened(qtbot, context, mail=json_of(server)).send_button.toolTip()


def json_of(server: MailServer) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "c@entrepot.example"}


def test_a_window_that_only_reads_writes_to_managers_too(
    qtbot: QtBot, context: Context, tasks: Tasks, bus: Bus, theme: Theme, opened_files: list[Path]
) -> None:
    configure(context.workspace.folder, managers=MANAGERS)
    context.workspace.send()
    with bootstrap.open_workspace(context.workspace.folder, write=False) as reader:
        dialog = opened(qtbot, Context(reader, tasks, bus, theme))
        dialog.open_button.click()
        qtbot.waitUntil(lambda: states(dialog) == ["draft made", "not yet"])
    assert len(opened_files) == 1


def test_the_page_of_alerts_leads_there(qtbot: QtBot, context: Context) -> None:
    configure(context.workspace.folder, managers=MANAGERS)
    context.workspace.load_settings()
    page = AlertsPage(context)
    qtbot.addWidget(page)
    page.show()
    offered = {action.text(): action for action in page.export_menu.menu.actions()}
    assert "Export the calendar…" in offered
    offered["Mail to the managers…"].trigger()
    dialog = page.findChild(DigestDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
