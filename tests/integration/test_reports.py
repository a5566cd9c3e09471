"""Reports: lists, tables and files say what is recorded, to whom it may be said, and where it comes from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdfium2
import pytest
import scans
from factories import TODAY, caces, employee, training, visit
from papers import LONGEST, authorised, driver, made, pages_of, told_by, words_of

from cariste.alerts.queries import Filter, what_needs_attention
from cariste.authorisation.models import Suspension
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import UserError
from cariste.core.i18n import set_language
from cariste.documents.storing import attach, inspect_bytes
from cariste.employee.models import Employee
from cariste.reports.registry import REPORTS
from cariste.requirement.models import Requirement
from cariste.workspace import Workspace

D = dt.date
PRIVATE = "pas de port de charge au-dessus de l'épaule"
OUTCOMES = ("Fit", "Unfit", "Apte", "Inapte", "aménagement", "adjustments", "Follow-up", "port de charge")


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    set_language("en")


def warehouse(workspace: Workspace) -> dict[str, str]:
    """Save people with something of everything; return ids by first name."""
    with workspace.change("people"):
        chloe = driver("Chloé", external_id="00123")
        training(chloe, "SST", completion_date=D(2026, 3, 1))
        training(chloe, "Accueil sécurité au poste", validity_months=None)
        noel = employee(first_name="Noël", last_name="D'Essai", workspace="Zone A", role="Préparateur")
        caces(noel, "R489-1A", completion_date=D(2021, 11, 9), expiration_date=D(2026, 11, 9))
        visit(noel, result="fit_with_restrictions", restrictions=PRIVATE, expiration_date=D(2026, 12, 1))
        training(noel, "SST", completion_date=D(2024, 10, 1))
        zoe = employee(first_name="Zoé", last_name="Fictif-Sortie", current_status="inactive")
        zoe.left_on = D(2021, 11, 20)
        zoe.save()
        visit(zoe, result="unfit", visit_date=D(2021, 1, 5))
        return {person.first_name: person.id.hex for person in (chloe, noel, zoe)}


# -- what all of them have ------------------------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_report_says_firm_date_author_publication_and_pages_in_both_languages(
    workspace: Workspace, report: object, language: str
) -> None:
    people = warehouse(workspace)
    workspace.send()
    set_language(language)
    given = {"people": (people["Chloé"],), "kind": "R489-3"}
    asked = {name: value for name, value in given.items() if name in report.takes}  # type: ignore[attr-defined]
    pattern = "%d/%m/%Y" if language == "fr" else "%Y"
    days = {dt.date.today().strftime(pattern)}
    told = told_by(workspace, report.name, **asked)  # type: ignore[attr-defined]
    days.add(dt.date.today().strftime(pattern))  # it may have been midnight
    epoch, number = workspace.head
    assert "Entrepôt d'essai" in told
    assert f"{workspace.person.username} · publication {epoch}-{number}" in told
    assert ("Page 1 sur" if language == "fr" else "Page 1 of") in told
    assert any(day in told for day in days)


def test_changes_nobody_else_has_yet_are_told(workspace: Workspace) -> None:
    workspace.send()
    assert "not published" not in told_by(workspace, "leavers")
    warehouse(workspace)
    assert "and 1 change of this PC not published yet" in told_by(workspace, "leavers")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_no_report_tells_what_a_doctor_concluded(workspace: Workspace, report: object) -> None:
    people = warehouse(workspace)
    given = {"people": tuple(people.values()), "kind": "R489-3"}
    asked = {name: value for name, value in given.items() if name in report.takes}  # type: ignore[attr-defined]
    told = told_by(workspace, report.name, **asked)  # type: ignore[attr-defined]
    assert [word for word in (*OUTCOMES, PRIVATE) if word in told] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("due-list", "Nothing is expired, and nothing falls due within 90 days."),
        ("trainings", "Nobody among them has a training recorded."),
        ("matrix", "Nobody among them has a CACES recorded."),
        ("medical-visits", "Nobody works there."),
        ("safety-team", "Nobody is a first-aider or fire warden on that day."),
        ("leavers", "Nobody has left."),
        ("authorisations", "No driving authorisation was issued."),
    ],
)
def test_an_empty_list_says_so(workspace: Workspace, name: str, words: str) -> None:
    assert words in told_by(workspace, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["due-list", "trainings", "matrix", "medical-visits", "authorisations"])
def test_five_hundred_people_are_all_there_under_repeated_heads(workspace: Workspace, name: str) -> None:
    with workspace.change("many"):
        for number in range(500):
            person = driver("Jean", last_name=f"Fictif{number:03}", external_id=f"{number:05}")
            caces(person, "R489-5", completion_date=D(2021, 11, 9), expiration_date=D(2026, 11, 9))
            training(person, "SST")
    pages = pages_of(made(workspace, name).content)
    told = " ".join(pages)
    assert [number for number in range(500) if f"Fictif{number:03}" not in told] == []
    assert len(pages) > 5
    assert all("Employee" in page for page in pages[1:])


def test_a_name_of_forty_letters_is_printed_whole(workspace: Workspace) -> None:
    first, _blank, last = LONGEST.partition(" ")
    with workspace.change("people"):
        person = driver(first, last_name=last)
        training(person, "SST", completion_date=D(2026, 3, 1))
        person_id = person.id.hex
    for report in REPORTS:
        given = {"people": (person_id,), "kind": "R489-3"}
        told = told_by(workspace, report.name, **{k: v for k, v in given.items() if k in report.takes})
        if report.name not in {"due-list", "leavers"}:
            found = told.replace("- ", "-")
            assert all(part in found for part in ("Jean-Éric-Barthélemy", "De La", "Łuczak")), report.name


# -- each of them ---------------------------------------------------------------------------------


def test_the_due_list_counts_as_the_window_does(workspace: Workspace) -> None:
    warehouse(workspace)
    with workspace.reading():
        found = what_needs_attention(TODAY, Filter(days=30))
    told = told_by(workspace, "due-list", days=30).replace("\u00a0", " ")
    expired = sum(alert.overdue for alert in found.alerts)
    total = found.counts.total
    assert "Expired 0 to 29 d Total Quai" in told
    assert f"Total {expired} {total - expired} {total} In detail" in told
    assert "9 Nov 2026 ✖ expired 12 d ago D'Essai Noël Préparateur R489-1A" in told
    assert "1 Dec 2026 ▲ in 10 d D'Essai Noël" in told


def test_what_a_role_asks_for_in_vain_is_in_the_due_list(workspace: Workspace) -> None:
    with workspace.change("required"):
        Requirement(role="Cariste", kind="SST").save()
        employee(first_name="Bruno", role="Cariste", workspace="Quai")
    told = told_by(workspace, "due-list").replace("\u00a0", " ")
    with workspace.reading():
        total = what_needs_attention(TODAY).counts.total
    assert "Expired 0 to 29 d 30 to 59 d 60 to 89 d Missing Total" in told
    assert "✖ missing Fictif-Test Bruno Cariste" in told
    assert f"Quai {total}" in told


def test_the_due_list_of_a_work_area_or_category_has_no_other(workspace: Workspace) -> None:
    warehouse(workspace)
    assert "D'Essai" not in told_by(workspace, "due-list", area="Quai")
    told = told_by(workspace, "due-list", kind="R489-1A")
    assert "R489-1A" in told
    assert "Periodic visit" not in told


def test_the_table_of_trainings_has_dates_signs_and_what_is_permanent(workspace: Workspace) -> None:
    warehouse(workspace)
    told = told_by(workspace, "trainings").replace("\u00a0", " ")
    assert "✓ 1 Mar 2028" in told
    assert "✖ 1 Oct 2026" in told
    assert "✓ permanent" in told


def test_many_trainings_go_into_parts_and_lose_no_column(workspace: Workspace) -> None:
    with workspace.change("many"):
        person = employee()
        for number in range(25):
            training(person, f"Formation {number:02}", validity_months=12)
    told = told_by(workspace, "trainings")
    assert "Part 3 of 3" in told
    assert [number for number in range(25) if f"Formation {number:02}" not in told] == []


def test_the_matrix_counts_what_was_there_on_the_day(workspace: Workspace) -> None:
    with workspace.change("renewed"):
        person = employee(workspace="Quai")
        caces(person, "R489-3", completion_date=D(2020, 1, 15))
        caces(person, "R489-3", completion_date=D(2025, 2, 1))
        employee(first_name="Bruno")
    assert "✓ 1 Feb 2030" in told_by(workspace, "matrix").replace("\u00a0", " ")
    assert "✖ 15 Jan 2025" in told_by(workspace, "matrix", on=D(2025, 1, 31)).replace("\u00a0", " ")
    assert "1 person without any CACES is not listed." in told_by(workspace, "matrix")


def test_the_matrix_says_before_the_first_tick_that_a_certificate_is_no_permission(
    workspace: Workspace,
) -> None:
    warehouse(workspace)
    told = told_by(workspace, "matrix")
    assert told.index("no permission to drive") < told.index("Employee") < told.index("✓")


def test_visits_are_listed_by_kind_and_date_and_who_has_none_is_named(workspace: Workspace) -> None:
    warehouse(workspace)
    with workspace.change("another"):
        employee(first_name="Bruno", last_name="Fictif-Neuf")
    told = told_by(workspace, "medical-visits").replace("\u00a0", " ")
    assert "Driving certificate 3 Nov 2025 3 Nov 2030 ✓" in told
    assert "Fictif-Neuf Bruno – no visit recorded" in told
    assert "Sortie" not in told


def test_an_expired_first_aider_does_not_count_and_an_area_without_one_is_named(workspace: Workspace) -> None:
    warehouse(workspace)
    told = told_by(workspace, "safety-team").replace("\u00a0", " ")
    assert "Fictif-Test Chloé ✓ 1 Mar 2028" in told
    assert "▲ No first-aider in: Bureau, Zone A, Zone B." in told
    assert told.index("No longer valid") < told.index("D'Essai Noël")


def test_leavers_are_listed_with_the_day_until_which_their_file_is_kept(workspace: Workspace) -> None:
    warehouse(workspace)
    told = told_by(workspace, "leavers").replace("\u00a0", " ")
    assert "Fictif-Sortie Zoé" in told
    assert "20 Nov 2021 ▲ 20 Nov 2026: may be erased" in told
    assert "Chloé" not in told
    assert "Staff-register data: 5 years after leaving" in told


def test_the_register_tells_the_state_and_the_proofs_of_each_authorisation(workspace: Workspace) -> None:
    people = warehouse(workspace)
    with workspace.change("more"):
        chloe = Employee.get_by_id(people["Chloé"])
        old = authorised(chloe, kind="R489-5", withdrawn_on=D(2026, 1, 5), withdrawn_reason="x")
        paused = authorised(chloe, kind="R489-6", site=None, limits="sans charge", other_proof="test interne")
        Suspension(authorisation=paused, starts_on=D(2026, 11, 1), reason="enquête").save()
        assert old.id != paused.id
    told = told_by(workspace, "authorisations").replace("\u00a0", " ")
    assert "R489-3 Quai 4 Nov 2025 1 Mar 2029 ✓ in force" in told
    assert "CACES R489-3 no. C-4711, until 1 Mar 2029" in told
    assert "medical certificate of 3 Nov 2025, until 3 Nov 2030" in told
    assert "site and instructions shown on 7 Jan 2020" in told
    assert "authorisation withdrawn since 5 Jan 2026" in told
    assert "authorisation suspended since 1 Nov 2026" in told
    assert "limits: sans charge" in told
    assert "enquête" not in told


# -- the file of a person -------------------------------------------------------------------------


def with_documents(workspace: Workspace) -> str:
    """Save somebody with three documents, one of them medical; return the id."""
    with workspace.change("documents"):
        person = driver()
        certificate, check = person.caces.get(), person.medical_visits.get()
        shown = {
            ("caces", certificate.id.hex): (scans.pdf(2), "Certificat d'Éloïse.pdf"),
            ("medical", check.id.hex): (scans.pdf(3), "visite.pdf"),
            ("training", training(person).id.hex): (scans.telephone_photo(), "attestation.jpg"),
        }
        for (kind, record), (content, name) in shown.items():
            attach(workspace.attachments, kind, record, inspect_bytes(content, name))
        return str(person.id.hex)


def test_documents_are_annexed_page_by_page_with_captions_and_numbers(workspace: Workspace) -> None:
    person = with_documents(workspace)
    report = made(workspace, "person-file", people=(person,))
    pages = pages_of(report.content)
    assert report.pages == len(pages)
    captions = [page for page in pages if page.startswith("Annex ")]
    assert len(captions) == 3
    assert any("R489-3" in page and "(page 2 of 2)" in page for page in captions)
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert "kept by the human-resources office" in " ".join(pages)
    assert "visite.pdf" not in " ".join(pages)


def test_where_there_is_no_document_no_list_of_them_takes_a_page_of_its_own(workspace: Workspace) -> None:
    with workspace.change("trainings, until they fill the page"):
        person = driver()
        for number in range(60):
            training(person, title=f"Formation {number}")
            told = made(workspace, "person-file", people=(person.id.hex,))
            if told.pages > 1:
                break
    assert "Trainings (" in words_of(told)
    assert "Documents (0)" not in words_of(told)


def test_what_concerns_health_is_in_the_file_only_when_asked_for(workspace: Workspace) -> None:
    person = with_documents(workspace)
    with_health = made(workspace, "person-file", people=(person,), outcomes=True)
    without = made(workspace, "person-file", people=(person,))
    assert with_health.pages == without.pages + 3
    assert "Fit" in words_of(with_health)
    assert "Outcome" not in words_of(without)
    assert made(workspace, "person-file", people=(person,), scans=False).pages == without.pages - 3


def test_a_page_of_a_document_is_put_in_turned_as_it_is_shown_and_sharp(workspace: Workspace) -> None:
    with workspace.change("document"):
        person = driver()
        record = person.caces.get().id.hex
        attach(workspace.attachments, "caces", record, inspect_bytes(scans.telephone_photo(), "photo.jpg"))
        person_id = person.id.hex
    content = made(workspace, "person-file", people=(person_id,)).content
    pdf = pypdfium2.PdfDocument(content)
    page = pdf[len(pdf) - 1].render(scale=1).to_pil()
    pdf.close()
    # Held upright, red is above blue.
    red, blue = page.getpixel((297, 200)), page.getpixel((297, 500))
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]


def test_a_document_that_is_lost_or_damaged_does_not_keep_the_file_from_being_printed(
    workspace: Workspace, folder: Path
) -> None:
    with workspace.change("documents"):
        person = employee()
        caces(person, "R489-3", document_path="documents/gone.pdf")
        caces(person, "R489-5", document_path="documents/broken.pdf")
        caces(person, "R489-1A", document_path="documents/../../elsewhere.pdf")
        person_id = person.id.hex
    (folder / "documents" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    told = told_by(workspace, "person-file", people=(person_id,))
    assert "not found in the shared folder" in told
    assert "broken.pdf is damaged" in told


def test_files_of_several_people_follow_each_other_each_numbered_anew(workspace: Workspace) -> None:
    people = warehouse(workspace)
    pages = pages_of(made(workspace, "person-file", people=tuple(people.values())).content)
    assert [page.startswith("Personal file of") for page in pages] == [True] * 3
    assert all("Page 1 of 1" in page for page in pages)
    assert "nothing: not every condition is met" in pages[0]


def test_people_deleted_meanwhile_are_told(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="recorded any more"):
        made(workspace, "person-file", people=("0" * 32,))
