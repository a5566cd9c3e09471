"""Two files of one person made one, field by field as a person chose; or told apart, once and for all."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from cariste.authorisation.models import Assignment, Authorisation, Induction
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.wording import of_person
from cariste.database.model import Entity
from cariste.duplicates.models import DISTINCT, MERGED, PersonLink, told_apart
from cariste.employee.constants import PARTICULARS, PENDING, TYPED
from cariste.employee.models import Absence, Appointment, Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.models.base import Expiring

FIELDS = (*PARTICULARS, "avatar_path")
"""What a person chooses between, in the order of the form."""
_RECORDS: tuple[type[Entity], ...] = (
    *(Caces, MedicalVisit, OnlineTraining, Appointment, Absence),
    *(Authorisation, Induction, Assignment),
)
_SAME: dict[type[Entity], tuple[str, ...]] = {
    Caces: ("kind", "completion_date", "expiration_date"),
    MedicalVisit: ("visit_type", "visit_date", "expiration_date"),
    OnlineTraining: ("kind", "completion_date", "expiration_date"),
    Appointment: ("visit_type", "planned_on"),
    Absence: ("starts_on",),
    Induction: ("site", "held_on"),
    Assignment: ("agency", "starts_on", "ends_on"),
}
"""Two records that agree in these are one, unless something else they say differs."""
_SAID: dict[type[Entity], tuple[str, ...]] = {
    Caces: ("certificate_number", "organisation", "option"),
    MedicalVisit: ("result", "restrictions"),
    OnlineTraining: ("validity_months", "mode"),
    Appointment: ("status",),
    Absence: ("ended_on", "return_visit"),
    Induction: ("held_by",),
    Assignment: ("documents_on", "documents_by"),
}
_PROOFS = ("document_path", "certificate_path")


class Field(NamedTuple):
    """One field of the two files, as stored."""

    name: str
    first: Any
    second: Any

    @property
    def differs(self) -> bool:
        """Whether somebody must choose: both say something, and not the same."""
        return self.first != self.second and self.first is not None and self.second is not None


class Side(NamedTuple):
    """One of the two files. `id` is 32 hexadecimal digits."""

    id: str
    name: str
    records: int
    documents: int


class Comparison(NamedTuple):
    """Two files side by side.

    Attributes:
        joined: How many records both have: they will be one.
    """

    first: Side
    second: Side
    fields: tuple[Field, ...]
    joined: int


def compare(first_id: str, second_id: str) -> Comparison:
    """Return two files side by side; the caller is connected.

    Raises:
        UserError: One of the two is gone.
    """
    first, second = _both(first_id, second_id)
    fields = tuple(Field(name, getattr(first, name), getattr(second, name)) for name in FIELDS)
    ours, theirs = _records(first), _records(second)
    joined = sum(_twin(record, ours) is not None for record in theirs)
    return Comparison(_side(first, ours), _side(second, theirs), fields, joined)


def merge(keep_id: str, other_id: str, choices: Mapping[str, str] | None = None) -> None:
    """Make two files one; call inside a change. Nothing recorded is lost: what both have is kept once.

    Args:
        keep_id: The file that stays.
        other_id: The file whose records and documents move to it, and which then goes.
        choices: For fields of `FIELDS`, the id of the file whose value counts. Where it says nothing, the
            value of the file that stays counts, or the other's when it has none.

    Raises:
        UserError: One of the two is gone.
        InvalidEntity: The chosen values do not go together; names each field that is wrong.
    """
    kept, other = _both(keep_id, other_id)
    chosen = choices or {}
    values = {name: _chosen(name, kept, other, chosen.get(name)) for name in FIELDS}
    _move(other, kept)
    _move_decisions(other.id, kept.id)
    other.delete_instance()
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    PersonLink(employee_id=kept.id, other_id=other.id, relation=MERGED).save()


def tell_apart(first_id: str, second_id: str) -> None:
    """Note that two people are not the same, so that they are not proposed again; call inside a change."""
    one, other = sorted((first_id, second_id))
    if frozenset({one, other}) not in told_apart():
        PersonLink(employee_id=uuid.UUID(one), other_id=uuid.UUID(other), relation=DISTINCT).save()


def merged_label(name: str) -> str:
    """Return what the journal and undo call it: « Fusion de deux fiches de Chloé Martin »."""
    return _("Merger of two files {of_person}").format(of_person=of_person(name))


def apart_label() -> str:
    """Return what the journal and undo call it; without names, which would outlive the people."""
    return _("Two people told apart")


def _both(first_id: str, second_id: str) -> tuple[Employee, Employee]:
    first, second = (Employee.get_or_none(Employee.id == uuid.UUID(one)) for one in (first_id, second_id))
    if first is None or second is None or first == second:
        raise UserError(_("One of the two files was deleted meanwhile. Nothing was recorded."))
    return first, second


def _chosen(name: str, kept: Employee, other: Employee, choice: str | None) -> Any:
    if choice is not None:
        return getattr(other if choice == other.id.hex else kept, name)
    value = getattr(kept, name)
    return getattr(other, name) if value is None else value


def _side(person: Employee, records: Collection[Entity]) -> Side:
    documents = person.documents.count()  # type: ignore[attr-defined]
    return Side(person.id.hex, person.full_name, len(records), documents)


def _records(person: Employee) -> list[Entity]:
    models: Any = _RECORDS
    return [record for model in models for record in model.select().where(model.employee == person)]


def _move(other: Employee, kept: Employee) -> None:
    ours = _records(kept)
    backrefs: Any = Employee._meta.backrefs
    for key, model in backrefs.items():
        for record in list(model.select().where(key == other)):
            twin = _twin(record, ours)
            if twin is None:
                setattr(record, key.name, kept)
                record.save()
            else:
                _complete(twin, record)
                record.delete_instance()


def _twin(record: Entity, ours: Collection[Entity]) -> Any:
    """Return the record that says the same; what only one of the two says is no difference."""
    kind = type(record)
    for mine in ours if kind in _SAME else ():
        if type(mine) is kind and all(getattr(mine, name) == getattr(record, name) for name in _SAME[kind]):
            pairs = ((getattr(mine, name), getattr(record, name)) for name in _SAID[kind])
            if all(one == two or _is_gap(one) or _is_gap(two) for one, two in pairs):
                return mine
    return None


def _is_gap(value: Any) -> bool:
    return value is None or value == PENDING


def _complete(mine: Any, record: Any) -> None:
    """Take over what only the other record says."""
    names = [name for name in (*_SAID[type(mine)], *_PROOFS) if name in mine._meta.fields]
    gained = {
        name: getattr(record, name)
        for name in names
        if _is_gap(getattr(mine, name)) and not _is_gap(getattr(record, name))
    }
    if isinstance(mine, Expiring) and record.expiration_source == TYPED != mine.expiration_source:
        gained["expiration_source"] = TYPED
    for name, value in gained.items():
        setattr(mine, name, value)
    if gained:
        mine.save()


def _move_decisions(other: uuid.UUID, kept: uuid.UUID) -> None:
    """Whoever was not the one is not the other either."""
    concerned = (PersonLink.employee_id == other) | (PersonLink.other_id == other)
    for link in list(PersonLink.select().where(concerned & (PersonLink.relation == DISTINCT))):
        third = link.other_id if link.employee_id == other else link.employee_id
        link.delete_instance()
        if third != kept:
            tell_apart(kept.hex, third.hex)
