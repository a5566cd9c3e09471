"""Workbooks that somebody really encrypted, brought in by the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from brought_in import opened, surnames
from passwords import PROTECTED, protected
from pytestqt.qtbot import QtBot

from cariste.ui.context import Context


@pytest.mark.parametrize("name", PROTECTED)
def test_a_protected_workbook_says_what_to_do_and_goes_no_further(
    qtbot: QtBot, context: Context, tmp_path: Path, name: str
) -> None:
    before = surnames(context)
    dialog = opened(qtbot, context, protected(tmp_path, name))
    assert f"{name} is protected by a password. Nothing was imported" in dialog.notice.text
    assert "save a copy without it" in dialog.notice.text
    assert not dialog.next_button.isVisible()
    assert dialog.cancel_button.text() == "Close"
    assert surnames(context) == before
