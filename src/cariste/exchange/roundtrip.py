"""A sheet that was exported from here and comes back: exactly what somebody edited becomes a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import field_labels
from cariste.employee.constants import COMPUTED, INACTIVE, TYPED
from cariste.exchange.caces_rows import longer_than_catalogue
from cariste.exchange.cells import number_key
from cariste.exchange.context import Context
from cariste.exchange.edited_cells import COLUMNS, EMPLOYEES, PERSON, as_written, held, read_edited
from cariste.exchange.marks import Mark, MarkedTable, canonical
from cariste.exchange.people import BY_MARK, Draft, Registry, StoredPerson, StoredRecord
from cariste.exchange.plan import CACES, MEDICAL_VISITS, TRAININGS, Differences, RecordUpdate
from cariste.exchange.values import Cell, Question, Rejection, Row, is_blank
from cariste.regulation import in_force
from cariste.regulation.driving import may_bear

_RULED = frozenset({"kind", "visit_type", "visit_date", "completion_date", "validity_months"})
"""What an expiry is reckoned from."""


class _Target(NamedTuple):
    """What a row of the export is: a person, or a record of one."""

    draft: Draft
    stored: StoredPerson | StoredRecord


class _Edited(NamedTuple):
    """A row with its cells by field; `number` is its place in the sheet, from 0."""

    mark: Mark
    number: int
    cells: dict[str, Cell]
    is_edited: bool


class EditedRows:
    """Reads the rows of one list that was exported from here."""

    def __init__(self, context: Context, table: MarkedTable, people: Registry) -> None:
        self._context, self._table, self._people = context, table, people
        self._targets = dict(_targets(table.entity, people))

    def read(self, rows: Sequence[Row]) -> set[int]:
        """Read the marked rows; return their places, so that nobody reads them again.

        Of several rows with one mark, somebody copied a row to begin a new record: the one that is still as
        it was written is the original, and the others are rows like those of any sheet.
        """
        found: dict[str, _Edited] = {}
        for number in range(self._table.header + 1, len(rows)):
            mark = self._table.mark(rows[number])
            if mark is None:
                continue
            cells = self._table.cells(rows[number])
            row = _Edited(mark, number, cells, self._table.is_edited(mark, cells))
            known = found.get(mark.id)
            if known is None or (known.is_edited and not row.is_edited):
                found[mark.id] = row
        for row in found.values():
            self._take(row)
        return {row.number for row in found.values()}

    def _take(self, row: _Edited) -> None:
        target = self._targets.get(row.mark.id)
        if target is None:
            if any(not is_blank(cell) for cell in row.cells.values()):
                reason = _("Deleted from Cariste since this workbook was written: the row is not imported.")
                self._note(Question(reason), row, "last_name")
            return
        target.draft.recognised = target.draft.recognised or BY_MARK
        self._people.saw(target.draft, self._context.sheet, row.number + 1)
        if not row.is_edited:
            return
        if self._is_of_another(row, target.draft):
            reason = _("This row belongs to {name}: it was mixed up with another, and is not imported.")
            self._note(Rejection(reason.format(name=target.draft.name.full)), row, "last_name")
            return
        changed = self._changed(row, target)
        if isinstance(target.stored, StoredPerson):
            self._change_person(row, target.draft, changed)
        elif changed:
            self._change_record(row, target.draft, target.stored, changed)

    def _is_of_another(self, row: _Edited, draft: Draft) -> bool:
        """Tell whether the row says throughout somebody else: columns were sorted without this one."""
        own = _person_values(draft)
        written = {key: canonical(row.cells[key]) for key in PERSON if key in row.cells}
        return len(written) > 1 and all(
            text and own[key] and canonical(own[key]) != text for key, text in written.items()
        )

    def _changed(self, row: _Edited, target: _Target) -> Differences:
        """Return what was typed over, by column of the table."""
        entity, changed = self._table.entity, Differences()
        stored = held(entity, target.stored)
        if entity != EMPLOYEES:
            self._check_names(row, target.draft)
        for key, cell in row.cells.items():
            column = COLUMNS[entity].get(key)
            if column is None:
                continue
            old = stored[column]
            if canonical(cell) == canonical(as_written(column, old)):
                continue
            place = self._table.columns[key]
            words, at = self._table.words.get(key, {}), (row.number, place)
            new = read_edited(self._context, column, cell, words, at)
            if isinstance(new, Question | Rejection):
                self._note(new, row, key)
            elif new != old and not _lost_zeros(column, old, new):
                if row.mark.version != target.stored.version:
                    self._note(Question(_since(entity, column, old)), row, key)
                else:
                    changed[column] = old, new
        return changed

    def _check_names(self, row: _Edited, draft: Draft) -> None:
        own = _person_values(draft)
        for key in PERSON:
            if key in row.cells and canonical(row.cells[key]) != canonical(own[key] or ""):
                reason = _("Names and numbers are changed on the list of people: not imported from here.")
                self._note(Question(reason), row, key)

    def _change_person(self, row: _Edited, draft: Draft, changed: Differences) -> None:
        number = changed.get("external_id", (None, None))[1]
        if number is not None and self._people.has_number(number, draft):
            self._note(Rejection(_("An employee already has this number.")), row, "external_id")
            del changed["external_id"]
        left = changed.get("left_on", (None, None))[1]
        if left is not None and left <= self._context.today and "current_status" not in changed:
            status = draft.known("current_status")
            if status != INACTIVE:
                changed["current_status"] = status, INACTIVE
        draft.edits.update(changed)

    def _change_record(self, row: _Edited, draft: Draft, stored: StoredRecord, changed: Differences) -> None:
        now = held(stored.entity, stored) | {column: new for column, (_old, new) in changed.items()}
        by_rule = self._by_rule(draft, stored, now)
        follows: set[str] = set()
        if "expiration_date" in changed and now["expiration_date"] is not None:
            follows = _sourced(changed, stored, COMPUTED if now["expiration_date"] == by_rule else TYPED)
        elif "expiration_date" in changed or (stored.source == COMPUTED and _RULED & changed.keys()):
            now["expiration_date"] = by_rule
            follows = _recomputed(changed, stored, by_rule)
        if problem := _problem(stored, now):
            self._note(Rejection(problem), row, "expiration_date")
            return
        self._check_validity(row, stored, now, changed.keys() - follows)
        if changed:
            kind = str(now.get("kind") or now.get("visit_type") or now.get("title"))
            place = self._context.sheet, row.number + 1
            draft.updates.append(
                RecordUpdate(stored.entity, stored.id, changed, *place, kind, frozenset(follows))
            )

    def _check_validity(
        self, row: _Edited, stored: StoredRecord, now: dict[str, Any], typed: Collection[str]
    ) -> None:
        obtained, expires = _dates(now)
        if stored.entity != CACES or obtained is None or not {*typed} & {"expiration_date", *_RULED}:
            return
        if in_force.is_longer_than_catalogue(now["kind"], obtained, expires):
            self._note(Question(longer_than_catalogue(now["kind"])), row, "expiration_date")

    @staticmethod
    def _by_rule(draft: Draft, stored: StoredRecord, now: dict[str, Any]) -> Any:
        obtained, _expires = _dates(now)
        if obtained is None:
            return None
        if stored.entity == CACES:
            return in_force.caces_expiry(now["kind"], obtained)
        if stored.entity == MEDICAL_VISITS:
            return in_force.medical_expiry(now["visit_type"], obtained, draft.owed_regime)
        return in_force.training_expiry(obtained, now["validity_months"])

    def _note(self, doubt: Question | Rejection, row: _Edited, key: str) -> None:
        place = self._table.columns.get(key, self._table.place)
        self._context.note(doubt, row.number, place, row.cells.get(key, ""))


def _targets(entity: str, people: Registry) -> Iterable[tuple[str, _Target]]:
    for draft in people.people:
        if draft.stored is None:
            continue
        if entity == EMPLOYEES:
            yield draft.stored.id, _Target(draft, draft.stored)
        else:
            for record in draft.stored.records:
                if record.entity == entity:
                    yield record.id, _Target(draft, record)


def _person_values(draft: Draft) -> dict[str, Any]:
    return held(EMPLOYEES, draft.stored) if draft.stored is not None else {}


def _lost_zeros(column: str, old: Any, new: Any) -> bool:
    """Excel drops the zeros before a number that is typed again: that is no other number."""
    return column == "external_id" and bool(old and new) and number_key(old) == number_key(new)


def _dates(values: dict[str, Any]) -> tuple[Any, Any]:
    return values.get("completion_date") or values.get("visit_date"), values["expiration_date"]


def _problem(stored: StoredRecord, now: dict[str, Any]) -> str:
    obtained, expires = _dates(now)
    if expires is None and stored.entity == CACES:
        return _("The expiry date or the date obtained is needed.")
    if obtained is not None and expires is not None and expires < obtained:
        return _("The expiry date is before the date obtained.")
    option = now.get("option")
    if option is not None and not may_bear(now["kind"], option):
        return _("A certificate {kind} has no such option.").format(kind=now["kind"])
    return ""


def _sourced(changed: Differences, stored: StoredRecord, source: str) -> set[str]:
    """Note where an expiry comes from now; return what follows."""
    if source == stored.source:
        return set()
    changed["expiration_source"] = stored.source, source
    return {"expiration_source"}


def _recomputed(changed: Differences, stored: StoredRecord, expires: Any) -> set[str]:
    """Note an expiry that follows from what was edited; return what follows."""
    if expires == stored.expires:
        changed.pop("expiration_date", None)
        return set()
    follows = set() if "expiration_date" in changed else {"expiration_date"}
    changed["expiration_date"] = stored.expires, expires
    return follows | _sourced(changed, stored, COMPUTED)


def _since(entity: str, column: str, value: Any) -> str:
    shown = as_written(column, value)
    words = format_date(value) if column.endswith(("_date", "_end", "_on")) and value else str(shown)
    title = field_labels.field_label(_TABLES[entity], column)
    reason = _("{title}: changed in Cariste since this workbook was written, to “{value}”. Not imported.")
    return reason.format(title=title, value=words)


_TABLES: dict[str, str] = {
    EMPLOYEES: field_labels.EMPLOYEES,
    CACES: field_labels.CACES,
    MEDICAL_VISITS: field_labels.MEDICAL_VISITS,
    TRAININGS: field_labels.TRAININGS,
}
