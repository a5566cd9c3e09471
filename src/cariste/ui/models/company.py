"""What the page « Entreprise » shows: settings with where they come from, names with who uses them, rules."""

from __future__ import annotations

from typing import Any, NamedTuple

from cariste.core.i18n import _, pgettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.firm import names, rules
from cariste.firm.names import AREAS, Use
from cariste.firm.rules import RuleLine
from cariste.settings.editing import stored_keys
from cariste.settings.in_force import DATABASE, FILE, Origin
from cariste.settings.labels import months_in_words, value_in_words
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import GREY, ORANGE
from cariste.workspace import Workspace

_LAST = 10_000
"""Sort key of a validity without end, in months."""


class Company(NamedTuple):
    """Everything the page shows.

    Attributes:
        values: Each setting in force, by key.
        starting: Each as it would be without the database.
        stored: The keys the database holds, even if their value is left out as wrong.
        names: The names of each list, by its key.
        rules: The firm's own, then the catalogue's.
    """

    values: dict[str, Origin]
    starting: dict[str, Origin]
    stored: frozenset[str]
    names: dict[str, list[Use]]
    rules: list[RuleLine]


def read_company(workspace: Workspace) -> Company:
    """Read everything: one statement per place where a name can stand, and one for the settings."""
    settings, origins, starting = workspace.settings, workspace.origins, workspace.starting
    with workspace.reading():
        lists = {which: names.uses(settings, which) for which in names.PLACES}
        stored = stored_keys()
    return Company(
        {each.key: each for each in origins},
        {each.key: each for each in starting},
        stored,
        lists,
        rules.rule_lines(settings),
    )


def value_words(key: str, value: Any) -> str:
    """Return the value of a setting as forms show it: contracts by their words, not their codes."""
    if key == "contract_types":
        return ", ".join(map(labels.contract_label, value))
    return value_in_words(key, value)


def origin_label(origin: str) -> str:
    """Say where a value comes from: set here, from `config.json`, or the program's own."""
    if origin == DATABASE:
        return pgettext("origin", "set here")
    if origin == FILE:
        return pgettext("origin", "from {file}").format(file=FILE)
    return pgettext("origin", "default")


def back_label(starting: list[Origin]) -> str:
    """Return the words of the button that goes back, by where the values would come from."""
    if any(each.origin == FILE for each in starting):
        return _("Back to {file}…").format(file=FILE)
    return _("Back to the default…")


def name_word(which: str) -> str:
    """Return what one name of a list is, within a sentence: « secteur », « fonction »."""
    return pgettext("one of a list", "work area") if which == AREAS else pgettext("one of a list", "role")


def name_columns(which: str) -> list[Column[Use]]:
    """Return the columns of the names of a list."""
    return [
        Column(
            lambda: _("Work area") if which == AREAS else _("Role"),
            lambda use: use.name,
            sample="m" * 14,
            least="m" * 8,
            look=Look.STRONG,
            tooltip=lambda use: use.name,
        ),
        Column(
            lambda: _("Employees"),
            lambda use: format_number(use.people),
            key=lambda use: use.people,
            sample="1 200",
            right=True,
        ),
        Column(
            lambda: _("Used elsewhere"),
            lambda use: use._replace(people=0).in_words(),
            key=lambda use: use.total - use.people,
            sample="m" * 16,
            look=Look.QUIET,
            tooltip=lambda use: use._replace(people=0).in_words() or None,
        ),
        Column(
            lambda: _("Remark"),
            lambda use: "" if use.listed else _("not in the list"),
            sample=_("not in the list"),
            least=_("not in the list"),
            look=Look.CHIP,
            tone=lambda use: None if use.listed else ORANGE,
            tooltip=lambda use: None if use.listed else _why_unlisted(),
            spoken=lambda use: "" if use.listed else _why_unlisted(),
        ),
    ]


def _why_unlisted() -> str:
    return _("Typed somewhere, or come with a sheet: add it to the list, or rename it into one of the list.")


def kind_in_words(line: RuleLine) -> str:
    """Return what a rule is about, in full."""
    if line.kind is None or line.kind.group != labels.CACES:
        return line.name if line.kind is None else line.kind.label()
    return labels.full_subject(labels.CACES, line.kind.code)


def catalogue_in_words(line: RuleLine) -> str:
    """Return how long the catalogue says a kind is valid; a dash for what it does not know."""
    if line.kind is None:
        return "–"
    if line.kind.per_assignment:
        return pgettext("validity", "per assignment")
    return months_in_words(line.kind.months)


def remark_of(line: RuleLine) -> str:
    """Return what there is to remark on a rule: looser than the catalogue, or the firm's own kind."""
    if line.longer:
        return _("longer than the catalogue")
    return _("own kind") if line.overridden and line.kind is None else ""


def rule_columns() -> list[Column[RuleLine]]:
    """Return the columns of the validities."""
    longest = max(months_in_words(120), months_in_words(None), key=len)
    return [
        Column(
            lambda: _("Kind"),
            kind_in_words,
            sample="m" * 22,
            least="m" * 10,
            look=Look.STRONG,
            tooltip=kind_in_words,
        ),
        Column(
            lambda: _("Catalogue"),
            catalogue_in_words,
            key=lambda line: (line.kind.months or _LAST) if line.kind is not None else 0,
            sample=longest,
            least=longest,
            look=Look.QUIET,
        ),
        Column(
            lambda: _("Company’s rule"),
            lambda line: months_in_words(line.months) if line.overridden else "",
            key=lambda line: (line.months or _LAST) if line.overridden else 0,
            sample=longest,
            least=longest,
        ),
        Column(
            lambda: _("Remark"),
            remark_of,
            sample=_("longer than the catalogue"),
            least=_("longer than the catalogue"),
            look=Look.CHIP,
            tone=lambda line: ORANGE if line.longer else GREY if remark_of(line) else None,
            tooltip=lambda line: _why_longer() if line.longer else None,
            spoken=lambda line: _why_longer() if line.longer else remark_of(line),
        ),
    ]


def _why_longer() -> str:
    return _("The company’s rule is looser than the catalogue: certificates would count as valid too long.")


def search_text_of(line: RuleLine) -> str:
    """Return what the table of rules is searched in."""
    return fold(" ".join((line.name, *(line.kind.names if line.kind is not None else ()))))
