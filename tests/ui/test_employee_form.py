"""The form of a person: what it offers, hides, says and stores."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import scans
from fingers import press, type_text
from forms import a_window, file_of, id_of, open_form, save, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.models import Employee
from cariste.employee.queries import find_employee
from cariste.ui.context import Context
from cariste.ui.forms import opening
from cariste.ui.forms.form import Form

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return a_window(qtbot)


@pytest.fixture
def chloe(context: Context) -> str:
    return id_of(context, "Chloé Fictif")


def test_a_temp_is_hired_with_everything_that_is_known(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    ids: list[str] = []
    form = open_form(qtbot, window, lambda: opening.add_person(context, window, ids.append))
    assert not form.fields["agency"].isVisible()
    write(form, contract_type="Interim")
    assert form.fields["agency"].isVisible()
    write(
        form,
        last_name="Œuvre-Modèle",
        first_name="Éloïse",
        external_id="00777",
        birth_date="3/4/01",
        workspace="quai",
        role="PREPARATEUR",
        entry_date="12/1",
        agency="Agence d'essai",
        assignment_end="+6m",
        medical_regime="SIS",
        email="eloise@example.org",
        phone="01 23 45 67 89",
    )
    form.fields["night_worker"].entry.widget.setChecked(True)  # type: ignore[attr-defined]
    save(qtbot, form)
    with context.workspace.reading():
        person = Employee.get(Employee.external_id == "00777")
        [found] = find_employee("OEUVRE MODELE eloise")
    assert ids == [person.id.hex] == [found.id]
    # Words that exist are taken with their spelling; dates as they are meant.
    assert (person.workspace, person.role) == ("Quai", "Préparateur")
    assert (person.birth_date, person.entry_date) == (dt.date(2001, 4, 3), dt.date(2026, 1, 12))
    assert person.assignment_end == dt.date(2026, 7, 12)
    assert (person.night_worker, person.medical_regime) == (True, "SIS")
    assert context.workspace.undoable == "New employee Éloïse Œuvre-Modèle"


def test_a_number_somebody_has_is_named_as_one_leaves_the_field(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = open_form(qtbot, window, lambda: opening.add_person(context, window))
    write(form, last_name="A", first_name="B")
    form.fields["external_id"].setFocus()
    type_text("00123")
    press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: bool(form.fields["external_id"].problem))
    assert form.fields["external_id"].problem == "Chloé Fictif has this number already."
    # And who saves all the same is told again.
    form.save()
    qtbot.waitUntil(lambda: form.fields["external_id"].problem == "An employee already has this number.")
    assert form.isVisible()


def test_ones_own_number_is_no_problem(qtbot: QtBot, context: Context, window: QWidget, chloe: str) -> None:
    form = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    write(form, external_id="124")
    write(form, external_id="00123", role="Cariste 5")
    save(qtbot, form)
    assert file_of(context, chloe).employee.role == "Cariste 5"


def test_fields_that_cannot_apply_are_hidden_but_never_a_value(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    form = open_form(
        qtbot, window, lambda: opening.edit_person(context, window, id_of(context, "Marc Témoin"))
    )
    assert form.fields["left_on"].isVisible()
    write(form, current_status="active")
    assert form.fields["left_on"].isVisible()
    write(form, left_on="", contract_type="CDI")
    write(form, current_status="active")
    form.fields["current_status"].edited.emit()
    assert not form.fields["left_on"].isVisible()
    assert not form.fields["contract_end"].isVisible()


def test_a_contract_cannot_end_before_it_begins(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    write(form, contract_type="CDD", contract_end="03/01/2016", email="nobody")
    form.save()
    assert form.fields["contract_end"].problem == "This is before the start date."
    assert form.fields["email"].problem == "This is not an e-mail address."


def test_a_photo_comes_with_the_person_and_can_be_taken_off(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_0001.jpg"
    picture.write_bytes(scans.telephone_photo())
    form = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    form._photo.take_file(picture)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: form.fields["avatar_path"].value is not None)
    save(qtbot, form)
    path = file_of(context, chloe).employee.avatar_path
    assert path is not None
    assert context.workspace.attachments.place_of(path) is not None
    qtbot.waitUntil(
        lambda: not any(isinstance(each, Form) and each.isVisible() for each in window.children())
    )
    again = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    again._photo.clear()  # type: ignore[attr-defined]
    save(qtbot, again)
    assert file_of(context, chloe).employee.avatar_path is None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.jpg", b"not a picture", "photo.jpg"),
        ("photo.pdf", scans.pdf(), "is no picture"),
        ("huge.png", scans.bomb(), "huge.png"),
        ("cut.jpg", scans.telephone_photo()[:400], "cut.jpg"),
    ],
)
def test_a_corrupt_or_huge_picture_is_refused_clearly(
    qtbot: QtBot,
    context: Context,
    window: QWidget,
    chloe: str,
    tmp_path: Path,
    name: str,
    content: bytes,
    reason: str,
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    form = open_form(qtbot, window, lambda: opening.edit_person(context, window, chloe))
    form._photo.take_file(path)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not form._photo._reading)  # type: ignore[attr-defined]
    form.save()
    assert reason in form.fields["avatar_path"].problem
    # The refused file can be put aside, and the rest saved.
    form._photo.clear()  # type: ignore[attr-defined]
    write(form, role="Cariste 5")
    save(qtbot, form)
    assert file_of(context, chloe).employee.avatar_path is None


def test_somebody_recorded_under_nearly_the_same_name_is_named_while_one_types(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    form = open_form(qtbot, window, lambda: opening.add_person(context, window))
    type_text("fictif")
    press(Qt.Key.Key_Tab)
    type_text("Cloé")
    press(Qt.Key.Key_Tab)
    first_name = form.fields["first_name"]
    qtbot.waitUntil(lambda: bool(first_name.words))
    assert first_name.words == "Possible duplicate: Fictif Chloé, No. 00123, Cariste, Quai."
    # A father may bear the name of his son: nothing is decided.
    save(qtbot, form)


def test_who_is_like_nobody_is_left_in_peace(qtbot: QtBot, context: Context, window: QWidget) -> None:
    form = open_form(qtbot, window, lambda: opening.add_person(context, window))
    type_text("Zylberstein")
    press(Qt.Key.Key_Tab)
    type_text("Ottokar")
    with qtbot.waitSignal(context.tasks.busy, check_params_cb=lambda busy: not busy):
        press(Qt.Key.Key_Tab)
    assert form.fields["first_name"].words == ""
