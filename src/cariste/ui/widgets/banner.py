"""The line at the top of the window: may I edit, who does, is my work safe."""

from __future__ import annotations

import dataclasses
import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, colour_words

_SIGN_SIZE = 14


@dataclasses.dataclass(frozen=True)
class Status:
    """What the banner says: a sign, a word and a colour together, never colour alone.

    Attributes:
        sign: Shape in ``theme/icons``.
        colour: Name of the token for sign and word.
        headline: The word.
        detail: What goes with it.
        saved: At the right, the last save and whether the others have it.
        action: Text of the button, empty for none.
        question: What to confirm before the button acts, empty for nothing.
    """

    sign: str
    colour: str
    headline: str
    detail: str = ""
    saved: str = ""
    action: str = ""
    question: str = ""


def opening() -> Status:
    """The folder is being opened."""
    return Status("clock", "muted", _("Opening…"))


def closed() -> Status:
    """No folder is open."""
    return Status("dash", "muted", _("No folder open"))


def writing(firm: str, saved: dt.datetime | None) -> Status:
    """This window edits."""
    return Status("dot", "green", _("You are editing"), firm, saved_in_words(saved))


def reading(
    holder: str | None, since: dt.datetime | None, seen: dt.datetime | None, published: dt.datetime | None
) -> Status:
    """Somebody else edits (``holder`` as « Marie (PC-QUAI-2) »), or nobody may from here."""
    if holder is None:
        detail = _("nobody is editing")
    elif since is None or seen is None:
        detail = _("{who} is editing").format(who=holder)
    else:
        detail = _("{who} has been editing since {since}, seen at {seen}").format(
            who=holder, since=_moment(since), seen=_moment(seen)
        )
    data = _("data of {time}").format(time=_moment(published, seconds=True)) if published else ""
    return Status("ring", "muted", _("Read-only"), detail, data, action=_("Edit"))


def silent(holder: str, seen: dt.datetime, published: dt.datetime | None) -> Status:
    """Whoever edits gave no sign of life for so long that another person may take over."""
    status = reading(holder, None, None, published)
    question = _(
        "{who} has given no sign of life since {time}. If you take over, you edit the data as it was last "
        "published; what was being typed there and not yet published will not be in it."
    )
    return dataclasses.replace(
        status,
        detail=_("{who} was editing, not seen since {time}").format(who=holder, time=_moment(seen)),
        action=_("Take over"),
        question=question.format(who=holder, time=_moment(seen)),
    )


def offline(pending: int, saved: dt.datetime | None) -> Status:
    """The share does not answer; what is typed stays here meanwhile."""
    if pending == 0:
        detail = _("the shared folder does not answer")
    else:
        words = ngettext("{n} change waiting", "{n} changes waiting", pending)
        detail = words.format(n=format_number(pending))
    return Status("offline", "orange", _("Offline"), detail, saved_in_words(saved, shared=False))


def taken_over(by: str | None) -> Status:
    """Another workstation took the hand, or the share did not confirm: this window shows old data."""
    headline = _("Taken over by {who}").format(who=by) if by else _("No longer editing")
    return Status(
        "cross", "red", headline, _("this window shows the data as it was then"), action=_("Reopen")
    )


def saved_in_words(saved: dt.datetime | None, *, shared: bool = True) -> str:
    """Say when the last change was stored, and whether everybody has it."""
    if saved is None:
        return _("up to date for everyone") if shared else ""
    stored = _("saved {time}").format(time=_moment(saved, seconds=True))
    return " · ".join((stored, _("up to date for everyone") if shared else _("on this workstation")))


def _moment(moment: dt.datetime, *, seconds: bool = False) -> str:
    return moment.strftime("%H:%M:%S" if seconds else "%H:%M")


class Banner(QWidget):
    """Shows a `Status`, and under it what is wrong with the settings, if anything.

    Attributes:
        action_requested: Its button was pressed.
        details_requested: The button beside a problem of the settings was pressed.
    """

    action_requested = Signal()
    details_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = opening()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._sign = QLabel()
        self._headline = QLabel()
        self._detail = _secondary(ElidedLabel())
        self._saved = _secondary(QLabel())
        self._action = FlatButton("", theme)
        self._action.clicked.connect(self.action_requested)
        self._problem_sign = QLabel()
        self._problem = ElidedLabel()
        self._details = FlatButton("", theme)
        self._details.clicked.connect(self.details_requested)
        self._problem_line = self._lay_out()
        self._problem_line.hide()
        theme.changed.connect(self._dress)
        self.show_status(self._status)

    def show_status(self, status: Status) -> None:
        """Say this from now on."""
        self._status = status
        self._headline.setText(status.headline)
        self._detail.setText(status.detail)
        self._saved.setText(status.saved)
        self._action.setText(status.action)
        self._action.setVisible(bool(status.action))
        self.setAccessibleName(_("State of this window"))
        self.setAccessibleDescription(" ".join(filter(None, (status.headline, status.detail, status.saved))))
        self._dress()

    def show_problem(self, message: str) -> None:
        """Say in a second line what is wrong with the settings; an empty message takes it away."""
        self._problem.setText(" ".join(message.split()))
        self._details.setText(_("Details"))
        self._problem_line.setVisible(bool(message))

    @property
    def status(self) -> Status:
        """What is shown now."""
        return self._status

    @property
    def problem(self) -> str:
        """The second line, empty for none."""
        return self._problem.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline under the banner."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._theme.tokens.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _lay_out(self) -> QWidget:
        first = QHBoxLayout()
        first.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        first.setSpacing(GRID)
        first.addWidget(self._sign)
        first.addWidget(self._headline)
        first.addSpacing(GRID // 2)
        first.addWidget(self._detail)
        first.addSpacing(GRID)
        first.addWidget(self._action)
        first.addStretch()
        first.addWidget(self._saved)
        problem_line = QWidget()
        second = QHBoxLayout(problem_line)
        second.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        second.setSpacing(GRID)
        second.addWidget(self._problem_sign)
        second.addWidget(self._problem)
        second.addSpacing(GRID)
        second.addWidget(self._details)
        second.addStretch()
        # The line keeps its height whether a button stands in it or not.
        holder = QWidget()
        holder.setLayout(first)
        holder.setMinimumHeight(5 * GRID + GRID // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addWidget(holder)
        column.addWidget(problem_line)
        return problem_line

    def _dress(self) -> None:
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        colour = getattr(tokens, self._status.colour)
        self._sign.setPixmap(pixmap(self._status.sign, colour, _SIGN_SIZE, ratio))
        colour_words(self._headline, colour)
        self._headline.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        self._problem_sign.setPixmap(pixmap("triangle", tokens.orange, _SIGN_SIZE, ratio))
        colour_words(self._problem, tokens.orange)


def _secondary(label: QLabel) -> QLabel:
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
