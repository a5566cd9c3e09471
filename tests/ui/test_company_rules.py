"""Validities on the page « Entreprise »: what they do is told, and what is looser is confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from company import company_page, opened, question, stored
from factories import caces, employee
from forms import save, words, write
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cariste.employee.models import Caces
from cariste.firm import changes
from cariste.regulation import in_force
from cariste.ui.context import Context
from cariste.ui.pages.company import CompanyPage

GENERAL, AREAS, ROLES, RULES = range(4)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> CompanyPage:
    return company_page(qtbot, context)


@pytest.fixture(autouse=True)
def _default_rules() -> Iterator[None]:
    yield
    in_force.use({})


def rule(page: CompanyPage, name: str) -> tuple[str, ...]:
    model = page.rules.model
    return next(
        (
            tuple(str(model.data(model.index(place, column))) for column in range(4))
            for place in model.positions([name])
        ),
        (),
    )


def test_a_stricter_rule_says_how_many_expiries_change_and_changes_them(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    page.tabs.setCurrentIndex(RULES)
    page.rules.view.setFocus()
    page.rules.view.select("R489-3")
    form = opened(qtbot, page, lambda: qtbot.keyClick(page.rules.view, Qt.Key.Key_Return))
    assert form.fields["months"].value == 60
    write(form, months="3 ans")
    form.save()
    asked = question(qtbot, form)
    assert asked.text == ("2 computed expiry dates change with it. Dates typed from a document never change.")
    with qtbot.waitSignal(form.stored):
        asked.action_button.click()
    qtbot.waitUntil(lambda: rule(page, "R489-3")[1:] == ("60 months", "36 months", ""))
    with context.workspace.reading():
        ends = {str(each.expiration_date) for each in Caces.select().where(Caces.kind == "R489-3")}
    assert ends == {"2027-11-21", "2022-01-08"}
    assert page.rules.warning.isHidden()


def test_a_looser_rule_is_confirmed_and_keeps_its_warning(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    page.tabs.setCurrentIndex(RULES)
    page.rules.view.select("R489-5")
    form = opened(qtbot, page, page.rules.menu.action("edit").trigger)
    write(form, months="120")
    assert "Longer than the catalogue: to be confirmed." in form.fields["months"].words
    form.save()
    asked = question(qtbot, form)
    assert asked.text.startswith("This is longer than the catalogue’s 60 months")
    assert "1 computed expiry date changes with it." in asked.text
    qtbot.keyClick(asked, Qt.Key.Key_Return)  # Enter is no confirmation
    assert stored(context) == {}
    form.save()
    with qtbot.waitSignal(form.stored):
        question(qtbot, form).action_button.click()
    qtbot.waitUntil(lambda: rule(page, "R489-5")[2:] == ("120 months", "longer than the catalogue"))
    assert page.rules.warning.isVisible()
    assert "R489-5 Reach truck" in page.rules.warning.text()
    page.rules.view.select("R489-5")
    page.rules.menu.action("remove").trigger()
    question(qtbot, page).action_button.click()
    qtbot.waitUntil(lambda: rule(page, "R489-5")[2:] == ("", ""))
    assert page.rules.warning.isHidden()


def test_a_kind_of_the_catalogue_is_found_by_its_usual_name(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.rules.add_button.click)
    write(form, kind="sauveteur secouriste du travail")
    form.fields["kind"].left.emit()
    assert form.fields["months"].value == 24
    write(form, months="12")
    save(qtbot, form)
    assert stored(context) == {"validity_months": {"SST": 12}}


def test_a_kind_of_ones_own_may_be_permanent_but_a_caces_may_not(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.rules.add_button.click)
    write(form, kind="R489-5", months="")
    form.save()
    assert words(form)["months"] == "A CACES or a medical certificate always has an end."
    write(form, kind="Autolaveuse")
    save(qtbot, form)
    assert stored(context) == {"validity_months": {"Autolaveuse": None}}
    qtbot.waitUntil(lambda: rule(page, "Autolaveuse") == ("Autolaveuse", "–", "permanent", "own kind"))


def test_a_family_alone_has_no_rule(qtbot: QtBot, page: CompanyPage) -> None:
    form = opened(qtbot, page, page.rules.add_button.click)
    write(form, kind="CACES R489", months="12")
    form.save()
    assert words(form)["kind"] == "Name one category of R489: each has a rule of its own."


def test_counting_days_otherwise_says_what_it_changes(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    form = opened(qtbot, page, page.convention.edit_button.click)
    write(form, expiry_convention="day_before")
    form.save()
    asked = question(qtbot, form)
    assert "computed expiry dates change with it" in asked.text
    with qtbot.waitSignal(form.stored):
        asked.action_button.click()
    qtbot.waitUntil(lambda: page.convention.shown("expiry_convention")[1] == "set here")
    context.workspace.undo()
    assert stored(context) == {}


def test_a_rule_that_is_gone_meanwhile_is_no_trouble(
    qtbot: QtBot, context: Context, page: CompanyPage
) -> None:
    with context.workspace.change("rule"):
        caces(employee(), "Balayeuse", completion_date=dt.date(2025, 1, 1))
        changes.store(context.workspace.settings, {"validity_months": {"Balayeuse": 12}})
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: bool(page.rules.model.positions(["Balayeuse"])))
    page.rules.view.select("Balayeuse")
    context.workspace.undo()
    page.rules.menu.action("remove").trigger()
    question(qtbot, page).action_button.click()
    qtbot.waitUntil(lambda: not page.rules.model.positions(["Balayeuse"]))
