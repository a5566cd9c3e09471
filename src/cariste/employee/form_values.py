"""What passes between forms and the database: frozen values of a person and of each kind of record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from cariste.employee import constants


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues:
    """What the form of a person holds; names and meanings as `Employee` has them. The photo is kept apart."""

    last_name: str
    first_name: str
    external_id: str | None = None
    current_status: str = constants.ACTIVE
    workspace: str | None = None
    role: str | None = None
    contract_type: str | None = None
    entry_date: dt.date | None = None
    birth_date: dt.date | None = None
    contract_end: dt.date | None = None
    left_on: dt.date | None = None
    medical_regime: str | None = None
    night_worker: bool = False
    agency: str | None = None
    assignment_end: dt.date | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CacesValues:
    """What one certificate says; it may be about several categories, which are stored one by one.

    Attributes:
        kinds: Codes, or names of kinds the catalogue does not know.
        expiration_date: None to let the rules compute it, for each kind its own.
        option: What it says beyond the categories; of those only that may bear it.
    """

    kinds: tuple[str, ...]
    completion_date: dt.date | None
    expiration_date: dt.date | None = None
    expiration_source: str = constants.COMPUTED
    certificate_number: str | None = None
    organisation: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitValues:
    """What the form of a medical visit holds.

    Attributes:
        result: None where conclusions are not to be seen; so with `restrictions`.
    """

    visit_type: str
    visit_date: dt.date | None
    expiration_date: dt.date | None = None
    expiration_source: str = constants.COMPUTED
    result: str | None = None
    restrictions: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingValues:
    """What the form of a training holds; without months it is permanent."""

    title: str
    completion_date: dt.date | None
    validity_months: int | None = None
    expiration_date: dt.date | None = None
    expiration_source: str = constants.COMPUTED
    mode: str = constants.CLASSROOM


AnyValues = TypeVar("AnyValues")
"""The values of one kind of form."""


class Known(NamedTuple):
    """Which record a form shows, and in which version it was read."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record a form is about.

    Attributes:
        id: 32 hexadecimal digits.
        name: First name and surname.
        regime: The person's medical follow-up; None when unknown or not to be seen.
    """

    id: str
    name: str
    regime: str | None = None


@dataclass(frozen=True, slots=True)
class Held(Generic[AnyValues]):
    """A stored record as a form gets it.

    Attributes:
        owner: Whose it is; a person's own.
        document: Path of the proof, of a person the photo, below the shared folder.
    """

    known: Known
    owner: Owner
    document: str | None
    values: AnyValues


class RecordName(NamedTuple):
    """What a record is called when it is to be deleted.

    Attributes:
        type: ``caces``, ``medical`` or ``training``.
        kind: CACES code, type of visit, or title of the training.
        document: Path of the proof, which stays.
    """

    type: str
    id: str
    kind: str
    owner: Owner
    obtained: dt.date | None
    expires: dt.date | None
    document: str | None


class Choices(NamedTuple):
    """What is written already, to choose from while typing, in alphabetical order."""

    workspaces: tuple[str, ...]
    roles: tuple[str, ...]
    agencies: tuple[str, ...]
    organisations: tuple[str, ...]
    titles: tuple[str, ...]
