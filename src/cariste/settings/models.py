"""A setting changed in the window: published, journalled and undone like any edit."""

from __future__ import annotations

from peewee import CharField, TextField

from cariste.database.model import Entity


class Setting(Entity):
    """One key of `core.config.Settings` with its value as JSON."""

    key = CharField(100, unique=True)
    value = TextField()

    class Meta:
        table_name = "settings"
