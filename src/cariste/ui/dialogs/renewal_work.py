"""The work behind the renewal dialogs, off the UI thread: reading what is renewed, storing what renews it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cariste.core.errors import UserError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee import edit_labels, labels
from cariste.employee.form_values import Choices
from cariste.employee.renewal import Former, Holder, Renewal
from cariste.employee.renewal_records import current_records, former_record, holders, store_renewals
from cariste.ui.forms.storing import read_choices

if TYPE_CHECKING:
    from cariste.documents.storing import Proposed
    from cariste.workspace import Workspace


class Proven(NamedTuple):
    """A renewal and its proof, if there is one."""

    renewal: Renewal
    proof: Proposed | None = None


class Circle(NamedTuple):
    """What the batch dialog starts from: some people and their records of each type that count today."""

    holders: tuple[Holder, ...]
    formers: tuple[Former, ...]
    choices: Choices


def read_former(workspace: Workspace, record_type: str, record_id: str) -> tuple[Former, Choices]:
    """Return the record to renew, and what may be chosen while typing.

    Raises:
        UserError: The record is gone.
    """
    with workspace.reading():
        former = former_record(record_type, record_id)
    if former is None:
        raise UserError(_("This record is no longer there: it was deleted."))
    return former, read_choices(workspace)


def read_circle(workspace: Workspace, employee_ids: Sequence[str], types: Sequence[str]) -> Circle:
    """Return some people with their current records of some types: one statement for each type."""
    with workspace.reading():
        people = tuple(holders(employee_ids))
        formers = tuple(former for type_ in types for former in current_records(type_, employee_ids))
    return Circle(people, formers, read_choices(workspace))


def store(workspace: Workspace, renewals: Sequence[Proven], names: Sequence[str]) -> list[str]:
    """Store renewals with their proofs in one change; return the ids of the new records.

    Args:
        workspace: The open folder.
        renewals: At least one.
        names: First name and surname of each person, once, for the label.

    Raises:
        NotForAll: Some cannot be stored; says whose and why, and none is.
        UserError: A proof has changed since it was chosen.
        EnvironmentProblem: A proof cannot be read any more.
    """
    from cariste.documents import storing as documents

    with workspace.change(label_for([one.renewal for one in renewals], names)):
        stored = []
        for renewal, proof in renewals:
            path = None
            if proof is not None:
                path = documents.store(workspace.attachments, renewal.employee_id, renewal.type, proof)
            stored.append(dataclasses.replace(renewal, document=path))
        return store_renewals(stored)


def label_for(renewals: Sequence[Renewal], names: Sequence[str]) -> str:
    """Return « Renouvellement : CACES R489-5 de Chloé Fictif », « … : CACES R489-1A, 3 (12 personnes) »."""
    kinds = list(dict.fromkeys(renewal.kind for renewal in renewals))
    type_ = renewals[0].type
    if len(names) == 1 and len(kinds) == 1:
        return _("Renewal: {label}").format(label=edit_labels.record_stored(type_, kinds, names[0]))
    alike = [kinds] if type_ == labels.CACES else [[kind] for kind in kinds]
    about = ", ".join(edit_labels.what(type_, some) for some in alike)
    people = ngettext("{n} person", "{n} people", len(names)).format(n=format_number(len(names)))
    return _("Renewal: {label} ({people})").format(label=about, people=people)
