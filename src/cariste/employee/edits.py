"""What forms read and store: a person, CACES, medical visits, trainings; one user action each.

The functions that write are called inside `workspace.change(label)`; `edit_labels` has the labels. A record
that was changed by somebody else since the form read it is never overwritten.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.database.model import Entity
from cariste.employee import labels
from cariste.employee.form_values import (
    AnyValues,
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
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.models.base import Expiring
from cariste.regulation.driving import may_bear

_RECORDS: dict[str, type[Expiring]] = {
    labels.CACES: Caces,
    labels.MEDICAL: MedicalVisit,
    labels.TRAINING: OnlineTraining,
}
_NAMES = {
    labels.CACES: ("kind", "completion_date", "document_path"),
    labels.MEDICAL: ("visit_type", "visit_date", "document_path"),
    labels.TRAINING: ("title", "completion_date", "certificate_path"),
}
"""How each kind of record names what it is, its day and its proof."""


# -- reading ---------------------------------------------------------------------------------------


def read_owner(employee_id: str) -> Owner:
    """Return whose record will be added. Raises UserError when the person is gone."""
    return owner_of(there(Employee, employee_id))


def read_person(employee_id: str, *, outcomes: bool) -> Held[PersonValues]:
    """Return a person for the form; the medical follow-up only with `outcomes`.

    Raises:
        UserError: The person is gone.
    """
    person = there(Employee, employee_id)
    hidden = {} if outcomes else {"medical_regime": None}
    return held(person, person, person.avatar_path, values_of(PersonValues, person, **hidden))


def read_caces(record_id: str) -> Held[CacesValues]:
    """Return a CACES for the form. Raises UserError when it is gone."""
    record = there(Caces, record_id)
    values = values_of(CacesValues, record, kinds=(record.kind,))
    return held(record, record.employee, record.document_path, values)


def read_visit(record_id: str, *, outcomes: bool) -> Held[VisitValues]:
    """Return a medical visit for the form; its conclusion only with `outcomes`.

    Raises:
        UserError: It is gone.
    """
    record = there(MedicalVisit, record_id)
    hidden = {} if outcomes else {"result": None, "restrictions": None}
    return held(record, record.employee, record.document_path, values_of(VisitValues, record, **hidden))


def read_training(record_id: str) -> Held[TrainingValues]:
    """Return a training for the form. Raises UserError when it is gone."""
    record = there(OnlineTraining, record_id)
    return held(record, record.employee, record.certificate_path, values_of(TrainingValues, record))


def name_record(record_type: str, record_id: str) -> RecordName:
    """Return what a record is called. Raises UserError when it is gone."""
    record: Any = there(_RECORDS[record_type], record_id)
    kind, obtained, document = (getattr(record, name) for name in _NAMES[record_type])
    owner = owner_of(record.employee)
    return RecordName(record_type, record_id, kind, owner, obtained, record.expiration_date, document)


def read_choices() -> Choices:
    """Return the values in use, one statement for each field."""
    columns: tuple[Any, ...] = (
        Employee.workspace,
        Employee.role,
        Employee.agency,
        Caces.organisation,
        OnlineTraining.title,
    )
    return Choices(*(in_use(column) for column in columns))


def number_taken(number: str, employee_id: str | None) -> str | None:
    """Return the name of somebody else who has this employee number, or None."""
    other = Employee.get_or_none(Employee.external_id == number)
    return None if other is None or other.id.hex == employee_id else str(other.full_name)


# -- writing ---------------------------------------------------------------------------------------


def store_employee(values: PersonValues, known: Known | None = None) -> str:
    """Add a person, or write over the one that was read; return the id.

    Raises:
        InvalidEntity: Names each field that is wrong.
        UserError: The person was changed by somebody else since, or is gone.
    """
    person = Employee() if known is None else unchanged(Employee, known)
    fill(person, dataclasses.asdict(values))
    person.save()
    return str(person.id.hex)


def store_caces(
    employee_id: str, values: CacesValues, known: Known | None = None, *, document: str | None = None
) -> list[str]:
    """Add a CACES for each kind, or write over the one that was read.

    Args:
        employee_id: Whose it is.
        values: What the certificate says; with `known`, about one kind.
        known: The record to write over; None adds.
        document: Path of its proof below the shared folder; None leaves the one there is.

    Returns:
        The ids, in the order of the kinds.

    Raises:
        InvalidEntity: Names each field that is wrong; a kind obtained on the same day is not recorded twice.
        UserError: The record was changed by somebody else since, or it or the person is gone.
    """
    common = dataclasses.asdict(values)
    kinds = tuple(dict.fromkeys(common.pop("kinds")))
    if not kinds or (known is not None and len(kinds) > 1):
        raise InvalidEntity({"kinds": _("One category is needed.") if kinds else _("Required field.")})
    person, ids = there(Employee, employee_id), []
    for kind in kinds:
        record = Caces(employee=person) if known is None else unchanged(Caces, known)
        option = values.option if values.option and may_bear(kind, values.option) else None
        fill(record, {**common, "kind": kind, "option": option}, document_path=document)
        try:
            record.save()
        except InvalidEntity as error:
            problems = {"kinds" if name == "kind" else name: why for name, why in error.problems.items()}
            raise InvalidEntity(problems) from error
        _not_twice(record)
        ids.append(str(record.id.hex))
    return ids


def store_visit(
    employee_id: str, values: VisitValues, known: Known | None = None, *, document: str | None = None
) -> str:
    """Add a medical visit, or write over the one that was read; arguments and errors as `store_caces`.

    A conclusion that the form did not show stays as it is.
    """
    fields = dataclasses.asdict(values)
    if values.result is None:
        del fields["result"], fields["restrictions"]
    visit = (
        MedicalVisit(employee=there(Employee, employee_id))
        if known is None
        else unchanged(MedicalVisit, known)
    )
    fill(visit, fields, document_path=document)
    visit.save()
    return str(visit.id.hex)


def store_training(
    employee_id: str, values: TrainingValues, known: Known | None = None, *, document: str | None = None
) -> str:
    """Add a training, or write over the one that was read; arguments and errors as `store_caces`."""
    if known is None:
        training = OnlineTraining(employee=there(Employee, employee_id))
    else:
        training = unchanged(OnlineTraining, known)
    fill(training, dataclasses.asdict(values), certificate_path=document)
    training.save()
    return str(training.id.hex)


def delete_record(record_type: str, record_id: str) -> None:
    """Delete one CACES, visit or training; its proof stays among the person's documents.

    Args:
        record_type: ``caces``, ``medical`` or ``training``.
        record_id: 32 hexadecimal digits.

    Raises:
        UserError: It is gone already.
    """
    there(_RECORDS[record_type], record_id).delete_instance()


# -- parts -----------------------------------------------------------------------------------------

Record = TypeVar("Record", bound=Entity)


def there(model: type[Record], record_id: str) -> Record:
    """Return a record. Raises UserError when it is gone."""
    record = model.get_or_none(model.id == uuid.UUID(record_id))
    if record is None:
        raise UserError(_("This was deleted meanwhile: there is nothing to show and nothing to change."))
    return record


def unchanged(model: type[Record], known: Known) -> Record:
    """Return a record as a form read it.

    Raises:
        UserError: It was changed by somebody else since, or is gone.
    """
    record = there(model, known.id)
    if record.row_version != known.version:
        raise UserError(
            _(
                "This record was changed meanwhile, in another window or by an undo. Nothing was saved, and "
                "what you typed is still here. Copy what you need, close the form and open it again."
            )
        )
    return record


def fill(record: Entity, fields: Mapping[str, Any], **document: str | None) -> None:
    """Write values into a record; a document that is None leaves the one there is."""
    for name, value in fields.items():
        setattr(record, name, value)
    for name, path in document.items():
        if path is not None:
            setattr(record, name, path)


def _not_twice(record: Caces) -> None:
    same = (Caces.employee == record.employee) & (Caces.kind == record.kind) & (Caces.id != record.id)
    on_that_day = Caces.completion_date == record.completion_date
    if record.completion_date is not None and Caces.select().where(same & on_that_day).exists():
        raise InvalidEntity(
            {
                "kinds": _("{kind} obtained on {day} is recorded already.").format(
                    kind=record.kind, day=format_date(record.completion_date)
                )
            }
        )


def owner_of(person: Employee) -> Owner:
    """Return whose record a form is about."""
    return Owner(person.id.hex, person.full_name, person.owed_regime)


def held(record: Entity, person: Employee, document: str | None, values: AnyValues) -> Held[AnyValues]:
    """Return a stored record as a form gets it."""
    return Held(Known(record.id.hex, record.row_version), owner_of(person), document, values)


def values_of(kind: type[AnyValues], record: Entity, **own: Any) -> AnyValues:
    """Return what a form holds of a record, but for the fields given."""
    names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    stored = {name: getattr(record, name) for name in names if name not in own}
    return kind(**stored, **own)


def in_use(column: Any) -> tuple[str, ...]:
    """Return the values a column holds, in alphabetical order."""
    query = column.model.select(column).where(column.is_null(False)).distinct().tuples()
    return tuple(sorted((text for (text,) in query if text), key=fold))
