"""Writing many people in the background: watched, and stopped before anything is kept."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cariste.core.errors import GivenUp
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number, of_person
from cariste.employee.bulk import Assignment, current_values, name_of, set_fields
from cariste.employee.constants import ACTIVE, INACTIVE
from cariste.employee.field_labels import EMPLOYEES, field_label
from cariste.employee.form_values import Choices
from cariste.ui.forms.storing import read_choices
from cariste.workspace import Workspace

STATUS = "current_status"


class BulkWrite:
    """One change of many people, in the writing thread.

    The thread writes plain numbers and reads a flag; the window looks at them when it likes.

    Attributes:
        done: People written so far.
        total: People to write; 0 until it is known.
    """

    def __init__(self, workspace: Workspace, assignments: Sequence[Assignment]) -> None:
        self._workspace, self._assignments = workspace, assignments
        self._stop = threading.Event()
        self.done, self.total = 0, 0

    def run(self) -> int:
        """Write, and return how many people are different now.

        Raises:
            GivenUp: `cancel` was called in time.
            NotForAll: Somebody cannot have the value; nothing is changed.
            ReadOnlyHere: This window does not edit any more.
        """
        with self._workspace.reading():
            label = label_for(self._assignments)
        with self._workspace.change(label):
            return set_fields(self._assignments, progress=self._note)

    def cancel(self) -> None:
        """Give the change up as soon as it asks; once the last person is written it is too late."""
        self._stop.set()

    def _note(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self._stop.is_set():
            raise GivenUp(_("Stopped. Nothing was changed."))


class Selection(NamedTuple):
    """People about to be changed together.

    Attributes:
        held: What each has now in each of `fields`, by employee id.
        choices: What is offered while typing.
    """

    fields: tuple[str, ...]
    held: dict[str, tuple[Any, ...]]
    choices: Choices


def read_selection(workspace: Workspace, ids: Sequence[str], fields: tuple[str, ...]) -> Selection:
    """Return some people with what they have in some fields."""
    with workspace.reading():
        held = current_values(ids, fields)
    return Selection(fields, held, read_choices(workspace))


def store_selection(
    workspace: Workspace, ids: Sequence[str], values: Mapping[str, Any], left_on: dt.date | None
) -> int:
    """Give people the same values in one change; return how many fields of people are different now.

    Args:
        workspace: The open folder.
        ids: The people.
        values: By field. A status is noted with all that leaving and coming back mean.
        left_on: The last day of those who leave.

    Raises:
        NotForAll: Somebody cannot have a value; nothing is changed.
        InvalidEntity: Somebody did not work here yet on the day of leaving.
    """
    from cariste.leaving.status import come_back, mark_as_left

    wished = [Assignment(one, field, value) for field, value in values.items() for one in ids]
    with workspace.reading():
        label = label_for(wished)
    status = values.get(STATUS)
    with workspace.change(label):
        changed = set_fields([one for one in wished if one.field != STATUS])
        if status == INACTIVE:
            changed += mark_as_left(ids, left_on)
        elif status == ACTIVE:
            changed += come_back(ids)
    return changed


def label_for(assignments: Sequence[Assignment]) -> str:
    """Return what a change is called: « Fonction de Chloé Fictif », « Secteur de 12 personnes »."""
    what = ", ".join(
        field_label(EMPLOYEES, field) for field in dict.fromkeys(one.field for one in assignments)
    )
    ids = {one.employee_id for one in assignments}
    name = name_of(next(iter(ids))) if len(ids) == 1 else ""
    if name:
        return _("{what} {of_person}").format(what=what, of_person=of_person(name))
    return ngettext("{what} of {n} person", "{what} of {n} people", len(ids)).format(
        what=what, n=format_number(len(ids))
    )
