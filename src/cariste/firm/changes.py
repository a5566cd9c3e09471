"""Settings changed with what follows from them: expiries that were computed are computed again.

The functions that write are called inside `workspace.change(label)`: one action, undone as a whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from cariste.core.config import Settings
from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _
from cariste.database.model import expect
from cariste.employee import labels
from cariste.employee.calculations import owed_regime
from cariste.employee.constants import COMPUTED
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.regulation import in_force
from cariste.regulation.calculations import last_day
from cariste.regulation.in_force import Rules
from cariste.settings import editing
from cariste.settings.in_force import Origin

_AT_ONCE = 10_000
"""Records asked for by one statement: SQLite takes 32,766 parameters in one."""


class Effect(NamedTuple):
    """How many computed expiries differ under other rules; those typed from a document never do."""

    caces: int
    visits: int
    trainings: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def store(settings: Settings, values: Mapping[str, Any]) -> int:
    """Store some settings; return how many computed expiries changed with them.

    Args:
        settings: Those in force.
        values: By key, as JSON has them.

    Raises:
        InvalidEntity: Names each key that is wrong and what is allowed.
        UserError: A record cannot be stored with its new expiry; says whose.
    """
    return _follow(settings, editing.store(settings, values))


def reset(settings: Settings, starting: Iterable[Origin], keys: Iterable[str]) -> int:
    """Go back to the values of `config.json` or the defaults; as `store`."""
    return _follow(settings, editing.reset(settings, starting, keys))


def effect(before: Settings, after: Settings) -> Effect:
    """Return what other settings would do to the expiries. One statement per kind of record."""
    caces, visits, trainings = (list(found) for _model, found in _differing(before, after))
    return Effect(len(caces), len(visits), len(trainings))


def rules_of(settings: Settings) -> Rules:
    """Return the rules that some settings stand for."""
    return Rules(settings.validity_months, settings.expiry_convention)


def _follow(before: Settings, after: Settings) -> int:
    changed = 0
    with in_force.applied(rules_of(after)):
        for model, found in _differing(before, after):
            ids, query = list(found), model.select(model, Employee).join(Employee)
            expect(len(ids))
            for start in range(0, len(ids), _AT_ONCE):
                for record in query.where(model.id.in_(ids[start : start + _AT_ONCE])):
                    record.expiration_date = None  # computed again as it is saved
                    _save(record)
                    changed += 1
    return changed


def _save(record: Any) -> None:
    try:
        record.save()
    except InvalidEntity as error:
        kind = record.visit_type if isinstance(record, MedicalVisit) else record.kind
        type_ = {Caces: labels.CACES, MedicalVisit: labels.MEDICAL}.get(type(record), labels.TRAINING)
        raise UserError(
            _("{person}, {what}: {problem} Correct this record first. Nothing was changed.").format(
                person=record.employee.full_name,
                what=labels.full_subject(type_, kind, kind),
                problem=" ".join(error.problems.values()),
            )
        ) from error


def _differing(before: Settings, after: Settings) -> Iterator[tuple[Any, Iterator[uuid.UUID]]]:
    """Yield each kind of record with the ids of those that other rules give another expiry.

    Only where the expiry is what the rules so far give: one that continues another certificate, or was
    computed under another medical follow-up, came about otherwise and stays.
    """
    old, new = rules_of(before), rules_of(after)
    same = old == new
    for model, find in ((Caces, _caces), (MedicalVisit, _visits), (OnlineTraining, _trainings)):
        yield model, iter(()) if same else find(old, new)


def _caces(old: Rules, new: Rules) -> Iterator[uuid.UUID]:
    months = cache(lambda kind: (old.caces_months(kind), new.caces_months(kind)))
    for row_id, kind, obtained, expires in _computed(Caces, Caces.kind, Caces.completion_date):
        was, becomes = (
            last_day(obtained, count, rules.convention)
            for count, rules in zip(months(kind), (old, new), strict=True)
        )
        if expires == was != becomes:
            yield row_id


def _visits(old: Rules, new: Rules) -> Iterator[uuid.UUID]:
    columns = (MedicalVisit.visit_type, MedicalVisit.visit_date)
    person = (Employee.medical_regime, Employee.night_worker)
    for row_id, kind, held, expires, regime, night in _computed(MedicalVisit, *columns, *person):
        owed = owed_regime(regime, night_worker=night)
        was, becomes = (rules.medical_expiry(kind, held, owed) for rules in (old, new))
        if expires == was != becomes:
            yield row_id


def _trainings(old: Rules, new: Rules) -> Iterator[uuid.UUID]:
    columns = (OnlineTraining.validity_months, OnlineTraining.completion_date)
    for row_id, months, done, expires in _computed(OnlineTraining, *columns):
        was, becomes = (rules.training_expiry(done, months) for rules in (old, new))
        if expires == was != becomes:
            yield row_id


def _computed(model: Any, what: Any, day: Any, *more: Any) -> Iterator[tuple[Any, ...]]:
    query = model.select(model.id, what, day, model.expiration_date, *more)
    if more:
        query = query.join(Employee)
    rows: Iterable[tuple[Any, ...]] = query.where(
        (model.expiration_source == COMPUTED) & day.is_null(False)
    ).tuples()
    return iter(rows)
