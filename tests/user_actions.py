"""Whatever a user may do, at random: each action says which rows it wrote."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

from drivers import assign, grant, induct, suspend
from factories import TODAY, absence, appointment, caces, employee, training, visit

from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.duplicates.models import PersonLink
from cariste.employee.models import (
    Absence,
    Appointment,
    Caces,
    Document,
    Employee,
    MedicalVisit,
    OnlineTraining,
)
from cariste.employee.models.employee import search_text
from cariste.equipment.models import Machine
from cariste.leaving.models import Erasure
from cariste.requirement.models import Requirement
from cariste.settings.models import Setting

Written = list[tuple[str, str]]
"""Table and id of each row written, in order."""
Action = Callable[[int], Written]
RECORDS = (Caces, MedicalVisit, OnlineTraining, Document)
FOLLOW_UP = (Appointment, Absence)
DRIVING = (Authorisation, Suspension, Induction, Assignment)
OF_A_PERSON = (*RECORDS, *FOLLOW_UP, *DRIVING)
ENTITIES = (Employee, *OF_A_PERSON, Setting, Machine, Requirement, PersonLink, Erasure)


def written(*entities: Any) -> Written:
    return [(entity._meta.table_name, entity.id.hex) for entity in entities]


def pick(model: Any, number: int) -> Any:
    """Return some stored row of a model, None when there is none."""
    rows = list(model.select().order_by(model.id))
    return rows[number % len(rows)] if rows else None


def hire_with_records(number: int) -> Written:
    person = employee(first_name="Éloïse", external_id=f"N{number}-{uuid.uuid4().hex[:6]}")
    records = [caces(person, kind) for kind in ("R489-1A", "R489-3", "R489-5")[: number % 4]]
    return written(person, *records, visit(person, restrictions="secret"), training(person))


def correct_the_person(number: int) -> Written:
    person = pick(Employee, number)
    if person is None:
        return []
    person.last_name, person.role = f"Fictif{number}", None if number % 3 == 0 else "Cariste"
    person.night_worker = number % 2 == 0
    return written(person) if person.save() else []


def add_a_record(number: int) -> Written:
    person = pick(Employee, number)
    if person is None:
        return []
    planned = [one for one in Appointment.select() if one.status == "planned"]
    made = (
        lambda: caces(person, "Autolaveuse", document_path="documents/a.pdf"),
        lambda: visit(person, result="fit_with_restrictions", visit_date=TODAY),
        lambda: training(person, "Accueil sécurité", validity_months=None),
        lambda: document(person),
    )
    record = made[number % len(made)]()
    # A visit is what its appointment was for: that one changes with it.
    held = [one for one in planned if Appointment.get_by_id(one.id).status == "held"]
    return written(record, *held)


def plan_or_be_away(number: int) -> Written:
    person = pick(Employee, number)
    if person is None:
        return []
    if number % 2:
        return written(appointment(person, planned_on=dt.date(2026, 11, 1) + dt.timedelta(days=number % 60)))
    return written(absence(person, ended_on=TODAY if number % 3 else None))


def change_the_follow_up(number: int) -> Written:
    record = pick(FOLLOW_UP[number % 2], number)
    if record is None:
        return []
    if isinstance(record, Absence):
        record.ended_on, record.return_visit = TODAY - dt.timedelta(days=number % 20), number % 3 == 0
    else:
        record.status = ("planned", "missed", "cancelled")[number % 3]
    return written(record) if record.save() else []


def decide_about_driving(number: int) -> Written:
    person, right = pick(Employee, number), pick(Authorisation, number)
    if person is None:
        return []
    if number % 4 == 3 and right is not None:
        if number % 3 == 0:
            right.withdrawn_on, right.withdrawn_reason = TODAY, "secret"
            return written(right) if right.save() else []
        # Never twice the same days.
        first = max((one.starts_on for one in right.suspensions), default=TODAY) + dt.timedelta(days=1)
        return written(suspend(right, first, first))
    made = (lambda: grant(person), lambda: induct(person), lambda: assign(person, TODAY, None))
    return written(made[number % len(made)]())


def equip_the_site(number: int) -> Written:
    unique = uuid.uuid4().hex[:8]
    if number % 2:
        made: Any = Machine(number=unique, name="Frontal", kind="R489-3", site="Quai")
    else:
        made = Requirement(role=f"Cariste {unique}", site="Quai", kind="R489-3")
    found = pick(Machine if number % 2 else Requirement, number)
    if found is not None and number % 3 == 0:
        found.delete_instance()
        return written(found)
    if found is not None and number % 3 == 1:
        found.site = None if number % 2 == 0 else f"Zone {number}"
        return written(found) if found.save() else []
    made.save()
    return written(made)


def say_who_is_who(number: int) -> Written:
    one, other = sorted((uuid.uuid4(), uuid.uuid4()))
    if number % 2:
        made: Any = PersonLink(employee_id=one, other_id=other, relation="distinct")
    else:
        made = Erasure(employee_id=one, form="copy", reason="Copie périmée", files=None)
    made.save()
    return written(made)


def document(person: Employee) -> Document:
    record = Document(
        employee=person,
        path=f"documents/{uuid.uuid4().hex}.pdf",
        sha256="0" * 64,
        size=10,
        mime="application/pdf",
        kind="other",
        original_name="scan.pdf",
    )
    record.save()
    return record


def correct_a_certificate(number: int) -> Written:
    record = pick(Caces, number)
    if record is None:
        return []
    record.completion_date = dt.date(2025, 1, 1) + dt.timedelta(days=number % 300)
    record.expiration_date = None
    record.certificate_number = f"A{number % 5}"
    return written(record) if record.save() else []


def correct_a_conclusion(number: int) -> Written:
    record = pick(MedicalVisit, number)
    if record is None:
        return []
    record.result, record.restrictions = ("unfit", None) if number % 2 else ("fit", f"secret {number}")
    return written(record) if record.save() else []


def delete_a_record(number: int) -> Written:
    record = pick(OF_A_PERSON[number % len(OF_A_PERSON)], number)
    if record is None:
        return []
    below = [*record.suspensions] if isinstance(record, Authorisation) else []
    record.delete_instance()
    return written(*below, record)


def delete_a_person(number: int) -> Written:
    person = pick(Employee, number)
    if person is None:
        return []
    below = everything_of(person)
    person.delete_instance()
    return written(*below, person)


def everything_of(person: Employee) -> list[Any]:
    return [record for model in OF_A_PERSON for record in model.select().where(model.employee == person)]


def move_records_to_somebody_else(number: int) -> Written:
    """As a merge of duplicates does: what the one has becomes the other's, then the one goes."""
    one, other = pick(Employee, number), pick(Employee, number + 1)
    if one is None or one == other:
        return []
    moved = []
    for model in RECORDS:
        for record in model.select().where(model.employee == one):
            record.employee = other
            record.save()
            moved.append(record)
    left = everything_of(one)
    one.delete_instance()
    return written(*moved, *left, one)


def import_people(number: int) -> Written:
    ids = [uuid.uuid4().hex for _row in range(number % 4)]
    rows = [
        {
            "id": id_,
            "first_name": "Noël",
            "last_name": f"Essai{place}",
            "search_text": search_text(f"Essai{place}", "Noël", None),
            "current_status": "active",
            "night_worker": 0,
        }
        for place, id_ in enumerate(ids)
    ]
    Employee.insert_rows(rows)
    return [("employees", id_) for id_ in ids]


def choose_a_setting(number: int) -> Written:
    keys = ("company", "roles")
    found = Setting.get_or_none(Setting.key == keys[number % 2])
    if found is not None and number % 5 == 0:
        found.delete_instance()
        return written(found)
    value = [f"Essai {number}", ["Cariste", f"Rôle {number}"]][number % 2]
    if found is None:
        found = Setting(key=keys[number % 2])
    found.value = json.dumps(value)
    return written(found) if found.save() else []


ACTIONS: tuple[Action, ...] = (
    hire_with_records,
    correct_the_person,
    add_a_record,
    plan_or_be_away,
    change_the_follow_up,
    decide_about_driving,
    equip_the_site,
    say_who_is_who,
    correct_a_certificate,
    correct_a_conclusion,
    delete_a_record,
    delete_a_person,
    move_records_to_somebody_else,
    import_people,
    choose_a_setting,
)
