"""One set of shapes, in the colour asked, crisp on every screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

import cariste.ui
from cariste.ui.theme.icons import icon, pixmap

UI = Path(cariste.ui.__file__).parent
SHAPES = sorted(path.stem for path in (UI / "theme" / "icons").glob("*.svg"))
pytestmark = pytest.mark.usefixtures("qapp")


def covered(image: QImage) -> list[QColor]:
    """Return the colours of the pixels that are fully covered."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [pixel for pixel in pixels if pixel.alpha() == 255]


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_drawn_in_the_colour_asked_and_in_no_other(name: str) -> None:
    colour = QColor("#b3261e")
    drawn = covered(pixmap(name, colour, 24).toImage())
    assert drawn
    assert {pixel.name() for pixel in drawn} == {colour.name()}


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_of_the_set_is_used_somewhere(name: str) -> None:
    sources = "\n".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    assert re.search(rf'"{name}"', sources)


def test_a_shape_has_twice_the_pixels_at_200_percent() -> None:
    drawn = pixmap("check", QColor("black"), 16, 2.0)
    assert drawn.size() == QSize(32, 32)
    assert drawn.deviceIndependentSize().toSize() == QSize(16, 16)


def test_the_same_shape_is_drawn_once() -> None:
    first = pixmap("cross", QColor("#123456"), 14, 1.5)
    assert pixmap("cross", QColor("#123456"), 14, 1.5) is first
    assert pixmap("cross", QColor("#123457"), 14, 1.5) is not first


def test_a_shape_that_does_not_exist_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("no-such-shape", QColor("black"), 16)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_an_icon_is_crisp_at_every_scale(qapp: QApplication, ratio: float) -> None:
    drawn = icon("people", QColor("black")).pixmap(QSize(20, 20), ratio)
    assert drawn.width() == round(20 * ratio)
    assert drawn.devicePixelRatio() == ratio


def test_an_icon_is_painted_in_the_middle_of_the_room_it_gets() -> None:
    drawn = QImage(60, 20, QImage.Format.Format_ARGB32)
    drawn.fill(QColor("white"))
    painter = QPainter(drawn)
    icon("dot", QColor("#b3261e")).paint(painter, drawn.rect())
    painter.end()
    assert drawn.pixelColor(30, 10).name() == "#b3261e"
    assert drawn.pixelColor(10, 10).name() == drawn.pixelColor(50, 10).name() == "#ffffff"


def test_an_icon_follows_the_scheme() -> None:
    now = QColor("#111111")
    shown = icon("dot", lambda: now)
    assert covered(shown.pixmap(QSize(20, 20)).toImage())[0].name() == "#111111"
    now = QColor("#eeeeee")
    assert covered(shown.pixmap(QSize(20, 20)).toImage())[0].name() == "#eeeeee"


def test_an_icon_that_is_disabled_fades() -> None:
    drawn = icon("dot", QColor("black")).pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled).toImage()
    assert 0 < drawn.pixelColor(10, 10).alpha() < 255


def test_a_copied_icon_draws_the_same() -> None:
    original = icon("people", QColor("#0b57b0"))
    copy = QIcon(original)
    del original
    assert covered(copy.pixmap(QSize(20, 20)).toImage())[0].name() == "#0b57b0"


def test_a_copy_that_goes_its_own_way_lives_on() -> None:
    for _each in range(20):
        original = icon("people", QColor("#0b57b0"))
        copy = QIcon(original)
        copy.setIsMask(True)  # from here on Qt draws with a clone of its own
        others = [icon("cross", QColor("#b3261e")) for _other in range(5)]  # which may take its memory
        assert covered(copy.pixmap(QSize(20, 20)).toImage())[0].name() == "#0b57b0"
        del others
