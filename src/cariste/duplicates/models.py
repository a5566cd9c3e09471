"""What a person decided about two others: that they are not the same, or that they are."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from peewee import CharField, UUIDField

from cariste.database.model import Entity

DISTINCT, MERGED = "distinct", "merged"


class PersonLink(Entity):
    """A decision about two people: « not the same », or « this one was that one ».

    Neither column is a foreign key: the decision outlives the file that a merge or a deletion takes away.

    Attributes:
        employee_id: The person kept; of two distinct people the one with the smaller id.
        other_id: The person merged into the first; or the second of two distinct ones.
        relation: `DISTINCT` or `MERGED`.
    """

    employee_id = UUIDField()
    other_id = UUIDField()
    relation = CharField(40)

    class Meta:
        table_name = "person_links"


def told_apart() -> set[frozenset[str]]:
    """Return the pairs of ids that a person said are not the same."""
    query = PersonLink.select(PersonLink.employee_id, PersonLink.other_id).where(
        PersonLink.relation == DISTINCT
    )
    return {frozenset(row) for row in PersonLink._meta.database.execute(query).fetchall()}


def merged_into(employee_ids: Collection[str]) -> set[str]:
    """Return these ids with those of all files merged into them, directly or one after the other."""
    found, edge = set(employee_ids), set(employee_ids)
    while edge:
        query = PersonLink.select(PersonLink.other_id).where(
            (PersonLink.relation == MERGED) & PersonLink.employee_id.in_([uuid.UUID(one) for one in edge])
        )
        edge = {row[0] for row in PersonLink._meta.database.execute(query).fetchall()} - found
        found |= edge
    return found
