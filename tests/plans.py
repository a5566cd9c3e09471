"""Rows of a sheet made into a plan, for tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from factories import TODAY

from cariste.exchange.mapping import answers_from
from cariste.exchange.people import StoredPerson, StoredRecord
from cariste.exchange.plan import Plan
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import Book, Sheet
from cariste.exchange.values import Row

D = dt.date
WIDE: Row = ["NOM Prénom", "Mle", "R489 5 obtenu le", "R489 5 valable jusqu'au"]
VISITS: Row = ["Nom", "Prénom", "Type VM", "Date VM", "Avis", "Validité", "Prochaine VM", "Commentaire"]


def plan_of(
    *rows: Row, stored: tuple[StoredPerson, ...] = (), mapping: object = None, name: str = "Feuil1"
) -> Plan:
    book = Book(Path("suivi.xlsx"), (Sheet(name, list(rows)),))
    return make_plan(book, stored, answers_from(mapping or {}), today=TODAY)


def records(plan: Plan) -> list[tuple[object, ...]]:
    return [(r.kind, r.obtained, r.expires, r.source) for person in plan.people for r in person.records]


def chloe(*found: StoredRecord, **fields: object) -> StoredPerson:
    return StoredPerson("a" * 32, "FICTIF", "Chloé", "1", {"external_id": "1", **fields}, found)
