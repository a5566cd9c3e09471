"""The scans on the page, by file; what waits comes first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cariste.core.text import fold
from cariste.ui.models.scans import Scan, State


class ScanPile:
    """Keeps each file once, as it was decided last."""

    def __init__(self) -> None:
        self._scans: dict[Path, Scan] = {}

    def __bool__(self) -> bool:
        return bool(self._scans)

    def scan(self, path: Path | None) -> Scan | None:
        """Return the scan of a file."""
        return self._scans.get(path) if path is not None else None

    def in_order(self) -> list[Scan]:
        """Return all scans: those that only need an Enter first, what is done last."""
        return sorted(self._scans.values(), key=lambda scan: (scan.state, fold(scan.name)))

    def put(self, scans: Iterable[Scan]) -> set[Path]:
        """Take scans in, in place of what was known of their files; return which are different now."""
        changed = {scan.path: scan for scan in scans if self._scans.get(scan.path) != scan}
        self._scans.update(changed)
        return set(changed)

    def may_change(self, path: Path) -> bool:
        """Tell whether the database decides about a file: not while it is recorded, nor once set aside."""
        known = self._scans.get(path)
        return known is not None and known.state not in {State.RECORDING, State.SET_ASIDE}

    def forget_done(self) -> None:
        """Let go of what needs nobody any more."""
        self._scans = {path: scan for path, scan in self._scans.items() if scan.state <= State.RECORDING}

    @property
    def waiting(self) -> int:
        """How many have yet to be confirmed."""
        return sum(scan.state.waits for scan in self._scans.values())

    def waiting_outside(self, folder: Path | None) -> list[Path]:
        """Return which of those lie in another folder than this one."""
        return [path for path, scan in self._scans.items() if scan.state.waits and path.parent != folder]

    @property
    def recorded(self) -> int:
        """How many are stored."""
        return sum(scan.state is State.RECORDED for scan in self._scans.values())

    @property
    def has_done(self) -> bool:
        """Whether there is something to let go of."""
        return any(scan.state > State.RECORDING for scan in self._scans.values())
