"""« Exporter ce tableau… »: what a page shows, with its filters, order and columns, into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.dialogs.export_to import ask_where, say_written
from cariste.ui.models.exported import Shown, as_list
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.table_view import TableView

Tables = Callable[[], Sequence[tuple[str, TableView]]]
"""Gives the tables of a page, each with what it is called."""


def export_tables(context: Context, page: QWidget, name: str, tables: Tables) -> None:
    """Ask where, and write the tables there as they are shown.

    Args:
        context: The open folder and the rest.
        page: What the question lies over.
        name: The name of the file proposed, without its ending.
        tables: What is written; several go into one workbook.
    """
    # A text file holds one table.
    endings = ("xlsx", "csv", "json") if len(tables()) == 1 else ("xlsx", "json")
    path = ask_where(page, _("Export this table"), name, endings)
    if path is not None:
        write_tables(context, page, path, tables)


def write_tables(context: Context, page: QWidget, path: Path, tables: Tables) -> None:
    """Write tables as they are shown into a file, in the background, and say so."""
    shown = [taken_down(title, view) for title, view in tables()]
    told = partial(say_written, page, _("Export this table"), path)
    context.tasks.beside(partial(_write, path, shown), told, owner=page)


def taken_down(title: str, view: TableView) -> Shown:
    """Return what a table shows now."""
    model, sections = view.table, view.columns_shown()
    widths = [view.columnWidth(section) for section in sections]
    return Shown(title, [model.columns[section] for section in sections], widths, model.rows_shown())


def _write(path: Path, tables: Sequence[Shown]) -> int:
    from cariste.exchange.exporting import allowed_suffix, write

    lists = [as_list(shown) for shown in tables]
    write(path, allowed_suffix(path), lists)
    return sum(len(each.rows) for each in lists)


class ExportButton(FlatButton):
    """Writes the tables of a page as they are shown; a window that only reads may do it, too."""

    def __init__(self, context: Context, page: QWidget, name: str, tables: Tables) -> None:
        """Make the button; arguments as `export_tables`."""
        super().__init__(_("Export…"), context.theme)
        self.setToolTip(_("Export this table as it is shown"))
        self.clicked.connect(lambda _checked=False: export_tables(context, page, name, tables))
