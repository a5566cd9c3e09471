"""Authorisations that end, and what a role asks for in vain: in the one query of alerts, like the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import TODAY, caces, employee, training, visit

from cariste.alerts.queries import Alert, Counts, Filter, list_alerts, what_needs_attention
from cariste.authorisation.models import Authorisation
from cariste.authorisation.queries import who_may_drive
from cariste.authorisation.verdict import CACES_MISSING
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Employee
from cariste.employee.queries import list_employees
from cariste.requirement.edits import ask_for
from cariste.requirement.queries import Need
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def within(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def grant(person: Employee, ends: int | None = 10, **fields: Any) -> None:
    issued = {"kind": "R489-3", "issued_on": within(-400), "signatory": "Mme Fictif", **fields}
    Authorisation(employee=person, ends_on=None if ends is None else within(ends), **issued).save()


def driver(**fields: Any) -> Employee:
    return employee(**{"role": "Cariste", "workspace": "Quai", **fields})


def alerts(workspace: Workspace, type_: str, **wanted: Any) -> list[Alert]:
    with workspace.reading():
        return list_alerts(TODAY, Filter(type=type_, **wanted))


def ending(workspace: Workspace, **wanted: Any) -> list[tuple[str, int | None, str]]:
    found = alerts(workspace, "authorisation", **wanted)
    return [(alert.kind, alert.days_until, alert.severity) for alert in found]


def missing(workspace: Workspace, **wanted: Any) -> list[tuple[str, str]]:
    return [(alert.last_name, alert.kind) for alert in alerts(workspace, "missing", **wanted)]


def require(*kinds: str, role: str = "Cariste", site: str | None = None) -> None:
    for kind in kinds:
        ask_for(Need(role, site, kind), asked=True)


# -- authorisations that end ------------------------------------------------------------------------


def test_an_authorisation_that_ends_alerts_within_the_same_horizon_as_the_rest(workspace: Workspace) -> None:
    with workspace.change("grants"):
        person = driver()
        for kind, days in (("R489-1A", -3), ("R489-3", 29), ("R489-5", 59), ("R489-6", 89), ("R489-7", 90)):
            grant(person, days, kind=kind)
    assert ending(workspace) == [
        ("R489-1A", -3, "critical"),
        ("R489-3", 29, "critical"),
        ("R489-5", 59, "warning"),
        ("R489-6", 89, "info"),
    ]
    assert ("R489-7", 90, "info") in ending(workspace, days=365)
    assert ending(workspace, severity="warning") == [("R489-5", 59, "warning")]


@pytest.mark.parametrize(
    ("second", "left"),
    [
        ({"ends": 1000}, []),
        ({"ends": None}, []),
        ({"ends": 1000, "site": "Quai"}, []),
        ({"ends": 1000, "site": None}, []),
        ({"ends": 1000, "site": "Zone A"}, [10]),
        ({"ends": 1000, "kind": "R489-5"}, [10]),
        ({"ends": 1000, "withdrawn_on": within(-5), "withdrawn_reason": "conduite"}, [10]),
        ({"ends": 10}, [10]),
        ({"ends": 10, "site": None}, [10]),
    ],
)
def test_a_new_authorisation_takes_the_place_of_the_one_that_ends(
    workspace: Workspace, second: dict[str, Any], left: list[int]
) -> None:
    with workspace.change("grants"):
        person = driver()
        grant(person, 10, site="Quai")
        grant(person, **{"site": "Quai", **second})
    assert [days for _kind, days, _severity in ending(workspace)] == left


def test_a_withdrawn_one_and_somebody_who_left_do_not_alert(workspace: Workspace) -> None:
    with workspace.change("grants"):
        grant(driver(), withdrawn_on=within(-5), withdrawn_reason="conduite")
        grant(driver(current_status="inactive", left_on=within(-1)))
    assert ending(workspace) == []


# -- what is missing --------------------------------------------------------------------------------


def test_what_the_role_asks_for_and_nobody_recorded_is_missing(workspace: Workspace) -> None:
    with workspace.change("roles"):
        require("R489-3", "driving_certificate", "SST")
        caces(driver(last_name="Trois"))
        visit(driver(last_name="Vu"), "driving_certificate", result="fit")
        training(driver(last_name="Secours"), "SST")
        employee(last_name="Bureau", role="Bureau")
        driver(last_name="Parti", current_status="inactive")
    assert sorted(missing(workspace)) == [
        ("Secours", "R489-3"),
        ("Secours", "driving_certificate"),
        ("Trois", "SST"),
        ("Trois", "driving_certificate"),
        ("Vu", "R489-3"),
        ("Vu", "SST"),
    ]


def test_what_is_missing_has_no_day_and_is_told_apart_from_every_record(workspace: Workspace) -> None:
    with workspace.change("roles"):
        require("R489-3", "R489-5")
        driver(last_name="Un")
        driver(last_name="Deux")
    found = alerts(workspace, "missing")
    assert {(alert.expiration_date, alert.days_until, alert.severity) for alert in found} == {
        (None, None, "missing")
    }
    assert len({alert.record_id for alert in found}) == 4
    assert not any(alert.recorded for alert in found)


def test_an_expired_record_alerts_by_its_date_and_is_not_missing_too(workspace: Workspace) -> None:
    with workspace.change("roles"):
        require("R489-3")
        caces(driver(), expiration_date=within(-400))
    assert missing(workspace) == []
    assert [alert.kind for alert in alerts(workspace, "caces")] == ["R489-3"]


@pytest.mark.parametrize(
    ("required", "held", "expected"),
    [
        ("R489-1A", "R489-1B", []),
        ("R489-1B", "R489-1A", ["R489-1B"]),
        ("R485-1", "R485-2", []),
        ("R489-3", "R489-5", ["R489-3"]),
        ("R489-3", "R389-3", ["R489-3"]),  # history: nobody can renew it, so it must be said
        ("R482-F", "R372m-9", []),
        ("SST", "R489-3", ["SST"]),
    ],
)
def test_dispensations_count_and_history_does_not(
    workspace: Workspace, required: str, held: str, expected: list[str]
) -> None:
    with workspace.change("roles"):
        require(required)
        caces(driver(), held, completion_date=dt.date(2019, 3, 1))
    assert [kind for _name, kind in missing(workspace)] == expected


@pytest.mark.parametrize(
    ("visited", "result", "is_missing"),
    [
        (dt.date(2025, 9, 30), "fit", False),
        (dt.date(2025, 10, 1), "fit", True),
        (dt.date(2021, 11, 21), "fit_with_restrictions", False),
        (dt.date(2021, 11, 20), "fit", True),
        (dt.date(2025, 9, 30), "follow_up_certificate", True),
    ],
)
def test_a_former_fitness_opinion_still_stands_for_both_certificates(
    workspace: Workspace, visited: dt.date, result: str, is_missing: bool
) -> None:
    with workspace.change("roles"):
        require("driving_certificate", "electrical_certificate")
        visit(driver(), visit_date=visited, result=result)
    assert len(missing(workspace)) == (2 if is_missing else 0)


def test_a_requirement_of_one_work_area_concerns_those_who_work_there(workspace: Workspace) -> None:
    with workspace.change("roles"):
        require("R489-5", site="Zone A")
        driver(last_name="Ici", workspace="Zone A")
        driver(last_name="Ailleurs", workspace="Quai")
        driver(last_name="Nulle Part", workspace=None)
    assert missing(workspace) == [("Ici", "R489-5")]


def test_what_is_asked_for_twice_is_missing_once(workspace: Workspace) -> None:
    with workspace.change("roles"):
        require("R489-3")
        require("R489-3", site="Quai")
        driver()
    assert len(missing(workspace)) == 1


def test_counts_list_and_filters_agree_with_what_is_missing(workspace: Workspace) -> None:
    with workspace.change("roles"):
        require("R489-3", "R489-5")
        late, absent = driver(last_name="Retard", workspace="Zone A"), driver(last_name="Sans")
        caces(late, "R489-3", expiration_date=within(-1))
        caces(late, "R489-5", expiration_date=within(45))
        grant(absent, 70)
    with workspace.reading():
        for limit in (None, 1, 2, 3, 4, 10):
            found = what_needs_attention(TODAY, limit=limit)
            assert found.counts == Counts(critical=1, warning=1, info=1, missing=2)
            assert [alert.type for alert in found.alerts] == (
                ["caces", "caces", "authorisation", "missing", "missing"][:limit]
            )
        for wanted, total in (
            (Filter(type="missing"), 2),
            (Filter(severity="missing"), 2),
            (Filter(type="missing", severity="critical"), 0),
            (Filter(severity="critical"), 1),
            (Filter(workspace="Zone A"), 2),
            (Filter(since=within(-10), until=within(100)), 3),
            (Filter(employee_id=absent.id.hex), 3),
            (Filter(days=0), 3),
        ):
            assert what_needs_attention(TODAY, wanted).counts.total == total
            assert what_needs_attention(TODAY, wanted, limit=50).counts.total == total


# -- options -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ([], ["R484-1"]),
        ([(None, 900)], ["R484-1"]),
        ([("floor_control", 900)], []),
        ([("floor_control", -5)], []),  # alerts by its date
        ([("floor_control", 30), (None, 1800)], []),  # renewed without it, which matters in a month
        ([("floor_control", -5), (None, 1800)], ["R484-1"]),
    ],
)
def test_a_floor_crane_is_missing_unless_the_cab_certificate_has_its_option(
    workspace: Workspace, held: list[tuple[str | None, int]], found: list[str]
) -> None:
    with workspace.change("cranes"):
        require("R484-1")
        person = driver()
        for option, days in held:
            caces(
                person,
                "R484-2",
                option=option,
                expiration_date=within(days),
                completion_date=within(days - 1826),
            )
    assert [kind for _name, kind in missing(workspace)] == found


def test_the_verdict_and_the_alerts_agree_about_an_option(workspace: Workspace) -> None:
    with workspace.change("cranes"):
        require("R484-1")
        for name, option in (("Avec", "floor_control"), ("Sans", None)):
            caces(driver(last_name=name), "R484-2", option=option)
    assert missing(workspace) == [("Sans", "R484-1")]
    with workspace.reading():
        names = {row.id: row.last_name for row in list_employees()}
        answers = who_may_drive(("R484-1",), on=TODAY)
    lacking = {
        names[one.employee_id]
        for one in answers
        if any(reason.code == CACES_MISSING for reason in one.verdicts["R484-1"].reasons)
    }
    assert lacking == {"Sans"}
