"""What forms read and write, off the UI thread: plain values in and out, no widget is touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cariste.employee import constants, edit_labels, edits, labels
from cariste.employee.form_values import (
    CacesValues,
    Choices,
    Held,
    Known,
    Owner,
    PersonValues,
    RecordName,
    TrainingValues,
    VisitValues,
)

if TYPE_CHECKING:
    from cariste.documents.storing import Proposed
    from cariste.ui.widgets.document_field import DocumentField
    from cariste.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What is to become of a photo or a proof: another one, none, or (neither) it stays as it is."""

    chosen: Proposed | None
    removed: bool


def chosen_in(field: DocumentField) -> FileChoice:
    """Return what was decided in a field, to be taken along into the writing thread."""
    return FileChoice(field.value, field.removed)


# -- reading ---------------------------------------------------------------------------------------


def read_choices(workspace: Workspace) -> Choices:
    """Return what may be chosen while typing: what is in use and what the settings name."""
    with workspace.reading():
        used, settings = edits.read_choices(), workspace.settings
    return used._replace(
        workspaces=tuple(dict.fromkeys((*settings.workspaces, *used.workspaces))),
        roles=tuple(dict.fromkeys((*settings.roles, *used.roles))),
    )


def read_owner(workspace: Workspace, employee_id: str) -> Owner:
    """Return whose record will be added. Raises UserError when the person is gone."""
    with workspace.reading():
        return edits.read_owner(employee_id)


def read_person(workspace: Workspace, employee_id: str) -> Held[PersonValues]:
    """Return a person for the form. Raises UserError when the person is gone."""
    with workspace.reading():
        return edits.read_person(employee_id, outcomes=workspace.writing)


def read_record(
    workspace: Workspace, record_type: str, record_id: str
) -> Held[CacesValues] | Held[VisitValues] | Held[TrainingValues]:
    """Return a record (``caces``, ``medical`` or ``training``) for its form.

    Raises:
        UserError: It is gone.
    """
    with workspace.reading():
        if record_type == labels.CACES:
            return edits.read_caces(record_id)
        if record_type == labels.MEDICAL:
            return edits.read_visit(record_id, outcomes=workspace.writing)
        return edits.read_training(record_id)


def name_record(workspace: Workspace, record_type: str, record_id: str) -> RecordName:
    """Return what a record is called. Raises UserError when it is gone."""
    with workspace.reading():
        return edits.name_record(record_type, record_id)


def who_has_number(workspace: Workspace, number: str, employee_id: str | None) -> str | None:
    """Return the name of somebody else with this employee number, or None."""
    with workspace.reading():
        return edits.number_taken(number, employee_id)


# -- writing ---------------------------------------------------------------------------------------


def store_person(workspace: Workspace, values: PersonValues, known: Known | None, photo: FileChoice) -> str:
    """Store a person with the photo in one change; return the id. Raises as `edits.store_employee`."""
    from cariste.documents import storing as documents

    name = f"{values.first_name} {values.last_name}"
    label = edit_labels.person_added(name) if known is None else edit_labels.person_changed(name)
    with workspace.change(label):
        employee_id = edits.store_employee(values, known)
        if photo.chosen is not None:
            documents.keep_photo(workspace.attachments, employee_id, photo.chosen)
        elif photo.removed:
            documents.remove_photo(employee_id)
    return employee_id


def store_caces(
    workspace: Workspace, owner: Owner, values: CacesValues, known: Known | None, proof: FileChoice
) -> list[str]:
    """Store a CACES for each kind, all with the same proof, in one change; return the ids."""
    with workspace.change(edit_labels.record_stored(labels.CACES, values.kinds, owner.name)):
        document = kept(workspace, owner, constants.CACES_DOCUMENT, proof)
        ids = edits.store_caces(owner.id, values, known, document=document)
        _take_off(constants.CACES_DOCUMENT, ids, proof)
    return ids


def store_visit(
    workspace: Workspace, owner: Owner, values: VisitValues, known: Known | None, proof: FileChoice
) -> str:
    """Store a medical visit with its proof in one change; return the id."""
    with workspace.change(edit_labels.record_stored(labels.MEDICAL, [values.visit_type], owner.name)):
        document = kept(workspace, owner, constants.MEDICAL_DOCUMENT, proof)
        visit = edits.store_visit(owner.id, values, known, document=document)
        _take_off(constants.MEDICAL_DOCUMENT, [visit], proof)
    return visit


def store_training(
    workspace: Workspace, owner: Owner, values: TrainingValues, known: Known | None, proof: FileChoice
) -> str:
    """Store a training with its proof in one change; return the id."""
    with workspace.change(edit_labels.record_stored(labels.TRAINING, [values.title], owner.name)):
        document = kept(workspace, owner, constants.TRAINING_DOCUMENT, proof)
        training = edits.store_training(owner.id, values, known, document=document)
        _take_off(constants.TRAINING_DOCUMENT, [training], proof)
    return training


def delete_record(workspace: Workspace, record: RecordName) -> None:
    """Delete a record in one change. Raises UserError when it is gone already."""
    with workspace.change(edit_labels.record_deleted(record.type, record.kind, record.owner.name)):
        edits.delete_record(record.type, record.id)


def kept(workspace: Workspace, owner: Owner, kind: str, proof: FileChoice) -> str | None:
    """Take a chosen file in, inside the open change; return its path, or None where none was chosen."""
    from cariste.documents import storing as documents

    if proof.chosen is None:
        return None
    return documents.store(workspace.attachments, owner.id, kind, proof.chosen)


def _take_off(kind: str, record_ids: Iterable[str], proof: FileChoice) -> None:
    from cariste.documents import storing as documents

    if proof.removed:
        for record_id in record_ids:
            documents.detach(kind, record_id)
