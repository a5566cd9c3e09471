"""A pile of scans finds its people: proposed by name, confirmed by Enter, corrected by typing, undone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import scans
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cariste.bootstrap import open_workspace
from cariste.employee.models import Caces, Document, Employee
from cariste.ui.context import Context
from cariste.ui.documents import watching
from cariste.ui.models.scans import State
from cariste.ui.pages.scans import ScansPage

# The list under the name, where there is no window manager.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CHLOE = "CACES R489 5 Fictif Chloé 09-11-2021.pdf"
ELOISE = "Exemple Éloïse R489 1A R485 2.pdf"
NOBODY = "scan0007.pdf"


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with three scans, a program and a text that is no business of ours."""
    folder = tmp_path / "scanner"
    folder.mkdir()
    for number, name in enumerate((CHLOE, ELOISE, NOBODY), start=1):
        (folder / name).write_bytes(scans.pdf(number))
    (folder / "program.pdf").write_bytes(b"MZ\x90\x00")
    (folder / "notes.txt").write_text("nothing")
    return folder


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ScansPage:
    """The page, with nothing in it."""
    page = ScansPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: bool(page._names))
    return page


@pytest.fixture
def filled(qtbot: QtBot, page: ScansPage, pile: Path) -> ScansPage:
    """The page with the pile, asking about the first scan."""
    page.add([pile])
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    wait_for(qtbot, page, CHLOE)
    return page


def wait_for(qtbot: QtBot, page: ScansPage, name: str) -> None:
    """Wait until a scan is asked about, with all that it may prove."""
    qtbot.waitUntil(lambda: page.form.asked is not None and page.form.asked.name == name)
    if page.form.person.employee_id is not None:
        qtbot.waitUntil(lambda: page.form.what.count() > 0)


def press_enter(qtbot: QtBot, page: ScansPage) -> None:
    qtbot.keyClick(page.form.person, Qt.Key.Key_Return)


def states(page: ScansPage) -> dict[str, State]:
    return {scan.name: scan.state for scan in page.model.rows}


def proofs(context: Context) -> dict[str, str | None]:
    with context.workspace.reading():
        return {
            record.kind: record.document_path
            for record in Caces.select().where(Caces.document_path != "documents/caces-3.pdf")
        }


def is_recorded(page: ScansPage, name: str) -> Callable[[], bool]:
    return lambda: states(page).get(name) is State.RECORDED


def test_an_empty_page_says_what_to_do(page: ScansPage) -> None:
    assert page.placeholder.text == "No scans are waiting."
    assert not page.form.isVisible()


def test_each_scan_is_proposed_to_its_person_the_surest_first(filled: ScansPage) -> None:
    assert states(filled) == {
        CHLOE: State.RECOGNISED,
        ELOISE: State.RECOGNISED,
        NOBODY: State.UNKNOWN,
        "program.pdf": State.REFUSED,
    }
    assert [scan.person for scan in filled.model.rows] == ["Chloé Fictif", "Éloïse Exemple", "", ""]
    assert filled.form.person.text() == "Fictif Chloé, 00123"
    assert filled.form.what.currentText() == "CACES R489-5 of 9 Nov 2021"


def test_enter_records_one_after_the_other_and_leaves_the_files_where_they_are(
    qtbot: QtBot, context: Context, filled: ScansPage, pile: Path
) -> None:
    before = {path.name: path.read_bytes() for path in pile.iterdir()}
    press_enter(qtbot, filled)
    wait_for(qtbot, filled, ELOISE)
    press_enter(qtbot, filled)
    qtbot.waitUntil(is_recorded(filled, ELOISE))
    qtbot.waitUntil(is_recorded(filled, CHLOE))
    kept = proofs(context)
    assert set(kept) == {"R489-5", "R489-1A", "R485-2"}
    assert kept["R489-1A"] == kept["R485-2"] != kept["R489-5"]
    assert {path.name: path.read_bytes() for path in pile.iterdir()} == before
    assert "2 recorded" in filled.counts.text()


def test_each_scan_is_one_change_and_what_is_undone_waits_again(
    qtbot: QtBot, context: Context, filled: ScansPage
) -> None:
    press_enter(qtbot, filled)
    wait_for(qtbot, filled, ELOISE)
    press_enter(qtbot, filled)
    qtbot.waitUntil(is_recorded(filled, ELOISE))
    qtbot.waitUntil(is_recorded(filled, CHLOE))
    assert context.workspace.undo() == "Scan: CACES R489-1A, R485-2 of Éloïse Exemple"
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: states(filled)[ELOISE] is State.TO_CHECK)
    assert states(filled)[CHLOE] is State.RECORDED
    assert set(proofs(context)) == {"R489-5"}


def test_a_name_is_corrected_by_typing(qtbot: QtBot, context: Context, filled: ScansPage) -> None:
    filled.view.select(filled.model.id_at(2))
    wait_for(qtbot, filled, NOBODY)
    assert filled.form.person.text() == ""
    press_enter(qtbot, filled)
    assert "Whose is it?" in filled.form.notice.text
    filled.form.person.insert("i")
    press_enter(qtbot, filled)
    assert "Several people" in filled.form.notice.text
    filled.form.person.clear()
    filled.form.person.insert("aicha")
    press_enter(qtbot, filled)  # at once: what it may prove is still being read
    qtbot.waitUntil(is_recorded(filled, NOBODY))
    with context.workspace.reading():
        document = Document.get()
        assert document.employee.first_name == "Aïcha"
        assert document.kind == "other"


def test_what_a_scan_proves_is_chosen_among_the_records_of_the_person(
    qtbot: QtBot, context: Context, filled: ScansPage
) -> None:
    words = [filled.form.what.itemText(place) for place in range(filled.form.what.count())]
    assert "CACES R489-3 of 21 Nov 2024 (has a proof already)" in words
    assert words[-1] == "Document of the person, no record"
    filled.form.what.setCurrentIndex(words.index("Medical visit: document, no record"))
    press_enter(qtbot, filled)
    qtbot.waitUntil(is_recorded(filled, CHLOE))
    with context.workspace.reading():
        document = Document.get()
    assert (document.kind, document.original_name) == ("medical", None)
    assert "Fictif" not in document.path


def test_a_scan_set_aside_is_asked_about_no_more(qtbot: QtBot, context: Context, filled: ScansPage) -> None:
    filled.form.aside_button.click()
    wait_for(qtbot, filled, ELOISE)
    assert states(filled)[CHLOE] is State.SET_ASIDE
    context.bus.changed.emit(None)
    filled.reload()
    filled._forget_done()
    assert CHLOE not in states(filled)


def test_a_file_that_vanishes_before_it_is_recorded_is_refused_with_the_reason(
    qtbot: QtBot, context: Context, filled: ScansPage, pile: Path
) -> None:
    (pile / CHLOE).unlink()
    press_enter(qtbot, filled)
    qtbot.waitUntil(lambda: states(filled)[CHLOE] is State.REFUSED)
    [problem] = [scan.problem for scan in filled.model.rows if scan.name == CHLOE]
    assert "cannot be read" in problem
    assert proofs(context) == {}


def test_what_is_recorded_already_is_recognised_by_its_bytes(
    qtbot: QtBot, context: Context, filled: ScansPage, pile: Path
) -> None:
    press_enter(qtbot, filled)
    qtbot.waitUntil(is_recorded(filled, CHLOE))
    shutil.copy(pile / CHLOE, pile / "copy.pdf")
    filled.add([pile / "copy.pdf"])
    qtbot.waitUntil(is_recorded(filled, "copy.pdf"))
    [holder] = [scan.person for scan in filled.model.rows if scan.name == "copy.pdf"]
    assert holder == "Chloé Fictif"


def test_files_are_chosen_dropped_and_pasted(
    qtbot: QtBot, page: ScansPage, pile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(pile / CHLOE)], ""))
    page.choose_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pile / ELOISE))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dragEnterEvent(QDragEnterEvent(QPoint(), copy, data, left, none))
    page.dropEvent(QDropEvent(QPoint(), copy, data, left, none))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    data.setUrls([QUrl.fromLocalFile(str(pile / NOBODY))])
    QGuiApplication.clipboard().setMimeData(data)
    page.paste()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look into a watched folder all the time."""
    monkeypatch.setattr(watching, "_LOOK_EVERY", 20)
    monkeypatch.setattr(watching, "_LOOK_SOON", 5)


@pytest.mark.usefixtures("quick")
def test_a_watched_folder_is_remembered_and_new_files_come_by_themselves(
    qtbot: QtBot, context: Context, pile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    first = ScansPage(context)
    qtbot.addWidget(first)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(pile))
    first.watch_folder()
    first.save_state(settings)
    page = ScansPage(context)
    qtbot.addWidget(page)
    page.restore_state(settings)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.watch_button.text() == "Folder: scanner"
    (pile / "visite Noël.pdf").write_bytes(scans.pdf(5))
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    page.hide()
    assert not page.watched._timer.isActive()


@pytest.mark.usefixtures("quick")
def test_a_watched_folder_that_goes_away_is_told_and_taken_up_again(
    qtbot: QtBot, context: Context, pile: Path
) -> None:
    page = ScansPage(context)
    qtbot.addWidget(page)
    page._watch(pile)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    away = pile.with_name("away")
    pile.rename(away)
    qtbot.waitUntil(lambda: "cannot be read" in page.notice.text)
    away.rename(pile)
    qtbot.waitUntil(lambda: page.notice.text == "")


@pytest.mark.usefixtures("quick")
def test_a_file_is_not_taken_while_it_still_grows(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    folder = tmp_path / "growing"
    folder.mkdir()
    watch = watching.FolderWatch(context, context.bus)
    told: list[Path] = []
    watch.found.connect(told.extend)
    watch.watch(folder)
    file = folder / "scan.pdf"
    for size in (10, 20, 30):
        file.write_bytes(b"x" * size)
        looked = watch._before
        watch.look()
        qtbot.waitUntil(lambda before=looked: watch._before != before)
        assert told == []
    watch.look()
    qtbot.waitUntil(lambda: told == [file])
    os.utime(file)
    watch.stop()


def test_whoever_only_reads_sees_the_pile_and_records_nothing(
    qtbot: QtBot, context: Context, pile: Path
) -> None:
    context.workspace.send()
    with open_workspace(context.workspace.folder, write=False) as reader:
        page = ScansPage(Context(reader, context.tasks, context.bus, context.theme))
        qtbot.addWidget(page)
        page.show()
        page.add([pile])
        qtbot.waitUntil(lambda: page.model.rowCount() == 4)
        wait_for(qtbot, page, CHLOE)
        assert not page.form.record_button.isEnabled()
        press_enter(qtbot, page)
        assert states(page)[CHLOE] is State.RECOGNISED
    with context.workspace.reading():
        assert Employee.select().count() == 5
        assert Document.select().count() == 0
