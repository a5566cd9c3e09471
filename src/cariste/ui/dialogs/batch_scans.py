"""A pile of scans, each found the person it is about by its name; a person confirms."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cariste.core.errors import CaristeError
from cariste.employee.batch import Line
from cariste.employee.renewal import Holder

if TYPE_CHECKING:
    from cariste.documents.storing import Proposed


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was dropped.

    Attributes:
        name: As shown.
        file: What was looked at; None when it is no document, and `problem` says why.
        employee_id: Whose it is, or most likely is; None when nobody is plausible.
        kinds: What its name says it proves; none when it does not say.
        is_sure: Whether its name can hardly mean anybody else, nor anything else.
        is_placed: Whether it stands beside its person, to be confirmed.
        is_confirmed: Whether a person said so.
    """

    path: Path
    name: str
    file: Proposed | None
    problem: str
    employee_id: str | None
    kinds: tuple[str, ...]
    is_sure: bool
    is_placed: bool = False
    is_confirmed: bool = False


def look_at_scans(paths: Sequence[Path], holders: Sequence[Holder], type_: str) -> list[Scan]:
    """Open each file and read its name; in the background, for whole files are read."""
    from cariste.documents.matching import match_scans
    from cariste.documents.storing import inspect, plain_name

    scans = []
    for match in match_scans(paths, holders):
        try:
            file, problem = inspect(match.file), ""
        except CaristeError as error:
            file, problem = None, str(error)
        is_about_this = match.group in {None, type_}
        scans.append(
            Scan(
                path=match.file,
                name=plain_name(match.file.name),
                file=file,
                problem=problem,
                employee_id=match.employee_id or next(iter(match.others), None),
                kinds=match.kinds if is_about_this else (),
                is_sure=match.sure and is_about_this,
            )
        )
    return scans


class Scans:
    """The pile, while the session is being filled in."""

    def __init__(self) -> None:
        self._scans: dict[Path, Scan] = {}

    def __len__(self) -> int:
        return len(self._scans)

    def add(self, scans: Iterable[Scan]) -> None:
        """Take scans in; those that surely mean somebody who has none yet are placed beside the person."""
        for scan in scans:
            if scan.path not in self._scans:
                free = scan.is_sure and scan.file is not None and not self._rivals(scan)
                self._scans[scan.path] = dataclasses.replace(scan, is_placed=free)

    def place(self, path: Path, employee_id: str) -> None:
        """Give a scan to somebody, confirmed; one that was there goes back to the pile."""
        scan = dataclasses.replace(
            self._scans[path], employee_id=employee_id, kinds=(), is_placed=True, is_confirmed=True
        )
        for rival in self._rivals(scan):
            self.take_off(rival.path)
        self._scans[path] = scan

    def take_off(self, path: Path) -> None:
        """Put a scan back to the pile."""
        self._scans[path] = dataclasses.replace(self._scans[path], is_placed=False, is_confirmed=False)

    def drop(self, path: Path) -> None:
        """Forget a scan; the file stays where it is."""
        self._scans.pop(path, None)

    def confirm(self) -> None:
        """Say that every scan stands beside the right person."""
        for path, scan in self._scans.items():
            self._scans[path] = dataclasses.replace(scan, is_confirmed=scan.is_placed)

    def of(self, line: Line) -> Scan | None:
        """Return the scan placed beside a line."""
        return next((scan for scan in self._scans.values() if scan.is_placed and _is_for(scan, line)), None)

    def to_confirm(self, lines: Collection[Line]) -> int:
        """Return how many scans stand beside lines and wait to be confirmed."""
        shown = {scan.path for line in lines if (scan := self.of(line)) is not None}
        return sum(not self._scans[path].is_confirmed for path in shown)

    @property
    def pile(self) -> list[Scan]:
        """The scans that stand beside nobody."""
        return [scan for scan in self._scans.values() if not scan.is_placed]

    def _rivals(self, scan: Scan) -> list[Scan]:
        return [
            other
            for other in self._scans.values()
            if other.is_placed and other.path != scan.path and _clash(other, scan)
        ]


def _is_for(scan: Scan, line: Line) -> bool:
    return scan.employee_id == line.holder.id and (not scan.kinds or line.kind in scan.kinds)


def _clash(one: Scan, other: Scan) -> bool:
    if one.employee_id != other.employee_id:
        return False
    return not one.kinds or not other.kinds or bool({*one.kinds} & {*other.kinds})
