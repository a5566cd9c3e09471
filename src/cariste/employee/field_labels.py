"""Tables, columns and stored values in the user's words, where a change is told field by field.

Used by the journal and by the page of waiting changes. Both the names of columns (``employee_id``) and
those of fields (``employee``) are understood.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date, format_number
from cariste.employee import constants, labels
from cariste.settings.labels import setting_label, stored_in_words

EMPLOYEES, CACES, MEDICAL_VISITS, TRAININGS = "employees", "caces", "medical_visits", "online_trainings"
SETTINGS, DOCUMENTS = "settings", "documents"
APPOINTMENTS, ABSENCES = "appointments", "absences"
AUTHORISATIONS, SUSPENSIONS = "authorisations", "suspensions"
INDUCTIONS, ASSIGNMENTS = "inductions", "assignments"
MACHINES, REQUIREMENTS = "machines", "requirements"

_Words = Callable[[Any], str]

_MARK = re.compile(r"^[0-9a-f]{12}-(?=.)")
_NAMELESS = re.compile(r"^[0-9a-f]{32}(\.|$)")
"""How `documents.storing` names what it keeps: by its bytes, and a medical document by nothing at all."""

_KEPT_BY_THE_PROGRAM = frozenset({"id", "row_version", "created_at", "updated_at", "search_text", "track"})
_DERIVED = {
    TRAININGS: frozenset({"kind"}),
    DOCUMENTS: frozenset({"path", "sha256", "size", "mime"}),
    SUSPENSIONS: frozenset({"authorisation", "authorisation_id"}),
}
_OF_HEALTH = frozenset({"result", "restrictions"})
_SOURCES = {"expiration_source": "expiration_date", "ends_source": "ends_on"}
_LEADERS = {(MEDICAL_VISITS, "track"): "visit_type", (TRAININGS, "kind"): "title"}


def entity_label(table: str) -> str:
    """Return what a row of a table is: « Salarié », « Visite médicale »; the table's name if unknown."""
    names: dict[str, Callable[[], str]] = {
        EMPLOYEES: lambda: _("Employee"),
        CACES: lambda: _("CACES"),
        MEDICAL_VISITS: lambda: _("Medical visit"),
        TRAININGS: lambda: _("Training"),
        SETTINGS: lambda: _("Setting"),
        DOCUMENTS: lambda: _("Document"),
        APPOINTMENTS: lambda: _("Appointment"),
        ABSENCES: lambda: _("Absence"),
        AUTHORISATIONS: lambda: _("Driving authorisation"),
        SUSPENSIONS: lambda: _("Suspension"),
        INDUCTIONS: lambda: _("Site induction"),
        ASSIGNMENTS: lambda: _("Assignment"),
        MACHINES: lambda: _("Machine"),
        REQUIREMENTS: lambda: _("Requirement"),
    }
    return names[table]() if table in names else table


def field_label(table: str, column: str) -> str:
    """Return the name of a column as forms and tables show it; the column's own name if it is unknown."""
    own: dict[tuple[str, str], Callable[[], str]] = {
        (CACES, "kind"): lambda: _("Category"),
        (MEDICAL_VISITS, "expiration_date"): lambda: _("Next visit no later than"),
        (TRAININGS, "completion_date"): lambda: _("Completion date"),
        (DOCUMENTS, "kind"): lambda: _("Type of document"),
        (APPOINTMENTS, "status"): lambda: _("What became of it"),
        (ABSENCES, "starts_on"): lambda: _("First day away"),
        (AUTHORISATIONS, "ends_on"): lambda: _("Valid until"),
        (AUTHORISATIONS, "document_path"): lambda: _("Signed copy"),
        (MACHINES, "kind"): lambda: _("Category"),
        (REQUIREMENTS, "kind"): lambda: pgettext("requirement", "Required"),
    }
    find = own.get((table, column)) or _SHARED.get(column)
    return find() if find else column


def value_in_words(table: str, column: str, value: Any) -> str:
    """Return a stored value as people read it: a code as its word, a date as written, nothing as « vide ».

    Args:
        table: Where it is stored.
        column: Likewise; the id of a person comes back as it is, for whoever asks knows the name.
        value: As the database, the journal or an entity has it: dates may be texts, truth a number.
    """
    if value is None or value == "":
        return pgettext("value", "empty")
    words = _OWN_VALUES.get((table, column)) or _VALUES.get(column)
    if words is not None:
        return words(value)
    return _day(value) if column.endswith(("_date", "_end", "_on")) else str(value)


def is_derived(table: str, column: str) -> bool:
    """Whether the program fills the column by itself, from others or for its own use: nothing to show."""
    return column in _KEPT_BY_THE_PROGRAM | _DERIVED.get(table, frozenset())


def leader_of(table: str, column: str) -> str | None:
    """Return the column this one goes with: where an expiry comes from is said with the expiry."""
    return _LEADERS.get((table, column)) or _SOURCES.get(column)


def is_of_health(table: str, column: str) -> bool:
    """Whether the column holds what a doctor concluded: for the editor's eyes only, never in a message."""
    return table == MEDICAL_VISITS and column in _OF_HEALTH


def _day(value: Any) -> str:
    if isinstance(value, dt.date):
        return format_date(value)
    try:
        return format_date(dt.date.fromisoformat(str(value)[:10]))
    except ValueError:
        return str(value)


def _document_kind(code: str) -> str:
    if code == constants.PHOTO:
        return _("Photo")
    return _("Other document") if code == constants.OTHER_DOCUMENT else labels.alert_type_label(code)


def _months(value: Any) -> str:
    return format_number(int(value)) if str(value).isdecimal() else str(value)


def _yes_or_no(value: Any) -> str:
    return _("no") if str(value) in {"0", "False"} else _("yes")


def _file_name(value: Any) -> str:
    return proof_name(str(value))


def proof_name(path: str) -> str:
    """Return what a stored file is called on screen: no mark of its bytes, of a medical one no name at all.

    Args:
        path: Below the shared folder, as records name it.
    """
    name = PurePosixPath(path).name
    return _("Medical document") if _NAMELESS.match(name) else _MARK.sub("", name)


_SHARED: dict[str, Callable[[], str]] = {
    "employee": lambda: _("Employee"),
    "employee_id": lambda: _("Employee"),
    "external_id": lambda: _("Employee number"),
    "first_name": lambda: _("First name"),
    "last_name": lambda: _("Surname"),
    "current_status": lambda: _("Status"),
    "workspace": lambda: _("Work area"),
    "role": lambda: _("Role"),
    "contract_type": lambda: _("Contract"),
    "entry_date": lambda: _("Start date"),
    "birth_date": lambda: _("Date of birth"),
    "contract_end": lambda: _("End of contract"),
    "left_on": lambda: _("Leaving date"),
    "medical_regime": lambda: _("Medical follow-up"),
    "night_worker": lambda: _("Night worker"),
    "agency": lambda: _("Temp agency"),
    "assignment_end": lambda: _("End of assignment"),
    "email": lambda: _("E-mail"),
    "phone": lambda: _("Phone"),
    "avatar_path": lambda: _("Photo"),
    "completion_date": lambda: _("Date obtained"),
    "expiration_date": lambda: _("Expiry date"),
    "expiration_source": lambda: _("Source of the expiry date"),
    "certificate_number": lambda: _("Certificate number"),
    "organisation": lambda: _("Training provider"),
    "option": lambda: _("Option"),
    "document_path": lambda: _("Proof"),
    "certificate_path": lambda: _("Proof"),
    "visit_type": lambda: _("Visit type"),
    "visit_date": lambda: _("Visit date"),
    "result": lambda: _("Outcome"),
    "restrictions": lambda: _("Adjustments"),
    "planned_on": lambda: _("Planned on"),
    "ended_on": lambda: _("First day back"),
    "kind": lambda: _("Category"),
    "site": lambda: _("Work area"),
    "issued_on": lambda: _("Date of issue"),
    "starts_on": lambda: _("From"),
    "ends_on": lambda: _("Until"),
    "ends_source": lambda: _("Source of the last day"),
    "signatory": lambda: _("Signatory"),
    "limits": lambda: _("Limits"),
    "other_proof": lambda: _("Other proof of skill"),
    "issued_as": lambda: _("Issued for the role"),
    "withdrawn_on": lambda: _("Withdrawn on"),
    "withdrawn_reason": lambda: _("Reason of the withdrawal"),
    "reason": lambda: _("Reason"),
    "held_on": lambda: _("Held on"),
    "held_by": lambda: _("By"),
    "documents_on": lambda: _("Proofs received on"),
    "documents_by": lambda: _("Checked by"),
    "number": lambda: pgettext("machine", "Number"),
    "name": lambda: _("Name"),
    "out_of_service_on": lambda: _("Out of service since"),
    "return_visit": lambda: _("Return-to-work visit needed"),
    "title": lambda: _("Training title"),
    "validity_months": lambda: _("Validity (months)"),
    "mode": lambda: _("Mode"),
    "original_name": lambda: _("Name of the file"),
    "key": lambda: _("Setting"),
    "value": lambda: _("Value"),
}

_VALUES: dict[str, _Words] = {
    "current_status": labels.status_label,
    "contract_type": labels.contract_label,
    "night_worker": _yes_or_no,
    "return_visit": _yes_or_no,
    "expiration_source": labels.source_label,
    "ends_source": labels.source_label,
    "document_path": _file_name,
    "certificate_path": _file_name,
    "avatar_path": _file_name,
    "visit_type": labels.visit_label,
    "result": labels.result_label,
    "option": labels.option_label,
    "validity_months": _months,
    "mode": labels.mode_label,
    # Of settings alone.
    "key": setting_label,
    "value": stored_in_words,
}

_OWN_VALUES: dict[tuple[str, str], _Words] = {
    (APPOINTMENTS, "status"): lambda code: labels.appointment_label(str(code)),
    (DOCUMENTS, "kind"): lambda code: _document_kind(str(code)),
    (REQUIREMENTS, "kind"): lambda code: labels.required_label(str(code)),
    **{
        (table, "kind"): lambda code: labels.full_subject(labels.CACES, str(code))
        for table in (CACES, AUTHORISATIONS, MACHINES)
    },
}
