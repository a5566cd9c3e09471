"""The one place that knows what day it is."""

from __future__ import annotations

import datetime as dt
import os
import time

from cariste.core.errors import UserError
from cariste.core.i18n import _

REHEARSAL_VARIABLE = "CARISTE_TODAY"


def today() -> dt.date:
    """Return the local civil date, or the day set by ``CARISTE_TODAY`` (ISO) for rehearsals and tests.

    Raises:
        UserError: The variable is set but is not a date.
    """
    rehearsal = os.environ.get(REHEARSAL_VARIABLE)
    if not rehearsal:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(rehearsal)
    except ValueError:
        raise UserError(
            _("{name} is “{value}”: write a date as 2026-11-21.").format(
                name=REHEARSAL_VARIABLE, value=rehearsal
            )
        ) from None


def now() -> dt.datetime:
    """Return the local time, naive, without microseconds."""
    return dt.datetime.now().replace(microsecond=0)


def elapsed_seconds() -> float:
    """Return seconds from an arbitrary start that no clock change moves, and that a sleeping PC counts."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)  # elsewhere the monotonic clock counts sleep itself
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


def is_rehearsal() -> bool:
    """Tell whether the day was set by hand: the window then says so in its title."""
    return bool(os.environ.get(REHEARSAL_VARIABLE))
