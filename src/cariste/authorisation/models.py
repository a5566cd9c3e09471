"""What the employer decides and records before somebody may drive."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from peewee import CharField, DateField, ForeignKeyField

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.database.model import Entity
from cariste.employee import constants, validators
from cariste.employee.models import Employee
from cariste.employee.models.base import Problems, raise_if_any
from cariste.regulation.driving import driving_kinds

LONGEST_REASON = 400
LONGEST_LIMITS = 1000


class Authorisation(Entity):
    """The employer's authorisation to drive (autorisation de conduite): per person, category and site.

    Labour code R4323-56. It is a decision: proofs propose it, a person issues it, and it never comes back by
    itself when a proof is renewed.

    Attributes:
        kind: The category of machine, a catalogue code.
        site: The work area; None for all of them.
        ends_on: Last day; computed as the earliest end of its proofs, unless typed. None for no end.
        other_proof: Why it was issued without a current CACES: the other proof of skill, in words.
        issued_as: The role the person had when it was issued, or kept after a look at it; None for no role.
        withdrawn_on: First day on which it holds no more.
    """

    employee = ForeignKeyField(Employee, backref="authorisations", on_delete="CASCADE")
    kind = CharField(100)
    site = CharField(constants.LONGEST_NAME, null=True)
    issued_on = DateField()
    ends_on = DateField(null=True)
    ends_source = CharField(40, default=constants.COMPUTED)
    signatory = CharField(constants.LONGEST_TEXT)
    limits = CharField(LONGEST_LIMITS, null=True)
    other_proof = CharField(LONGEST_REASON, null=True)
    issued_as = CharField(constants.LONGEST_NAME, null=True)
    withdrawn_on = DateField(null=True)
    withdrawn_reason = CharField(LONGEST_REASON, null=True)
    document_path = CharField(constants.LONGEST_PATH, null=True)

    # Why is between the person and those who decide.
    hidden_in_journal: ClassVar[frozenset[str]] = frozenset({"withdrawn_reason"})

    class Meta:
        table_name = "authorisations"

    def clean(self) -> None:
        """Tidy what was typed."""
        self.signatory = tidy(self.signatory or "")

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        problems: Problems = {
            "kind": validators.check_code(self.kind, driving_kinds()),
            "site": validators.check_text(self.site, constants.LONGEST_NAME),
            "issued_on": validators.check_date(self.issued_on, required=True),
            "ends_on": validators.check_date(self.ends_on) or _not_before(self.ends_on, self.issued_on),
            "ends_source": validators.check_code(self.ends_source, constants.EXPIRATION_SOURCES),
            "signatory": validators.check_text(self.signatory, constants.LONGEST_TEXT, required=True),
            "limits": validators.check_text(self.limits, LONGEST_LIMITS),
            "other_proof": validators.check_text(self.other_proof, LONGEST_REASON),
            "issued_as": validators.check_text(self.issued_as, constants.LONGEST_NAME),
            "withdrawn_on": validators.check_date(self.withdrawn_on)
            or _not_before(self.withdrawn_on, self.issued_on),
            "withdrawn_reason": validators.check_text(
                self.withdrawn_reason, LONGEST_REASON, required=self.withdrawn_on is not None
            ),
            "document_path": validators.check_text(self.document_path, constants.LONGEST_PATH),
        }
        raise_if_any(problems)


class Suspension(Entity):
    """Days on which an authorisation does not hold, and why."""

    employee = ForeignKeyField(Employee, backref="suspensions", on_delete="CASCADE")
    authorisation = ForeignKeyField(Authorisation, backref="suspensions", on_delete="CASCADE")
    starts_on = DateField()
    ends_on = DateField(null=True)
    reason = CharField(LONGEST_REASON)

    hidden_in_journal: ClassVar[frozenset[str]] = frozenset({"reason"})

    class Meta:
        table_name = "suspensions"

    def clean(self) -> None:
        """It concerns whom the authorisation concerns."""
        self.employee = self.authorisation.employee
        self.reason = tidy(self.reason or "")

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "starts_on": validators.check_date(self.starts_on, required=True) or self._overlap(),
                "ends_on": validators.check_date(self.ends_on) or _not_before(self.ends_on, self.starts_on),
                "reason": validators.check_text(self.reason, LONGEST_REASON, required=True),
            }
        )

    def _overlap(self) -> str | None:
        last = self.ends_on or dt.date.max
        others = Suspension.select().where(
            (Suspension.authorisation == self.authorisation)
            & (Suspension.id != self.id)
            & (Suspension.starts_on <= last)
            & (Suspension.ends_on.is_null() | (Suspension.ends_on >= self.starts_on))
        )
        return _("The authorisation is suspended already on some of these days.") if others.exists() else None


class Induction(Entity):
    """The day on which somebody was shown a site and its instructions (R4323-56). No site: all of them."""

    employee = ForeignKeyField(Employee, backref="inductions", on_delete="CASCADE")
    site = CharField(constants.LONGEST_NAME, null=True)
    held_on = DateField()
    held_by = CharField(constants.LONGEST_TEXT, null=True)
    document_path = CharField(constants.LONGEST_PATH, null=True)

    class Meta:
        table_name = "inductions"

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "site": validators.check_text(self.site, constants.LONGEST_NAME),
                "held_on": validators.check_date(self.held_on, required=True, not_after=today()),
                "held_by": validators.check_text(self.held_by, constants.LONGEST_TEXT),
                "document_path": validators.check_text(self.document_path, constants.LONGEST_PATH),
            }
        )


class Assignment(Entity):
    """One assignment of a temp through an agency: the right to drive ends with it.

    Attributes:
        documents_on: When copies of the proofs were received, `documents_by` whom.
    """

    employee = ForeignKeyField(Employee, backref="assignments", on_delete="CASCADE")
    agency = CharField(constants.LONGEST_TEXT)
    starts_on = DateField()
    ends_on = DateField(null=True)
    documents_on = DateField(null=True)
    documents_by = CharField(constants.LONGEST_TEXT, null=True)

    class Meta:
        table_name = "assignments"

    def clean(self) -> None:
        """Tidy what was typed."""
        self.agency = tidy(self.agency or "")

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "agency": validators.check_text(self.agency, constants.LONGEST_TEXT, required=True),
                "starts_on": validators.check_date(self.starts_on, required=True),
                "ends_on": validators.check_date(self.ends_on) or _not_before(self.ends_on, self.starts_on),
                "documents_on": validators.check_date(self.documents_on, not_after=today()),
                "documents_by": validators.check_text(self.documents_by, constants.LONGEST_TEXT),
            }
        )


def _not_before(end: object, start: object) -> str | None:
    if isinstance(end, dt.date) and isinstance(start, dt.date) and end < start:
        return _("The end is before the start.")
    return None
