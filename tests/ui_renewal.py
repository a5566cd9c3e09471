"""Hands for the renewal dialogs: showing a page, finding its dialogs, dropping scans."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen import canvas

from cariste.ui.dialogs.batch_renewal import BatchRenewalDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def press(
    widget: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press keys one after the other."""
    for key in keys:
        QTest.keyClick(widget, key, modifier)


def shown(qtbot: QtBot, page: QWidget) -> None:
    """Show a page as a window of its own."""
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()


def session(qtbot: QtBot, page: QWidget) -> BatchRenewalDialog:
    """Return the dialog for many people, once it is open."""
    qtbot.waitUntil(lambda: page.window().findChild(BatchRenewalDialog) is not None)
    dialog = page.window().findChild(BatchRenewalDialog)
    assert dialog is not None
    return dialog


def pdf(path: Path) -> Path:
    """Write a scan of one page."""
    page = canvas.Canvas(str(path))
    page.drawString(72, 720, path.stem)
    page.save()
    return path


def drop(widget: QWidget, files: list[Path]) -> None:
    """Let files fall on a dialog."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    widget.dragEnterEvent(QDragEnterEvent(QPoint(), copy, data, Qt.MouseButton.LeftButton, none))
    widget.dropEvent(QDropEvent(QPoint(), copy, data, Qt.MouseButton.LeftButton, none))
