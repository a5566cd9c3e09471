"""The server: what lies in `data/`, requests executed late, and what a client may see of it."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import NamedTuple

Number = tuple[int, int]
"""A publication's place: reign, number within the reign."""

Name = tuple[str, int, int]
"""A name in `data/`: "reign", "file" or "mark", reign, number (0 for a reign)."""

TICKS_A_DAY = 2
"""Names are seen for certain after that many ticks: 24 h, the bound on old listings."""


class Claim(enum.Enum):
    """How a `mkdir` ended, for who asked."""

    MINE = "made"
    EXISTS = "exists"
    FAILED = "no answer"


class Request(NamedTuple):
    """A request whose client got no answer. The server may execute it at any time."""

    kind: str
    name: Name
    content: int = 0


class Share(NamedTuple):
    """The truth on the server.

    Attributes:
        reigns: Reign folders.
        marks: Numbers that have a mark.
        files: Publications with their content, a bit for each change.
        late: Requests that may still be executed.
        aged: Names at least one tick old, at least two, …; the last ones are a day old.
        gone: Names deleted in the present tick, in the one before, …: less than a day ago.
        clash: Whether one number ever had two contents.
    """

    reigns: frozenset[int] = frozenset()
    marks: frozenset[Number] = frozenset()
    files: frozenset[tuple[Number, int]] = frozenset()
    late: frozenset[Request] = frozenset()
    aged: tuple[frozenset[Name], ...] = (frozenset(),) * TICKS_A_DAY
    gone: tuple[frozenset[Name], ...] = (frozenset(),) * TICKS_A_DAY
    clash: bool = False

    # -- the truth -----------------------------------------------------------------------------

    def names(self) -> frozenset[Name]:
        """Everything that lies there now."""
        return frozenset(
            [("reign", epoch, 0) for epoch in self.reigns]
            + [("mark", *number) for number in self.marks]
            + [("file", *number) for number, _content in self.files]
        )

    def content(self, number: Number) -> int | None:
        """What a publication holds; None when there is no such file."""
        return next((content for place, content in self.files if place == number), None)

    @property
    def head(self) -> tuple[Number, int] | None:
        """The highest publication with its content."""
        return max(self.files, default=None)

    # -- requests ------------------------------------------------------------------------------

    def execute(self, request: Request) -> Share:
        """Do what a request asks for, as a server does: without knowing who asked, or when."""
        kind, (what, epoch, number), content = request
        if kind == "delete":
            return self._without(request.name)
        if kind == "rename":
            before = self.content((epoch, number))
            kept = self.files - {((epoch, number), before)} if before is not None else self.files
            clash = self.clash or (before is not None and before != content)
            return self._replace(files=kept | {((epoch, number), content)}, clash=clash)
        if what == "reign":
            return self._replace(reigns=self.reigns | {epoch})
        return self._replace(marks=self.marks | {(epoch, number)})

    def _without(self, name: Name) -> Share:
        what, epoch, number = name
        if name not in self.names():
            return self
        place = (epoch, number)
        return self._replace(
            reigns=self.reigns - {epoch} if what == "reign" else self.reigns,
            marks=self.marks - {place} if what == "mark" else self.marks,
            files=frozenset(f for f in self.files if f[0] != place) if what == "file" else self.files,
            aged=tuple(names - {name} for names in self.aged),
            gone=(self.gone[0] | {name}, *self.gone[1:]),
        )

    def claim(self, name: Name) -> tuple[Claim, Share]:
        """Answer a `mkdir` at once."""
        what, epoch, number = name
        taken = epoch in self.reigns if what == "reign" else (epoch, number) in self.marks
        return (Claim.EXISTS, self) if taken else (Claim.MINE, self.execute(Request("mkdir", name)))

    def without_answer(self, request: Request) -> Share:
        """Lose a request, or its answer, or keep it for later."""
        return self._replace(late=self.late | {request})

    def tick(self) -> Share:
        """Let a part of a day pass: names grow older, deleted ones are forgotten."""
        return self._replace(aged=(self.names(), *self.aged[:-1]), gone=(frozenset(), *self.gone[:-1]))

    # -- what a client may see -----------------------------------------------------------------

    def is_day_old(self, name: Name) -> bool:
        """Whether every listing shows the name."""
        return name in self.aged[-1]

    def may_overlook_reigns_above(self, epoch: int) -> bool:
        """Whether a listing may show no reign above one."""
        return not any(above > epoch for _what, above, _number in self.aged[-1])

    def may_see_reigns_above(self, epoch: int) -> bool:
        """Whether a listing may show a reign above one."""
        return any(above > epoch for above in self.reigns)

    def newest_reigns(self) -> Iterator[int]:
        """Yield what a listing may show as the newest reign: any young one or none of them."""
        certain = max((epoch for _what, epoch, _number in self.aged[-1]), default=0)
        yield certain
        yield from sorted(epoch for epoch in self.reigns if epoch > certain)

    def highest_numbers(self, epoch: int) -> Iterator[int]:
        """Yield what a listing may show as a reign's highest publication; 0 for none.

        A listing may lack any name younger than a day, and show any deleted less than a day ago.
        """
        certain = max((k for what, e, k in self.aged[-1] if what == "file" and e == epoch), default=0)
        yield certain
        young = {number for (reign, number), _content in self.files if reign == epoch}
        young |= {k for names in self.gone for what, e, k in names if what == "file" and e == epoch}
        yield from sorted(number for number in young if number > certain)
