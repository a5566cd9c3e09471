"""The firm's settings in tests: stored, read back, compared."""

from __future__ import annotations

import json
from typing import Any

from cariste.database.model import entities
from cariste.firm import changes
from cariste.settings.models import Setting
from cariste.workspace import Workspace


def store(workspace: Workspace, **values: Any) -> int:
    with workspace.change("settings"):
        return changes.store(workspace.settings, values)


def stored(workspace: Workspace) -> dict[str, Any]:
    with workspace.reading():
        return {row.key: json.loads(row.value) for row in Setting.select()}


def everything(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every entity, without versions and times."""
    found = {}
    with workspace.reading():
        for table, model in entities().items():
            if model.__subclasses__():
                continue  # the base of others, without a table
            columns = [
                field.column_name
                for field in model._meta.sorted_fields
                if field.column_name not in {"row_version", "created_at", "updated_at"}
            ]
            query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
            found[table] = model._meta.database.execute_sql(query).fetchall()
    return found
