"""A digest as a mail: to be opened as a draft, or to be sent."""

from __future__ import annotations

import datetime as dt
import email.policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from cariste.core.files import replace_file
from cariste.digest.digests import Digest, Round
from cariste.digest.words import as_html, plain_text, subject

_POLICY = email.policy.SMTP.clone(cte_type="7bit")
"""Lines end as mail servers want them, and every letter survives a server of the last century."""


def draft(told: Round, digest: Digest) -> EmailMessage:
    """Return a mail that Outlook opens ready to be sent, by its own mark; others open it to be read."""
    message = _letter(told, digest)
    message["X-Unsent"] = "1"
    return message


def mail(told: Round, digest: Digest, *, sender: str, name: str, moment: dt.datetime) -> EmailMessage:
    """Return a mail to be sent.

    Args:
        told: The day it is about, and the firm.
        digest: What it says, and to whom.
        sender: Whom it comes from.
        name: What this mail is called, the same when it is sent again: then mail servers know it.
        moment: Now, in local time.
    """
    message = _letter(told, digest)
    message["From"] = sender
    message["Date"] = format_datetime(moment.astimezone())
    message["Message-ID"] = f"<cariste-{name}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer from people who are away
    return message


def write_draft(folder: Path, told: Round, digest: Digest) -> Path:
    """Write a draft into a folder and return its path; that of the same day and manager is replaced.

    Raises:
        EnvironmentProblem: It is open elsewhere, or the folder cannot be written.
    """
    # Whatever no file system takes is written as %2F: two addresses never become one name.
    path = folder / f"{told.on.isoformat()} {quote(digest.recipient.casefold(), safe='@+')}.eml"
    content = draft(told, digest).as_bytes()
    replace_file(path, lambda part: part.write_bytes(content))
    return path


def _letter(told: Round, digest: Digest) -> EmailMessage:
    message = EmailMessage(_POLICY)
    message["Subject"] = subject(told, digest)
    message["To"] = digest.recipient
    message.set_content(plain_text(told, digest), cte="quoted-printable")
    message.add_alternative(as_html(told, digest), subtype="html", cte="quoted-printable")
    return message
