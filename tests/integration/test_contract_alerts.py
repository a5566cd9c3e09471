"""Contracts and assignments that end: an alert of their own, until somebody decides."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from factories import TODAY, caces, employee
from ics import SomebodysCalendar, read_strictly

from cariste.alerts.queries import Alert, Counts, Filter, list_alerts, what_needs_attention
from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.config import folder_id
from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences, save_preferences
from cariste.digest.digests import Digest
from cariste.digest.words import what_to_do
from cariste.employee import labels
from cariste.employee.models import Employee
from cariste.exchange.due_calendar import Wanted, calendar_of
from cariste.firm.changes import store
from cariste.workspace import Workspace

NOON = dt.datetime(2026, 11, 21, 12, 0, 0)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    save_preferences(Preferences(language="en"))


def within(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def fixed_term(days: int, **fields: object) -> Employee:
    return employee(
        **{"last_name": f"D{days}", "contract_type": "CDD", "contract_end": within(days), **fields}
    )


def ends(workspace: Workspace, **wanted: object) -> list[Alert]:
    with workspace.reading():
        return list_alerts(TODAY, Filter(type="contract", **wanted))


def told(workspace: Workspace, **wanted: object) -> list[tuple[str, int | None, str]]:
    return [(one.last_name, one.days_until, one.severity) for one in ends(workspace, **wanted)]


def change(workspace: Workspace, person: Employee, **fields: object) -> None:
    with workspace.change("people"):
        again = Employee.get_by_id(person.id)
        for name, value in fields.items():
            setattr(again, name, value)
        again.save()


def test_the_end_of_a_contract_alerts_thirty_days_before_and_gets_urgent_in_the_last_week(
    workspace: Workspace,
) -> None:
    with workspace.change("people"):
        for days in (-40, -1, 0, 6, 7, 29, 30, 60, 120):
            fixed_term(days)
    assert told(workspace) == [
        ("D-40", -40, "critical"),
        ("D-1", -1, "critical"),
        ("D0", 0, "critical"),
        ("D6", 6, "critical"),
        ("D7", 7, "warning"),
        ("D29", 29, "warning"),
    ]
    assert told(workspace, severity="warning") == [("D7", 7, "warning"), ("D29", 29, "warning")]
    assert told(workspace, days=7) == told(workspace, severity="critical")


def test_the_panel_and_the_page_agree_and_whoever_looks_further_sees_more(workspace: Workspace) -> None:
    with workspace.change("people"):
        for days in (-1, 6, 7, 29, 60, 120):
            caces(fixed_term(days), expiration_date=within(days))
    with workspace.reading():
        page = what_needs_attention(TODAY, Filter(days=90))
        panel = what_needs_attention(TODAY, limit=3)
    # Of the contracts (2, 2, 0, 0), of the CACES (4, 0, 1, 0): each by its own steps.
    assert page.counts == panel.counts == Counts(critical=6, warning=2, info=1)
    assert panel.alerts == page.alerts[:3]
    assert [name for name, _days, _severity in told(workspace, days=180)][-2:] == ["D60", "D120"]
    assert told(workspace, days=180)[-1] == ("D120", 120, "info")


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"contract_type": "CDD", "contract_end": within(5)}, ["CDD"]),
        ({"contract_type": "Alternance", "contract_end": within(5)}, ["Alternance"]),
        ({"contract_type": "Interim", "assignment_end": within(5)}, ["Interim"]),
        ({"contract_type": "Interim", "contract_end": within(5)}, []),
        ({"contract_type": "CDI", "contract_end": within(5)}, []),
        ({"contract_end": within(5)}, []),
        ({"contract_type": "CDD"}, []),
        ({"contract_type": "CDD", "contract_end": within(5), "current_status": "inactive"}, []),
    ],
)
def test_of_a_temp_the_assignment_counts_and_of_a_permanent_contract_nothing(
    workspace: Workspace, fields: dict[str, object], kinds: list[str]
) -> None:
    with workspace.change("people"):
        employee(**fields)
    assert [one.kind for one in ends(workspace)] == kinds


@pytest.mark.parametrize(
    "decision",
    [
        {"contract_end": within(200)},
        {"contract_type": "CDI", "contract_end": None},
        {"current_status": "inactive", "left_on": within(0)},
    ],
    ids=["prolonged", "permanent", "left"],
)
def test_it_is_gone_once_somebody_decided(workspace: Workspace, decision: dict[str, object]) -> None:
    with workspace.change("people"):
        person = fixed_term(-3)
    assert len(ends(workspace)) == 1
    change(workspace, person, **decision)
    assert ends(workspace) == []


def test_what_it_says_is_not_said_twice(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = fixed_term(-3)
        caces(person, expiration_date=within(10))
    with workspace.reading():
        contract, certificate = list_alerts(TODAY)
    assert (contract.type, contract.leaves_on) == ("contract", None)
    assert (certificate.type, certificate.leaves_on) == ("caces", within(-3))
    assert not contract.recorded
    assert contract.because == person.id.hex


@pytest.mark.parametrize(
    ("language", "kind", "days", "words"),
    [
        ("fr", "CDD", 8, ("fin de contrat", "dans 8\u00a0j", "Fin de contrat", "dans 8 jours")),
        ("fr", "Interim", 0, ("fin de mission", "aujourd’hui", "Fin de mission", "aujourd’hui")),
        ("fr", "Interim", -1, ("fin de mission", "il y a 1\u00a0j", "Fin de mission", "il y a 1 jour")),
        ("en", "CDD", -12, ("end of contract", "12 d ago", "End of contract", "12 days ago")),
        ("en", "Alternance", 1, ("end of contract", "in 1 d", "End of contract", "in 1 day")),
    ],
)
def test_it_is_told_as_an_end_not_as_an_expiry(
    language: str, kind: str, days: int, words: tuple[str, str, str, str]
) -> None:
    set_language(language)
    assert words == (
        labels.brief_subject("contract", kind),
        labels.delay(days, "contract"),
        labels.full_subject("contract", kind),
        labels.delay_in_words(days, "contract"),
    )


def test_the_firm_sets_its_own_steps(workspace: Workspace) -> None:
    with workspace.change("people"):
        for days in (1, 5, 12):
            fixed_term(days)
    with workspace.change("steps"):
        steps = {**workspace.settings.thresholds.model_dump(), "contract_critical": 2, "contract_warning": 10}
        store(workspace.settings, {"thresholds": steps})
    own = workspace.settings.thresholds.contract_steps
    assert told(workspace, contract_steps=own) == [("D1", 1, "critical"), ("D5", 5, "warning")]


def test_the_command_lists_and_exports_it(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.change("people"):
        fixed_term(8)
        fixed_term(9, contract_type="Interim", contract_end=None, assignment_end=within(9))
    workspace.send()
    where = ["--folder", str(workspace.folder), "--json"]
    assert run([*where, "alerts", "--type", "contract"]) == 0
    listed = json.loads(capsys.readouterr().out)["alerts"]
    assert [(one["kind"], one["days_until"], one["severity"]) for one in listed] == [
        ("CDD", 8, "warning"),
        ("Interim", 9, "warning"),
    ]
    assert run([*where, "export", "--alerts", str(tmp_path / "alerts.json")]) == 0
    written = json.loads((tmp_path / "alerts.json").read_text("utf-8"))["alerts"]
    assert [one["kind"] for one in written] == ["End of contract", "End of assignment"]


def test_a_manager_is_told_what_to_do_about_it(workspace: Workspace) -> None:
    with workspace.change("people"):
        fixed_term(-2)
        fixed_term(20)
    found = ends(workspace)
    assert what_to_do(Digest("quai@entrepot.example", ("Quai",), Counts(), tuple(found))) == [
        (
            "Contract or assignment over: tell HR whether the person has left or goes on;"
            " until then the person may not drive."
        ),
        "Contract or assignment ending soon: tell HR whether it goes on.",
    ]


def test_a_calendar_has_it_moves_it_and_calls_it_off(workspace: Workspace) -> None:
    def made(minutes: int) -> bytes:
        wanted = Wanted(folder_id=folder_id(workspace.folder) or "", company="Exemple")
        with workspace.reading():
            return calendar_of(TODAY, NOON + dt.timedelta(minutes=minutes), wanted)[0]

    calendar = SomebodysCalendar()
    with workspace.change("people"):
        person = fixed_term(50, first_name="Noël", external_id="7")
    calendar.take_in(content := made(0))
    assert calendar.shown == [("20270110", "End of contract – N. D. (7)")]
    [event] = read_strictly(content).all("VEVENT")
    assert [alarm.values["TRIGGER"] for alarm in event.below] == ["-P29DT15H", "-P6DT15H"]
    change(workspace, person, contract_end=within(60))
    calendar.take_in(made(1))
    assert calendar.shown == [("20270120", "End of contract – N. D. (7)")]
    change(workspace, person, current_status="inactive", left_on=within(0))
    calendar.take_in(made(2))
    assert calendar.shown == []
