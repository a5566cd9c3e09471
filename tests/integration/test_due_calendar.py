"""Due dates as a calendar: read by two parsers, imported twice, private by default."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import icalendar
import pytest
from factories import TODAY, caces, employee, training, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ics import Component, SomebodysCalendar, read_strictly

from cariste.authorisation.models import Authorisation
from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.config import folder_id
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences, save_preferences
from cariste.employee.models import Absence, Appointment, Caces, Employee
from cariste.exchange.due_calendar import Wanted, Written, calendar_of, export_calendar
from cariste.requirement.models import Requirement
from cariste.workspace import Workspace

NOON = dt.datetime(2026, 11, 21, 12, 0, 0)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    save_preferences(Preferences(language="en"))


def within(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def later(minutes: int) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minutes)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with workspace.change("people"):
        chloe = employee(external_id="00123", workspace="Quai")
        caces(chloe, "R489-5", expiration_date=within(-12))
        caces(chloe, "R489-3", expiration_date=within(100))
        visit(chloe, "recovery", expiration_date=within(45), result="unfit", restrictions="dos, épaule")
        eloise = employee(first_name="Éloïse", last_name="Exemple", workspace="Zone A")
        training(eloise, "Gestes, postures ; écrans", expiration_date=within(10))
        caces(eloise, "Balayeuse", expiration_date=within(400))
    return workspace


def made(opened: Workspace, moment: dt.datetime = NOON, **wanted: object) -> tuple[bytes, Written]:
    options = {"folder_id": folder_id(opened.folder), "company": opened.name, **wanted}
    with opened.reading():
        return calendar_of(TODAY, moment, Wanted(**options))


def events(content: bytes) -> list[Component]:
    return sorted(read_strictly(content).all("VEVENT"), key=lambda event: event.values["DTSTART"])


def test_each_due_date_of_the_year_is_an_all_day_event(filled: Workspace) -> None:
    content, written = made(filled)
    assert written == Written(events=4, cancelled=0)
    assert [(event.values["DTSTART"], event.values["SUMMARY"]) for event in events(content)] == [
        ("20261109", "R489-5 Reach truck – C. F. (00123)"),
        ("20261201", "Gestes, postures ; écrans – É. E."),
        ("20270105", "Medical visit – C. F. (00123)"),
        ("20270301", "R489-3 Counterbalance ≤ 6 t – C. F. (00123)"),
    ]
    assert events(content)[0].values["DTEND"] == "20261110"
    assert {event.values["TRANSP"] for event in events(content)} == {"TRANSPARENT"}


def test_another_parser_reads_the_same(filled: Workspace) -> None:
    set_language("fr")
    content, _written = made(filled, names=True)
    parsed = icalendar.Calendar.from_ical(content)
    assert str(parsed["X-WR-CALNAME"]) == "Échéances – Entrepôt d'essai"
    theirs = sorted(parsed.walk("VEVENT"), key=lambda event: event["DTSTART"].dt)
    assert [str(event["SUMMARY"]) for event in theirs] == [each.values["SUMMARY"] for each in events(content)]
    assert [event["DTSTART"].dt for event in theirs] == [within(days) for days in (-12, 10, 45, 100)]
    assert str(theirs[1]["SUMMARY"]) == "Gestes, postures ; écrans – Éloïse Exemple"
    assert str(theirs[1]["DESCRIPTION"]) == "Zone A"
    assert not any(event.errors for event in theirs)


def test_it_reminds_at_nine_on_each_threshold_still_to_come(filled: Workspace) -> None:
    content, _written = made(filled, thresholds=(30, 60, 90))
    reminders = [[alarm.values["TRIGGER"] for alarm in event.below] for event in events(content)]
    assert reminders == [[], [], ["-P29DT15H"], ["-P89DT15H", "-P59DT15H", "-P29DT15H"]]
    parsed = icalendar.Calendar.from_ical(content)
    rings = [
        dt.datetime.combine(event["DTSTART"].dt, dt.time()) + alarm["TRIGGER"].dt
        for event in parsed.walk("VEVENT")
        for alarm in event.walk("VALARM")
    ]
    assert min(rings) == dt.datetime.combine(within(10), dt.time(9))


def test_a_reminder_of_today_would_ring_at_once_and_is_left_out(workspace: Workspace) -> None:
    with workspace.change("people"):
        caces(employee(), expiration_date=within(30))
        caces(employee(), expiration_date=within(31))
    content, _written = made(workspace, thresholds=(30, 60, 90))
    assert [len(event.below) for event in events(content)] == [0, 1]


def test_nothing_medical_but_that_there_is_a_visit(filled: Workspace) -> None:
    for language in ("fr", "en"):
        set_language(language)
        content, _written = made(filled, names=True)
        text = read_strictly(content)
        told = str(text).casefold()
        for secret in ("unfit", "inapte", "dos", "épaule", "return", "reprise", "recovery"):
            assert secret not in told, secret
        assert ("visite médicale" if language == "fr" else "medical visit") in told


def test_names_only_when_asked_for_and_then_private(filled: Workspace) -> None:
    content, _written = made(filled)
    assert b"Chlo" not in content
    assert b"Exemple" not in content
    assert b"CLASS" not in content
    content, _written = made(filled, names=True)
    assert events(content)[0].values["SUMMARY"] == "R489-5 Reach truck – Chloé Fictif-Test"
    assert {event.values["CLASS"] for event in events(content)} == {"PRIVATE"}


def test_work_area_and_horizon_narrow_it(filled: Workspace) -> None:
    assert made(filled, workspace="Quai")[1].events == 3
    assert made(filled, workspace="Zone A", days=30)[1].events == 1
    assert made(filled, days=60)[1].events == 3
    assert made(filled, days=401)[1].events == 5
    assert made(filled, workspace="Nowhere")[1] == Written(0, 0)


def test_an_unknown_kind_says_that_its_validity_is_to_be_checked(filled: Workspace) -> None:
    content, _written = made(filled, days=500)
    assert events(content)[-1].values["DESCRIPTION"] == "Zone A\nCheck validity"


def test_importing_it_again_makes_no_duplicate(filled: Workspace) -> None:
    theirs = SomebodysCalendar()
    theirs.take_in(made(filled)[0])
    before = theirs.shown
    theirs.take_in(made(filled, later(0))[0])
    theirs.take_in(made(filled, later(1440))[0])
    assert theirs.shown == before
    assert len(before) == 4


def test_a_new_date_moves_the_event(filled: Workspace) -> None:
    theirs = SomebodysCalendar()
    theirs.take_in(made(filled)[0])
    with filled.change("corrected"):
        record = Caces.get(Caces.kind == "R489-3")
        record.expiration_date = within(120)
        record.save()
    content, _written = made(filled, later(1))
    theirs.take_in(content)
    assert ("20270321", "R489-3 Counterbalance ≤ 6 t – C. F. (00123)") in theirs.shown
    assert len(theirs.shown) == 4


def test_what_was_renewed_is_called_off_without_a_name(filled: Workspace) -> None:
    theirs = SomebodysCalendar()
    theirs.take_in(made(filled)[0])
    with filled.change("renewed"):
        chloe = Employee.get(Employee.external_id == "00123")
        caces(chloe, "R489-3", completion_date=TODAY, expiration_date=within(5 * 365))
    content, written = made(filled, later(1), names=True)
    assert written == Written(events=3, cancelled=1)
    (gone,) = [event for event in events(content) if event.values["STATUS"] == "CANCELLED"]
    assert gone.values["SUMMARY"] == "Renewed, or no longer needed"
    assert "DESCRIPTION" not in gone.values
    assert gone.below == []
    theirs.take_in(content)
    assert [day for day, _title in theirs.shown] == ["20261109", "20261201", "20270105"]


def test_who_left_is_called_off_and_comes_back_with_the_return(filled: Workspace) -> None:
    theirs = SomebodysCalendar()
    theirs.take_in(made(filled)[0])
    for status, shown in (("inactive", 1), ("active", 4)):
        with filled.change("status"):
            chloe = Employee.get(Employee.external_id == "00123")
            chloe.current_status, chloe.left_on = status, None if status == "active" else TODAY
            chloe.save()
        theirs.take_in(made(filled, later(shown))[0])
        # What was overdue lies in the past: it stays where it is.
        assert len([day for day, _title in theirs.shown if day > "20261121"]) == min(shown, 3)


def test_days_that_have_passed_are_not_called_off(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
        caces(person, "R489-5", expiration_date=within(-1))
        caces(person, "R489-5", expiration_date=within(1000))
        caces(person, "R489-3", expiration_date=within(0))
        caces(person, "R489-3", expiration_date=within(1000))
    assert made(workspace)[1] == Written(events=0, cancelled=1)


def test_authorisations_and_visits_due_without_a_record_are_there_and_what_has_no_day_is_not(
    workspace: Workspace,
) -> None:
    with workspace.change("people"):
        person = employee(role="Cariste", workspace="Quai")
        issued = {"kind": "R489-3", "issued_on": TODAY, "signatory": "Camille Modèle"}
        Authorisation(employee=person, ends_on=within(50), **issued).save()
        Requirement(role="Cariste", kind="SST").save()
        Absence(employee=person, starts_on=within(-90), ended_on=within(-2), return_visit=True).save()
    content, written = made(workspace, names=True)
    assert written == Written(events=2, cancelled=0)
    assert [event.values["SUMMARY"] for event in events(content)] == [
        "Medical visit – Chloé Fictif-Test",
        "Authorisation R489-3 Counterbalance ≤ 6 t – Chloé Fictif-Test",
    ]
    assert b"recovery" not in content.replace(b"\r\n ", b"")


def test_a_visit_due_without_a_record_is_called_off_once_it_was_held(workspace: Workspace) -> None:
    with workspace.change("hired"):
        person = employee(entry_date=within(-10), contract_type="CDI")
    theirs = SomebodysCalendar()
    theirs.take_in(made(workspace)[0])
    assert [title for _day, title in theirs.shown] == ["Medical visit – C. F."]
    with workspace.change("held"):
        visit(person, "initial", visit_date=within(-1), expiration_date=within(1000))
    content, written = made(workspace, later(1))
    assert written == Written(events=0, cancelled=1)
    theirs.take_in(content)
    assert theirs.shown == []


def test_a_planned_visit_says_so(workspace: Workspace) -> None:
    with workspace.change("planned"):
        person = employee(workspace="Quai")
        visit(person, expiration_date=within(30))
        Appointment(employee=person, visit_type="periodic", planned_on=within(20)).save()
    content, _written = made(workspace)
    assert events(content)[0].values["DESCRIPTION"] == "Quai\nplanned for 11 Dec 2026"


def test_the_same_record_has_another_uid_in_another_folder(filled: Workspace) -> None:
    here = {event.values["UID"] for event in events(made(filled)[0])}
    there = {event.values["UID"] for event in events(made(filled, folder_id="f" * 32)[0])}
    assert len(here) == 4
    assert not here & there


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=st.text(max_size=90), names=st.booleans())
def test_any_name_makes_a_calendar_that_both_parsers_read_alike(
    workspace: Workspace, name: str, names: bool
) -> None:
    with workspace.change("people"):
        for person in Employee.select():
            person.delete_instance()
        training(employee(last_name=f"a{name}"[:100].strip()), f"T{name}"[:100], expiration_date=within(1))
    content, _written = made(workspace, names=names)
    (event,) = events(content)
    (theirs,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(theirs["SUMMARY"]) == event.values["SUMMARY"]


def test_the_command_writes_it_whole_and_says_how_much(
    filled: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled.send()
    path = tmp_path / "échéances.ics"
    path.write_text("old")
    folder = ["--folder", str(filled.folder), "--json"]
    assert run([*folder, "export", str(path), "--names", "--days", "30"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(path), "events": 2, "cancelled": 0}
    assert len(read_strictly(path.read_bytes()).all("VEVENT")) == 2
    assert [left.name for left in tmp_path.iterdir() if left.suffix == ".part"] == []
    assert run(["--folder", str(filled.folder), "export", str(path)]) == 0
    assert "4 due dates" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.ics", "--alerts"], "without --alerts"),
        (["a.ics", "--outcomes"], "without --alerts"),
        (["a.ics", "--person", "1"], "without --alerts"),
        (["a.xlsx", "--names"], "for a calendar"),
        (["a.csv", "--days", "30"], "for a calendar"),
        (["a.json", "--workspace", "Quai"], "for a calendar"),
    ],
)
def test_options_that_do_not_go_together(
    filled: Workspace, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["--folder", str(filled.folder), "export", *arguments]) == 3
    assert said in capsys.readouterr().err


def test_places_where_no_calendar_can_be_written(filled: Workspace, tmp_path: Path) -> None:
    wanted = Wanted(folder_id="0" * 32, company="Essai")
    (tmp_path / "dossier.ics").mkdir()
    with filled.reading():
        with pytest.raises(UserError, match=r"\.ics"):
            export_calendar(tmp_path / "a.txt", TODAY, NOON, wanted)
        with pytest.raises(UserError, match="folder"):
            export_calendar(tmp_path / "dossier.ics", TODAY, NOON, wanted)
        with pytest.raises(EnvironmentProblem, match="cannot be written"):
            export_calendar(tmp_path / "absent" / "a.ics", TODAY, NOON, wanted)
