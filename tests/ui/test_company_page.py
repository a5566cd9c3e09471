"""The page « Entreprise »: what the firm decides, edited in the window by keyboard, and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from company import company_page, opened, question, shown, stored
from forms import forms_over, save, words, write
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.config import Settings
from cariste.core.i18n import set_language
from cariste.employee.models import Employee
from cariste.firm import changes
from cariste.ui import pages
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_change import BulkChangeForm
from cariste.ui.forms.form import Form
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.pages.base import Page
from cariste.ui.pages.company import CompanyPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.navigation import Navigation

SIRET = "14 digits with the right check digit, as on the firm’s K-bis extract"
GENERAL, AREAS, ROLES, RULES = range(4)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> CompanyPage:
    return company_page(qtbot, context)


def test_each_value_says_where_it_comes_from(qtbot: QtBot, context: Context, page: CompanyPage) -> None:
    assert page.identity.shown("company") == ("Entrepôt Exemple", "from config.json")
    assert page.identity.shown("siret") == ("empty", "from config.json")
    assert page.contracts.shown("contract_types")[0] == "Permanent, Fixed-term, Agency, Work-study"
    told = "30, 60 and 90 days before · end of contract: 7 and 30"
    assert page.thresholds.shown("thresholds")[0] == told
    assert not page.identity.return_button.isEnabled()
    assert page.identity.return_button.toolTip() == "Nothing is set here: there is nothing to go back from."
    with context.workspace.change("phone"):
        changes.store(context.workspace.settings, {"phone": "01 99 00 00 01"})
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.identity.shown("phone") == ("01 99 00 00 01", "set here"))
    assert page.identity.return_button.isEnabled()


def test_the_identity_is_typed_with_the_keyboard_alone(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    page.identity.edit_button.setFocus()
    form = opened(qtbot, page, lambda: qtbot.keyClick(page.identity.edit_button, Qt.Key.Key_Space))
    form.activateWindow()
    qtbot.waitUntil(lambda: form.focusWidget() is form.fields["company"].entry.widget)
    for text in ("73282932000074", "1 rue", "01 99 00 00 01", "a@b.fr", "C. Essai", "Chef"):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClicks(form.focusWidget(), text)
    with qtbot.waitSignal(form.stored):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert stored(context) == {
        "siret": "73282932000074",
        "address": ["1 rue"],
        "phone": "01 99 00 00 01",
        "email": "a@b.fr",
        "signatory": "C. Essai",
        "signatory_function": "Chef",
    }
    qtbot.waitUntil(lambda: page.identity.shown("siret")[0] == "732\u00a0829\u00a0320\u00a000074")
    assert context.workspace.undo() == "Employer’s identity"
    assert stored(context) == {}


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("company", "", "Required field."),
        ("company", "x" * 10_000, "Allowed: 100 characters at most."),
        ("siret", "73282932000075", f"Allowed: {SIRET}."),
        ("email", "a@b", "Allowed: an e-mail address, such as securite@exemple.fr."),
        ("address", "\n".join("abcdefg"), "Allowed: 6 values at most."),
        ("address", "x" * 101, "Allowed: 100 characters at most."),
        ("phone", "0" * 41, "Allowed: 40 characters at most."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_with_what_is_allowed(
    qtbot: QtBot, context: Context, page: CompanyPage, field: str, text: str, problem: str
) -> None:
    form = opened(qtbot, page, page.identity.edit_button.click)
    write(form, **{field: text})
    form.save()
    assert form.fields[field].problem == problem
    assert form.fields[field].label in form.notice.text
    assert stored(context) == {}


def test_closing_in_the_middle_of_typing_asks_first(qtbot: QtBot, page: CompanyPage) -> None:
    form = opened(qtbot, page, page.identity.edit_button.click)
    write(form, phone="01 99")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    asked = question(qtbot, form)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert form.fields["phone"].value == "01 99"


@pytest.mark.parametrize(
    ("days", "problems"),
    [
        (("60", "30", "90"), {"thresholds.warning": "More than 60 is needed here."}),
        (("30", "60", "45"), {"thresholds.info": "More than 60 is needed here."}),
        (("30", "30", "30"), {"thresholds.warning": "More than 30 is needed here.",
                              "thresholds.info": "More than 30 is needed here."}),
        (("0", "60", "90"), {"thresholds.critical": "Allowed: 1 or more."}),
        (("30", "60", "9999"), {"thresholds.info": "Allowed: 3650 or less."}),
        (("a week", "60", "9" * 400), {"thresholds.critical": "A whole number of days is needed.",
                                       "thresholds.info": "A whole number of days is needed."}),
    ],
)  # fmt: skip
def test_thresholds_out_of_order_are_told_where_they_are(
    qtbot: QtBot, context: Context, page: CompanyPage, days: tuple[str, ...], problems: dict[str, str]
) -> None:
    form = opened(qtbot, page, page.thresholds.edit_button.click)
    write(
        form,
        **{
            f"thresholds.{key}": text for key, text in zip(("critical", "warning", "info"), days, strict=True)
        },
    )
    form.save()
    assert words(form) == problems
    assert stored(context) == {}


def test_the_alerts_follow_other_thresholds_at_once(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    alerts = AlertsPage(context)
    qtbot.addWidget(alerts)
    alerts.show()
    qtbot.waitUntil(lambda: alerts.model.rowCount() == 2)
    assert alerts.horizon.days == 90
    form = opened(qtbot, page, page.thresholds.edit_button.click)
    write(form, **{"thresholds.critical": "2", "thresholds.warning": "4", "thresholds.info": "6"})
    save(qtbot, form)
    qtbot.waitUntil(lambda: alerts.model.rowCount() == 1)
    assert alerts.horizon.days == 6
    context.workspace.undo()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: alerts.model.rowCount() == 2)


def test_the_contracts_offered_are_those_of_the_firm_in_its_order(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.contracts.edit_button.click)
    write(form, place_0="Interim", place_1="CDD")
    form.save()
    assert words(form)["place_0"] == "This one is chosen twice."
    write(form, place_2=None, place_3=None)
    save(qtbot, form)
    assert context.workspace.settings.contract_types == ("Interim", "CDD")

    from cariste.ui.forms.opening import add_person, edit_person

    def offered(ask: Callable[[], object]) -> list[str]:
        person: Form = opened(qtbot, page, ask)
        choice: Any = person.fields["contract_type"].entry.widget
        found = [choice.itemData(place) for place in range(choice.count())]
        person.reject()
        qtbot.waitUntil(lambda: not forms_over(page))
        return found

    assert offered(lambda: add_person(context, page)) == [None, "Interim", "CDD"]
    with context.workspace.reading():
        chloe = Employee.get(Employee.first_name == "Chloé").id.hex
    # Whoever has another one keeps it.
    assert offered(lambda: edit_person(context, page, chloe)) == [None, "Interim", "CDD", "CDI"]
    many = opened(qtbot, page, lambda: BulkChangeForm.ask(context, page, [chloe]))
    choice = many.fields["contract_type"].entry.widget
    assert [choice.itemText(place) for place in range(1, choice.count())] == [
        "Agency",
        "Fixed-term",
        "(none)",
    ]


def test_at_least_one_contract_is_needed(qtbot: QtBot, page: CompanyPage) -> None:
    form = opened(qtbot, page, page.contracts.edit_button.click)
    write(form, place_0=None, place_1=None, place_2=None, place_3=None)
    form.save()
    assert words(form)["place_0"] == "At least one is needed."


def test_going_back_names_both_values_first(qtbot: QtBot, context: Context, page: CompanyPage) -> None:
    with context.workspace.change("name"):
        changes.store(context.workspace.settings, {"company": "Autre nom", "phone": "01"})
    context.bus.changed.emit(None)
    qtbot.waitUntil(page.identity.return_button.isEnabled)
    assert page.identity.return_button.text() == "Back to config.json…"
    page.identity.return_button.click()
    asked = question(qtbot, page)
    assert asked.text.splitlines() == ["Company name: Autre nom → Entrepôt Exemple", "Phone: 01 → empty"]
    asked.action_button.click()
    qtbot.waitUntil(lambda: page.identity.shown("company") == ("Entrepôt Exemple", "from config.json"))
    assert stored(context) == {}


def test_a_window_that_only_reads_shows_everything_and_greys_what_changes(
    qtbot: QtBot, workspace: Any, folder: Path, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    workspace.send()
    with bootstrap.open_for_window(folder) as reader:
        page = shown(qtbot, Context(reader, tasks, bus, theme))
        assert page.identity.shown("company")[0] == "Entrepôt Exemple"
        buttons = [
            *(button for card in (page.identity, page.contracts, page.thresholds, page.convention)
              for button in (card.edit_button, card.return_button)),
            *(button for panel in (page.areas, page.roles, page.rules)
              for button in (panel.add_button, panel.return_button)),
        ]  # fmt: skip
        for button in buttons:
            assert not button.isEnabled()
            assert button.toolTip() == "This window only reads: the one that edits can do this."
        page.areas.view.select("Quai")
        page.areas.menu.refresh()
        for key in ("rename", "list", "up", "down", "remove"):
            assert not page.areas.menu.action(key).isEnabled()
        qtbot.keyClick(page.areas.view, Qt.Key.Key_F2)
        assert not forms_over(page)


def test_tab_leads_through_every_button_of_the_first_tab(qtbot: QtBot, page: CompanyPage) -> None:
    page.activate()
    qtbot.waitUntil(page.tabs.hasFocus)
    reached = []
    for _press in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    cards = (page.identity, page.contracts, page.thresholds, page.convention)
    assert reached[:4] == [card.edit_button for card in cards]
    qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.tabs.currentIndex() == AREAS


def test_the_tab_is_remembered(qtbot: QtBot, context: Context, page: CompanyPage, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.tabs.setCurrentIndex(RULES)
    page.save_state(settings)
    other = CompanyPage(context)
    qtbot.addWidget(other)
    other.restore_state(settings)
    assert other.tabs.currentIndex() == RULES
    settings.setValue("tab", "77")
    other.restore_state(settings)
    assert other.tabs.currentIndex() == RULES


def test_the_window_bears_the_new_name_at_once(start: Any, shared: Path, qtbot: QtBot) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: program.session.workspace is not None)
    assert "Entrepôt d'essai" in program.window.windowTitle()
    program.window.visit("company")
    [page] = program.window.findChildren(CompanyPage)
    form = opened(qtbot, program.window, page.identity.edit_button.click)
    write(form, company="Entrepôt du Nord")
    save(qtbot, form)
    qtbot.waitUntil(lambda: "Entrepôt du Nord" in program.window.windowTitle())
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)
    qtbot.keyClick(program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Entrepôt d'essai" in program.window.windowTitle())


def test_a_tenth_page_promises_no_key_that_does_not_exist(
    context: Context, theme: Theme, qtbot: QtBot
) -> None:
    navigation = Navigation(theme)
    qtbot.addWidget(navigation)
    navigation.show_entries(pages.while_open(context, Page))
    tips = [item.toolTip() for row in range(navigation.count()) if (item := navigation.item(row)).text()]
    assert tips[:9] == [f"Ctrl+{number}" for number in range(1, 10)]
    assert {*tips[9:]} == {""}


def test_the_page_speaks_french(qtbot: QtBot, context: Context) -> None:
    set_language("fr")
    page = shown(qtbot, context)
    titles = [page.tabs.tabText(place) for place in range(4)]
    assert titles == ["Général", "Secteurs", "Fonctions", "Règles de validité"]
    assert page.identity.shown("company")[1] == "de config.json"
    assert page.identity.return_button.text() == "Revenir à la valeur de config.json…"


def test_the_managers_of_each_area_are_named_beside_it(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.managers.edit_button.click)
    labels = [field.label for field in form.fields.values()]
    # Those of the list in its order, then those that people have.
    assert labels[:4] == ["Quai", "Zone A", "Zone B", "Bureau"]
    assert "QUAI" in labels
    write(form, **{"0": "a@exemple.fr; b@exemple.fr,a@exemple.fr", "2": "c@exemple.fr"})
    save(qtbot, form)
    assert stored(context) == {
        "managers": {"Quai": ["a@exemple.fr", "b@exemple.fr"], "Zone B": ["c@exemple.fr"]}
    }
    wanted = "Quai: a@exemple.fr, b@exemple.fr · Zone B: c@exemple.fr"
    qtbot.waitUntil(lambda: page.managers.shown("managers") == (wanted, "set here"))
    assert context.workspace.undo() == "Managers"
    assert stored(context) == {}


@pytest.mark.parametrize(
    "text", ["quai", "a@exemple.fr, Marie <b@exemple.fr>", "=HYPERLINK(1)@x", "é@exemple.fr", "x" * 10_000]
)
def test_what_is_no_address_is_quoted_beside_its_area(
    qtbot: QtBot, context: Context, page: CompanyPage, text: str
) -> None:
    form = opened(qtbot, page, page.managers.edit_button.click)
    write(form, **{"1": text})
    form.save()
    assert "is no e-mail address" in form.fields["1"].problem
    assert len(form.fields["1"].problem) < 400
    assert "Zone A" in form.notice.text
    assert stored(context) == {}


def test_an_area_of_any_name_is_a_plain_label(qtbot: QtBot, context: Context, page: CompanyPage) -> None:
    with context.workspace.change("areas"):
        changes.store(context.workspace.settings, {"workspaces": ["R&D", "<b>Quai</b>"]})
    form = opened(qtbot, page, page.managers.edit_button.click)
    titles = [field.findChild(QLabel) for field in form.fields.values()]
    assert [title.text() for title in titles][:2] == ["R&&D", "<b>Quai</b>"]
    assert {title.textFormat() for title in titles} == {Qt.TextFormat.PlainText}


def test_the_server_for_mails_is_set_and_taken_away(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.mail.edit_button.click)
    write(form, host="smtp.exemple.fr", sender="cariste@exemple.fr", security="tls")
    assert form.fields["port"].value == "465"  # the usual one of this encryption
    save(qtbot, form)
    server = {"host": "smtp.exemple.fr", "port": 465, "security": "tls", "sender": "cariste@exemple.fr"}
    assert stored(context) == {"mail": {**server, "user": None}}
    wanted = ("cariste@exemple.fr through smtp.exemple.fr", "set here")
    qtbot.waitUntil(lambda: page.mail.shown("mail") == wanted)
    form = opened(qtbot, page, page.mail.edit_button.click)
    write(form, port="2465", security="none", host="", sender="")
    assert form.fields["port"].value == "2465"  # typed by somebody: left alone
    save(qtbot, form)
    assert context.workspace.settings.mail is None
    assert context.workspace.undo() == "Outgoing mail"
    assert context.workspace.settings.mail is not None


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({"host": "smtp.exemple.fr"}, "sender", "Required field."),
        ({"sender": "a@exemple.fr"}, "host", "Required field."),
        ({"host": "x" * 101, "sender": "a@exemple.fr"}, "host", "Allowed: 100 characters at most."),
        ({"host": "x", "sender": "a"}, "sender",
         "Allowed: an e-mail address, such as securite@exemple.fr."),
        ({"host": "x", "sender": "a@exemple.fr", "port": "0"}, "port", "Allowed: 1 or more."),
        ({"host": "x", "sender": "a@exemple.fr", "port": "9" * 400}, "port", "A whole number is needed."),
        ({"host": "x", "sender": "a@exemple.fr", "user": "marie", "security": "none"}, "security",
         "With a user name the connection is encrypted: no password travels in clear."),
    ],
)  # fmt: skip
def test_a_server_that_cannot_be_is_told_beside_its_field(
    qtbot: QtBot, context: Context, page: CompanyPage, typed: dict[str, str], field: str, problem: str
) -> None:
    form = opened(qtbot, page, page.mail.edit_button.click)
    write(form, **typed)
    form.save()
    assert words(form) | {"user": ""} == {field: problem, "user": ""}
    assert stored(context) == {}


def test_everything_the_firm_decides_is_set_on_the_page(page: CompanyPage) -> None:
    cards = (page.identity, page.contracts, page.thresholds, page.convention, page.managers, page.mail)
    on_cards = {key for card in cards for key in card.keys}
    assert on_cards | {"workspaces", "roles", "validity_months"} == Settings.model_fields.keys()
