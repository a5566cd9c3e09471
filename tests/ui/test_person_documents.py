"""The tab of a person's documents, and the proofs of the records beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import scans
from factories import employee
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cariste.bootstrap import open_workspace
from cariste.documents.queries import documents_of
from cariste.documents.storing import attach, inspect_bytes
from cariste.employee.models import Caces, Document, Employee, MedicalVisit
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.widgets.person_documents import PersonDocuments
from cariste.ui.widgets.record_tab import RecordTab


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def chloe(context: Context) -> str:
    with context.workspace.reading():
        return Employee.get(Employee.first_name == "Chloé").id.hex


@pytest.fixture
def tab(qtbot: QtBot, context: Context) -> PersonDocuments:
    """The documents of Chloé, who has one that only a record names."""
    tab = PersonDocuments(context)
    qtbot.addWidget(tab)
    tab.resize(800, 300)
    context.bus.changed.connect(lambda _what: tab.show_person(chloe(context), "Chloé Fictif"))
    tab.show_person(chloe(context), "Chloé Fictif")
    tab.show()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)
    return tab


def shown(tab: PersonDocuments) -> set[tuple[str, str, str]]:
    lines = (tab.model.row(place) for place in range(tab.model.rowCount()))
    return {(line.name, line.kind_words, line.proves) for line in lines}


def test_files_are_added_by_the_button_and_say_what_they_are(
    qtbot: QtBot, context: Context, tab: PersonDocuments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        put(tmp_path, "lettre.pdf", scans.pdf(1)),
        put(tmp_path, "visite médicale apte.pdf", scans.pdf(2)),
        put(tmp_path, "SST.png", scans.image()),
    ]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: (list(map(str, files)), ""))
    with qtbot.waitSignal(tab.counted):
        tab.add()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 4)
    assert shown(tab) == {
        ("caces-3.pdf", "CACES", "CACES R489-3 of 21 Nov 2024"),
        ("lettre.pdf", "Other document", ""),
        ("Medical document", "Medical visit", ""),
        ("SST.png", "Training", ""),
    }
    assert context.workspace.undo() == "3 documents of Chloé Fictif"


def test_dropped_and_pasted_files_are_taken_all_or_none(
    qtbot: QtBot, context: Context, tab: PersonDocuments, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(put(tmp_path, "a.pdf", scans.pdf())))])
    QGuiApplication.clipboard().setMimeData(data)
    tab.view.setFocus()
    tab.paste()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 2)
    tab.take([put(tmp_path, "b.pdf", scans.pdf(2)), put(tmp_path, "program.pdf", b"MZ\x90")])
    qtbot.waitUntil(tab.notice.isVisible)
    assert "program.pdf is a program" in tab.notice.text
    assert tab.model.rowCount() == 2


def test_a_document_is_taken_off_after_one_question_and_comes_back(
    qtbot: QtBot, context: Context, tab: PersonDocuments
) -> None:
    tab.view.select_position(0)
    tab.menu.action("remove").trigger()
    [question] = tab.window().findChildren(Confirmation)
    assert "caces-3.pdf" in question.text
    assert "CACES R489-3" in question.text
    question.action_button.click()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 0)
    assert tab.placeholder.text == "No document recorded."
    context.workspace.undo()
    context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)


def test_enter_shows_the_document(qtbot: QtBot, tab: PersonDocuments) -> None:
    tab.view.select_position(0)
    qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    [viewer] = tab.window().findChildren(DocumentViewer)
    assert viewer.windowTitle() == "CACES R489-3 of 21 Nov 2024 — Chloé Fictif"
    qtbot.waitUntil(lambda: "missing" in viewer.notice.text)


def test_whoever_only_reads_sees_the_list_and_opens_no_medical_document(
    qtbot: QtBot, context: Context
) -> None:
    workspace = context.workspace
    with workspace.change("proof"):
        visit = MedicalVisit.get()
        attach(workspace.attachments, "medical", visit.id.hex, inspect_bytes(scans.pdf(), "a.pdf"))
        person = visit.employee.id.hex
    workspace.send()
    with open_workspace(workspace.folder, write=False) as reader:
        tab = PersonDocuments(Context(reader, context.tasks, context.bus, context.theme))
        qtbot.addWidget(tab)
        tab.show_person(person, "Chloé Fictif")
        tab.show()
        qtbot.waitUntil(lambda: tab.model.rowCount() == 2)
        places = {tab.model.row(place).kind: place for place in range(2)}
        tab.view.select_position(places["medical"])
        assert not tab.menu.action("view").isEnabled()
        assert "Medical documents open" in tab.menu.action("view").toolTip()
        tab.view.select_position(places["caces"])
        assert tab.menu.action("view").isEnabled()
        assert not tab.menu.action("remove").isEnabled()
        tab.take([])
        tab.paste()
        assert "only reads" in tab.notice.text


@pytest.fixture
def records(qtbot: QtBot, context: Context) -> RecordTab:
    """The CACES of Chloé on the page of people."""
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.show_person(chloe(context), "")
    qtbot.waitUntil(lambda: page.file.view("caces").model().rowCount() == 4)
    return page.file.tab("caces")


def record_of(kind: str) -> str:
    return Caces.select().where(Caces.kind == kind, Caces.document_path.is_null()).get().id.hex


def test_a_record_without_proof_gets_one_from_its_menu_and_shows_it(
    qtbot: QtBot, context: Context, records: RecordTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with context.workspace.reading():
        record_id = record_of("R489-5")
    records.view.select(record_id)
    assert not records.menu.action("view_proof").isEnabled()
    assert records.menu.action("view_proof").toolTip() == "This record has no proof yet."
    scan = str(put(tmp_path, "scan.pdf", scans.pdf(2)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (scan, ""))
    records.menu.action("attach_proof").trigger()
    qtbot.waitUntil(lambda: records.menu.action("view_proof").isEnabled())
    assert context.workspace.undoable == "Proof: CACES R489-5 of Chloé Fictif"
    records.menu.action("view_proof").trigger()
    qtbot.waitUntil(lambda: len(records.window().findChildren(DocumentViewer)) == 1)
    [viewer] = records.window().findChildren(DocumentViewer)
    qtbot.waitUntil(lambda: viewer.page_label.text() == "Page 1 of 2")


def test_the_tab_of_a_persons_file_counts_its_documents(
    qtbot: QtBot, context: Context, records: RecordTab
) -> None:
    [page] = [parent for parent in (records.window(),) if isinstance(parent, EmployeesPage)]
    page.file.tabs.setCurrentIndex(4)
    qtbot.waitUntil(lambda: page.file.tabs.tabText(4) == "Documents  1")
    assert page.file.add_button.accessibleName() == "Add documents…"


def test_the_documents_of_a_person_are_one_statement(context: Context) -> None:
    with context.workspace.change("more"):
        person = employee()
        for number in range(5):
            Document(
                employee=person,
                path=f"documents/{number}.pdf",
                sha256="f" * 64,
                size=1,
                mime="application/pdf",
                kind="other",
            ).save()
    asked = []
    with context.workspace.reading():
        database = Document._meta.database.obj
        original = database.execute_sql
        database.execute_sql = lambda *args, **more: asked.append(args[0]) or original(*args, **more)
        try:
            assert len(documents_of(person.id.hex)) == 5
        finally:
            del database.execute_sql
    assert len(asked) == 1
