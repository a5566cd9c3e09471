"""Who is who: the people of the sheets against each other and against those already stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee.calculations import owed_regime
from cariste.employee.constants import COMPUTED
from cariste.exchange.cells import number_key
from cariste.exchange.names import Name, name_key
from cariste.exchange.plan import Differences, Entity, PlannedRecord, RecordUpdate
from cariste.exchange.questions import NEW, SKIP

RecordKey = tuple[str, str, dt.date | None, dt.date | None]
"""Table, kind (a training's line of renewals), date obtained and expiry: equal keys are the same record."""

BY_NUMBER, BY_NAME, BY_NAME_AND_DATE, DECIDED, BY_MARK, NOBODY_KNOWN = (
    *("number", "name", "name and date", "decided", "mark", "new"),
)
"""How a person of the file was recognised."""

_ROW = re.compile(r"row (\d{1,7})(?:, (.+))?")
_BIRTH_NAME = re.compile(r"\b(?:nee?|ep|epouse|epoux|veuve) .*$")


class StoredRecord(NamedTuple):
    """A record already there.

    Attributes:
        kind: The code of a CACES, the type of a visit, the line of renewals of a training.
        result: The conclusion of a visit.
        source: Where the expiry comes from.
        title: What a training is called.
        months: The validity of a training.
        mode: How a training is followed.
        version: How often it was saved.
        option: What a CACES says beyond its category.
    """

    id: str
    entity: Entity
    kind: str
    obtained: dt.date | None
    expires: dt.date | None
    result: str | None = None
    source: str = COMPUTED
    title: str = ""
    months: int | None = None
    mode: str = ""
    version: int = 1
    option: str | None = None


class StoredPerson(NamedTuple):
    """A person already there, with every field an import may complete, and the records."""

    id: str
    last_name: str
    first_name: str
    number: str | None
    fields: dict[str, Any]
    records: tuple[StoredRecord, ...] = ()
    version: int = 1


class Draft:
    """A person being put together from the rows of a file.

    Attributes:
        stored: Who this is among those already stored, or None.
        origin: Where the file showed this person first: sheet and row.
        seen: Where it did last.
        sheets: All sheets that showed this person.
        spellings: Numbers as the file wrote them.
        recognised: How the first of its rows was.
        doubted: Visits of which a row of the file says something that a person must settle.
        edits: Fields that were typed over in a sheet exported from here, to be stored as they are.
        updates: The same of its records.
    """

    __slots__ = (
        *("doubted", "edits", "fields", "key", "name", "number", "records", "stored", "updates"),
        *("origin", "recognised", "seen", "sheets", "spellings"),
    )

    def __init__(self, name: Name, number: str | None, stored: StoredPerson | None = None) -> None:
        self.name, self.number, self.stored = name, number, stored
        self.key = _key(name)
        self.fields: dict[str, Any] = {}
        self.records: dict[RecordKey, PlannedRecord] = {}
        self.doubted: set[RecordKey] = set()
        self.origin: tuple[str, int] | None = None
        self.seen: tuple[str, int] | None = None
        self.sheets: set[str] = set()
        self.spellings: set[str] = set()
        self.recognised = ""
        self.edits: Differences = {}
        self.updates: list[RecordUpdate] = []

    @classmethod
    def of(cls, person: StoredPerson) -> Draft:
        """Return somebody already stored, of whom the file has said nothing yet."""
        return cls(Name(person.last_name, person.first_name, split=True), person.number, person)

    @property
    def told_apart(self) -> str:
        """Name and what tells this person from others of that name, for a question."""
        parts = [self.name.full]
        if number := self.known("external_id") or self.number:
            parts.append(number)
        if entry := self.known("entry_date"):
            parts.append(_("here since {date}").format(date=format_date(entry)))
        if self.stored is None and self.origin is not None:
            parts.append(_("{sheet}, row {row}").format(sheet=self.origin[0], row=self.origin[1]))
        return " · ".join(parts)

    @property
    def answer(self) -> str:
        """What names this person in an answer: an id, or for somebody new the first of the rows."""
        if self.stored is not None:
            return self.stored.id
        sheet, row = self.origin or ("", 0)
        return f"row {row}, {sheet}"

    def see(self, sheet: str, row: int) -> None:
        """Note that a row of the file is about this person."""
        self.seen = sheet, row
        self.origin = self.origin or self.seen
        self.sheets.add(sheet)

    @property
    def owed_regime(self) -> str | None:
        """The medical follow-up that next visits are reckoned by; None when it is unknown."""
        return owed_regime(self.known("medical_regime"), night_worker=bool(self.known("night_worker")))

    def known(self, field: str) -> Any:
        """Return a field from the file or, when the file says nothing, from what is stored."""
        value = self.fields.get(field)
        return value if value is not None or self.stored is None else self.stored.fields.get(field)


class Match(NamedTuple):
    """Who a row is about.

    Attributes:
        person: None when nobody fits yet, or when a person must decide; the row is then not imported.
        doubt: What to check about it, or None.
        alike: Who it could also be, when that is in doubt.
        how: How the person was recognised.
    """

    person: Draft | None
    doubt: str | None = None
    alike: tuple[Draft, ...] = ()
    how: str = NOBODY_KNOWN


NO_MATCH = Match(None)
"""Nobody has looked yet."""


class Registry:
    """Everyone known so far, by number and by name."""

    def __init__(self, stored: Iterable[StoredPerson] = ()) -> None:
        self.people: list[Draft] = []
        self._by_number: dict[str, list[Draft]] = {}
        self._by_name: dict[str, list[Draft]] = {}
        self._by_id: dict[str, Draft] = {}
        self._by_row: dict[tuple[str, int], Draft] = {}
        for person in stored:
            draft = Draft.of(person)
            self._by_id[person.id] = draft
            self._enter(draft)

    def match(
        self,
        name: Name | None,
        number: str | None,
        entry: dt.date | None,
        birth: dt.date | None,
        sheet: str | None,
    ) -> Match:
        """Return who a row is about, a new person if nobody fits.

        The number decides first (00123 and 123 are one), then the name with whatever does not contradict it.
        Nobody is merged on a name alone when two people bear it, nor when numbers or dates differ.

        Args:
            name: As the row writes it; None when the row has a number only.
            number: Employee number or WMS id.
            entry: Start date, to tell homonyms apart.
            birth: Date of birth, idem.
            sheet: The sheet, when it has one row per person: the same name twice needs a number or a date.
        """
        found = self._with_number(name, number) if number is not None else None
        if found is not None:
            return found
        if name is None:
            return Match(None, _("Nobody has this number, and the row has no name."))
        new = Draft(name, number)
        alike = tuple(self._by_name.get(new.key, ()))
        fitting = [draft for draft in alike if _fits(draft, name, number, entry, birth)]
        if len(fitting) == 1:
            return self._same_name(fitting[0], number, entry, birth, sheet)
        if len(fitting) > 1:
            reason = _("Several people are called {name}: give the employee number.")
            return Match(None, reason.format(name=name.full), tuple(fitting))
        self._enter(new)
        if alike:
            reason = _duplicate(alike[0]) + " " + _("Number or dates differ: imported as another person.")
            return Match(new, reason, alike)
        return Match(new)

    def knows(self, name: Name | None) -> bool:
        """Tell whether somebody already stored is called so."""
        alike = self._by_name.get(_key(name), ()) if name is not None else ()
        return any(draft.stored is not None for draft in alike)

    def has_number(self, number: str, besides: Draft) -> bool:
        """Tell whether somebody else has an employee number."""
        same = self._by_number.get(number_key(number), [])
        return any(draft is not besides and draft.number == number for draft in same)

    def saw(self, draft: Draft, sheet: str, row: int) -> None:
        """Note that a row of the file is about a person."""
        draft.see(sheet, row)
        self._by_row[sheet, row] = draft

    def decided(self, answer: str, name: Name | None, number: str | None, sheet: str) -> Match:
        """Return who a person said the row is about.

        Args:
            answer: ``new``, ``skip``, an id, a number, or ``row 3`` of this sheet, ``row 3, VM`` of another.
            name: As the row writes it.
            number: Employee number of the row.
            sheet: The sheet of the row.
        """
        if answer == NEW and name is not None:
            # The same file again: who was new has this number now.
            known = self._by_number.get(number_key(number), []) if number is not None else []
            draft = known[0] if known else Draft(name, number)
            if not known:
                self._enter(draft)
            return Match(draft, how=DECIDED)
        if row := _ROW.fullmatch(answer):
            found = self._of_row(row[2] or sheet, int(row[1]))
        else:
            found = self._by_id.get(answer) or next(iter(self._by_number.get(number_key(answer), [])), None)
        if found is None and answer != SKIP:
            reason = _("The mapping names “{answer}”, which is nobody’s number.")
            return Match(None, reason.format(answer=answer))
        if found is not None and name is not None:
            self._also_called(found, _key(name))
        return Match(found, how=DECIDED)

    def _of_row(self, sheet: str, row: int) -> Draft | None:
        wanted = fold(sheet)
        seen = (
            draft for (name, number), draft in self._by_row.items() if number == row and fold(name) == wanted
        )
        return next(seen, None)

    def _with_number(self, name: Name | None, number: str) -> Match | None:
        same = self._by_number.get(number_key(number), [])
        exact = [draft for draft in same if draft.number == number]
        candidates = exact if len(exact) == 1 else same
        if not candidates:
            return None
        if len(candidates) > 1:
            reason = _("Several people have the number {number} but for its zeros.")
            return Match(None, reason.format(number=number), tuple(candidates))
        found = candidates[0]
        key = found.key if name is None else _key(name)
        if key == found.key:
            if found.seen is not None and number not in found.spellings:
                return Match(found, _duplicate(found), (found,), BY_NUMBER)
            return Match(found, how=BY_NUMBER)
        if set(key.split()) & set(found.key.split()):
            self._also_called(found, key)
            reason = _("The number {number} belongs to {name}: the stored name is kept.")
            return Match(found, reason.format(number=number, name=found.name.full), (found,), BY_NUMBER)
        reason = _("The number {number} belongs to {name}, another name: the row is not imported.")
        return Match(None, reason.format(number=number, name=found.name.full), (found,))

    def _same_name(
        self,
        draft: Draft,
        number: str | None,
        entry: dt.date | None,
        birth: dt.date | None,
        sheet: str | None,
    ) -> Match:
        confirmed = (entry is not None and entry == draft.known("entry_date")) or (
            birth is not None and birth == draft.known("birth_date")
        )
        if sheet is not None and sheet in draft.sheets and not confirmed:
            reason = _duplicate(draft) + " " + _("Give both a number or a start date; not imported.")
            return Match(None, reason, (draft,))
        how = BY_NAME_AND_DATE if confirmed else BY_NAME
        if number is not None and draft.number is None:
            draft.number = number
            self._by_number.setdefault(number_key(number), []).append(draft)
            if not confirmed:
                return Match(draft, _("Recognised by name alone: the number is added."), (draft,), how)
        return Match(draft, how=how)

    def _also_called(self, draft: Draft, key: str) -> None:
        """Recognise a person by a name that another row of the file gives him or her."""
        alike = self._by_name.setdefault(key, [])
        if draft not in alike:
            alike.append(draft)

    def _enter(self, draft: Draft) -> None:
        self.people.append(draft)
        self._by_name.setdefault(draft.key, []).append(draft)
        if draft.number:
            self._by_number.setdefault(number_key(draft.number), []).append(draft)


def _key(name: Name) -> str:
    # « DUPONT née MARTIN » is Dupont wherever the birth name is not written.
    last = name.last
    if " " in last:
        last = _BIRTH_NAME.sub("", fold(last)) or last
    return name_key(last, name.first)


def _fits(draft: Draft, name: Name, number: str | None, entry: dt.date | None, birth: dt.date | None) -> bool:
    if number is not None and draft.number is not None:  # equal numbers were found before
        return False
    if name.split and draft.name.split and fold(name.last) == fold(draft.name.first) != fold(name.first):
        return False  # Martin Paul is not Paul Martin
    for value, field in ((entry, "entry_date"), (birth, "birth_date")):
        known = draft.known(field) if value is not None else None
        if known is not None and known != value:
            return False
    return True


def _duplicate(draft: Draft) -> str:
    """M9, with where the other one was seen."""
    text = _("Possible duplicate: {name}.").format(name=draft.name.full)
    if draft.seen is not None:
        return (
            text
            + " "
            + _("Already seen in {sheet}, row {row}.").format(sheet=draft.seen[0], row=draft.seen[1])
        )
    entered = draft.known("entry_date")
    return text + (" " + _("Here since {date}.").format(date=format_date(entered)) if entered else "")
