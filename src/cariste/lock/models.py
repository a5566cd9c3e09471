"""The edit lock as a row: one at most, carried by every publication."""

from __future__ import annotations

import datetime as dt

from peewee import CharField, DateTimeField, IntegerField

from cariste.core.clock import now
from cariste.database.model import Record

STALE_MINUTES = 15


class AppLock(Record):
    """Who edits, since when, last seen. No row means that nobody does.

    Attributes:
        token: The reign's token; only its holder may refresh or release.
        epoch: The reign.
    """

    id = IntegerField(primary_key=True, default=1)
    hostname = CharField(255)
    username = CharField(255)
    locked_at = DateTimeField(default=now)
    last_heartbeat = DateTimeField(default=now)
    process_id = IntegerField()
    app_version = CharField(40)
    token = CharField(32)
    epoch = IntegerField()

    class Meta:
        table_name = "app_locks"

    @property
    def age_seconds(self) -> int:
        """Whole seconds since the lock was taken."""
        return _seconds_since(self.locked_at)

    @property
    def heartbeat_age_seconds(self) -> int:
        """Whole seconds since its holder was last seen."""
        return _seconds_since(self.last_heartbeat)

    @property
    def is_stale(self) -> bool:
        """Whether the holder has not been seen for the configured time."""
        return self.is_stale_after(STALE_MINUTES)

    def is_stale_after(self, minutes: float) -> bool:
        """Whether the holder has not been seen for so many minutes."""
        return self.heartbeat_age_seconds > minutes * 60

    @classmethod
    def acquire(
        cls, hostname: str, username: str, pid: int, app_version: str, *, token: str = "", epoch: int = 1
    ) -> AppLock | None:
        """Take the lock when it is free, stale, or this process's own.

        Returns:
            The lock, or None when somebody else holds it.
        """
        held = cls.get_active_lock(stale_too=True)
        if held is not None:
            own = (held.hostname, held.process_id) == (hostname, pid)
            if not own and not held.is_stale:
                return None
            held.delete_instance()
        return cls.create(
            hostname=hostname,
            username=username,
            process_id=pid,
            app_version=app_version,
            token=token or "0" * 32,
            epoch=epoch,
        )

    @classmethod
    def release(cls, hostname: str, pid: int) -> bool:
        """Give the lock back; False when this process did not hold it."""
        ours = (cls.hostname == hostname) & (cls.process_id == pid)
        return bool(cls.delete().where(ours).execute())

    @classmethod
    def refresh_heartbeat(cls, hostname: str, pid: int) -> bool:
        """Say that the holder lives; False when this process does not hold the lock."""
        ours = (cls.hostname == hostname) & (cls.process_id == pid)
        return bool(cls.update(last_heartbeat=now()).where(ours).execute())

    @classmethod
    def get_active_lock(cls, *, stale_too: bool = False) -> AppLock | None:
        """Return the lock in force, without a stale one unless asked."""
        held: AppLock | None = cls.select().first()
        return None if held is None or (held.is_stale and not stale_too) else held


def _seconds_since(moment: dt.datetime) -> int:
    return int((now() - moment).total_seconds())
