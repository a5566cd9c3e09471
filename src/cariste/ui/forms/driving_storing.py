"""What the forms about driving read and write, off the UI thread: plain values in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cariste.authorisation import edits, labels
from cariste.authorisation.values import (
    AssignmentValues,
    AuthorisationValues,
    Driver,
    DrivingChoices,
    InductionValues,
    SuspensionValues,
    WithdrawalValues,
)
from cariste.employee.constants import OTHER_DOCUMENT
from cariste.employee.form_values import Held, Known, Owner
from cariste.ui.forms.storing import FileChoice, kept

if TYPE_CHECKING:
    from cariste.workspace import Workspace


# -- reading ---------------------------------------------------------------------------------------


def read_choices(workspace: Workspace) -> DrivingChoices:
    """Return what may be chosen while typing: what is in use and what the settings name."""
    with workspace.reading():
        used, settings = edits.read_driving_choices(), workspace.settings
    signs = settings.signatory
    return used._replace(
        sites=tuple(dict.fromkeys((*settings.workspaces, *used.sites))),
        signatories=tuple(dict.fromkeys((*filter(None, (signs,)), *used.signatories))),
        signatory=signs or used.signatory,
    )


def read_driver(workspace: Workspace, employee_id: str) -> Driver:
    """Return whom an authorisation would be about. Raises UserError when the person is gone."""
    with workspace.reading():
        return edits.read_driver(employee_id)


def read_authorisation(workspace: Workspace, record_id: str) -> tuple[Driver, Held[AuthorisationValues]]:
    """Return an authorisation with its person. Raises UserError when it is gone."""
    with workspace.reading():
        held = edits.read_authorisation(record_id)
        return edits.read_driver(held.owner.id), held


def read_several(workspace: Workspace, record_ids: Sequence[str]) -> list[Held[AuthorisationValues]]:
    """Return authorisations to decide about together. Raises UserError when one is gone."""
    with workspace.reading():
        return edits.read_several(record_ids)


# -- writing ---------------------------------------------------------------------------------------


def issue(
    workspace: Workspace, owner: Owner, values: AuthorisationValues, known: Known | None, proof: FileChoice
) -> list[str]:
    """Issue authorisations with their signed copy in one change; return the ids. Raises as `edits.issue`."""
    with workspace.change(labels.issued(values.kinds, owner.name)):
        document = kept(workspace, owner, OTHER_DOCUMENT, proof)
        ids = edits.issue(owner.id, values, known, document=document)
        if proof.removed:
            edits.forget_document(ids)
    return ids


def suspend(
    workspace: Workspace,
    owner: Owner,
    kinds: Sequence[str],
    knowns: Sequence[Known],
    values: SuspensionValues,
) -> list[str]:
    """Suspend authorisations of one person in one change; return the ids. Raises as `edits.suspend`."""
    with workspace.change(labels.suspended(kinds, owner.name)):
        return edits.suspend(knowns, values)


def store_suspension(
    workspace: Workspace, owner: Owner, kinds: Sequence[str], known: Known, values: SuspensionValues
) -> str:
    """Write over a suspension in one change; return its id. Raises as `edits.store_suspension`."""
    with workspace.change(labels.suspended(kinds, owner.name)):
        return edits.store_suspension(values, known)


def withdraw(
    workspace: Workspace,
    owner: Owner,
    kinds: Sequence[str],
    knowns: Sequence[Known],
    values: WithdrawalValues,
) -> list[str]:
    """Withdraw authorisations of one person in one change; return the ids. Raises as `edits.withdraw`."""
    with workspace.change(labels.withdrawn(kinds, owner.name)):
        return edits.withdraw(knowns, values)


def maintain(workspace: Workspace, knowns: Sequence[Held[AuthorisationValues]]) -> list[str]:
    """Keep authorisations of one person in one change; return the ids. Raises as `edits.maintain`."""
    kinds = [kind for held in knowns for kind in held.values.kinds]
    with workspace.change(labels.maintained(kinds, knowns[0].owner.name)):
        return edits.maintain([held.known for held in knowns])


def store_induction(
    workspace: Workspace, owner: Owner, values: InductionValues, known: Known | None, proof: FileChoice
) -> str:
    """Store an induction with its proof in one change; return its id. Raises as `edits.store_induction`."""
    with workspace.change(labels.inducted(values.site, owner.name)):
        document = kept(workspace, owner, OTHER_DOCUMENT, proof)
        record_id = edits.store_induction(owner.id, values, known, document=document)
        if proof.removed:
            edits.forget_document([record_id])
    return record_id


def store_assignment(
    workspace: Workspace, owner: Owner, values: AssignmentValues, known: Known | None
) -> str:
    """Store an assignment in one change; return its id. Raises as `edits.store_assignment`."""
    with workspace.change(labels.assigned(values.agency, owner.name)):
        return edits.store_assignment(owner.id, values, known)


def delete(workspace: Workspace, record_ids: Sequence[str], label: str) -> int:
    """Delete records about driving in one change. Raises UserError when one is gone already."""
    with workspace.change(label):
        return edits.delete_records(record_ids)
