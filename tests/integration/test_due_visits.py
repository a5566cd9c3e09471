"""Visits that are due although none before set a date: each rule at the edge of its dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import TODAY, absence, appointment, employee, visit

from cariste.alerts.queries import Alert, Filter, list_alerts, what_needs_attention
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Absence, Appointment, Employee
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def due(workspace: Workspace, on: dt.date = TODAY, **wanted: Any) -> list[Alert]:
    """Return all medical alerts of a day, however far away."""
    with workspace.reading():
        return list_alerts(on, Filter(type="medical", until=dt.date(2150, 12, 31), **wanted))


def told(workspace: Workspace, on: dt.date = TODAY) -> list[tuple[str, dt.date]]:
    return [(alert.kind, alert.expiration_date) for alert in due(workspace, on)]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def person(workspace: Workspace, **fields: Any) -> Employee:
    with workspace.change("person"):
        return employee(**fields)


@pytest.mark.parametrize(
    ("started", "fields", "last_day"),
    [
        ("2026-11-02", {}, "2027-02-02"),
        ("2025-11-30", {}, "2026-02-28"),  # no 30 February: the last day of the month
        ("2023-11-30", {}, "2024-02-29"),
        ("2026-11-02", {"contract_type": "CDI"}, "2027-02-02"),
        ("2026-11-02", {"contract_type": "Alternance"}, "2027-01-02"),
        ("2025-12-31", {"contract_type": "Alternance"}, "2026-02-28"),
        ("2026-11-02", {"night_worker": True}, "2026-11-01"),
        ("2026-11-02", {"night_worker": True, "contract_type": "Alternance"}, "2026-11-01"),
        ("2026-11-02", {"medical_regime": "SIR"}, "2026-11-01"),
        ("2026-11-02", {"medical_regime": "SIA"}, "2027-02-02"),
        # Eighteen on the first day at work, or the day after.
        ("2026-11-02", {"birth_date": day("2008-11-02")}, "2027-02-02"),
        ("2026-11-02", {"birth_date": day("2008-11-03")}, "2026-11-01"),
        # Born on 29 February: of age on 1 March, where the year has no such day.
        ("2026-02-28", {"birth_date": day("2008-02-29")}, "2026-02-27"),
        ("2026-03-01", {"birth_date": day("2008-02-29")}, "2026-06-01"),
    ],
)
def test_the_first_visit_is_due_three_months_after_the_start_or_sooner(
    workspace: Workspace, started: str, fields: dict[str, Any], last_day: str
) -> None:
    person(workspace, entry_date=day(started), **fields)
    assert ("initial", day(last_day)) in told(workspace)


def test_the_first_visit_is_in_time_on_its_last_day_and_late_the_day_after(workspace: Workspace) -> None:
    person(workspace, entry_date=day("2026-11-02"))
    assert [alert.days_until for alert in due(workspace, day("2027-02-02"))] == [0]
    assert [alert.days_until for alert in due(workspace, day("2027-02-03"))] == [-1]


@pytest.mark.parametrize("fields", [{"contract_type": "Interim"}, {"current_status": "inactive"}])
def test_nobody_owes_a_visit_to_a_temp_or_to_somebody_who_left(
    workspace: Workspace, fields: dict[str, Any]
) -> None:
    someone = person(workspace, entry_date=day("2026-01-05"), birth_date=day("1981-06-15"), **fields)
    with workspace.change("absence"):
        absence(someone, ended_on=TODAY)
    assert due(workspace) == []


def test_without_a_start_nothing_is_reckoned(workspace: Workspace) -> None:
    person(workspace)
    assert due(workspace) == []


@pytest.mark.parametrize(
    ("visit_type", "fields", "kinds"),
    [
        ("initial", {}, ["initial"]),
        ("periodic", {"visit_date": day("2025-03-01")}, ["periodic"]),  # held before the start: still valid
        ("on_request", {}, ["initial"]),
        ("pre_return", {}, ["initial"]),
        ("driving_certificate", {}, ["driving_certificate", "initial"]),
    ],
)
def test_any_visit_that_sets_a_next_date_is_a_first_one(
    workspace: Workspace, visit_type: str, fields: dict[str, Any], kinds: list[str]
) -> None:
    someone = person(workspace, entry_date=day("2026-01-05"))
    with workspace.change("visit"):
        visit(someone, visit_type, **{"visit_date": day("2026-02-01"), **fields})
    found = due(workspace)
    assert sorted(alert.kind for alert in found) == kinds
    recorded = {alert.kind for alert in found if alert.recorded}
    assert recorded == {visit_type} & {"initial", "periodic", "driving_certificate"}


@pytest.mark.parametrize(
    ("visited", "printed", "last_day"),
    [("2025-03-14", "2029-03-14", "2027-03-14"), ("2024-02-29", "2028-02-29", "2026-02-28")],
)
def test_under_reinforced_follow_up_an_exam_valid_longer_asks_for_the_visit_half_way(
    workspace: Workspace, visited: str, printed: str, last_day: str
) -> None:
    someone = person(workspace, medical_regime="SIR")
    with workspace.change("exam"):
        visit(someone, visit_date=day(visited), expiration_date=day(printed), expiration_source="typed")
    assert told(workspace) == [("intermediate", day(last_day)), ("periodic", day(printed))]
    with workspace.change("intermediate"):
        visit(someone, "intermediate", visit_date=day(visited) + dt.timedelta(days=600))
    assert [kind for kind, _day in told(workspace)] == ["intermediate"]  # the one held: its own next date
    assert due(workspace)[0].recorded


def test_the_half_way_visit_is_asked_once_when_the_rules_put_the_exam_there(workspace: Workspace) -> None:
    someone = person(workspace, medical_regime="SIR")
    with workspace.change("exam"):
        visit(someone, visit_date=day("2025-03-14"))
    assert told(workspace) == [("periodic", day("2027-03-14"))]


def test_nobody_else_needs_a_half_way_visit(workspace: Workspace) -> None:
    someone = person(workspace, medical_regime="SIS")
    with workspace.change("visit"):
        visit(someone, visit_date=day("2025-03-14"))
    assert told(workspace) == [("periodic", day("2030-03-14"))]


def test_a_return_visit_is_due_within_eight_days_of_the_return(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("absence"):
        absence(someone, ended_on=day("2026-11-16"))
    assert told(workspace) == [("recovery", day("2026-11-24"))]
    assert [alert.days_until for alert in due(workspace, day("2026-11-24"))] == [0]
    assert [alert.days_until for alert in due(workspace, day("2026-11-25"))] == [-1]


def test_an_absence_that_lasts_or_needs_no_visit_alerts_nobody(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("absences"):
        absence(someone, ended_on=None)
        absence(someone, ended_on=TODAY, return_visit=False)
    assert due(workspace) == []


@pytest.mark.parametrize(
    ("visit_type", "visited", "settled"),
    [
        ("recovery", "2026-11-16", True),
        ("recovery", "2026-11-20", True),
        ("recovery", "2026-11-15", False),  # the day before the return
        ("pre_return", "2026-11-16", False),
        ("periodic", "2026-11-18", False),
    ],
)
def test_only_a_return_visit_of_that_day_or_later_settles_it(
    workspace: Workspace, visit_type: str, visited: str, settled: bool
) -> None:
    someone = person(workspace)
    with workspace.change("absence"):
        absence(someone, ended_on=day("2026-11-16"))
        visit(someone, visit_type, visit_date=day(visited))
    left = [alert for alert in due(workspace) if not alert.recorded]
    assert bool(left) is not settled


def test_two_absences_ask_for_two_visits_that_can_be_told_apart(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("absences"):
        absence(someone, ended_on=day("2026-03-02"))
        absence(someone, ended_on=day("2026-11-16"))
    assert len({alert.record_id for alert in due(workspace)}) == 2


@pytest.mark.parametrize(
    ("born", "last_day"),
    [("1981-01-01", "2026-12-31"), ("1981-12-31", "2026-12-31"), ("1982-01-01", "2027-12-31")],
)
def test_the_mid_career_visit_is_due_in_the_year_of_the_45th_birthday(
    workspace: Workspace, born: str, last_day: str
) -> None:
    person(workspace, birth_date=day(born))
    assert told(workspace) == [("mid_career", day(last_day))]


@pytest.mark.parametrize(
    ("visited", "settled"),
    [("2023-12-31", False), ("2024-01-01", True), ("2026-06-01", True)],
)
def test_a_mid_career_visit_merged_with_one_of_the_two_years_before_counts(
    workspace: Workspace, visited: str, settled: bool
) -> None:
    someone = person(workspace, birth_date=day("1981-06-15"))
    with workspace.change("visit"):
        visit(someone, "mid_career", visit_date=day(visited))
    assert bool(due(workspace)) is not settled


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"birth_date": day("1976-12-31")}, False),  # 45 before the law
        ({"birth_date": day("1977-01-01")}, True),
        ({"birth_date": day("1979-06-15"), "entry_date": day("2025-01-01")}, False),  # came later
        ({"birth_date": day("1979-06-15"), "entry_date": day("2024-12-31")}, True),
    ],
)
def test_who_was_45_before_the_law_or_before_coming_owes_us_nothing(
    workspace: Workspace, fields: dict[str, Any], asked: bool
) -> None:
    someone = person(workspace, **fields)
    with workspace.change("visit"):
        visit(someone, visit_date=TODAY)
    assert ("mid_career" in [alert.kind for alert in due(workspace)]) is asked


# -- appointments ----------------------------------------------------------------------------------


def test_an_alert_says_when_its_visit_is_planned_and_stays_in_the_list(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("plan"):
        visit(someone, expiration_date=day("2026-12-15"))
        appointment(someone, planned_on=day("2026-12-08"))
    [alert] = due(workspace)
    assert (alert.planned_on, alert.planned_in_time) == (day("2026-12-08"), True)
    with workspace.reading():
        few = what_needs_attention(TODAY, limit=10)
    assert few.alerts == [alert]
    assert few.counts.critical == 1


@pytest.mark.parametrize(
    ("visit_type", "fields", "planned"),
    [
        ("periodic", {}, True),
        ("intermediate", {}, True),  # whichever of the regime's visits it will be
        ("driving_certificate", {}, False),
        ("on_request", {}, False),
        ("periodic", {"status": "missed"}, False),
        ("periodic", {"status": "cancelled"}, False),
        ("periodic", {"status": "held"}, False),
        ("periodic", {"planned_on": TODAY}, True),
        ("periodic", {"planned_on": TODAY - dt.timedelta(days=1)}, False),  # nobody said what became of it
    ],
)
def test_only_an_appointment_to_come_for_such_a_visit_counts_as_planned(
    workspace: Workspace, visit_type: str, fields: dict[str, Any], planned: bool
) -> None:
    someone = person(workspace)
    with workspace.change("plan"):
        visit(someone, expiration_date=day("2026-12-15"))
        appointment(someone, visit_type, **fields)
    [alert] = due(workspace)
    assert (alert.planned_on is not None) is planned


def test_too_late_is_planned_but_not_in_time(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("plan"):
        visit(someone, expiration_date=day("2026-12-07"))
        appointment(someone, planned_on=day("2026-12-08"))
    [alert] = due(workspace)
    assert (alert.planned_on, alert.planned_in_time) == (day("2026-12-08"), False)


def test_recording_the_visit_marks_its_appointment_held_in_the_same_change(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("plan"):
        booked = appointment(someone, planned_on=TODAY)
        other = appointment(someone, "driving_certificate", planned_on=TODAY)
    with workspace.change("visit"):
        visit(someone, "periodic", visit_date=TODAY)
    with workspace.reading():
        assert Appointment.get_by_id(booked.id).status == "held"
        assert Appointment.get_by_id(other.id).status == "planned"
    workspace.undo()
    with workspace.reading():
        assert Appointment.get_by_id(booked.id).status == "planned"


@pytest.mark.parametrize(("visited", "status"), [("2026-11-07", "held"), ("2026-11-06", "planned")])
def test_a_visit_of_long_ago_is_not_the_one_that_is_planned(
    workspace: Workspace, visited: str, status: str
) -> None:
    someone = person(workspace)
    with workspace.change("plan"):
        booked = appointment(someone, planned_on=day("2026-12-08"))
        visit(someone, "periodic", visit_date=day(visited))
    with workspace.reading():
        assert Appointment.get_by_id(booked.id).status == status


def test_the_journal_does_not_say_who_was_away_when(workspace: Workspace) -> None:
    someone = person(workspace)
    with workspace.change("absence"):
        away = absence(someone, ended_on=None)
    with workspace.change("back"):
        away.ended_on = TODAY
        away.save()
    with workspace.reading():
        rows = Absence._meta.database.execute_sql("SELECT fields FROM journal").fetchall()
    assert not any("2026-10-01" in (fields or "") or str(TODAY) in (fields or "") for (fields,) in rows)
