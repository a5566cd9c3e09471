"""A training, online or in a classroom; permanent when it has no expiry."""

from __future__ import annotations

import datetime as dt
from typing import Self

from peewee import CharField, DateField, ForeignKeyField, IntegerField, ModelSelect, fn

from cariste.core.clock import today
from cariste.core.text import tidy
from cariste.employee import constants, validators
from cariste.employee.models.base import Expiring, later_by_expiry, permanent_one, raise_if_any
from cariste.employee.models.employee import Employee
from cariste.regulation import in_force


class OnlineTraining(Expiring):
    """A training, online or in a classroom; permanent when it has no expiry."""

    employee = ForeignKeyField(Employee, backref="trainings", on_delete="CASCADE")
    title = CharField(constants.LONGEST_TEXT)
    kind = CharField(constants.LONGEST_TEXT)
    completion_date = DateField(null=True)
    validity_months = IntegerField(null=True)
    expiration_date = DateField(null=True)
    mode = CharField(40, default=constants.CLASSROOM)
    certificate_path = CharField(constants.LONGEST_PATH, null=True)

    class Meta:
        table_name = "online_trainings"

    @property
    def expires(self) -> bool:
        """False when permanent."""
        return self.expiration_date is not None

    @classmethod
    def calculate_expiration(cls, completion_date: dt.date, validity_months: int | None) -> dt.date | None:
        """Return the last day of validity, or None for a permanent training."""
        return in_force.training_expiry(completion_date, validity_months)

    @classmethod
    def current(cls) -> ModelSelect[Self]:
        """Per person and kind, the record with the latest expiry; a permanent one outlasts all."""
        return cls.select().where(~fn.EXISTS(later_by_expiry(cls)) & ~fn.EXISTS(permanent_one(cls)))

    @classmethod
    def permanent(cls) -> ModelSelect[Self]:
        """Trainings without expiry."""
        return cls.select().where(cls.expiration_date.is_null())

    def clean(self) -> None:
        """Derive on which line of renewals the title lies, and the expiry when none was given."""
        self.title = tidy(self.title or "")
        self.kind = in_force.training_kind(self.title)
        if self.expiration_date is None and isinstance(self.completion_date, dt.date):
            self.expiration_date = self.calculate_expiration(self.completion_date, self.validity_months)
            self.expiration_source = constants.COMPUTED

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        path = validators.check_text(self.certificate_path, constants.LONGEST_PATH)
        raise_if_any(
            {
                "title": validators.check_text(self.title, constants.LONGEST_TEXT, required=True),
                "completion_date": validators.check_date(self.completion_date, not_after=today()),
                "validity_months": validators.check_months(self.validity_months),
                "expiration_date": validators.check_date(
                    self.expiration_date, not_before=self.completion_date
                ),
                "expiration_source": validators.check_code(
                    self.expiration_source, constants.EXPIRATION_SOURCES
                ),
                "mode": validators.check_code(self.mode, constants.TRAINING_MODES),
                "certificate_path": path,
            }
        )
