"""The journal forgets a person whose identity is taken away.

The journal only grows, with this one exception: the law gives people the right that their name goes, and a
name that stays in « who changed what » has not gone. Lines stay, with who did what and when; what they told
about the person goes, and so do names in the labels of actions.

It follows from an `Erasure` being stored, whoever stores it: the user, a change done again, or an edit that
waited on this PC and is written onto newer data.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from cariste.audit.models import AuditChange, AuditEntry
from cariste.audit.recorder import CHANGED
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.database import model
from cariste.database.model import Change, Entity
from cariste.database.operations import INSERT, Operation
from cariste.duplicates.models import merged_into
from cariste.employee.anonymity import MARK, placeholder
from cariste.leaving.models import ANONYMISED, IDENTITY, Erasure

KEPT = frozenset(
    {
        "current_status",
        "workspace",
        "role",
        "contract_type",
        "entry_date",
        "contract_end",
        "left_on",
        "night_worker",
        "assignment_end",
        "kind",
        "visit_type",
        "track",
        "title",
        "mode",
        "completion_date",
        "visit_date",
        "expiration_date",
        "expiration_source",
        "validity_months",
        "form",
        "relation",
    }
)
"""Columns whose values the journal keeps about somebody anonymised: what is counted, and nothing else.

A list of what stays, so that a column added later goes unless somebody decides otherwise.
"""

_NAMES = ("first_name", "last_name")
_AT_ONCE = 500


def install() -> None:
    """Start listening; calling it again changes nothing."""
    if _noted not in model.saved_observers:
        model.saved_observers.append(_noted)


def _noted(_change: Change, kind: type[Entity], operation: Operation) -> None:
    if kind is Erasure and operation.action == INSERT:
        form = str(operation.fields["form"][1])
        if form in IDENTITY:
            forget(str(operation.employee_id), form)


def forget(employee_id: str, form: str) -> None:
    """Take a person, and all files once merged into that one, out of the journal. Call inside a change.

    Args:
        employee_id: 32 hexadecimal digits.
        form: `ANONYMISED` keeps what is counted, `DELETED` no value at all.
    """
    ids = merged_into([employee_id])
    names = _names_ever_borne(ids)
    _forget_labels(ids, names, " ".join(placeholder(employee_id)))
    for entry_id, told in _fields_of(ids):
        kept = _anonymised(told) if form == ANONYMISED else {}
        AuditEntry.update(fields=json.dumps(kept, ensure_ascii=False)).where(
            AuditEntry.id == entry_id
        ).execute()


def _anonymised(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value if name in KEPT else CHANGED for name, value in told.items()}


def _fields_of(ids: Collection[str], entity: str | None = None) -> Iterable[tuple[int, dict[str, Any]]]:
    query: Any = AuditEntry.select(AuditEntry.id, AuditEntry.fields).where(
        AuditEntry.employee_id.in_([*ids]) & AuditEntry.fields.is_null(False)
    )
    if entity is not None:
        query = query.where(AuditEntry.entity == entity)
    for entry_id, fields in AuditEntry._meta.database.execute(query).fetchall():
        yield entry_id, json.loads(fields)


def _names_ever_borne(ids: Collection[str]) -> set[tuple[str, str]]:
    """Return the pairs of first name and surname by which labels may call these people."""
    borne: dict[str, set[str]] = {name: set() for name in _NAMES}
    for _entry_id, told in _fields_of(ids, "employees"):
        for name in _NAMES:
            pair = told.get(name)
            if isinstance(pair, list):
                borne[name].update(value for value in pair if value)
    return {
        (first, last)
        for first in borne["first_name"]
        for last in borne["last_name"]
        if not first.startswith(MARK)
    }


def _forget_labels(ids: Collection[str], names: Collection[tuple[str, str]], instead: str) -> None:
    entry, change = AuditEntry, AuditChange
    concerned: Any = change.select(change.id, change.label).where(
        change.id.in_(entry.select(entry.change).where(entry.employee_id.in_([*ids])))
    )
    for change_id, label in change._meta.database.execute(concerned).fetchall():
        anonymous = without_names(label, names, instead)
        if anonymous != label:
            change.update(label=anonymous).where(change.id == change_id).execute()


def without_names(label: str, names: Collection[tuple[str, str]], instead: str) -> str:
    """Return a label without these people: their names exchanged, or all of it if a surname is left.

    Args:
        label: What an action was called: « CACES R489-5 de Chloé Martin ».
        names: First names and surnames.
        instead: What stands for the name.
    """
    told = label
    for first, last in sorted(names, key=lambda name: -len(" ".join(name))):
        for name in (f"{first} {last}", f"{last} {first}"):
            told = told.replace(name, instead)
    words = f" {fold(told.replace(instead, ''))} "
    if any(f" {fold(last)} " in words for _first, last in names if fold(last)):
        return _("Change to the file of {person}").format(person=instead)
    return told
