"""Two real windows on two PCs with one file server between them, each driven as its user would."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import netshare
import pytest
from office import EDITING, OFFLINE, READING, Office, Window, give, hire, open_office, open_people

from cariste.share.listing import data_folder, look, publication_file

pytestmark = [
    pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

PEOPLE = 60
OFTEN = 400
"""Milliseconds between two looks, where the test is not about how often the program looks by itself."""
PROMISED = 10.0
"""Seconds in which the others see a change."""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where each state of the banner is kept, to be looked at."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    return folder


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, PEOPLE) as opened:
        yield opened
        assert opened.mistakes() == ""


@pytest.fixture
def marie(at_work: Office) -> Window:
    """She came first: she edits."""
    return open_people(at_work.marie, EDITING)


@pytest.fixture
def paul(at_work: Office, marie: Window) -> Window:
    """He reads."""
    return open_people(at_work.paul, READING)


def hurry(*windows: Window) -> None:
    for window in windows:
        window.ask("often", milliseconds=OFTEN)


def take_over(window: Window) -> None:
    """Replace whoever fell silent, a second ago at least."""
    window.ask("shorten", stale_editor=1.0)
    window.until("banner", offers="Prendre la main")
    window.ask("press", words="Prendre la main")
    assert "ne donne plus signe de vie" in window.until("dialog", open=True)["words"]


def everybody_has_it(window: Window) -> None:
    """Wait until nothing waits any more on that PC, and its banner says so."""
    window.until("outbox", waiting=0)
    window.until("banner", headline=EDITING, saved="à jour pour tous")


def seen(window: Window, pictures: Path, name: str) -> None:
    window.ask("grab", file=str(pictures / f"{name}.png"))


def test_what_one_records_the_other_sees_within_ten_seconds_and_keeps_his_place(
    marie: Window, paul: Window, pictures: Path
) -> None:
    paul.ask("choose", place=30)
    chosen = paul.until("found", file_follows=True)["chosen"]
    paul.ask("scroll", top=paul.ask("people")["top"] - 45)
    before = paul.ask("people")
    for number in range(2):
        # Each time at another moment between two looks.
        hire(marie, f"Zzz-{number}")
        recorded = time.monotonic()
        paul.until("people", names=f"Zzz-{number} Zoé", within=PROMISED)
        print(f"seen after {time.monotonic() - recorded:.1f} s")
    now = paul.ask("people")
    assert now["number"] == before["number"] + 2
    assert now["top"] == before["top"]
    assert paul.until("found", file_follows=True)["chosen"] == chosen
    marie.until("banner", headline=EDITING, saved="à jour pour tous")
    seen(marie, pictures, "editing")
    seen(paul, pictures, "reading")


def test_the_hand_is_asked_for_refused_asked_for_again_and_given(
    marie: Window, paul: Window, pictures: Path
) -> None:
    hurry(marie, paul)
    paul.ask("press", words="Demander la main")
    paul.until("banner", headline="Main demandée", detail="Marie (PC-QUAI-2)")
    marie.until("banner", headline="Paul (PC-BUREAU) demande la main")
    seen(paul, pictures, "asking")
    seen(marie, pictures, "asked")
    marie.ask("press", words="Refuser")
    paul.until("banner", headline="Demande refusée")
    seen(paul, pictures, "declined")
    marie.until("banner", headline=EDITING)

    paul.ask("press", words="Redemander")
    marie.until("banner", headline="Paul (PC-BUREAU) demande la main")
    marie.ask("press", words="Rendre la main")
    paul.until("banner", headline=EDITING)
    marie.until("banner", headline=READING, detail="Paul (PC-BUREAU) modifie")
    hurry(marie, paul)
    hire(paul, "Par-Paul")
    marie.ask("visit", page="employees")
    marie.until("people", names="Par-Paul Zoé")


def test_whoever_is_killed_is_replaced_after_a_question_and_reads_when_she_comes_back(
    at_work: Office, marie: Window, paul: Window, pictures: Path
) -> None:
    hire(marie, "Avant")
    paul.until("people", names="Avant Zoé")
    marie.kill()
    hurry(paul)
    take_over(paul)
    seen(paul, pictures, "silent")
    paul.ask("press", words="Prendre la main")
    paul.until("banner", headline=EDITING)
    paul.ask("visit", page="employees")
    paul.until("people", names="Avant Zoé")
    hire(paul, "Après")
    back = open_people(at_work.marie, READING)
    assert "Paul (PC-BUREAU) modifie" in back.until("banner", headline=READING)["detail"]
    hurry(back)
    back.until("people", names="Après Zoé")


def test_without_the_line_changes_wait_counted_and_leave_when_it_is_back(
    at_work: Office, marie: Window, paul: Window, pictures: Path
) -> None:
    hurry(marie, paul)
    at_work.marie.line.cut(drop=True)
    marie.until("banner", headline=OFFLINE, detail="le dossier partagé ne répond pas")
    seen(marie, pictures, "offline")
    for number in range(3):
        hire(marie, f"Hors-ligne-{number}")
        marie.until("banner", headline=OFFLINE, detail=f"{number + 1} modification")
    assert marie.ask("banner")["detail"] == "3 modifications en attente"
    seen(marie, pictures, "offline-waiting")
    assert "Hors-ligne-2 Zoé" not in paul.ask("people")["names"]
    at_work.marie.line.restore()
    marie.until("banner", headline=EDITING, saved="à jour pour tous")
    paul.until("people", names="Hors-ligne-2 Zoé")


def test_who_is_replaced_while_cut_off_decides_about_what_clashes_and_keeps_the_rest(
    at_work: Office, marie: Window, paul: Window, pictures: Path
) -> None:
    hurry(marie, paul)
    name = paul.ask("people")["names"][0]
    at_work.marie.line.cut(drop=True)
    give(marie, name, role="Cheffe de quai")
    hire(marie, "Hors-ligne")
    marie.until("banner", headline=OFFLINE, detail="2 modifications en attente")
    take_over(paul)
    paul.ask("press", words="Prendre la main")
    paul.until("banner", headline=EDITING)
    paul.ask("visit", page="employees")
    paul.until("found", filled=True)
    hurry(paul)
    give(paul, name, role="Pontier")
    everybody_has_it(paul)

    at_work.marie.line.restore()
    marie.until("banner", headline="Prise en main par Paul (PC-BUREAU)", saved="2 modifications en attente")
    marie.until("buttons", greyed="Nouveau salarié")
    seen(marie, pictures, "taken-over")
    paul.ask("press", words="Rendre la main")
    paul.until("banner", headline=READING, detail="personne ne modifie")
    seen(paul, pictures, "nobody-edits")

    marie.ask("press", words="Rouvrir")
    marie.until("banner", headline="1 modification à décider")
    marie.ask("press", words="Décider")
    asked = marie.until("clash", fields="Fonction")
    assert asked["values"] == [["Cheffe de quai", "Pontier"]]
    seen(marie, pictures, "clash")
    marie.ask("press", words="Garder les miennes")
    marie.ask("press", words="Appliquer")
    marie.until("banner", headline=EDITING, saved="à jour pour tous")
    hurry(paul)
    paul.ask("visit", page="employees")
    paul.until("people", names="Hors-ligne Zoé", roles=f"{name}: Cheffe de quai")


def test_a_window_that_is_closed_sends_what_waits_first_and_gives_the_hand_back(
    at_work: Office, marie: Window, paul: Window, pictures: Path
) -> None:
    hurry(paul)
    at_work.marie.line.hang()
    hire(marie, "Au-revoir")
    marie.ask("close")
    marie.until("dialog", open=True)
    seen(marie, pictures, "closing")
    at_work.marie.line.restore()
    assert marie.wait_for_end() == 0
    paul.until("people", names="Au-revoir Zoé")
    paul.until("banner", headline=READING, detail="personne ne modifie")


def test_fifty_changes_of_an_outage_are_counted_outlive_a_kill_and_arrive_in_order(
    at_work: Office, marie: Window, paul: Window, pictures: Path
) -> None:
    hurry(marie, paul)
    at_work.marie.line.cut(drop=True)
    names = [f"Panne-{number:02}" for number in range(50)]
    for number, name in enumerate(names, start=1):
        hire(marie, name)
        if number % 10 == 0:
            marie.until("banner", headline=OFFLINE, detail=f"{number} modifications en attente")
    seen(marie, pictures, "fifty-waiting")
    marie.kill()

    back = open_people(at_work.marie, OFFLINE)
    back.until("banner", detail="peuvent être dépassées", saved="50 modifications en attente · données de")
    back.until("people", names=f"{names[-1]} Zoé")
    seen(back, pictures, "drive-away")
    at_work.marie.line.restore()
    back.until("banner", headline=EDITING)
    back.until("outbox", waiting=0)
    paul.until("people", names=f"{names[-1]} Zoé")
    assert [name for name in in_order_of_recording(at_work.server) if name in names] == names


def in_order_of_recording(folder: Path) -> list[str]:
    """Return the surnames of those who were added, as the journal of the newest publication tells."""
    data = data_folder(folder)
    head = look(data).head
    assert head is not None
    file = publication_file(data, head)
    with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = connection.execute(
            "SELECT last_name FROM journal JOIN employees ON employees.id = entity_id"
            " WHERE action = 'insert' ORDER BY journal.id"
        ).fetchall()
    return [name for (name,) in rows]


def test_what_is_seldom_seen_is_said_too(
    at_work: Office, marie: Window, paul: Window, pictures: Path
) -> None:
    hurry(marie, paul)
    line = at_work.marie.line
    line.set(full=True)
    marie.ask("shorten", retry=0.05)
    hire(marie, "Pleine")
    assert "plus de place" in marie.until("banner", headline="1 modification non envoyée")["detail"]
    seen(marie, pictures, "refused")
    line.hang()
    line.set(full=False)
    marie.ask("press", words="Réessayer")
    marie.until("banner", headline=EDITING, saved="envoi de 1 modification")
    seen(marie, pictures, "sending")
    line.restore()
    everybody_has_it(marie)

    paul.ask("shorten", answer=0.5)
    paul.ask("press", words="Demander la main")
    paul.until("banner", headline="Sans réponse")
    seen(paul, pictures, "unanswered")

    line.cut()
    marie.ask("shorten", fence=0.5)
    marie.until("banner", headline="Saisie suspendue")
    marie.until("buttons", greyed="Nouveau salarié")
    seen(marie, pictures, "paused")
    line.restore()
    marie.until("buttons", open="Nouveau salarié")
    marie.until("banner", offers="Rendre la main")
    marie.ask("shorten", fence=60.0)
    line.hang()
    marie.ask("press", words="Rendre la main")
    marie.until("banner", headline="Remise de la main…")
    seen(marie, pictures, "handing-over")
    line.restore()
    marie.until("banner", headline=READING)


def test_damaged_data_are_named_and_older_ones_shown(at_work: Office, pictures: Path) -> None:
    data = data_folder(at_work.server)
    head = look(data).head
    assert head is not None
    publication_file(data, head).write_bytes(b"not a database")
    paul = at_work.paul.open("Données plus anciennes")
    assert paul.ask("banner")["offers"] == ["Continuer à partir de ces données"]
    seen(paul, pictures, "older")
