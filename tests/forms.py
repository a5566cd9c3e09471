"""Opening forms in tests as the pages do, and writing into them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.file import EmployeeFile, employee_file
from cariste.employee.queries import find_employee
from cariste.ui.context import Context
from cariste.ui.forms import opening
from cariste.ui.forms.form import Form


def open_form(qtbot: QtBot, window: QWidget, ask: Callable[[], object]) -> Form:
    """Do what opens a form over a window, and return it once it has the keyboard."""
    ask()
    qtbot.waitUntil(lambda: bool(forms_over(window)))
    [form] = forms_over(window)
    form.activateWindow()
    qtbot.waitUntil(lambda: form.focusWidget() is not None and form.focusWidget().hasFocus())
    return form


def forms_over(window: QWidget) -> list[Form]:
    """Return the forms that lie over a window now."""
    return [each for each in window.children() if isinstance(each, Form) and each.isVisible()]


def write(form: Form, **texts: Any) -> None:
    """Write into fields, as if typed; of a choice, the value to choose."""
    for name, text in texts.items():
        widget = form.fields[name].entry.widget
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(widget.findData(text))
            assert widget.currentData() == text
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(text)
        else:
            line: Any = getattr(widget, "line", widget)
            line.setText(text)
            line.editingFinished.emit()


def save(qtbot: QtBot, form: Form) -> None:
    """Save, and wait until it is recorded and the form is gone."""
    with qtbot.waitSignal(form.stored):
        form.save()


def words(form: Form) -> dict[str, str]:
    """Return what is said under the fields that say something."""
    return {name: field.words for name, field in form.fields.items() if field.words}


def file_of(context: Context, person: str) -> EmployeeFile:
    """Return a person's file as it is stored now."""
    with context.workspace.reading():
        file = employee_file(person, context.bus.today)
    assert file is not None
    return file


def a_window(qtbot: QtBot) -> QWidget:
    """Return an empty window for forms to lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    return window


def id_of(context: Context, name: str) -> str:
    """Return the id of the one person of this name."""
    with context.workspace.reading():
        [row] = find_employee(name)
    return row.id


def adding(
    qtbot: QtBot, context: Context, window: QWidget, record_type: str, person: str, **how: Any
) -> Form:
    """Open the form that adds a record to a person."""
    return open_form(qtbot, window, lambda: opening.add_record(context, window, record_type, person, **how))


def editing(qtbot: QtBot, context: Context, window: QWidget, record_type: str, record: str) -> Form:
    """Open the form of a record."""
    return open_form(qtbot, window, lambda: opening.edit_record(context, window, record_type, record))
