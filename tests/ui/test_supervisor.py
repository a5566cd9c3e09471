"""The supervisor in a window that only reads, in French: truck 12 today, the proof of yesterday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from drivers import grant, proven, suspend
from factories import TODAY
from papers import pages_of
from programs import Start, editor_elsewhere, headline
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.equipment.models import Machine
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.pages.driving import DrivingPage

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def site(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Truck 12 on Quai; Anaïs and Bruno may drive it, Bruno until this morning. Another process edits."""
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    with bootstrap.open_workspace(shared, write=True) as workspace, workspace.change("site"):
        Machine(number="12", name="Frontal Fictif", kind="R489-3", site="Quai").save()
        grant(proven("Anaïs", last_name="Alpha"))
        suspend(grant(proven("Bruno", last_name="Bravo")), TODAY)
    with editor_elsewhere(shared, tmp_path / "elsewhere") as process:
        yield shared
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def page(start: Start, site: Path, qtbot: QtBot) -> DrivingPage:
    """The page of the question, reached by its key."""
    program = start(site, language="fr")
    qtbot.waitUntil(lambda: headline(program) == "Lecture seule")
    qtbot.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    found = program.window.findChild(DrivingPage)
    assert found is not None
    qtbot.waitUntil(lambda: found._board is not None)
    return found


def ask(qtbot: QtBot, page: DrivingPage, on: dt.date = TODAY) -> None:
    """Choose truck 12 and a day, as the menu and the field do."""
    before = page._board
    truck = next(choice.value for choice in page._whats() if choice.label.startswith("12 · "))
    page.day.set_value(on)
    page.what.choose(truck)
    page.day.settled.emit()
    qtbot.waitUntil(lambda: page._board is not before and page._board is not None)
    qtbot.waitUntil(lambda: page._board is not None and page._board.on == on)


def names(page: DrivingPage) -> tuple[list[str], list[str]]:
    tables = (page.allowed.model, page.refused.model)
    allowed, refused = ([row.person.first_name for row in table.rows] for table in tables)
    return allowed, refused


def viewer(qtbot: QtBot) -> DocumentViewer:
    def found() -> list[DocumentViewer]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, DocumentViewer)]

    qtbot.waitUntil(lambda: bool(found()) and bool(found()[0].page_label.text()))
    return found()[0]


def printed(qtbot: QtBot, shown: DocumentViewer, file: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Print what is shown to a PDF, and close it."""

    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, QPrintDialog)
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        dialog.accepted.emit(printer)

    with monkeypatch.context() as patch:
        patch.setattr(QDialog, "open", accept)
        shown.print_button.click()
    qtbot.waitUntil(lambda: shown.outcome.text().startswith("Envoyé à l"))
    shown.reject()
    return file.read_bytes()


def words_of(shown: DocumentViewer) -> str:
    assert shown._pages is not None
    return " ".join(pages_of(shown._pages.content)).replace("\u00a0", " ")


def test_who_may_drive_truck_12_today_is_listed_and_printed(
    qtbot: QtBot, page: DrivingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(qtbot, page)
    assert names(page) == (["Anaïs"], ["Bruno"])
    assert page.refused.model.index(0, 4).data() == "autorisation suspendue depuis le 21/11/2026"
    page.papers.click()
    shown = viewer(qtbot)
    told = words_of(shown)
    assert "Qui peut conduire : 12 · Frontal Fictif" in told
    assert told.index("Alpha Anaïs") < told.index("Bravo Bruno") < told.index("autorisation suspendue")
    assert printed(qtbot, shown, tmp_path / "panneau.pdf", monkeypatch).startswith(b"%PDF")


def test_what_was_true_at_yesterday_s_accident_is_a_sheet_with_records_and_rules(
    qtbot: QtBot, page: DrivingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(qtbot, page, YESTERDAY)
    assert names(page) == (["Anaïs", "Bruno"], [])
    assert "20/11/2026" in page.counts.plain_text()
    bruno = next(row.person.id for row in page.allowed.model.rows if row.person.first_name == "Bruno")
    page.papers.prove(bruno)
    shown = viewer(qtbot)
    told = words_of(shown)
    assert "Ce qui était vrai le 20/11/2026" in told
    for record in ("R489-3", "01/03/2029", "03/11/2025", "07/01/2020", "04/11/2025", "Mme Fictif"):
        assert record in told, record
    assert "R4323-55 à R4323-57" in told
    assert "26/09/2025" in told
    assert printed(qtbot, shown, tmp_path / "preuve.pdf", monkeypatch).startswith(b"%PDF")
