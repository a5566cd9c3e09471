"""The medical tab of a person: two dates above, then visits, what is planned and who is away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.alerts.follow_up import FollowUp
from cariste.employee import labels
from cariste.ui.actions.medical import medical_actions
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.models.follow_up import read_follow_up, with_follow_up
from cariste.ui.models.records import RecordLine
from cariste.ui.widgets.follow_up_header import FollowUpHeader
from cariste.ui.widgets.record_tab import RecordTab


class MedicalTab(RecordTab):
    """Reads what stands beside the visits by itself, whenever these are shown.

    Attributes:
        header: The two dates, and what the doctor asked for.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, labels.MEDICAL, parent)
        self._visits: Sequence[RecordLine] = ()
        self._found: FollowUp | None = None
        self.header = FollowUpHeader(context)
        cast(QVBoxLayout, self.layout()).insertWidget(0, self.header)
        self.header.plan_button.clicked.connect(self._plan)
        self.header.absence_button.clicked.connect(self._add_absence)
        self.header.regime_wanted.connect(self._choose_regime)

    def show_lines(self, employee_id: str, lines: Sequence[RecordLine]) -> None:
        """Show the visits at once, and what goes with them as soon as it is read."""
        if employee_id != self._employee_id:
            self._found = None
            self.header.show_follow_up(None)
        self._visits = lines
        self._put(employee_id)
        context = self._context
        work = partial(read_follow_up, context.workspace, employee_id, context.bus.today)
        context.tasks.read(work, partial(self._show, employee_id), owner=self, key="follow-up")

    def _show(self, employee_id: str, found: FollowUp) -> None:
        if employee_id == self._employee_id:
            self._found = found
            self.header.show_follow_up(found)
            self._put(employee_id)

    def _put(self, employee_id: str) -> None:
        found, today = self._found, self._context.bus.today
        lines = with_follow_up(self._visits, found, today) if found is not None else self._visits
        super().show_lines(employee_id, lines)

    def _actions(self) -> list[SelectionAction]:
        return medical_actions(self._context, self._entity, self._has_proof)

    def _entity(self, line_id: str) -> str:
        lines = (self.model.row(place) for place in self.model.positions([line_id]))
        return next((line.entity for line in lines), "")

    def _edit(self, record_id: Any) -> None:
        edit = next(action for action in self._actions() if action.key == "edit")
        edit.run(self._context, self, [str(record_id)])

    def _plan(self) -> None:
        if self._employee_id:
            from cariste.ui.forms import follow_up

            due = self._found.next_visit if self._found is not None else None
            kind = due.awaited if due is not None else ""
            follow_up.plan_visit(self._context, self, self._employee_id, kind=kind, stored=self._await)

    def _add_absence(self) -> None:
        if self._employee_id:
            from cariste.ui.forms import follow_up

            follow_up.add_absence(self._context, self, self._employee_id, self._await)

    def _choose_regime(self) -> None:
        from cariste.ui.forms import opening

        opening.edit_person(self._context, self, self._employee_id, at="medical_regime")
