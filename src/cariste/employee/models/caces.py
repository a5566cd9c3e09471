"""A CACES certificate in one category."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from peewee import CharField, DateField, ForeignKeyField, ModelSelect, fn

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.employee import constants, validators
from cariste.employee.models.base import Expiring, later_by_expiry, raise_if_any
from cariste.employee.models.employee import Employee
from cariste.regulation import in_force
from cariste.regulation.driving import may_bear


class Caces(Expiring):
    """A CACES certificate in one category."""

    employee = ForeignKeyField(Employee, backref="caces", on_delete="CASCADE")
    kind = CharField(100)
    completion_date = DateField(null=True)
    expiration_date: Any = DateField()  # None until computed
    certificate_number = CharField(100, null=True)
    organisation = CharField(constants.LONGEST_TEXT, null=True)
    option = CharField(40, null=True)
    document_path = CharField(constants.LONGEST_PATH, null=True)

    class Meta:
        table_name = "caces"

    @classmethod
    def calculate_expiration(cls, kind: str, completion_date: dt.date) -> dt.date:
        """Return the last day of validity by the rules in force for this kind."""
        return in_force.caces_expiry(kind, completion_date)

    @classmethod
    def current(cls) -> ModelSelect[Self]:
        """Per person and kind, the record with the latest expiry (ties: the one stored last)."""
        return cls.select().where(~fn.EXISTS(later_by_expiry(cls)))

    @classmethod
    def alerting(cls) -> ModelSelect[Self]:
        """Current certificates, without the old families that are history and can be renewed by nobody."""
        return cls.current().where(cls.kind.not_in(in_force.history_kinds()))

    @classmethod
    def by_kind(cls, kind: str) -> ModelSelect[Self]:
        """Certificates of one kind, superseded ones included."""
        return cls.select().where(cls.kind == kind)

    def clean(self) -> None:
        """Compute the expiry when none was given."""
        self.kind = tidy(self.kind or "")
        if self.expiration_date is None and isinstance(self.completion_date, dt.date) and self.kind:
            self.expiration_date = self.calculate_expiration(self.kind, self.completion_date)
            self.expiration_source = constants.COMPUTED

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        obtained = self.completion_date
        raise_if_any(
            {
                "kind": validators.check_text(self.kind, 100, required=True),
                "completion_date": validators.check_date(
                    obtained, required=self.expiration_date is None, not_after=today()
                ),
                "expiration_date": validators.check_date(
                    self.expiration_date, required=True, not_before=obtained
                ),
                "expiration_source": validators.check_code(
                    self.expiration_source, constants.EXPIRATION_SOURCES
                ),
                "certificate_number": validators.check_text(self.certificate_number, 100),
                "option": _check_option(self.kind, self.option),
                "organisation": validators.check_text(self.organisation, constants.LONGEST_TEXT),
                "document_path": validators.check_text(self.document_path, constants.LONGEST_PATH),
            }
        )


def _check_option(kind: str, option: str | None) -> str | None:
    if option is None or may_bear(kind, option):
        return None
    return _("A certificate {kind} has no such option.").format(kind=kind)
