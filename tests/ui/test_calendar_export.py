"""The calendar of due dates in the window."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from ics import read_strictly
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cariste.core.config import folder_id
from cariste.core.i18n import set_language
from cariste.ui.context import Context
from cariste.ui.dialogs.calendar_export import CalendarDialog
from cariste.ui.errors import Message
from cariste.ui.pages.alerts import AlertsPage


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> AlertsPage:
    page = AlertsPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return page


def asked(page: AlertsPage) -> CalendarDialog:
    page.export_menu.export_calendar()
    dialog = page.findChild(CalendarDialog)
    assert dialog is not None
    return dialog


def summaries(path: Path) -> list[str]:
    return sorted(event.values["SUMMARY"] for event in read_strictly(path.read_bytes()).all("VEVENT"))


def test_enter_asks_where_and_writes_initials_for_a_year(
    qtbot: QtBot, page: AlertsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "échéances"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    dialog = asked(page)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.findChild(Message) is not None)
    message = page.findChild(Message)
    assert message.text == f"2 due dates written to {path}.ics."
    message.accept()
    assert summaries(path.with_suffix(".ics")) == [
        "Medical visit – N. D. (9)",
        "R489-5 Reach truck – C. F. (00123)",
    ]
    uids = {event.values["UID"] for event in read_strictly(path.with_suffix(".ics").read_bytes()).below}
    folder = uuid.UUID(hex=folder_id(page._context.workspace.folder))
    assert uids == {str(uuid.uuid5(folder, alert.record_id)) for alert in page.model.rows}


def test_what_is_chosen_is_what_is_written(qtbot: QtBot, page: AlertsPage, tmp_path: Path) -> None:
    dialog = asked(page)
    dialog.area.setCurrentIndex(dialog.area.findData("Zone A"))
    dialog.horizon.setCurrentIndex(dialog.horizon.findData(30))
    dialog.names.click()
    dialog.export_to(tmp_path / "zone-a.ics")
    qtbot.waitUntil(lambda: page.findChild(Message) is not None)
    page.findChild(Message).accept()
    assert summaries(tmp_path / "zone-a.ics") == ["Medical visit – Noël D'Essai"]


def test_the_work_area_of_the_page_is_proposed(page: AlertsPage) -> None:
    page.filters.button("workspace").choose("Quai")
    assert asked(page).area.currentData() == "Quai"


def test_a_folder_that_cannot_be_written_is_said_and_the_choices_stay(
    qtbot: QtBot, page: AlertsPage, tmp_path: Path
) -> None:
    dialog = asked(page)
    dialog.export_to(tmp_path / "absent" / "a.ics")
    qtbot.waitUntil(lambda: "cannot be written" in dialog.notice.text)
    assert dialog.isVisible()
    assert dialog.export_button.isEnabled()


def test_it_is_french_where_french_is_spoken(page: AlertsPage) -> None:
    set_language("fr")
    dialog = asked(page)
    assert dialog.windowTitle() == "Exporter le calendrier"
    assert dialog.initials.words == "Initiales et matricule"
