"""One connection to the firm's mail server, and what its answers mean for a mail."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from cariste.core.config import MailServer
from cariste.core.errors import EnvironmentProblem
from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.digest.password import mail_password

_TIMEOUT = 30.0
_LONGEST_REPLY = 200
_OK, _WILL_FORWARD, _CLOSING = 250, 251, 421


class Refused(Exception):
    """The server did not take the mail, for certain; carries what it said."""


class Uncertain(Exception):
    """The connection broke after the mail had gone out: the server may have taken it."""


class Post:
    """Opened by the first mail and kept for the next ones; opened again after it broke."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave."""
        if self._line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._line.quit()
            self._drop()

    def open(self) -> None:
        """Connect and log in, unless that is done.

        Raises:
            EnvironmentProblem: The server does not answer, its certificate or the password is wrong, or it
                does not encrypt.
        """
        if self._line is not None:
            return
        server = self._server
        password = mail_password() if server.user is not None else ""
        try:
            self._line = self._connected()
            if server.user is not None:
                self._line.login(server.user, password)
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            raise EnvironmentProblem(
                _("The mail server {host} refuses the name or the password of {user}: {reason}.").format(
                    host=server.host, user=server.user, reason=_said(error.smtp_error)
                )
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise EnvironmentProblem(
                _("The mail server {host} cannot be used: {reason}. Nothing more was sent.").format(
                    host=server.host, reason=_reason(error)
                )
            ) from error

    def deliver(self, message: EmailMessage, recipient: str) -> None:
        """Hand over a mail; `open` came before.

        Raises:
            Refused: It was certainly not taken: another try makes no second mail.
            Uncertain: It may have been taken.
        """
        line, content = self._line, message.as_bytes()
        if line is None:
            raise Refused(_("the connection broke"))
        try:
            for answer in (line.mail(self._server.sender), line.rcpt(recipient)):
                self._require(answer, _OK, _WILL_FORWARD)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Refused(_reason(error)) from error
        try:
            answer = line.data(content)
        except smtplib.SMTPDataError as error:  # it did not even let us begin
            self._drop()
            raise Refused(_said(error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Uncertain(_reason(error)) from error
        self._require(answer, _OK)

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
        line = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
        if server.security == "starttls":
            try:
                line.starttls(context=ssl.create_default_context())
            except (smtplib.SMTPException, OSError):
                line.close()
                raise
        return line

    def _require(self, answer: tuple[int, bytes], *wanted: int) -> None:
        code, said = answer
        if code in wanted:
            return
        if code == _CLOSING:
            self._drop()
        elif self._line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._line.rset()
        raise Refused(f"{code} {_said(said)}")

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_said(error.smtp_error)}"
    return tidy(getattr(error, "strerror", None) or str(error))[:_LONGEST_REPLY] or type(error).__name__


def _said(reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return tidy(words)[:_LONGEST_REPLY]
