"""Which value of each setting holds, and where it comes from."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, NamedTuple

from cariste.core.config import CONFIG_NAME, Config, Settings, read_config, validated
from cariste.core.errors import CaristeError, UserError
from cariste.core.i18n import _
from cariste.settings.models import Setting

log = logging.getLogger(__name__)

DATABASE, FILE, DEFAULT = "database", CONFIG_NAME, "default"
LAST_GOOD = "last-good-config.json"


class Origin(NamedTuple):
    """One setting in force: its key, value and origin (`database`, `config.json`, `default`)."""

    key: str
    value: Any
    origin: str


class InForce(NamedTuple):
    """All settings in force.

    Attributes:
        settings: The values.
        origins: Each with where it comes from.
        starting: Each as it would be without the database: what one goes back to.
        problem: Why the last good values are used and nothing may be written, or None.
        ignored: Why rows of the database are left out, one sentence each; they can be corrected.
    """

    settings: Settings
    origins: tuple[Origin, ...]
    starting: tuple[Origin, ...]
    problem: str | None
    ignored: tuple[str, ...]


def settings_in_force(folder: Path | None, local: Path) -> InForce:
    """Read `config.json` and the settings of the database in use.

    A wrong file does not stop the program: the last good values hold, and `problem` says why. A wrong row is
    left out.

    Args:
        folder: The shared folder; None while it is away: the last good values hold.
        local: What this PC keeps for it.
    """
    config, problem = _configured(folder, local / LAST_GOOD)
    from_file = {
        key: value for key, value in config.model_dump(mode="json").items() if key in Settings.model_fields
    }
    starting = tuple(
        Origin(key, value, FILE if key in config.model_fields_set else DEFAULT)
        for key, value in from_file.items()
    )
    merged, used, ignored = _with_rows(from_file)
    settings = validated(Settings, merged, _("Settings of the database"))
    # As validated, not as read: a SIRET may be written in groups.
    values = settings.model_dump(mode="json")
    origins = tuple(
        origin._replace(value=values[origin.key], origin=DATABASE) if origin.key in used else origin
        for origin in starting
    )
    return InForce(settings, origins, starting, problem, tuple(ignored))


def _configured(folder: Path | None, last_good: Path) -> tuple[Config, str | None]:
    """Return what `config.json` says, or said last, and what is wrong with it now."""
    if folder is None:
        return _last_good(last_good), None
    try:
        config = read_config(folder / CONFIG_NAME)
        last_good.write_text(config.model_dump_json(exclude_unset=True), "utf-8")
    except CaristeError as error:
        problem = _("{problem} The last good values are used; nothing can be changed until it is corrected.")
        return _last_good(last_good), problem.format(problem=error)
    return config, None


def _with_rows(from_file: dict[str, Any]) -> tuple[dict[str, Any], set[str], list[str]]:
    """Put the rows of the database above the file's values; tell which count, and why others do not."""
    merged, used, ignored = dict(from_file), set(), []
    for row in Setting.select().order_by(Setting.key):
        try:
            trial = {**merged, row.key: json.loads(row.value)}
            validated(Settings, trial, _("Settings of the database"))
        except (ValueError, UserError) as error:
            ignored.append(str(error))
            continue
        merged = trial
        used.add(row.key)
    return merged, used, ignored


def _last_good(path: Path) -> Config:
    try:
        return read_config(path)
    except CaristeError:
        log.warning("no last good configuration on this workstation: defaults are used")
        return Config()
