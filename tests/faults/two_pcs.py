"""Two PCs in one process, and whatever may happen to them: a state machine for hypothesis."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from factories import employee
from faults.conftest import MEMORY
from faults.line import CAUGHT_UP, EDITED, KINDS, SLEPT, TAKEN, Killed, Line, Share
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
)

from cariste import bootstrap
from cariste.core.errors import CaristeError
from cariste.core.paths import HOME_VARIABLE
from cariste.database.connection import check_file
from cariste.database.operations import BOOKKEEPING
from cariste.employee.models import Employee
from cariste.outbox.models import CONFLICT
from cariste.outbox.outbox import Outbox
from cariste.share.listing import data_folder, look, publication_file
from cariste.share.reign import Timing
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.03, unfinished_reign=-1.0, stale_editor=-1.0, pause=0.003)
PEOPLE = ("Ada", "Bob", "Cléo")
ROLES = ("Cariste", "Chef", "Préparateur")

Fault = tuple[str, int]
PC, WHO = st.sampled_from("ab"), st.sampled_from(PEOPLE)
NONE: Fault = ("", 0)
FAULT = st.just(NONE) | st.tuples(st.sampled_from(KINDS), st.integers(1, 20))
LATER_FAULT = st.just(NONE) | st.tuples(st.sampled_from(KINDS), st.integers(1, 70))


@dataclasses.dataclass(frozen=True)
class Edit:
    """An acknowledged edit: of this PC, in this user action, one row became this."""

    pc: str
    change: str
    entity_id: str
    fields: tuple[tuple[str, Any], ...]


@dataclasses.dataclass
class Pc:
    """A PC: its line, the folder if it has it open for editing, and in a second window to read."""

    name: str
    line: Line
    open: Workspace | None = None
    reader: Workspace | None = None


class TwoPcs(RuleBasedStateMachine):
    """What may happen, in any order; the invariant is the promise."""

    def __init__(self) -> None:
        super().__init__()
        self._place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self._folder = self._place / "share" / "folder"
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(bootstrap, "TIMING", FAST)
        self._patch.setenv(HOME_VARIABLE, "")
        self._patch.setattr(Outbox, "keep", self._keep_and_perhaps_die(Outbox.keep))
        self._acknowledged: list[Edit] = []
        self._given_up: set[str] = set()
        self._hired = 0
        self._dies_after_keeping = False
        self._share = Share(self._folder.parent, self._patch)
        self._pcs = {name: Pc(name, Line(self._place / name)) for name in "ab"}
        for pc in self._pcs.values():
            pc.line.home.mkdir()
            pc.line.meanwhile = functools.partial(self._meanwhile, pc)
        self._on("a", self._make)

    def _make(self, _pc: Pc) -> None:
        with bootstrap.create_folder(self._folder, "Essai") as workspace, workspace.change("first"):
            for name in PEOPLE:
                employee(first_name=name)

    # -- what happens ----------------------------------------------------------------------------

    @rule(name=PC, asked=st.booleans(), fault=LATER_FAULT)
    def open(self, name: str, asked: bool, fault: Fault) -> None:
        """Open for editing; `asked`: take over from who has it."""
        self._pcs[name].line.arm(*fault)
        self._on(name, lambda pc: self._open(pc, asked=asked))

    @rule(name=PC)
    def hire(self, name: str) -> None:
        """A new person."""
        self._hired += 1
        self._edit(name, lambda: employee(first_name=f"Hired-{self._hired}"))

    @rule(name=PC, who=WHO, field=st.sampled_from(["role", "workspace"]), value=st.sampled_from(ROLES))
    def give(self, name: str, who: str, field: str, value: str) -> None:
        """The same few people get the same few roles: this is what clashes."""
        self._edit(name, lambda: self._give(who, field, value))

    @rule(name=PC, who=WHO, fault=FAULT)
    def give_and_send(self, name: str, who: str, fault: Fault) -> None:
        """A change, published at once, or nearly so."""
        self._edit(name, lambda: self._give(who, "role", f"Role {len(self._acknowledged)}"))
        self.send(name, fault)

    @rule(name=PC, who=WHO)
    def dismiss(self, name: str, who: str) -> None:
        """A person goes for good."""
        self._edit(name, lambda: [found.delete_instance() for found in self._people(who)])

    @rule(name=PC)
    def undo(self, name: str) -> None:
        """Take back the last change."""
        self._on(name, lambda pc: pc.open and pc.open.undoable and pc.open.undo())

    @rule(name=PC, fault=FAULT)
    def send(self, name: str, fault: Fault) -> None:
        """Publish what waits."""
        self._pcs[name].line.arm(*fault)
        self._on(name, lambda pc: pc.open and pc.open.send())

    @rule(name=PC, fault=FAULT)
    def beat(self, name: str, fault: Fault) -> None:
        """Give a sign of life."""
        self._pcs[name].line.arm(*fault)
        self._on(name, lambda pc: pc.open and pc.open.beat())

    @rule(name=PC, fault=FAULT)
    def read(self, name: str, fault: Fault) -> None:
        """A second window looks and refreshes."""
        self._pcs[name].line.arm(*fault)
        self._on(name, self._read)

    @rule(name=PC, fault=LATER_FAULT)
    def close(self, name: str, fault: Fault) -> None:
        """Close the window."""
        self._pcs[name].line.arm(*fault)
        self._on(name, self._close)

    @rule(name=PC, mine=st.booleans())
    def decide(self, name: str, mine: bool) -> None:
        """A person decides the oldest conflict."""
        self._on(name, lambda pc: self._decide(pc, mine=mine))

    @rule(name=PC, after_keeping=st.booleans())
    def kill(self, name: str, after_keeping: bool) -> None:
        """Kill -9 while nothing is going on; or between the outbox and the working copy."""
        self._dies_after_keeping = after_keeping
        if after_keeping:
            self.hire(name)
        else:
            self._on(name, self._die)
        self._dies_after_keeping = False

    @rule(name=PC, cut=st.booleans())
    def cut(self, name: str, cut: bool) -> None:
        """The line goes, or comes back."""
        self._pcs[name].line.cut = cut

    @rule()
    def late(self) -> None:
        """The server does what it did not answer."""
        self._share.execute_late()

    # -- what must hold --------------------------------------------------------------------------

    @invariant()
    def every_acknowledged_edit_is_in_the_head_or_visible_on_its_pc(self) -> None:
        """The promise."""
        missing = self._missing(visible={"pending", "syncing", "failed", CONFLICT})
        assert not missing, missing

    @invariant()
    def nothing_is_there_twice(self) -> None:
        """An edit that was replayed is still one."""
        with self._head() as head:
            found = [
                row[0]
                for row in head.execute(
                    "SELECT c.uuid || j.entity_id FROM journal j JOIN changes c ON c.id = j.change_id"
                    " UNION ALL SELECT first_name FROM employees"
                )
            ]
        assert len(found) == len({*found}), [key for key, times in Counter(found).items() if times > 1]

    def teardown(self) -> None:
        """The lines come back, and both people open a last time: then only conflicts are left over."""
        try:
            self._share.execute_late()
            for name, pc in self._pcs.items():
                pc.line.cut = False
                pc.line.arm(*NONE)
                self._on(name, self._close)
            for name in (*self._pcs, *self._pcs):
                self._on(name, lambda pc: self._open(pc, asked=True), must=True)
                self._on(name, self._close, must=True)
            missing = self._missing(visible={CONFLICT})
            assert not missing, missing
            self.nothing_is_there_twice()
            for number in look(data_folder(self._folder)).publications:
                check_file(publication_file(data_folder(self._folder), number))
        finally:
            self._patch.undo()
            shutil.rmtree(self._place)

    # -- how it is done --------------------------------------------------------------------------

    def _on(self, name: str, do: Callable[[Pc], object], *, must: bool = False) -> None:
        """Do something on a PC; what the program refuses is no news, anything else is."""
        pc, before = self._pcs[name], self._share.acting
        self._patch.setenv(HOME_VARIABLE, str(pc.line.home))
        self._share.acting = pc.line
        try:
            do(pc)
        except Killed:
            self._bury(pc)
        except CaristeError:
            if must:
                raise
        finally:
            self._share.acting = before
            if before is not None:
                self._patch.setenv(HOME_VARIABLE, str(before.home))

    def _bury(self, pc: Pc) -> None:
        """What a killed process held open is let go by the system; nothing it did since is true."""
        for killed in filter(None, (pc.open, pc.reader)):
            for anchor in killed._anchors:
                anchor.close()
            killed._database.close()
            if killed._editor_lock is not None:
                killed._editor_lock.release()
            if killed._views is not None:
                killed._views.close()
        pc.open = pc.reader = None
        pc.line.rise()

    def _open(self, pc: Pc, *, asked: bool) -> None:
        if pc.open is None:
            pc.open = bootstrap.open_workspace(self._folder, write=True, asked=asked)

    def _die(self, pc: Pc) -> None:
        pc.line.die()
        raise Killed

    def _read(self, pc: Pc) -> None:
        if pc.reader is None:
            pc.reader = bootstrap.open_workspace(self._folder, write=False)
        pc.reader.refresh()

    def _close(self, pc: Pc) -> None:
        reader, pc.reader = pc.reader, None
        if reader is not None:
            reader.close()

        opened = pc.open
        if opened is not None:
            opened.close()
            pc.open = None

    def _meanwhile(self, pc: Pc, what: str) -> None:
        """Let something else happen while a PC is in the middle of something."""
        other = "ba"["ab".index(pc.name)]
        actions: dict[str, Callable[[], None]] = {
            TAKEN: lambda: self.give_and_send(other, "Ada", NONE),
            SLEPT: lambda: self.give_and_send(other, "Ada", NONE),
            CAUGHT_UP: lambda: self._catch_up(other),
            EDITED: lambda: self.give(pc.name, "Ada", "role", "Chef") if pc.open else None,
        }
        with ThreadPoolExecutor(1) as pool:  # a thread has database connections of its own
            pool.submit(actions[what]).result()

    def _catch_up(self, other: str) -> None:
        self._share.execute_late()
        self.read(other, NONE)

    def _edit(self, name: str, write: Callable[[], object]) -> None:
        """Make one change; remember what was acknowledged."""

        def edit(pc: Pc) -> None:
            self._open(pc, asked=True)
            assert pc.open is not None
            with pc.open.change("edit") as change:
                write()
            for one in change.operations:
                after = tuple((key, pair[1]) for key, pair in one.fields.items() if key not in BOOKKEEPING)
                self._acknowledged.append(Edit(name, change.id.hex, one.entity_id, after))

        self._on(name, edit)

    def _give(self, who: str, field: str, value: str) -> None:
        for person in self._people(who):
            setattr(person, field, value)
            person.save()

    def _people(self, who: str) -> list[Employee]:
        return list(Employee.select().where(Employee.first_name == who))

    def _decide(self, pc: Pc, *, mine: bool) -> None:
        conflicts = [edit for edit in pc.open.waiting() if edit.status == CONFLICT] if pc.open else []
        if pc.open is not None and conflicts:
            pc.open.settle(conflicts[0].id, {*conflicts[0].fields} if mine else set())
            self._given_up.add(conflicts[0].change + conflicts[0].entity_id)

    def _keep_and_perhaps_die(self, keep: Callable[..., None]) -> Callable[..., None]:
        def kept(outbox: Outbox, *given: Any) -> None:
            keep(outbox, *given)
            if self._dies_after_keeping and self._share.acting is not None:
                self._share.acting.die()
                raise Killed

        return kept

    def _head(self) -> contextlib.closing[sqlite3.Connection]:
        acting, self._share.acting = self._share.acting, None
        head = look(data_folder(self._folder)).head
        self._share.acting = acting
        assert head is not None
        file = publication_file(data_folder(self._folder), head)
        return contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True))

    def _missing(self, visible: set[str]) -> list[Edit]:
        """Return the acknowledged edits that are neither in the head nor visible on their PC."""
        with self._head() as head:
            journal = head.execute(
                "SELECT c.uuid, j.entity_id, j.action, j.fields FROM journal j"
                " JOIN changes c ON c.id = j.change_id"
            ).fetchall()
        there = {change + entity_id for change, entity_id, _action, _fields in journal}
        for name, pc in self._pcs.items():
            for outbox in pc.line.home.glob("folders/*/outbox.db"):
                with contextlib.closing(sqlite3.connect(outbox)) as box:
                    for change, entity_id, status in box.execute(
                        "SELECT change, entity_id, status FROM outbox"
                    ):
                        if status in visible:
                            there.add(f"{name}{change}{entity_id}")
        return [
            edit
            for edit in self._acknowledged
            if not {edit.change + edit.entity_id, edit.pc + edit.change + edit.entity_id} & there
            and edit.change + edit.entity_id not in self._given_up
            and not _written_by_somebody(edit, journal)
        ]


def _written_by_somebody(edit: Edit, journal: list[tuple[str, str, str, str | None]]) -> bool:
    """Whether somebody else wrote the very same into the row: then there was nothing left to do."""
    written: set[tuple[str, Any]] = set()
    for _change, entity_id, action, fields in journal:
        if entity_id == edit.entity_id:
            if action == "delete" and all(value is None for _name, value in edit.fields):
                return True
            written |= {
                (name, pair[1]) for name, pair in json.loads(fields or "{}").items() if pair != "changed"
            }
    return {pair for pair in edit.fields if pair[0] != "search_text"} <= written
