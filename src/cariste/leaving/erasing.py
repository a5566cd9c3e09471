"""Taking somebody's identity away: anonymise keeps what is counted, deleting for good keeps nothing.

Both are one change, and can be undone while the program stays open. The files go later, when nothing can
bring the person back any more: see `sweeping`.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from peewee import fn

from cariste.authorisation.models import Authorisation, Induction
from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold, tidy
from cariste.core.wording import format_number
from cariste.database.model import Entity
from cariste.employee.anonymity import is_placeholder, placeholder
from cariste.employee.constants import MEDICAL_DOCUMENT, PENDING
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.leaving.models import ANONYMISED, COPY, DELETED, Erasure
from cariste.leaving.retention import due_on
from cariste.share.backup import KEPT_SECONDS
from cariste.share.transfer import DAY

COPIES_KEPT_DAYS = round(KEPT_SECONDS / DAY)
"""After how many days the last backup that still knows somebody erased today is gone by itself."""

_PERSONAL = ("external_id", "birth_date", "email", "phone", "avatar_path", "medical_regime")
"""What goes from a person's file beside the name. Dates of work, role and contract are counted: they stay."""
_PERSONAL_OF_RECORDS: dict[type[Entity], dict[str, Any]] = {
    Caces: {"certificate_number": None, "document_path": None},
    MedicalVisit: {"result": PENDING, "restrictions": None, "document_path": None},
    OnlineTraining: {"certificate_path": None},
}


class Belongings(NamedTuple):
    """What goes with a person.

    Attributes:
        name: First name and surname.
        active: Whether the person works here still.
        anonymous: Whether the name is gone already.
        documents: What each file is called, for the person who confirms.
        due: From when on the file need not be kept; None when nobody knows.
    """

    id: str
    name: str
    last_name: str
    active: bool
    anonymous: bool
    caces: int
    visits: int
    trainings: int
    authorisations: int
    documents: tuple[str, ...]
    due: dt.date | None


def belongings(ids: Sequence[str]) -> list[Belongings]:
    """Return what each person has, in the order of their names; nine statements whatever their number.

    People who are gone meanwhile are left out. The caller is connected.
    """
    wanted = [uuid.UUID(one) for one in ids]
    counted = (Caces, MedicalVisit, OnlineTraining, Authorisation)
    caces, visits, trainings, authorisations = (_counted(model, wanted) for model in counted)
    files = _files(wanted)
    people = Employee.select().where(Employee.id.in_(wanted)).order_by(Employee.search_text, Employee.id)
    return [
        Belongings(
            person.id.hex,
            person.full_name,
            person.last_name,
            person.is_active,
            is_placeholder(person.id.hex, person.first_name),
            caces.get(person.id, 0),
            visits.get(person.id, 0),
            trainings.get(person.id, 0),
            authorisations.get(person.id, 0),
            tuple(sorted(files[person.id].values())),
            due_on(person.contract_type, person.left_on, person.assignment_end),
        )
        for person in people
    ]


def anonymise(ids: Sequence[str], reason: str) -> int:
    """Take the identity of people who left; their records keep kinds and dates. Call inside a change.

    Args:
        ids: 32 hexadecimal digits each.
        reason: Why; it is kept, so it must not name anybody.

    Returns:
        How many people were anonymised; those who are so already do not count.

    Raises:
        InvalidEntity: No reason, or one that names the person.
        UserError: Somebody still works here, or is gone.
    """
    people = [one for one in _people(ids, reason) if not is_placeholder(one.id.hex, one.first_name)]
    for person in people:
        if person.is_active:
            raise UserError(
                _("{name} still works here: note the departure first. Nothing was changed.").format(
                    name=person.full_name
                )
            )
    for person in people:
        paths = _all_paths(person)
        for record in _below(person):
            blanks = _PERSONAL_OF_RECORDS.get(type(record))
            if blanks is None:  # documents, and whatever else says more than is counted
                record.delete_instance()
            else:
                _write(record, blanks)
        last_name, first_name = placeholder(person.id.hex)
        _write(person, {**dict.fromkeys(_PERSONAL), "last_name": last_name, "first_name": first_name})
        _enter(person.id, ANONYMISED, reason, paths)
    return len(people)


def delete_for_good(ids: Sequence[str], reason: str) -> int:
    """Delete people with everything recorded about them; call inside a change.

    Args:
        ids: 32 hexadecimal digits each.
        reason: Why; it is kept, so it must not name anybody.

    Returns:
        How many people were deleted.

    Raises:
        InvalidEntity: No reason, or one that names the person.
        UserError: Somebody is gone already.
    """
    people = _people(ids, reason)
    for person in people:
        paths = _all_paths(person)
        person.delete_instance()
        _enter(person.id, DELETED, reason, paths)
    return len(people)


def delete_copies(record_ids: Sequence[str]) -> int:
    """Delete former medical certificates with their proofs; call inside a change.

    Args:
        record_ids: Medical records, 32 hexadecimal digits each; those gone already do not count.

    Returns:
        How many records were deleted.
    """
    wanted = [uuid.UUID(one) for one in record_ids]
    records = list(MedicalVisit.select().where(MedicalVisit.id.in_(wanted)))
    for record in records:
        owner, path = record.employee, record.document_path
        record.delete_instance()
        for document in Document.select().where(Document.path == path):
            document.delete_instance()
        _enter(owner.id, COPY, _("end of the validity"), [path] if path else [])
    return len(records)


def copies_label(count: int) -> str:
    """Return what the journal and undo call it."""
    told = ngettext("{n} former certificate deleted", "{n} former certificates deleted", count)
    return told.format(n=format_number(count))


def anonymised_label(count: int, reason: str) -> str:
    """Return what the journal and undo call it: never by name."""
    told = ngettext("Anonymised: {n} person", "Anonymised: {n} people", count)
    return f"{told.format(n=format_number(count))} ({tidy(reason)})"


def deleted_label(count: int, reason: str) -> str:
    """Return what the journal and undo call it: never by name."""
    told = ngettext("Deleted for good: {n} person", "Deleted for good: {n} people", count)
    return f"{told.format(n=format_number(count))} ({tidy(reason)})"


def check_reason(reason: str, surnames: Iterable[str]) -> str | None:
    """Return what is wrong with a reason, or None: it is kept when the person is forgotten."""
    said = f" {fold(reason)} "
    if not said.strip():
        return _("Required field.")
    if any(fold(name) and f" {fold(name)} " in said for name in surnames):
        return _("The reason is kept: write it without the name.")
    return None


def _people(ids: Sequence[str], reason: str) -> list[Employee]:
    found = list(Employee.select().where(Employee.id.in_([uuid.UUID(one) for one in ids])))
    if len(found) != len({*ids}):
        raise UserError(_("Somebody chosen here was deleted meanwhile. Nothing was recorded."))
    problem = check_reason(reason, [person.last_name for person in found])
    if problem:
        raise InvalidEntity({"reason": problem})
    return found


def _enter(employee_id: uuid.UUID, form: str, reason: str, paths: Collection[str]) -> None:
    # Last of all: the journal forgets what it was told before this.
    # Even without a path: what was taken off the file earlier still lies in the person's folder.
    files = json.dumps(sorted(paths), ensure_ascii=False)
    Erasure(employee_id=employee_id, form=form, reason=tidy(reason), files=files).save()


def _write(record: Entity, values: dict[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in changed.items():
        setattr(record, name, value)
    if changed:
        record.save()


def _below(person: Employee) -> Iterator[Entity]:
    """Return everything recorded about a person, kind by kind: what goes with another is not met again."""
    backrefs: Any = Employee._meta.backrefs
    for key, model in backrefs.items():
        yield from list(model.select().where(key == person))


def _counted(model: Any, wanted: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    query = model.select(model.employee, fn.COUNT(model.id)).where(model.employee.in_(wanted))
    return dict(query.group_by(model.employee).tuples())


def _files(wanted: list[uuid.UUID]) -> defaultdict[uuid.UUID, dict[str, str]]:
    """Return by person the words for each path: what the file was called, nothing more of a medical one."""
    found: defaultdict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    medical = _("Medical document")
    for model, path, words in (
        (Caces, Caces.document_path, None),
        (MedicalVisit, MedicalVisit.document_path, medical),
        (OnlineTraining, OnlineTraining.certificate_path, None),
        (Authorisation, Authorisation.document_path, None),
        (Induction, Induction.document_path, None),
    ):
        query: Any = model.select(model.employee, path).where(
            model.employee.in_(wanted) & path.is_null(False)
        )
        for person, stored in query.tuples():
            found[person][stored] = words or PurePosixPath(stored).name
    documents: Any = Document.select().where(Document.employee.in_(wanted))
    for one in documents:
        words = medical if one.kind == MEDICAL_DOCUMENT else one.original_name
        found[one.__data__["employee"]][one.path] = words or PurePosixPath(one.path).name
    return found


def _all_paths(person: Employee) -> set[str]:
    paths = {person.avatar_path} | {_path_of(record) for record in _below(person)}
    return {path for path in paths if path}


def _path_of(record: Entity) -> str | None:
    for name in ("path", "document_path", "certificate_path"):
        if name in record._meta.fields:
            return getattr(record, name)  # type: ignore[no-any-return]
    return None
