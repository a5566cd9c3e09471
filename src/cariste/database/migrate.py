"""Bring a local copy to today's schema; recognise one that is newer than this program."""

from __future__ import annotations

from importlib.resources import as_file, files

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.i18n import _
from cariste.database.connection import connected

HISTORY_TABLE = "schema_migration"


class NewerSchema(EnvironmentProblem):
    """The database was written by a newer version of the program."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This folder was updated by a newer version of Cariste. Nothing is lost. "
                "Install the new version on this workstation to open it."
            )
        )


def known_migrations() -> list[str]:
    """Return the names of this program's migrations, oldest first."""
    folder = files("cariste.database") / "migrations"
    names = (entry.name for entry in folder.iterdir())
    return sorted(name[:-3] for name in names if name[:1].isdigit() and name.endswith(".py"))


def schema_version() -> str:
    """Return the name of the newest migration: the schema this program writes."""
    return known_migrations()[-1]


def pending_migrations(database: SqliteDatabase) -> list[str]:
    """Return which migrations a database still needs.

    Raises:
        NewerSchema: It has one we do not know.
        UserError: It is a database of another program.
    """
    with connected(database):
        tables = set(database.get_tables())
        if tables and HISTORY_TABLE not in tables:
            raise UserError(_("This database belongs to another program: it was not opened."))
        applied = set()
        if tables:
            query = f"SELECT name FROM {HISTORY_TABLE}"
            rows = database.execute_sql(query).fetchall()  # type: ignore[no-untyped-call]
            applied = {name for (name,) in rows}
    known = known_migrations()
    if applied - set(known):
        raise NewerSchema
    return [name for name in known if name not in applied]


def migrate(database: SqliteDatabase) -> list[str]:
    """Apply what is pending, each migration in a transaction of its own; return the names applied.

    The caller has made a copy of the file first.

    Raises:
        NewerSchema: The database is newer than this program.
        UserError: It is a database of another program.
    """
    pending = pending_migrations(database)
    if not pending:
        return []
    with as_file(files("cariste.database") / "migrations") as folder, connected(database):
        return list(Runner(database, str(folder), table_name=HISTORY_TABLE).up())
