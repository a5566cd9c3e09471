"""What this PC produced, and whom it wrote to on which day: a small file of this user's own."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cariste.core.clock import now

LEDGER_NAME = "digests.db"
KEPT_DAYS = 366
_SCHEMA = """
CREATE TABLE IF NOT EXISTS claims (name TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS produced (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, recipient TEXT NOT NULL,
  alerts INTEGER NOT NULL, outcome TEXT NOT NULL, problem TEXT NOT NULL);
"""


class Outcome(enum.Enum):
    """What became of a digest. Of a mail that is UNCERTAIN nobody knows whether the server took it."""

    DRAFT = "draft"
    SENT = "sent"
    ALREADY = "already"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    NOT_SENT = "not_sent"


class Entry(NamedTuple):
    """One digest that was produced here.

    Attributes:
        at: When.
        day: The day it is about.
        recipient: The manager's address.
        alerts: How many it tells.
        outcome: What became of it.
        problem: Why it was not sent, empty when it was.
    """

    at: dt.datetime
    day: dt.date
    recipient: str
    alerts: int
    outcome: Outcome
    problem: str


class Ledger:
    """Kept beside the working copies; it holds addresses, so what is a year old goes."""

    def __init__(self, local: Path) -> None:
        self._path = local / LEDGER_NAME

    def claim(self, name: str) -> bool:
        """Ask for a name; True for the first of all processes of this PC that does."""
        with self._connection() as connection:
            query = "INSERT OR IGNORE INTO claims VALUES (?, ?)"
            return connection.execute(query, (name, str(now()))).rowcount == 1

    def holds(self, name: str) -> bool:
        """Tell whether somebody on this PC has a name."""
        with self._connection() as connection:
            return bool(connection.execute("SELECT 1 FROM claims WHERE name = ?", (name,)).fetchone())

    def give_back(self, name: str) -> None:
        """Let the name be asked for again."""
        with self._connection() as connection:
            connection.execute("DELETE FROM claims WHERE name = ?", (name,))

    def end(self, line: int, outcome: Outcome, problem: str = "") -> None:
        """Note what became of a digest after all."""
        with self._connection() as connection:
            connection.execute(
                "UPDATE produced SET outcome = ?, problem = ? WHERE id = ?", (outcome.value, problem, line)
            )

    def note(self, entry: Entry) -> int:
        """Note a digest and return its line's number; forget those of more than a year ago."""
        values = (str(entry.at), str(entry.day), *entry[2:4], entry.outcome.value, entry.problem)
        oldest = str(entry.at - dt.timedelta(days=KEPT_DAYS))
        with self._connection() as connection:
            for table in ("claims", "produced"):
                connection.execute(f"DELETE FROM {table} WHERE at < ?", (oldest,))
            query = "INSERT INTO produced (at, day, recipient, alerts, outcome, problem) VALUES (?,?,?,?,?,?)"
            return connection.execute(query, values).lastrowid or 0

    def entries(self) -> list[Entry]:
        """Return what was produced, the latest first."""
        with self._connection() as connection:
            query = "SELECT at, day, recipient, alerts, outcome, problem FROM produced ORDER BY id DESC"
            rows = connection.execute(query).fetchall()
        return [
            Entry(
                dt.datetime.fromisoformat(at),
                dt.date.fromisoformat(day),
                recipient,
                alerts,
                Outcome(outcome),
                problem,
            )
            for at, day, recipient, alerts, outcome, problem in rows
        ]

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path, timeout=10)) as connection:
            connection.executescript(_SCHEMA)
            with connection:
                yield connection
