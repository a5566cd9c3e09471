"""One rolling log per user. No personal data: ids, counts, paths of ours and errors only."""

from __future__ import annotations

import logging

from cariste.core.paths import log_file

_SIZE = 500_000
_KEPT = 3


def set_up_logging() -> None:
    """Send the program's log to this user's file; without a place to write, go on without."""
    import logging.handlers  # after the first paint

    logger = logging.getLogger("cariste")
    if logger.handlers:
        return
    logger.setLevel(logging.INFO)
    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            log_file(), maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
