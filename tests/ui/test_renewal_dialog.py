"""Renewing one record, from wherever it is seen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from factories import TODAY
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_renewal import CTRL, pdf, press, shown
from warehouse import in_days

from cariste import bootstrap
from cariste.employee.models import Caces, OnlineTraining
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs.renewal import RenewalForm
from cariste.ui.errors import Message
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.alerts_dock import AlertsDock
from cariste.workspace import Workspace


@pytest.fixture
def alerts(qtbot: QtBot, context: Context) -> AlertsPage:
    page = AlertsPage(context)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.view.setFocus()
    return page


def renewal_form(qtbot: QtBot, page: QWidget) -> RenewalForm:
    qtbot.waitUntil(lambda: page.window().findChild(RenewalForm) is not None)
    form = page.window().findChild(RenewalForm)
    assert form is not None
    return form


def test_ctrl_r_on_an_alert_renews_it_and_the_alert_goes(alerts: AlertsPage, qtbot: QtBot) -> None:
    press(alerts.view, Qt.Key.Key_R, modifier=CTRL)
    form = renewal_form(qtbot, alerts)
    assert form.windowTitle() == "Renew: R489-5 Reach truck"
    day, expiry = form.fields["completion_date"], form.fields["expiration_date"]
    assert (day.value, expiry.value, expiry.words) == (
        TODAY,
        dt.date(2031, 11, 21),
        "computed (5\u00a0years)",
    )
    assert day.words == "Gap of 11 days: nothing valid from 10 Nov 2026 to 20 Nov 2026."
    QTest.keyClicks(day.entry.widget, "14/11")
    assert expiry.value == dt.date(2031, 11, 14)
    assert day.words == "Gap of 4 days: nothing valid from 10 Nov 2026 to 13 Nov 2026."
    press(day.entry.widget, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: alerts.model.rowCount() == 1)
    workspace = alerts._context.workspace
    qtbot.waitUntil(lambda: workspace.undoable == "Renewal: CACES R489-5 of Chloé Fictif")
    with workspace.reading():
        old, new = Caces.select().where(Caces.kind == "R489-5").order_by(Caces.completion_date)
    assert (old.expiration_date, new.completion_date) == (in_days(-12), dt.date(2026, 11, 14))
    workspace.undo()
    alerts.reload()
    qtbot.waitUntil(lambda: alerts.model.rowCount() == 2)


def test_the_proof_is_stored_with_the_new_record_only(
    alerts: AlertsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    press(alerts.view, Qt.Key.Key_R, modifier=CTRL)
    form = renewal_form(qtbot, alerts)
    form.proof.take_file(pdf(tmp_path / "certificat.pdf"))
    qtbot.waitUntil(lambda: form.proof.value is not None)
    form.save()
    qtbot.waitUntil(lambda: alerts.model.rowCount() == 1)
    workspace = alerts._context.workspace
    with workspace.reading():
        old, new = Caces.select().where(Caces.kind == "R489-5").order_by(Caces.completion_date)
    assert old.document_path is None
    assert workspace.attachments.place_of(new.document_path) is not None


def test_an_overlap_is_named_without_alarm(alerts: AlertsPage, qtbot: QtBot) -> None:
    press(alerts.view, Qt.Key.Key_Down)
    press(alerts.view, Qt.Key.Key_R, modifier=CTRL)
    form = renewal_form(qtbot, alerts)
    assert form.fields["visit_date"].words == "Overlap of 9 days: the former one runs until 29 Nov 2026."
    assert form.fields["result"].value == "pending"


def test_a_day_in_the_future_stays_in_the_form(alerts: AlertsPage, qtbot: QtBot) -> None:
    press(alerts.view, Qt.Key.Key_R, modifier=CTRL)
    form = renewal_form(qtbot, alerts)
    QTest.keyClicks(form.fields["completion_date"].entry.widget, "22/11/2026")
    form.save()
    assert "future" in form.fields["completion_date"].problem
    assert form.isVisible()


def test_the_panel_renews_by_its_menu_and_by_the_key(qtbot: QtBot, context: Context) -> None:
    dock = AlertsDock(context)
    shown(qtbot, dock)
    qtbot.waitUntil(lambda: dock.model.rowCount() > 1)
    dock.view.setCurrentIndex(dock.model.index(1, 0))
    dock.view.setFocus()
    press(dock.view, Qt.Key.Key_R, modifier=CTRL)
    assert renewal_form(qtbot, dock).owner.name == "Chloé Fictif"


def test_a_record_of_the_file_is_renewed_by_the_key(qtbot: QtBot, context: Context) -> None:
    page = EmployeesPage(context)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.select_position(2)
    view = page.file.view("training")
    qtbot.waitUntil(lambda: view.model().rowCount() == 2)
    page.file.tabs.setCurrentIndex(2)
    view.select_position(next(row for row in range(2) if view.model().index(row, 0).data() == "SST"))
    view.setFocus()
    press(view, Qt.Key.Key_R, modifier=CTRL)
    form = renewal_form(qtbot, page)
    assert form.fields["title"].value == "First-aider refresher (MAC)"
    form.save()
    qtbot.waitUntil(lambda: view.model().rowCount() == 3)


def test_what_cannot_be_renewed_says_why(qtbot: QtBot, context: Context, workspace: Workspace) -> None:
    with workspace.reading():
        permanent = OnlineTraining.get(OnlineTraining.expiration_date.is_null())
    page = EmployeesPage(context)
    shown(qtbot, page)
    RenewalForm.ask(context, page, "training", permanent.id.hex)
    qtbot.waitUntil(lambda: page.window().findChild(Message) is not None)
    message = page.window().findChild(Message)
    assert message is not None
    assert "permanent" in message.text


def test_a_window_that_only_reads_greys_it_with_the_reason(
    qtbot: QtBot, workspace: Workspace, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    workspace.send()
    with bootstrap.open_workspace(workspace.folder, write=False) as reader:
        page = AlertsPage(Context(reader, tasks, bus, theme))
        shown(qtbot, page)
        qtbot.waitUntil(lambda: page.model.rowCount() == 2)
        action = page.actions_menu.action("renew")
        assert not action.isEnabled()
        assert "only reads" in action.toolTip()
