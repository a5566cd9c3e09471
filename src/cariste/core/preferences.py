"""What one user prefers, in a file of his own; read before the window is painted, so kept light."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, InvalidEntity, reason_of
from cariste.core.i18n import LANGUAGES, _
from cariste.core.paths import user_folder

SCHEMES = ("system", "light", "dark")
FONT_SCALES = (0.85, 1.0, 1.15)
_ACCENT = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclasses.dataclass(frozen=True)
class Preferences:
    """Language, looks and the folder opened last.

    Attributes:
        language: ``fr``, ``en`` or None for the system's.
        scheme: ``system``, ``light`` or ``dark``.
        font_scale: One of `FONT_SCALES`.
        accent: Accent colour as ``#RRGGBB``, or None for ours.
        last_folder: Shared folder chosen last.
    """

    language: str | None = None
    scheme: str = "system"
    font_scale: float = 1.0
    accent: str | None = None
    last_folder: str | None = None

    def validate(self) -> None:
        """Raise InvalidEntity naming each field that is not allowed."""
        problems = {}
        if self.language is not None and self.language not in LANGUAGES:
            problems["language"] = _("Choose one of: {allowed}.").format(allowed=", ".join(LANGUAGES))
        if self.scheme not in SCHEMES:
            problems["scheme"] = _("Choose one of: {allowed}.").format(allowed=", ".join(SCHEMES))
        if self.font_scale not in FONT_SCALES:
            problems["font_scale"] = _("Choose one of: {allowed}.").format(
                allowed=", ".join(map(str, FONT_SCALES))
            )
        if self.accent is not None and not _ACCENT.fullmatch(self.accent):
            problems["accent"] = _("Write a colour as #1F6FEB.")
        if problems:
            raise InvalidEntity(problems)


def preferences_file() -> Path:
    """Return where the preferences lie."""
    return user_folder() / "preferences.json"


def load_preferences() -> Preferences:
    """Read the preferences; a field that is missing or wrong takes its default, the others are kept."""
    try:
        stored = json.loads(preferences_file().read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(stored, dict):
        return Preferences()
    known = {
        field.name: stored[field.name] for field in dataclasses.fields(Preferences) if field.name in stored
    }
    if not isinstance(known.get("last_folder"), str | None):
        del known["last_folder"]
    try:
        candidate = Preferences(**known)
        candidate.validate()
    except InvalidEntity as error:
        candidate = Preferences(
            **{name: value for name, value in known.items() if name not in error.problems}
        )
    except TypeError:
        candidate = Preferences()
    return candidate


def save_preferences(preferences: Preferences) -> None:
    """Store valid preferences, whole or not at all.

    Raises:
        InvalidEntity: A field is not allowed.
        EnvironmentProblem: The file cannot be written.
    """
    preferences.validate()
    target = preferences_file()
    draft = target.with_suffix(".tmp")
    try:
        draft.write_text(json.dumps(dataclasses.asdict(preferences), indent=2), "utf-8")
        draft.replace(target)
    except OSError as error:
        raise EnvironmentProblem(
            _("Your preferences could not be stored in {path}: {reason}.").format(
                path=target, reason=reason_of(error)
            )
        ) from error
