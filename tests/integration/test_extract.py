"""One person's full extract: a zip with a summary to read, the data and the documents."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from drivers import assign, grant, proven, suspend
from factories import TODAY, absence, appointment, caces, employee, training, visit

from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences, save_preferences
from cariste.duplicates.merging import merge
from cariste.employee.models import Document, Employee
from cariste.leaving.extract import Extracted, file_name, said, write_extract
from cariste.leaving.personal_file import gather
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def document(person: Employee, path: str, **fields: Any) -> None:
    row = {
        "path": path,
        "sha256": "a" * 64,
        "size": 1200,
        "mime": "application/pdf",
        "kind": "caces",
        **fields,
    }
    Document(employee=person, **row).save()


def eloise(workspace: Workspace, **fields: Any) -> str:
    with workspace.change("Nouveau salarié Éloïse D'Essai"):
        person = employee(
            **{
                "first_name": "Éloïse",
                "last_name": "D'Essai",
                "external_id": "00123",
                "birth_date": dt.date(1990, 5, 12),
                "role": "Cariste",
                **fields,
            }
        )
        caces(
            person, "R489-3", document_path="documents/e/c3.pdf", organisation="Centre <b>Exemple</b> & Fils"
        )
        visit(person, result="fit_with_restrictions", restrictions="pas de port de charge")
        training(person)
        document(person, "documents/e/c3.pdf", original_name="CACES: Éloïse.pdf")
        document(person, "documents/medical/0a1b.pdf", kind="medical")
    with workspace.change("Fiche d’Éloïse D'Essai"):
        person.phone = "01 02 03 04 05"
        person.save()
    return str(person.id.hex)


def store(folder: Path, *paths: str) -> None:
    for path in paths:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(f"%PDF {path}".encode())


def extracted(workspace: Workspace, person_id: str, path: Path, *, outcomes: bool = True) -> Extracted:
    with workspace.reading():
        return write_extract(
            gather(person_id, "Entrepôt Exemple", outcomes=outcomes), workspace.attachments, path
        )


def data(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("data.json"))


def text_of(path: Path, name: str = "summary.pdf") -> tuple[str, int]:
    """Return the words of the summary in an extract, and its pages."""
    with zipfile.ZipFile(path) as archive:
        pdf = pypdfium2.PdfDocument(archive.read(name))
    try:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()
    return " ".join(" ".join(pages).split()), len(pages)


def test_an_extract_has_the_summary_the_data_and_the_documents(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    person_id = eloise(workspace)
    store(folder, "documents/e/c3.pdf", "documents/medical/0a1b.pdf")
    target = tmp_path / "dossier.zip"
    written = extracted(workspace, person_id, target)
    assert (written.documents, written.missing) == (2, ())
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        names = sorted(archive.namelist())
        contents = {archive.read(name) for name in names if name.startswith("documents/")}
    assert names[0] == "data.json"
    assert names[-1] == "summary.pdf"
    assert {name.partition("-")[2] for name in names[1:-1]} == {"CACES Éloïse.pdf", "medical.pdf"}
    assert contents == {b"%PDF documents/e/c3.pdf", b"%PDF documents/medical/0a1b.pdf"}
    found = data(target)
    assert found["medical_outcomes_included"] is True
    assert found["person"]["last_name"] == "D'Essai"
    assert found["person"]["birth_date"] == "1990-05-12"
    assert found["caces"][0]["organisation"] == "Centre <b>Exemple</b> & Fils"
    assert found["medical_visits"][0]["restrictions"] == "pas de port de charge"
    assert found["online_trainings"][0]["title"] == "SST"
    assert {row["file"] for row in found["documents"]} == {name for name in names if "documents/" in name}
    assert {"phone": [None, "01 02 03 04 05"]} in [entry["fields"] for entry in found["journal"]]
    assert {entry["what"] for entry in found["journal"]} == {
        "Nouveau salarié Éloïse D'Essai",
        "Fiche d’Éloïse D'Essai",
    }


@pytest.mark.parametrize("outcomes", [True, False])
def test_what_is_planned_is_in_the_extract_and_absences_are_for_hr_alone(
    workspace: Workspace, folder: Path, tmp_path: Path, outcomes: bool
) -> None:
    person_id = eloise(workspace)
    with workspace.change("follow-up"):
        person = Employee.get_by_id(person_id)
        appointment(person, planned_on=dt.date(2026, 12, 8))
        absence(person, starts_on=dt.date(2026, 9, 1), ended_on=None)
    target = tmp_path / "dossier.zip"
    extracted(workspace, person_id, target, outcomes=outcomes)
    found, (words, _pages) = data(target), text_of(target)
    assert [row["planned_on"] for row in found["appointments"]] == ["2026-12-08"]
    assert ("absences" in found) is outcomes
    assert "8 Dec 2026" in words.replace("\u00a0", " ")
    assert ("1 Sep 2026" in words.replace("\u00a0", " ")) is outcomes


@pytest.mark.parametrize("outcomes", [True, False])
def test_decisions_about_driving_are_in_the_extract_and_why_somebody_was_stopped_is_for_hr_alone(
    workspace: Workspace, tmp_path: Path, outcomes: bool
) -> None:
    with workspace.change("driver"):
        person = proven("Éloïse", contract_type="Interim")
        suspend(grant(person), dt.date(2026, 11, 1))
        grant(
            person, "R489-5", withdrawn_on=dt.date(2026, 10, 1), withdrawn_reason="Motif du retrait écrit ici"
        )
        assign(person, dt.date(2026, 9, 1), None)
    target = tmp_path / "dossier.zip"
    extracted(workspace, person.id.hex, target, outcomes=outcomes)
    found, (words, _pages) = data(target), text_of(target)
    assert {row["kind"] for row in found["authorisations"]} == {"R489-3", "R489-5"}
    assert (len(found["inductions"]), len(found["assignments"])) == (1, 1)
    for told in ("Driving authorisations (2)", "Suspensions (1)", "Site inductions (1)", "Agence Exemple"):
        assert told in words
    for why in ("Choc, enquête en cours", "Motif du retrait écrit ici"):
        assert (why in words) is outcomes
        assert (why in json.dumps(found, ensure_ascii=False)) is outcomes


def test_the_summary_reads_well_with_accents_and_tells_its_pages(
    workspace: Workspace, tmp_path: Path
) -> None:
    person_id = eloise(workspace)
    for number in range(60):
        with workspace.change(f"Fiche {number}"):
            person = Employee.get_by_id(person_id)
            person.workspace = f"Zone {number}"
            person.save()
    set_language("fr")
    extracted(workspace, person_id, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        [name] = [one for one in archive.namelist() if one.endswith(".pdf")]
    text, pages = text_of(tmp_path / "x.zip", name)
    assert pages >= 3
    for words in (
        "d’Éloïse D'Essai",
        "Centre <b>Exemple</b> & Fils",
        "Apte avec aménagements",
        "12/05/1990",
        "Zone 59",
    ):
        assert words in text
    assert f"Page 2 sur {pages}" in text


@pytest.mark.parametrize("name", ["Łukasz", "=HYPERLINK(1)", "😀 <i>Zoé", "محمد", "x" * 100])
def test_odd_names_make_a_summary_like_any_other(workspace: Workspace, tmp_path: Path, name: str) -> None:
    person_id = eloise(workspace, first_name=name)
    extracted(workspace, person_id, tmp_path / "x.zip")
    text, _pages = text_of(tmp_path / "x.zip")
    assert "D'Essai" in text
    assert data(tmp_path / "x.zip")["person"]["first_name"] == name


def test_without_outcomes_no_conclusion_is_in_it_and_that_is_said(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    person_id = eloise(workspace)
    target = tmp_path / "x.zip"
    extracted(workspace, person_id, target, outcomes=False)
    text, _pages = text_of(target)
    assert "not included" in text
    assert "Fit with" not in text
    with zipfile.ZipFile(target) as archive:
        raw = archive.read("data.json").decode()
    assert "port de charge" not in raw
    assert "fit_with_restrictions" not in raw


def test_documents_that_are_missing_or_lead_elsewhere_are_named_and_the_rest_is_written(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    person_id = eloise(workspace)
    (tmp_path / "secret.pdf").write_bytes(b"OF SOMEBODY ELSE")
    with workspace.change("odd"):
        person = Employee.get_by_id(person_id)
        caces(person, "R489-5", document_path="documents/../../secret.pdf")
        person.avatar_path = "documents/e/photo.png"
        person.save()
        document(person, "documents/e/odd.pdf", original_name="../../<CON>|é:?.pdf")
    store(folder, "documents/e/photo.png", "documents/e/odd.pdf")
    written = extracted(workspace, person_id, tmp_path / "x.zip")
    assert written.documents == 2
    assert {*written.missing} == {"secret.pdf", "CACES: Éloïse.pdf", "0a1b.pdf"}
    assert "secret.pdf" in said(written)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        names = archive.namelist()
        assert b"OF SOMEBODY ELSE" not in b"".join(map(archive.read, names))
    assert all(".." not in name and not {*name} & {*'<>:"|?*\\'} for name in names)


def test_what_was_merged_into_the_file_is_in_its_journal(workspace: Workspace, tmp_path: Path) -> None:
    kept = eloise(workspace)
    with workspace.change("Nouveau salarié Eloise Dessai"):
        other = employee(first_name="Eloise", last_name="Dessai").id.hex
    with workspace.change("Fusion"):
        merge(kept, other)
    extracted(workspace, kept, tmp_path / "x.zip")
    assert "Nouveau salarié Eloise Dessai" in {entry["what"] for entry in data(tmp_path / "x.zip")["journal"]}


def test_nothing_is_left_when_the_place_cannot_be_written(workspace: Workspace, tmp_path: Path) -> None:
    person_id = eloise(workspace)
    with pytest.raises(UserError):
        extracted(workspace, person_id, tmp_path / "x.pdf")
    with pytest.raises(EnvironmentProblem):
        extracted(workspace, person_id, tmp_path / "nowhere" / "x.zip")
    with pytest.raises(UserError), workspace.reading():
        gather("0" * 32, "", outcomes=True)
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".zip", ".part", ".pdf"}] == []


@pytest.mark.parametrize(
    ("name", "called"),
    [("Éloïse D'Essai", "file-eloise-d-essai.zip"), ("../..", "file-x.zip"), ("محمد", "file-x.zip")],
)
def test_an_extract_is_called_by_the_name_in_plain_letters(name: str, called: str) -> None:
    assert file_name(name) == called


def test_the_command_writes_one_person_s_extract(
    workspace: Workspace, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_preferences(Preferences(language="en"))
    eloise(workspace)
    store(folder, "documents/e/c3.pdf")
    workspace.send()
    target = tmp_path / "d.zip"
    asked = ["--folder", str(folder), "--json", "export", str(target), "--person", "eloise d'essai"]
    assert run(asked) == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(target),
        "documents": 1,
        "missing": ["0a1b.pdf"],
    }
    assert data(target)["medical_outcomes_included"] is False
    assert run([*asked, "--outcomes"]) == 0
    assert data(target)["medical_outcomes_included"] is True
    capsys.readouterr()
    assert run(["--folder", str(folder), "export", str(target), "--person", "00123"]) == 0
    assert "with 1 document. Not found in the shared folder: 0a1b.pdf." in capsys.readouterr().out
    assert run(["--folder", str(folder), "export", str(target), "--person", "nobody"]) == 3
    assert run(["--folder", str(folder), "export", str(target), "--person", "00123", "--alerts"]) == 2
