"""The journal in the user's words: what was written, to whom, and each field before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.wording import format_number
from cariste.database.operations import DELETE, INSERT, UPDATE
from cariste.employee import field_labels, labels
from cariste.journal.queries import Action, Entry, FieldChange
from cariste.settings.labels import setting_label, stored_in_words

_EMPLOYEE = "employee_id"
_NAMED_BY_KIND = frozenset({field_labels.CACES, field_labels.AUTHORISATIONS, field_labels.REQUIREMENTS})


class FieldLine(NamedTuple):
    """One field of a record, in words.

    Attributes:
        hidden: The journal keeps neither value; both sides say so.
    """

    name: str
    before: str
    after: str
    hidden: bool = False


def action_label(code: str) -> str:
    """Return what became of a record: « ajouté », « modifié », « supprimé »."""
    words: dict[str, Callable[[], str]] = {
        INSERT: lambda: pgettext("record", "added"),
        UPDATE: lambda: pgettext("record", "changed"),
        DELETE: lambda: pgettext("record", "deleted"),
    }
    return words[code]() if code in words else code


def record_label(entry: Entry) -> str:
    """Say what a record is: « CACES R489-5 Mât rétractable », « Visite périodique », « Salarié »."""
    kind, subject = field_labels.entity_label(entry.entity), entry.subject or _subject_then(entry)
    if subject is None:
        return kind
    if entry.entity == field_labels.MEDICAL_VISITS:
        return labels.visit_label(subject)
    if entry.entity == field_labels.APPOINTMENTS:
        return _("{kind}: {visit}").format(kind=kind, visit=labels.visit_label(subject))
    return f"{kind} {_subject_in_words(entry.entity, subject)}"


def _subject_in_words(entity: str, subject: str) -> str:
    if entity == field_labels.SETTINGS:
        return setting_label(subject)
    column = "kind" if entity in _NAMED_BY_KIND else ""
    return field_labels.value_in_words(entity, column, subject)


def person_label(entry: Entry) -> str:
    """Return the person's name as it is now, « (supprimé) » if there is none any more, else nothing."""
    if entry.employee_id is None:
        return ""
    return entry.person or pgettext("person", "(deleted)")


def field_lines(entry: Entry) -> list[FieldLine]:
    """Return what changed in a record, one line per field that people fill; a new record has none."""
    shown = (field for field in entry.fields if not field_labels.is_derived(entry.entity, field.column))
    return [_line(entry, field) for field in shown if field.hidden or field.before != field.after]


def details(entry: Entry) -> str:
    """Tell what became of a record in one line: « supprimé », « Échéance : 12/03/2026 → 12/03/2031 »."""
    return told(entry) if entry.action == UPDATE else action_label(entry.action)


def told(entry: Entry) -> str:
    """Tell all the fields of a record in one line; of a deleted one, what they were."""
    return " · ".join(_in_one_line(line, gone=entry.action == DELETE) for line in field_lines(entry))


def _in_one_line(line: FieldLine, *, gone: bool) -> str:
    if line.hidden:
        return _("{field}: changed").format(field=line.name)
    if gone:
        return _("{field}: {value}").format(field=line.name, value=line.before)
    return _("{field}: {before} → {after}").format(field=line.name, before=line.before, after=line.after)


def summary(action: Action) -> str:
    """Tell an action in one line: its one record's change, or how many records it wrote."""
    only = action.only
    if only is not None:
        return details(only)
    return ngettext("{n} record", "{n} records", action.records).format(n=format_number(action.records))


def _subject_then(entry: Entry) -> str | None:
    """Return what a record was about, as its deletion tells; of what else is gone nothing is known."""
    columns = {"kind", "visit_type", "title", "key", "number", "agency"} if entry.action == DELETE else set()
    told = {field.column: field.before for field in entry.fields if field.column in columns}
    # A training has both: its title is what people call it.
    return told.get("title") or next(iter(told.values()), None)


def _line(entry: Entry, field: FieldChange) -> FieldLine:
    name = field_labels.field_label(entry.entity, field.column)
    if field.hidden:
        return FieldLine(name, _("(not shown)"), _("(not shown)"), hidden=True)
    before, after = (_in_words(entry, field.column, value) for value in (field.before, field.after))
    return FieldLine(name, before, "" if entry.action == DELETE else after)


def _in_words(entry: Entry, column: str, value: Any) -> str:
    if column == _EMPLOYEE and value is not None:
        same = value == entry.employee_id
        return person_label(entry) if same else _("another person")
    if entry.entity == field_labels.SETTINGS and column == "value" and value is not None:
        return stored_in_words(value, entry.subject or _subject_then(entry) or "")
    return field_labels.value_in_words(entry.entity, column, value)
