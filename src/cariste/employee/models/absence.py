"""An absence: from when to when, and whether a return-to-work visit is needed. Never why."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from peewee import BooleanField, DateField, ForeignKeyField

from cariste.core.i18n import _
from cariste.database.model import Entity
from cariste.employee import validators
from cariste.employee.models.base import raise_if_any
from cariste.employee.models.employee import Employee


class Absence(Entity):
    """An absence after which somebody may have to see the doctor; its reason is never kept.

    Attributes:
        starts_on: The first day away.
        ended_on: The first day back at work; None while it lasts.
        return_visit: Whether a return-to-work visit is needed (Labour code R4624-31): a person decides.
    """

    employee = ForeignKeyField(Employee, backref="absences", on_delete="CASCADE")
    starts_on = DateField()
    ended_on = DateField(null=True)
    return_visit = BooleanField(default=False)

    # Who was away, and for how long, is nobody's business who only reads.
    hidden_in_journal: ClassVar[frozenset[str]] = frozenset({"starts_on", "ended_on", "return_visit"})

    class Meta:
        table_name = "absences"

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "starts_on": validators.check_date(self.starts_on, required=True),
                "ended_on": validators.check_date(self.ended_on) or self._ends_too_early(),
            }
        )

    def _ends_too_early(self) -> str | None:
        starts, ends = self.starts_on, self.ended_on
        if isinstance(starts, dt.date) and isinstance(ends, dt.date) and ends < starts:
            return _("The return is before the start.")
        return None
