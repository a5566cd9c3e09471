"""docs/settings.md names every setting once, with the default the program has."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cariste.core.config import Settings

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/settings.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| .+ \| `(.+)` \|$", DOCUMENT, re.MULTILINE)


def test_every_setting_is_told_with_its_default_in_the_order_of_the_program() -> None:
    defaults = Settings().model_dump(mode="json")
    assert [(key, json.loads(default)) for key, default in ROWS] == [*defaults.items()]
