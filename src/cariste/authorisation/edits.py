"""What forms read and store about driving: authorisations, suspensions, inductions, assignments.

The functions that write are called inside `workspace.change(label)`; `labels` has the labels. A record that
was changed by somebody else since the form read it is never overwritten.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.authorisation.proposing import certificate_for, propose
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.values import (
    AssignmentValues,
    AuthorisationValues,
    Driver,
    DrivingChoices,
    InductionValues,
    SuspensionValues,
    WithdrawalValues,
)
from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _
from cariste.database.model import Entity
from cariste.employee.constants import COMPUTED
from cariste.employee.edits import fill, held, in_use, owner_of, there, unchanged, values_of
from cariste.employee.form_values import Held, Known
from cariste.employee.models import Employee
from cariste.regulation.driving import driving_kinds

MODELS: tuple[type[Entity], ...] = (Authorisation, Suspension, Induction, Assignment)


# -- reading ---------------------------------------------------------------------------------------


def read_driver(employee_id: str) -> Driver:
    """Return a person with all that is known about driving. Raises UserError when the person is gone."""
    person = there(Employee, employee_id)
    [facts] = facts_of_everybody(employee_id).values()
    return Driver(owner_of(person), person.workspace, person.birth_date, facts)


def read_authorisation(record_id: str) -> Held[AuthorisationValues]:
    """Return an authorisation for its form. Raises UserError when it is gone."""
    record = there(Authorisation, record_id)
    values = values_of(AuthorisationValues, record, kinds=(record.kind,))
    return held(record, record.employee, record.document_path, values)


def read_suspension(record_id: str, *, reasons: bool) -> Held[SuspensionValues]:
    """Return a suspension for its form; why only with `reasons`. Raises UserError when it is gone."""
    record = there(Suspension, record_id)
    hidden = {} if reasons else {"reason": None}
    return held(record, record.employee, None, values_of(SuspensionValues, record, **hidden))


def read_induction(record_id: str) -> Held[InductionValues]:
    """Return an induction for its form. Raises UserError when it is gone."""
    record = there(Induction, record_id)
    return held(record, record.employee, record.document_path, values_of(InductionValues, record))


def read_assignment(record_id: str) -> Held[AssignmentValues]:
    """Return an assignment for its form. Raises UserError when it is gone."""
    record = there(Assignment, record_id)
    return held(record, record.employee, None, values_of(AssignmentValues, record))


def read_several(record_ids: Sequence[str]) -> list[Held[AuthorisationValues]]:
    """Return authorisations that are to be suspended or withdrawn together.

    Raises:
        UserError: One of them is gone.
    """
    return [read_authorisation(record_id) for record_id in record_ids]


def read_driving_choices() -> DrivingChoices:
    """Return the values in use."""
    last = Authorisation.select().order_by(
        Authorisation.issued_on.desc(), Authorisation.created_at.desc(), Authorisation.id
    )
    latest = last.first()
    sites = {site for model in (Authorisation, Induction) for site in in_use(model.site)}
    agencies = {*in_use(Assignment.agency), *in_use(Employee.agency)}
    return DrivingChoices(
        tuple(sorted({*sites, *in_use(Employee.workspace)})),
        in_use(Authorisation.signatory),
        latest.signatory if latest is not None else "",
        in_use(Induction.held_by),
        tuple(sorted(agencies)),
    )


# -- writing ---------------------------------------------------------------------------------------


def issue(
    employee_id: str, values: AuthorisationValues, known: Known | None = None, *, document: str | None = None
) -> list[str]:
    """Issue an authorisation for each category, or write over the one that was read.

    Args:
        employee_id: Whose it is.
        values: The decision; with `known`, about one category.
        known: The record to write over; None adds.
        document: Path of the signed copy below the shared folder; None leaves the one there is.

    Returns:
        The ids, in the order of the categories.

    Raises:
        InvalidEntity: Names each field that is wrong; without a CACES in force on the day of issue the other
            proof of skill must be named.
        UserError: The record was changed by somebody else since, or it or the person is gone.
    """
    person = there(Employee, employee_id)
    common = dataclasses.asdict(values)
    kinds = tuple(dict.fromkeys(common.pop("kinds")))
    if not kinds or (known is not None and len(kinds) > 1):
        raise InvalidEntity({"kinds": _("One category is needed.") if kinds else _("Required field.")})
    [facts] = facts_of_everybody(employee_id).values()
    ids = []
    for kind in kinds:
        record = _new(person) if known is None else unchanged(Authorisation, known)
        own: dict[str, Any] = {**common, "kind": kind}
        if values.issued_on is not None and kind in driving_kinds():
            if certificate_for(facts, kind, values.issued_on) is not None:
                own["other_proof"] = None
            elif not values.other_proof:
                raise InvalidEntity({"other_proof": why_other_proof([kind])})
            if values.ends_on is None and values.ends_source == COMPUTED:
                own["ends_on"] = propose(facts, kind, values.issued_on).ends
        fill(record, own, document_path=document)
        _save(record)
        ids.append(str(record.id.hex))
    return ids


def why_other_proof(kinds: Iterable[str]) -> str:
    """Say that some categories have no CACES in force."""
    return _("No CACES in force for {kinds}: write which other proof of skill there is.").format(
        kinds=", ".join(kinds)
    )


def suspend(knowns: Sequence[Known], values: SuspensionValues) -> list[str]:
    """Suspend authorisations of one person for the same days and reason; return the ids of the suspensions.

    Raises:
        InvalidEntity: Names each field that is wrong; days of another suspension are refused.
        UserError: An authorisation was changed by somebody else since, or is gone.
    """
    ids = []
    for known in knowns:
        record = Suspension(authorisation=unchanged(Authorisation, known))
        fill(record, dataclasses.asdict(values))
        record.save()
        ids.append(str(record.id.hex))
    return ids


def store_suspension(values: SuspensionValues, known: Known) -> str:
    """Write over a suspension that was read; return its id. Raises as `suspend`."""
    record = unchanged(Suspension, known)
    fill(record, dataclasses.asdict(values))
    record.save()
    return str(record.id.hex)


def withdraw(knowns: Sequence[Known], values: WithdrawalValues) -> list[str]:
    """Withdraw authorisations from a day on; return their ids.

    Raises:
        InvalidEntity: Names each field that is wrong: the day and the reason are needed.
        UserError: An authorisation was changed by somebody else since, or is gone.
    """
    if values.withdrawn_on is None:
        raise InvalidEntity({"withdrawn_on": _("Required field.")})
    for known in knowns:
        record = unchanged(Authorisation, known)
        fill(record, dataclasses.asdict(values))
        record.save()
    return [known.id for known in knowns]


def maintain(knowns: Sequence[Known]) -> list[str]:
    """Keep authorisations after a look at them: from now on they are for the role of today.

    Returns:
        Their ids.

    Raises:
        UserError: An authorisation was changed by somebody else since, or is gone.
    """
    for known in knowns:
        record = unchanged(Authorisation, known)
        record.issued_as = record.employee.role
        record.save()
    return [known.id for known in knowns]


def store_induction(
    employee_id: str, values: InductionValues, known: Known | None = None, *, document: str | None = None
) -> str:
    """Add an induction, or write over the one that was read; return its id. Raises as `issue`."""
    record = (
        Induction(employee=there(Employee, employee_id)) if known is None else unchanged(Induction, known)
    )
    fill(record, dataclasses.asdict(values), document_path=document)
    record.save()
    return str(record.id.hex)


def store_assignment(employee_id: str, values: AssignmentValues, known: Known | None = None) -> str:
    """Add an assignment, or write over the one that was read; return its id.

    The person's own record takes over agency and end of the latest one, which lists and retention go by.

    Raises:
        InvalidEntity: Names each field that is wrong.
        UserError: The record was changed by somebody else since, or it or the person is gone.
    """
    person = there(Employee, employee_id)
    record = Assignment(employee=person) if known is None else unchanged(Assignment, known)
    fill(record, dataclasses.asdict(values))
    record.save()
    _follow_latest(person)
    return str(record.id.hex)


def forget_document(record_ids: Iterable[str]) -> None:
    """Let authorisations or inductions name no document any more; the file stays with the person."""
    for record_id in record_ids:
        record: Any = _any(record_id)
        record.document_path = None
        record.save()


def delete_records(record_ids: Iterable[str]) -> int:
    """Delete authorisations, suspensions, inductions or assignments; return how many.

    Raises:
        UserError: One of them is gone already.
    """
    deleted = 0
    for record_id in record_ids:
        record: Any = _any(record_id)
        person = record.employee
        record.delete_instance()
        if isinstance(record, Assignment):
            _follow_latest(person)
        deleted += 1
    return deleted


# -- parts -----------------------------------------------------------------------------------------


def _new(person: Employee) -> Authorisation:
    return Authorisation(employee=person, issued_as=person.role)


def _save(record: Authorisation) -> None:
    try:
        record.save()
    except InvalidEntity as error:
        problems = {"kinds" if name == "kind" else name: why for name, why in error.problems.items()}
        raise InvalidEntity(problems) from error


def _any(record_id: str) -> Entity:
    key = uuid.UUID(record_id)
    for model in MODELS:
        record: Entity | None = model.get_or_none(model.id == key)
        if record is not None:
            return record
    raise UserError(_("This was deleted meanwhile: there is nothing to show and nothing to change."))


def _follow_latest(person: Employee) -> None:
    assignments = Assignment.select().where(Assignment.employee == person)
    latest = assignments.order_by(Assignment.starts_on.desc(), Assignment.id.desc()).first()
    if latest is not None:
        person.agency, person.assignment_end = latest.agency, latest.ends_on
        person.save()
