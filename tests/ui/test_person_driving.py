"""The verdict in the head of a person's file, and the tab of decisions below it."""

from __future__ import annotations

import datetime as dt

import pytest
from drivers import assign, grant, proven, suspend
from factories import TODAY, caces
from fingers import give_keyboard, press
from forms import forms_over, save, write
from papers import pages_of
from peewee import fn
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.audit.models import AuditChange
from cariste.authorisation.board import board
from cariste.authorisation.models import Authorisation
from cariste.core.wording import format_date
from cariste.employee.models import Employee
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.forms.form import Form
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

D = dt.date
DRIVING = 3


@pytest.fixture
def driver(context: Context) -> str:
    """Somebody who may drive 3 on Quai, whose 5 expired 12 days ago, and whose 1B waits for a decision."""
    with context.workspace.change("driver"):
        person = proven("Zoé", ("R489-1B", "R489-3"), last_name="Zébulon")
        caces(person, "R489-5", completion_date=D(2021, 11, 9))
        grant(person)
        grant(person, "R489-5", ends_on=D(2026, 11, 9))
        return str(person.id.hex)


@pytest.fixture
def page(qtbot: QtBot, context: Context, driver: str) -> EmployeesPage:
    return opened(qtbot, context, driver)


def opened(qtbot: QtBot, context: Context, person: str) -> EmployeesPage:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.select(person)
    qtbot.waitUntil(lambda: page.file.header.name == "Zoé Zébulon")
    page.file.tabs.setCurrentIndex(DRIVING)
    qtbot.waitUntil(lambda: page.file.driving.model.rowCount() > 0)
    return page


def lines(page: EmployeesPage) -> list[tuple[str, str, str]]:
    model = page.file.driving.model
    rows = [model.row(place) for place in range(model.rowCount())]
    return [(row.title, row.situation, row.tone) for row in rows]


def form(qtbot: QtBot, page: EmployeesPage) -> Form:
    qtbot.waitUntil(lambda: bool(forms_over(page)))
    [shown] = forms_over(page)
    return shown


def at(qtbot: QtBot, page: EmployeesPage, *titles: str) -> None:
    """Select lines of the tab, and give it the keyboard."""
    page.activateWindow()
    view, model = page.file.driving.view, page.file.driving.model
    view.clearSelection()
    for title in titles:
        place = next(place for place in range(model.rowCount()) if model.row(place).title.startswith(title))
        if title == titles[0]:
            view.select_position(place)
        else:
            view.selectionModel().select(
                model.index(place, 0),
                view.selectionModel().SelectionFlag.Select | view.selectionModel().SelectionFlag.Rows,
            )
    give_keyboard(qtbot, view)


def asked(qtbot: QtBot) -> Confirmation:
    def question() -> Confirmation | None:
        windows = QApplication.topLevelWidgets()
        return next((one for one in windows if isinstance(one, Confirmation) and one.isVisible()), None)

    qtbot.waitUntil(lambda: question() is not None)
    found = question()
    assert found is not None
    return found


# -- the verdict ------------------------------------------------------------------------------------


def test_the_head_of_the_file_says_what_the_person_may_drive_and_what_not(page: EmployeesPage) -> None:
    assert page.file.header.verdict.text == (
        "May drive: 3 (Quai) · Not 1A 1B: no authorisation issued · Not 5: CACES expired 12 d ago"
    )
    assert page.file.header.verdict.accessibleName() == page.file.header.verdict.text


def test_the_verdict_agrees_with_the_page_for_every_category(
    page: EmployeesPage, context: Context, driver: str
) -> None:
    said = page.file.header.verdict.text
    with context.workspace.reading():
        for kind, short in (("R489-3", "3"), ("R489-5", "5"), ("R489-1B", "1B")):
            found = board(kind, None, TODAY)
            may = driver in {line.person.id for line in found.allowed}
            assert may == (f" {short} " in said.split(" · Not")[0] + " ")


def test_the_verdict_wraps_and_is_never_wider_than_the_file(page: EmployeesPage) -> None:
    verdict = page.file.header.verdict
    high = verdict.heightForWidth(800)
    assert verdict.heightForWidth(300) > high
    for width in (120, 300, 500, 800):
        assert all(place.right() < width for place in verdict._places(width))


def test_somebody_who_never_drove_has_no_verdict(qtbot: QtBot, page: EmployeesPage, context: Context) -> None:
    with context.workspace.reading():
        aicha = Employee.get(Employee.first_name == "Aïcha").id.hex
    page.view.select(aicha)
    qtbot.waitUntil(lambda: page.file.header.name == "Aïcha Modèle")
    assert page.file.header.verdict.text == ""
    assert not page.file.header.verdict.isVisible()


# -- the tab ----------------------------------------------------------------------------------------


def test_decisions_stand_first_with_their_state_and_reason(
    qtbot: QtBot, page: EmployeesPage, context: Context, driver: str
) -> None:
    with context.workspace.change("more"):
        person = Employee.get_by_id(driver)
        suspend(
            person.authorisations.where(Authorisation.kind == "R489-3").get(), D(2026, 12, 1), D(2026, 12, 9)
        )
        assign(person, D(2026, 11, 1), None)
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: len(lines(page)) == 5)
    assert lines(page) == [
        ("Authorisation 3 Counterbalance ≤ 6 t", "valid", "green"),
        ("Authorisation 5 Reach truck", "ended", "red"),
        ("Suspension 3 Counterbalance ≤ 6 t", "to come", "grey"),
        ("Assignment Agence Exemple", "running", "green"),
        ("Site induction", "done", "green"),
    ]
    assert page.file.tabs.tabText(DRIVING) == "Authorisations  2"


def test_an_authorisation_whose_proof_is_gone_says_which(
    qtbot: QtBot, page: EmployeesPage, context: Context, driver: str
) -> None:
    with context.workspace.change("expired"):
        visit = Employee.get_by_id(driver).medical_visits.get()
        visit.expiration_date, visit.expiration_source = D(2026, 11, 20), "typed"
        visit.save()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: lines(page)[0][1] == "medical certificate for driving expired 1 d ago")
    assert lines(page)[0][2] == "red"


def test_what_waits_for_a_decision_is_said_and_one_click_opens_the_form_for_it(
    qtbot: QtBot, page: EmployeesPage, context: Context
) -> None:
    waiting = page.file.driving.waiting
    assert waiting.plain_text() == (
        "The proofs are there, no authorisation rests on them yet: 1B · issue the authorisation"
    )
    waiting.follow("issue the authorisation")
    shown = form(qtbot, page)
    assert shown.fields["kinds"].value == ("R489-1B",)
    write(shown, signatory="Mme Fictif")
    save(qtbot, shown)
    qtbot.waitUntil(lambda: not waiting.isVisible())
    [row] = page.file.driving.view.selected_ids()
    with context.workspace.reading():
        assert Authorisation.get_by_id(row).kind == "R489-1B"
    qtbot.waitUntil(lambda: page.file.header.verdict.text.startswith("May drive: 1B 3 (Quai)"))


def test_the_button_beside_the_tabs_offers_the_three_kinds_of_records(page: EmployeesPage) -> None:
    menu = page.file.add_button.menu()
    assert [action.text() for action in menu.actions()] == [
        "Issue the driving authorisation…",
        "Site induction…",
        "Assignment…",
    ]
    page.file.tabs.setCurrentIndex(0)
    assert page.file.add_button.menu() is None
    assert page.file.add_button.accessibleName() == "New CACES"


def test_the_keyboard_adds_opens_and_deletes(qtbot: QtBot, page: EmployeesPage, context: Context) -> None:
    at(qtbot, page, "Authorisation 3")
    press(Qt.Key.Key_Insert)
    shown = form(qtbot, page)
    assert shown.windowTitle() == "Issue the driving authorisation"
    shown.reject()
    qtbot.waitUntil(lambda: not forms_over(page))
    at(qtbot, page, "Authorisation 3")
    press(Qt.Key.Key_Return)
    shown = form(qtbot, page)
    assert shown.fields["kinds"].value == ("R489-3",)
    shown.reject()
    qtbot.waitUntil(lambda: not forms_over(page))
    at(qtbot, page, "Site induction")
    press(Qt.Key.Key_Delete)
    question = asked(qtbot)
    question.action_button.click()
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    assert context.workspace.undoable == "Deleted: Site induction of Zoé Zébulon"


def test_several_authorisations_are_suspended_from_the_menu_and_other_lines_are_not(
    qtbot: QtBot, page: EmployeesPage
) -> None:
    at(qtbot, page, "Authorisation 3", "Site induction")
    suspending = page.file.driving.menu.action("suspend")
    page.file.driving.menu.refresh()
    assert not suspending.isEnabled()
    assert suspending.toolTip() == "Select authorisations only."
    at(qtbot, page, "Authorisation 3", "Authorisation 5")
    page.file.driving.menu.refresh()
    suspending.trigger()
    shown = form(qtbot, page)
    assert "R489-3, 5" in shown.windowTitle()
    write(shown, reason="Choc")
    save(qtbot, shown)
    qtbot.waitUntil(lambda: lines(page)[0][1] == "suspended")
    assert page.file.header.verdict.text.endswith("Not 5: CACES expired 12 d ago")


def test_a_changed_role_is_said_everywhere_until_somebody_keeps_the_authorisation(
    qtbot: QtBot, page: EmployeesPage, context: Context, driver: str
) -> None:
    with context.workspace.change("role"):
        person = Employee.get_by_id(driver)
        person.authorisations.where(Authorisation.kind == "R489-3").get()
        for one in person.authorisations:
            one.issued_as = "Cariste"
            one.save()
        person.role = "Préparateur"
        person.save()
        # The journal goes by the clock of the PC, which no rehearsal moves.
        latest = AuditChange.select(fn.MAX(AuditChange.id))
        AuditChange.update(at=dt.datetime.combine(TODAY, dt.time(9))).where(
            AuditChange.id == latest
        ).execute()
    context.bus.changed.emit(None)
    why = f"to review, role changed since {format_date(TODAY)}"
    qtbot.waitUntil(lambda: lines(page)[0][1:] == (why, "orange"))
    assert f"May drive: 3 (Quai) · 3: {why} · Not" in page.file.header.verdict.text
    at(qtbot, page, "Site induction")
    page.file.driving.menu.refresh()
    keeping = page.file.driving.menu.action("maintain")
    assert keeping.toolTip() == "Select authorisations issued before the person changed role."
    at(qtbot, page, "Authorisation 3")
    page.file.driving.menu.refresh()
    keeping.trigger()
    question = asked(qtbot)
    assert question.text.startswith("“Authorisation R489-3” of Zoé Zébulon was issued for another role.")
    question.action_button.click()
    qtbot.waitUntil(lambda: lines(page)[0][1:] == ("valid", "green"))
    assert context.workspace.undoable == "Kept R489-3 of Zoé Zébulon"
    qtbot.waitUntil(lambda: "to review" not in page.file.header.verdict.text)


def test_deleting_an_authorisation_says_that_withdrawing_is_the_usual_way(
    qtbot: QtBot, page: EmployeesPage
) -> None:
    at(qtbot, page, "Authorisation 5")
    press(Qt.Key.Key_Delete)
    question = asked(qtbot)
    assert "withdrawn, and stays as a proof" in question.text
    question.reject()


def test_an_alert_about_an_authorisation_leads_to_it(
    qtbot: QtBot, page: EmployeesPage, context: Context, driver: str
) -> None:
    page.file.tabs.setCurrentIndex(0)
    with context.workspace.reading():
        row = Authorisation.get(Authorisation.kind == "R489-5").id.hex
    page.show_person(driver, row)
    qtbot.waitUntil(lambda: page.file.tabs.currentIndex() == DRIVING)
    assert page.file.driving.view.current_id() == row


def test_what_is_missing_leads_to_the_tab_where_it_goes(
    qtbot: QtBot, page: EmployeesPage, driver: str
) -> None:
    for kind, place in (("R489-6", 0), ("driving_certificate", 1), ("SST", 2)):
        page.show_person(driver, f"{kind}.{driver}")
        qtbot.waitUntil(lambda place=place: page.file.tabs.currentIndex() == place)


@pytest.mark.parametrize(("key", "said"), [("card", "DRIVING AUTHORISATION"), ("letter", "authorises")])
def test_card_and_letter_are_printed_from_the_tab_of_a_window_that_only_reads(
    qtbot: QtBot,
    context: Context,
    tasks: Tasks,
    bus: Bus,
    theme: Theme,
    driver: str,
    key: str,
    said: str,
) -> None:
    context.workspace.send()
    with bootstrap.open_workspace(context.workspace.folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme), driver)
        at(qtbot, page, "Site induction")
        assert not page.file.driving.menu.action(key).isEnabled()
        at(qtbot, page, "Authorisation 3")
        page.file.driving.menu.action(key).trigger()

        def viewers() -> list[DocumentViewer]:
            found = [one for one in QApplication.topLevelWidgets() if isinstance(one, DocumentViewer)]
            return [one for one in found if one.page_label.text()]

        qtbot.waitUntil(lambda: bool(viewers()))
        [shown] = viewers()
        assert shown._pages is not None
        told = " ".join(pages_of(shown._pages.content))
        assert said in told
        assert "Zoé Zébulon" in told
        shown.reject()
        qtbot.waitUntil(lambda: not tasks_busy(page))


def test_a_window_that_only_reads_sees_everything_but_the_reasons_of_others(
    qtbot: QtBot, context: Context, tasks: Tasks, bus: Bus, theme: Theme, driver: str
) -> None:
    with context.workspace.change("suspended"):
        suspend(Authorisation.get(Authorisation.kind == "R489-3"), D(2026, 11, 1))
    context.workspace.send()
    folder = context.workspace.folder
    with bootstrap.open_workspace(folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme), driver)
        assert "Not 3: authorisation suspended since 1 Nov 2026" in page.file.header.verdict.text
        assert ("Suspension 3 Counterbalance ≤ 6 t", "running", "red") in lines(page)
        model = page.file.driving.model
        assert not any("Choc" in model.row(place).details for place in range(model.rowCount()))
        assert page.file.driving.waiting.plain_text().endswith("no authorisation rests on them yet: 1B")
        at(qtbot, page, "Authorisation 3")
        for key in ("suspend", "withdraw", "delete"):
            action = page.file.driving.menu.action(key)
            assert not action.isEnabled()
            assert "only reads" in action.toolTip()
        at(qtbot, page, "Suspension")
        press(Qt.Key.Key_Return)
        shown = form(qtbot, page)
        assert shown.fields["reason"].value is None
        assert not shown.save_button.isEnabled()
        shown.reject()
        qtbot.waitUntil(lambda: not tasks_busy(page))


def tasks_busy(page: EmployeesPage) -> bool:
    QGuiApplication.processEvents()
    return bool(forms_over(page))
