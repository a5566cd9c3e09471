"""One thing a role asks for."""

from __future__ import annotations

from peewee import CharField

from cariste.core.text import tidy
from cariste.database.model import Entity
from cariste.employee import constants, validators
from cariste.employee.models.base import raise_if_any


class Requirement(Entity):
    """Whoever has this role, there, needs that.

    Attributes:
        role: As people's files name it.
        site: The work area; None for all of them.
        kind: A CACES code, a medical track, or the renewal line of a training.
    """

    role = CharField(constants.LONGEST_NAME)
    site = CharField(constants.LONGEST_NAME, null=True)
    kind = CharField(constants.LONGEST_TEXT)

    class Meta:
        table_name = "requirements"

    def clean(self) -> None:
        """Tidy what was typed."""
        self.role = tidy(self.role or "")

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "role": validators.check_text(self.role, constants.LONGEST_NAME, required=True),
                "site": validators.check_text(self.site, constants.LONGEST_NAME),
                "kind": validators.check_text(self.kind, constants.LONGEST_TEXT, required=True),
            }
        )
