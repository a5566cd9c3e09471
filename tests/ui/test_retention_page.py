"""The page « Conservation »: what is proposed, and what a person decides about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from factories import employee, visit
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.models import Document, Employee, MedicalVisit
from cariste.leaving.models import Erasure
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.deletion import ErasureForm
from cariste.ui.dialogs.leaving import LeavingForm
from cariste.ui.pages.retention import RetentionPage
from cariste.ui.sweeping import sweep
from cariste.workspace import Workspace


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> RetentionPage:
    """The page with one line of each kind that everyday life brings."""
    with context.workspace.change("long ago"):
        gone: dict[str, Any] = {"current_status": "inactive", "contract_type": "CDI"}
        employee(first_name="Paul", last_name="Ancien", **gone, left_on=dt.date(2021, 5, 3))
        employee(first_name="Lise", last_name="Modèle", current_status="inactive")
        driver = employee(first_name="Awa", last_name="Patron")
        former = visit(
            driver,
            "driving_certificate",
            visit_date=dt.date(2016, 1, 4),
            document_path="documents/medical/a.pdf",
        )
        visit(driver, "driving_certificate", visit_date=dt.date(2021, 1, 4))
        Document(
            employee=driver,
            path=former.document_path,
            sha256="a" * 64,
            size=4,
            mime="application/pdf",
            kind="medical",
        ).save()
    page = RetentionPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    return page


def opened(qtbot: QtBot, parent: QWidget, kind: type[Any]) -> Any:
    def found() -> list[Any]:
        return [one for one in parent.findChildren(QDialog) if type(one) is kind and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def choose(page: RetentionPage, name: str) -> None:
    for place in range(page.model.rowCount()):
        if page.model.row(place).name.startswith(name):
            page.view.select_position(place)


def test_each_line_says_why_and_since_when(page: RetentionPage) -> None:
    shown = [tuple(page.model.data(page.model.index(row, column)) for column in range(5)) for row in range(3)]
    assert shown == [
        ("Time is over", "Ancien Paul", "Whole file", "3 May 2021", "3 May 2026"),
        ("Former certificate", "Patron Awa", "Driving certificate", "4 Jan 2016", "4 Jan 2021"),
        ("Leaving date unknown", "Modèle Lise", "Whole file", "", ""),
    ]
    assert page.counts.plain_text() == "3 lines to decide"


def test_only_what_suits_a_line_can_be_done_with_it(page: RetentionPage) -> None:
    def possible() -> set[str]:
        page.decisions.refresh()
        keys = ("anonymise", "delete", "leave", "copy", "show")
        return {key for key in keys if page.decisions.action(key).isEnabled()}

    choose(page, "Ancien")
    assert possible() == {"anonymise", "delete", "show"}
    choose(page, "Patron")
    assert possible() == {"copy", "show"}
    assert page.decisions.action("delete").toolTip() == "Only for whole files."
    choose(page, "Modèle")
    assert possible() == {"anonymise", "delete", "leave", "show"}


def test_a_file_is_anonymised_and_moves_to_what_is_done(
    qtbot: QtBot, context: Context, page: RetentionPage
) -> None:
    choose(page, "Ancien")
    page.decisions.action("anonymise").trigger()
    form: ErasureForm = opened(qtbot, page, ErasureForm)
    form.reason.setText("end of the retention period")
    with qtbot.waitSignal(context.bus.changed):
        form.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.tabs.tabText(1) == "Done  1"
    page.tabs.setCurrentIndex(1)
    assert page.done_model.data(page.done_model.index(0, 1)) == "Anonymised"
    assert page.counts.plain_text() == "1 erasure"
    assert not page.act_button.isEnabled()


def test_a_former_certificate_goes_with_its_document_and_comes_back_undone(
    qtbot: QtBot, context: Context, folder: Path, page: RetentionPage
) -> None:
    scan = folder / "documents/medical/a.pdf"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"%PDF")
    choose(page, "Patron")
    page.decisions.action("copy").trigger()
    question: Confirmation = opened(qtbot, page, Confirmation)
    assert question.text == "Delete 1 former driving certificate with its document (Patron Awa)?"
    with qtbot.waitSignal(context.bus.changed):
        qtbot.mouseClick(question.action_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    with context.workspace.reading():
        assert MedicalVisit.select().where(MedicalVisit.visit_date == dt.date(2016, 1, 4)).count() == 0
        assert Document.select().count() == 0
    assert scan.exists()
    context.workspace.undo()
    with context.workspace.reading():
        assert Document.select().count() == 1
        assert Erasure.select().count() == 0
    context.workspace.redo()
    assert sweep(context.workspace) == 1
    assert not scan.exists()
    with context.workspace.reading():
        # The person works here and is not forgotten.
        assert Employee.select().where(Employee.last_name == "Patron").count() == 1


def test_the_missing_leaving_date_is_entered_from_here(
    qtbot: QtBot, context: Context, page: RetentionPage
) -> None:
    choose(page, "Modèle")
    page.decisions.action("leave").trigger()
    form: LeavingForm = opened(qtbot, page, LeavingForm)
    form.day.setText("01/02/2024")
    with qtbot.waitSignal(context.bus.changed):
        form.save()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)


def test_deleting_opens_the_dialog_that_asks_twice(qtbot: QtBot, page: RetentionPage) -> None:
    choose(page, "Ancien")
    page.decisions.action("delete").trigger()
    form: ErasureForm = opened(qtbot, page, ErasureForm)
    assert form.save_button.text() == "Delete for good…"
    form.close()


def test_enter_shows_the_person(qtbot: QtBot, page: RetentionPage) -> None:
    choose(page, "Patron")
    line = page.model.row(1)
    with qtbot.waitSignal(page.person_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert asked.args == [line.employee_id, line.record_id]


def test_the_filter_hides_and_says_so(page: RetentionPage) -> None:
    page.filters.choose(reason="left")
    assert page.model.rowCount() == 1
    assert page.counts.plain_text() == "1 line to decide · 3 in all · clear the filters"
    page.filters.choose(reason="came_back")
    assert page.placeholder.text == "No results."


def test_when_all_is_decided_the_page_says_so(qtbot: QtBot, context: Context) -> None:
    page = RetentionPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.placeholder.text == "Nothing is kept longer than it need be.")
    assert page.done_placeholder.text == "Nobody’s identity was taken away so far."


def test_a_window_that_only_reads_shows_everything_and_decides_nothing(
    page: RetentionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workspace, "writing", property(lambda _self: False))
    choose(page, "Ancien")
    page.decisions.refresh()
    assert not page.decisions.action("delete").isEnabled()
    assert "only reads" in page.decisions.action("delete").toolTip()
    assert page.decisions.action("show").isEnabled()


def test_columns_and_filters_are_as_they_were_left(
    qtbot: QtBot, context: Context, page: RetentionPage, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    page.filters.choose(reason="left")
    page.save_state(settings)
    again = RetentionPage(context)
    qtbot.addWidget(again)
    again.restore_state(settings)
    again.show()
    qtbot.waitUntil(lambda: again.model.rowCount() == 1)
