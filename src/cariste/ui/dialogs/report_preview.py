"""One click, one report: it is made in the background and shown, to be printed or saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from cariste.core.wording import format_number
from cariste.reports.asking import Asked
from cariste.reports.registry import report_named
from cariste.ui.context import Context
from cariste.ui.dialogs.report_work import open_report
from cariste.ui.documents.viewer import DocumentViewer


def preview(context: Context, name: str, asked: Asked, parent: QWidget) -> DocumentViewer:
    """Show a report.

    Args:
        context: The open folder and the rest.
        name: The report's, as the registry has it.
        asked: What it shall say.
        parent: Some widget of the window.
    """
    title = report_named(name).title()
    if len(asked.people) > 1:
        title = f"{title} ({format_number(len(asked.people))})"
    load = partial(open_report, context.workspace, name, asked)
    viewer = DocumentViewer(context, title, load, parent)
    viewer.open()
    return viewer


def preview_files(context: Context, parent: QWidget, ids: Sequence[str]) -> DocumentViewer:
    """Show the files of people, with the documents a reader may see."""
    return preview(context, "person-file", Asked(on=context.bus.today, people=tuple(ids)), parent)


def preview_proof(context: Context, parent: QWidget, asked: Asked, person: str) -> DocumentViewer:
    """Show what the answer about one person rests on, for what the board was asked."""
    return preview(context, "proof-sheet", replace(asked, people=(person,)), parent)
