"""What can be done from the list of alerts about an authorisation that ends and about what is missing."""

from __future__ import annotations

import datetime as dt

import pytest
from drivers import grant, proven
from factories import employee
from forms import forms_over, save, write
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from warehouse import in_days

from cariste.alerts.queries import Alert
from cariste.core.i18n import set_language
from cariste.requirement.edits import ask_for
from cariste.requirement.queries import Need
from cariste.ui.context import Context
from cariste.ui.forms.form import Form
from cariste.ui.models import people
from cariste.ui.models.alert_list import Group, detail
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.widgets.alerts_dock import AlertsDock, second_line

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> AlertsPage:
    with context.workspace.change("driver"):
        grant(proven("Zoé", last_name="Zébulon", role="Chef d'équipe"), ends_on=dt.date(2026, 11, 30))
        for kind in ("R489-1A", "SST", "electrical_certificate"):
            ask_for(Need("Chef d'équipe", None, kind), asked=True)
    page = AlertsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 4)
    return page


def choose(page: AlertsPage, type_: str, kind: str) -> None:
    rows = [page.model.row(place) for place in range(page.model.rowCount())]
    found = next(place for place, row in enumerate(rows) if (row.type, row.kind) == (type_, kind))
    page.view.select_position(found)
    page.actions_menu.refresh()


def form(qtbot: QtBot, page: AlertsPage) -> Form:
    qtbot.waitUntil(lambda: bool(forms_over(page)))
    [shown] = forms_over(page)
    return shown


def test_an_authorisation_that_ends_is_issued_anew_from_the_list(qtbot: QtBot, page: AlertsPage) -> None:
    choose(page, "authorisation", "R489-3")
    renew, record = page.actions_menu.action("renew"), page.actions_menu.action("record")
    assert renew.toolTip() == "An authorisation is not renewed, it is issued anew."
    assert record.toolTip() == "Nothing is missing here."
    page.actions_menu.action("issue").trigger()
    shown = form(qtbot, page)
    assert shown.fields["kinds"].value == ("R489-3",)
    write(shown, signatory="Mme Fictif")
    save(qtbot, shown)
    # The one that runs longer takes its place.
    qtbot.waitUntil(
        lambda: all(page.model.row(place).type != "authorisation" for place in range(page.model.rowCount()))
    )


@pytest.mark.parametrize(
    ("kind", "title", "field", "value"),
    [
        ("R489-1A", "New CACES", "kinds", ("R489-1A",)),
        ("SST", "New training", "title", "Workplace first-aider (SST)"),
        ("electrical_certificate", "New medical visit", "visit_type", "electrical_certificate"),
    ],
)
def test_what_is_missing_is_recorded_from_the_list(
    qtbot: QtBot, page: AlertsPage, kind: str, title: str, field: str, value: object
) -> None:
    choose(page, "missing", kind)
    assert not page.actions_menu.action("renew").isEnabled()
    assert not page.actions_menu.action("issue").isEnabled()
    page.actions_menu.action("record").trigger()
    shown = form(qtbot, page)
    assert shown.windowTitle() == title
    assert shown.fields[field].value == value


def test_the_panel_has_a_group_of_its_own_for_what_is_missing(
    qtbot: QtBot, page: AlertsPage, context: Context
) -> None:
    dock = AlertsDock(context)
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0)
    entries = [dock.model.entry(row) for row in range(dock.model.rowCount())]
    groups = {entry.severity: entry.number for entry in entries if isinstance(entry, Group)}
    assert groups["missing"] == 3
    assert list(groups)[-1] == "missing"


def test_in_a_narrow_panel_an_authorisation_still_says_which_category(page: AlertsPage) -> None:
    rows = [page.model.row(place) for place in range(page.model.rowCount())]
    alert = next(row for row in rows if row.type == "authorisation")
    assert detail(alert) == ("authorisation R489-3", "in 9 d")
    assert detail(alert, brief=True) == ("auth. 3", "in 9 d")


@pytest.mark.parametrize(
    ("kind", "words"), [("driving_certificate", "attestation manquante"), ("R489-5", "5 manquant")]
)
def test_what_is_missing_is_said_in_its_gender(page: AlertsPage, kind: str, words: str) -> None:
    set_language("fr")
    rows = [page.model.row(place) for place in range(page.model.rowCount())]
    alert = next(row for row in rows if row.type == "missing")._replace(kind=kind, days_until=None)
    assert people._due(alert)[1] == words


@pytest.mark.parametrize("type_", ["authorisation", "caces"])
def test_at_no_width_of_the_panel_a_category_ends_in_dots(page: AlertsPage, type_: str) -> None:
    rows = [page.model.row(place) for place in range(page.model.rowCount())]
    alert = next(row for row in rows if row.type == "authorisation")._replace(type=type_)
    metrics = page.fontMetrics()
    whole = " · ".join(detail(alert))
    for width in range(20, metrics.horizontalAdvance(whole) + 20):
        line = second_line(alert, metrics, width)
        assert line in {whole, " · ".join(detail(alert, brief=True))}
        fits = metrics.horizontalAdvance(line) <= width
        assert fits or line != whole, f"{line} does not fit {width}"


def test_from_the_end_of_a_contract_one_goes_to_the_person(
    qtbot: QtBot, context: Context, page: AlertsPage
) -> None:
    with context.workspace.change("temp"):
        temp = employee(first_name="Inès", contract_type="Interim", assignment_end=in_days(3))
    page.reload()
    qtbot.waitUntil(lambda: "contract" in {page.model.row(n).type for n in range(page.model.rowCount())})
    choose(page, "contract", "Interim")
    assert {
        name: page.actions_menu.action(name).isEnabled() for name in ("renew", "plan", "issue", "record")
    } == {
        "renew": False,
        "plan": False,
        "issue": False,
        "record": False,
    }
    assert page.actions_menu.action("renew").toolTip() == (
        "A contract is not renewed here: its end, or that the person left, stands in the record."
    )
    with qtbot.waitSignal(page.person_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert asked.args[0] == temp.id.hex


def test_the_panel_says_of_a_contract_when_it_ends(qtbot: QtBot, context: Context) -> None:
    with context.workspace.change("temp"):
        employee(first_name="Inès", last_name="Intérim", contract_type="Interim", assignment_end=in_days(3))
    dock = AlertsDock(context)
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0)
    entries = [dock.model.entry(row) for row in range(dock.model.rowCount())]
    told = [detail(entry) for entry in entries if isinstance(entry, Alert) and entry.type == "contract"]
    assert told == [("end of assignment", "in 3 d")]
