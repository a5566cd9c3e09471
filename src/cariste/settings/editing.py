"""Changing settings, inside `workspace.change(label)`: each is a row of its own, above `config.json`.

What the change means for records (names people bear, expiries that were computed) is for `firm` to carry out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cariste.core.config import Settings, problems_in
from cariste.core.errors import InvalidEntity
from cariste.core.i18n import _
from cariste.settings.in_force import Origin
from cariste.settings.models import Setting


def problem_of(key: str, value: Any) -> str | None:
    """Return why a setting cannot have a value, naming what is allowed; None when it can.

    Args:
        key: One of `core.config.Settings`, or one step below it (``thresholds.critical``).
        value: As JSON has it.
    """
    outer, _dot, inner = key.partition(".")
    found = problems_in(Settings, {outer: {inner: value} if inner else value})
    # What goes wrong between several values of a group concerns none of them alone.
    words = next((words for place, words in found.items() if not inner or place == key), None)
    return _("Allowed: {allowed}.").format(allowed=words) if words else None


def checked(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Return the settings with some values changed, looked at as a whole.

    Raises:
        InvalidEntity: Names each key that is wrong and what is allowed.
    """
    whole = {**settings.model_dump(mode="json"), **values}
    if problems := problems_in(Settings, whole):
        raise InvalidEntity(
            {key: _("Allowed: {allowed}.").format(allowed=allowed) for key, allowed in problems.items()}
        )
    return Settings.model_validate_json(json.dumps(whole))


def store(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Store some settings inside the open change; those that have the value already are left alone.

    Args:
        settings: Those in force.
        values: By key, as JSON has them.

    Returns:
        The settings in force from now on.

    Raises:
        InvalidEntity: Names each key that is wrong and what is allowed; nothing is written.
    """
    after = checked(settings, values)
    stored = {row.key: row for row in Setting.select()}
    for key in values:
        if getattr(after, key) != getattr(settings, key):
            row = stored.get(key) or Setting(key=key)
            row.value = json.dumps(after.model_dump(mode="json")[key], ensure_ascii=False)
            row.save()
    return after


def reset(settings: Settings, starting: Iterable[Origin], keys: Iterable[str]) -> Settings:
    """Go back to the values of `config.json`, or to the defaults, inside the open change.

    Args:
        settings: Those in force.
        starting: Each setting as it is without the database.
        keys: Which ones.

    Returns:
        The settings in force from now on.

    Raises:
        InvalidEntity: The values gone back to do not suit the others; nothing is written.
    """
    wanted = {*keys}
    after = checked(settings, {each.key: each.value for each in starting if each.key in wanted})
    for row in Setting.select().where(Setting.key.in_(wanted)):
        row.delete_instance()
    return after


def stored_keys() -> frozenset[str]:
    """Return the keys that the database holds, in force or left out. Call inside `workspace.reading()`."""
    return frozenset(row.key for row in Setting.select(Setting.key))
