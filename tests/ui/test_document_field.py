"""The field that takes a file: chosen, dropped or pasted, looked at before it is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import scans
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cariste.documents.storing import attach, inspect_bytes
from cariste.employee.models import Caces
from cariste.ui.context import Context
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.widgets.document_field import DocumentField


def field_of(qtbot: QtBot, context: Context, **options: object) -> DocumentField:
    field = DocumentField(context, **options)
    qtbot.addWidget(field)
    field.resize(640, 80)
    field.show()
    return field


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def carrying(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(field: DocumentField, data: QMimeData) -> None:
    middle, copy = QPoint(20, 20), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    field.dragEnterEvent(QDragEnterEvent(middle, copy, data, buttons, keys))
    field.dropEvent(QDropEvent(middle, copy, data, buttons, keys))


def test_an_empty_field_says_what_one_can_do(qtbot: QtBot, context: Context) -> None:
    field = field_of(qtbot, context)
    assert (field.value, field.problem, field.removed) == (None, "", False)
    assert "Ctrl+V" in field.detail.text()
    assert not field.remove_button.isVisible()


def test_a_file_is_chosen_and_stays_where_it_is(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = put(tmp_path, "CACES Éloïse.pdf", scans.pdf(2))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(scan), ""))
    field = field_of(qtbot, context)
    qtbot.mouseClick(field.choose_button, Qt.MouseButton.LeftButton)
    assert field.problem == "The file is still being read."
    qtbot.waitUntil(lambda: field.value is not None)
    assert (field.problem, field.name.text()) == ("", "CACES Éloïse.pdf")
    assert field.detail.text().startswith("PDF, 2 pages")
    assert not field.preview.empty
    assert scan.read_bytes() == scans.pdf(2)


def test_a_file_is_dropped_on_it(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    field = field_of(qtbot, context)
    with qtbot.waitSignal(field.changed):
        drop(field, carrying(put(tmp_path, "scan.pdf", scans.pdf())))
    qtbot.waitUntil(lambda: field.value is not None)
    assert field.value is not None
    assert field.value.content() == scans.pdf()


def test_a_file_or_a_picture_is_pasted(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    field = field_of(qtbot, context)
    QGuiApplication.clipboard().setMimeData(carrying(put(tmp_path, "scan.pdf", scans.pdf())))
    field.setFocus()
    qtbot.keyClick(field.choose_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field.value is not None)
    picture = QImage(30, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    qtbot.keyClick(field.choose_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field.value is not None and field.value.mime == "image/png")
    assert field.name.text() == "pasted image.png"


def test_a_text_on_the_clipboard_is_no_document(qtbot: QtBot, context: Context) -> None:
    field = field_of(qtbot, context)
    QGuiApplication.clipboard().setText("words")
    field.paste()
    assert "neither a file nor a picture" in field.problem


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("certificat.pdf", b"MZ\x90\x00", "is a program"),
        ("locked.pdf", scans.locked_pdf(), "protected by a password"),
        ("empty.pdf", b"", "is empty"),
        ("bomb.png", scans.bomb(), "too large an image"),
    ],
)
def test_what_cannot_be_taken_is_said_in_place(
    qtbot: QtBot, context: Context, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    field = field_of(qtbot, context)
    drop(field, carrying(put(tmp_path, name, data)))
    qtbot.waitUntil(lambda: said in field.problem)
    assert said in field.detail.text()
    assert field.value is None
    field.clear()
    assert field.problem == ""


def test_a_pdf_of_300_megabytes_is_refused_at_once(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    huge = put(tmp_path, "huge.pdf", b"%PDF-1.4")
    os.truncate(huge, 300 * 2**20)
    field = field_of(qtbot, context)
    field.take_file(huge)
    qtbot.waitUntil(lambda: "300 MB" in field.problem)


def test_several_files_at_once_do_not_fit(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    field = field_of(qtbot, context)
    drop(field, carrying(tmp_path / "a.pdf", tmp_path / "b.pdf"))
    assert "2 files were dropped" in field.problem


def test_a_photo_is_no_pdf(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    field = field_of(qtbot, context, images_only=True)
    field.take_file(put(tmp_path, "photo.jpg", scans.pdf()))
    qtbot.waitUntil(lambda: "no picture" in field.problem)
    field.take_file(put(tmp_path, "photo.pdf", scans.telephone_photo()))
    qtbot.waitUntil(lambda: field.value is not None)


def test_the_last_of_two_files_counts(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    field = field_of(qtbot, context)
    field.take_file(put(tmp_path, "first.pdf", scans.pdf(1)))
    field.take_file(put(tmp_path, "second.pdf", scans.pdf(2)))
    qtbot.waitUntil(lambda: field.value is not None)
    assert field.name.text() == "second.pdf"


def test_a_stored_document_is_shown_can_be_replaced_and_taken_off(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    workspace = context.workspace
    with workspace.change("proof"):
        record = Caces.get(Caces.kind == "R489-1A")
        path = attach(workspace.attachments, "caces", record.id.hex, inspect_bytes(scans.pdf(), "a.pdf"))
    field = field_of(qtbot, context, present=path, kind="caces")
    qtbot.waitUntil(lambda: not field.preview.empty)
    assert field.value is None
    assert field.name.text().endswith("-a.pdf")
    field.take_file(put(tmp_path, "new.pdf", scans.pdf(2)))
    qtbot.waitUntil(lambda: field.value is not None)
    field.clear()
    assert (field.value, field.removed) == (None, False)
    assert field.name.text().endswith("-a.pdf")
    field.clear()
    assert field.removed
    assert field.preview.empty


def test_what_was_chosen_can_be_looked_at_before_it_is_stored(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    field = field_of(qtbot, context)
    field.take_file(put(tmp_path, "scan.pdf", scans.pdf(3)))
    qtbot.waitUntil(lambda: field.value is not None)
    qtbot.mouseClick(field.view_button, Qt.MouseButton.LeftButton)
    [viewer] = field.window().findChildren(DocumentViewer)
    qtbot.waitUntil(lambda: viewer.page_label.text() == "Page 1 of 3")
    viewer.reject()
