"""The forms of the page « Entreprise » about mails: who gets the alerts of which work area, and who sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.config import Settings
from cariste.core.i18n import _, pgettext
from cariste.settings.editing import problem_of
from cariste.settings.labels import setting_label
from cariste.ui.context import Context
from cariste.ui.forms import company_work
from cariste.ui.forms.form import Form
from cariste.ui.widgets.fields import ChoiceField, TextField

_BETWEEN = re.compile(r"[\s,;]+")
_SECURITIES = ("starttls", "tls", "none")
_USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class ManagersForm(Form):
    """Who gets the alerts of each work area by mail: a line for each, several addresses in it if need be."""

    def __init__(
        self, context: Context, parent: QWidget, settings: Settings, in_use: Sequence[str] = ()
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window.
            settings: Those in force.
            in_use: Work areas that people have, also those that are not in the list.
        """
        about = _("E-mail addresses, with a comma between them. Empty: nobody gets the alerts of this area.")
        super().__init__(context, setting_label("managers"), parent, about=about)
        self._areas = [*dict.fromkeys((*settings.workspaces, *in_use, *settings.managers))]
        for place, area in enumerate(self._areas):
            known = ", ".join(settings.managers.get(area, ()))
            self.add(
                str(place), area, TextField(context.theme, known), check=_problem_of_addresses, wide=True
            )
        self.begin()

    def work(self) -> Callable[[], Any]:
        """Return what stores the addresses."""
        told = {area: _addresses(self.fields[str(place)].value) for place, area in enumerate(self._areas)}
        values = {"managers": {area: people for area, people in told.items() if people}}
        return partial(company_work.store, self.context.workspace, setting_label("managers"), values)


class MailForm(Form):
    """The firm's server for outgoing mail; never its password."""

    def __init__(self, context: Context, parent: QWidget, settings: Settings) -> None:
        about = _(
            "Without a server, mails to the managers are drafts. "
            "The password is not asked here: it stays on each PC that sends."
        )
        super().__init__(context, setting_label("mail"), parent, about=about)
        server, theme = settings.mail, context.theme
        security = server.security if server is not None else "starttls"
        port = server.port if server is not None else _USUAL_PORTS[security]
        securities = [(_security_word(each), each) for each in _SECURITIES]
        texts = server.model_dump(include={"host", "sender", "user"}) if server is not None else {}
        host, sender, user = (TextField(theme, texts.get(key) or "") for key in ("host", "sender", "user"))
        self.add("host", _("Server"), host, check=partial(self._problem, "host"), wide=True)
        self.add("security", _("Encryption"), ChoiceField(theme, securities, security), check=self._in_clear)
        self.add("port", _("Port"), TextField(theme, str(port)), check=self._problem_of_port)
        self.add("sender", _("Sender’s address"), sender, check=partial(self._problem, "sender"), wide=True)
        self.add("user", _("User name"), user, check=partial(self._problem, "user"), wide=True)
        self.fields["user"].hint(_("Empty when the server asks for none."))
        self.fields["security"].edited.connect(self._propose_port)
        self.begin()

    def save(self) -> None:
        """Record it; a server without a sender, or the other way round, is asked for."""
        for one, other in (("host", "sender"), ("sender", "host")):
            self.fields[one].required = bool(self.fields[other].value)
        super().save()

    def work(self) -> Callable[[], Any]:
        """Return what stores the server, or that there is none."""
        values = {name: field.value for name, field in self.fields.items()}
        server = {**values, "port": int(values["port"])} if values["host"] else None
        return partial(company_work.store, self.context.workspace, setting_label("mail"), {"mail": server})

    def _problem(self, key: str, value: Any) -> str | None:
        return problem_of(f"mail.{key}", value) if value else None

    def _problem_of_port(self, text: str | None) -> str | None:
        typed = text or ""
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
            return _("A whole number is needed.")
        return problem_of("mail.port", int(typed))

    def _in_clear(self, security: str) -> str | None:
        """Say that no password travels in clear."""
        if security != "none" or not self.fields["user"].value:
            return None
        return _("With a user name the connection is encrypted: no password travels in clear.")

    def _propose_port(self) -> None:
        """Follow the encryption, unless somebody typed another port than the usual ones."""
        port = self.fields["port"].entry.widget
        if isinstance(port, TextField) and port.text() in map(str, _USUAL_PORTS.values()):
            port.setText(str(_USUAL_PORTS[self.fields["security"].value]))


def _addresses(text: str | None) -> list[str]:
    return [*dict.fromkeys(filter(None, _BETWEEN.split(text or "")))]


def _problem_of_addresses(text: str | None) -> str | None:
    people = _addresses(text)
    if not problem_of("managers", {"-": people}):
        return None
    wrong = next(one for one in people if problem_of("managers", {"-": [one]}))
    return _("“{text}” is no e-mail address, such as securite@exemple.fr.").format(
        text=company_work.brief(wrong)
    )


def _security_word(security: str) -> str:
    words: dict[str, Callable[[], str]] = {
        "starttls": lambda: "STARTTLS",
        "tls": lambda: "TLS",
        "none": lambda: pgettext("encryption", "none"),
    }
    return words[security]()
