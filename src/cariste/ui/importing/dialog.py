"""Import from Excel: columns, questions, differences; nothing is written before the user says so."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QWidget,
)

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.exchange.plan import Note
from cariste.exchange.progress import Cancelled
from cariste.ui.context import Context
from cariste.ui.dialogs.merge_candidates import show_duplicates
from cariste.ui.dialogs.merge_work import read_pairs
from cariste.ui.importing.draft import Draft
from cariste.ui.importing.frame import COLUMNS, DONE, QUESTIONS, REVIEW, WORKING, AssistantFrame
from cariste.ui.importing.review_page import said
from cariste.ui.importing.saving_rows import save_rows
from cariste.ui.importing.work import (
    Imported,
    Opened,
    Planned,
    Planning,
    Reading,
    Storing,
    Watched,
    understood,
)
from cariste.ui.widgets.flat_button import FlatButton

if TYPE_CHECKING:
    from cariste.duplicates.looking import Pair
    from cariste.exchange.plan import Plan, ReadTable

_LOOK_EVERY = 50
"""Milliseconds between two looks at how far the work is."""
_FORMATS = "*.xlsx *.xlsm *.xls *.ods *.csv"


class ImportDialog(AssistantFrame):
    """The assistant; Enter goes on, Esc gives up."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        """Start reading a file at once."""
        super().__init__(context.theme, _("Import from Excel"), path.name, parent)
        self._context, self._path = context, path
        self.draft: Draft | None = None
        self._work: Watched | None = None
        self._storing, self._stale = False, True
        self._connect()
        self._read()

    @classmethod
    def ask(cls, context: Context, parent: QWidget) -> None:
        """Let the user choose a file, then show what importing it would do."""
        path, _filter = QFileDialog.getOpenFileName(
            parent,
            _("Import from Excel"),
            "",
            ";;".join((_("Sheets") + f" ({_FORMATS})", _("All files") + " (*)")),
        )
        if path:
            dialog = cls(context, Path(path), parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _connect(self) -> None:
        self.columns.changed.connect(self._understand)
        self.questions.changed.connect(self._make_stale)
        self.review.ticked.connect(self._say_outcome)
        self.review.answered.connect(partial(self._plan, REVIEW))
        self.review.rows_wanted.connect(self._save_rows)
        self.summary.rows_wanted.connect(self._save_rows)
        self.back_button.clicked.connect(self.back)
        self.cancel_button.clicked.connect(self.reject)
        self.next_button.clicked.connect(self.go_on)
        for button in self.findChildren(FlatButton):
            button.setAutoDefault(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    # -- steps ---------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Go to the next step; from the review, import."""
        if self.current == COLUMNS:
            self._plan(QUESTIONS) if self._stale else self._show(self._after_columns())
        elif self.current == QUESTIONS:
            self._plan(REVIEW) if self._stale else self._show(REVIEW)
        elif self.current == REVIEW:
            self._store()
        elif self.current == DONE:
            self.accept()

    def back(self) -> None:
        """Go to the step before."""
        asked = self.draft is not None and self._has_questions(self.draft)
        self._show(QUESTIONS if self.current == REVIEW and asked else COLUMNS)

    @staticmethod
    def _has_questions(draft: Draft) -> bool:
        return bool(draft.column_questions or draft.people_questions)

    def _after_columns(self) -> int:
        return QUESTIONS if self.draft is not None and self._has_questions(self.draft) else REVIEW

    def _show(self, step: int) -> None:
        self.show_step(step)
        self.outcome.clear()
        if self.draft is not None:
            self.next_button.setEnabled(bool(self.draft.chosen))
            if step == QUESTIONS:
                self.questions.show_draft(self.draft)
                self.questions.begin()
            elif step == REVIEW:
                self.review.show_draft(self.draft)
                self.review.begin()
                self._say_outcome()
        if step in {COLUMNS, DONE}:
            self.next_button.setFocus()

    def _say_outcome(self) -> None:
        if self.draft is None or self.draft.plan is None:
            return
        self.outcome.setText(said(self.draft))
        kept = self.draft.plan.without(self.draft.ticks.left_out)
        writing = self._context.workspace.writing
        self.next_button.setEnabled(writing and bool(kept.count("added") or kept.count("updated")))

    def _make_stale(self) -> None:
        self._stale = True

    # -- work ----------------------------------------------------------------------------------

    def _begin(self, work: Watched, words: str) -> None:
        self._work = work
        self.notice.say("")
        self.working.say(words)
        self._show(WORKING)
        self._timer.start()

    def _end(self) -> None:
        self._work, self._storing = None, False
        self._timer.stop()
        self.cancel_button.setEnabled(True)

    def _look(self) -> None:
        if self._work is not None:
            self.working.show_progress(self._work.done, self._work.total)

    def _fail(self, back_to: int, problem: CaristeError) -> None:
        self._end()
        if isinstance(problem, Cancelled) and back_to != REVIEW:
            return
        if back_to != WORKING:
            self._show(back_to)
        else:
            self._pages.hide()
            self.cancel_button.setText(_("Close"))
        if isinstance(problem, Cancelled):
            self.outcome.setText(str(problem))
        else:
            self.notice.say(str(problem))

    def _run(self, work: Any, words: str, then: Callable[[Any], None], back_to: int) -> None:
        self._begin(work, words)
        run = self._context.tasks.write if self._storing else self._context.tasks.read
        run(work.run, partial(self._done, work, then), partial(self._fail, back_to), owner=self)

    def _done(self, work: Watched, then: Callable[[Any], None], result: Any) -> None:
        if not self._storing and work.stopped():
            # Given up just as it ended: as if it had never been done. What is recorded is told, though.
            self._end()
        else:
            then(result)

    def _read(self) -> None:
        self._run(Reading(self._path), _("Reading… nothing is changed yet."), self._opened, WORKING)

    def _opened(self, opened: Opened) -> None:
        self._end()
        self.draft = Draft(opened)
        if opened.answers:
            self._understand()
        self.columns.show_draft(self.draft)
        self._show(COLUMNS)
        if not self.draft.sheets:
            self.notice.say(_("No list of people was found in this file: there is nothing to import."))

    def _understand(self) -> None:
        """Look again how the columns are understood, with what was answered."""
        if self.draft is None:
            return
        self._stale = True
        self.next_button.setEnabled(bool(self.draft.chosen))
        work = partial(understood, self.draft.book, copy.deepcopy(self.draft.answers))
        self._context.tasks.read(work, self._understood, owner=self, key="columns")

    def _understood(self, tables: tuple[ReadTable, ...]) -> None:
        if self.draft is not None:
            self.draft.tables = tables
            self.columns.refresh()

    def _plan(self, then: int) -> None:
        if self.draft is None:
            return
        draft, back_to = self.draft, self.current
        work = Planning(self._context.workspace, draft.book, set(draft.chosen), copy.deepcopy(draft.answers))
        self._run(work, _("Comparing with what is recorded…"), partial(self._planned, then), back_to)

    def _planned(self, then: int, planned: Planned) -> None:
        self._end()
        if self.draft is None:
            return
        asked = len(self.draft.column_questions)
        self.draft.take(planned)
        self._stale = False
        more = len(self.draft.column_questions) > asked and then == REVIEW and self.current != REVIEW
        if then == QUESTIONS:
            then = self._after_columns()
        elif more and asked:
            # An answer can raise a question: a column of dates, once it is one, may lack its days.
            then = QUESTIONS
        self._show(then)

    def _store(self) -> None:
        if self.draft is None or self.draft.plan is None:
            return
        self._storing = True
        kept = self.draft.plan.without(self.draft.ticks.left_out)
        self._run(
            Storing(self._context.workspace, kept), _("Recording…"), partial(self._stored, kept), REVIEW
        )

    def _stored(self, kept: Plan, imported: Imported) -> None:
        self._end()
        self.summary.show_plan(kept)
        self._show(DONE)
        self._context.bus.changed.emit(imported.touched)
        if imported.people:
            work = partial(read_pairs, self._context.workspace, imported.people)
            self._context.tasks.read(work, partial(self._propose, imported.people), owner=self)

    def _propose(self, people: frozenset[str], pairs: list[Pair]) -> None:
        self.summary.offer_duplicates(len(pairs))
        self.summary.duplicates_button.clicked.connect(partial(show_duplicates, self._context, self, people))

    def _save_rows(self, notes: Sequence[Note]) -> None:
        """Write the rows that some notes are about to a workbook."""
        if self.draft is not None:
            save_rows(self._context, self, self.draft, notes)

    # -- leaving -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field, or on a cell to look at, is for that; elsewhere it goes on."""
        enters, focused = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}, self.focusWidget()
        if enters and (isinstance(focused, QLineEdit) or focused is self.review.notes.view):
            event.accept()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Give up; a change being recorded is taken back whole before the assistant says so."""
        if self._work is not None:
            self._work.cancel()
        if not self._storing:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        if self._work is not None:
            self._work.cancel()
        if self._storing:
            event.ignore()
        else:
            super().closeEvent(event)
