"""Save: one edit recorded on this PC, against a bare SQLite commit of the row and a journal line."""

from __future__ import annotations

import contextlib
import itertools
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common import ratio, report
from warehouse import warehouse

from cariste.employee.models import Employee

PEOPLE = 2_000
ROUNDS = 61


@contextlib.contextmanager
def bare(source: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the working copy, opened with the same promises: WAL, every commit on the disk."""
    with tempfile.TemporaryDirectory(dir=source.parent) as place:
        with contextlib.closing(sqlite3.connect(source)) as original:
            connection = sqlite3.connect(Path(place) / "bare.db", isolation_level=None)
            original.backup(connection)
        connection.executescript("PRAGMA journal_mode=wal; PRAGMA synchronous=full; PRAGMA secure_delete=on;")
        yield connection
        connection.close()


def main() -> None:
    """Change one person's role again and again, both ways in turns."""
    with warehouse(PEOPLE) as workspace, bare(workspace.local / "work.db") as connection:
        with workspace.reading():
            person = Employee.select().first()
        roles = itertools.cycle(("Cariste", "Préparateur"))

        def ours() -> None:
            with workspace.change("Rôle de Chloé Fictif"):
                person.role = next(roles)
                person.save()

        def theirs() -> None:
            role: Any = next(roles)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "UPDATE employees SET role = ?, updated_at = datetime('now', 'localtime'),"
                " row_version = row_version + 1 WHERE id = ?",
                (role, person.id.hex),
            )
            change = connection.execute(
                "INSERT INTO changes (uuid, at, username, hostname, label)"
                " VALUES (lower(hex(randomblob(16))), datetime('now', 'localtime'), 'u', 'h', 'l')"
            ).lastrowid
            connection.execute(
                "INSERT INTO journal (change_id, entity, entity_id, employee_id, action, fields)"
                " VALUES (?, 'employees', ?, ?, 'update', ?)",
                (change, person.id.hex, person.id.hex, json.dumps({"role": [None, role]})),
            )
            connection.execute("COMMIT")

        report("save ÷ a bare commit with its journal line", ratio(ours, theirs, ROUNDS), 2.0)
