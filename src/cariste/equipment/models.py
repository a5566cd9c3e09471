"""A machine: people ask « who may drive truck 12? » rather than for a category."""

from __future__ import annotations

from peewee import CharField, DateField

from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.database.model import Entity
from cariste.employee import constants, validators
from cariste.employee.models.base import raise_if_any
from cariste.regulation.driving import driving_kinds

LONGEST_NUMBER = 40


class Machine(Entity):
    """A truck, platform or crane on the site.

    Attributes:
        number: What is painted on it; unique.
        kind: Its category, a catalogue code.
        site: The work area where it runs; None for all of them.
        out_of_service_on: First day on which nobody may use it; None while it runs.
    """

    number = CharField(LONGEST_NUMBER, unique=True)
    name = CharField(constants.LONGEST_NAME)
    kind = CharField(100)
    site = CharField(constants.LONGEST_NAME, null=True)
    out_of_service_on = DateField(null=True)

    class Meta:
        table_name = "machines"

    def clean(self) -> None:
        """Tidy what was typed."""
        self.number, self.name = tidy(self.number or ""), tidy(self.name or "")

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "number": validators.check_text(self.number, LONGEST_NUMBER, required=True)
                or self._number_taken(),
                "name": validators.check_text(self.name, constants.LONGEST_NAME, required=True),
                "kind": validators.check_code(self.kind, driving_kinds()),
                "site": validators.check_text(self.site, constants.LONGEST_NAME),
                "out_of_service_on": validators.check_date(self.out_of_service_on),
            }
        )

    def _number_taken(self) -> str | None:
        taken = Machine.select().where((Machine.number == self.number) & (Machine.id != self.id))
        return _("Another machine has this number.") if taken.exists() else None
