"""Put a backup back: its content becomes one more change, so that a restore can be undone like any other.

The working copy stays: only the rows of the firm are replaced, inside `workspace.change()`. The lock, the
publications and the journal are those of today, and the journal says what the restore changed.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.core.i18n import _
from cariste.database.connection import open_for_writing
from cariste.database.migrate import migrate
from cariste.database.model import Change, Entity, note
from cariste.database.operations import BOOKKEEPING, DELETE, INSERT, UPDATE, Operation, columns
from cariste.database.operations import Row as StoredRow
from cariste.employee.models import (
    Absence,
    Appointment,
    Caces,
    Document,
    Employee,
    MedicalVisit,
    OnlineTraining,
)
from cariste.equipment.models import Machine
from cariste.requirement.models import Requirement
from cariste.settings.models import Setting
from cariste.share.backup import BEFORE_RESTORE, back_up, brought_here, find_backup
from cariste.share.listing import data_folder
from cariste.workspace import Workspace

RECORDS: tuple[type[Entity], ...] = (
    *(Caces, MedicalVisit, OnlineTraining, Appointment, Absence),
    *(Authorisation, Suspension, Induction, Assignment),
)
CHOICES: tuple[type[Entity], ...] = (Setting, Machine, Requirement)
MODELS: tuple[type[Entity], ...] = (Employee, *RECORDS, Document, *CHOICES)
"""Everything the firm records; what others refer to comes first."""

Row = tuple[Any, ...]
Rows = dict[type[Entity], dict[str, Row]]
"""As SQLite stores them, by model and id."""


class Tally(NamedTuple):
    """How many a restore would bring back, take away and change."""

    added: int
    removed: int
    changed: int


class Summary(NamedTuple):
    """What a restore changes, compared with the data shown; machines and requirements count as settings."""

    people: Tally
    records: Tally
    documents: Tally
    settings: Tally


class Restored(NamedTuple):
    """What a restore did.

    Attributes:
        summary: What it changed.
        before: The backup of the data as they were before it; None when there was nothing to change.
    """

    summary: Summary
    before: Path | None


class _Difference(NamedTuple):
    model: type[Entity]
    operation: Operation


def preview(workspace: Workspace, name: str) -> Summary:
    """Say what restoring a backup would change. Raises as `restore`; changes nothing."""
    with _opened(workspace, name) as then, workspace.reading():
        return _summary(_differences(_rows_of_today(), then))


def restore(workspace: Workspace, name: str) -> Restored:
    """Make the people, records and settings those of a backup, as the next publication.

    The data of today are backed up first.

    Args:
        workspace: Open for writing.
        name: The backup, as `list_backups` names it.

    Raises:
        UserError: There is no such backup, or it is damaged; nothing was changed.
        NewerSchema: A newer version of the program made it; nothing was changed.
        ReadOnlyHere: This process does not edit.
        EnvironmentProblem: The share does not answer, or did not take it.
    """
    with _opened(workspace, name) as then:
        workspace.send()  # the copy made before is one of what everybody has
        with workspace.reading():
            now = _rows_of_today()
        if now == then:
            return Restored(_summary([]), None)
        before = back_up(data_folder(workspace.folder), workspace.local, workspace.head, BEFORE_RESTORE)
        with workspace.change(_("Restore of the backup {name}").format(name=name)) as change:
            now = _rows_of_today()
            differences = _differences(now, then)
            _replace(now, then, change)
            _tell(differences, change)
    return Restored(_summary(differences), before)


@contextlib.contextmanager
def _opened(workspace: Workspace, name: str) -> Iterator[Rows]:
    """Bring a backup to this PC, check it, bring the copy to today's schema, and read it."""
    source = find_backup(data_folder(workspace.folder), workspace.local, name)
    with brought_here(source, workspace.local) as copy:
        migrate(open_for_writing(copy))
        uri = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as opened:
            rows = {model: _by_id(model, opened.execute(_selection(model)).fetchall()) for model in MODELS}
    yield rows


def _rows_of_today() -> Rows:
    return {
        model: _by_id(model, model._meta.database.execute_sql(_selection(model)).fetchall())
        for model in MODELS
    }


def _selection(model: type[Entity]) -> str:
    return f"SELECT {', '.join(columns(model))} FROM {model._meta.table_name}"


def _by_id(model: type[Entity], rows: list[Row]) -> dict[str, Row]:
    place = columns(model).index("id")
    return {row[place]: row for row in rows}


def _differences(now: Rows, then: Rows) -> list[_Difference]:
    """Compare row by row; what only the program keeps count of does not make a difference."""
    found = []
    for model in MODELS:
        ours, theirs = now[model], then[model]
        for key in {**ours, **theirs}:
            if ours.get(key) == theirs.get(key):
                continue
            before, after = _by_column(model, ours.get(key)), _by_column(model, theirs.get(key))
            operation = Operation.between(model, before, after)
            if operation.action != UPDATE or not set(operation.fields) <= BOOKKEEPING:
                found.append(_Difference(model, operation))
    return found


def _by_column(model: type[Entity], row: Row | None) -> StoredRow | None:
    return None if row is None else dict(zip(columns(model), row, strict=True))


def _summary(differences: list[_Difference]) -> Summary:
    def tally(*models: type[Entity]) -> Tally:
        actions = [one.operation.action for one in differences if one.model in models]
        return Tally(*(actions.count(action) for action in (INSERT, DELETE, UPDATE)))

    return Summary(tally(Employee), tally(*RECORDS), tally(Document), tally(*CHOICES))


def _replace(now: Rows, then: Rows, change: Change) -> None:
    """Write every row as it was: all go, then all come, for foreign keys and unique columns see one state."""
    for model in reversed(MODELS):
        model._meta.database.execute_sql(f"DELETE FROM {model._meta.table_name}")
    for model in MODELS:
        marks = ", ".join("?" * len(model._meta.sorted_fields))
        statement = f"INSERT INTO {model._meta.table_name} ({', '.join(columns(model))}) VALUES ({marks})"
        model._meta.database.connection().executemany(statement, then[model].values())
        if now[model] != then[model]:
            change.touched.add(model._meta.table_name)


def _tell(differences: list[_Difference], change: Change) -> None:
    """Enter each difference in the journal, as if a person had made it."""
    for model, operation in differences:
        note(change, model, operation)
