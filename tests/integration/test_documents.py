"""Files taken in as proofs and photos: checked by what they are, stored for good, undone like any change."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
import scans
from backups import back_up_now
from factories import caces, employee, training, visit
from PIL import Image

from cariste.audit.models import AuditEntry
from cariste.core.errors import CaristeError, InvalidEntity, UserError
from cariste.documents.storing import (
    Proposed,
    attach,
    detach,
    inspect_bytes,
    keep_photo,
    path_of,
    remove,
    remove_photo,
    store,
)
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.integrity.restore import restore
from cariste.workspace import Workspace


def proposed(name: str = "CACES R489 Éloïse.pdf", data: bytes | None = None) -> Proposed:
    return inspect_bytes(scans.pdf() if data is None else data, name)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "stem"),
        [
            ("CACES R489 Éloïse.pdf", "caces-r489-eloise"),
            ("..\\..\\x.pdf", "x"),
            ("CON.pdf", "con"),
            ("文書.pdf", "document"),
            ("=HYPERLINK(1).pdf", "hyperlink-1"),
            ("a" * 300 + ".pdf", "a" * 40),
            ("photo\u202egnp.exe.pdf", "photognp-exe"),
        ],
    )
    def test_a_stored_name_is_short_plain_and_begins_with_the_hash(self, name: str, stem: str) -> None:
        chosen = proposed(name)
        path = path_of("0" * 32, "caces", chosen)
        assert path == f"documents/{'0' * 32}/{chosen.sha256[:12]}-{stem}.pdf"

    def test_the_ending_follows_the_content(self) -> None:
        assert path_of("0" * 32, "caces", proposed("photo.pdf", scans.image("JPEG"))).endswith("-photo.jpg")

    def test_a_medical_name_tells_nothing(self) -> None:
        chosen = proposed("apte Chloé Fictif.pdf")
        path = path_of("ab" * 16, "medical", chosen)
        assert re.fullmatch(r"documents/medical/[0-9a-f]{32}\.pdf", path)
        assert chosen.sha256[:8] not in path
        assert "ab" * 16 not in path
        assert path != path_of("ab" * 16, "medical", chosen)


class TestAttaching:
    def test_a_proof_lies_in_the_shared_folder_before_anybody_reads_of_it(self, workspace: Workspace) -> None:
        with workspace.change("proof"):
            record = caces(employee())
            path = attach(workspace.attachments, "caces", record.id.hex, proposed())
        assert not (workspace.folder / path).exists()
        place = workspace.attachments.place_of(path)
        assert place is not None
        assert place.read_bytes() == scans.pdf()
        workspace.send()
        assert (workspace.folder / path).read_bytes() == scans.pdf()
        with workspace.reading():
            document = Document.get()
            assert Caces.get().document_path == document.path == path
        assert document.original_name == "CACES R489 Éloïse.pdf"
        assert (document.kind, document.mime, document.size) == ("caces", "application/pdf", len(scans.pdf()))

    @pytest.mark.parametrize("kind", ["caces", "medical", "training"])
    def test_every_kind_of_record_has_its_proof_and_undo_takes_it_back(
        self, kind: str, workspace: Workspace
    ) -> None:
        model = {"caces": Caces, "medical": MedicalVisit, "training": OnlineTraining}[kind]
        name = "certificate_path" if kind == "training" else "document_path"
        with workspace.change("record"):
            make = {"caces": caces, "medical": visit, "training": training}[kind]
            record_id = make(employee()).id.hex
        with workspace.change("proof"):
            path = attach(workspace.attachments, kind, record_id, proposed())
        with workspace.reading():
            assert getattr(model.get(), name) == path
        workspace.undo()
        with workspace.reading():
            assert getattr(model.get(), name) is None
            assert Document.select().count() == 0
        workspace.redo()
        with workspace.reading():
            assert getattr(model.get(), name) == Document.get().path == path
        assert workspace.attachments.place_of(path) is not None

    def test_a_medical_scan_leaves_no_name_anywhere(self, workspace: Workspace) -> None:
        with workspace.change("proof"):
            record = visit(employee())
            path = attach(workspace.attachments, "medical", record.id.hex, proposed("inapte-fictif.pdf"))
        workspace.send()
        with workspace.reading():
            assert Document.get().original_name is None
            said = " ".join(entry.fields or "" for entry in AuditEntry.select())
        assert "inapte" not in said
        assert "fictif" not in path
        everything = b"".join(file.read_bytes() for file in workspace.local.iterdir() if file.is_file())
        assert b"inapte-fictif" not in everything

    def test_one_certificate_of_three_categories_is_stored_once(self, workspace: Workspace) -> None:
        with workspace.change("three"):
            person = employee()
            paths = {
                attach(workspace.attachments, "caces", caces(person, kind).id.hex, proposed())
                for kind in ("R489-1A", "R489-3", "R489-5")
            }
        assert len(paths) == 1
        assert workspace.attachments.waiting() == list(paths)

    def test_the_same_bytes_medical_and_not_are_two_files(self, workspace: Workspace) -> None:
        with workspace.change("both"):
            person = employee()
            first = attach(workspace.attachments, "caces", caces(person).id.hex, proposed())
            second = attach(workspace.attachments, "medical", visit(person).id.hex, proposed())
            third = attach(workspace.attachments, "training", training(person).id.hex, proposed())
        assert first == third
        assert second.startswith("documents/medical/")

    def test_another_person_with_the_same_file_has_a_file_of_his_own(self, workspace: Workspace) -> None:
        with workspace.change("both"):
            paths = {
                attach(workspace.attachments, "caces", caces(employee()).id.hex, proposed()) for _ in "ab"
            }
        assert len(paths) == 2

    def test_a_new_proof_leaves_the_old_one_with_the_person(self, workspace: Workspace) -> None:
        with workspace.change("twice"):
            record = caces(employee())
            old = attach(workspace.attachments, "caces", record.id.hex, proposed())
            new = attach(workspace.attachments, "caces", record.id.hex, proposed("n.pdf", scans.pdf(2)))
        workspace.send()
        assert (workspace.folder / old).is_file()
        with workspace.reading():
            assert {document.path for document in Document.select()} == {old, new}

    def test_a_proof_taken_off_stays_with_the_person_and_a_document_removed_does_not(
        self, workspace: Workspace
    ) -> None:
        with workspace.change("proof"):
            record = caces(employee())
            path = attach(workspace.attachments, "caces", record.id.hex, proposed())
        with workspace.change("off"):
            detach("caces", record.id.hex)
        with workspace.reading():
            assert Caces.get().document_path is None
            assert Document.get().path == path
        workspace.undo()
        with workspace.change("removed"):
            remove(record.employee.id.hex, path)
        with workspace.reading():
            assert Caces.get().document_path is None
            assert Document.select().count() == 0
        workspace.undo()
        with workspace.reading():
            assert Caces.get().document_path == Document.get().path == path

    def test_a_document_that_only_a_record_names_can_be_removed_once(self, workspace: Workspace) -> None:
        with workspace.change("as imported"):
            person, other = employee(), employee()
            for one in (person, other):
                caces(one, document_path="documents/both.pdf")
        with workspace.change("removed"):
            remove(person.id.hex, "documents/both.pdf")
        with workspace.reading():
            assert [one.document_path for one in Caces.select()].count(None) == 1
        with pytest.raises(UserError, match="no longer"), workspace.change("again"):
            remove(person.id.hex, "documents/both.pdf")

    def test_a_record_or_a_person_that_is_gone_is_said(self, workspace: Workspace) -> None:
        gone = "0" * 32
        for attempt in (
            lambda: attach(workspace.attachments, "caces", gone, proposed()),
            lambda: detach("training", gone),
            lambda: remove(gone, "documents/x.pdf"),
            lambda: store(workspace.attachments, gone, "other", proposed()),
            lambda: keep_photo(workspace.attachments, gone, proposed("p.png", scans.image())),
        ):
            with pytest.raises(UserError, match="no longer"), workspace.change("late"):
                attempt()
        assert workspace.attachments.waiting() == []

    def test_a_change_that_fails_records_nothing(self, workspace: Workspace) -> None:
        with pytest.raises(InvalidEntity), workspace.change("fails"):
            record = caces(employee())
            attach(workspace.attachments, "caces", record.id.hex, proposed())
            employee(first_name="")
        with workspace.reading():
            assert Document.select().count() == Employee.select().count() == 0

    def test_whoever_goes_takes_the_documents_along_and_undo_brings_them_back(
        self, workspace: Workspace
    ) -> None:
        with workspace.change("proof"):
            person = employee()
            attach(workspace.attachments, "caces", caces(person).id.hex, proposed())
            store(workspace.attachments, person.id.hex, "other", proposed("b.pdf", scans.pdf(2)))
        with workspace.change("goes"):
            Employee.get().delete_instance()
        with workspace.reading():
            assert Document.select().count() == 0
        workspace.undo()
        with workspace.reading():
            assert Document.select().count() == 2

    def test_while_the_share_is_away_proofs_are_taken_all_the_same(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        data = workspace.folder / "data"
        data.rename(tmp_path / "away")
        with workspace.change("proof"):
            path = attach(workspace.attachments, "caces", caces(employee()).id.hex, proposed())
        with pytest.raises(CaristeError):
            workspace.send()
        assert workspace.attachments.waiting() == [path]
        (tmp_path / "away").rename(data)
        workspace.send()
        assert (workspace.folder / path).is_file()

    def test_a_restored_backup_brings_the_documents_of_its_day_back(self, workspace: Workspace) -> None:
        with workspace.change("proof"):
            record = caces(employee())
            path = attach(workspace.attachments, "caces", record.id.hex, proposed())
        workspace.send()
        backup = back_up_now(workspace).name
        with workspace.change("removed"):
            remove(record.employee.id.hex, path)
        workspace.send()
        restore(workspace, backup)
        with workspace.reading():
            assert Caces.get().document_path == Document.get().path == path
        assert (workspace.folder / path).is_file()

    def test_names_of_files_are_not_copied_into_the_journal(self, workspace: Workspace) -> None:
        with workspace.change("proof"):
            person = employee()
            store(workspace.attachments, person.id.hex, "other", proposed("lettre de Chloé.pdf"))
        with workspace.change("removed"):
            remove(person.id.hex, Document.get().path)
        with workspace.reading():
            fields = [
                json.loads(e.fields) for e in AuditEntry.select() if e.entity == "documents" and e.fields
            ]
        assert fields[0]["original_name"] == fields[0]["path"] == "changed"


class TestPhotos:
    def test_a_photo_becomes_small_upright_and_says_nothing_of_where_it_was_taken(
        self, workspace: Workspace
    ) -> None:
        with workspace.change("photo"):
            person = employee()
            chosen = proposed("IMG_1234.jpg", scans.telephone_photo())
            path = keep_photo(workspace.attachments, person.id.hex, chosen)
        assert re.fullmatch(rf"documents/{person.id.hex}/[0-9a-f]{{12}}-photo\.jpg", path)
        place = workspace.attachments.place_of(path)
        assert place is not None
        with Image.open(io.BytesIO(place.read_bytes())) as photo:
            assert photo.size == (341, 512)
            assert not photo.getexif()
            top, bottom = photo.getpixel((170, 20)), photo.getpixel((170, 490))
        assert top[0] > 200 > 60 > top[2]
        assert bottom[2] > 200 > 60 > bottom[0]
        assert b"Fictif Phone" not in place.read_bytes()
        with workspace.reading():
            assert Employee.get().avatar_path == path

    def test_a_new_photo_replaces_the_old_one_and_undo_brings_it_back(self, workspace: Workspace) -> None:
        with workspace.change("photo"):
            person = employee()
            old = keep_photo(workspace.attachments, person.id.hex, proposed("a.png", scans.image()))
        with workspace.change("other photo"):
            keep_photo(workspace.attachments, person.id.hex, proposed("b.png", scans.image(colour="red")))
        with workspace.reading():
            assert Document.select().count() == 1
        workspace.undo()
        with workspace.reading():
            assert Employee.get().avatar_path == Document.get().path == old
        with workspace.change("none"):
            remove_photo(person.id.hex)
        with workspace.reading():
            assert Employee.get().avatar_path is None
            assert Document.select().count() == 0

    def test_a_photo_removed_among_the_documents_is_the_persons_no_more(self, workspace: Workspace) -> None:
        with workspace.change("photo"):
            person = employee()
            path = keep_photo(workspace.attachments, person.id.hex, proposed("a.png", scans.image()))
        with workspace.change("removed"):
            remove(person.id.hex, path)
        with workspace.reading():
            assert Employee.get().avatar_path is None
        workspace.undo()
        with workspace.reading():
            assert Employee.get().avatar_path == path

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (scans.pdf(), "neither a PDF nor an image|no image"),
            (scans.bomb(), "too large an image"),
        ],
    )
    def test_what_is_no_image_is_no_photo(self, data: bytes, said: str, workspace: Workspace) -> None:
        with pytest.raises(UserError, match=said), workspace.change("photo"):
            person = employee()
            keep_photo(workspace.attachments, person.id.hex, inspect_bytes(data, "photo.jpg"))
