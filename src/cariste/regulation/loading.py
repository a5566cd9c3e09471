"""From the data files to a `Catalogue`; a mistake in a file is named by file, entry and key."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from cariste.regulation.catalogue import (
    Anchor,
    Authorisation,
    Basis,
    Catalogue,
    Group,
    Kind,
    Obligation,
    Option,
    Regime,
    VisitRule,
    words,
)

LONGEST_VALIDITY = 600
"""Months; nothing in the regulation runs longer than 10 years, so more is a slip of the pen."""

_LARGEST = 100
"""Days or years of an obligation."""


class BadRuleFile(ValueError):
    """A data file breaks the format. The message names the file, the entry, the key and what is allowed."""


@cache
def load_catalogue() -> Catalogue:
    """Return the catalogue shipped with the program, read once.

    Raises:
        BadRuleFile: The installed files were damaged or edited wrongly.
    """
    folder = files("cariste.regulation") / "data"
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    return build_catalogue(texts)


def build_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """Return the catalogue described by the texts of rule files, by file name.

    Raises:
        BadRuleFile: A text is not TOML, a key is missing, unknown or wrong, or entries contradict each other.
    """
    sheets = sorted((_parse(name, text) for name, text in texts.items()), key=lambda sheet: sheet.order)
    catalogue = Catalogue(
        kinds=tuple(_kind(entry) for sheet in sheets for entry in sheet.entries("kind")),
        regimes={rule.code: rule for sheet in sheets for rule in map(_regime, sheet.entries("regime"))},
        visits={rule.type: rule for sheet in sheets for rule in map(_visit, sheet.entries("visit"))},
        obligations={
            rule.code: rule for sheet in sheets for rule in map(_obligation, sheet.entries("obligation"))
        },
        revised=max((sheet.revised for sheet in sheets), default=dt.date.min),
    )
    _check_codes(catalogue)
    _check_names(catalogue)
    return catalogue


class _Entry:
    """One TOML table being read: each key is taken once, and what nobody takes is refused."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where = where
        self._left = dict(values)

    def wrong(self, key: str, value: object, allowed: str) -> BadRuleFile:
        return BadRuleFile(f"{self.where}: {key} is {value!r}; allowed: {allowed}")

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if value is None:
            raise BadRuleFile(f"{self.where}: {key} is missing")
        return value

    def optional_text(self, key: str) -> str | None:
        value = self._left.pop(key, None)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        raise self.wrong(key, value, "a text that is not empty")

    def months(self, key: str) -> int | None:
        value = self._left.pop(key, None)
        if value is None or (type(value) is int and 1 <= value <= LONGEST_VALIDITY):
            return value
        raise self.wrong(key, value, f"a whole number of months from 1 to {LONGEST_VALIDITY}")

    def whole(self, key: str) -> int | None:
        value = self._left.pop(key, None)
        if value is None or (type(value) is int and 1 <= value <= _LARGEST):
            return value
        raise self.wrong(key, value, f"a whole number from 1 to {_LARGEST}")

    def order(self) -> int:
        value = self._left.pop("order", None)
        if type(value) is int:
            return value
        raise self.wrong("order", value, "a whole number, the place of this file in the catalogue")

    def day(self, key: str) -> dt.date | None:
        value = self._left.pop(key, None)
        if value is None or type(value) is dt.date:
            return value
        raise self.wrong(key, value, "a date such as 2019-12-31, without quotes")

    def flag(self, key: str) -> bool:
        value = self._left.pop(key, False)
        if isinstance(value, bool):
            return value
        raise self.wrong(key, value, "true or false")

    def choice(self, key: str, allowed: Collection[str | None], default: str | None = None) -> Any:
        value = self._left.pop(key, default)
        if value in allowed:
            return value
        raise self.wrong(key, value, ", ".join(filter(None, allowed)))

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._left.pop(key, [])
        if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        raise self.wrong(key, value, "a list of texts")

    def tables(self, key: str) -> list[dict[str, Any]]:
        value = self._left.pop(key, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        raise self.wrong(key, value, f"tables written as [[{key}]]")

    def table(self, key: str) -> dict[str, Any]:
        value = self._left.pop(key, {})
        if isinstance(value, dict):
            return value
        raise self.wrong(key, value, f"a table written as [{key}]")

    def done(self) -> None:
        if self._left:
            raise BadRuleFile(f"{self.where}: unknown key {', '.join(sorted(self._left))}")


@dataclass(frozen=True)
class _Sheet:
    """One file, taken apart."""

    name: str
    order: int
    revised: dt.date
    tables: dict[str, list[dict[str, Any]]]
    defaults: dict[str, Any]

    def entries(self, section: str) -> Iterator[_Entry]:
        """The entries of one section; what all kinds of a file share is written once, under [defaults]."""
        for place, table in enumerate(self.tables[section], start=1):
            values = {**self.defaults, **table} if section == "kind" else table
            code = (
                values.get("code")
                or values.get("type")
                or _code(values.get("family"), values.get("category"))
            )
            yield _Entry(f"{self.name}, {section} {place} ({code or 'no code'})", values)


def _parse(name: str, text: str) -> _Sheet:
    try:
        head = _Entry(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadRuleFile(f"{name}: not TOML: {error}") from error
    revised = head.day("revised")
    if revised is None:
        raise BadRuleFile(f"{name}: revised is missing")
    tables = {section: head.tables(section) for section in ("kind", "regime", "visit", "obligation")}
    sheet = _Sheet(name, head.order(), revised, tables, head.table("defaults"))
    head.done()
    return sheet


def _code(family: object, category: object) -> str:
    return "-".join(str(part) for part in (family, category) if part)


def _kind(entry: _Entry) -> Kind:
    explicit, family, category = (entry.optional_text(key) for key in ("code", "family", "category"))
    code = explicit or _code(family, category)
    if not code:
        raise BadRuleFile(f"{entry.where}: code is missing, and so is family")
    authorisation = entry.choice("authorisation", (*get_args(Authorisation), "none"), "none")
    kind = Kind(
        code=code,
        family=family or code,
        category=category,
        group=entry.choice("group", get_args(Group)),
        months=entry.months("months"),
        label_fr=entry.text("fr"),
        label_en=entry.text("en"),
        short_fr=entry.text("short_fr"),
        short_en=entry.text("short_en"),
        authorisation=None if authorisation == "none" else authorisation,
        basis=entry.choice("basis", get_args(Basis)),
        source=entry.text("source"),
        since=entry.day("since"),
        until=entry.day("until"),
        legacy=entry.flag("legacy"),
        history_only=entry.flag("history_only"),
        per_assignment=entry.flag("per_assignment"),
        successors=entry.texts("successors"),
        covers=entry.texts("covers"),
        option=entry.choice("option", (None, *get_args(Option))),
        option_covers=entry.texts("option_covers"),
        renews=entry.optional_text("renews"),
        anchor=entry.choice("anchor", get_args(Anchor), "issue_date"),
        anchor_window_months=entry.months("anchor_window_months"),
        aliases=entry.texts("aliases"),
    )
    entry.done()
    if (kind.anchor == "previous_expiry") != (kind.anchor_window_months is not None):
        raise BadRuleFile(f"{entry.where}: anchor previous_expiry and anchor_window_months go together")
    if kind.option_covers and kind.option is None:
        raise BadRuleFile(f"{entry.where}: option_covers needs an option")
    return kind


def _regime(entry: _Entry) -> Regime:
    code, months = entry.text("code"), entry.months("months")
    if months is None:
        raise BadRuleFile(f"{entry.where}: months is missing")
    regime = Regime(
        code=code,
        months=months,
        intermediate_months=entry.months("intermediate_months"),
        basis=entry.choice("basis", get_args(Basis)),
        source=entry.text("source"),
    )
    entry.done()
    return regime


def _visit(entry: _Entry) -> VisitRule:
    rule = VisitRule(
        type=entry.text("type"),
        months=entry.months("months"),
        by_regime=entry.flag("by_regime"),
        kind=entry.optional_text("kind"),
        basis=entry.choice("basis", get_args(Basis)),
        source=entry.text("source"),
    )
    entry.done()
    return rule


def _obligation(entry: _Entry) -> Obligation:
    rule = Obligation(
        code=entry.text("code"),
        months=entry.months("months"),
        days=entry.whole("days"),
        age=entry.whole("age"),
        since=entry.day("since"),
        basis=entry.choice("basis", get_args(Basis)),
        source=entry.text("source"),
    )
    entry.done()
    return rule


def _check_codes(catalogue: Catalogue) -> None:
    seen: set[str] = set()
    for kind in catalogue:
        if kind.code in seen:
            raise BadRuleFile(f"{kind.code}: this code is given twice")
        seen.add(kind.code)
    for kind in catalogue:
        for key in ("successors", "covers", "option_covers"):
            for code in getattr(kind, key):
                if code not in seen:
                    raise BadRuleFile(f"{kind.code}: {key} names {code}, which is not in the catalogue")
        if kind.renews is not None and kind.renews not in seen:
            raise BadRuleFile(f"{kind.code}: renews names {kind.renews}, which is not in the catalogue")
    for rule in catalogue.visits.values():
        if rule.kind is not None and rule.kind not in seen:
            raise BadRuleFile(f"visit {rule.type}: kind names {rule.kind}, which is not in the catalogue")


def _check_names(catalogue: Catalogue) -> None:
    owners: dict[str, str] = {}
    for kind in catalogue:
        for name in kind.names:
            owner = owners.setdefault(words(name), kind.code)
            if owner != kind.code:
                raise BadRuleFile(f"{kind.code}: the name or one of the aliases “{name}” also names {owner}")
