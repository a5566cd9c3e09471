"""The medical tab of a person: the two dates, what is planned, who is away, and who sees what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import TODAY, absence, appointment, employee, visit
from forms import forms_over, id_of, save, words, write
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.models import Absence, Appointment, Employee, MedicalVisit
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms.form import Form
from cariste.ui.widgets.medical_tab import MedicalTab

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def person(context: Context) -> Employee:
    """Somebody who works at night, of no known follow-up."""
    with context.workspace.change("person"):
        return employee(first_name="Zoé", last_name="Veilleuse", night_worker=True)


def shown(qtbot: QtBot, context: Context, person: Employee) -> MedicalTab:
    """Return the tab of a person, with everything read."""
    tab = MedicalTab(context)
    qtbot.addWidget(tab)
    tab.resize(1000, 500)
    tab.show()
    again(qtbot, tab, person)
    return tab


def again(qtbot: QtBot, tab: MedicalTab, person: Employee) -> None:
    tab._found = None
    tab.show_lines(person.id.hex, [])
    qtbot.waitUntil(lambda: tab._found is not None)


def lines(tab: MedicalTab) -> list[tuple[str, str, str]]:
    rows = (tab.model.row(place) for place in range(tab.model.rowCount()))
    return [(row.what, row.situation, row.tone) for row in rows]


def plain(tab: MedicalTab) -> str:
    return " | ".join(tab.header.words).replace("\u00a0", " ")


def form_over(qtbot: QtBot, widget: QWidget) -> Form:
    qtbot.waitUntil(lambda: bool(forms_over(widget)))
    [form] = forms_over(widget)
    return form


def pick(tab: MedicalTab, what: str, situation: str = "") -> None:
    rows = lines(tab)
    place = next(p for p, row in enumerate(rows) if row[0].startswith(what) and situation in row[1])
    tab.view.select_position(place)


def test_both_dates_stand_side_by_side_with_how_they_stand(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("visits"):
        visit(person, expiration_date=dt.date(2026, 12, 12))
        visit(person, "driving_certificate", visit_date=dt.date(2025, 10, 2))
    tab = shown(qtbot, context, person)
    assert "Next visit no later than | 12 Dec 2026 · Periodic visit" in plain(tab)
    assert "Driving certificate valid until | 2 Oct 2030" in plain(tab)


def test_without_any_visit_both_say_so(qtbot: QtBot, context: Context, person: Employee) -> None:
    tab = shown(qtbot, context, person)
    assert "no due date" in plain(tab)
    assert "none recorded" in plain(tab)


def test_a_planned_visit_is_blue_until_its_day_is_past(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("plan"):
        appointment(person, planned_on=dt.date(2026, 12, 8))
        appointment(person, "on_request", planned_on=TODAY - dt.timedelta(days=1))
        appointment(person, "mid_career", planned_on=dt.date(2026, 9, 3), status="missed")
        appointment(person, "recovery", planned_on=dt.date(2026, 9, 4), status="cancelled")
        appointment(person, "end_career", planned_on=dt.date(2026, 9, 5), status="held")
    assert lines(shown(qtbot, context, person)) == [
        ("Visit on request", "planned for 20 Nov 2026: held?", "orange"),
        ("Periodic visit", "planned for 8 Dec 2026", "blue"),
        ("Return-to-work visit", "cancelled (4 Sep 2026)", "muted"),
        ("Mid-career visit", "no-show on 3 Sep 2026", "orange"),
    ]


def test_a_visit_is_planned_from_the_tab_and_shown_chosen(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    tab = shown(qtbot, context, person)
    tab.header.plan_button.click()
    form = form_over(qtbot, tab)
    write(form, planned_on="20/11/2026")
    assert "recorded, not planned" in words(form)["planned_on"]
    write(form, planned_on="08/12/2026")
    assert words(form) == {}
    save(qtbot, form)
    assert context.workspace.undoable == "Appointment: Periodic visit of Zoé Veilleuse"
    again(qtbot, tab, person)
    assert lines(tab) == [("Periodic visit", "planned for 8 Dec 2026", "blue")]
    assert tab.view.current_id() is not None


def test_the_same_visit_is_not_planned_twice(qtbot: QtBot, context: Context, person: Employee) -> None:
    with context.workspace.change("plan"):
        appointment(person, planned_on=dt.date(2026, 12, 8))
    tab = shown(qtbot, context, person)
    tab.header.plan_button.click()
    form = form_over(qtbot, tab)
    write(form, visit_type="periodic", planned_on="15/12/2026")
    form.save()
    qtbot.waitUntil(lambda: "visit_type" in words(form))
    assert words(form)["visit_type"] == "This visit is planned already, on 8 Dec 2026."
    form._go()


def test_recording_the_visit_that_was_planned_marks_it_held(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("plan"):
        booked = appointment(person, "on_request", planned_on=TODAY)
    tab = shown(qtbot, context, person)
    pick(tab, "Visit on request")
    tab.menu.action("held").trigger()
    form = form_over(qtbot, tab)
    assert form.fields["visit_type"].value == "on_request"
    write(form, visit_date="21/11/2026")
    save(qtbot, form)
    with context.workspace.reading():
        assert Appointment.get_by_id(booked.id).status == "held"
        assert MedicalVisit.select().where(MedicalVisit.employee == person).count() == 1
    again(qtbot, tab, person)
    assert lines(tab) == []


def test_who_did_not_come_is_due_again(qtbot: QtBot, context: Context, person: Employee) -> None:
    with context.workspace.change("plan"):
        visit(person, expiration_date=dt.date(2026, 12, 12))
        appointment(person, planned_on=dt.date(2026, 12, 8))
    tab = shown(qtbot, context, person)
    assert tab._found is not None
    assert tab._found.next_visit is not None
    assert tab._found.next_visit.planned_in_time
    pick(tab, "Periodic visit", "planned")
    with qtbot.waitSignal(context.bus.changed):
        tab.menu.action("missed").trigger()
    assert context.workspace.undoable == "No-show: Periodic visit of Zoé Veilleuse"
    again(qtbot, tab, person)
    assert tab._found.next_visit is not None
    assert tab._found.next_visit.planned_on is None
    assert lines(tab) == [("Periodic visit", "no-show on 8 Dec 2026", "orange")]


def test_what_is_planned_cannot_be_renewed_and_has_no_proof(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("plan"):
        appointment(person)
    tab = shown(qtbot, context, person)
    pick(tab, "Periodic visit")
    for key in ("renew", "view_proof", "attach_proof"):
        assert not tab.menu.action(key).isEnabled()
        assert "no visit that was held" in tab.menu.action(key).toolTip()


def test_an_absence_is_recorded_then_over_then_due_for_a_visit(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    tab = shown(qtbot, context, person)
    tab.header.absence_button.click()
    form = form_over(qtbot, tab)
    write(form, starts_on="14/09/2026")
    form.fields["return_visit"].entry.widget.setChecked(True)  # type: ignore[attr-defined]
    save(qtbot, form)
    assert context.workspace.undoable == "Absence of Zoé Veilleuse"
    again(qtbot, tab, person)
    assert lines(tab) == [("Absence since 14 Sep 2026", "return-to-work visit to plan", "blue")]

    tab.view.opened.emit(tab.view.current_id())
    form = form_over(qtbot, tab)
    write(form, ended_on="13/09/2026")
    form.save()
    assert words(form)["ended_on"] == "The return is before the start."
    write(form, ended_on="16/11/2026")
    assert "due by 24 Nov 2026" in words(form)["ended_on"]
    save(qtbot, form)
    again(qtbot, tab, person)
    assert lines(tab) == [
        ("Absence from 14 Sep 2026, back on 16 Nov 2026", "visit due by 24 Nov 2026", "orange")
    ]
    assert "24 Nov 2026 · Return-to-work visit" in plain(tab)

    with context.workspace.change("return"):
        visit(person, "recovery", visit_date=dt.date(2026, 11, 18))
    again(qtbot, tab, person)
    assert lines(tab) == [("Absence from 14 Sep 2026, back on 16 Nov 2026", "over", "muted")]


def test_nobody_is_away_twice_at_a_time(qtbot: QtBot, context: Context, person: Employee) -> None:
    with context.workspace.change("absence"):
        absence(person, starts_on=dt.date(2026, 9, 1), ended_on=dt.date(2026, 9, 14))
    tab = shown(qtbot, context, person)
    tab.header.absence_button.click()
    form = form_over(qtbot, tab)
    write(form, starts_on="13/09/2026")
    form.save()
    qtbot.waitUntil(lambda: "starts_on" in words(form))
    write(form, starts_on="14/09/2026")  # away again on the first day back
    save(qtbot, form)
    with context.workspace.reading():
        assert Absence.select().where(Absence.employee == person).count() == 2


def test_del_asks_once_then_deletes_the_line_that_is_chosen(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("plan"):
        appointment(person, planned_on=dt.date(2026, 12, 8))
        absence(person, ended_on=None)
    tab = shown(qtbot, context, person)
    for what, question in (("Absence", "absence of Zoé"), ("Periodic visit", "appointment of 8 Dec 2026")):
        pick(tab, what)
        tab.menu.action("delete").trigger()
        asked = confirmation(qtbot, tab)
        assert question in asked.text
        with qtbot.waitSignal(context.bus.changed):
            asked.accept()
        again(qtbot, tab, person)
    assert lines(tab) == []


def confirmation(qtbot: QtBot, tab: QWidget) -> Any:
    def found() -> list[Confirmation]:
        return [each for each in tab.window().findChildren(Confirmation) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_a_night_worker_without_a_follow_up_gets_a_suggestion_not_a_change(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    tab = shown(qtbot, context, person)
    assert "Adapted (SIA)" in plain(tab)
    with context.workspace.reading():
        assert Employee.get_by_id(person.id).medical_regime is None
    with qtbot.waitSignal(tab.header.regime_wanted):
        tab.header._suggestion.follow("choose it")
    assert form_over(qtbot, tab).fields["medical_regime"].value is None
    for regime, suggested in (("SIS", True), ("SIR", False)):
        with context.workspace.change("regime"):
            chosen = Employee.get_by_id(person.id)
            chosen.medical_regime = regime
            chosen.save()
        again(qtbot, tab, person)
        assert ("SIA" in plain(tab)) is suggested


def test_what_the_doctor_asked_for_is_shown_in_the_doctor_s_words_until_the_next_conclusion(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    words_ = "Pas de charges de plus de 15 kg"
    with context.workspace.change("visit"):
        visit(person, visit_date=dt.date(2025, 1, 7), result="fit_with_restrictions", restrictions=words_)
    tab = shown(qtbot, context, person)
    assert words_ in plain(tab)
    with context.workspace.change("no document yet"):
        visit(person, visit_date=dt.date(2026, 1, 7), result="pending")
    again(qtbot, tab, person)
    assert words_ in plain(tab)
    with context.workspace.change("fit"):
        visit(person, visit_date=dt.date(2026, 2, 7), result="fit")
    again(qtbot, tab, person)
    assert words_ not in plain(tab)


def test_who_only_reads_sees_dates_and_appointments_and_nothing_else(
    qtbot: QtBot, context: Context, person: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    with context.workspace.change("everything"):
        visit(
            person,
            expiration_date=dt.date(2026, 12, 12),
            result="fit_with_restrictions",
            restrictions="Pas de charges",
        )
        appointment(person)
        absence(person, ended_on=None)
    monkeypatch.setattr(type(context.workspace), "writing", property(lambda _self: False))
    tab = shown(qtbot, context, person)
    assert lines(tab) == [("Periodic visit", "planned for 8 Dec 2026", "blue")]
    assert "Pas de charges" not in plain(tab)
    assert "SIA" not in plain(tab)
    assert "12 Dec 2026 · Periodic visit" in plain(tab)
    for button in (tab.header.plan_button, tab.header.absence_button):
        assert not button.isEnabled()
        assert "only reads" in button.toolTip()


def test_somebody_else_s_follow_up_is_not_left_standing(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("plan"):
        appointment(person)
    tab = shown(qtbot, context, person)
    other = id_of(context, "Aïcha Modèle")
    tab.show_lines(other, [])
    assert lines(tab) == []
    assert "planned" not in plain(tab)
    qtbot.waitUntil(lambda: tab._found is not None)


def test_in_a_narrow_window_the_words_give_way_and_the_dates_stay(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("visits"):
        visit(person, expiration_date=dt.date(2026, 12, 12))
        visit(person, "driving_certificate", visit_date=dt.date(2025, 10, 2))
    tab = shown(qtbot, context, person)
    assert tab.minimumSizeHint().width() < 640


def test_after_an_initial_visit_the_periodic_one_is_awaited_and_proposed(
    qtbot: QtBot, context: Context, person: Employee
) -> None:
    with context.workspace.change("visit"):
        visit(person, "initial", expiration_date=dt.date(2026, 12, 12))
    tab = shown(qtbot, context, person)
    assert "12 Dec 2026 · Periodic visit" in plain(tab)
    tab.header.plan_button.click()
    assert form_over(qtbot, tab).fields["visit_type"].value == "periodic"
