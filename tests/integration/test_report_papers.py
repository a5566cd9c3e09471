"""Papers one signs, cuts out, hangs up or shows an inspector: letters, cards, the shift board, the proof."""

from __future__ import annotations

import datetime as dt
import json

import pypdfium2
import pytest
import scans
from factories import TODAY, caces, employee, visit
from papers import LONGEST, authorised, driver, made, pages_of, told_by, words_of
from reportlab.lib.units import mm

from cariste.audit.models import AuditChange
from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import UserError
from cariste.core.i18n import set_language
from cariste.documents.storing import attach, inspect_bytes
from cariste.employee.models import Employee, MedicalVisit
from cariste.equipment.models import Machine
from cariste.reports import cards
from cariste.reports.asking import Asked
from cariste.reports.licences import drivers
from cariste.settings.models import Setting
from cariste.workspace import Workspace

D = dt.date


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    set_language("en")


@pytest.fixture
def chloe(workspace: Workspace) -> str:
    """Somebody who may drive R489-3 on Quai; the firm has an address."""
    identity = {
        "address": ["12, rue de l’Exemple", "59000 Ville-Fictive"],
        "siret": "73282932000074",
        "signatory": "Mme Fictif",
        "signatory_function": "Responsable d’exploitation",
    }
    with workspace.change("driver"):
        for key, value in identity.items():
            Setting(key=key, value=json.dumps(value)).save()
        return str(driver(external_id="00123").id.hex)


# -- letters and cards ----------------------------------------------------------------------------


def test_a_letter_names_everything_an_authorisation_must(workspace: Workspace, chloe: str) -> None:
    with workspace.change("limits"):
        grant = Authorisation.get()
        grant.limits = "sans translation en charge sur la rampe"
        grant.save()
    told = told_by(workspace, "letters", people=(chloe,)).replace("\u00a0", " ")
    for words in (
        "Entrepôt d'essai 12, rue de l’Exemple 59000 Ville-Fictive SIRET 732 829 320 00074",
        "Chloé Fictif-Test",
        "no. 00123",
        "R489-3 · Counterbalance forklifts (capacity ≤ 6 t)",
        "Quai 4 Nov 2025 1 Mar 2029",
        "sans translation en charge sur la rampe",
        "CACES R489-3 no. C-4711, until 1 Mar 2029",
        "medical certificate of 3 Nov 2025, until 3 Nov 2030",
        "site and instructions shown on 7 Jan 2020",
        "For the employer Mme Fictif Responsable d’exploitation",
        "arrêté du 26/09/2025",
    ):
        assert words in told


def test_the_end_on_paper_is_the_earliest_of_all(workspace: Workspace, chloe: str) -> None:
    with workspace.change("contract"):
        person = Employee.get_by_id(chloe)
        person.contract_type, person.contract_end = "CDD", D(2027, 3, 31)
        person.save()
    assert "4 Nov 2025 31 Mar 2027" in told_by(workspace, "letters", people=(chloe,))
    assert "31 Mar 2027" in told_by(workspace, "cards", people=(chloe,))


@pytest.mark.parametrize("name", ["letters", "cards"])
def test_who_may_not_drive_gets_no_paper_and_is_named(workspace: Workspace, chloe: str, name: str) -> None:
    with workspace.change("others"):
        paused, gone, unfit = (driver(first, last_name="Fictif-Sans") for first in ("Anaïs", "Bruno", "Carl"))
        Suspension(authorisation=paused.authorisations.get(), starts_on=TODAY, reason="x").save()
        gone.left_on, gone.current_status = D(2026, 11, 1), "inactive"
        gone.save()
        visit(unfit, visit_date=D(2026, 11, 2), result="unfit")
        ids = [person.id.hex for person in (paused, gone, unfit)]
    report = made(workspace, name, people=(chloe, *ids))
    assert "Fictif-Sans" not in words_of(report)
    assert all(first in report.remark for first in ("Anaïs", "Bruno", "Carl"))
    assert "Chloé" not in report.remark
    with pytest.raises(UserError, match="nothing to print"):
        made(workspace, name, people=tuple(ids))


def test_a_withdrawn_authorisation_is_not_printed_beside_the_one_that_replaced_it(
    workspace: Workspace, chloe: str
) -> None:
    with workspace.change("again"):
        person = Employee.get_by_id(chloe)
        authorised(person, issued_on=D(2026, 2, 1), withdrawn_on=D(2026, 3, 1), withdrawn_reason="x")
        authorised(person, issued_on=D(2024, 2, 1))
    with workspace.reading():
        [found] = drivers(Asked(on=TODAY))
    assert [licence.given.issued_on for licence in found.licences] == [D(2025, 11, 4)]


def test_a_temp_s_letter_names_the_agency(workspace: Workspace) -> None:
    with workspace.change("temp"):
        person = driver(contract_type="Interim", agency="Intérim Fictif", assignment_end=D(2027, 1, 31))
        person_id = person.id.hex
    told = told_by(workspace, "letters", people=(person_id,))
    assert "for the time of an assignment by Intérim Fictif, authorises" in told


def test_a_temp_s_authorisation_ends_on_every_paper_with_the_assignment_it_was_issued_for(
    workspace: Workspace,
) -> None:
    with workspace.change("temp"):
        temp = driver("Hugo", contract_type="Interim")
        for starts, ends in ((dt.date(2025, 11, 3), dt.date(2026, 8, 31)), (dt.date(2026, 11, 16), None)):
            Assignment(employee=temp, agency="Agence", starts_on=starts, ends_on=ends).save()
        authorised(temp, issued_on=dt.date(2026, 11, 16), ends_on=dt.date(2028, 1, 31))
    register = told_by(workspace, "authorisations")
    assert "authorisation ended since 1 Sep 2026" in register
    assert register.count("in force") == 1
    proof = told_by(workspace, "proof-sheet", people=(temp.id.hex,), kind="R489-3")
    proof = proof.partition("The employer’s authorisation R489-3")[2]
    assert proof.index("31 Aug 2026") < proof.index("does not hold") < proof.index("31 Jan 2028")


@pytest.mark.slow
def test_one_card_and_a_hundred_and_twenty_are_made_in_one_run(workspace: Workspace, chloe: str) -> None:
    assert made(workspace, "cards", people=(chloe,)).pages == 1
    with workspace.change("many"):
        for number in range(119):
            driver("Jean", last_name=f"Fictif{number:03}")
    report = made(workspace, "cards")
    told = words_of(report)
    assert report.pages == 24
    assert [number for number in range(119) if f"Fictif{number:03}" not in told] == []
    assert made(workspace, "letters").pages == 120


def test_a_card_is_as_large_as_a_badge_and_five_fit_on_a_sheet(workspace: Workspace, chloe: str) -> None:
    assert (round(cards.WIDTH / mm, 1), round(cards.HEIGHT / mm, 1)) == (85.6, 54.0)
    pdf = pypdfium2.PdfDocument(made(workspace, "cards").content)
    page = pdf[0]
    paths = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    left, right = min(box[0] for box in paths), max(box[2] for box in paths)
    whole = [box for box in paths if abs(box[2] - box[0] - 2 * cards.WIDTH) < 2]
    page.close()
    pdf.close()
    assert whole, "the outline of both sides is drawn"
    assert left > 0
    assert right < 595
    assert cards.ON_A_SHEET * cards.HEIGHT < 842 - 2 * 30


def test_a_card_has_both_sides_with_proofs_end_and_signatory(workspace: Workspace, chloe: str) -> None:
    told = told_by(workspace, "cards", people=(chloe,)).replace("\u00a0", " ")
    for words in (
        "DRIVING AUTHORISATION",
        "Chloé Fictif-Test",
        "no. 00123",
        "for the employer: Mme Fictif",
        "issued on 4 Nov 2025",
        "R489-3 Counterbalance ≤ 6 t",
        "1 Mar 2029",
        "Quai, instructions shown on 7 Jan 2020",
        "CACES R489-3 no. C-4711, until 1 Mar 2029",
        "medical certificate of 3 Nov 2025, until 3 Nov 2030",
    ):
        assert words in told


def test_many_categories_go_on_further_cards_and_none_is_lost(workspace: Workspace) -> None:
    kinds = ["R489-1A", "R489-1B", "R489-2A", "R489-2B", "R489-4", "R489-5", "R489-6", "R489-7"]
    first, _blank, last = LONGEST.partition(" ")
    with workspace.change("many"):
        person = driver(first, last_name=last)
        for kind in kinds:
            caces(person, kind, certificate_number="FICTIF-2025-123456")
            authorised(person, kind=kind, limits="sans translation en charge sur la rampe du quai 4")
    told = told_by(workspace, "cards")
    assert all(place in told for place in ("1/3", "2/3", "3/3"))
    assert [kind for kind in ["R489-3", *kinds] if f"{kind} " not in told] == []
    assert "Łuczak" in told


def test_the_photo_is_on_the_card_and_a_lost_one_leaves_the_place_empty(
    workspace: Workspace, chloe: str
) -> None:
    def images() -> int:
        pdf = pypdfium2.PdfDocument(made(workspace, "cards", people=(chloe,)).content)
        page = pdf[0]
        found = sum(item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects())
        page.close()
        pdf.close()
        return found

    assert images() == 0
    with workspace.change("photo"):
        person = Employee.get_by_id(chloe)
        person.avatar_path = "documents/photo.png"
        person.save()
    assert images() == 0
    place = workspace.attachments.folder / "documents" / "photo.png"
    place.write_bytes(scans.image(size=(300, 400), colour="green"))
    assert images() == 1


# -- the shift board ------------------------------------------------------------------------------


def test_the_board_lists_those_who_may_and_below_those_who_may_not_with_the_reason(
    workspace: Workspace, chloe: str
) -> None:
    with workspace.change("others"):
        Machine(number="12", name="Fenwick rouge", kind="R489-3", site="Quai").save()
        caces(employee(first_name="Bruno", workspace="Quai"), "R489-3", completion_date=D(2021, 11, 20))
        employee(first_name="Carl", workspace="Quai")
    told = told_by(workspace, "shift-board", machine="12").replace("\u00a0", " ")
    assert "Who may drive: 12 · Fenwick rouge" in told
    assert "work area: Quai" in told
    assert "May drive (1)" in told
    assert "Fictif-Test Chloé 00123 Cariste ✓ 1 Mar 2029" in told
    assert told.index("May not drive (1)") < told.index("Bruno ✖ CACES expired since 21 Nov 2026")
    assert "Carl" not in told
    assert told_by(workspace, "shift-board", kind="R489-3", area="Zone A").count("May drive (0)") == 1


def test_a_wall_does_not_tell_what_a_doctor_said(workspace: Workspace) -> None:
    with workspace.change("unfit"):
        visit(driver(), visit_type="recovery", visit_date=D(2026, 9, 1), result="unfit")
    told = told_by(workspace, "shift-board", kind="R489-3", area="Quai")
    assert "ask the human-resources office" in told
    assert "physician" not in told


def test_a_machine_out_of_service_is_said_to_be(workspace: Workspace, chloe: str) -> None:
    with workspace.change("machine"):
        Machine(number="7", name="Retrait", kind="R489-3", out_of_service_on=D(2026, 11, 1)).save()
    assert "out of service since 1 Nov 2026" in told_by(workspace, "shift-board", machine="7")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "the category or the machine"),
        ({"kind": "R489-8"}, "R489-1A"),
        ({"kind": "R389-3"}, "not a category in force"),
        ({"machine": "99"}, "There is no machine “99”."),
    ],
)
def test_what_cannot_be_driven_is_refused_in_words(
    workspace: Workspace, asked: dict[str, str], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        made(workspace, "shift-board", **asked)


# -- the proof ------------------------------------------------------------------------------------


def test_the_proof_shows_each_condition_its_records_and_the_rules_of_that_day(
    workspace: Workspace, chloe: str
) -> None:
    told = told_by(
        workspace, "proof-sheet", people=(chloe,), kind="R489-3", area="Quai", on=D(2026, 11, 20)
    ).replace("\u00a0", " ")
    assert "What was true on 20 Nov 2026" in told
    assert "✓ May drive" in told
    assert told.count("✓ met") == 5
    assert "CACES R489-3 · C-4711 1 Mar 2024 1 Mar 2029 ✓ holds" in told
    assert "Driving certificate 3 Nov 2025 3 Nov 2030 ✓ holds" in told
    assert "signed by Mme Fictif" in told
    assert "arrêté du 26/09/2025, in force since 1 Oct 2025" in told
    assert "Recommendation R489 of the CNAM: a CACES R489-3 is valid for 5 years." in told
    assert "R489-3: the law requires the employer’s authorisation." in told


def test_a_past_day_is_proved_by_the_rules_of_that_day(workspace: Workspace) -> None:
    with workspace.change("old"):
        person = driver()
        MedicalVisit.delete_instance(person.medical_visits.get())
        visit(person, visit_date=D(2024, 5, 6), result="fit")
        Authorisation.delete_instance(person.authorisations.get())
        authorised(person, issued_on=D(2024, 6, 1))
        person_id = person.id.hex
    told = told_by(workspace, "proof-sheet", people=(person_id,), kind="R489-3", on=D(2025, 9, 30))
    assert "May drive" in told
    assert "arrêté du 02/12/1998" in told
    assert "Periodic visit" in told
    assert "Fit" not in told.replace("Fictif", "")


def test_what_was_typed_in_after_the_day_is_marked(workspace: Workspace, chloe: str) -> None:
    after = told_by(workspace, "proof-sheet", people=(chloe,), kind="R489-3", on=D(2020, 1, 8))
    assert "CACES R489-3 · C-4711" not in after
    with workspace.reading():
        written = AuditChange.get().at.date()
    told = told_by(
        workspace, "proof-sheet", people=(chloe,), kind="R489-3", on=written - dt.timedelta(days=1)
    )
    assert told.count("▲") >= 3
    now = told_by(workspace, "proof-sheet", people=(chloe,), kind="R489-3", on=written)
    assert now.count("▲") == 1  # only where it says what the sign means


def test_a_refusal_names_its_condition_and_no_diagnosis(workspace: Workspace) -> None:
    with workspace.change("unfit"):
        person = driver()
        visit(person, visit_type="recovery", visit_date=D(2026, 9, 1), result="unfit")
        person_id = person.id.hex
    told = told_by(workspace, "proof-sheet", people=(person_id,), kind="R489-3", area="Quai")
    told = told.replace("\u00a0", " ")
    assert "✖ May not drive" in told
    assert (
        "Medical certificate for driving ✖ not allowed by the occupational physician since 1 Sep 2026" in told
    )
    assert "Unfit" not in told
    assert told.count("✓ met") == 4


def test_a_dispensation_is_explained(workspace: Workspace) -> None:
    with workspace.change("1B"):
        person = driver()
        caces(person, "R489-1B")
        Induction(employee=person, site=None, held_on=D(2021, 1, 1)).save()
        authorised(person, kind="R489-1A")
        person_id = person.id.hex
    told = told_by(workspace, "proof-sheet", people=(person_id,), kind="R489-1A")
    assert "CACES R489-1B · stands for R489-1A" in told
    assert "R489-1B lets the employer authorise R489-1A" in told


def test_the_fingerprint_of_a_proof_is_printed(workspace: Workspace, chloe: str) -> None:
    with workspace.change("scan"):
        record = Employee.get_by_id(chloe).caces.get()
        proposed = inspect_bytes(scans.pdf(1), "certificat.pdf")
        attach(workspace.attachments, "caces", record.id.hex, proposed)
    told = told_by(workspace, "proof-sheet", people=(chloe,), kind="R489-3")
    assert f"SHA-256 {proposed.sha256[:16]}" in told


def test_several_people_are_proved_one_after_the_other(workspace: Workspace, chloe: str) -> None:
    with workspace.change("another"):
        other = driver("Zoé").id.hex
    pages = pages_of(made(workspace, "proof-sheet", people=(chloe, other), kind="R489-3").content)
    assert [page.count("Page 1 of 1") for page in pages] == [1, 1]
