"""What needs attention: the same answer everywhere, checked against a count made another way."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from factories import TODAY, caces, employee, training, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cariste.alerts.labels import leaving_label
from cariste.alerts.queries import Counts, Filter, list_alerts, what_needs_attention
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.database.model import Entity
from cariste.employee.file import employee_file
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.requirement.edits import ask_for
from cariste.requirement.queries import Need
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def within(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def told(workspace: Workspace, **wanted: object) -> list[tuple[str, str, int, str]]:
    with workspace.reading():
        found = list_alerts(TODAY, Filter(**wanted))
    return [(alert.last_name, alert.kind, alert.days_until, alert.severity) for alert in found]


def test_severity_follows_the_days_left_and_the_most_urgent_comes_first(workspace: Workspace) -> None:
    with workspace.change("people"):
        for days in (90, 89, 60, 59, 30, 29, 0, -1, -400):
            caces(employee(last_name=f"D{days}"), expiration_date=within(days))
    assert told(workspace) == [
        ("D-400", "R489-3", -400, "critical"),
        ("D-1", "R489-3", -1, "critical"),
        ("D0", "R489-3", 0, "critical"),
        ("D29", "R489-3", 29, "critical"),
        ("D30", "R489-3", 30, "warning"),
        ("D59", "R489-3", 59, "warning"),
        ("D60", "R489-3", 60, "info"),
        ("D89", "R489-3", 89, "info"),
    ]


CONTRACTS = [
    ({"contract_type": "CDI"}, None, False),
    ({"contract_type": "CDD", "contract_end": within(9)}, within(9), False),
    ({"contract_type": "CDD", "contract_end": within(10)}, None, False),
    ({"contract_type": "CDD", "contract_end": within(0)}, within(0), False),
    ({"contract_type": "Interim", "assignment_end": within(-1)}, within(-1), True),
    # The end of a contract says nothing of a temp, nor does that of an assignment of anybody else.
    ({"contract_type": "Interim", "contract_end": within(-1)}, None, False),
    ({"contract_type": "CDI", "assignment_end": within(-1)}, None, False),
]


@pytest.mark.parametrize("limit", [None, 200])
@pytest.mark.parametrize(("fields", "leaves_on", "over"), CONTRACTS)
def test_an_alert_says_that_the_contract_ends_before_the_expiry(
    workspace: Workspace, fields: dict[str, object], leaves_on: dt.date | None, over: bool, limit: int | None
) -> None:
    with workspace.change("people"):
        caces(employee(**fields), expiration_date=within(10))
    with workspace.reading():
        found = what_needs_attention(TODAY, limit=limit).alerts
    [alert] = [one for one in found if one.type == "caces"]
    assert (alert.leaves_on, alert.has_left) == (leaves_on, over)


def test_who_is_listed_without_a_contract_goes_on_alerting_and_is_told_apart(workspace: Workspace) -> None:
    with workspace.change("people"):
        for days in (-100, 5):  # expired long before the contract did; still to expire
            caces(employee(contract_end=within(-7)), expiration_date=within(days))
        leaves = employee(contract_end=within(40), role="Cariste")
        gone = employee(contract_end=within(-7), role="Cariste")
        ask_for(Need("Cariste", None, "R489-3"), asked=True)
    with workspace.reading():
        *dated, one, other = list_alerts(TODAY)
    assert [(alert.leaves_on, alert.has_left) for alert in dated] == [(within(-7), True)] * 2
    # What is missing has no day to compare with: an end to come says nothing about it.
    missing = {one.employee_id: one.leaves_on, other.employee_id: other.leaves_on}
    assert missing == {leaves.id.hex: None, gone.id.hex: within(-7)}
    assert leaving_label(dated[0]) == "contract or assignment ended on 14 Nov 2026"


def test_renewing_removes_the_old_alert_and_expired_never_leaves_by_itself(workspace: Workspace) -> None:
    with workspace.change("people"):
        renewed, forgotten = employee(last_name="Renewed"), employee(last_name="Forgotten")
        for person in (renewed, forgotten):
            caces(person, "R489-5", expiration_date=within(-4000))
        caces(renewed, "R489-5", expiration_date=within(1000))
    assert told(workspace) == [("Forgotten", "R489-5", -4000, "critical")]


def test_other_kinds_and_other_people_do_not_renew(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
        caces(person, "R489-5", expiration_date=within(-1))
        caces(person, "R489-3", expiration_date=within(1000))
        caces(employee(last_name="Other"), "R489-5", expiration_date=within(1000))
    assert [kind for _name, kind, *_rest in told(workspace)] == ["R489-5"]


def test_two_records_alike_alert_once(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
        caces(person, "R489-5", expiration_date=within(-1))
        caces(person, "R489-5", expiration_date=within(-1))
    assert len(told(workspace)) == 1


def test_who_left_raises_no_alert(workspace: Workspace) -> None:
    with workspace.change("people"):
        caces(employee(current_status="inactive"), expiration_date=within(-1))
    assert told(workspace) == []


def test_the_latest_visit_decides_even_when_an_older_one_ran_longer(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
        visit(person, "periodic", visit_date=dt.date(2024, 1, 1), expiration_date=within(1100))
        visit(person, "recovery", visit_date=dt.date(2026, 1, 1), expiration_date=within(10))
        visit(person, "driving_certificate", visit_date=dt.date(2021, 12, 1), expiration_date=within(10))
    assert told(workspace) == [
        ("Fictif-Test", "driving_certificate", 10, "critical"),
        ("Fictif-Test", "recovery", 10, "critical"),
    ] or told(workspace) == [
        ("Fictif-Test", "recovery", 10, "critical"),
        ("Fictif-Test", "driving_certificate", 10, "critical"),
    ]


def test_a_permanent_training_never_alerts_and_outlasts_a_dated_one(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
        training(person, "Gestes et postures", completion_date=dt.date(2020, 1, 1), validity_months=12)
        training(person, "Gestes et postures", validity_months=None)
    assert told(workspace) == []


def test_old_families_that_nobody_can_renew_are_history(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
        caces(person, "R389-3", completion_date=dt.date(2018, 3, 12))
        caces(person, "R372m-9", completion_date=dt.date(2017, 1, 10))
    assert [kind for _name, kind, *_rest in told(workspace, days=365)] == ["R372m-9"]


def test_unknown_kinds_are_flagged(workspace: Workspace) -> None:
    with workspace.change("people"):
        caces(employee(), "Balayeuse", expiration_date=within(1))
        caces(employee(), "R489-3", expiration_date=within(2))
    with workspace.reading():
        assert [alert.check_validity for alert in list_alerts(TODAY)] == [True, False]


def test_at_midnight_the_last_day_is_over(workspace: Workspace) -> None:
    with workspace.change("people"):
        caces(employee(), expiration_date=TODAY)
    with workspace.reading():
        (today,) = list_alerts(TODAY)
        (tomorrow,) = list_alerts(within(1))
    assert (today.days_until, tomorrow.days_until) == (0, -1)


def test_filters_narrow_list_and_counts_alike(workspace: Workspace) -> None:
    with workspace.change("people"):
        quai, zone = employee(workspace="Quai"), employee(last_name="Zone", workspace="Zone A")
        caces(quai, expiration_date=within(-1))
        caces(zone, expiration_date=within(45))
        visit(zone, visit_date=dt.date(2025, 1, 1), expiration_date=within(70))
        training(quai, expiration_date=within(200))
    expected = {
        Filter(): 3,
        Filter(workspace="Quai"): 1,
        Filter(type="caces"): 2,
        Filter(type="missing"): 0,
        Filter(severity="critical"): 1,
        Filter(severity="warning"): 1,
        Filter(severity="info"): 1,
        Filter(severity="info", days=365): 2,
        Filter(days=365): 4,
        Filter(days=46): 2,
        Filter(days=0): 1,
        Filter(since=TODAY): 2,
        Filter(since=TODAY, until=within(45)): 1,
        Filter(thresholds=(10, 20, 40)): 1,
    }
    with workspace.reading():
        for wanted, number in expected.items():
            assert len(list_alerts(TODAY, wanted)) == number, wanted
            assert what_needs_attention(TODAY, wanted).counts.total == number, wanted
            assert what_needs_attention(TODAY, wanted, limit=2).alerts == list_alerts(TODAY, wanted)[:2]
            assert len(what_needs_attention(TODAY, wanted, limit=1).alerts) == min(number, 1), wanted
            assert what_needs_attention(TODAY, wanted, limit=1).counts.total == number, wanted


@pytest.mark.parametrize("size", [3, 300])
def test_the_number_of_statements_does_not_grow_with_the_people(workspace: Workspace, size: int) -> None:
    with workspace.change("people"):
        for number in range(size):
            caces(employee(last_name=f"N{number}"), expiration_date=within(number % 90))
    statements: list[str] = []
    with workspace.reading():
        workspace._database.connection().set_trace_callback(statements.append)
        what_needs_attention(TODAY)
        assert len(statements) == 1
        what_needs_attention(TODAY, limit=200)
        assert len(statements) == 2
        workspace._database.connection().set_trace_callback(None)


def counted_by_hand(path: Path, today: dt.date) -> Counts:
    """Read every record by plain SQL and decide in Python, another way than the query does."""
    connection = sqlite3.connect(path)
    active = {
        row[0] for row in connection.execute("SELECT id FROM employees WHERE current_status = 'active'")
    }
    best: dict[tuple[str, str, str], tuple[object, ...]] = {}
    forever = "9999-12-31"
    rows = [
        *(
            ("c", e, k, (x,))
            for e, k, x in connection.execute("SELECT employee_id, kind, expiration_date FROM caces")
            if not k.startswith(("R389", "R386", "R390", "R377", "R383"))
        ),
        *(
            ("m", e, t, (v, x))
            for e, t, v, x in connection.execute(
                "SELECT employee_id, track, visit_date, expiration_date FROM medical_visits"
            )
            if x
        ),
        *(
            ("t", e, k, (x or forever,))
            for e, k, x in connection.execute(
                "SELECT employee_id, kind, expiration_date FROM online_trainings"
            )
        ),
    ]
    connection.close()
    for table, person, kind, rank in rows:
        key = (table, person, kind)
        best[key] = max(best.get(key, rank), rank)
    counts: Counter[str] = Counter()
    for (_table, person, _kind), rank in best.items():
        days = (dt.date.fromisoformat(str(rank[-1])) - today).days
        if person in active and days < 90:
            counts["critical" if days < 30 else "warning" if days < 60 else "info"] += 1
    return Counts(counts["critical"], counts["warning"], counts["info"])


record = st.tuples(
    st.integers(0, 4),
    st.sampled_from(["caces", "visit", "training"]),
    st.integers(0, 2),
    st.integers(-200, 200),
    st.integers(0, 300),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(records=st.lists(record, max_size=40), shift=st.integers(-60, 60))
def test_the_query_agrees_with_a_count_by_hand(
    workspace: Workspace, records: list[tuple[int, str, int, int, int]], shift: int
) -> None:
    kinds = {
        "caces": ("R489-3", "R389-3", "Balayeuse"),
        "visit": ("periodic", "recovery", "driving_certificate"),
        "training": ("SST", "Gestes et postures", "SST-MAC"),
    }
    with workspace.change("people"):
        for model in (Caces, MedicalVisit, OnlineTraining, Employee):
            model.delete().execute()
        team = [
            employee(last_name=f"P{n}", current_status="inactive" if n == 4 else "active") for n in range(5)
        ]
        for person, what, kind, days, age in records:
            common = {"expiration_date": within(days)}
            obtained = min(within(days), TODAY) - dt.timedelta(days=age)
            if what == "caces":
                caces(team[person], kinds[what][kind], completion_date=obtained, **common)
            elif what == "visit":
                visit(team[person], kinds[what][kind], visit_date=obtained, **common)
            else:
                training(team[person], kinds[what][kind], completion_date=obtained, **common)
    day = within(shift)
    with workspace.reading():
        answer = what_needs_attention(day)
        assert answer.counts == counted_by_hand(workspace.local / "work.db", day)
        first = what_needs_attention(day, limit=3)
        assert first == (day, answer.counts, answer.alerts[:3])
        current = {alert.record_id for alert in answer.alerts}
        assert current == _said_current_by_the_files(team, day)
        if shift == 0:
            assert current == {record.id.hex for person in team for record in person.get_alerts()}


def _said_current_by_the_files(team: list[Entity], day: dt.date) -> set[str]:
    found = set()
    for person in team[:4]:
        file = employee_file(person.id.hex, day)
        assert file is not None
        for row in (*file.caces, *file.medical_visits, *file.trainings):
            history = getattr(row, "kind", "").startswith("R389")
            if row.current and row.days_until is not None and row.days_until < 90 and not history:
                found.add(row.id)
    return found
