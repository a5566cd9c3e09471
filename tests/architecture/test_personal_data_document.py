"""docs/personal-data.md says what the program keeps, for as long as the program keeps it."""

from __future__ import annotations

import re
from pathlib import Path

from cariste.leaving.erasing import COPIES_KEPT_DAYS
from cariste.leaving.retention import KEPT

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/personal-data.md").read_text("utf-8")


def test_every_period_is_in_the_document_with_its_source_and_no_other() -> None:
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in DOCUMENT.splitlines()]
    listed = [row for row in rows if len(row) == 5 and row[1].isdecimal()]
    assert listed == [(one.what, str(one.months), one.since, one.mark, one.source) for one in KEPT]


def test_the_document_says_how_long_backups_know_somebody() -> None:
    [days] = re.findall(r"the last after (\d+) days", DOCUMENT)
    assert int(days) == COPIES_KEPT_DAYS
