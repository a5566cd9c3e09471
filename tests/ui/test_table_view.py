"""What the user sees and keeps while tables change under his hand."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from cariste.core.preferences import Preferences
from cariste.core.text import fold
from cariste.ui.models.table import Column, Look, TableModel
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.table_view import TableView


class Line(NamedTuple):
    id: str
    name: str
    state: str


def lines(count: int) -> list[Line]:
    return [Line(f"id{number}", f"Essai {number:03d}", "expiré") for number in range(count)]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp, Preferences(scheme="light"))
    return theme


@pytest.fixture
def model() -> TableModel[Line]:
    columns: list[Column[Line]] = [
        Column(lambda: "Employee", lambda line: line.name, sample="Essai 000", look=Look.STRONG),
        Column(
            lambda: "Situation",
            lambda line: line.state,
            sample="expiré depuis 12 j",
            look=Look.CHIP,
            tone=lambda line: "red",
        ),
        Column(lambda: "A heading longer than what is under it", lambda line: line.id, sample="id1"),
    ]
    model = TableModel(columns, lambda line: line.id, lambda line: fold(line.name))
    model.set_rows(lines(200))
    return model


@pytest.fixture
def view(qtbot: QtBot, model: TableModel[Line], theme: Theme) -> TableView:
    view = TableView(model, theme)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    return view


def chosen(view: TableView) -> list[Any]:
    model: Any = view.model()
    return [model.id_at(index.row()) for index in view.selectionModel().selectedRows()]


def test_choice_and_place_survive_a_refresh(view: TableView, model: TableModel[Line]) -> None:
    view.select("id120")
    top = view.visualRect(view.currentIndex()).top()
    model.set_rows([Line("new1", "Aaa", ""), Line("new2", "Aab", ""), *lines(200)])
    assert (view.current_id(), chosen(view)) == ("id120", ["id120"])
    assert view.visualRect(view.currentIndex()).top() == top


def test_the_place_survives_when_the_chosen_row_is_out_of_sight(
    view: TableView, model: TableModel[Line]
) -> None:
    view.select("id0")
    view.verticalScrollBar().setValue(100 * view.rowHeight(0))
    assert model.id_at(view.rowAt(0)) == "id100"
    model.set_rows(lines(200)[50:])
    assert model.id_at(view.rowAt(0)) == "id100"


def test_several_chosen_rows_survive_a_search_that_is_taken_back(
    view: TableView, model: TableModel[Line]
) -> None:
    view.select("id10")
    view.selectionModel().select(
        model.index(12, 0),
        view.selectionModel().SelectionFlag.Select | view.selectionModel().SelectionFlag.Rows,
    )
    model.set_search("150")
    assert view.current_id() is None
    model.set_search("")
    assert sorted(chosen(view)) == ["id10", "id12"]


def test_whoever_listens_hears_of_a_choice_once_and_of_its_end(
    view: TableView, model: TableModel[Line]
) -> None:
    heard: list[Any] = []
    view.chosen.connect(heard.append)
    view.select("id3")
    model.set_rows(lines(200))
    model.set_rows(lines(2))
    assert heard == ["id3", None]


def test_enter_opens_the_current_row(view: TableView, qtbot: QtBot) -> None:
    view.select("id7")
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["id7"]


def test_ctrl_c_copies_the_chosen_rows_with_their_headings(view: TableView, qtbot: QtBot) -> None:
    view.select("id1")
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Employee\tSituation\t")
    assert [row.split("\t")[0] for row in copied[1:]] == ["Essai 001", "Essai 002"]


@pytest.mark.parametrize("width", [520, 800, 2000])
def test_columns_share_the_width_without_clipping_a_heading(view: TableView, width: int) -> None:
    view.resize(width, 400)
    header = view.horizontalHeader()
    assert header.length() == view.viewport().width()
    for section in range(3):
        words = str(view.model().headerData(section, Qt.Orientation.Horizontal))
        assert header.sectionSize(section) >= header.fontMetrics().horizontalAdvance(words)


def test_widths_and_sorting_come_back_as_they_were_left(
    view: TableView, model: TableModel[Line], theme: Theme, qtbot: QtBot, tmp_path: Any
) -> None:
    view.sort_by(2, Qt.SortOrder.DescendingOrder)
    view.horizontalHeader().resizeSection(0, 222)
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    view.save_state(settings, "columns")
    other = TableView(model, theme)
    qtbot.addWidget(other)
    other.resize(700, 400)
    other.restore_state(settings, "columns")
    assert other.horizontalHeader().sortIndicatorSection() == 2
    assert other.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    before = TableView(model, theme)
    qtbot.addWidget(before)
    before.resize(700, 400)
    assert other.horizontalHeader().sectionSize(0) > before.horizontalHeader().sectionSize(0)


def test_rows_nobody_sorted_keep_their_own_order_after_a_restart(
    view: TableView, model: TableModel[Line], theme: Theme, qtbot: QtBot, tmp_path: Any
) -> None:
    own = [model.id_at(row) for row in range(model.rowCount())]
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    view.save_state(settings, "columns")
    other = TableView(model, theme)
    qtbot.addWidget(other)
    other.restore_state(settings, "columns")
    assert [model.id_at(row) for row in range(model.rowCount())] == own
    assert other.horizontalHeader().sortIndicatorSection() == -1


def test_clicks_on_a_heading_sort_up_then_down_then_give_back_the_own_order(
    view: TableView, model: TableModel[Line], qtbot: QtBot
) -> None:
    own = model.id_at(0)
    heading = view.horizontalHeader()
    place = QPoint(heading.sectionViewportPosition(0) + 8, heading.height() // 2)
    firsts = []
    for _click in range(3):
        qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
        firsts.append((model.id_at(0), heading.sortIndicatorSection()))
    assert {first for first, section in firsts if section == 0} >= {"id199"}
    assert firsts[-1] == (own, -1)


@pytest.mark.parametrize("odd", ["", "x", "99:^;", "0:^;7:10", "-1:v;0:9"])
def test_an_odd_stored_state_counts_as_none(view: TableView, odd: str, tmp_path: Any) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    settings.setValue("columns", odd)
    view.restore_state(settings, "columns")
    assert view.horizontalHeader().length() == view.viewport().width()


def test_a_click_on_a_heading_sorts_and_shows_the_top(view: TableView, model: TableModel[Line]) -> None:
    view.sort_by(0)
    view.select("id150")
    view.sort_by(0, Qt.SortOrder.DescendingOrder)
    assert model.id_at(0) == "id199"
    assert view.verticalScrollBar().value() == 0
    assert view.current_id() == "id150"


def test_a_hairline_runs_on_under_text_and_chips(view: TableView, theme: Theme, qtbot: QtBot) -> None:
    view.clearSelection()
    view.clearFocus()
    picture = view.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    y = round((view.rowViewportPosition(0) + view.rowHeight(0) - 1) * ratio)
    line = theme.tokens.line.rgb()
    assert all(picture.pixel(x, y) == line for x in range(picture.width()))


def test_a_cell_asks_for_the_room_of_its_text(view: TableView, model: TableModel[Line]) -> None:
    delegate = view.itemDelegate()
    option = QStyleOptionViewItem()
    name, chip = (delegate.sizeHint(option, model.index(0, column)).width() for column in (0, 1))
    assert name > view.fontMetrics().horizontalAdvance("Essai 000")
    assert chip > view.fontMetrics().horizontalAdvance("expiré") + 20


def test_a_change_of_scheme_is_worn_at_once(
    view: TableView, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    def ground() -> int:
        return view.viewport().grab().toImage().pixel(2, 2)

    view.model().set_rows([])
    assert ground() == theme.tokens.base.rgb()
    theme.apply(qapp, Preferences(scheme="dark"))
    qtbot.waitUntil(lambda: ground() == theme.tokens.base.rgb())
    assert theme.dark


def widths(view: TableView) -> list[int]:
    return [view.columnWidth(section) for section in range(3)]


def test_a_column_is_as_wide_as_its_texts_and_one_without_any_leaves_its_room_to_the_others(
    view: TableView, model: TableModel[Line]
) -> None:
    usual, long = lines(200), "Essai d'une Personne-Quelconque"
    model.set_rows([line._replace(name=long, state="") for line in usual])
    heading = view.horizontalHeader().fontMetrics().horizontalAdvance("Situation")
    assert widths(view)[0] > view.fontMetrics().horizontalAdvance(long[:18])
    assert heading < widths(view)[1] < 2 * heading


def test_one_odd_text_squeezes_nobody_and_a_search_moves_no_column(
    view: TableView, model: TableModel[Line]
) -> None:
    model.set_rows([*lines(199), Line("odd", "Essai " * 40, "expiré")])
    before = widths(view)
    metrics = view.horizontalHeader().fontMetrics()
    assert before[1] > metrics.horizontalAdvance("expiré") + 20
    assert before[2] > metrics.horizontalAdvance("A heading longer than what is under it")
    model.set_search("Essai 003")
    assert widths(view) == before


def test_where_nothing_fits_the_column_that_says_whose_row_it_is_is_the_last_to_give_way(
    qtbot: QtBot, theme: Theme
) -> None:
    who = Column[Line](lambda: "Who", lambda line: line.name, sample="Essai 000", least="Essai 000")
    others = [Column[Line](lambda: "A long heading", lambda line: line.state) for _number in range(12)]
    model = TableModel([who, *others], lambda line: line.id)
    view = TableView(model, theme)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    model.set_rows(lines(5))
    assert view.columnWidth(0) > view.fontMetrics().horizontalAdvance("Essai 000")
