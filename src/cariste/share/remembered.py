"""What this PC remembers of a shared folder: reigns it made, and the highest head it ever saw."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cariste.share.listing import Number

MEMORY_NAME = "outbox.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS my_reigns (epoch INTEGER PRIMARY KEY, token TEXT NOT NULL, left INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seen_head
  (only INTEGER PRIMARY KEY CHECK (only = 1), epoch INTEGER, number INTEGER);
"""


class Memory:
    """Kept in a small local database of its own, so that it survives a power cut and a lost working copy."""

    def __init__(self, local: Path) -> None:
        self._path = local / MEMORY_NAME

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path, timeout=10)) as connection:
            connection.executescript("PRAGMA journal_mode=wal; PRAGMA synchronous=full;" + _SCHEMA)
            with connection:
                yield connection

    def took(self, epoch: int, token: str) -> None:
        """Remember a reign we may have made: also when its claim ended in an error."""
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO my_reigns VALUES (?, ?, 0)", (epoch, token))

    def left(self, epoch: int) -> None:
        """Remember that this PC writes no name of that reign again."""
        with self._connection() as connection:
            connection.execute("UPDATE my_reigns SET left = 1 WHERE epoch = ?", (epoch,))

    def forget(self, epoch: int) -> None:
        """Forget a reign that somebody else had made already."""
        with self._connection() as connection:
            connection.execute("DELETE FROM my_reigns WHERE epoch = ?", (epoch,))

    def token_of(self, epoch: int) -> str | None:
        """Return the token of a reign this PC took, or tried to take, so that nobody need be waited for."""
        with self._connection() as connection:
            row = connection.execute("SELECT token FROM my_reigns WHERE epoch = ?", (epoch,)).fetchone()
        return None if row is None else str(row[0])

    def saw(self, head: Number) -> None:
        """Remember the highest head; a lower one later means that the folder was restored."""
        with self._connection() as connection:
            connection.execute(
                "INSERT INTO seen_head VALUES (1, ?, ?) ON CONFLICT (only) DO UPDATE SET"
                " epoch = excluded.epoch, number = excluded.number"
                " WHERE (excluded.epoch, excluded.number) > (epoch, number)",
                head,
            )

    @property
    def highest_head(self) -> Number | None:
        """The highest head ever seen from this PC."""
        with self._connection() as connection:
            row = connection.execute("SELECT epoch, number FROM seen_head").fetchone()
        return None if row is None else (row[0], row[1])
