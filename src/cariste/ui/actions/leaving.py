"""What can be done with people who leave, are recorded twice, ask for their data, or are to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context


def leaving_actions() -> list[SelectionAction]:
    """Return the actions in the order of the menu."""
    return [
        SelectionAction("leave", lambda: _("Note the departure…"), _leave, apart=True),
        SelectionAction("return", lambda: _("Note the return…"), _return),
        SelectionAction("merge", lambda: _("Compare and merge…"), _merge, reason=_not_two, apart=True),
        SelectionAction("extract", lambda: _("Full extract…"), _extract, alone=True, writes=False),
        SelectionAction("anonymise", lambda: _("Anonymise…"), _anonymise, apart=True),
        SelectionAction("delete", lambda: _("Delete for good…"), _delete, shortcut="Shift+Del"),
    ]


def _not_two(ids: Sequence[str]) -> str | None:
    return None if len(ids) == 2 else _("Select two people.")


def _leave(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.leaving import ask_leaving

    ask_leaving(context, ids, page)


def _return(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.leaving import ask_return

    ask_return(context, ids, page)


def _merge(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.merge import ask_merge

    ask_merge(context, ids, page)


def _extract(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.personal_extract import ask_extract

    ask_extract(context, ids, page)


def _anonymise(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.deletion import ask_anonymisation

    ask_anonymisation(context, ids, page)


def _delete(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.deletion import ask_deletion

    ask_deletion(context, ids, page)
