"""A medical visit that was held, or a certificate: its conclusion, never its reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from peewee import CharField, DateField, ForeignKeyField, ModelSelect, fn

from cariste.core.clock import today
from cariste.employee import constants, validators
from cariste.employee.models.appointment import Appointment
from cariste.employee.models.base import Expiring, later_visit, raise_if_any
from cariste.employee.models.employee import Employee
from cariste.regulation import in_force

_EARLY_DAYS = 31
"""A visit held so long before the day planned is still the one that was planned."""


class MedicalVisit(Expiring):
    """A medical visit that was held, or a certificate: its conclusion, never its reasons."""

    employee = ForeignKeyField(Employee, backref="medical_visits", on_delete="CASCADE")
    visit_type = CharField(40)
    track = CharField(40)
    visit_date = DateField()
    expiration_date: Any = DateField(null=True)
    result = CharField(40, default=constants.PENDING)
    restrictions = CharField(constants.LONGEST_RESTRICTIONS, null=True)
    document_path = CharField(constants.LONGEST_PATH, null=True)

    hidden_in_journal: ClassVar[frozenset[str]] = frozenset({"result", "restrictions"})

    class Meta:
        table_name = "medical_visits"

    @property
    def is_fit(self) -> bool:
        """Whether the conclusion allows the work, with or without adjustments."""
        return self.result in {
            constants.FIT,
            constants.FIT_WITH_RESTRICTIONS,
            constants.FOLLOW_UP_CERTIFICATE,
        }

    @property
    def has_restrictions(self) -> bool:
        """Whether the doctor asked for adjustments."""
        return bool(self.result == constants.FIT_WITH_RESTRICTIONS)

    @classmethod
    def calculate_expiration(
        cls, visit_type: str, visit_date: dt.date, regime: str | None = None
    ) -> dt.date | None:
        """Return the day before or on which the next visit is due, by the person's regime if known."""
        return in_force.medical_expiry(visit_type, visit_date, regime)

    @classmethod
    def current(cls) -> ModelSelect[Self]:
        """Per person and track, the latest visit with a due date: a doctor who asks for less is heard."""
        return cls.select().where(cls.expiration_date.is_null(False) & ~fn.EXISTS(later_visit(cls)))

    @classmethod
    def unfit_employees(cls) -> ModelSelect[Employee]:
        """People whose latest conclusion says unfit."""
        later = cls.alias()
        newer = later.select().where(
            (later.employee == cls.employee)
            & later.result.not_in([constants.PENDING])
            & (
                (later.visit_date > cls.visit_date)
                | ((later.visit_date == cls.visit_date) & (later.id > cls.id))
            )
        )
        unfit = cls.select(cls.employee).where((cls.result == constants.UNFIT) & ~fn.EXISTS(newer))
        return Employee.select().where(Employee.id.in_(unfit))

    def save(self, force_insert: bool = False, only: Any = None) -> int:
        """As `Entity.save`; a new visit is what its appointment was for, which has then been held."""
        new = self.row_version is None
        written = super().save(force_insert, only)
        if new:
            self._hold_appointments()
        return written

    def clean(self) -> None:
        """Derive the track, and the next due date when none was given."""
        self.track = constants.track_of(self.visit_type)
        if self.expiration_date is None and isinstance(self.visit_date, dt.date):
            regime = self.employee.owed_regime if self.__data__.get("employee") else None
            self.expiration_date = self.calculate_expiration(self.visit_type, self.visit_date, regime)
            self.expiration_source = constants.COMPUTED

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "visit_type": validators.check_code(self.visit_type, constants.VISIT_TYPES),
                "visit_date": validators.check_date(self.visit_date, required=True, not_after=today()),
                "expiration_date": validators.check_date(self.expiration_date, not_before=self.visit_date),
                "expiration_source": validators.check_code(
                    self.expiration_source, constants.EXPIRATION_SOURCES
                ),
                "result": validators.check_code(self.result, constants.RESULTS),
                "restrictions": validators.check_text(self.restrictions, constants.LONGEST_RESTRICTIONS),
                "document_path": validators.check_text(self.document_path, constants.LONGEST_PATH),
            }
        )

    def _hold_appointments(self) -> None:
        planned: Any = Appointment.select().where(
            (Appointment.employee == self.employee) & (Appointment.status == constants.PLANNED)
        )
        for appointment in planned:
            # A visit of long ago, recorded late, is not what somebody made an appointment for since.
            earliest = appointment.planned_on - dt.timedelta(days=_EARLY_DAYS)
            meets = self.visit_type in constants.met_by(appointment.visit_type)
            if meets and self.visit_date >= earliest:
                appointment.status = constants.HELD
                appointment.save()
