"""A person of the firm, or a temp working in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from peewee import BooleanField, CharField, DateField, ModelSelect

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.text import fold, tidy
from cariste.database.model import Entity
from cariste.database.operations import Row
from cariste.employee import calculations, constants, person_fields
from cariste.employee.models import base

# A person can be given records and records belong to a person: the methods below import their models on use.
if TYPE_CHECKING:
    from cariste.employee.models.caces import Caces
    from cariste.employee.models.medical_visit import MedicalVisit
    from cariste.employee.models.online_training import OnlineTraining


class Employee(Entity):
    """A person of the firm, or a temp working in it."""

    external_id = CharField(40, null=True, unique=True)
    first_name = CharField(constants.LONGEST_NAME)
    last_name = CharField(constants.LONGEST_NAME)
    current_status = CharField(40, default=constants.ACTIVE)
    workspace = CharField(constants.LONGEST_NAME, null=True)
    role = CharField(constants.LONGEST_NAME, null=True)
    contract_type = CharField(40, null=True)
    entry_date = DateField(null=True)
    birth_date = DateField(null=True)
    contract_end = DateField(null=True)
    left_on = DateField(null=True)
    medical_regime = CharField(40, null=True)
    night_worker = BooleanField(default=False)
    agency = CharField(constants.LONGEST_TEXT, null=True)
    assignment_end = DateField(null=True)
    email = CharField(constants.LONGEST_TEXT, null=True)
    phone = CharField(40, null=True)
    avatar_path = CharField(constants.LONGEST_PATH, null=True)
    search_text = CharField(1000)

    derived: ClassVar[frozenset[str]] = frozenset({"search_text"})

    class Meta:
        table_name = "employees"

    @property
    def full_name(self) -> str:
        """First name, then surname."""
        return f"{self.first_name} {self.last_name}"

    @property
    def seniority(self) -> int | None:
        """Complete calendar years since the entry date; None when it is unknown."""
        return None if self.entry_date is None else calculations.complete_years(self.entry_date, today())

    @property
    def owed_regime(self) -> str | None:
        """The medical follow-up that next visits are reckoned by; None when it is unknown."""
        return calculations.owed_regime(self.medical_regime, night_worker=bool(self.night_worker))

    @property
    def is_active(self) -> bool:
        """Whether the person works here now."""
        return bool(self.current_status == constants.ACTIVE)

    @classmethod
    def active(cls) -> ModelSelect[Employee]:
        """People who work here."""
        return cls.select().where(cls.current_status == constants.ACTIVE)

    @classmethod
    def inactive(cls) -> ModelSelect[Employee]:
        """People who left."""
        return cls.select().where(cls.current_status == constants.INACTIVE)

    @classmethod
    def by_workspace(cls, workspace: str) -> ModelSelect[Employee]:
        """People of one work area."""
        return cls.select().where(cls.workspace == workspace)

    @classmethod
    def by_role(cls, role: str) -> ModelSelect[Employee]:
        """People of one role."""
        return cls.select().where(cls.role == role)

    @classmethod
    def by_contract_type(cls, contract_type: str) -> ModelSelect[Employee]:
        """People with one type of contract."""
        return cls.select().where(cls.contract_type == contract_type)

    @classmethod
    def with_expiring_certifications(cls, days: int = 30) -> ModelSelect[Employee]:
        """Active people with a current CACES that expires within so many days."""
        from cariste.employee.models.caces import Caces

        expiring = Caces.expiring_soon(days).select(Caces.employee)
        return cls.active().where(cls.id.in_(expiring))

    def add_caces(self, kind: str, completion_date: dt.date, document_path: str | None = None) -> Caces:
        """Record a CACES obtained on a day; its expiry follows from the rules."""
        from cariste.employee.models.caces import Caces

        record = Caces(employee=self, kind=kind, completion_date=completion_date, document_path=document_path)
        record.save()
        return record

    def add_medical_visit(
        self, visit_type: str, visit_date: dt.date, result: str, document_path: str | None = None
    ) -> MedicalVisit:
        """Record a visit that was held; the next one is due by the rules."""
        from cariste.employee.models.medical_visit import MedicalVisit

        visit = MedicalVisit(
            employee=self,
            visit_type=visit_type,
            visit_date=visit_date,
            result=result,
            document_path=document_path,
        )
        visit.save()
        return visit

    def add_training(
        self,
        title: str,
        completion_date: dt.date,
        validity_months: int | None,
        certificate_path: str | None = None,
    ) -> OnlineTraining:
        """Record a training; no validity means permanent."""
        from cariste.employee.models.online_training import OnlineTraining

        training = OnlineTraining(
            employee=self,
            title=title,
            completion_date=completion_date,
            validity_months=validity_months,
            certificate_path=certificate_path,
        )
        training.save()
        return training

    def get_alerts(
        self, thresholds_days: Sequence[int] = calculations.DEFAULT_THRESHOLDS
    ) -> list[Caces | MedicalVisit | OnlineTraining]:
        """Return this person's current records that are expired or due within the thresholds."""
        from cariste.employee.models import Caces, MedicalVisit, OnlineTraining

        if not self.is_active:
            return []
        horizon = today() + dt.timedelta(days=thresholds_days[-1])
        due: list[Any] = []
        for model in (Caces, MedicalVisit, OnlineTraining):
            ours = (model.employee == self) & (model.expiration_date < horizon)
            due.extend(model.alerting().where(ours))
        return sorted(due, key=lambda record: record.expiration_date)

    @classmethod
    def derived_columns(cls, row: Row) -> Row:
        """Return the text the search box looks in."""
        return {"search_text": search_text(row["last_name"], row["first_name"], row["external_id"])}

    def clean(self) -> None:
        """Tidy the names and derive the text the search box looks in."""
        self.first_name, self.last_name = tidy(self.first_name or ""), tidy(self.last_name or "")
        self.search_text = search_text(self.last_name, self.first_name, self.external_id)

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        problems = {
            field: person_fields.problem_of(field, getattr(self, field)) for field in person_fields.CHECKS
        }
        base.raise_if_any({**problems, "external_id": problems["external_id"] or self._number_taken()})

    def _number_taken(self) -> str | None:
        stored = self.row_version is not None
        if self.external_id is None or (stored and "external_id" not in self.dirty_field_names):
            return None
        taken = (
            type(self).select().where((Employee.external_id == self.external_id) & (Employee.id != self.id))
        )
        return _("An employee already has this number.") if taken.exists() else None


def search_text(last_name: str, first_name: str, external_id: str | None) -> str:
    """Return what the search box looks in: both orders of the name and the number, accent-free."""
    return fold(f"{last_name} {first_name} {last_name} {external_id or ''}")
