"""Three kinds of error: the user's, the environment's, and bugs (anything else)."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from cariste.core.i18n import N_, _

_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), N_("no space left")),
    **dict.fromkeys((errno.EACCES, errno.EPERM), N_("rights are missing")),
    **dict.fromkeys(
        (errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ESTALE),
        N_("connection lost"),
    ),
    errno.EROFS: N_("it can only be read"),
    errno.ENOENT: N_("not found"),
    errno.EEXIST: N_("it exists already"),
    errno.ENOTDIR: N_("a part of its path is a file"),
    errno.EISDIR: N_("it is a folder"),
    errno.EIO: N_("reading or writing failed"),
    errno.ENAMETOOLONG: N_("the path is too long"),
}
"""What the system says in English, whatever the user speaks."""


class CaristeError(Exception):
    """Something we foresaw; its text is written for the user, in the user's language."""


class UserError(CaristeError):
    """Bad input: the message names the place and what is allowed. Exit code 3."""


class InvalidEntity(UserError):
    """A record breaks its own rules.

    Attributes:
        problems: Message by field name, in the user's language.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(f"{field}: {message}" for field, message in self.problems.items()))


class GivenUp(CaristeError):
    """The user stopped a change that took long; nothing of it was kept."""


class EnvironmentProblem(CaristeError):
    """The share is away, someone else edits, rights are missing: says what to check. Exit code 4."""


class ShareAway(EnvironmentProblem):
    """The shared folder is not there, or does not answer: what this PC knew of it last can still be shown."""


class ReadOnlyHere(EnvironmentProblem):
    """A write was asked of a window or command that only reads."""


def reason_of(error: OSError) -> str:
    """Say in a few words, in the user's language as far as we know it, why the system refused."""
    known = _REASONS.get(error.errno or 0)
    # Of its own errors, Windows speaks the user's language, and tells more of them apart.
    if known is None or getattr(error, "winerror", None):
        return error.strerror or str(error)
    return _(known)
