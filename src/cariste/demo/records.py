"""Invents what people hold: certificates with their renewals, medical visits, trainings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from cariste.demo.invented import ADJUSTMENTS, HOME_MADE_CERTIFICATES, ONLINE_COURSES, PROVIDERS
from cariste.demo.people import Person, Row, new_id
from cariste.employee import constants
from cariste.regulation import in_force
from cariste.regulation.calculations import add_months
from cariste.regulation.rules import OTHER_MONTHS, load_catalogue, months_to_next_visit

_ADULT_TO_MID_CAREER, _FIRST_MID_CAREER = 45 - 18, 2022
_ONE_DAY = dt.timedelta(days=1)
_INITIAL_WITHIN = 80
_REACH_TRUCK, _TELEHANDLER = "R489-5", "R482-F"
_LAST_OLD_TELEHANDLER = dt.date(2019, 12, 31)


class Records:
    """Invents the records of one person after the other, all from the same seed.

    Attributes:
        document: The proof most records name, or None when there is none to name.
    """

    def __init__(self, rng: Random, document: str | None) -> None:
        self._rng, self._document = rng, document
        self._kinds = {kind.code: kind for kind in load_catalogue()}
        history = [kind for kind in self._kinds.values() if kind.history_only]
        self._ancestors = {new: kind.code for kind in reversed(history) for new in kind.successors}

    # -- CACES ---------------------------------------------------------------------------------

    def caces_of(self, person: Person) -> Iterator[Row]:
        """Yield certificates, the superseded ones they renewed included."""
        rng = self._rng
        held = [code for code, chance in person.role.caces if rng.random() < chance]
        needed = person.role.needs_one
        if needed and not set(held) & set(needed):
            held.append(rng.choice(needed))
        together = self._days_left(self._months(_REACH_TRUCK))
        for code in held:
            if code == _TELEHANDLER and rng.random() < 0.5 and person.adult <= _LAST_OLD_TELEHANDLER:
                yield from self._old_telehandler(person)
                continue
            # Several categories are mostly passed in one session.
            same_session = self._kinds[code].family == "R489" and rng.random() < 0.7
            left = together if same_session else self._days_left(self._months(code))
            obtained = self._obtained(person, left, self._months(code), self._kinds[code].since)
            yield from self._renewed(person, code, obtained)
            yield self._caces(person, code, obtained)
        if held and rng.random() < 0.03:
            code, left = rng.choice(HOME_MADE_CERTIFICATES), rng.randint(-60, 200)
            yield self._caces(person, code, self._obtained(person, left, OTHER_MONTHS))

    def _old_telehandler(self, person: Person) -> Iterator[Row]:
        """An R372m of its last years: a legacy certificate that is still valid."""
        obtained = _LAST_OLD_TELEHANDLER - dt.timedelta(days=self._rng.randint(0, 900))
        yield self._caces(person, "R372m-9", min(max(obtained, person.adult), person.last_day))

    def _renewed(self, person: Person, code: str, obtained: dt.date) -> Iterator[Row]:
        """The certificate that was renewed, if any: a little before its end, maybe under its old name."""
        before = self._earlier(obtained, self._months(code))
        since = self._kinds[code].since
        old_code = code if since is None or before >= since else self._ancestors.get(code)
        if old_code is not None and before >= person.adult and self._rng.random() < 0.6:
            yield self._caces(person, old_code, before)

    def _caces(self, person: Person, code: str, obtained: dt.date) -> Row:
        rng = self._rng
        expiration, source = in_force.caces_expiry(code, obtained), constants.COMPUTED
        if code == _REACH_TRUCK and rng.random() < 0.06:
            # The mistake of many a sheet: ten years typed for a reach truck.
            expiration, source = add_months(obtained, OTHER_MONTHS), constants.TYPED
        elif rng.random() < 0.1:
            expiration, source = expiration - _ONE_DAY, constants.TYPED
        dated = source == constants.COMPUTED or rng.random() < 0.8
        return {
            "id": new_id(rng),
            "employee_id": person.id,
            "kind": code,
            "completion_date": obtained if dated else None,
            "expiration_date": expiration,
            "expiration_source": source,
            "certificate_number": f"FICTIF-{obtained.year}-{rng.randint(1, 99999):05d}",
            "organisation": rng.choice(PROVIDERS) if rng.random() < 0.8 else None,
            "document_path": self._proof(),
        }

    # -- medical -------------------------------------------------------------------------------

    def visits_of(self, person: Person) -> Iterator[Row]:
        """Yield the follow-up since the first day, and the certificates of those who drive or repair."""
        rng = self._rng
        yield from self._follow_up(person)
        yield from self._mid_career(person)
        for visit_type, code, chance in (
            (constants.DRIVING_CERTIFICATE, "MED-DRIVE", person.role.driving),
            (constants.ELECTRICAL_CERTIFICATE, "MED-ELEC", person.role.electrical),
        ):
            if rng.random() < chance:
                months = self._months(code)
                yield self._visit(person, visit_type, self._obtained(person, self._days_left(months), months))

    def _follow_up(self, person: Person) -> Iterator[Row]:
        rng = self._rng
        first = person.entry + dt.timedelta(days=rng.randint(0, _INITIAL_WITHIN))
        if first > person.last_day:
            return  # newly arrived: the first visit is still to come
        interval = months_to_next_visit(constants.PERIODIC, person.regime) or OTHER_MONTHS
        latest = self._obtained(person, self._days_left(interval), interval)
        yield self._visit(person, constants.INITIAL, first)
        for visited in self._between(first, latest, interval):
            yield self._visit(person, constants.PERIODIC, visited)
        if rng.random() < 0.03:
            back = person.last_day - dt.timedelta(days=rng.randint(5, 400))
            if back > max(first, latest):
                yield self._visit(person, constants.RECOVERY, back)
        if rng.random() < 0.02:
            yield self._visit(
                person, constants.ON_REQUEST, person.last_day - dt.timedelta(days=rng.randint(0, 2))
            )

    def _mid_career(self, person: Person) -> Iterator[Row]:
        """Yield the visit of the year of the 45th birthday, which one in eight has missed."""
        rng = self._rng
        year = person.adult.year + _ADULT_TO_MID_CAREER
        visited = dt.date(year, rng.randint(1, 12), rng.randint(1, 28))
        if person.entry < visited <= person.last_day and year >= _FIRST_MID_CAREER and rng.random() < 7 / 8:
            yield self._visit(person, constants.MID_CAREER, visited)

    def _between(self, first: dt.date, latest: dt.date, interval: int) -> list[dt.date]:
        visits = []
        while latest > first + dt.timedelta(days=200):
            visits.append(latest)
            latest = add_months(latest, -interval) + dt.timedelta(days=self._rng.randint(0, 60))
        return visits[::-1]

    def _visit(self, person: Person, visit_type: str, visited: dt.date) -> Row:
        rng = self._rng
        due, source = in_force.medical_expiry(visit_type, visited, person.regime), constants.COMPUTED
        sooner = add_months(visited, 12)
        if visit_type == constants.PERIODIC and sooner > person.last_day and rng.random() < 0.3:
            # The doctor asks to see some people sooner: the printed date wins.
            due, source = sooner, constants.TYPED
        result = self._result(person, visit_type)
        return {
            "id": new_id(rng),
            "employee_id": person.id,
            "visit_type": visit_type,
            "track": constants.track_of(visit_type),
            "visit_date": visited,
            "expiration_date": due,
            "expiration_source": source,
            "result": result,
            "restrictions": rng.choice(ADJUSTMENTS) if result == constants.FIT_WITH_RESTRICTIONS else None,
            "document_path": self._proof(),
        }

    def _result(self, person: Person, visit_type: str) -> str:
        if visit_type in {constants.DRIVING_CERTIFICATE, constants.ELECTRICAL_CERTIFICATE}:
            return constants.FIT
        usual = constants.FIT if person.regime == "SIR" else constants.FOLLOW_UP_CERTIFICATE
        outcomes = (usual, constants.FIT_WITH_RESTRICTIONS, constants.UNFIT, constants.PENDING)
        return self._rng.choices(outcomes, (920, 50, 5, 25))[0]

    # -- trainings -----------------------------------------------------------------------------

    def trainings_of(self, person: Person) -> Iterator[Row]:
        """Yield the induction of everybody, what the role asks for, and online courses."""
        rng = self._rng
        yield self._catalogued(person, "ACCUEIL", person.entry)
        if person.assignment_end is not None and rng.random() < 0.3:
            yield self._catalogued(person, "FRS", person.entry) | {
                "expiration_date": max(person.assignment_end, person.entry),
                "expiration_source": constants.TYPED,
            }
        for code, chance in person.role.trainings:
            if rng.random() < chance:
                yield from self._followed(person, code)
        for title, months in ONLINE_COURSES:
            if rng.random() < 0.12:
                left = self._days_left(months) if months else -rng.randint(10, 900)
                done = self._obtained(person, left, months or 0)
                yield self._training(person, title, done, months, constants.ONLINE)

    def _followed(self, person: Person, code: str) -> Iterator[Row]:
        rng, months = self._rng, self._kinds[code].months
        if months is None:
            days = (person.last_day - person.entry).days
            yield self._catalogued(person, code, person.entry + dt.timedelta(days=rng.randint(0, days)))
            return
        done = self._obtained(person, self._days_left(months), months)
        before = self._earlier(done, months)
        renewed = before >= person.adult and rng.random() < 0.6
        if renewed:
            yield self._catalogued(person, code, before)
        # A first-aider's refresher has a code of its own, and renews the first certificate.
        yield self._catalogued(person, "SST-MAC" if renewed and code == "SST" else code, done)

    def _catalogued(self, person: Person, code: str, done: dt.date) -> Row:
        kind = self._kinds[code]
        return self._training(person, kind.label_fr, done, kind.months, constants.CLASSROOM)

    def _training(self, person: Person, title: str, done: dt.date, months: int | None, mode: str) -> Row:
        return {
            "id": new_id(self._rng),
            "employee_id": person.id,
            "title": title,
            "kind": in_force.training_kind(title),
            "completion_date": done,
            "validity_months": months,
            "expiration_date": in_force.training_expiry(done, months),
            "expiration_source": constants.COMPUTED,
            "mode": mode,
            "certificate_path": self._proof(),
        }

    # -- chance --------------------------------------------------------------------------------

    def _days_left(self, months: int) -> int:
        """Draw the days to an expiry: some expired, some soon, most of them later."""
        rng, roll = self._rng, self._rng.random()
        if roll < 0.06:
            return -rng.randint(1, 240)
        if roll < 0.15:
            return rng.randint(0, 89)
        return rng.randint(90, 30 * months)

    def _obtained(self, person: Person, left: int, months: int, since: dt.date | None = None) -> dt.date:
        """Return the day from which so many days are left, within what was possible for the person."""
        day = add_months(person.last_day + dt.timedelta(days=left), -months)
        return min(max(day, person.adult, since or day), person.last_day)

    def _earlier(self, obtained: dt.date, months: int) -> dt.date:
        """Return when the record was obtained that this one renewed shortly before its end."""
        return add_months(obtained + dt.timedelta(days=self._rng.randint(1, 90)), -months)

    def _months(self, code: str) -> int:
        return self._kinds[code].months or OTHER_MONTHS

    def _proof(self) -> str | None:
        return self._document if self._rng.random() < 0.85 else None
