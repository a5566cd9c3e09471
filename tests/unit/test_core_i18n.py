"""The language: the system's, or the one chosen."""

from __future__ import annotations

import pytest

from cariste.core import i18n


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "fr"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "C"}, "fr"),
    ],
)
def test_without_a_choice_the_system_decides_and_french_when_it_does_not(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    monkeypatch.setattr(i18n.sys, "platform", "linux")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.system_language() == expected
    i18n.set_language(None)
    assert i18n.language() == expected


def test_french_knows_its_plurals_and_english_is_the_source() -> None:
    i18n.set_language("fr")
    assert i18n._("Required field.") == "Champ obligatoire."
    assert i18n.ngettext("expires in {n} day", "expires in {n} days", 0) == "expire dans {n} jour"
    assert i18n.pgettext("person", "Left") == "Sorti"
    i18n.set_language("en")
    assert i18n._("Required field.") == "Required field."
    assert i18n.ngettext("expires in {n} day", "expires in {n} days", 0) == "expires in {n} days"
    assert i18n.N_("x") == "x"
