"""Invents the people: who they are, since when they work here, under which contract."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from cariste.core.text import fold
from cariste.demo.invented import AGENCIES, FIRST_NAMES, SURNAMES
from cariste.demo.roles import CONTRACTS, OFFICE, ROLES, Role
from cariste.employee.constants import ACTIVE, ALTERNANCE, CDI, INACTIVE, INTERIM
from cariste.employee.models.employee import search_text
from cariste.regulation.calculations import add_months

Row = dict[str, Any]
"""One row by column name, as `Entity.insert_rows` takes it."""

_LEFT = 0.08
_NIGHT = 0.08
_TEMP_WITHOUT_NUMBER = 0.15
_HOMONYM_EVERY = 60
_FIRST_NUMBER = 100
_YEAR = 365
_KEPT = 3 * _YEAR
"""Days: who left longer ago is no longer in the files."""


@dataclass(frozen=True, slots=True)
class Person:
    """What the records of a person depend on.

    Attributes:
        adult: The 18th birthday: nobody is certified before it.
        last_day: Today, or the day the person left: nothing happens after it.
    """

    id: str
    role: Role
    adult: dt.date
    entry: dt.date
    last_day: dt.date
    regime: str | None
    contract: str
    assignment_end: dt.date | None


def new_id(rng: Random) -> str:
    """Return an identifier that follows from the seed."""
    return uuid.UUID(int=rng.getrandbits(128), version=4).hex


def invent(rng: Random, count: int, today: dt.date) -> Iterator[tuple[Person, Row]]:
    """Yield people with the row of each; numbers are unique, some names are not."""
    number = _FIRST_NUMBER
    weights = [role.share for role in ROLES]
    earlier: list[tuple[str, str]] = []
    for place in range(count):
        number += rng.randint(1, 3)
        name = _name(rng)
        if place % _HOMONYM_EVERY == _HOMONYM_EVERY // 2:
            name = earlier[place // 2 % len(earlier)]  # two people of one name are not one person
        if len(earlier) < _HOMONYM_EVERY:
            earlier.append(name)
        role = rng.choices(ROLES, weights)[0]
        yield _someone(rng, name, str(number).zfill(5), role, today)


def _name(rng: Random) -> tuple[str, str]:
    surname = rng.choice(SURNAMES)
    if rng.random() < 0.06:
        other = rng.choice(SURNAMES)
        surname = surname if other == surname else f"{surname}-{other}"
    return rng.choice(FIRST_NAMES), surname


def _someone(
    rng: Random, name: tuple[str, str], number: str, role: Role, today: dt.date
) -> tuple[Person, Row]:
    first_name, last_name = name
    contract = rng.choices(CONTRACTS, role.contracts)[0]
    entry = _entry(rng, contract, today)
    birth = _birth(rng, contract, entry, today)
    left = rng.random() < _LEFT
    last_day = today - dt.timedelta(days=rng.randint(1, min((today - entry).days, _KEPT))) if left else today
    end = None if contract == CDI else _end(rng, last_day, left=left)
    agency = rng.choice(AGENCIES) if contract == INTERIM else None
    night = role.workspaces[0] != OFFICE and rng.random() < _NIGHT
    regime = "SIA" if night else rng.choices(("SIS", "SIA", "SIR", None), (82, 6, 4, 8))[0]
    numbered = contract != INTERIM or rng.random() >= _TEMP_WITHOUT_NUMBER
    row: Row = {
        "id": new_id(rng),
        "external_id": number if numbered else None,
        "first_name": first_name,
        "last_name": last_name,
        "current_status": INACTIVE if left else ACTIVE,
        "workspace": rng.choice(role.workspaces),
        "role": role.name,
        "contract_type": contract,
        "entry_date": entry,
        "birth_date": birth if rng.random() < 0.9 else None,
        "contract_end": end if contract != INTERIM else None,
        "left_on": last_day if left else None,
        "medical_regime": regime,
        "night_worker": night,
        "agency": agency,
        "assignment_end": end if contract == INTERIM else None,
        "phone": _phone(rng) if rng.random() < 0.6 else None,
        "email": _email(first_name, last_name) if role.workspaces[0] == OFFICE else None,
        "search_text": search_text(last_name, first_name, number if numbered else None),
    }
    adult = add_months(birth, 18 * 12)
    person = Person(row["id"], role, adult, entry, last_day, regime, contract, row["assignment_end"])
    return person, row


def _entry(rng: Random, contract: str, today: dt.date) -> dt.date:
    # Most people came lately, a few long ago; nobody on a limited contract did.
    years = 24 * rng.random() ** 2 if contract == CDI else 1.4 * rng.random()
    return today - dt.timedelta(days=3 + int(years * _YEAR))


def _birth(rng: Random, contract: str, entry: dt.date, today: dt.date) -> dt.date:
    oldest = 24 if contract == ALTERNANCE else min(50, 63 - (today.year - entry.year))
    return add_months(entry, -12 * rng.randint(18, oldest)) - dt.timedelta(days=rng.randint(1, _YEAR - 1))


def _end(rng: Random, last_day: dt.date, *, left: bool) -> dt.date:
    return last_day if left else last_day + dt.timedelta(days=rng.randint(5, 240))


def _phone(rng: Random) -> str:
    # From the numbers that the French regulator keeps free for films.
    return f"06 39 98 {rng.randint(0, 99):02d} {rng.randint(0, 99):02d}"


def _email(first_name: str, last_name: str) -> str:
    local = ".".join(fold(part).replace(" ", "-") for part in (first_name, last_name))
    return f"{local}@entrepot.example"
