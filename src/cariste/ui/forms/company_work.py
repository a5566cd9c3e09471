"""What the forms of the page « Entreprise » read and write, off the UI thread: one user action each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.firm import changes, names, rules
from cariste.firm.changes import Effect
from cariste.firm.names import PLACES, Use
from cariste.firm.rules import RuleLine
from cariste.settings import editing
from cariste.settings.labels import setting_label, value_in_words
from cariste.ui.models.company import kind_in_words, name_word
from cariste.workspace import Workspace

_ROOM = 300
"""Characters of one value that a question shows."""


class Return(NamedTuple):
    """What going back to `config.json` would do.

    Attributes:
        lines: What becomes of each setting, in words.
        effect: What becomes of the expiries.
    """

    lines: list[str]
    effect: Effect


# -- settings --------------------------------------------------------------------------------------


def store(workspace: Workspace, label: str, values: Mapping[str, Any]) -> int:
    """Store settings; return how many expiries changed. Raises as `firm.changes.store`."""
    with workspace.change(label):
        return changes.store(workspace.settings, values)


def reset(workspace: Workspace, label: str, keys: Iterable[str]) -> int:
    """Go back to what lies below the database. Raises as `firm.changes.reset`."""
    with workspace.change(label):
        return changes.reset(workspace.settings, workspace.starting, keys)


def foresee(workspace: Workspace, values: Mapping[str, Any]) -> Effect:
    """Return what settings would do to the expiries. Raises InvalidEntity when they are wrong."""
    before = workspace.settings
    with workspace.reading():
        return changes.effect(before, editing.checked(before, values))


def foresee_return(workspace: Workspace, keys: Iterable[str]) -> Return:
    """Return what going back would do."""
    below = {each.key: each.value for each in workspace.starting}
    wanted = {key: below[key] for key in keys}
    before = {each.key: each.value for each in workspace.origins}
    differ = {key: value for key, value in wanted.items() if value != before[key]}
    lines = [
        _("{setting}: {before} → {after}").format(
            setting=setting_label(key),
            before=brief(value_in_words(key, before[key])),
            after=brief(value_in_words(key, value)),
        )
        for key, value in differ.items()
    ]
    with workspace.reading():
        lost = [
            words for key in {*differ} & {*PLACES} if (words := _left_without(workspace, key, differ[key]))
        ]
    return Return([*lines, *lost], foresee(workspace, wanted))


def effect_in_words(effect: Effect) -> str:
    """Say how many computed expiries change; that typed ones never do."""
    changed = ngettext(
        "{n} computed expiry date changes with it.", "{n} computed expiry dates change with it.", effect.total
    ).format(n=format_number(effect.total))
    return " ".join((changed, _("Dates typed from a document never change.")))


def brief(words: str) -> str:
    """Return words that a question has room for: two hundred names would fill more than the screen."""
    return words if len(words) <= _ROOM else f"{words[:_ROOM].rstrip()}…"


def _left_without(workspace: Workspace, which: str, listed: list[str]) -> str:
    """Say which names in use would no longer be in their list; those who bear them keep them."""
    unlisted = [
        use.name
        for use in names.uses(workspace.settings, which)
        if use.listed and use.total and use.name not in listed
    ]
    if not unlisted:
        return ""
    return _("No longer in the list, but kept where they are in use: {names}.").format(
        names=brief(", ".join(unlisted))
    )


# -- names -----------------------------------------------------------------------------------------


def add_name(workspace: Workspace, which: str, name: str) -> None:
    """Add a name to a list. Raises as `firm.names.add`."""
    with workspace.change(_("Added: {what} “{name}”").format(what=name_word(which), name=name)):
        names.add(workspace.settings, which, name)


def rename(workspace: Workspace, which: str, old: str, new: str) -> int:
    """Rename everywhere. Raises as `firm.names.rename`."""
    label = _("Renamed: {what} “{old}” → “{new}”").format(what=name_word(which), old=old, new=new)
    with workspace.change(label):
        return names.rename(workspace.settings, which, old, new)


def remove_name(workspace: Workspace, which: str, name: str) -> None:
    """Take a name out of a list. Raises as `firm.names.remove`."""
    with workspace.change(_("Removed: {what} “{name}”").format(what=name_word(which), name=name)):
        names.remove(workspace.settings, which, name)


def move_name(workspace: Workspace, which: str, name: str, by: int) -> None:
    """Move a name up or down in its list."""
    with workspace.change(_("Order: {what}").format(what=setting_label(which))):
        names.move(workspace.settings, which, name, by)


def becomes_one_with(known: list[Use], old: str, new: str) -> str | None:
    """Return the other name that a new one is, but for case and accents."""
    return names.same_name(known, new, but=old)


# -- rules -----------------------------------------------------------------------------------------


def remove_rule(workspace: Workspace, line: RuleLine) -> int:
    """Let the catalogue decide again; return how many expiries changed."""
    values = {"validity_months": rules.without_rule(workspace.settings, line.name)}
    return store(workspace, _("Rule removed: {kind}").format(kind=kind_in_words(line)), values)


def foresee_removal(workspace: Workspace, line: RuleLine) -> Effect:
    """Return what removing a rule would do to the expiries."""
    return foresee(workspace, {"validity_months": rules.without_rule(workspace.settings, line.name)})
