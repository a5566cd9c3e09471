"""While a new person is typed: who is recorded already and may be the same. Said, never decided."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cariste.core.i18n import _
from cariste.employee import labels
from cariste.employee.constants import ACTIVE
from cariste.ui.forms.form import Form

if TYPE_CHECKING:
    from cariste.duplicates.looking import Lookalike
    from cariste.workspace import Workspace

_WATCHED = ("last_name", "first_name", "external_id", "birth_date")
_NAMED = 2


class Lookalikes(QObject):
    """Looks at each stop of typing in the fields that tell people apart, and says so under the first name."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        for name in _WATCHED:
            form.fields[name].left.connect(self._look)

    def _look(self) -> None:
        last, first, number, birth = (self._form.fields[name].value for name in _WATCHED)
        context = self._form.context
        work = partial(_likely, context.workspace, first or "", last or "", number, birth)
        context.tasks.read(work, self._say, owner=self, key="lookalikes")

    def _say(self, found: list[Lookalike]) -> None:
        sentences = [_in_words(each) for each in found[:_NAMED]]
        if len(found) > _NAMED:
            sentences.append("…")
        self._form.fields["first_name"].advise("\n".join(sentences))


def _likely(
    workspace: Workspace, first_name: str, last_name: str, number: str | None, birth_date: dt.date | None
) -> list[Lookalike]:
    from cariste.duplicates.looking import likely

    with workspace.reading():
        return likely(first_name, last_name, number, birth_date)


def _in_words(found: Lookalike) -> str:
    person = found.person
    facts = [
        _("No. {number}").format(number=person.number) if person.number else "",
        person.role or "",
        person.workspace or "",
        "" if person.current_status == ACTIVE else labels.status_label(person.current_status),
    ]
    who = ", ".join(filter(None, (person.full_name, *facts)))
    return _("Possible duplicate: {name}.").format(name=who)
