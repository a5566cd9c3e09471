"""A warehouse whose managers are known, and their mails; nobody in here exists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, caces, employee, training, visit
from mail_server import MailServer, listening
from warehouse import in_days

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.config import CONFIG_NAME
from cariste.digest.digests import Round, gather

MANAGERS = {
    "Quai": ["quai@entrepot.example"],
    "Zone A": ["zones@entrepot.example", "adjoint@entrepot.example"],
    "Zone B": ["zones@entrepot.example"],
    "Bureau": ["bureau@entrepot.example"],
}
ADDRESSES = ["adjoint@entrepot.example", "quai@entrepot.example", "zones@entrepot.example"]
DAY = TODAY.isoformat()


def configure(folder: Path, **settings: Any) -> None:
    """Write settings into a folder's `config.json`."""
    path = folder / CONFIG_NAME
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **settings}), "utf-8")


@pytest.fixture
def with_managers(folder: Path) -> Path:
    """A folder whose managers have something due, beside people nobody answers for."""
    with bootstrap.create_folder(folder, "Entrepôt Exemple") as workspace, workspace.change("people"):
        chloe = employee(external_id="00123", workspace="Quai")
        caces(chloe, "R489-5", expiration_date=in_days(-12))
        eloise = employee(first_name="Éloïse", last_name="D'Essai <b>", workspace="zone a")
        visit(eloise, "recovery", expiration_date=in_days(45), result="unfit", restrictions="dos, épaule")
        noel = employee(first_name="Noël", workspace="Zone B")
        training(noel, "SST", expiration_date=in_days(70))
        caces(employee(last_name="Sans-Secteur"), expiration_date=in_days(5))
        caces(employee(last_name="Ailleurs", workspace="Cour"), expiration_date=in_days(5))
        caces(employee(last_name="Tranquille", workspace="Bureau"), expiration_date=in_days(500))
    configure(folder, managers=MANAGERS)
    return folder


@pytest.fixture
def mail_server(with_managers: Path) -> Iterator[MailServer]:
    """A server on this machine through which that folder sends."""
    with listening(MailServer()) as server:
        post_through(with_managers, server)
        yield server


def post_through(folder: Path, server: MailServer, **more: Any) -> None:
    """Let a folder send through a server."""
    mail = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "sender": "cariste@entrepot.example",
    }
    configure(folder, mail={**mail, **more})


def told(folder: Path) -> Round:
    """Return what there is to tell on the day of the tests."""
    with bootstrap.open_workspace(folder, write=False) as workspace, workspace.reading():
        return gather(TODAY, workspace.settings)


def digest(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str], code: int = 0) -> Any:
    """Run `cariste digest` for that day and return the JSON it prints."""
    capsys.readouterr()
    assert run(["--folder", str(folder), "--json", "digest", "--on", DAY, *arguments]) == code
    return json.loads(capsys.readouterr().out)


def outcomes(said: Any) -> dict[str, str | None]:
    """Return what became of each mail, by the name in its address."""
    return {each["to"].partition("@")[0]: each["outcome"] for each in said["digests"]}
