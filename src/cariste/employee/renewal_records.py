"""Renewals and the database: what is to be renewed is read, what renews it is stored beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cariste.core.errors import InvalidEntity
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.bulk import NotForAll
from cariste.employee.labels import CACES, MEDICAL, TRAINING, full_subject
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.renewal import Former, Holder, Renewal

_MODELS: dict[str, Any] = {CACES: Caces, MEDICAL: MedicalVisit, TRAINING: OnlineTraining}
_AT_ONCE = 10_000
"""People asked for by one statement: SQLite takes 32,766 parameters in one."""
_Key = tuple[str, str, dt.date | None]
"""Person, kind and day of a record."""


def former_record(type_: str, record_id: str) -> Former | None:
    """Return one record as what is to be renewed, or None when it is gone: one statement."""
    model = _MODELS[type_]
    return next(_formers(type_, model.select(model, Employee).where(model.id == uuid.UUID(record_id))), None)


def current_records(type_: str, employee_ids: Sequence[str]) -> list[Former]:
    """Return the records of some people that count today, of one type.

    One statement per ten thousand people.
    """
    model = _MODELS[type_]
    ids = [uuid.UUID(one) for one in employee_ids]
    found: list[Former] = []
    for start in range(0, len(ids), _AT_ONCE):
        ours = model.employee.in_(ids[start : start + _AT_ONCE])
        found += _formers(type_, model.current().select(model, Employee).where(ours))
    return found


def holders(employee_ids: Sequence[str]) -> list[Holder]:
    """Return some people in the order given, without those no longer recorded."""
    found = _people(employee_ids)
    return [_holder(found[one]) for one in employee_ids if one in found]


def store_renewals(renewals: Sequence[Renewal]) -> list[str]:
    """Add the new records inside the open change; what was there stays untouched.

    Returns:
        The ids of the new records, in the order given.

    Raises:
        NotForAll: Some cannot be stored; says whose and why, and none is.
    """
    people = _people({renewal.employee_id for renewal in renewals})
    taken = set(_taken(renewals))
    records: list[Any] = []
    problems: dict[str, str] = {}
    for renewal in renewals:
        person = people.get(renewal.employee_id)
        if person is None:
            problems[renewal.employee_id] = _("Somebody is no longer recorded.")
            continue
        record = _record(renewal, person)
        if problem := _problem(record, renewal, taken):
            problems.setdefault(renewal.employee_id, f"{person.full_name} · {problem}")
        taken.add(_key(record))
        records.append(record)
    if problems:
        raise NotForAll(problems)
    for record in records:
        record.save()
    return [record.id.hex for record in records]


def _problem(record: Any, renewal: Renewal, taken: set[_Key]) -> str:
    about = full_subject(renewal.type, renewal.kind, renewal.kind)
    record.clean()
    try:
        record.validate()
    except InvalidEntity as error:
        return f"{about}: {' '.join(error.problems.values())}"
    if _key(record) in taken:
        return _("{what} of {date} is recorded already.").format(
            what=about, date=format_date(renewal.obtained)
        )
    return ""


def _formers(type_: str, query: Any) -> Iterator[Former]:
    for record in query.join(Employee):
        common: dict[str, Any] = {
            "holder": _holder(record.employee),
            "type": type_,
            "record_id": record.id.hex,
            "expiration": record.expiration_date,
        }
        if type_ == CACES:
            yield Former(
                kind=record.kind,
                obtained=record.completion_date,
                organisation=record.organisation,
                option=record.option,
                **common,
            )
        elif type_ == MEDICAL:
            yield Former(kind=record.visit_type, obtained=record.visit_date, **common)
        else:
            yield Former(
                kind=record.title,
                obtained=record.completion_date,
                validity_months=record.validity_months,
                mode=record.mode,
                **common,
            )


def _holder(person: Employee) -> Holder:
    return Holder(person.id.hex, person.first_name, person.last_name, person.external_id, person.owed_regime)


def _people(employee_ids: Iterable[str]) -> dict[str, Employee]:
    ids = [uuid.UUID(one) for one in employee_ids]
    found: dict[str, Employee] = {}
    for start in range(0, len(ids), _AT_ONCE):
        asked = Employee.id.in_(ids[start : start + _AT_ONCE])
        found |= {person.id.hex: person for person in Employee.select().where(asked)}
    return found


def _record(renewal: Renewal, person: Employee) -> Any:
    common: dict[str, Any] = {
        "employee": person,
        "expiration_date": renewal.expiration,
        "expiration_source": renewal.source,
    }
    if renewal.type == CACES:
        return Caces(
            kind=renewal.kind,
            completion_date=renewal.obtained,
            organisation=renewal.organisation or None,
            certificate_number=renewal.certificate_number or None,
            option=renewal.option,
            document_path=renewal.document,
            **common,
        )
    if renewal.type == MEDICAL:
        return MedicalVisit(
            visit_type=renewal.kind,
            visit_date=renewal.obtained,
            result=renewal.result,
            document_path=renewal.document,
            **common,
        )
    return OnlineTraining(
        title=renewal.kind,
        completion_date=renewal.obtained,
        validity_months=renewal.validity_months,
        mode=renewal.mode,
        certificate_path=renewal.document,
        **common,
    )


def _key(record: Any) -> _Key:
    day = record.visit_date if isinstance(record, MedicalVisit) else record.completion_date
    kind = record.visit_type if isinstance(record, MedicalVisit) else record.kind
    return record.employee.id.hex, kind, day


def _taken(renewals: Sequence[Renewal]) -> Iterator[_Key]:
    """Yield person, kind and day of the records there are on the days of the renewals."""
    for type_ in {renewal.type for renewal in renewals}:
        ours = [renewal for renewal in renewals if renewal.type == type_]
        model = _MODELS[type_]
        kind, day = (
            (model.visit_type, model.visit_date)
            if model is MedicalVisit
            else (model.kind, model.completion_date)
        )
        days = list({renewal.obtained for renewal in ours})
        ids = [uuid.UUID(one) for one in {renewal.employee_id for renewal in ours}]
        for start in range(0, len(ids), _AT_ONCE):
            same = model.employee.in_(ids[start : start + _AT_ONCE]) & day.in_(days)
            for person, what, when in model.select(model.employee, kind, day).where(same).tuples():
                yield person.hex, what, when
