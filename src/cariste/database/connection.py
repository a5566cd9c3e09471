"""Open any SQLite file: for writing in WAL, or read-only. The only place that sets pragmas."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from peewee import DatabaseProxy, SqliteDatabase

from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.core.text import has_words


class _WorkingIn(threading.local):
    """The databases this thread is working in, the innermost last."""

    def __init__(self) -> None:
        self.databases: list[SqliteDatabase] = []


class CurrentDatabase(DatabaseProxy):
    """The database all models use: the one this thread is working in, else the one `use` named last.

    So a window can show newer data while another of its threads still reads the former ones.
    """

    _common: SqliteDatabase | None = None

    @property
    def obj(self) -> SqliteDatabase | None:
        """What peewee asks for."""
        databases = _here.databases
        return databases[-1] if databases else CurrentDatabase._common

    @obj.setter
    def obj(self, database: SqliteDatabase | None) -> None:
        CurrentDatabase._common = database


_here = _WorkingIn()
proxy = CurrentDatabase()
"""The database all models use."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_BUSY_SECONDS = 10
_PAUSES = (0.1,) * 30

_COMMON = {"foreign_keys": 1, "busy_timeout": _BUSY_SECONDS * 1000, "cache_size": -16_000, "temp_store": 2}
_WRITING = {
    **_COMMON,
    "journal_mode": "wal",
    "synchronous": "full",
    # Erased text must not travel in a publication: freed pages are zeroed.
    "secure_delete": 1,
}
_READING = {**_COMMON, "query_only": 1}


def open_for_writing(path: Path) -> SqliteDatabase:
    """Return a database in WAL that creates its file when missing; each thread connects for itself."""
    return _able(SqliteDatabase(str(path), pragmas=_WRITING, autoconnect=False, timeout=_BUSY_SECONDS))


def open_for_reading(path: Path) -> SqliteDatabase:
    """Return a read-only database over an existing file; `journal_mode` is left alone, as it would raise."""
    return _able(
        SqliteDatabase(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            pragmas=_READING,
            autoconnect=False,
            timeout=_BUSY_SECONDS,
        )
    )


def _able(database: SqliteDatabase) -> SqliteDatabase:
    """Teach SQLite to search as the window does: its own comparisons know nothing of accents."""
    database.register_function(has_words, "has_words", 2, deterministic=True)
    return database


def use(database: SqliteDatabase) -> None:
    """Make this the database of all models."""
    proxy.initialize(database)


@contextlib.contextmanager
def working_in(database: SqliteDatabase) -> Iterator[None]:
    """Let all models use this database, in this thread, for the time of a block."""
    _here.databases.append(database)
    try:
        yield
    finally:
        _here.databases.pop()


_connecting = threading.Lock()


@contextlib.contextmanager
def connected(database: SqliteDatabase) -> Iterator[SqliteDatabase]:
    """Connect this thread for the time of a block; a thread that is connected already stays so."""
    # peewee's own lock covers the opening; ours makes "is it open, then open it" one step per thread.
    with _connecting:
        opened = database.connect(reuse_if_open=True)
    try:
        yield database
    finally:
        if opened:
            database.close()


def hold_open(database: SqliteDatabase) -> sqlite3.Connection:
    """Return a connection that does nothing but stay: closed by whoever asked for it, from any thread.

    Without it, whoever closes the last connection of a thread empties the WAL file into the database and
    deletes it: three quarters of the time of a save.
    """
    anchor = sqlite3.connect(database.database, check_same_thread=False, timeout=_BUSY_SECONDS)
    anchor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return anchor


@contextlib.contextmanager
def write_transaction(database: SqliteDatabase) -> Iterator[None]:
    """Run a block as one transaction that takes SQLite's write lock at its start."""
    with database.atomic("IMMEDIATE"):
        yield


def check_file(path: Path) -> None:
    """Make sure that a file is a whole, sound SQLite database, without changing it.

    Raises:
        UserError: It is not a SQLite file, is cut short, or fails the integrity check. Names the file.
        EnvironmentProblem: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            size = file.seek(0, 2)
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason_of(error))
        ) from error
    if header[:16] != _MAGIC or len(header) < _HEADER:
        raise UserError(_("{file} is not a Cariste database.").format(file=path))
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65_536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    if size != page_size * pages:
        raise UserError(
            _("{file} is incomplete: {size} bytes instead of {expected}.").format(
                file=path, size=size, expected=page_size * pages
            )
        )
    problems = _integrity_problems(path)
    if problems:
        raise UserError(_("{file} is damaged: {problem}.").format(file=path, problem=problems[0]))


def _integrity_problems(path: Path) -> list[str]:
    # `immutable` reads the file as it lies: no lock, no -wal or -shm beside it.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found + [f"{table} -> {parent}" for table, _rowid, parent, _key in broken]


def copy_database(source: SqliteDatabase, target: Path) -> None:
    """Copy a database that is in use into a new file by the backup API, which keeps its WAL mark."""
    remove_database(target)
    with contextlib.closing(sqlite3.connect(target)) as copy, connected(source):
        connection: sqlite3.Connection = source.connection()  # type: ignore[no-untyped-call]
        connection.backup(copy)


def remove_database(path: Path) -> None:
    """Delete a database of this PC and what SQLite keeps beside it.

    Windows deletes nothing that is open: a query of ours that is just ending is waited for.

    Raises:
        PermissionError: Somebody has it open all the same.
    """
    for each in (path, *sidecars(path)):
        for pause in (*_PAUSES, None):
            try:
                each.unlink(missing_ok=True)
            except PermissionError:
                if pause is None:
                    raise
                time.sleep(pause)
            else:
                break


def sidecars(path: Path) -> tuple[Path, Path]:
    """Return the names SQLite uses beside a file in WAL."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
