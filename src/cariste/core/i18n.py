"""French and English texts from one gettext catalogue; English is the source language."""

from __future__ import annotations

import gettext
import locale
import os
import sys
from importlib.resources import as_file, files

LANGUAGES = ("fr", "en")
_DOMAIN = "cariste"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def system_language() -> str:
    """Return ``fr`` or ``en`` from the system; French when the system says nothing we know."""
    candidates = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((value for value in candidates if value), "")
    if not spoken and sys.platform in {"win32", "darwin"}:
        spoken = locale.getlocale()[0] or ""
    return "en" if spoken.lower().startswith("en") else "fr"


def set_language(language: str | None) -> None:
    """Speak ``fr`` or ``en`` from now on; None follows the system."""
    global _translations, _language  # noqa: PLW0603 - one language per process
    _language = language if language in LANGUAGES else system_language()
    with as_file(files("cariste") / "locale") as folder:
        _translations = gettext.translation(_DOMAIN, folder, [_language], fallback=True)


def language() -> str:
    """Return the language spoken now: ``fr`` or ``en``."""
    return _language


def _(message: str) -> str:
    """Translate a text, when it is needed and not before."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a text that depends on a number (French: 0 and 1 are singular)."""
    return _translations.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Translate a text whose meaning, or grammatical gender, depends on its context."""
    return _translations.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for the catalogue; ``_`` translates it later."""
    return message
