"""Looking at a document: pages, zoom, print, a copy; and clear words when it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import scans
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cariste.bootstrap import open_workspace
from cariste.documents.pages import Pages
from cariste.documents.storing import attach, inspect_bytes
from cariste.employee.models import Caces, MedicalVisit
from cariste.ui.context import Context
from cariste.ui.documents.printing import Printing
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.documents.work import copy_for_others


def stored(context: Context, kind: str = "caces", data: bytes | None = None) -> str:
    workspace = context.workspace
    model = {"caces": Caces, "medical": MedicalVisit}[kind]
    with workspace.change("proof"):
        record = model.select().first()
        return attach(
            workspace.attachments, kind, record.id.hex, inspect_bytes(data or scans.pdf(3), "scan.pdf")
        )


Show = Callable[[str, str], DocumentViewer]


@pytest.fixture
def show(qtbot: QtBot, context: Context) -> Show:
    window = QWidget()
    qtbot.addWidget(window)

    def opened(path: str, kind: str) -> DocumentViewer:
        return DocumentViewer.show_stored(context, path, kind, "CACES R489-3 — Chloé Fictif", window)

    return opened


def test_pages_are_turned_by_keys_and_buttons(qtbot: QtBot, context: Context, show: Show) -> None:
    viewer = show(stored(context), "caces")
    qtbot.waitUntil(lambda: viewer.page_label.text() == "Page 1 of 3")
    assert not viewer.previous_button.isEnabled()
    qtbot.keyClick(viewer.view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert viewer.page == 2
    qtbot.mouseClick(viewer.next_button, Qt.MouseButton.LeftButton)
    assert viewer.page == 3
    assert not viewer.next_button.isEnabled()
    qtbot.keyClick(viewer.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(viewer.view, Qt.Key.Key_Left)
    assert viewer.page == 1
    qtbot.keyClick(viewer.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert viewer.page_label.text() == "Page 3 of 3"
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")


def test_the_page_is_shown_larger_and_smaller_and_fitted_again(
    qtbot: QtBot, context: Context, show: Show
) -> None:
    viewer = show(stored(context), "caces")
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")
    before = viewer.view.widget().width()
    with qtbot.waitSignal(viewer.view.wanted):
        qtbot.keyClick(viewer.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert viewer.zoom_label.text() == "125%"
    assert viewer.view.widget().width() > before
    middle = QPointF(50, 50)
    turn = QWheelEvent(
        *(middle, middle, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton),
        *(Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    viewer.view.wheelEvent(turn)
    viewer.smaller_button.click()
    assert viewer.zoom_label.text() == "80%"
    viewer.fit_button.click()
    assert viewer.zoom_label.text() == "100%"


def test_images_are_shown_as_well(qtbot: QtBot, context: Context, show: Show) -> None:
    viewer = show(stored(context, data=scans.pages_of_tiff(["red", "blue"])), "caces")
    qtbot.waitUntil(lambda: viewer.page_label.text() == "Page 1 of 2")


def test_a_missing_document_says_where_it_was_expected(qtbot: QtBot, context: Context, show: Show) -> None:
    viewer = show("documents/caces-3.pdf", "caces")
    qtbot.waitUntil(viewer.notice.isVisible)
    assert "missing" in viewer.notice.text
    assert str(context.workspace.folder / "documents/caces-3.pdf") in viewer.notice.text
    assert not viewer.print_button.isEnabled()


def test_a_path_that_leads_elsewhere_opens_nothing(qtbot: QtBot, context: Context, show: Show) -> None:
    viewer = show("documents/../config.json", "caces")
    qtbot.waitUntil(lambda: "not a place" in viewer.notice.text)


def test_a_document_somebody_changed_is_shown_with_a_warning(
    qtbot: QtBot, context: Context, show: Show
) -> None:
    path = stored(context)
    context.workspace.send()
    (context.workspace.folder / path).write_bytes(scans.pdf(1))
    viewer = show(path, "caces")
    qtbot.waitUntil(lambda: "not the one that was stored" in viewer.notice.text)
    assert viewer.page_label.text() == "Page 1 of 1"


def test_a_damaged_document_says_so(qtbot: QtBot, context: Context, show: Show) -> None:
    path = stored(context)
    context.workspace.send()
    (context.workspace.folder / path).write_bytes(b"%PDF-1.4 cut")
    viewer = show(path, "caces")
    qtbot.waitUntil(lambda: "is damaged" in viewer.notice.text)


def test_a_medical_document_opens_for_whoever_edits_and_not_for_readers(
    qtbot: QtBot, context: Context, show: Show
) -> None:
    path = stored(context, "medical")
    viewer = show(path, "medical")
    qtbot.waitUntil(lambda: viewer.page_label.text() == "Page 1 of 3")
    context.workspace.send()
    with open_workspace(context.workspace.folder, write=False) as reader:
        other = Context(reader, context.tasks, context.bus, context.theme)
        window = QWidget()
        qtbot.addWidget(window)
        refused = DocumentViewer.show_stored(other, path, "medical", "Visite", window)
        qtbot.waitUntil(lambda: "Medical documents open" in refused.notice.text)


def test_a_copy_is_saved_where_one_likes(
    qtbot: QtBot, context: Context, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = show(stored(context), "caces")
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")
    for target, said in ((tmp_path / "copie.pdf", "Copy saved"), (tmp_path / "none" / "x.pdf", "")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, to=target: (str(to), ""))
        viewer.save_button.click()
        qtbot.waitUntil(lambda said=said: said in viewer.outcome.text())
    qtbot.waitUntil(lambda: "cannot be written" in viewer.notice.text)
    assert (tmp_path / "copie.pdf").read_bytes() == scans.pdf(3)


def test_the_usual_program_gets_a_copy_it_cannot_spoil(
    qtbot: QtBot, context: Context, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened.append(Path(QUrl(url).toLocalFile())))
    )
    path = stored(context)
    viewer = show(path, "caces")
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")
    viewer.open_button.click()
    qtbot.waitUntil(lambda: "no program" in viewer.notice.text)
    [copy] = opened
    assert copy.read_bytes() == scans.pdf(3)
    assert copy.is_relative_to(context.workspace.local)
    assert copy.suffix == ".pdf"
    assert not copy.stat().st_mode & 0o222


def test_copies_for_other_programs_go_the_day_after(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages(scans.pdf(), "a.pdf")
    first = copy_for_others(context.workspace, pages)
    second = copy_for_others(context.workspace, pages)
    assert first.exists()
    later = second.stat().st_mtime + 25 * 3600
    monkeypatch.setattr("cariste.ui.documents.work.time.time", lambda: later)
    third = copy_for_others(context.workspace, pages)
    assert [path.exists() for path in (first, second, third)] == [False, False, True]


def test_what_was_done_stays_said_when_the_page_is_drawn_sharp_again(
    qtbot: QtBot, context: Context, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = show(stored(context), "caces")
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")
    drawn: list[object] = []
    monkeypatch.setattr(viewer.view, "show_page", lambda image, **_how: drawn.append(image))
    viewer.outcome.setText("Sent to the printer.")
    viewer.view.wanted.emit(500)
    qtbot.waitUntil(lambda: bool(drawn))
    assert viewer.outcome.text() == "Sent to the printer."
    viewer.next_page()
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")


def test_pages_are_printed_in_the_background(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    said: list[str] = []
    Printing(context, Pages(scans.pdf(2), "a.pdf"), printer, parent, say=said.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: "Sent to the printer." in said)
    assert Pages((tmp_path / "paper.pdf").read_bytes(), "paper.pdf").count == 2
    assert said[0] == "Printing page 1…"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_is_told(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "paper.pdf"))
    problems: list[str] = []
    Printing(
        *(context, Pages(scans.pdf(), "a.pdf"), printer, parent),
        say=lambda _words: None,
        failed=lambda problem: problems.append(str(problem)),
    )
    assert problems == ["The printer does not answer. Nothing was printed."]


def test_the_viewer_asks_for_a_printer_and_prints(
    qtbot: QtBot, context: Context, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = show(stored(context), "caces")
    qtbot.waitUntil(lambda: viewer.outcome.text() == "")

    def accept(dialog: QPrintDialog) -> None:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        printer.setFromTo(2, 3)
        dialog.accepted.emit(printer)

    monkeypatch.setattr(QDialog, "open", accept)
    viewer.print_button.click()
    qtbot.waitUntil(lambda: viewer.outcome.text() == "Sent to the printer.")
    assert Pages((tmp_path / "paper.pdf").read_bytes(), "paper.pdf").count == 2
