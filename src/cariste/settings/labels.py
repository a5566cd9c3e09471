"""Settings in the user's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cariste.core import siret
from cariste.core.i18n import _, ngettext, pgettext

_CODES = {"Interim": "Intérim"}
"""Codes that differ from how they are written."""


def setting_label(key: str) -> str:
    """Return what a setting is called; the key itself if it is unknown."""
    return _LABELS[key]() if key in _LABELS else key


def value_in_words(key: str, value: Any) -> str:
    """Return the value of a setting as people read it.

    Args:
        key: Which setting.
        value: As JSON has it.
    """
    if value in (None, "", [], {}):
        return pgettext("value", "empty")
    words = _VALUES.get(key)
    try:
        return words(value) if words is not None else _plain(value)
    except (AttributeError, KeyError, TypeError):  # of another version of the program
        return _plain(value)


def stored_in_words(stored: str, key: str = "") -> str:
    """Return a setting as the database holds it, in words; what is no JSON stays as it is."""
    try:
        return value_in_words(key, json.loads(stored))
    except ValueError:
        return stored


def months_in_words(months: int | None) -> str:
    """Return a validity: « 60 mois », « permanent »."""
    if months is None:
        return pgettext("validity", "permanent")
    return ngettext("{n} month", "{n} months", months).format(n=months)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _thresholds(value: Mapping[str, int]) -> str:
    told = _("{critical}, {warning} and {info} days before").format(
        critical=value["critical"], warning=value["warning"], info=value["info"]
    )
    if "contract_warning" not in value:  # stored before contracts had their own
        return told
    ends = _("end of contract: {critical} and {warning}").format(
        critical=value["contract_critical"], warning=value["contract_warning"]
    )
    return f"{told} · {ends}"


def _rules(value: Mapping[str, int | None]) -> str:
    return ", ".join(
        _("{what}: {period}").format(what=k, period=months_in_words(v)) for k, v in value.items()
    )


def _managers(value: Mapping[str, Sequence[str]]) -> str:
    return " · ".join(
        _("{area}: {people}").format(area=area, people=", ".join(people)) for area, people in value.items()
    )


def _mail(value: Mapping[str, Any]) -> str:
    return _("{sender} through {host}").format(sender=value["sender"], host=value["host"])


def _convention(value: str) -> str:
    if value == "day_before":
        return _("the day before: obtained on the 14th, valid until the 13th")
    return _("the same day: obtained on the 14th, valid until the 14th")


_LABELS: dict[str, Callable[[], str]] = {
    "company": lambda: _("Company name"),
    "address": lambda: _("Address"),
    "siret": lambda: _("SIRET number"),
    "signatory": lambda: _("Signatory"),
    "signatory_function": lambda: _("Signatory’s job title"),
    "phone": lambda: _("Phone"),
    "email": lambda: _("E-mail"),
    "workspaces": lambda: _("Work areas"),
    "roles": lambda: _("Roles"),
    "contract_types": lambda: _("Contract types"),
    "thresholds": lambda: _("Alert thresholds"),
    "validity_months": lambda: _("Validity rules"),
    "expiry_convention": lambda: _("Last day of validity"),
    "managers": lambda: _("Managers"),
    "mail": lambda: _("Outgoing mail"),
}

_VALUES: dict[str, Callable[[Any], str]] = {
    "siret": siret.in_groups,
    "contract_types": lambda value: ", ".join(_CODES.get(code, code) for code in value),
    "thresholds": _thresholds,
    "validity_months": _rules,
    "expiry_convention": _convention,
    "managers": _managers,
    "mail": _mail,
}
