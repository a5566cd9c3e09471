"""Somebody leaves, or several people at once; or comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.leaving_work import Chosen, read_belongings, store_departure, store_return
from cariste.ui.errors import Message
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.form import Form
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField

if TYPE_CHECKING:
    from cariste.leaving.erasing import Belongings

_LONGEST_REASON = 100
_MOST_NAMES = 6


class LeavingForm(Form):
    """The day, and if one likes the reason."""

    def __init__(self, context: Context, parent: QWidget, chosen: Chosen) -> None:
        super().__init__(context, _("Departure"), parent, about=names_in_words(chosen.names))
        self._chosen = chosen
        self.day = DateField(context.theme, clock.today(), latest=clock.today)
        self.reason = CompletingField(context.theme, _reasons())
        self.add(
            "left_on",
            _("Leaving date"),
            self.day,
            required=True,
            hint=_("Today at the latest; a departure to come is noted on its day."),
        )
        self.add(
            "reason",
            _("Reason"),
            self.reason,
            check=at_most(_LONGEST_REASON),
            hint=_("Do not enter medical information (diagnosis, treatment, reason of absence)."),
        )
        self.begin()
        self.day.selectAll()

    def work(self) -> Callable[[], Any]:
        """Return what notes the departure."""
        reason = self.fields["reason"].value or ""
        day = self.day.value or clock.today()
        return partial(store_departure, self.context.workspace, self._chosen, day, reason)


def ask_leaving(context: Context, ids: Sequence[str], parent: QWidget) -> None:
    """Let the user note that people left.

    Args:
        context: The open folder and the rest.
        ids: Who, 32 hexadecimal digits each.
        parent: Some widget of the window.
    """
    read_people(context, ids, parent, lambda people: LeavingForm(context, parent, chosen_from(people)).open())


def ask_return(context: Context, ids: Sequence[str], parent: QWidget) -> None:
    """Ask whether people work here again, and note it; arguments as `ask_leaving`."""

    def ask(people: list[Belongings]) -> None:
        gone = [one for one in people if not one.active and not one.anonymous]
        if not gone:
            Message(context.theme, _("Nobody among them has left."), parent.window()).open()
            return
        chosen = chosen_from(gone)
        question = _(
            "{names}: back again? They will be in the lists and alert again, and their leaving date goes."
        )
        Confirmation.ask(
            question.format(names=names_in_words(chosen.names)),
            _("Note the return"),
            partial(_note_return, context, chosen, parent),
            context.theme,
            parent,
        )

    read_people(context, ids, parent, ask)


def _note_return(context: Context, chosen: Chosen, parent: QWidget) -> None:
    context.tasks.write(
        partial(store_return, context.workspace, chosen),
        lambda _count: context.bus.changed.emit(None),
        owner=parent,
    )


def read_people(
    context: Context, ids: Sequence[str], parent: QWidget, show: Callable[[list[Belongings]], object]
) -> None:
    """Read who people are and what they have, then show it; say so when nobody is left.

    A second click while the first is being read opens one dialog, not two.
    """

    def shown(people: list[Belongings]) -> None:
        if people:
            show(people)
        else:
            Message(context.theme, _("This person was deleted meanwhile."), parent.window()).open()

    context.tasks.read(partial(read_belongings, context.workspace, ids), shown, owner=parent, key="leaving")


def chosen_from(people: Sequence[Belongings]) -> Chosen:
    """Return whom a dialog is about."""
    return Chosen(tuple(one.id for one in people), tuple(one.name for one in people))


def names_in_words(names: Sequence[str]) -> str:
    """Return names one after the other; of many the first ones, and how many there are more."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    left = len(names) - _MOST_NAMES
    more = ngettext("and {n} other", "and {n} others", left).format(n=format_number(left))
    return f"{', '.join(names[:_MOST_NAMES])} {more}"


def _reasons() -> tuple[str, ...]:
    return (
        _("end of contract"),
        _("end of assignment"),
        _("resignation"),
        _("dismissal"),
        _("agreed termination"),
        _("retirement"),
        _("move to another site"),
    )
