"""The first start: try a demo warehouse, create a shared folder, or open one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cariste.core.i18n import _
from cariste.ui.pages.base import Page
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import mix
from cariste.ui.widgets.fields import TextField, field_label
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Card, Notice, heading, muted

_WIDTH = 72 * GRID
_ICON = 28
_CHEVRON = 18
_RADIUS = 6


class WelcomePage(Page):
    """Three ways in; what went wrong is said here, and the ways stay open.

    Attributes:
        demo_requested: Try with invented people, on this PC only.
        create_requested: Carries the folder (`Path`) and the firm's name.
        open_requested: Carries the folder (`Path`).

    Args:
        last: The folder opened last, offered again.
        problem: Why it is not open now.
    """

    demo_requested = Signal()
    create_requested = Signal(object, str)
    open_requested = Signal(object)

    def __init__(
        self, theme: Theme, last: Path | None = None, problem: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.notice = Notice(theme)
        self.again = Way(theme, "refresh", _("Open the last folder again"), str(last or ""))
        self.again.clicked.connect(lambda: self.open_requested.emit(last))
        self.demo = Way(
            theme,
            "warehouse",
            _("Try with a demo warehouse"),
            _("180 invented people, on this workstation only. Nothing to prepare."),
        )
        self.new = Way(
            theme,
            "folder-new",
            _("Create a shared folder"),
            _("An empty warehouse, on a drive your colleagues can reach."),
        )
        self.existing = Way(
            theme,
            "folder",
            _("Open an existing folder"),
            _("The folder a colleague already uses with Cariste."),
        )
        self.form = CreateForm(theme)
        self.form.hide()
        self.demo.clicked.connect(self.demo_requested)
        self.new.clicked.connect(self._show_form)
        self.existing.clicked.connect(self._ask_folder)
        self.form.accepted.connect(self.create_requested)
        self.form.cancelled.connect(self._hide_form)
        self._lay_out()
        self.again.setVisible(last is not None)
        self.notice.say(problem)

    def activate(self) -> None:
        """Begin at the first way in."""
        first = self.demo if self.again.isHidden() else self.again
        first.setFocus()

    def _show_form(self) -> None:
        self.notice.say("")
        self.form.show()
        self.form.name.setFocus()

    def _hide_form(self) -> None:
        self.form.hide()
        self.new.setFocus()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Open an existing folder"))
        if chosen:
            self.open_requested.emit(Path(chosen))

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setFixedWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(heading(_("Welcome to Cariste"), self._theme))
        column.addWidget(
            muted(
                _("CACES certificates, medical visits and trainings: what is due, and who may drive today.")
            )
        )
        column.addWidget(self.notice)
        card = Card(self._theme)
        card.column.setContentsMargins(GRID, GRID, GRID, GRID)
        card.column.setSpacing(GRID // 2)
        for way in (self.again, self.demo, self.new, self.existing):
            card.column.addWidget(way)
        column.addWidget(card)
        column.addWidget(self.form)
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addWidget(middle)
        centred.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(centred)
        outer.addStretch(3)


class Way(QAbstractButton):
    """A wide button: shape, what it does, and what that means."""

    def __init__(self, theme: Theme, icon_name: str, text: str, description: str) -> None:
        super().__init__()
        self._theme, self._icon_name, self._description = theme, icon_name, description
        self.setText(text)
        self.setAccessibleDescription(description)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room for two lines."""
        return QSize(_WIDTH, 2 * self.fontMetrics().height() + 3 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw shape, words, and the ring of the focus."""
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(tokens.accent, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        tint = 0.1 if self.isDown() else 0.04 if self.underMouse() else 0.0
        painter.setBrush(mix(tokens.base, tokens.text, tint))
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        middle = self.height() // 2
        shape = pixmap(self._icon_name, tokens.link, _ICON, ratio)
        painter.drawPixmap(2 * GRID, middle - _ICON // 2, shape)
        chevron = pixmap("chevron-right", tokens.muted, _CHEVRON, ratio)
        painter.drawPixmap(self.width() - 2 * GRID - _CHEVRON, middle - _CHEVRON // 2, chevron)
        words = self.rect().adjusted(4 * GRID + _ICON, GRID, -4 * GRID - _CHEVRON, -GRID)
        painter.setPen(tokens.text)
        painter.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        upper = QRect(words.left(), words.top(), words.width(), middle - words.top())
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(tokens.muted)
        painter.setFont(self.font())
        lower = upper.translated(0, upper.height())
        shown = self.fontMetrics().elidedText(self._description, Qt.TextElideMode.ElideMiddle, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class CreateForm(QWidget):
    """Where the new folder lies and what the warehouse is called.

    Attributes:
        accepted: Carries the folder (`Path`) and the name, both given.
        cancelled: Not now.
    """

    accepted = Signal(object, str)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = TextField(theme)
        self.name.setMaxLength(100)
        self.folder = TextField(theme)
        self.folder.setPlaceholderText(_("An empty folder, for example {path}").format(path="P:\\Cariste"))
        self.browse = FlatButton(_("Browse…"), theme)
        self.accept = FlatButton(_("Create the folder"), theme, leads=True)
        self.cancel = FlatButton(_("Cancel"), theme)
        self.problem = Notice(theme)
        self.browse.clicked.connect(self._browse)
        self.accept.clicked.connect(self._accept)
        self.cancel.clicked.connect(self.cancelled)
        self.name.returnPressed.connect(self._accept)
        self.folder.returnPressed.connect(self._accept)
        self._lay_out(theme)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Create a shared folder"))
        if chosen:
            self.folder.setText(str(Path(chosen)))

    def _accept(self) -> None:
        name, folder = self.name.text().strip(), self.folder.text().strip()
        if not name:
            self.problem.say(_("Name of the warehouse: required field."))
            self.name.setFocus()
        elif not Path(folder).is_absolute():
            self.problem.say(_("Folder: choose it, or type its full path."))
            self.folder.setFocus()
        else:
            self.problem.say("")
            self.accepted.emit(Path(folder), name)

    def _lay_out(self, theme: Theme) -> None:
        card = Card(theme, _("Create a shared folder"))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.addRow(field_label(_("&Name of the warehouse *"), self.name), self.name)
        place = QHBoxLayout()
        place.setSpacing(GRID)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        form.addRow(field_label(_("&Folder *"), self.folder), place)
        card.column.addLayout(form)
        card.column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.accept)
        card.column.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
