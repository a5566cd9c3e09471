"""What the assistant looks like: a step at a time, with the way back and on below."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.importing.columns_page import ColumnsPage
from cariste.ui.importing.questions_page import QuestionsPage
from cariste.ui.importing.review_page import ReviewPage
from cariste.ui.importing.summary_page import SummaryPage
from cariste.ui.importing.working_page import WorkingPage
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.notice import HAS_A_BAR
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.screen_room import begin_at

_SIZE = QSize(128 * GRID, 84 * GRID)

WORKING, COLUMNS, QUESTIONS, REVIEW, DONE = range(5)
"""The steps."""


class AssistantFrame(QDialog):
    """The pages of the steps, the words above them and the buttons below; it does nothing by itself."""

    def __init__(self, theme: Theme, title: str, file_name: str, parent: QWidget | None = None) -> None:
        """Lay everything out.

        Args:
            theme: Colours and fonts.
            title: Of the window.
            file_name: The heading.
            parent: Some widget of the window it lies over.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty(HAS_A_BAR, True)
        begin_at(self, _SIZE)
        self.working = WorkingPage(theme)
        self.columns = ColumnsPage(theme)
        self.questions = QuestionsPage(theme)
        self.review = ReviewPage(theme)
        self.summary = SummaryPage(theme)
        self.notice = Notice(theme)
        self.step = muted()
        self.outcome = muted()
        self.back_button = FlatButton(_("Back"), theme)
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.next_button = FlatButton(_("Next"), theme, leads=True)
        self._pages = QStackedWidget()
        self._lay_out(file_name, theme)

    def _lay_out(self, file_name: str, theme: Theme) -> None:
        for page in (self.working, self.columns, self.questions, self.review, self.summary):
            self._pages.addWidget(page)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.outcome, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(GRID + GRID // 2)
        whole.addWidget(heading(file_name, theme))
        whole.addWidget(self.step)
        whole.addWidget(self.notice)
        whole.addWidget(self._pages, 1)
        whole.addLayout(buttons)

    @property
    def current(self) -> int:
        """The step shown."""
        return self._pages.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step with its words and its buttons."""
        self._pages.setCurrentIndex(step)
        self.step.setText(_step_words()[step])
        self.back_button.setVisible(step in {QUESTIONS, REVIEW})
        self.next_button.setVisible(step != WORKING)
        self.next_button.setText({REVIEW: _("Import"), DONE: _("Close")}.get(step, _("Next")))
        self.next_button.setDefault(True)
        self.cancel_button.setVisible(step != DONE)


def _step_words() -> dict[int, str]:
    return {
        WORKING: "",
        COLUMNS: _("Step 1 of 3: what the columns hold. Nothing is changed yet."),
        QUESTIONS: _("Step 2 of 3: what is not certain. What you leave open is not imported."),
        REVIEW: _("Step 3 of 3: what would change. What you untick stays as it is."),
        DONE: "",
    }
