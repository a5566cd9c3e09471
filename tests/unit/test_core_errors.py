"""Why the system refused something, in words its user reads."""

from __future__ import annotations

import errno

import pytest

from cariste.core.errors import reason_of
from cariste.core.i18n import set_language


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "il n’y a plus de place"),
        (errno.EACCES, "droits insuffisants"),
        (errno.ENOENT, "introuvable"),
        (errno.EEXIST, "il existe déjà"),
    ],
)
def test_a_common_reason_is_said_in_the_user_s_language(code: int, words: str) -> None:
    set_language("fr")
    assert reason_of(OSError(code, "in English")) == words


def test_what_is_not_known_keeps_the_words_of_the_system() -> None:
    assert reason_of(OSError(errno.ELOOP, "Too many levels")) == "Too many levels"
    assert reason_of(OSError("short write: name")) == "short write: name"


def test_windows_speaks_for_itself_of_its_own_errors() -> None:
    error = OSError(errno.EACCES, "Le fichier est utilisé par un autre processus")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert reason_of(error) == "Le fichier est utilisé par un autre processus"
