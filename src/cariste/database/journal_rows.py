"""The journal lines of a bulk insert, made by SQLite itself: one statement for any number of rows."""

from __future__ import annotations

from cariste.database.model import Entity
from cariste.database.operations import INSERT


def journal_inserted(change_id: int, inserted: type[Entity], after_rowid: int) -> None:
    """Add a line for each row of a table that lies after a rowid.

    Args:
        change_id: The action's number in the journal.
        inserted: The model whose rows were inserted.
        after_rowid: The greatest rowid before them.
    """
    table = inserted._meta.table_name
    owner = "employee_id" if "employee_id" in inserted._meta.columns else "NULL"
    if table == "employees":
        owner = "id"
    inserted._meta.database.execute_sql(
        "INSERT INTO journal (change_id, entity, entity_id, employee_id, action)"
        f" SELECT ?, '{table}', id, {owner}, '{INSERT}' FROM {table} WHERE rowid > ?",
        (change_id, after_rowid),
    )
