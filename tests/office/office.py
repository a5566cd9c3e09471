"""An office: a file server, Marie at the dock, Paul at his desk, and what the two do in their windows."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import netshare

from cariste import bootstrap
from cariste.core.clock import today
from cariste.core.paths import HOME_VARIABLE
from cariste.demo import seed
from office.pc import Pc, Window

FOLDER = "partage"
EDITING, READING, OFFLINE = "Vous modifiez", "Lecture seule", "Hors ligne"
SOON = 5.0
"""Seconds in which this PC alone answers, however busy it is."""


class Office:
    """A shared folder of invented people, and PCs that have it mounted.

    Attributes:
        server: The shared folder on the server's own disk.
        marie, paul: Their PCs; nothing is open yet.
    """

    def __init__(self, place: Path, people: int, *, schemes: tuple[str, str] = ("light", "dark")) -> None:
        self._share = netshare.NetShare(place / "server", ttl=1800)
        self.server = self._share.backing / FOLDER
        _furnish(self.server, place / "it", people)
        with contextlib.ExitStack() as undo:
            undo.callback(self._share.close)
            self.marie = self._pc("PC-QUAI-2", "Marie", place, schemes[0])
            undo.callback(self.marie.close)
            self.paul = self._pc("PC-BUREAU", "Paul", place, schemes[1])
            undo.callback(self.paul.close)
            self._undo = undo.pop_all()

    def close(self) -> None:
        """Switch everything off."""
        self._undo.close()

    def mistakes(self) -> str:
        """Return what the programs logged as mistakes of their own; empty for none."""
        return "\n".join(filter(None, (self.marie.mistakes(), self.paul.mistakes())))

    def _pc(self, name: str, user: str, place: Path, scheme: str) -> Pc:
        return Pc(name, user, self._share.host(user), place / user, folder=FOLDER, scheme=scheme)


@contextlib.contextmanager
def open_office(place: Path, people: int, **how: Any) -> Iterator[Office]:
    """Open an office for the time of a block."""
    opened = Office(place, people, **how)
    try:
        yield opened
    finally:
        opened.close()


def _furnish(folder: Path, home: Path, people: int) -> None:
    former = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(home)
    try:
        with bootstrap.create_folder(folder, "Entrepôt Exemple") as workspace, workspace.change("demo"):
            seed.fill(count=people, seed=1, today=today())
    finally:
        os.environ.pop(HOME_VARIABLE)
        if former is not None:
            os.environ[HOME_VARIABLE] = former


# -- what they do ----------------------------------------------------------------------------------


def open_people(pc: Pc, headline: str) -> Window:
    """Start the program and go to the page of people, once it is filled."""
    window = pc.open(headline)
    window.ask("visit", page="employees")
    window.until("found", filled=True)
    return window


def be_busy(window: Window) -> None:
    """Do what people do all day: type a name, look at some people, open a form, then save it or close it.

    Every answer must come within seconds, whatever the share does.
    """
    for text in ("d'essai", "zzz", "a"):
        window.ask("search", text="")
        for letter in text:
            window.ask("search", text=letter)
    window.ask("search", text="")
    for place in range(4):
        window.ask("choose", place=place)
        window.until("found", place=place, file_follows=True, within=SOON)
    edits = window.ask("banner")["headline"] != READING
    window.ask("press", words="Modifier la fiche" if edits else "Consulter la fiche")
    window.until("dialog", form=True, within=SOON)
    if edits:
        window.ask("fill", phone=f"06 00 00 {next(_numbers):04}")
    window.ask("press", words="Enregistrer" if edits else "Fermer")
    window.until("dialog", open=False, within=SOON)


_numbers = itertools.count()


def hire(window: Window, last_name: str, first_name: str = "Zoé") -> None:
    """Add a person by the form; return when it is recorded on that PC."""
    window.ask("press", words="Nouveau salarié")
    window.until("dialog", form=True)
    window.ask("fill", last_name=last_name, first_name=first_name)
    window.ask("press", words="Enregistrer")
    window.until("dialog", open=False)


def give(window: Window, name: str, **fields: str) -> None:
    """Change a person by the form; return when it is recorded on that PC."""
    window.ask("choose_name", name=name)
    window.until("found", chosen=name, file_follows=True)
    window.ask("press", words="Modifier la fiche")
    window.until("dialog", form=True)
    window.ask("fill", **fields)
    window.ask("press", words="Enregistrer")
    window.until("dialog", open=False)
