"""What stands in the place of a name that was taken away, and how to recognise it."""

from __future__ import annotations

from cariste.core.i18n import _

MARK = "#"
_SHOWN = 6


def placeholder(employee_id: str) -> tuple[str, str]:
    """Return the surname and first name of somebody without identity: « Anonyme », « #3F2A9C ».

    Args:
        employee_id: 32 hexadecimal digits. The first of them tell such people apart; they say nothing.
    """
    return _("Anonymous"), f"{MARK}{employee_id[:_SHOWN].upper()}"


def is_placeholder(employee_id: str, first_name: str) -> bool:
    """Tell whether a first name is the one `placeholder` gives."""
    return first_name == f"{MARK}{employee_id[:_SHOWN].upper()}"
