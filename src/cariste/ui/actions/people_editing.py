"""Typing over the list of people: shown at once, written in the background, taken back if it is refused."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.employee import person_fields
from cariste.employee.bulk import Assignment
from cariste.employee.labels import contract_label
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_preview import BulkPreview
from cariste.ui.dialogs.bulk_work import BulkWrite
from cariste.ui.errors import Message
from cariste.ui.models.cell_edit import CellEdit, GridRules
from cariste.ui.models.people import PersonLine, with_text
from cariste.ui.models.people_edits import problem_in_cell, propose, values_in_use
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.grid_editing import GridEditing
from cariste.ui.widgets.table_view import TableView


class PeopleEditing(QObject):
    """The hand of the clerk in the table of people; each cell, paste or fill is one change.

    Attributes:
        grid: The table's habits.
    """

    def __init__(
        self, context: Context, page: QWidget, view: TableView, model: TableModel[PersonLine]
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._view, self._model = context, page, view, model
        self._unwritten: list[tuple[str, str, str]] = []
        rules = GridRules(self._why_not, self._check, self._choices)
        self.grid = GridEditing(view, model, context.theme, rules)
        self.grid.typed.connect(self._store)
        self.grid.proposed.connect(self._preview)

    def with_unwritten(self, people: list[PersonLine]) -> list[PersonLine]:
        """Return lines just read as they will be once what was typed meanwhile is written, too."""
        if not self._unwritten:
            return people
        place = {line.id: number for number, line in enumerate(people)}
        for row_id, field, text in self._unwritten:
            if row_id in place:
                people[place[row_id]] = with_text(people[place[row_id]], field, text)
        return people

    def _why_not(self) -> str:
        if self._context.workspace.writing:
            return ""
        return _("This window only reads: the one that edits can do this.")

    def _check(self, row_id: Hashable, field: str, text: str) -> str | None:
        return problem_in_cell(str(row_id), field, text, self._model.rows)

    def _choices(self, field: str) -> Sequence[str]:
        if field == "contract_type":
            return [contract_label(code) for code in self._context.workspace.settings.contract_types]
        return values_in_use(field, self._model.rows)

    def _store(self, edit: CellEdit) -> None:
        row_id, field = str(edit.row_id), self._model.columns[edit.column].field
        typed = (row_id, field, edit.text)
        self._unwritten.append(typed)
        for place in self._model.positions([row_id]):
            self._model.show_instead(row_id, with_text(self._model.row(place), field, edit.text))
        work = BulkWrite(
            self._context.workspace, [Assignment(row_id, field, person_fields.read(field, edit.text).value)]
        )
        self._context.tasks.write(
            # The page may be gone by then: a refusal is told all the same.
            work.run,
            partial(self._stored, typed),
            partial(self._not_stored, typed, self._page.window()),
            owner=self._context.bus,
        )

    def _stored(self, typed: tuple[str, str, str], _changed: int) -> None:
        self._unwritten.remove(typed)
        self._context.bus.changed.emit(None)

    def _not_stored(self, typed: tuple[str, str, str], window: QWidget, problem: CaristeError) -> None:
        self._unwritten.remove(typed)
        Message(self._context.theme, str(problem), window).open()
        self._context.bus.changed.emit(None)

    def _preview(self, edits: Sequence[CellEdit]) -> None:
        columns, people = self._model.columns, self._model.rows
        lines = {line.id: line for line in people}
        texts = [(lines[str(one.row_id)], columns[one.column].field, one.text) for one in edits]
        BulkPreview.ask(self._context, propose(texts, people), self._page)
