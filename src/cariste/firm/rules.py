"""The firm's own validities: for kinds of the catalogue, and for kinds the catalogue does not know."""

from __future__ import annotations

from typing import NamedTuple

from cariste.core.config import Settings
from cariste.core.errors import InvalidEntity
from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.employee.validators import check_text
from cariste.regulation.catalogue import Kind, words
from cariste.regulation.codes import family_of, recognise
from cariste.regulation.rules import Overrides, load_catalogue, validity

LONGEST = 100


class RuleLine(NamedTuple):
    """How long one kind is valid.

    Attributes:
        name: A code of the catalogue, or the name of a kind the firm added.
        kind: The kind of the catalogue, None for the firm's own.
        overridden: Whether the firm decided.
        months: What it decided; None is permanent, or that it decided nothing.
        longer: Whether that is looser than the catalogue.
    """

    name: str
    kind: Kind | None
    overridden: bool
    months: int | None
    longer: bool


def rule_lines(settings: Settings) -> list[RuleLine]:
    """Return what the firm decided, then the rest of the catalogue without what is history."""
    own = [_line(name, settings.validity_months) for name in settings.validity_months]
    decided = {line.kind.code for line in own if line.kind is not None}
    rest = [
        RuleLine(kind.code, kind, overridden=False, months=None, longer=False)
        for kind in load_catalogue()
        if kind.code not in decided and not kind.history_only
    ]
    return [*own, *rest]


def name_of(text: str) -> str:
    """Return under which name a rule is kept: the code of a known kind, else the text, tidied."""
    kind = recognise(text)
    return kind.code if kind is not None else tidy(text)


def is_longer(name: str, months: int | None) -> bool:
    """Tell whether a validity is looser than the catalogue's for that kind."""
    return validity(name, {name: months}).longer_than_catalogue


def problem_of_name(text: str | None) -> str | None:
    """Return why a text names no kind that can have a rule; None when it does."""
    name = name_of(text or "")
    if problem := check_text(name, LONGEST, required=True):
        return problem
    if recognise(name) is None and (family := family_of(name)) is not None:
        return _("Name one category of {family}: each has a rule of its own.").format(family=family)
    return None


def problem_of_months(name: str, months: int | None) -> str | None:
    """Return why a kind cannot have a validity; None when it can."""
    kind = recognise(name)
    if months is None and kind is not None and kind.group != "training":
        return _("A CACES or a medical certificate always has an end.")
    return None


def with_rule(settings: Settings, text: str, months: int | None) -> dict[str, int | None]:
    """Return the firm's validities with one more, or with another figure for a kind it decided before.

    Args:
        settings: Those in force.
        text: The kind: code, label or usual name; any other name is a kind of the firm's own.
        months: Its validity; None is permanent.

    Raises:
        InvalidEntity: Says what is wrong with ``kind`` or ``months``.
    """
    problems = {"kind": problem_of_name(text), "months": problem_of_months(text, months)}
    if found := {field: problem for field, problem in problems.items() if problem}:
        raise InvalidEntity(found)
    name, rules = name_of(text), dict(settings.validity_months)
    former = _same(rules, name)
    if former is None:
        return {**rules, name: months}
    # In its place, and under its code: « R489 5 » may have been written in config.json.
    return {name if key == former else key: months if key == former else old for key, old in rules.items()}


def without_rule(settings: Settings, name: str) -> dict[str, int | None]:
    """Return the firm's validities without one: the catalogue decides again."""
    return {key: months for key, months in settings.validity_months.items() if key != name}


def _line(name: str, overrides: Overrides) -> RuleLine:
    kind, months = recognise(name), overrides[name]
    return RuleLine(name, kind, overridden=True, months=months, longer=is_longer(name, months))


def _same(rules: Overrides, name: str) -> str | None:
    """Return the key under which a kind has a rule already, however it is written there."""
    kind = recognise(name)
    if kind is not None:
        return next((key for key in rules if recognise(key) is kind), None)
    return next((key for key in rules if words(key) == words(name)), None)
