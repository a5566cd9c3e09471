"""The scans that wait for their person, ready to show, and what is done about them off the UI thread."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import of_person
from cariste.documents.matching import Match, match_scans, records_for
from cariste.documents.queries import RecordRow, holders_of, records_of
from cariste.documents.storing import attach, inspect, plain_name, store
from cariste.employee import edit_labels
from cariste.employee.constants import (
    ACTIVE,
    CACES_DOCUMENT,
    MEDICAL_DOCUMENT,
    OTHER_DOCUMENT,
    TRAINING_DOCUMENT,
)
from cariste.employee.queries import EmployeeRow, list_employees
from cariste.ui.models.documents import kind_words, record_words
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, MUTED, ORANGE, RED
from cariste.workspace import Workspace

_WITHOUT_RECORD = (CACES_DOCUMENT, MEDICAL_DOCUMENT, TRAINING_DOCUMENT, OTHER_DOCUMENT)


class State(enum.IntEnum):
    """How far a scan is, in the order of the list."""

    RECOGNISED = 0
    TO_CHECK = 1
    UNKNOWN = 2
    REFUSED = 3
    RECORDING = 4
    RECORDED = 5
    SET_ASIDE = 6

    @property
    def waits(self) -> bool:
        """Whether a person has yet to say whose it is."""
        return self <= State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was dropped, or found in the watched folder. It stays where it is.

    Attributes:
        match: What its name says.
        sha256: Of its bytes, 64 hexadecimal digits; empty when it is no document.
        person: Name of whoever it is proposed to, or was recorded for.
        what: What it is proposed to prove, or was recorded as.
        problem: Why it cannot be taken.
    """

    path: Path
    name: str
    match: Match
    sha256: str
    state: State
    person: str = ""
    what: str = ""
    problem: str = ""


class Target(NamedTuple):
    """What a scan may become: the proof of records, or a document of a kind."""

    words: str
    records: tuple[str, ...]
    kind: str


class Targets(NamedTuple):
    """What a scan may become for one person, and which of it is most likely."""

    choices: tuple[Target, ...]
    likely: int


def read_people(workspace: Workspace) -> list[EmployeeRow]:
    """Return everybody a scan may be about, those who work here first."""
    with workspace.reading():
        people = list_employees()
    return sorted(people, key=lambda person: person.current_status != ACTIVE)


def read_scans(workspace: Workspace, files: Sequence[Path]) -> list[Scan]:
    """Look at files: whom their names mean, whether they are recorded already, whether they can be read."""
    with workspace.reading():
        people = {person.id: person for person in list_employees(status=ACTIVE)}
        matches = match_scans(files, people.values())
        meant = {match.employee_id for match in matches if match.employee_id is not None}
        records = records_of(sorted(meant))
    scans = [_looked_at(match, people, records) for match in matches]
    return with_recorded(workspace, scans)


def with_recorded(workspace: Workspace, scans: Sequence[Scan]) -> list[Scan]:
    """Return scans with those marked as recorded that are, and those no longer that were undone."""
    with workspace.reading():
        holders = holders_of({scan.sha256 for scan in scans if scan.sha256})
    return [_with_holder(scan, holders.get(scan.sha256)) for scan in scans]


def read_targets(workspace: Workspace, employee_id: str, match: Match) -> Targets:
    """Return what a scan may become for a person, the likely one first among its like."""
    with workspace.reading():
        records = records_of([employee_id])
    likely = records_for(match, records)
    named = {record.id: record for record in records}
    choices = [Target(_with_proof(record), (record.id,), record.group) for record in _by_need(records)]
    if len(likely) > 1:
        together = tuple(named[record_id] for record_id in likely)
        choices.insert(0, Target(_several(together), likely, together[0].group))
    choices += [Target(_kept_only(kind), (), kind) for kind in _WITHOUT_RECORD]
    kind = match.group or OTHER_DOCUMENT
    likely_one = (likely, named[likely[0]].group) if likely else ((), kind)
    return Targets(tuple(choices), [(choice.records, choice.kind) for choice in choices].index(likely_one))


def take_scan(workspace: Workspace, scan: Scan, employee_id: str, person: str, target: Target) -> None:
    """Record a scan in one change.

    Raises:
        UserError: It is no document, or the person or the record is gone.
        EnvironmentProblem: It cannot be read any more.
    """
    proposed = inspect(scan.path)
    label = _("Scan: {what} {of_person}").format(what=target.words, of_person=of_person(person))
    with workspace.change(label):
        for record_id in target.records:
            attach(workspace.attachments, target.kind, record_id, proposed)
        if not target.records:
            store(workspace.attachments, employee_id, target.kind, proposed)


def person_words(person: EmployeeRow) -> str:
    """Return how a person is found by typing: « Fictif Chloé, 00123 »."""
    number = f", {person.external_id}" if person.external_id else ""
    return f"{person.last_name} {person.first_name}{number}"


def scan_columns() -> list[Column[Scan]]:
    """Return the columns of the list."""
    return [
        Column(
            lambda: _("File"),
            lambda scan: scan.name,
            sample="CACES R489 Fictif Chloé.pdf",
            look=Look.STRONG,
            tooltip=lambda scan: str(scan.path),
        ),
        Column(lambda: _("Person"), lambda scan: scan.person, sample="Chloé Fictif-Test"),
        Column(
            lambda: _("Proof of"),
            lambda scan: scan.what,
            sample="CACES R489-3, 12/03/2024",
            tooltip=lambda scan: scan.what or None,
        ),
        Column(
            lambda: _("Situation"),
            lambda scan: _word(scan.state),
            key=lambda scan: (scan.state, fold(scan.name)),
            sample=_("recorded"),
            least=_("recorded"),
            look=Look.CHIP,
            tone=lambda scan: _TONES[scan.state],
            tooltip=lambda scan: scan.problem or None,
        ),
    ]


_TONES = {
    State.RECOGNISED: BLUE,
    State.TO_CHECK: ORANGE,
    State.UNKNOWN: ORANGE,
    State.REFUSED: RED,
    State.RECORDING: MUTED,
    State.RECORDED: GREEN,
    State.SET_ASIDE: MUTED,
}


def _word(state: State) -> str:
    words = {
        State.RECOGNISED: lambda: _("recognised"),
        State.TO_CHECK: lambda: _("to check"),
        State.UNKNOWN: lambda: _("whose?"),
        State.REFUSED: lambda: _("refused"),
        State.RECORDING: lambda: _("recording"),
        State.RECORDED: lambda: _("recorded"),
        State.SET_ASIDE: lambda: _("set aside"),
    }
    return words[state]()


def _looked_at(match: Match, people: dict[str, EmployeeRow], records: Iterable[RecordRow]) -> Scan:
    name = plain_name(match.file.name)
    try:
        hashed = inspect(match.file).sha256
    except CaristeError as error:
        return Scan(match.file, name, match, "", State.REFUSED, problem=str(error))
    if match.employee_id is None:
        return Scan(match.file, name, match, hashed, State.UNKNOWN)
    own = [record for record in records if record.employee_id == match.employee_id]
    likely = [record for record in own if record.id in records_for(match, own)]
    what = _several(likely) if likely else _kept_only(match.group or OTHER_DOCUMENT)
    state = State.RECOGNISED if match.sure and likely else State.TO_CHECK
    return Scan(match.file, name, match, hashed, state, people[match.employee_id].full_name, what)


def _with_holder(scan: Scan, holder: str | None) -> Scan:
    if holder is not None and scan.state.waits:
        return dataclasses.replace(scan, state=State.RECORDED, person=holder, what="")
    if holder is None and scan.state is State.RECORDED:
        return dataclasses.replace(scan, state=State.TO_CHECK)
    return scan


def _by_need(records: Sequence[RecordRow]) -> list[RecordRow]:
    """Return records with those that have no proof first, each time the latest first."""
    return sorted(records, key=lambda record: record.path is not None)


def _with_proof(record: RecordRow) -> str:
    words = record_words(record)
    return words if record.path is None else _("{record} (has a proof already)").format(record=words)


def _several(records: Sequence[RecordRow]) -> str:
    if len(records) == 1 or any(record.group != CACES_DOCUMENT for record in records):
        return ", ".join(map(record_words, records))
    return edit_labels.what(CACES_DOCUMENT, [record.kind for record in records])


def _kept_only(kind: str) -> str:
    if kind == OTHER_DOCUMENT:
        return _("Document of the person, no record")
    return _("{kind}: document, no record").format(kind=kind_words(kind))
