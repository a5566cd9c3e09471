"""`config.json` in the shared folder: the firm's starting values, read only, versioned, strict."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from cariste.core import siret
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _, ngettext
from cariste.core.text import looks_like_email

CONFIG_NAME = "config.json"
CONFIG_VERSION = 1
DRAFT = ".tmp-"
"""How the names of files begin that are not yet what they will be."""
_BIGGEST = 1_000_000
_FOLDER_ID = re.compile(r'"folder_id"\s*:\s*"([0-9a-f]{32})"')
# Stricter than `looks_like_email`: it becomes a line of a mail, and old servers refuse other letters.
_ADDRESS = re.compile(r"[A-Za-z0-9_.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


def _an_email(text: str) -> str:
    if text and not looks_like_email(text):
        raise ValueError(_("an e-mail address, such as securite@exemple.fr"))
    return text


def _a_recipient(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError(_("an e-mail address, such as securite@exemple.fr"))
    return text


def _a_siret(text: str) -> str:
    if text and not siret.is_valid(text):
        raise ValueError(_("14 digits with the right check digit, as on the firm’s K-bis extract"))
    return siret.digits(text)


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    if len({*values}) < len(values):
        raise ValueError(_("each value once"))
    return values


Months = Annotated[int, Field(ge=1, le=1200)]
Label = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(max_length=200)]
Recipient = Annotated[str, Field(max_length=254), AfterValidator(_a_recipient)]
"""One bare e-mail address, without a name before it."""
Contract = Literal["CDI", "CDD", "Interim", "Alternance"]
"""The codes are fixed, as laws and reports go by them; a firm chooses which it offers, in which order."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Thresholds(_Strict):
    """Days before an expiry, and before the end of a contract, at which it alerts and gets worse."""

    critical: int = Field(30, ge=1, le=3650, description="Fewer days left than this is critical.")
    warning: int = Field(60, ge=1, le=3650, description="Fewer days left than this is a warning.")
    info: int = Field(90, ge=1, le=3650, description="Fewer days left than this is shown as information.")
    contract_critical: int = Field(7, ge=1, le=3650, description="The same for the end of a contract.")
    contract_warning: int = Field(30, ge=1, le=3650, description="The end of a contract alerts below this.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.critical < self.warning < self.info:
            raise ValueError(_("critical < warning < info is needed"))
        if not self.contract_critical < self.contract_warning:
            raise ValueError(_("contract_critical < contract_warning is needed"))
        return self

    @property
    def days(self) -> tuple[int, int, int]:
        """The three steps, nearest first."""
        return self.critical, self.warning, self.info

    @property
    def contract_steps(self) -> tuple[int, int]:
        """The two steps before the end of a contract, nearest first."""
        return self.contract_critical, self.contract_warning


class MailServer(_Strict):
    """The firm's server for outgoing mail. Its password is never here: see `digest/password.py`."""

    host: Label = Field(description="The server's name.")
    port: int = Field(587, ge=1, le=65535, description="Usually 587 for starttls, 465 for tls, 25 for none.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted; none only where no password is asked."
    )
    sender: Recipient = Field(description="Whom the mails come from.")
    user: Label | None = Field(None, description="The name to log in with; null where none is asked.")

    @model_validator(mode="after")
    def _no_password_in_clear(self) -> Self:
        if self.user is not None and self.security == "none":
            raise ValueError(_("with a user, security starttls or tls: no password travels in clear"))
        return self


class Settings(_Strict):
    """What the firm decides. A row of the database wins over `config.json`, which wins over the default."""

    company: Label = Field("Entrepôt", description="The firm's name, shown in the window's title.")
    address: tuple[Label, ...] = Field((), max_length=6, description="The firm's address, line by line.")
    siret: Annotated[Line, AfterValidator(_a_siret)] = Field("", description="Its SIRET, 14 digits.")
    signatory: Line = Field("", description="Who signs for the employer.")
    signatory_function: Line = Field("", description="What that person is in the firm.")
    phone: Annotated[str, Field(max_length=40)] = Field("", description="Where the firm is rung up.")
    email: Annotated[Line, AfterValidator(_an_email)] = Field("", description="Where it is written to.")
    workspaces: tuple[Label, ...] = Field(
        ("Quai", "Zone A", "Zone B", "Bureau"), max_length=200, description="The site's work areas."
    )
    roles: tuple[Label, ...] = Field(
        ("Préparateur", "Réceptionnaire", "Cariste"), max_length=200, description="The roles people hold."
    )
    contract_types: Annotated[tuple[Contract, ...], AfterValidator(_each_once)] = Field(
        ("CDI", "CDD", "Interim", "Alternance"),
        min_length=1,
        max_length=4,
        description="The contracts offered in forms, in this order.",
    )
    thresholds: Thresholds = Field(Thresholds(), description="When an expiry begins to alert.")
    validity_months: dict[Label, Months | None] = Field(
        {}, max_length=500, description="Validity of kinds the firm adds or overrides; null is permanent."
    )
    expiry_convention: Literal["same_day", "day_before"] = Field(
        "same_day", description="Whether a certificate of the 14th ends on the 14th or the 13th."
    )
    managers: dict[Label, tuple[Recipient, ...]] = Field(
        {}, max_length=500, description="For each work area, who gets its alerts by mail."
    )
    mail: MailServer | None = Field(None, description="The server that sends them; null makes drafts only.")


class Config(Settings):
    """The whole file."""

    schema_version: int = Field(CONFIG_VERSION, ge=1, description="Version of this file's form.")
    folder_id: str | None = Field(
        None,
        pattern=r"^[0-9a-f]{32}$",
        description="Names this shared folder on every workstation; written once, by `cariste init`.",
    )


Migrator = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATORS: dict[int, Migrator] = {}
"""From version n to n + 1. A test asks that every version below `CONFIG_VERSION` has one."""


def read_config(path: Path) -> Config:
    """Read and check a `config.json`.

    Raises:
        UserError: Not JSON, an unknown key, a wrong type, thresholds out of order: the message names
            the file, the key, the value and what is allowed.
        EnvironmentProblem: The file cannot be read.
    """
    try:
        if path.stat().st_size > _BIGGEST:
            raise UserError(_("{file} is too large for a configuration.").format(file=path))
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason)
        ) from error
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """Check the text of a `config.json`; `path` is for messages. Raises UserError as `read_config`."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UserError(_("{file} is not valid JSON: {reason}.").format(file=path, reason=error)) from error
    if not isinstance(data, dict):
        raise UserError(_("{file} is not valid JSON: {reason}.").format(file=path, reason=_("no object")))
    return validated(Config, _migrated(data, path), str(path))


def _migrated(data: dict[str, Any], path: Path) -> dict[str, Any]:
    version = data.get("schema_version", CONFIG_VERSION)
    if isinstance(version, int) and version > CONFIG_VERSION:
        raise UserError(_("{file} was written for a newer version of Cariste.").format(file=path))
    while isinstance(version, int) and version < CONFIG_VERSION and version in MIGRATORS:
        data = MIGRATORS[version](data)
        version += 1
    return data


AnyModel = TypeVar("AnyModel", bound=BaseModel)


def validated(model: type[AnyModel], data: dict[str, Any], place: str) -> AnyModel:
    """Validate data from outside; errors name the place, the key, the value and what is allowed."""
    try:
        # JSON has no tuples: checked as JSON, so that strictness forgives nothing else.
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise UserError("\n".join(_sentence(problem, place) for problem in error.errors())) from error


def problems_in(model: type[BaseModel], data: dict[str, Any]) -> dict[str, str]:
    """Return what is allowed in place of each wrong value, by key (``thresholds.critical``)."""
    try:
        model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        return {_key(problem): _allowed(problem) for problem in error.errors()}
    return {}


def _sentence(problem: Any, place: str) -> str:
    if problem["type"] == "extra_forbidden":
        return _("{file}: unknown key “{key}”. Remove it or correct its spelling.").format(
            file=place, key=_key(problem)
        )
    return _("{file}: “{key}” is {value}. Allowed: {allowed}.").format(
        file=place,
        key=_key(problem),
        value=json.dumps(problem.get("input"), ensure_ascii=False, default=str)[:200],
        allowed=_allowed(problem),
    )


def _key(problem: Any) -> str:
    return ".".join(str(part) for part in problem["loc"]) or "?"


def _allowed(problem: Any) -> str:
    """Say in the user's language what may stand there."""
    kind, limits = problem["type"], problem.get("ctx", {})
    if kind == "greater_than_equal":
        return _("{n} or more").format(n=limits["ge"])
    if kind == "less_than_equal":
        return _("{n} or less").format(n=limits["le"])
    if kind == "string_too_long":
        longest = limits["max_length"]
        return ngettext("{n} character at most", "{n} characters at most", longest).format(n=longest)
    if kind == "too_long":
        longest = limits["max_length"]
        return ngettext("{n} value at most", "{n} values at most", longest).format(n=longest)
    if kind == "literal_error":
        return str(limits["expected"]).replace(" or ", ", ")
    words: dict[str, str] = {
        "string_too_short": _("at least one character"),
        "too_short": _("at least one value"),
        "string_type": _("a text"),
        "int_type": _("a whole number (integer)"),
        "tuple_type": _("a list [ … ]"),
        "extra_forbidden": _("nothing: this key is unknown"),
    }
    return words.get(kind) or str(problem["msg"]).removeprefix("Value error, ").removeprefix(
        "Input should be "
    )


def folder_id(folder: Path) -> str:
    """Return the id of a shared folder: from its path when `config.json` is missing or has none.

    Raises:
        EnvironmentProblem: The file cannot be read now; a folder has one id, not a second on a bad day.
    """
    path = folder / CONFIG_NAME
    try:
        found = _FOLDER_ID.search(path.read_text("utf-8-sig"))
    except (FileNotFoundError, UnicodeDecodeError):
        found = None
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason_of(error))
        ) from error
    return found[1] if found else uuid.uuid5(uuid.NAMESPACE_URL, str(folder.absolute())).hex


def write_config(path: Path, config: Config) -> None:
    """Write a new `config.json`, whole or not at all; an existing one is never replaced.

    Raises:
        EnvironmentProblem: It exists, or cannot be written.
    """
    # What names the folder first: it is found even in a file that was cut short.
    first = {"schema_version": config.schema_version, "folder_id": config.folder_id}
    text = json.dumps({**first, **config.model_dump(mode="json")}, ensure_ascii=False, indent=2) + "\n"
    draft = path.with_name(f"{DRAFT}{uuid.uuid4().hex}")
    try:
        with draft.open("x", encoding="utf-8") as file:
            file.write(text)
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        draft.rename(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise EnvironmentProblem(
            _("{file} cannot be written: {reason}.").format(file=path, reason=reason_of(error))
        ) from error
