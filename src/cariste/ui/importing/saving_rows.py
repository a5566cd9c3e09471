"""The rows that were not imported, into a workbook to correct."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.exchange.plan import Note
from cariste.ui.context import Context
from cariste.ui.dialogs.export_to import ask_where, say_written
from cariste.ui.importing.draft import Draft
from cariste.ui.importing.work import write_rows


def save_rows(context: Context, page: QWidget, draft: Draft, notes: Sequence[Note]) -> None:
    """Ask where, write the rows there that some notes are about, in the background, and say so."""
    if draft.plan is None:
        return
    name = _("{file} to correct").format(file=draft.book.path.stem)
    path = ask_where(page, _("Save the rows"), name, ("xlsx",))
    if path is not None:
        work = partial(write_rows, path, draft.book, draft.plan, tuple(notes))
        context.tasks.beside(work, partial(say_written, page, _("Save the rows"), path), owner=page)
