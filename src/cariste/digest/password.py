"""The password of the mail server: never on the share, in the database or in a backup.

It is this user's own, on this PC: in a variable of the environment, or in a file that nobody else may read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cariste.core.errors import EnvironmentProblem
from cariste.core.i18n import _
from cariste.core.paths import user_folder

PASSWORD_VARIABLE = "CARISTE_MAIL_PASSWORD"  # noqa: S105 - where it stands, not what it is
_FILE_NAME = "mail-password.txt"


def password_file() -> Path:
    """Return where the password may lie."""
    return user_folder() / _FILE_NAME


def mail_password() -> str:
    """Return the password: of the environment, or the first line of the file.

    Raises:
        EnvironmentProblem: There is none, or others may read the file.
    """
    if given := os.environ.get(PASSWORD_VARIABLE):
        return given
    path = password_file()
    try:
        shown_to_others = os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        shown_to_others, lines = 0, []
    if shown_to_others:
        text = _("Others may read {file}, which holds the mail server's password. Type: chmod 600 {file}")
        raise EnvironmentProblem(text.format(file=path))
    if not lines or not lines[0]:
        text = _(
            "The mail server asks for a password, and this PC has none. Put it into the variable {variable} "
            "or into the file {file}; it is never kept in the shared folder."
        )
        raise EnvironmentProblem(text.format(variable=PASSWORD_VARIABLE, file=path))
    return lines[0]
