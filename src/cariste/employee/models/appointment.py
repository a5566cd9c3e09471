"""A medical visit that is planned: only which visit, and when. What it is for is the doctor's affair."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField

from cariste.database.model import Entity
from cariste.employee import constants, validators
from cariste.employee.models.base import raise_if_any
from cariste.employee.models.employee import Employee


class Appointment(Entity):
    """An appointment for a medical visit.

    Attributes:
        status: One of `constants.APPOINTMENT_STATUSES`; recording the visit makes it ``held``.
    """

    employee = ForeignKeyField(Employee, backref="appointments", on_delete="CASCADE")
    visit_type = CharField(40)
    planned_on = DateField()
    status = CharField(40, default=constants.PLANNED)

    class Meta:
        table_name = "appointments"

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "visit_type": validators.check_code(self.visit_type, constants.VISIT_TYPES),
                "planned_on": validators.check_date(self.planned_on, required=True),
                "status": validators.check_code(self.status, constants.APPOINTMENT_STATUSES),
            }
        )
