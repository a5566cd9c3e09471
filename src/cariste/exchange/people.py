"""Who is who: the people of the sheets against each other and against those already stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.exchange.cells import number_key
from cariste.exchange.names import Name, name_key
from cariste.exchange.plan import PlannedRecord

RecordKey = tuple[str, str, dt.date | None, dt.date | None]
"""Table, kind (a training's line of renewals), date obtained and expiry: equal keys are the same record."""

_BIRTH_NAME = re.compile(r"\b(?:nee?|ep|epouse|epoux|veuve) .*$")


class StoredRecord(NamedTuple):
    """A record already there. `result` is the conclusion of a visit."""

    id: str
    entity: str
    kind: str
    obtained: dt.date | None
    expires: dt.date | None
    result: str | None = None


class StoredPerson(NamedTuple):
    """A person already there, with every field an import may complete, and the records."""

    id: str
    last_name: str
    first_name: str
    number: str | None
    fields: dict[str, Any]
    records: tuple[StoredRecord, ...] = ()


class Draft:
    """A person being put together from the rows of a file.

    Attributes:
        stored: Who this is among those already stored, or None.
        seen: Where the file showed this person last: sheet and row.
        spellings: Numbers as the file wrote them.
    """

    __slots__ = ("fields", "key", "name", "number", "origin", "records", "seen", "spellings", "stored")

    def __init__(self, name: Name, number: str | None, stored: StoredPerson | None = None) -> None:
        self.name, self.number, self.stored = name, number, stored
        self.key = _key(name)
        self.fields: dict[str, Any] = {}
        self.records: dict[RecordKey, PlannedRecord] = {}
        self.origin: tuple[str, int] | None = None
        self.seen: tuple[str, int] | None = None
        self.spellings: set[str] = set()

    def known(self, field: str) -> Any:
        """Return a field from the file or, when the file says nothing, from what is stored."""
        value = self.fields.get(field)
        return value if value is not None or self.stored is None else self.stored.fields.get(field)


class Match(NamedTuple):
    """Who a row is about.

    Attributes:
        person: None when a person must decide; the row is then not imported.
        doubt: What to check about it, or None.
    """

    person: Draft | None
    doubt: str | None = None


class Registry:
    """Everyone known so far, by number and by name."""

    def __init__(self, stored: Iterable[StoredPerson] = ()) -> None:
        self.people: list[Draft] = []
        self._by_number: dict[str, list[Draft]] = {}
        self._by_name: dict[str, list[Draft]] = {}
        self._by_id: dict[str, Draft] = {}
        for person in stored:
            draft = Draft(Name(person.last_name, person.first_name, split=True), person.number, person)
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
        alike = self._by_name.get(new.key, [])
        fitting = [draft for draft in alike if _fits(draft, name, number, entry, birth)]
        if len(fitting) == 1:
            return self._same_name(fitting[0], number, entry, birth, sheet)
        if len(fitting) > 1:
            reason = _("Several people are called {name}: give the employee number.")
            return Match(None, reason.format(name=name.full))
        self._enter(new)
        if alike:
            return Match(
                new, _duplicate(alike[0]) + " " + _("Number or dates differ: imported as another person.")
            )
        return Match(new)

    def decided(self, answer: str, name: Name | None, number: str | None) -> Match:
        """Return who a person said the row is about: ``new``, an id, a number, or ``skip``."""
        if answer == "new" and name is not None:
            # The same file again: who was new has this number now.
            known = self._by_number.get(number_key(number), []) if number is not None else []
            draft = known[0] if known else Draft(name, number)
            if not known:
                self._enter(draft)
            return Match(draft)
        found = self._by_id.get(answer) or next(iter(self._by_number.get(number_key(answer), [])), None)
        if found is None and answer != "skip":
            return Match(
                None, _("The mapping names “{answer}”, which is nobody’s number.").format(answer=answer)
            )
        return Match(found)

    def _with_number(self, name: Name | None, number: str) -> Match | None:
        same = self._by_number.get(number_key(number), [])
        exact = [draft for draft in same if draft.number == number]
        candidates = exact if len(exact) == 1 else same
        if not candidates:
            return None
        if len(candidates) > 1:
            return Match(
                None, _("Several people have the number {number} but for its zeros.").format(number=number)
            )
        found = candidates[0]
        key = found.key if name is None else _key(name)
        if key == found.key:
            again = found.seen is not None and number not in found.spellings
            return Match(found, _duplicate(found) if again else None)
        if set(key.split()) & set(found.key.split()):
            reason = _("The number {number} belongs to {name}: the stored name is kept.")
            return Match(found, reason.format(number=number, name=found.name.full))
        reason = _("The number {number} belongs to {name}, another name: the row is not imported.")
        return Match(None, reason.format(number=number, name=found.name.full))

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
        if sheet is not None and draft.seen is not None and draft.seen[0] == sheet and not confirmed:
            return Match(
                None, _duplicate(draft) + " " + _("Give both a number or a start date; not imported.")
            )
        if number is not None and draft.number is None:
            draft.number = number
            self._by_number.setdefault(number_key(number), []).append(draft)
            return Match(draft, None if confirmed else _("Recognised by name alone: the number is added."))
        return Match(draft)

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
