"""What the page « Entreprise » does without a form: going back, removing, ordering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.firm.changes import Effect
from cariste.firm.rules import RuleLine
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms import company_work
from cariste.ui.forms.company_work import Return
from cariste.ui.models.company import kind_in_words


def write(context: Context, page: QWidget, work: Callable[[], Any]) -> None:
    """Do something in one change; what it refuses is told in a message."""
    context.tasks.write(work, lambda _done: context.bus.changed.emit(None), owner=page)


def ask_return(context: Context, page: QWidget, keys: Sequence[str], action: str) -> None:
    """Name what would change, then go back to the values below the database.

    Args:
        context: The open folder and the rest.
        page: Some widget of the window.
        keys: The settings to give up.
        action: The words of the button that was pressed, which is asked again.
    """
    label = action.rstrip("…")

    def ask(found: Return) -> None:
        lines = found.lines or [_("The value in force stays the same.")]
        if found.effect.total:
            lines = [*lines, company_work.effect_in_words(found.effect)]
        work = partial(company_work.reset, context.workspace, label, keys)
        Confirmation.ask(
            "\n".join(lines), label, partial(write, context, page, work), context.theme, page.window()
        )

    read = partial(company_work.foresee_return, context.workspace, keys)
    context.tasks.read(read, ask, owner=page, key="return")


def remove_name(context: Context, page: QWidget, which: str, name: str) -> None:
    """Take a name out of its list; one in use stays, and a message says who uses it."""
    write(context, page, partial(company_work.remove_name, context.workspace, which, name))


def ask_to_remove_rule(context: Context, page: QWidget, line: RuleLine) -> None:
    """Say what becomes of the expiries, then let the catalogue decide again."""

    def ask(effect: Effect) -> None:
        question = [_("Remove the company’s rule for “{kind}”?").format(kind=kind_in_words(line))]
        if effect.total:
            question.append(company_work.effect_in_words(effect))
        work = partial(company_work.remove_rule, context.workspace, line)
        Confirmation.ask(
            "\n".join(question),
            _("Remove"),
            partial(write, context, page, work),
            context.theme,
            page.window(),
        )

    read = partial(company_work.foresee_removal, context.workspace, line)
    context.tasks.read(read, ask, owner=page, key="remove")
