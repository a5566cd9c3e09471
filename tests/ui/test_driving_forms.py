"""The forms about driving: what they propose, compute, warn of and store."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from drivers import grant, proven, suspend
from factories import TODAY, caces
from forms import a_window, open_form, save, words, write
from papers import pages_of
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cariste.authorisation.file import DrivingFile, driving_file
from cariste.employee.models import Employee
from cariste.settings import editing
from cariste.ui.context import Context
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.forms import driving_opening
from cariste.ui.forms.form import Form

D = dt.date
NBSP = "\u00a0"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return a_window(qtbot)


@pytest.fixture
def driver(context: Context) -> str:
    """Somebody with CACES 1B and 3, healthy and shown Quai; nothing is issued yet."""
    with context.workspace.change("driver"):
        return str(proven("Anaïs", ("R489-1B", "R489-3")).id.hex)


def file_of(context: Context, person: str) -> DrivingFile:
    with context.workspace.reading():
        file = driving_file(person, TODAY)
    assert file is not None
    return file


def change(context: Context, person: str, **fields: Any) -> None:
    with context.workspace.change("fields"):
        found = Employee.get_by_id(person)
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()


def issuing(qtbot: QtBot, context: Context, window: QWidget, person: str, **how: Any) -> Form:
    return open_form(qtbot, window, lambda: driving_opening.issue(context, window, person, **how))


# -- issuing ----------------------------------------------------------------------------------------


def test_what_the_proofs_allow_is_proposed_and_one_enter_issues_it(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("earlier"):
        grant(proven("Bruno"), signatory="M. Directeur")
    form = issuing(qtbot, context, window, driver)
    assert form.values() == {
        "kinds": ("R489-1A", "R489-1B", "R489-3"),
        "site": "Quai",
        "issued_on": TODAY,
        "ends_on": D(2029, 3, 1),
        "signatory": "M. Directeur",
        "other_proof": None,
        "limits": None,
        "document_path": None,
    }
    assert words(form)["kinds"].splitlines() == [
        "1A: covered by CACES 1B until 1 Mar 2029",
        "1B: CACES until 1 Mar 2029",
        "3: CACES until 1 Mar 2029",
    ]
    assert words(form)["ends_on"] == "computed (end of the CACES)"
    assert not form.fields["other_proof"].isVisible()
    save(qtbot, form)
    rows = file_of(context, driver).authorisations
    assert {(row.kind, row.ends_on, row.ends_source, row.site) for row in rows} == {
        (kind, D(2029, 3, 1), "computed", "Quai") for kind in ("R489-1A", "R489-1B", "R489-3")
    }
    assert context.workspace.undoable == "Authorisation R489-1A, 1B, 3 of Anaïs Fictif-Test"


def test_the_card_is_shown_for_printing_straight_after_it_is_issued(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    form = issuing(qtbot, context, window, driver)
    button = form.print_button  # type: ignore[attr-defined]
    card, _letter = button.menu().actions()
    card.trigger()  # nobody signs yet: refused beside the field, and nothing is printed later by a plain save
    assert form.fields["signatory"].problem
    write(form, signatory="Mme Fictif")
    card.trigger()
    qtbot.waitUntil(lambda: bool(viewers()))
    [shown] = viewers()
    qtbot.waitUntil(lambda: bool(shown.page_label.text()))
    assert shown._pages is not None
    assert "Anaïs" in " ".join(pages_of(shown._pages.content))
    assert len(file_of(context, driver).authorisations) == 3
    shown.reject()


def test_a_plain_save_prints_nothing_though_printing_was_asked_for_and_refused_before(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    form = issuing(qtbot, context, window, driver)
    form.print_button.menu().actions()[1].trigger()  # type: ignore[attr-defined]
    write(form, signatory="Mme Fictif")
    save(qtbot, form)
    qtbot.waitUntil(lambda: len(file_of(context, driver).authorisations) == 3)
    assert viewers() == []


def test_whoever_signs_for_the_firm_is_proposed_before_whoever_signed_last(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("earlier"):
        grant(proven("Bruno"), signatory="M. Directeur")
    with context.workspace.change("settings"):
        editing.store(context.workspace.settings, {"signatory": "Mme Fictif, directrice"})
    form = issuing(qtbot, context, window, driver)
    assert form.values()["signatory"] == "Mme Fictif, directrice"


def viewers() -> list[DocumentViewer]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, DocumentViewer)]


def test_categories_of_several_families_are_proposed_each_as_its_own(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("more"):
        for kind in ("R485-2", "R486-B"):
            caces(Employee.get_by_id(driver), kind, completion_date=D(2024, 3, 1))
    form = issuing(qtbot, context, window, driver)
    assert form.fields["kinds"].value == (
        *("R489-1A", "R489-1B", "R489-3"),
        *("R485-1", "R485-2", "R486-B"),
    )


def test_typing_over_the_end_makes_it_typed_and_it_stays_whatever_else_changes(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    form = issuing(qtbot, context, window, driver, kinds=("R489-3",))
    write(form, ends_on="31/12/2027")
    assert words(form)["ends_on"] == "typed (by the rule: 1 Mar 2029)"
    write(form, kinds="1B 3")
    assert form.fields["ends_on"].value == D(2027, 12, 31)
    write(form, ends_on="")
    assert words(form)["ends_on"] == "computed (end of the CACES)"
    write(form, ends_on="31/12/2027", signatory="Mme Fictif")
    save(qtbot, form)
    assert {(row.ends_on, row.ends_source) for row in file_of(context, driver).authorisations} == {
        (D(2027, 12, 31), "typed")
    }


def test_categories_that_end_on_different_days_are_computed_one_by_one(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("five"):
        caces(Employee.get_by_id(driver), "R489-5", completion_date=D(2025, 6, 2))
    form = issuing(qtbot, context, window, driver, kinds=("R489-3", "R489-5"))
    assert words(form)["ends_on"] == "computed for each category"
    write(form, signatory="Mme Fictif")
    save(qtbot, form)
    ends = {row.kind: row.ends_on for row in file_of(context, driver).authorisations}
    assert ends == {"R489-3": D(2029, 3, 1), "R489-5": D(2030, 6, 2)}


def test_without_a_caces_the_other_proof_is_asked_for_and_flagged(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    form = issuing(qtbot, context, window, driver, kinds=("R489-3",))
    write(form, kinds="3 5", signatory="Mme Fictif")
    needed = "No CACES in force for 5: write which other proof of skill there is."
    assert words(form)["kinds"].endswith(needed)
    assert form.fields["other_proof"].isVisible()
    form.save()
    assert form.fields["other_proof"].problem == needed
    assert file_of(context, driver).authorisations == ()
    write(form, other_proof="Formation interne et test du 12/11/2026")
    save(qtbot, form)
    proofs = {row.kind: row.other_proof for row in file_of(context, driver).authorisations}
    assert proofs == {"R489-3": None, "R489-5": "Formation interne et test du 12/11/2026"}


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"kinds": ""}, {"kinds": "Required field."}),
        ({"kinds": "R389 3"}, {"kinds": "No authorisation is issued for: R389-3."}),
        ({"signatory": ""}, {"signatory": "Required field."}),
        ({"issued_on": ""}, {"issued_on": "Required field."}),
        ({"ends_on": "20/11/2026"}, {"ends_on": "The end is before the start."}),
        ({"ends_on": "31/02/2027"}, {"ends_on": "Invalid date"}),
    ],
)
def test_what_cannot_be_issued_is_said_beside_its_field(
    qtbot: QtBot, context: Context, window: QWidget, driver: str, texts: dict[str, str], wrong: dict[str, str]
) -> None:
    form = issuing(qtbot, context, window, driver)
    write(form, signatory="Mme Fictif")
    write(form, **texts)
    form.save()
    said = {name: field.problem for name, field in form.fields.items() if field.problem}
    assert said.keys() == wrong.keys()
    for name, start in wrong.items():
        assert said[name].startswith(start)
    assert file_of(context, driver).authorisations == ()


def test_what_is_missing_is_pointed_out_and_hinders_nobody(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    change(context, driver, birth_date=D(2009, 5, 4), workspace="Zone A")
    with context.workspace.change("no proof"):
        Employee.get_by_id(driver).medical_visits.get().delete_instance()
    form = issuing(qtbot, context, window, driver)
    said = words(form)
    assert said["issued_on"] == "Under 18 on that day: a derogation is needed."
    assert "No medical certificate in force" in said["ends_on"]
    assert said["site"].startswith("Not shown this work area")
    write(form, issued_on="04/05/2027", site="Quai", signatory="Mme Fictif")
    assert {"issued_on", "site"}.isdisjoint(words(form))
    save(qtbot, form)
    assert file_of(context, driver).authorisations


def test_a_temp_s_authorisation_ends_with_the_assignment(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    change(context, driver, contract_type="Interim", assignment_end=D(2026, 12, 18))
    form = issuing(qtbot, context, window, driver)
    assert form.fields["ends_on"].value == D(2026, 12, 18)
    assert words(form)["ends_on"] == "computed (end of the assignment)"


def test_opening_an_authorisation_changes_nothing_of_it(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("issued"):
        row = grant(Employee.get_by_id(driver), ends_on=D(2028, 8, 8), limits="Quai 1")
    form = open_form(
        qtbot,
        window,
        lambda: driving_opening.edit(context, window, driving_opening.AUTHORISATION, row.id.hex),
    )
    assert not form.touched
    assert form.fields["ends_on"].value == D(2028, 8, 8)
    write(form, limits="Quai 1 et 2")
    save(qtbot, form)
    [stored] = file_of(context, driver).authorisations
    assert (stored.limits, stored.ends_on) == ("Quai 1 et 2", D(2028, 8, 8))


# -- the others -------------------------------------------------------------------------------------


def test_several_authorisations_are_suspended_with_one_form(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("issued"):
        person = Employee.get_by_id(driver)
        ids = [grant(person, kind).id.hex for kind in ("R489-1B", "R489-3")]
    form = open_form(qtbot, window, lambda: driving_opening.suspend(context, window, ids))
    assert form.fields["starts_on"].value == TODAY
    form.save()
    assert form.fields["reason"].problem == "Required field."
    write(form, reason="Choc avec un rack", ends_on="20/11/2026")
    form.save()
    assert form.fields["ends_on"].problem == "The end is before the start."
    write(form, ends_on="30/11/2026")
    save(qtbot, form)
    assert len(file_of(context, driver).suspensions) == 2
    assert context.workspace.undoable == "Suspension R489-1B, 3 of Anaïs Fictif-Test"


def test_days_that_are_suspended_already_are_refused_beside_the_field(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    with context.workspace.change("issued"):
        row = grant(Employee.get_by_id(driver))
        suspend(row, D(2026, 11, 25), D(2026, 12, 5))
    form = open_form(qtbot, window, lambda: driving_opening.suspend(context, window, [row.id.hex]))
    write(form, reason="Encore", ends_on="25/11/2026")
    form.save()
    qtbot.waitUntil(lambda: bool(form.fields["starts_on"].problem))
    assert form.fields["starts_on"].problem.startswith("The authorisation is suspended already")
    write(form, ends_on="24/11/2026")
    save(qtbot, form)
    assert len(file_of(context, driver).suspensions) == 2


@pytest.mark.parametrize(
    ("which", "texts", "field"),
    [
        ("suspend", {"reason": "Enquête", "starts_on": "21/11/2026", "ends_on": "20/11/2026"}, "ends_on"),
        ("withdraw", {"withdrawn_reason": "Erreur", "withdrawn_on": "03/11/2025"}, "withdrawn_on"),
        (
            "add_assignment",
            {"agency": "Agence Exemple", "starts_on": "21/11/2026", "ends_on": "20/11/2026"},
            "ends_on",
        ),
    ],
)
def test_an_end_before_the_start_is_refused_beside_its_field(
    qtbot: QtBot,
    context: Context,
    window: QWidget,
    driver: str,
    which: str,
    texts: dict[str, str],
    field: str,
) -> None:
    with context.workspace.change("issued"):
        row = grant(Employee.get_by_id(driver))
    about = driver if which == "add_assignment" else [row.id.hex]
    form = open_form(qtbot, window, lambda: getattr(driving_opening, which)(context, window, about))
    write(form, **texts)
    form.save()
    qtbot.waitUntil(lambda: bool(form.fields[field].problem))
    assert form.fields[field].problem == "The end is before the start."
    file = file_of(context, driver)
    assert (file.suspensions, file.assignments, file.authorisations[0].withdrawn_on) == ((), (), None)


def test_a_withdrawal_needs_its_reason(qtbot: QtBot, context: Context, window: QWidget, driver: str) -> None:
    with context.workspace.change("issued"):
        row = grant(Employee.get_by_id(driver))
    form = open_form(qtbot, window, lambda: driving_opening.withdraw(context, window, [row.id.hex]))
    form.save()
    assert form.fields["withdrawn_reason"].problem == "Required field."
    write(form, withdrawn_reason="Conduite dangereuse")
    save(qtbot, form)
    assert file_of(context, driver).authorisations[0].state == "withdrawn"


def test_an_induction_is_recorded_for_the_person_s_work_area(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    change(context, driver, workspace="Zone A")
    form = open_form(qtbot, window, lambda: driving_opening.add_induction(context, window, driver))
    assert form.fields["site"].value == "Zone A"
    write(form, held_on="22/11/2026")
    form.save()
    assert "in the future" in form.fields["held_on"].problem
    write(form, held_on="20/11/2026", held_by="M. Formateur")
    save(qtbot, form)
    assert [(row.site, row.held_by) for row in file_of(context, driver).inductions] == [
        ("Zone A", "M. Formateur"),
        ("Quai", None),
    ]


def test_an_assignment_is_recorded_and_stands_on_the_person_s_record(
    qtbot: QtBot, context: Context, window: QWidget, driver: str
) -> None:
    change(context, driver, contract_type="Interim")
    form = open_form(qtbot, window, lambda: driving_opening.add_assignment(context, window, driver))
    form.save()
    assert form.fields["agency"].problem == "Required field."
    write(
        form, agency="Agence Exemple", starts_on="16/11/2026", ends_on="18/12/2026", documents_on="16/11/26"
    )
    save(qtbot, form)
    [row] = file_of(context, driver).assignments
    assert (row.agency, row.ends_on, row.documents_on) == ("Agence Exemple", D(2026, 12, 18), D(2026, 11, 16))
    with context.workspace.reading():
        person = Employee.get_by_id(driver)
    assert (person.agency, person.assignment_end) == ("Agence Exemple", D(2026, 12, 18))
