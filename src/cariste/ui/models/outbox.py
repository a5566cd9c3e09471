"""What this workstation recorded and not everybody has, as rows of a table; and a clash as choices."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from cariste.core.clock import now
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.wording import format_moment, format_number, time_passed
from cariste.employee.field_labels import (
    entity_label,
    field_label,
    is_derived,
    is_of_health,
    leader_of,
    value_in_words,
)
from cariste.employee.queries import list_employees
from cariste.outbox.conflicts import WaitingEdit
from cariste.outbox.models import CONFLICT, FAILED
from cariste.ui.models.table import Column, Look
from cariste.workspace import Workspace

_OWNER, _NUMBER = "employee_id", "external_id"


class OutboxLine(NamedTuple):
    """One user action that waits or was refused, or one record that clashes.

    Attributes:
        id: Of the action, or of the clashing edit.
        who: The person concerned, or how many records.
        what: What kind of record it is, empty for several.
        problem: Why the last try failed; empty when nothing failed.
    """

    id: str
    label: str
    who: str
    what: str
    at: dt.datetime
    problem: str
    edits: tuple[WaitingEdit, ...]


class OutboxContent(NamedTuple):
    """The three groups, each oldest first, and the names of people that a field may hold.

    Attributes:
        conflicts: Those a person must decide about.
        failed: Those the share refused too often.
        waiting: Those that leave by themselves.
        names: By id; only read when a record changed hands.
    """

    conflicts: list[OutboxLine]
    failed: list[OutboxLine]
    waiting: list[OutboxLine]
    names: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Whether everybody has everything."""
        return not (self.conflicts or self.failed or self.waiting)


class Choice(NamedTuple):
    """One field of a clash, both values in words.

    Attributes:
        columns: What is kept or given up with it.
        keep_mine: What is chosen at first: mine where nobody else wrote; None where a person must decide.
    """

    columns: tuple[str, ...]
    label: str
    mine: str
    theirs: str
    keep_mine: bool | None


def read_outbox(workspace: Workspace) -> OutboxContent:
    """Read what is not with everybody yet; asks this PC alone, not the share."""
    edits = workspace.waiting()
    names: dict[str, str] = {}
    if any(_OWNER in edit.fields and not edit.adds for edit in edits if edit.status == CONFLICT):
        with workspace.reading():
            names = {person.id: person.full_name for person in list_employees()}
    actions = [tuple(group) for _change, group in itertools.groupby(edits, key=attrgetter("change"))]
    conflicts = [_line((edit,), str(edit.id)) for edit in edits if edit.status == CONFLICT]
    unsent = [[edit for edit in action if edit.status != CONFLICT] for action in actions]
    lines = [(_line(tuple(rows), rows[0].change), rows[0].status) for rows in unsent if rows]
    return OutboxContent(
        conflicts,
        [line for line, status in lines if status == FAILED],
        [line for line, status in lines if status != FAILED],
        names,
    )


def _line(edits: tuple[WaitingEdit, ...], line_id: str) -> OutboxLine:
    first = edits[0]
    people = {edit.person for edit in edits}
    if len(people) == 1:
        who = first.person or ""
    else:
        who = ngettext("{n} person", "{n} people", len(people)).format(n=format_number(len(people)))
    what = entity_label(first.entity) if len(edits) == 1 else _records(len(edits))
    return OutboxLine(line_id, first.label, who, what, first.at, first.problem or "", edits)


def _records(count: int) -> str:
    return ngettext("{n} record", "{n} records", count).format(n=format_number(count))


def outbox_columns() -> list[Column[OutboxLine]]:
    """Return the columns of all three groups."""
    longest = format_moment(dt.datetime(2026, 12, 28, 20, 48))
    return [
        Column(
            lambda: _("Change"),
            lambda line: line.label,
            sample="m" * 20,
            look=Look.STRONG,
            tooltip=lambda line: line.label,
        ),
        Column(lambda: _("Employee"), lambda line: line.who, sample="Fictif-Témoin Jean-Éric"),
        Column(
            lambda: _("Record"),
            lambda line: line.what,
            sample=max(_("Medical visit"), _records(12), key=len),
            look=Look.QUIET,
        ),
        Column(
            lambda: _("Recorded"),
            lambda line: format_moment(line.at),
            key=lambda line: line.at,
            sample=longest,
            least=longest,
        ),
        Column(
            lambda: _("Since"),
            lambda line: time_passed(line.at, now()),
            key=lambda line: line.at,
            sample="88 jours",
            look=Look.QUIET,
        ),
    ]


# -- a clash ---------------------------------------------------------------------------------------


class Words:
    """Says the values of one edit."""

    def __init__(self, edit: WaitingEdit, names: Mapping[str, str], *, outcomes: bool) -> None:
        """Say them to the editor (`outcomes`) with what doctors concluded, to others without."""
        self._edit, self._names, self._outcomes = edit, names, outcomes

    def value(self, column: str, value: Any) -> str:
        """Return a value as people read it."""
        table = self._edit.entity
        if is_of_health(table, column) and not self._outcomes:
            return _("shown to the editor only")
        if column == _OWNER:
            return self._names.get(str(value), _("somebody who is not recorded any more"))
        return value_in_words(table, column, value)

    def mine(self, column: str) -> str:
        """Return what this PC wrote."""
        return self.value(column, self._edit.fields[column][1])

    def theirs(self, column: str) -> str:
        """Return what is recorded now."""
        if is_gone(self._edit):
            return pgettext("record", "deleted")
        return self.value(column, (self._edit.theirs or {}).get(column))

    def record(self) -> str:
        """Return a new record but for its number, a field a line."""
        edit = self._edit
        shown = [name for name in edit.fields if name != _NUMBER and not _goes_along(edit, name)]
        return "\n".join(
            _("{field}: {value}").format(field=field_label(edit.entity, name), value=self.mine(name))
            for name in shown
        )

    def meanwhile(self) -> str:
        """Say what became of a record that this PC wanted to delete, a field a line."""
        edit = self._edit
        known = {name: before for name, (before, _after) in edit.fields.items()}
        changed = {
            name: now_there
            for name, now_there in (edit.theirs or {}).items()
            if now_there != known.get(name) and not is_derived(edit.entity, name)
        }
        return "\n".join(
            _("{field}: {before} → {after}").format(
                field=field_label(edit.entity, name),
                before=self.value(name, known.get(name)),
                after=self.value(name, now_there),
            )
            for name, now_there in changed.items()
        )


def choices(edit: WaitingEdit, words: Words) -> list[Choice]:
    """Return what a person decides about one clashing edit, field by field.

    Where both agree there is nothing to decide. A record that is deleted, or that could not be added, is
    decided about as a whole, but for the number that somebody else may have now.
    """
    if edit.deletes:
        return [Choice(tuple(edit.fields), entity_label(edit.entity), _("delete"), _("keep"), None)]
    if edit.adds and edit.theirs is None:
        return _choices_about_a_new_record(edit, words)
    found = []
    for column in edit.fields:
        group = (column, *(name for name in edit.fields if leader_of(edit.entity, name) == column))
        if _goes_along(edit, column) or (edit.theirs is not None and _agreed(edit, group)):
            continue
        clashes = any(name in edit.clashing for name in group)
        keep_mine = False if is_gone(edit) else None if clashes else True
        label = field_label(edit.entity, column)
        found.append(Choice(group, label, words.mine(column), words.theirs(column), keep_mine))
    return found


def _choices_about_a_new_record(edit: WaitingEdit, words: Words) -> list[Choice]:
    rest = tuple(name for name in edit.fields if name != _NUMBER)
    added = "\n".join((_("add"), words.record()))
    found = [Choice(rest, entity_label(edit.entity), added, _("leave out"), None)]
    if _NUMBER in edit.fields:
        label = field_label(edit.entity, _NUMBER)
        found.append(Choice((_NUMBER,), label, words.mine(_NUMBER), words.theirs(_NUMBER), None))
    return found


def columns_kept(edit: WaitingEdit, kept: Collection[str]) -> set[str]:
    """Return every column that is written when these are kept: a new record comes whole or not at all."""
    if edit.adds and edit.theirs is None and not set(edit.fields) - {_NUMBER} <= {*kept}:
        return set()
    return {*kept}


def is_gone(edit: WaitingEdit) -> bool:
    """Whether the record of an edit was deleted meanwhile: nothing of it can be kept."""
    return edit.theirs is None and not edit.adds and not edit.deletes


def _goes_along(edit: WaitingEdit, column: str) -> bool:
    """Whether a column is no choice of its own."""
    leader = leader_of(edit.entity, column)
    owner = edit.adds and column == _OWNER
    return owner or is_derived(edit.entity, column) or (leader is not None and leader in edit.fields)


def _agreed(edit: WaitingEdit, columns: Collection[str]) -> bool:
    theirs = edit.theirs or {}
    return all(theirs.get(column) == edit.fields[column][1] for column in columns)
