"""One session, many people: who passed what on which day, and the records that follow. Stores nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.employee import constants, renewal, validators
from cariste.employee.labels import CACES, MEDICAL
from cariste.employee.renewal import Former, Holder, Renewal
from cariste.regulation import in_force

PASSED, FAILED, ABSENT = "passed", "failed", "absent"
LineId = tuple[str, str]
"""Person and kind of the new record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a session has in common for all.

    Attributes:
        type: ``caces``, ``medical`` or ``training``.
        kinds: CACES codes, one type of visit or one title of a training.
        day: Of the session; None until it is known.
        validity_months: Of a training; None is permanent.
        result: Of visits; for HR alone.
    """

    type: str = CACES
    kinds: tuple[str, ...] = ()
    day: dt.date | None = None
    organisation: str | None = None
    validity_months: int | None = None
    mode: str = constants.CLASSROOM
    result: str = constants.PENDING


class Line(NamedTuple):
    """One person and one kind.

    Attributes:
        former: The record that counts now; without dates when there is none.
        outcome: ``passed``, ``failed`` or ``absent``; a visit is passed when it was held.
        day: The session's, or the person's own.
        own_day: Whether the day is the person's own.
        expiration: Of the new record by the rules; None when there is none to come, or no end.
        between: The gap or overlap with the former one, in a sentence.
        brief: The same in few words.
        warning: What to look at: a gap, or that the former one goes on counting.
    """

    id: LineId
    holder: Holder
    former: Former
    kind: str
    outcome: str
    day: dt.date | None
    own_day: bool
    expiration: dt.date | None
    between: str
    brief: str
    warning: str


class Batch:
    """What is known of a session while it is being filled in.

    Attributes:
        facts: In common for all; may be replaced at any time.
        holders: The people, in the order shown.
    """

    def __init__(
        self,
        holders: Iterable[Holder],
        formers: Iterable[Former],
        *,
        records: Collection[str] | None = None,
        facts: Facts | None = None,
    ) -> None:
        """Begin with everybody passed on the day of the session.

        Args:
            holders: The people selected.
            formers: Their records that count today.
            records: Ids of the records that were selected, when it was not the people themselves: a kind
                among them is then renewed for those people only.
            facts: What is known already.
        """
        self.holders = tuple(holders)
        self.facts = facts or Facts()
        self._formers = {(former.holder.id, _track(former.type, former.kind)): former for former in formers}
        chosen = (former for former in self._formers.values() if former.record_id in (records or ()))
        self._selected = {(former.holder.id, _track(former.type, former.kind)) for former in chosen}
        self._tracks = {track for _person, track in self._selected}
        self._outcomes: dict[LineId, str] = {}
        self._days: dict[LineId, dt.date] = {}

    def due_kinds(self, type_: str, horizon: dt.date) -> tuple[str, ...]:
        """Return what the session is likely about: the kinds selected, else the one due for most people.

        Args:
            type_: Of the records.
            horizon: Records that end later than this are not due.
        """
        # Of a former scheme nothing can be renewed: it is on file, and no session is about it.
        ours = [one for one in self._formers.values() if one.type == type_ and not renewal.why_not(one)]
        selected = [former for former in ours if self._key(former) in self._selected]
        due = selected or [former for former in ours if former.expiration and former.expiration <= horizon]
        counts = Counter(map(renewal.next_kind, due))
        kinds = [kind for kind, _times in counts.most_common()]
        return tuple(kinds) if selected and type_ == CACES else tuple(kinds[:1])

    def usual_months(self, title: str) -> int | None:
        """Return the validity most of these people have a training with, None when nobody has it."""
        track = in_force.training_kind(title)
        ours = (self._formers.get((holder.id, track)) for holder in self.holders)
        counts = Counter(former.validity_months for former in ours if former is not None)
        return counts.most_common(1)[0][0] if counts else None

    def lines(self) -> list[Line]:
        """Return a line for each person and kind, as things stand."""
        return [
            self._line(holder, kind)
            for holder in self.holders
            for kind in self.facts.kinds
            if self._is_meant(holder, kind)
        ]

    def set_outcome(self, ids: Iterable[LineId], outcome: str) -> None:
        """Say how it went for some lines."""
        self._outcomes.update(dict.fromkeys(ids, outcome))

    def toggle(self, ids: Sequence[LineId]) -> None:
        """Give some lines the outcome that comes after that of the first: passed, failed, absent, passed."""
        if ids:
            known = outcomes_of(self.facts.type)
            place = known.index(self._outcome(ids[0]))
            self.set_outcome(ids, known[(place + 1) % len(known)])

    def set_day(self, ids: Iterable[LineId], day: dt.date | None) -> None:
        """Give some lines a day of their own; None is the day of the session again."""
        for one in ids:
            if day is None or day == self.facts.day:
                self._days.pop(one, None)
            else:
                self._days[one] = day

    def problem(self) -> str:
        """Say what keeps the session from being recorded, empty when nothing does."""
        if not self.facts.kinds or not all(self.facts.kinds):
            return _("What was the session about?")
        passed = [line for line in self.lines() if line.outcome == PASSED]
        if not passed:
            return _("Nobody passed: there is nothing to record.")
        for line in passed:
            if wrong := validators.check_date(line.day, required=True, not_after=today()):
                return wrong if line.day == self.facts.day else f"{line.holder.full_name}: {wrong}"
        return ""

    def renewals(self) -> list[tuple[Line, Renewal]]:
        """Return the record to store for each line that passed; the others get none."""
        return [
            (line, self._renewal(line, line.day))
            for line in self.lines()
            if line.outcome == PASSED and line.day is not None
        ]

    def _renewal(self, line: Line, day: dt.date) -> Renewal:
        facts = self.facts
        return Renewal(
            employee_id=line.holder.id,
            type=facts.type,
            kind=line.kind,
            obtained=day,
            expiration=line.expiration,
            organisation=facts.organisation or line.former.organisation,
            validity_months=facts.validity_months,
            mode=facts.mode,
            result=facts.result,
        )

    def _line(self, holder: Holder, kind: str) -> Line:
        facts, key = self.facts, (holder.id, kind)
        former = self._formers.get((holder.id, _track(facts.type, kind)))
        if former is None:
            former = Former(holder=holder, type=facts.type, kind=kind)
        former = dataclasses.replace(former, validity_months=facts.validity_months)
        outcome, day = self._outcome(key), self._days.get(key, facts.day)
        counts = outcome == PASSED and day is not None and validators.check_date(day) is None
        expiration = renewal.expiry(former, kind, day) if counts and day else None
        line = Line(key, holder, former, kind, outcome, day, key in self._days, expiration, "", "", "")
        if not counts or day is None:
            return line
        between = renewal.gap_or_overlap(former.expiration, day)
        brief = renewal.between_in_brief(former.expiration, day)
        if goes_on := renewal.stays_current(former, self._renewal(line, day)):
            return line._replace(between=between, brief=_("goes on counting"), warning=goes_on)
        is_gap = former.expiration is not None and day > former.expiration
        if not is_gap and (lost := renewal.lost_option(former)):
            return line._replace(between=between, brief=_("without the option"), warning=lost)
        return line._replace(between=between, brief=brief, warning=between if is_gap else "")

    def _outcome(self, key: LineId) -> str:
        return self._outcomes.get(key, PASSED)

    def _is_meant(self, holder: Holder, kind: str) -> bool:
        track = _track(self.facts.type, kind)
        return track not in self._tracks or (holder.id, track) in self._selected

    def _key(self, former: Former) -> tuple[str, str]:
        return former.holder.id, _track(former.type, former.kind)


def outcomes_of(type_: str) -> tuple[str, ...]:
    """Return how a session can end for somebody: nobody fails a medical visit."""
    return (PASSED, ABSENT) if type_ == MEDICAL else (PASSED, FAILED, ABSENT)


def _track(type_: str, kind: str) -> str:
    """Return what a kind renews: itself, the medical follow-up it belongs to, or a line of trainings."""
    if type_ == CACES:
        return kind
    return constants.track_of(kind) if type_ == MEDICAL else in_force.training_kind(kind)
