"""What the tests of the page of waiting changes share: two PCs that wrote in the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import caces, employee, visit
from pytestqt.qtbot import QtBot
from scenes import clash

from cariste import bootstrap
from cariste.database.model import Entity
from cariste.employee.models import Employee
from cariste.share.reign import Timing
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.pages.outbox import OutboxPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.workspace import Workspace

Open = Callable[[Workspace], OutboxPage]
Edit = Callable[[Path], Workspace]


@pytest.fixture
def other_pc(tmp_path: Path) -> Path:
    return tmp_path / "other-pc"


@pytest.fixture
def two_people(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with Éloïse, who has a CACES and a visit, and with Noël; nobody edits it."""
    monkeypatch.setattr(bootstrap, "TIMING", Timing(stale_name=0.2, pause=0.02))
    with bootstrap.create_folder(folder, "Entrepôt") as workspace, workspace.change("hire"):
        eloise = employee(
            first_name="Éloïse", last_name="Exemple", external_id="1", role="Préparateur", phone="01"
        )
        caces(eloise)
        visit(eloise, result="fit")
        employee(first_name="Noël", last_name="D'Essai", external_id="2")
    return folder


@pytest.fixture
def open_page(qtbot: QtBot, tasks: Tasks, bus: Bus, theme: Theme) -> Open:
    def make(workspace: Workspace) -> OutboxPage:
        page = OutboxPage(Context(workspace, tasks, bus, theme))
        qtbot.addWidget(page)
        page.resize(900, 760)
        page.show()
        qtbot.waitUntil(lambda: page._content is not None)
        return page

    return make


@pytest.fixture
def editing() -> Iterator[Callable[[Path], Workspace]]:
    """Open folders for writing on this PC; given back at the end."""
    opened: list[Workspace] = []

    def open_one(folder: Path) -> Workspace:
        opened.append(bootstrap.open_workspace(folder, write=True))
        return opened[-1]

    yield open_one
    for workspace in opened:
        workspace.close()


def change(model: type[Entity], **values: Any) -> Callable[[], None]:
    """Return what gives the first row of a table other values."""

    def write() -> None:
        first = Employee.external_id if model is Employee else model.id
        found: Any = model.select().order_by(first).get()
        for name, value in values.items():
            setattr(found, name, value)
        found.save()

    return write


def lines(page: OutboxPage) -> list[tuple[str, ...]]:
    model = page.model
    return [
        tuple(str(model.index(row, column).data()) for column in range(3)) for row in range(model.rowCount())
    ]


def tabs(page: OutboxPage) -> list[str]:
    return [" ".join(page.tabs.tabText(place).split()) for place in range(3)]


def asked(page: OutboxPage) -> list[tuple[str, str, str, str]]:
    """Return what the panel asks: field, mine, theirs, and what is chosen."""
    return [
        (
            row.choice.label,
            row.mine.words,
            row.theirs.words,
            "mine" if row.mine.isChecked() else "theirs" if row.theirs.isChecked() else "",
        )
        for row in page.panel.rows
    ]


def stored(workspace: Workspace, number: str = "1") -> Employee:
    with workspace.reading():
        found: Employee = Employee.get(Employee.external_id == number)
    return found


@pytest.fixture
def person_clash(two_people: Path, other_pc: Path) -> Path:
    clash(
        two_people,
        other_pc,
        mine={"Éloïse edited": change(Employee, role="Cariste", phone="02", workspace="Quai")},
        theirs={"elsewhere": change(Employee, role="Chef", workspace="Quai")},
    )
    return two_people
