"""What every test of the window needs; the platform is set in the conftest above."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import TODAY
from programs import garbage_is_collected_here, nobody_else_has_the_keyboard, start
from PySide6.QtWidgets import QApplication
from waiting_changes import editing, open_page, other_pc, person_clash, two_people
from warehouse import five_people

from cariste import bootstrap
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.preferences import Preferences
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.workspace import Workspace


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light scheme at the system's size."""
    theme = Theme()
    theme.apply(qapp, Preferences(scheme="light"))
    return theme


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Two threads, gone after the test."""
    tasks = Tasks()
    yield tasks
    tasks.shutdown()


@pytest.fixture
def bus(qapp: QApplication) -> Bus:
    """Nobody listens yet."""
    return Bus()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test makes its shared folder."""
    return tmp_path / "share"


@pytest.fixture
def workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A folder with the five people of `warehouse.py`, open for editing, on the day of the factories."""
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    with bootstrap.create_folder(folder, "Entrepôt Exemple") as workspace:
        with workspace.change("Five people"):
            five_people()
        yield workspace


@pytest.fixture
def context(workspace: Workspace, tasks: Tasks, bus: Bus, theme: Theme) -> Context:
    """What a page gets."""
    return Context(workspace, tasks, bus, theme)


@pytest.fixture
def shared(folder: Path) -> Path:
    """A shared folder nobody edits."""
    bootstrap.create_folder(folder, "Entrepôt d'essai").close()
    return folder


__all__ = [
    "editing",
    "garbage_is_collected_here",
    "nobody_else_has_the_keyboard",
    "open_page",
    "other_pc",
    "person_clash",
    "start",
    "two_people",
]
