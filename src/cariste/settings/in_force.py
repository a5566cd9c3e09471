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
        problem: Why the last good values are used and nothing may be written, or None.
    """

    settings: Settings
    origins: tuple[Origin, ...]
    problem: str | None


def settings_in_force(folder: Path, local: Path) -> InForce:
    """Read `config.json` and the settings of the database in use.

    A wrong file or row does not stop the program: the last good values hold, and `problem` says why.
    """
    problem = None
    last_good = local / LAST_GOOD
    try:
        config = read_config(folder / CONFIG_NAME)
        last_good.write_text(config.model_dump_json(exclude_unset=True), "utf-8")
    except CaristeError as error:
        problem = _(
            "{problem} The last good values are used; nothing can be changed until it is corrected."
        ).format(problem=error)
        config = _last_good(last_good)
    from_file = {
        key: value for key, value in config.model_dump(mode="json").items() if key in Settings.model_fields
    }
    chosen = {row.key: row.value for row in Setting.select()}
    merged = dict(from_file)
    used: set[str] = set()
    for key, value in chosen.items():
        try:
            trial = {**merged, key: json.loads(value)}
            validated(Settings, trial, _("Settings of the database"))
        except (ValueError, UserError) as error:
            problem = problem or str(error)
            continue
        merged, used = trial, used | {key}
    settings = validated(Settings, merged, _("Settings of the database"))
    in_file = config.model_fields_set
    origins = tuple(
        Origin(key, merged[key], DATABASE if key in used else FILE if key in in_file else DEFAULT)
        for key in Settings.model_fields
    )
    return InForce(settings, origins, problem)


def _last_good(path: Path) -> Config:
    try:
        return read_config(path)
    except CaristeError:
        log.warning("no last good configuration on this workstation: defaults are used")
        return Config()
