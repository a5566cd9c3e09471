"""Why two people are proposed, in the user's words."""

from __future__ import annotations

from collections.abc import Callable

from cariste.core.i18n import _
from cariste.duplicates import scoring
from cariste.duplicates.scoring import Likeness


def reasons_in_words(likeness: Likeness) -> str:
    """Return what speaks for it, then what speaks against it: « même nom · même date de naissance »."""
    return " · ".join(_reason(code) for code in likeness.reasons)


def certainty_label(likeness: Likeness) -> str:
    """Return how sure it is: « Presque sûr » or « À vérifier »."""
    return _("Almost certain") if likeness.certain else _("To check")


def _reason(code: str) -> str:
    words: dict[str, Callable[[], str]] = {
        scoring.SAME_NAME: lambda: _("same name"),
        scoring.CLOSE_NAME: lambda: _("names alike"),
        scoring.SWAPPED: lambda: _("first name and surname exchanged"),
        scoring.SAME_NUMBER: lambda: _("same number but for its zeros"),
        scoring.OTHER_NUMBER: lambda: _("other number"),
        scoring.SAME_BIRTH: lambda: _("same date of birth"),
        scoring.CLOSE_BIRTH: lambda: _("dates of birth alike"),
        scoring.OTHER_BIRTH: lambda: _("other date of birth"),
        scoring.SAME_ENTRY: lambda: _("same start date"),
    }
    return words[code]()
