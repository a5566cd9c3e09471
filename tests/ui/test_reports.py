"""Reports in the window: chosen, looked at, printed, saved; one click for the board and for many people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import TODAY
from papers import driver, pages_of
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cariste.bootstrap import open_workspace
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.equipment.models import Machine
from cariste.reports.registry import REPORTS
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.dialogs.report_dialog import ReportDialog
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.pages.driving import DrivingPage
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

# Off screen no menu can be raised.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def reading(
    folder: Path, tasks: Tasks, bus: Bus, theme: Theme, monkeypatch: pytest.MonkeyPatch, context: Context
) -> Iterator[Context]:
    """A window that only reads, beside the one that edits."""
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    context.workspace.send()
    with open_workspace(folder, write=False) as workspace:
        yield Context(workspace, tasks, bus, theme)


def viewer(qtbot: QtBot) -> DocumentViewer:
    """Wait for the preview, and return it."""

    def shown() -> DocumentViewer:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, DocumentViewer)]
        assert len(found) == 1
        assert found[0].page_label.text()
        return found[0]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()


def choose(dialog: ReportDialog, field: str, value: object) -> None:
    box = dialog.fields[field].entry.widget
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]


def content_of(shown: DocumentViewer) -> str:
    assert shown._pages is not None
    return " ".join(pages_of(shown._pages.content))


# -- the dialog -----------------------------------------------------------------------------------


def test_a_report_is_chosen_by_keyboard_and_looked_at(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    dialog = ReportDialog.ask(context, window)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.report.name == "due-list"
    assert dialog.focusWidget() is dialog.fields["report"].entry.widget
    qtbot.keyClick(dialog.fields["report"].entry.widget, Qt.Key.Key_Return)
    shown = viewer(qtbot)
    assert "Chloé" in content_of(shown)
    assert dialog.outcome.text() == "1 page"
    shown.reject()
    dialog.reject()


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_only_what_means_something_to_a_report_is_asked(
    qtbot: QtBot, context: Context, window: QWidget, report: object
) -> None:
    dialog = ReportDialog.ask(context, window)
    choose(dialog, "report", report.name)  # type: ignore[attr-defined]
    asked = {**dialog.fields, **dialog.ticks}
    takes = {name for name, field in asked.items() if not field.isHidden()} - {"report"}
    expected = set(report.takes)  # type: ignore[attr-defined]
    assert takes == (expected - {"kind"} if "machine" in expected else expected)
    dialog.reject()


def test_a_report_about_nobody_is_refused_beside_the_field(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    dialog = ReportDialog.ask(context, window, name="person-file")
    dialog.preview()
    assert dialog.fields["people"].problem == "Choose a person of the list."
    qtbot.waitUntil(lambda: bool(dialog._person._ids))
    dialog._person.setText("fictif 00123")
    dialog.preview()
    assert "Personal file of Chloé" in content_of(viewer(qtbot))
    viewer(qtbot).reject()
    dialog.reject()


def test_who_was_selected_is_told_and_all_are_in_it(qtbot: QtBot, context: Context, window: QWidget) -> None:
    with context.workspace.change("drivers"):
        ids = [driver(name).id.hex for name in ("Anaïs", "Bruno")]
    dialog = ReportDialog.ask(context, window, ids, "letters")
    assert dialog.fields["people"].isHidden()
    dialog.preview()
    told = content_of(viewer(qtbot))
    assert "Anaïs" in told
    assert "Bruno" in told
    viewer(qtbot).reject()
    dialog.reject()


def test_what_cannot_be_made_is_told_and_can_be_tried_again(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    dialog = ReportDialog.ask(context, window, name="cards")
    dialog.preview()
    qtbot.waitUntil(lambda: "nothing to print" in dialog.notice.text)
    assert dialog.save_button.isEnabled()
    dialog.reject()


def test_a_report_is_saved_where_the_user_wants_it(
    qtbot: QtBot, context: Context, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str, _filter: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "liste"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog = ReportDialog.ask(context, window)
    qtbot.mouseClick(dialog.file_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("Saved: "))
    assert proposed == ["due-date-list.pdf"]
    assert "Due-date list" in pages_of((tmp_path / "liste.pdf").read_bytes())[0]
    dialog.reject()


def test_a_report_is_printed(
    qtbot: QtBot, context: Context, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, QPrintDialog)
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        dialog.accepted.emit(printer)

    dialog = ReportDialog.ask(context, window)
    monkeypatch.setattr(QDialog, "open", accept)
    dialog.print_it()
    qtbot.waitUntil(lambda: dialog.outcome.text() == "Sent to the printer.")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_a_window_that_only_reads_makes_reports_without_what_concerns_health(
    qtbot: QtBot, reading: Context, window: QWidget
) -> None:
    dialog = ReportDialog.ask(reading, window, name="person-file")
    box = dialog.ticks["outcomes"]
    assert not box.isEnabled()
    assert box.toolTip()
    qtbot.waitUntil(lambda: bool(dialog._person._ids))
    dialog._person.setText("fictif 00123")
    assert dialog.asked().outcomes is False
    dialog.preview()
    told = content_of(viewer(qtbot))
    assert "Chloé" in told
    assert "Outcome" not in told
    viewer(qtbot).reject()
    dialog.reject()


# -- one click ------------------------------------------------------------------------------------


def test_the_files_of_several_people_are_one_click_from_their_menu(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.view.selectAll()
    page.actions_menu.action("print_files").trigger()
    shown = viewer(qtbot)
    told = content_of(shown)
    assert all(f"Personal file of {name}" in told for name in ("Chloé", "Noël", "Éloïse", "Aïcha"))
    shown.reject()


@pytest.fixture
def board(qtbot: QtBot, context: Context) -> DrivingPage:
    with context.workspace.change("drivers"):
        driver("Anaïs", last_name="Fictif-Cariste")
        Machine(number="12", name="Fenwick", kind="R489-3", site="Quai").save()
    page = DrivingPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: page.allowed.model.rowCount() == 1)
    return page


def test_the_shift_board_is_one_click_and_says_what_the_page_says(qtbot: QtBot, board: DrivingPage) -> None:
    machine = next(choice.value for choice in board._whats() if str(choice.value).startswith("machine:"))
    board.what.choose(machine)
    qtbot.waitUntil(lambda: "judged for Quai, where this machine runs" in board.counts.text())
    qtbot.mouseClick(board.papers, Qt.MouseButton.LeftButton)
    shown = viewer(qtbot)
    told = content_of(shown)
    assert "Who may drive: 12 · Fenwick" in told
    assert "work area: Quai" in told
    assert "Fictif-Cariste Anaïs" in told
    shown.reject()


def test_enter_on_somebody_refused_offers_the_proof(qtbot: QtBot, board: DrivingPage) -> None:
    assert board.refused.model.rowCount() == 1
    board.refused.view.select_position(0)
    board.refused.view.setFocus()
    qtbot.keyClick(board.refused.view, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.activeAction().text() == "Proof sheet"  # type: ignore[attr-defined]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    shown = viewer(qtbot)
    told = content_of(shown)
    assert "What was true on 21 Nov 2026" in told
    assert "May not drive" in told
    shown.reject()


def test_enter_on_somebody_allowed_opens_the_file(qtbot: QtBot, board: DrivingPage) -> None:
    board.allowed.view.select_position(0)
    with qtbot.waitSignal(board.person_requested):
        qtbot.keyClick(board.allowed.view, Qt.Key.Key_Return)
