"""Deleting copies of certificates that serve nothing any more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.leaving.proposals import Proposal
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.leaving import names_in_words

if TYPE_CHECKING:
    from cariste.workspace import Workspace


def ask_certificate_deletion(context: Context, lines: Sequence[Proposal], parent: QWidget) -> None:
    """Ask whether former driving certificates may go, and delete them with their proofs.

    Args:
        context: The open folder and the rest.
        lines: What the page proposes.
        parent: Some widget of the window.
    """
    ids = [one.record_id for one in lines if one.record_id is not None]
    names = list(dict.fromkeys(one.name for one in lines))
    words = ngettext(
        "Delete {n} former driving certificate with its document ({names})?",
        "Delete {n} former driving certificates with their documents ({names})?",
        len(ids),
    )
    Confirmation.ask(
        words.format(n=format_number(len(ids)), names=names_in_words(names)),
        _("Delete"),
        partial(_delete, context, ids, parent),
        context.theme,
        parent,
    )


def store_deletion(workspace: Workspace, ids: Sequence[str]) -> int:
    """Delete the copies in one change; return how many there were."""
    from cariste.leaving.erasing import copies_label, delete_copies

    with workspace.change(copies_label(len(ids))):
        return delete_copies(ids)


def _delete(context: Context, ids: Sequence[str], parent: QWidget) -> None:
    context.tasks.write(
        partial(store_deletion, context.workspace, ids),
        lambda _count: context.bus.changed.emit(None),
        owner=parent,
    )
