"""The line each publication writes about itself."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateTimeField, IntegerField, UUIDField

from cariste.database.model import Record


class Publication(Record):
    """One numbered, immutable copy of the database; the database carries the line of every one before it."""

    uuid = UUIDField(primary_key=True)
    parent = UUIDField(null=True)
    epoch = IntegerField()
    number = IntegerField()
    released = BooleanField(default=False)
    schema = CharField(100)
    hostname = CharField(255)
    at = DateTimeField()

    class Meta:
        table_name = "publications"

    @classmethod
    def latest(cls) -> Publication | None:
        """Return the newest publication this database knows of: itself."""
        newest: Publication | None = cls.select().order_by(cls.epoch.desc(), cls.number.desc()).first()
        return newest
