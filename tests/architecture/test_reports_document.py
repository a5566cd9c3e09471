"""docs/reports.md lists the reports there are, each with the options it takes, and no other."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from cariste.cli.report_command import OPTIONS
from cariste.reports.asking import OPTIONS as ASKED
from cariste.reports.asking import Asked
from cariste.reports.registry import REPORTS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/reports.md").read_text("utf-8")


def test_the_document_names_every_report_with_its_options() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| .+ \| ([^|]+) \|$", DOCUMENT, re.MULTILINE)
    listed = {name: set(re.findall(r"--[a-z-]+", options)) for name, options in rows}
    assert listed == {report.name: {OPTIONS[option] for option in report.takes} for report in REPORTS}


def test_every_option_is_one_of_the_command_and_of_what_can_be_asked() -> None:
    assert set(OPTIONS) == set(ASKED) == set(Asked.__dataclass_fields__)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_has_a_module_that_drafts_it(report: object) -> None:
    assert callable(import_module(f"cariste.reports.{report.module}").draft)  # type: ignore[attr-defined]
