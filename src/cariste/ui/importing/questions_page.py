"""Second step: what one answer settles for a whole column, and who the doubtful rows are about."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.exchange.meaning_labels import meaning_label
from cariste.exchange.meanings import parse_meaning
from cariste.exchange.questions import MEANING, ColumnQuestion, PersonQuestion, choice_label
from cariste.ui.importing.column_row import QuietChoice
from cariste.ui.importing.draft import Draft
from cariste.ui.models.import_people import people_question_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import field_label
from cariste.ui.widgets.parts import Card, muted, subheading
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_CHOICE_WIDTH = 44 * GRID
_TABLE_ROWS = 6


class QuestionsPage(QWidget):
    """Questions about columns as fields; those about people as a table with the answer below it.

    Attributes:
        changed: An answer is different.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft: Draft | None = None
        self.fields: dict[tuple[str, str, str], QuietChoice] = {}
        self._columns = QScrollArea()
        self._columns.setWidgetResizable(True)
        self._columns.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._columns.setFrameShape(QFrame.Shape.NoFrame)
        self._columns.viewport().setAutoFillBackground(False)
        slim_scroll_bars(self._columns, theme)
        self.model: TableModel[PersonQuestion] = TableModel(
            people_question_columns(self._answer_words), lambda question: question[:2], parent=self
        )
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("Rows that may be about somebody already known"))
        self.view.setMinimumHeight(_TABLE_ROWS * self.view.verticalHeader().defaultSectionSize())
        self.answer = QuietChoice(theme, (), None)
        self.answer.setFixedWidth(_CHOICE_WIDTH)
        self._reason = muted()
        self._people = self._people_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(self._columns, 1)
        column.addWidget(self._people, 1)
        self.view.chosen.connect(self._show_question)
        self.answer.activated.connect(self._answer_person)

    def _people_card(self) -> Card:
        title = subheading(_("Who is it?"), self._theme)
        title.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        below = QWidget()
        line = QHBoxLayout(below)
        line.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        line.setSpacing(GRID)
        line.addWidget(field_label(_("&It is"), self.answer))
        line.addWidget(self.answer)
        line.addWidget(self._reason, 1)
        card = sheet(self._theme, title, self.view, below)
        card.column.setStretch(1, 1)
        card.column.setStretch(2, 0)
        return card

    def show_draft(self, draft: Draft) -> None:
        """Show the questions that a file leaves."""
        self._draft = draft
        self._show_columns(draft)
        questions = draft.people_questions
        self.model.set_rows(questions)
        self._people.setVisible(bool(questions))
        if questions and self.view.current_id() is None:
            self.view.select_position(0)

    def begin(self) -> None:
        """Put the keyboard on the first question."""
        first: QWidget = next(iter(self.fields.values()), self.view)
        first.setFocus()

    def _show_columns(self, draft: Draft) -> None:
        self.fields = {}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for question in draft.column_questions:
            column.addWidget(self._column_card(draft, question))
        column.addStretch()
        self._columns.setWidget(content)
        content.setAutoFillBackground(False)  # cards lie on the window's ground
        self._columns.setVisible(bool(draft.column_questions))

    def _column_card(self, draft: Draft, question: ColumnQuestion) -> Card:
        title = _("{sheet}, column {letter}").format(sheet=question.sheet, letter=question.column)
        card = Card(self._theme)
        card.column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID + GRID // 2)
        words = QLabel(_asked(question))
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        card.column.addWidget(words)
        card.column.addWidget(muted(" · ".join(filter(None, (title, _examples(question))))))
        choices: list[tuple[str, object]] = [(_("(leave these cells out)"), None)]
        choices += [(_choice_words(question, choice), choice) for choice in question.choices]
        field = QuietChoice(self._theme, choices, draft.answer_of(question))
        field.setAccessibleName(_asked(question))
        field.setFixedWidth(_CHOICE_WIDTH)
        field.activated.connect(partial(self._answer_column, question, field))
        card.column.addWidget(field)
        self.fields[question[:3]] = field
        return card

    def _answer_column(self, question: ColumnQuestion, field: QuietChoice, _index: int) -> None:
        if self._draft is not None:
            self._draft.answer(question, field.currentData())
            self.changed.emit()

    def _answer_words(self, question: PersonQuestion) -> str:
        answer = self._draft.person_answer(question) if self._draft is not None else question.now
        return next((choice.words for choice in question.choices if choice.answer == answer), answer)

    def _show_question(self, question_id: Any) -> None:
        for place in self.model.positions([question_id]):
            question = self.model.row(place)
            self._reason.setText(question.reason)
            self.answer.clear()
            for choice in question.choices:
                self.answer.addItem(choice.words, choice.answer)
            if self._draft is not None:
                self.answer.setCurrentIndex(self.answer.findData(self._draft.person_answer(question)))

    def _answer_person(self) -> None:
        """Answer for every selected row that has this choice."""
        answer = str(self.answer.currentData())
        if self._draft is None:
            return
        for place in self.view.selected_positions():
            question = self.model.row(place)
            if any(choice.answer == answer for choice in question.choices):
                self._draft.answer_person(question, answer)
        self.view.viewport().update()
        self.changed.emit()


def _asked(question: ColumnQuestion) -> str:
    if question.topic != MEANING:
        return question.reason
    return _("Column “{title}”: dates obtained or expiry dates?").format(title=" ".join(question.examples))


def _examples(question: ColumnQuestion) -> str:
    if not question.cells:
        return ""
    cells = ngettext("{n} cell", "{n} cells", question.cells).format(n=format_number(question.cells))
    return _("{cells}: {examples}").format(cells=cells, examples=", ".join(question.examples))


def _choice_words(question: ColumnQuestion, choice: str) -> str:
    if question.topic != MEANING:
        return choice_label(choice)
    meaning = parse_meaning(choice)
    return meaning_label(meaning) if meaning is not None else choice
