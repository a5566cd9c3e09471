"""Changing what roles ask for; called inside `workspace.change(label)`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cariste.core.i18n import _
from cariste.requirement.models import Requirement
from cariste.requirement.queries import Need, list_needs


def ask_for(need: Need, *, asked: bool) -> bool:
    """Ask for something, or not any more; tell whether that was different before.

    Raises:
        InvalidEntity: The role or the kind cannot be.
    """
    found: Any = Requirement.get_or_none(
        (Requirement.role == need.role)
        & (Requirement.kind == need.kind)
        & (Requirement.site.is_null() if need.site is None else Requirement.site == need.site)
    )
    if asked == (found is not None):
        return False
    if asked:
        Requirement(role=need.role, site=need.site, kind=need.kind).save()
    else:
        found.delete_instance()
    return True


def ask_for_all(needs: Iterable[Need]) -> int:
    """Ask for several things, of which some may be asked for already; return how many are new."""
    known = list_needs()
    return sum(ask_for(need, asked=True) for need in sorted(set(needs) - known, key=str))


def asked_label(need: Need, name: str, *, asked: bool) -> str:
    """Return what undo and the journal call it: « Exigé : R489-3 pour Cariste (Quai) ».

    Args:
        need: What.
        name: What the kind is called.
        asked: Whether it is asked for now, or not any more.
    """
    role = f"{need.role} ({need.site})" if need.site else need.role
    words = _("Required: {kind} for {role}") if asked else _("Not required any more: {kind} for {role}")
    return words.format(kind=name, role=role)


def started_label() -> str:
    """Return what undo and the journal call taking up the starting matrix."""
    return _("Requirements from the starting matrix")
