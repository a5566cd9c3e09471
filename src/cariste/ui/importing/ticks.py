"""Which cells and people of a plan are wanted."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from cariste.exchange.plan import Part, Plan
from cariste.exchange.review import Line

ALL, SOME, NONE = "all", "some", "none"
"""How much of a line is ticked."""


class Ticks:
    """What was unticked; at the start nothing is.

    Attributes:
        left_out: The parts that are not imported.
    """

    def __init__(self, left_out: Iterable[Part] = (), cells: dict[int, list[Part]] | None = None) -> None:
        self.left_out = set(left_out)
        self._cells = cells or {}

    def carried_over(self, before: Plan | None, after: Plan, lines: Iterable[Line]) -> Ticks:
        """Return ticks for another plan of the same file, with what is there still unticked in it.

        Args:
            before: The plan that these ticks are of.
            after: The other one.
            lines: The lines that show the other one.
        """
        cells: dict[int, list[Part]] = {}
        for line in lines:
            if not line.leads:
                cells.setdefault(line.part.person, []).append(line.part)
        if before is None or not self.left_out:
            return Ticks((), cells)
        unticked = {name for part, name in _names(before).items() if part in self.left_out}
        return Ticks((part for part, name in _names(after).items() if name in unticked), cells)

    def state(self, line: Line) -> str:
        """Return how much of a line is ticked."""
        person = Part(line.part.person)
        if person in self.left_out:
            return NONE
        if not line.leads:
            return NONE if line.part in self.left_out else ALL
        out = sum(part in self.left_out for part in self._cells.get(line.part.person, ()))
        if not out:
            return ALL
        return SOME if line.action == "added" or out < len(self._cells[line.part.person]) else NONE

    def tick(self, line: Line, wanted: bool) -> None:
        """Tick a line or untick it; one about a whole person takes all its cells along."""
        person = Part(line.part.person)
        cells = self._cells.get(line.part.person, [])
        if line.leads:
            self.left_out.difference_update(cells)
            self.left_out.discard(person)
            if not wanted:
                self.left_out.add(person)
            return
        if person in self.left_out:
            # The first cell of somebody who was left out: that one alone.
            self.left_out.discard(person)
            self.left_out.update(cells)
        if wanted:
            self.left_out.discard(line.part)
        else:
            self.left_out.add(line.part)


def _names(plan: Plan) -> dict[Part, Hashable]:
    """Return for every part what it is called in any plan of the same file."""
    names: dict[Part, Hashable] = {}
    for place, person in enumerate(plan.people):
        who = person.id or (person.sheet, person.row)
        names[Part(place)] = who
        names |= {Part(place, "field", 0, field): (who, field) for field in person.fields}
        for index, record in enumerate(person.records):
            names[Part(place, "record", index)] = (
                who,
                record.entity,
                record.kind,
                record.obtained,
                record.expires,
            )
        for index, update in enumerate(person.updates):
            for field in update.fields.keys() - update.follows:
                names[Part(place, "update", index, field)] = update.id, field
    return names
