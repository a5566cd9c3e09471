"""A real shared folder on a real disk, for tests that store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from backups import Clock, back_up_now
from factories import absence, appointment, caces, employee, visit
from managers import mail_server, with_managers

from cariste import bootstrap
from cariste.employee.models import Employee
from cariste.settings.models import Setting
from cariste.share import backup
from cariste.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test makes its shared folder."""
    return tmp_path / "share"


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    """A new, empty shared folder, open for writing."""
    opened = bootstrap.create_folder(folder, "Entrepôt d'essai")
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of this PC, as backups see it."""
    clock = Clock()
    monkeypatch.setattr(backup, "now", clock)
    return clock


@pytest.fixture
def saved(workspace: Workspace, clock: Clock) -> str:
    """Two people with records and a setting, backed up by hand; the name of that backup."""
    with workspace.change("people"):
        chloe = employee(external_id="1")
        caces(chloe)
        visit(chloe, restrictions="pas de port de charge")
        appointment(chloe)
        absence(chloe)
        employee(first_name="Noël", external_id="2")
        Setting(key="company", value=json.dumps("Avant")).save()
    workspace.send()
    return back_up_now(workspace).name


@pytest.fixture
def changed(workspace: Workspace, saved: str) -> str:
    """After it, one of everything: somebody gone, somebody changed, somebody new; the backup's name."""
    with workspace.change("later"):
        Employee.get(Employee.external_id == "2").delete_instance()
        chloe = Employee.get(Employee.external_id == "1")
        chloe.external_id, chloe.role = "2", "Cariste"
        chloe.save()
        caces(employee(first_name="Zoé", external_id="1"), "R489-5")
        company = Setting.get(Setting.key == "company")
        company.value = json.dumps("Après")
        company.save()
    workspace.send()
    return saved


__all__ = ["changed", "clock", "folder", "mail_server", "saved", "with_managers", "workspace"]
