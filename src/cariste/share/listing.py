"""What lies in the shared folder's `data/`, read from names alone."""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path

from cariste.core.errors import ShareAway, reason_of
from cariste.core.i18n import _

_REIGN = re.compile(r"reign-(\d{6})")
_PUBLICATION = re.compile(r"cariste-(\d{6})-(\d{6})\.(db|ok)")

HIGHEST = 999_999
"""Of reigns, and of numbers within one: six digits."""

Number = tuple[int, int]
"""A publication's place: reign, number within the reign."""


def data_folder(folder: Path) -> Path:
    """Return where a shared folder keeps its publications."""
    return folder / "data"


def reign_folder(data: Path, epoch: int) -> Path:
    """Return the folder that says a reign is taken."""
    return data / f"reign-{epoch:06d}"


def publication_file(data: Path, number: Number) -> Path:
    """Return a publication's file."""
    return data / f"cariste-{number[0]:06d}-{number[1]:06d}.db"


def mark_folder(data: Path, number: Number) -> Path:
    """Return the folder that makes a publication count, or seals a reign."""
    return publication_file(data, number).with_suffix(".ok")


@dataclasses.dataclass(frozen=True)
class Listing:
    """One look at `data/`; on a share it may be old or incomplete.

    Attributes:
        reigns: Reigns taken.
        publications: Publications that have a file.
        marks: Names that have a mark.
    """

    reigns: frozenset[int]
    publications: frozenset[Number]
    marks: frozenset[Number]

    @property
    def newest_reign(self) -> int:
        """The highest reign named in any way; 0 for none."""
        numbers = (epoch for epoch, _number in self.publications | self.marks)
        return max((*self.reigns, *numbers), default=0)

    @property
    def head(self) -> Number | None:
        """The highest publication of the highest reign that has one."""
        return max(self.publications, default=None)

    def highest_of(self, epoch: int) -> int:
        """Return the highest number published in a reign; 0 for none."""
        return max((number for reign, number in self.publications if reign == epoch), default=0)


def look(data: Path) -> Listing:
    """List `data/`.

    A reign or a mark is a taken name, whatever bears it; a publication is a file.

    Raises:
        ShareAway: The share does not answer, or the folder is not there.
    """
    try:
        with os.scandir(data) as entries:
            # The kind comes with the name: nothing more is asked of the share.
            names = [entry.name for entry in entries if not (entry.name.endswith(".db") and entry.is_dir())]
    except OSError as error:
        raise ShareAway(
            _("The shared folder {folder} does not answer: {reason}. Check the network drive.").format(
                folder=data.parent, reason=reason_of(error)
            )
        ) from error
    reigns = frozenset(int(match[1]) for name in names if (match := _REIGN.fullmatch(name)))
    found = [match.groups() for name in names if (match := _PUBLICATION.fullmatch(name))]
    publications = frozenset((int(epoch), int(number)) for epoch, number, kind in found if kind == "db")
    marks = frozenset((int(epoch), int(number)) for epoch, number, kind in found if kind == "ok")
    return Listing(reigns, publications, marks)
