"""A mail server on this machine, as small as RFC 5321 allows, that remembers and misbehaves as asked."""

from __future__ import annotations

import base64
import contextlib
import email.policy
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any


@dataclass
class Letter:
    """What a server took: from whom, to whom, and the mail itself."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        """The mail as its reader gets it."""
        return BytesParser(EmailMessage, policy=email.policy.default).parsebytes(self.content)


@dataclass
class MailServer:
    """Listens on a port of its own.

    Attributes:
        refuses: Recipients it does not know.
        hangs_up_after: Recipients after whose mail it closes the line instead of answering.
        hangs_up_at: Recipients at whose name it closes the line.
        says: Answers that it gives instead of the usual ones, by verb.
        password: What it asks for, empty for nothing.
        tls: How it encrypts, if it can.
        received: What it took.
        connections: How often it was called.
    """

    port: int = 0
    refuses: set[str] = field(default_factory=set)
    hangs_up_after: set[str] = field(default_factory=set)
    hangs_up_at: set[str] = field(default_factory=set)
    says: dict[str, str] = field(default_factory=dict)
    password: str = ""
    tls: ssl.SSLContext | None = None
    received: list[Letter] = field(default_factory=list)
    connections: int = 0

    def recipients(self) -> list[str]:
        """To whom it took mails, in order of arrival."""
        return [letter.recipients[0] for letter in self.received]


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    mail: MailServer
    at_once: bool


@contextlib.contextmanager
def listening(server: MailServer, *, at_once: bool = False) -> Iterator[MailServer]:
    """Run a server, a thread for each connection; `at_once` encrypts from the first byte."""
    with _Listener(("127.0.0.1", 0), _Talk) as listener:
        listener.mail, listener.at_once = server, at_once
        server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()


class _Talk(socketserver.BaseRequestHandler):
    """One connection."""

    server: _Listener
    request: Any

    def handle(self) -> None:
        self._mail = self.server.mail
        self._mail.connections += 1
        self._sender, self._recipients = "", list[str]()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            if self.server.at_once:
                self._encrypt()
            self._file = self.request.makefile("rb")
            self._say("220 essai")
            while line := self._file.readline().decode().strip():
                if not self._answer(line):
                    break
        self.request.close()

    def finish(self) -> None:
        with contextlib.suppress(AttributeError):  # it never came so far
            self._file.close()

    def _answer(self, line: str) -> bool:
        verb, _blank, rest = line.partition(" ")
        verb = verb.upper()
        address = rest.partition("<")[2].partition(">")[0]
        if verb in self._mail.says:
            self._say(self._mail.says[verb])
        elif verb == "EHLO":
            self._offer()
        elif verb == "STARTTLS":
            self._say("220 go on")
            self._encrypt()
            self._file = self.request.makefile("rb")
        elif verb == "AUTH":
            given = base64.b64decode(rest.removeprefix("PLAIN ")).decode().split("\0")[2]
            self._say("235 welcome" if given == self._mail.password else "535 wrong password")
        elif verb == "RCPT":
            return self._know(address)
        elif verb == "DATA":
            return self._take()
        else:
            if verb == "MAIL":
                self._sender, self._recipients = address, []
            self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _offer(self) -> None:
        starts_tls = self._mail.tls is not None and not isinstance(self.request, ssl.SSLSocket)
        offers = [
            "essai",
            *(["STARTTLS"] if starts_tls else []),
            *(["AUTH PLAIN"] if self._mail.password else []),
        ]
        for offer in offers[:-1]:
            self._say(f"250-{offer}")
        self._say(f"250 {offers[-1]}")

    def _know(self, address: str) -> bool:
        if address in self._mail.hangs_up_at:
            return False
        known = address not in self._mail.refuses
        if known:
            self._recipients.append(address)
        self._say("250 ok" if known else "550 5.1.1 unknown user, désolé")
        return True

    def _take(self) -> bool:
        self._say("354 go on")
        lines = list(iter(self._file.readline, b".\r\n"))
        content = b"".join(line.removeprefix(b".") for line in lines)
        self._mail.received.append(Letter(self._sender, self._recipients, content))
        if {*self._recipients} & self._mail.hangs_up_after:
            return False
        self._say("250 taken")
        return True

    def _encrypt(self) -> None:
        assert self._mail.tls is not None
        self.request = self._mail.tls.wrap_socket(self.request, server_side=True)

    def _say(self, line: str) -> None:
        self.request.sendall(f"{line}\r\n".encode())
