"""Forms when somebody else writes, when nothing may be written, and with hostile input."""

from __future__ import annotations

import datetime as dt

import pytest
from forms import a_window, adding, editing, file_of, forms_over, id_of, open_form, save, write
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.file import employee_file
from cariste.employee.models import Caces, Employee
from cariste.ui.context import Context
from cariste.ui.forms import opening

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return a_window(qtbot)


@pytest.fixture
def chloe(context: Context) -> str:
    return id_of(context, "Chloé Fictif")


# -- somebody else ----------------------------------------------------------------------------------


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    with context.workspace.change("undo in another window"):
        person = Employee.get(Employee.external_id == "00123")
        person.phone = "01"
        person.save()
    write(form, last_name="Autre")
    form.save()
    qtbot.waitUntil(lambda: bool(form.notice.text))
    assert "changed meanwhile" in form.notice.text
    assert form.fields["last_name"].value == "Autre"
    assert file_of(context, chloe).employee.last_name == "Fictif"


def test_what_is_gone_opens_no_form(qtbot: QtBot, context: Context, window: QWidget, chloe: str) -> None:
    told: list[Exception] = []
    context.tasks.failed.connect(told.append)
    opening.edit_record(context, window, "caces", "0" * 32)
    qtbot.waitUntil(lambda: bool(told))
    assert "deleted meanwhile" in str(told[0])


def test_two_quick_clicks_open_one_form(qtbot: QtBot, context: Context, window: QWidget, chloe: str) -> None:
    def twice() -> None:
        opening.add_record(context, window, "caces", chloe)
        opening.add_record(context, window, "caces", chloe)

    open_form(qtbot, window, twice)
    with qtbot.waitSignal(context.tasks.busy, raising=False, timeout=300):
        pass
    assert len(forms_over(window)) == 1


# -- reading only -----------------------------------------------------------------------------------


@pytest.fixture
def only_reading(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(context.workspace), "writing", property(lambda _self: False))


@pytest.mark.usefixtures("only_reading")
def test_who_only_reads_sees_no_conclusion_and_no_medical_follow_up(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    [visit] = file_of(context, chloe).medical_visits
    form = editing(qtbot, context, window, "medical", visit.id)
    assert not {"result", "restrictions"} & set(form.fields)
    assert form.fields["visit_date"].value == dt.date(2025, 11, 21)
    assert not form.save_button.isEnabled()
    form.close()
    person = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    assert "medical_regime" not in person.fields
    assert person.fields["last_name"].value == "Fictif"


@pytest.mark.usefixtures("only_reading")
def test_who_only_reads_is_told_so_when_adding(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    opening.add_record(context, window, "caces", chloe)
    opening.add_person(context, window)
    messages = [each for each in window.children() if type(each).__name__ == "Message"]
    assert len(messages) == 2
    assert "only reads" in messages[0].text  # type: ignore[attr-defined]


# -- hostile input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["😀", "عائشة", "\u202egnirts\u202c", '=HYPERLINK("http://example.org";"x")', "<b>Martin</b>", "&Martin",
     "Robert'); DROP TABLE employees;--", "a\tb\nc", "N'D\u00a0Essai"],
)  # fmt: skip
def test_any_name_is_stored_as_it_is_and_shown_as_plain_text(
    qtbot: QtBot, context: Context, window: QWidget, name: str
) -> None:
    ids: list[str] = []
    form = open_form(qtbot, window, lambda: opening.add_person(context, window, ids.append))
    write(form, last_name=name, first_name="Éloïse")
    save(qtbot, form)
    with context.workspace.reading():
        file = employee_file(ids[0], context.bus.today)
    assert file is not None
    kept = " ".join(name.split())
    assert file.employee.last_name == kept
    record = adding(qtbot, context, window, "caces", ids[0])
    write(record, kinds="3", completion_date="12/03/2026")
    save(qtbot, record)
    assert context.workspace.undoable == f"CACES R489-3 of Éloïse {kept}"


def test_names_of_ten_thousand_letters_are_refused_with_their_length(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    form = open_form(qtbot, window, lambda: opening.add_person(context, window))
    write(
        form,
        last_name="x" * 10_000,
        first_name="é" * 10_000,
        role="r" * 10_000,
        agency="",
        email="e" * 10_000,
    )
    form.save()
    for field in ("last_name", "first_name", "role"):
        assert "10000 characters, 100 at most" in form.fields[field].problem
    assert form.fields["email"].problem
    assert form.width() < 1000


def test_a_training_with_a_title_of_ten_thousand_letters_is_refused(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "training", chloe)
    write(form, title="x" * 10_000, completion_date="12/03/2026")
    form.save()
    assert "10000 characters" in form.fields["title"].problem


def test_a_whole_sheet_pasted_into_a_field_is_one_line(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, certificate_number="A\tB\nC\tD", kinds="4", completion_date="12/03/2026")
    save(qtbot, form)
    with context.workspace.reading():
        record = Caces.get(Caces.kind == "R489-4")
    assert "\n" not in record.certificate_number
