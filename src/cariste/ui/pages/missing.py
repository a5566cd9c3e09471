"""The page of missing data: what nobody recorded yet, and the way to the field where it goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from cariste.alerts.missing import PERSON, PROBLEMS, Missing
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.ui.context import Context
from cariste.ui.dialogs.export_table import ExportButton
from cariste.ui.models.missing import (
    about_label,
    missing_columns,
    missing_id,
    problem_label,
    read_missing,
)
from cariste.ui.models.table import TableModel
from cariste.ui.pages.list_page import ListPage
from cariste.ui.widgets.filter_bar import Filter
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.sheet import sheet

_IN_FORMS = {"kind": "kinds"}
"""Fields that the forms call otherwise: one certificate may be about several categories."""


class MissingPage(ListPage[Missing]):
    """Everything to complete; Enter or a double click opens the form at the field where it goes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        title = pgettext("page", "To complete")
        model: TableModel[Missing] = TableModel(
            missing_columns(), missing_id, lambda missing: fold(missing.employee)
        )
        super().__init__(context, "missing", title, model, _filters(), parent=parent)
        export = ExportButton(context, self, _("missing data"), lambda: [(title, self.view)])
        said = muted(_("Of people who work here and of what counts today."))
        self.stack(title, said, (export,), self.filters, sheet(context.theme, self.view))
        self.view.opened.connect(self._open)
        self.view.menu_wanted.connect(self._extend)

    def _question(self) -> Callable[[], list[Missing]]:
        return partial(read_missing, self._context.workspace)

    def _counted(self, shown: int) -> str:
        words = ngettext("{n} thing to complete", "{n} things to complete", shown)
        return words.format(n=format_number(shown))

    def _explain_nothing(self) -> None:
        self.placeholder.say(_("Nothing is missing."))

    def _open(self, line_id: Any) -> None:
        from cariste.ui.forms.opening import edit_person, edit_record

        for missing in self.chosen([line_id]):
            at = _IN_FORMS.get(missing.field, missing.field)
            if missing.record_id is None:
                edit_person(self._context, self, missing.employee_id, at=at)
            else:
                edit_record(self._context, self, missing.type, missing.record_id, at=at)

    def _extend(self, menu: QMenu) -> None:
        menu.addSeparator()
        menu.addAction(_("Complete…"), partial(self._open, self.view.current_id()))
        menu.addAction(_("Show the employee"), self._show_person)

    def _show_person(self) -> None:
        for missing in self.chosen([self.view.current_id()]):
            self.person_requested.emit(missing.employee_id, missing.record_id or "")


def _filters() -> list[Filter[Missing]]:
    return [
        Filter(
            "problem",
            _("Missing"),
            _("Everything missing"),
            lambda missing: missing.problem,
            problem_label,
            order=PROBLEMS,
        ),
        Filter(
            "type",
            _("Where"),
            _("Everywhere"),
            lambda missing: missing.type,
            about_label,
            order=(PERSON, labels.CACES, labels.MEDICAL, labels.TRAINING),
        ),
        Filter("workspace", _("Work area"), _("All work areas"), lambda missing: missing.workspace or ""),
    ]
