"""The forms of a CACES, a visit and a training: what they compute, say and store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import scans
from forms import a_window, adding, editing, file_of, id_of, save, words, write
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.employee.models import Employee, MedicalVisit
from cariste.ui.context import Context

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return a_window(qtbot)


@pytest.fixture
def chloe(context: Context) -> str:
    return id_of(context, "Chloé Fictif")


# -- CACES ------------------------------------------------------------------------------------------


def test_one_session_gives_three_categories_with_one_proof(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str, tmp_path: Path
) -> None:
    scan = tmp_path / "attestation Éloïse.pdf"
    scan.write_bytes(scans.pdf())
    form = adding(qtbot, context, window, "caces", id_of(context, "Aïcha Modèle"))
    write(
        form,
        kinds="1A 3 5",
        completion_date="12/3/26",
        certificate_number="A-1",
        organisation="Centre d'essai",
    )
    assert form.fields["expiration_date"].value == dt.date(2031, 3, 12)
    assert words(form) == {"expiration_date": "computed (5\u00a0years)"}
    form.proof.take_file(scan)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: form.fields["document_path"].value is not None)
    save(qtbot, form)
    rows = file_of(context, id_of(context, "Aïcha Modèle")).caces
    assert {row.kind for row in rows} == {"R489-1A", "R489-3", "R489-5"}
    assert {(row.obtained, row.expiration_source) for row in rows} == {(dt.date(2026, 3, 12), "computed")}
    assert {(row.certificate_number, row.organisation) for row in rows} == {("A-1", "Centre d'essai")}
    [proof] = {row.document for row in rows}
    assert proof is not None
    assert context.workspace.undoable == "CACES R489-1A, 3, 5 of Aïcha Modèle"
    assert scan.exists()
    context.workspace.undo()
    assert file_of(context, id_of(context, "Aïcha Modèle")).caces == ()


def test_typing_over_the_expiry_makes_it_typed_and_emptying_it_gives_it_back_to_the_rule(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="4", completion_date="12/03/2026", expiration_date="11/03/2031")
    assert words(form) == {"expiration_date": "typed (by the rule: 12 Mar 2031)"}
    # What was typed stays whatever the rest becomes.
    write(form, completion_date="13/03/2026")
    assert form.fields["expiration_date"].value == dt.date(2031, 3, 11)
    write(form, expiration_date="")
    assert form.fields["expiration_date"].value == dt.date(2031, 3, 13)
    assert words(form) == {"expiration_date": "computed (5\u00a0years)"}
    write(form, expiration_date="11/03/2031")
    save(qtbot, form)
    [row] = [row for row in file_of(context, chloe).caces if row.kind == "R489-4"]
    assert (row.expiration_date, row.expiration_source) == (dt.date(2031, 3, 11), "typed")


def test_a_date_longer_than_the_catalogue_is_pointed_out_and_can_be_saved(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="4", completion_date="12/03/2026", expiration_date="12/03/2036")
    assert "Longer than the catalogue allows (5\u00a0years)" in words(form)["expiration_date"]
    save(qtbot, form)
    [row] = [row for row in file_of(context, chloe).caces if row.kind == "R489-4"]
    assert row.longer_than_catalogue


def test_an_unknown_kind_gets_ten_years_and_a_word_to_check_them(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    form.fields["kinds"].entry.widget.family.setCurrentIndex(  # type: ignore[attr-defined]
        form.fields["kinds"].entry.widget.family.findData("")  # type: ignore[attr-defined]
    )
    write(form, kinds="Balayeuse", completion_date="12/03/2026")
    assert form.fields["expiration_date"].value == dt.date(2036, 3, 12)
    assert "Unknown kind: 10\u00a0years by default" in words(form)["expiration_date"]


def test_categories_with_different_validities_are_computed_one_by_one(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="R489 4 R482 F", completion_date="12/03/2026")
    assert words(form) == {"expiration_date": "computed for each category"}
    save(qtbot, form)
    rows = {row.kind: row.expiration_date for row in file_of(context, chloe).caces}
    assert rows["R489-4"] == dt.date(2031, 3, 12)
    assert rows["R482-F"] == dt.date(2036, 3, 12)


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({}, {"kinds": "Required field.", "completion_date": "Required field."}),
        ({"kinds": "1", "completion_date": "12/03/2026"}, {"kinds": "R489 category 1: 1A or 1B?"}),
        (
            {"kinds": "4", "completion_date": "22/11/2026"},
            {"completion_date": "The date 22 Nov 2026 is in the future."},
        ),
        (
            {"kinds": "4", "completion_date": "12/03/2026", "expiration_date": "11/03/2026"},
            {"expiration_date": "The expiry date is before the date obtained."},
        ),
        (
            {"kinds": "4", "completion_date": "12/03/2026", "expiration_date": "31/12/9999"},
            {"expiration_date": "The year 9999 is not possible here."},
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str, texts: dict[str, str], wrong: dict[str, str]
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, **texts)
    form.save()
    assert {name: field.problem for name, field in form.fields.items() if field.problem} == wrong
    assert form.notice.text.startswith("Nothing is saved yet.")


def test_an_expiry_alone_is_enough_when_the_day_is_not_known(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="4", expiration_date="12/03/2028")
    save(qtbot, form)
    [row] = [row for row in file_of(context, chloe).caces if row.kind == "R489-4"]
    assert (row.obtained, row.expiration_date) == (None, dt.date(2028, 3, 12))


def test_the_same_certificate_twice_is_refused_beside_the_categories(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="4 3", completion_date="21/11/2024")
    form.save()
    qtbot.waitUntil(lambda: bool(form.fields["kinds"].problem))
    assert "R489-3 obtained on 21 Nov 2024 is recorded already." in form.fields["kinds"].problem
    assert "R489-4" not in {row.kind for row in file_of(context, chloe).caces}


def test_a_certificate_is_corrected_in_place(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    [expired] = [row for row in file_of(context, chloe).caces if row.kind == "R489-5"]
    form = editing(qtbot, context, window, "caces", expired.id)
    assert form.fields["kinds"].value == ("R489-5",)
    assert form.fields["completion_date"].value == dt.date(2021, 11, 9)
    write(form, certificate_number="B-7")
    save(qtbot, form)
    [now] = [row for row in file_of(context, chloe).caces if row.kind == "R489-5"]
    assert (now.id, now.certificate_number) == (expired.id, "B-7")
    # Nobody touched the dates: they and their origin are as they were.
    assert (now.expiration_date, now.expiration_source) == (
        expired.expiration_date,
        expired.expiration_source,
    )


def test_a_proof_is_shown_replaced_and_taken_off(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    [proven] = [row for row in file_of(context, chloe).caces if row.document]
    form = editing(qtbot, context, window, "caces", proven.id)
    form.proof.clear()  # type: ignore[attr-defined]
    assert form.touched
    save(qtbot, form)
    assert [row.document for row in file_of(context, chloe).caces if row.id == proven.id] == [None]


# -- visits -----------------------------------------------------------------------------------------


def test_the_next_visit_follows_from_the_regime(qtbot: QtBot, context: Context, window: QWidget) -> None:
    with context.workspace.change("regime"):
        person = Employee(first_name="Awa", last_name="Modèle", medical_regime="SIA")
        person.save()
    form = adding(qtbot, context, window, "medical", person.id.hex)
    write(form, visit_date="12/03/2026")
    assert form.fields["expiration_date"].value == dt.date(2029, 3, 12)
    assert words(form)["expiration_date"] == "computed (3\u00a0years, Adapted (SIA))"
    write(form, visit_type="recovery")
    assert words(form)["expiration_date"] == "computed (1\u00a0year)"
    write(form, visit_type="on_request")
    assert form.fields["expiration_date"].value is None
    assert words(form)["expiration_date"] == "This type of visit sets no next date."


def test_a_conclusion_is_stored_and_the_form_asks_for_no_reasons(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "medical", chloe)
    assert "Do not enter medical information" in words(form)["restrictions"]
    write(
        form, visit_date="2/9/26", result="fit_with_restrictions", restrictions="Pas de charge > 10 kg\n" * 20
    )
    assert "only the doctor's conclusions" in words(form)["restrictions"]
    write(form, restrictions="Pas de charge > 10 kg")
    save(qtbot, form)
    with context.workspace.reading():
        visit = MedicalVisit.get(MedicalVisit.visit_date == dt.date(2026, 9, 2))
    assert (visit.result, visit.restrictions) == ("fit_with_restrictions", "Pas de charge > 10 kg")
    assert context.workspace.undoable == "Periodic visit of Chloé Fictif"


def test_the_next_visit_cannot_be_before_this_one(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "medical", chloe)
    write(form, visit_date="12/03/2026", expiration_date="11/03/2026")
    form.save()
    assert words(form)["expiration_date"] == "The next visit is before this one."


# -- trainings --------------------------------------------------------------------------------------


def test_a_title_of_the_catalogue_brings_its_validity(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "training", chloe)
    write(form, title="habilitation electrique", completion_date="12/03/2026")
    assert (
        form.fields["title"].value == "Electrical authorisation" or form.fields["validity_months"].value == 36
    )
    assert form.fields["expiration_date"].value == dt.date(2029, 3, 12)
    write(form, validity_months="2 ans", mode="online")
    assert form.fields["expiration_date"].value == dt.date(2028, 3, 12)
    save(qtbot, form)
    row = next(row for row in file_of(context, chloe).trainings if row.kind == "ELEC")
    assert (row.validity_months, row.expiration_date, row.mode) == (24, dt.date(2028, 3, 12), "online")


def test_a_training_without_months_is_permanent(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "training", chloe)
    write(form, title="Visite du site", completion_date="12/03/2026")
    assert words(form)["expiration_date"] == "Permanent: no expiry."
    save(qtbot, form)
    row = next(row for row in file_of(context, chloe).trainings if row.title == "Visite du site")
    assert (row.expiration_date, row.status) == (None, "permanent")


def test_a_missing_training_is_proposed_with_its_title(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    set_language("fr")
    form = adding(qtbot, context, window, "training", chloe, kind="HARNESS")
    assert form.fields["title"].value == "Travail en hauteur, port du harnais"
    assert form.fields["validity_months"].value == 36
    assert not form.touched
