"""Chips on as many lines as they need, and none of them missing without a word."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.chip import GREEN, RED
from cariste.ui.widgets.chip_flow import ChipFlow, FlowingChip

VERDICT = [
    FlowingChip("May drive: 1A 1B", GREEN),
    FlowingChip("Not 3: no medical certificate for driving", RED),
    FlowingChip("Not 5: CACES expired 12 d ago", RED),
]


@pytest.fixture
def flow(qtbot: QtBot, theme: Theme) -> ChipFlow:
    flow = ChipFlow(theme)
    qtbot.addWidget(flow)
    flow.show_chips(VERDICT)
    flow.show()
    return flow


def said(flow: ChipFlow) -> list[str]:
    return [chip.text for chip, _place in flow._shown()]


@pytest.mark.parametrize("width", [200, 330, 520, 900])
def test_all_chips_are_shown_where_there_is_height_for_them(flow: ChipFlow, width: int) -> None:
    flow.resize(width, flow.heightForWidth(width))
    assert said(flow) == [chip.text for chip in VERDICT]


@pytest.mark.parametrize(("width", "shown"), [(200, 1), (330, 1), (520, 2)])
def test_of_chips_that_do_not_fit_the_last_one_says_how_many_and_its_tooltip_which(
    flow: ChipFlow, width: int, shown: int
) -> None:
    flow.resize(width, flow.minimumSizeHint().height())
    missing = VERDICT[shown:]
    assert said(flow) == [*(chip.text for chip in VERDICT[:shown]), f"+{len(missing)}"]
    (_last, before), (more, place) = flow._shown()[-2:]
    assert before.right() < place.left()
    assert place.right() < width
    assert more.tooltip == "\n".join(chip.text for chip in missing)
    assert all(chip.text in flow.accessibleName() for chip in VERDICT)


@pytest.mark.parametrize("height", [0, 5])
def test_the_first_chip_stands_even_in_no_room_at_all(flow: ChipFlow, height: int) -> None:
    flow.show_chips(VERDICT[:1])
    flow.resize(300, height)
    assert said(flow) == [VERDICT[0].text]
    flow.show_chips([])
    assert said(flow) == []
