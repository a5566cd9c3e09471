"""The table of people at 50,000 rows, painting included: fill, sort and search against Python's own lists."""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Callable
from itertools import cycle
from operator import attrgetter

import common

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cariste.core.preferences import Preferences
from cariste.core.text import fold
from cariste.ui.models.people import PersonLine, people_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.table_view import TableView

ROWS = 50_000
ROUNDS = 15
NAMES = ("Fictif", "Modèle", "Témoin", "Exemple", "Gabarit", "Essai", "Patron", "Étalon")
FIRST_NAMES = ("Chloé", "Noël", "Aïcha", "Jean-Éric", "Éloïse", "Hugo", "Maëlys", "Idriss")
STATES = (("red", "5 expiré depuis 12 j"), ("orange", "visite dans 8 j"), ("green", "à jour"))
KEYSTROKES = ("c", "ch", "chl", "chlo", "chloe", "chloe 1", "chloe", "z")


def people() -> list[PersonLine]:
    """Return invented people in no order at all, the same ones every time."""
    rng = random.Random(1)  # noqa: S311 - invented people are no secret
    lines = []
    for number in range(ROWS):
        surname, first_name = "-".join(rng.choices(NAMES, k=3)), "-".join(rng.choices(FIRST_NAMES, k=2))
        name = f"{surname} {first_name}"
        tone, situation = rng.choice(STATES)
        lines.append(
            PersonLine(
                id=f"{number:032x}",
                name=name,
                name_key=fold(name),
                number=f"{rng.randrange(100_000):05d}",
                role="Cariste",
                workspace="Quai",
                status="active",
                contract_code="CDI",
                contract="CDI",
                tone=tone,
                situation=situation,
                spoken=situation,
                urgency=rng.randrange(-400, 90),
                kinds="1A  3  5",
                search=fold(f"{name} {number:05d} r489 1a r489 3"),
            )
        )
    return lines


def table() -> TableModel[PersonLine]:
    """Return the table of the page of people, empty."""
    return TableModel(people_columns(), attrgetter("id"), attrgetter("search"))


def main() -> None:
    """Measure and report."""
    app = QApplication.instance() or QApplication([])
    theme = Theme()
    theme.apply(app, Preferences(scheme="light"))
    model: TableModel[PersonLine] = TableModel(people_columns(), attrgetter("id"), attrgetter("search"))
    view = TableView(model, theme)
    view.resize(800, 640)
    view.show()
    rows = people()
    model.set_rows(rows)
    view.select_position(10)
    app.processEvents()
    measure_fill(model, view, rows)
    measure_search(model, view, [line.search for line in rows])
    measure_sort(model, view, rows)
    view.close()


def measure_fill(model: TableModel[PersonLine], view: TableView, rows: list[PersonLine]) -> None:
    """New rows come, as after a refresh, one of them chosen."""

    def fill() -> None:
        model.set_rows(list(rows))
        view.viewport().repaint()

    def least() -> None:
        [line.search for line in rows]
        {line.id: place for place, line in enumerate(rows)}
        view.viewport().repaint()

    common.report("fill / ready texts and ids + repaint", common.ratio(fill, least, ROUNDS), 1.5)


def measure_search(model: TableModel[PersonLine], view: TableView, texts: list[str]) -> None:
    """Somebody types a name, wrong key included."""
    typed, compared = cycle(KEYSTROKES), cycle(KEYSTROKES)

    def keystroke() -> None:
        model.set_search(next(typed))
        view.viewport().repaint()

    def least() -> None:
        word = next(compared)
        [text for text in texts if word in text]
        view.viewport().repaint()

    common.report("keystroke / repaint + comprehension", common.ratio(keystroke, least, ROUNDS), 1.5)
    model.set_search("")


def measure_sort(model: TableModel[PersonLine], view: TableView, lines: list[PersonLine]) -> None:
    """A first click on a heading, then one on a heading clicked before."""
    keys = [line.name_key for line in lines]
    directions = cycle((Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder))

    def least() -> None:
        sorted(keys)

    def again() -> None:
        model.sort(0, next(directions))
        view.viewport().repaint()

    common.report("first sort / sorted(keys)", _first_sort(lines, least), 1.5, "without painting")
    common.report("next sort / sorted(keys)", common.ratio(again, least, ROUNDS), 1.5, "painting included")


def _first_sort(lines: list[PersonLine], least: Callable[[], None]) -> float:
    model = table()
    ratios = []
    for _round in range(ROUNDS):
        model.sort(-1)
        model.set_rows(lines)
        # Sorting down makes the keys ready; sorting up then is a sort of its own.
        model.sort(0, Qt.SortOrder.DescendingOrder)
        ratios.append(common.timed(lambda: model.sort(0)) / common.timed(least))
    return statistics.median(ratios)


if __name__ == "__main__":
    main()
