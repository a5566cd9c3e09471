"""Three kinds of error: the user's, the environment's, and bugs (anything else)."""

from __future__ import annotations

from collections.abc import Mapping


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


class EnvironmentProblem(CaristeError):
    """The share is away, someone else edits, rights are missing: says what to check. Exit code 4."""


class ReadOnlyHere(EnvironmentProblem):
    """A write was asked of a window or command that only reads."""
