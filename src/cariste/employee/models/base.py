"""What the three kinds of records share, and which record of a person counts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from peewee import CharField, ModelSelect, Tuple

from cariste.core.clock import today
from cariste.core.errors import InvalidEntity
from cariste.database.model import Entity
from cariste.employee import calculations, constants

Problems = dict[str, str | None]


def raise_if_any(problems: Problems) -> None:
    """Raise InvalidEntity with the fields that have a problem, if any has."""
    found = {field: message for field, message in problems.items() if message}
    if found:
        raise InvalidEntity(found)


class Expiring(Entity):
    """What the three kinds of records share: a person, an expiry and where the expiry comes from."""

    expiration_source = CharField(40, default=constants.COMPUTED)

    @property
    def is_expired(self) -> bool:
        """True from the day after the expiry: a certificate is valid on its last day."""
        days = self.days_until_expiration
        return days is not None and days < 0

    @property
    def days_until_expiration(self) -> int | None:
        """Days left, negative once expired; None when there is no expiry."""
        return calculations.days_until(getattr(self, "expiration_date", None), today())

    @property
    def status(self) -> str:
        """``expired``, ``critical`` (< 30 days), ``warning`` (< 60), ``valid`` or ``permanent``."""
        return calculations.status_of(self.days_until_expiration)

    @classmethod
    def current(cls) -> ModelSelect[Self]:
        """The records that count today; each model says which."""
        raise NotImplementedError

    @classmethod
    def alerting(cls) -> ModelSelect[Self]:
        """The current records that may alert."""
        return cls.current()

    @classmethod
    def expiring_soon(cls, days: int = 30) -> ModelSelect[Self]:
        """Current records not yet expired that expire within so many days, today included."""
        model: Any = cls
        first, last = today(), today() + dt.timedelta(days=days)
        return cls.current().where(model.expiration_date.between(first, last))

    @classmethod
    def expired(cls) -> ModelSelect[Self]:
        """Current records past their last day."""
        model: Any = cls
        return cls.current().where(model.expiration_date < today())


def later_by_expiry(model: Any) -> Any:
    """Return the query of records that supersede a row of `model`: same person and kind, a later expiry.

    Of two alike the one with the greater id counts. One step in the index, thanks to the row comparison.
    """
    other = model.alias()
    later = Tuple(other.expiration_date, other.id) > Tuple(model.expiration_date, model.id)
    return other.select(other.id).where(
        (other.employee == model.employee) & (other.kind == model.kind) & later
    )


def permanent_one(model: Any) -> Any:
    """Return the query of permanent records that supersede a row of `model`: they outlast all dated ones."""
    other = model.alias()
    outlasts = other.expiration_date.is_null() & (
        model.expiration_date.is_null(False) | (other.id > model.id)
    )
    same = (other.employee == model.employee) & (other.kind == model.kind)
    return other.select(other.id).where(same & outlasts)


def later_visit(model: Any) -> Any:
    """Return the query of visits that supersede a row of `model`: same person and track, held later."""
    other = model.alias()
    mine, its = (Tuple(visit.visit_date, visit.expiration_date, visit.id) for visit in (model, other))
    same = (other.employee == model.employee) & (other.track == model.track)
    return other.select(other.id).where(same & (its > mine) & other.expiration_date.is_null(False))
