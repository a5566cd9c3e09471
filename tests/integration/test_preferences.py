"""What one user prefers: kept, checked, never in the way of starting."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cariste.core.errors import InvalidEntity
from cariste.core.preferences import Preferences, load_preferences, preferences_file, save_preferences


def test_preferences_come_back_as_they_were_left() -> None:
    wished = Preferences(language="fr", scheme="dark", font_scale=1.15, accent="#AA3300", last_folder="/x")
    save_preferences(wished)
    assert load_preferences() == wished


def test_a_new_user_has_the_defaults() -> None:
    assert load_preferences() == Preferences()


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "de"), ("scheme", "pink"), ("font_scale", 2.0), ("accent", "red"), ("accent", "#12345")],
)
def test_a_value_that_is_not_allowed_is_refused_and_the_file_kept(field: str, value: Any) -> None:
    save_preferences(Preferences(language="fr"))
    with pytest.raises(InvalidEntity) as caught:
        save_preferences(Preferences(**{field: value}))
    assert list(caught.value.problems) == [field]
    assert load_preferences() == Preferences(language="fr")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", Preferences()),
        ("[]", Preferences()),
        (json.dumps({"language": "fr", "scheme": "pink", "future": 1}), Preferences(language="fr")),
        (json.dumps({"language": "en", "last_folder": 12}), Preferences(language="en")),
        (json.dumps({"accent": 12, "scheme": "dark"}), None),
    ],
)
def test_a_spoilt_file_never_stops_the_program(content: str, expected: Preferences | None) -> None:
    preferences_file().write_text(content, "utf-8")
    assert isinstance(load_preferences(), Preferences)
    if expected is not None:
        assert load_preferences() == expected
