"""How the program speaks and looks for this user, and what it is."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QColorDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cariste import __version__
from cariste.core.errors import CaristeError, InvalidEntity
from cariste.core.i18n import _, system_language
from cariste.core.preferences import FONT_SCALES, SCHEMES, Preferences, save_preferences
from cariste.ui.pages.base import Page
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import ChoiceField, TextField, field_label
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Card, Notice, heading, muted
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

_WIDEST = 90 * GRID
_FIELD_WIDTH = 34 * GRID
_SWATCH = 24


class PreferencesPage(Page):
    """Every choice is stored and worn at once; there is nothing to save.

    Attributes:
        changed: Carries the preferences just stored.
        folder_requested: The user wants another shared folder.
    """

    changed = Signal(object)
    folder_requested = Signal()

    def __init__(
        self, theme: Theme, preferences: Preferences, folder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preferences = preferences
        self.language = ChoiceField(theme, _languages(), preferences.language)
        self.scheme = ChoiceField(theme, _schemes(), preferences.scheme)
        self.font_scale = ChoiceField(theme, _scales(), preferences.font_scale)
        self.accent = TextField(theme, preferences.accent or "")
        self.accent.setPlaceholderText("#1F6FEB")
        self.accent.setMaxLength(7)
        self.swatch = QLabel()
        self.choose = FlatButton(_("Choose…"), theme)
        self.default_accent = FlatButton(_("Default"), theme)
        # Names by which the focus finds its field again when the pages are rebuilt.
        for name in ("language", "scheme", "font_scale", "accent"):
            getattr(self, name).setObjectName(f"preferences.{name}")
        self.accent_problem = Notice(theme)
        self.problem = Notice(theme)
        self._lay_out(folder)
        self._connect()
        self._paint_swatch()
        theme.changed.connect(self._paint_swatch)

    def activate(self) -> None:
        """Begin at the first choice."""
        self.language.setFocus()

    def _connect(self) -> None:
        self.language.activated.connect(lambda: self._store(language=self.language.currentData()))
        self.scheme.activated.connect(lambda: self._store(scheme=self.scheme.currentData()))
        self.font_scale.activated.connect(lambda: self._store(font_scale=self.font_scale.currentData()))
        self.accent.editingFinished.connect(self._take_accent)
        self.choose.clicked.connect(self._choose_accent)
        self.default_accent.clicked.connect(lambda: self._set_accent(""))

    def _take_accent(self) -> None:
        typed = self.accent.text().strip()
        if typed and not typed.startswith("#"):
            typed = f"#{typed}"
        accent = typed.upper() or None
        if accent != self._preferences.accent or self.accent_problem.text:
            self._store(accent=accent)

    def _set_accent(self, accent: str) -> None:
        with QSignalBlocker(self.accent):
            self.accent.setText(accent)
        self._take_accent()

    def _choose_accent(self) -> None:
        dialog = QColorDialog(self._theme.tokens.accent, self)
        dialog.setWindowTitle(_("Accent colour"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._set_accent(colour.name().upper()))
        dialog.open()

    def _store(self, **choice: object) -> None:
        candidate = dataclasses.replace(self._preferences, **choice)  # type: ignore[arg-type]
        self.accent_problem.say("")
        self.problem.say("")
        try:
            save_preferences(candidate)
        except InvalidEntity as error:
            self.accent_problem.say(error.problems.pop("accent", ""))
            self.problem.say(" ".join(error.problems.values()))
            return
        except CaristeError as error:
            self.problem.say(str(error))
        self._preferences = candidate
        if candidate.accent:
            self.accent.setText(candidate.accent)
        self.changed.emit(candidate)

    def _paint_swatch(self) -> None:
        drawn = pixmap("dot", self._theme.tokens.accent, _SWATCH, self.devicePixelRatioF())
        self.swatch.setPixmap(drawn)

    def _lay_out(self, folder: str) -> None:
        content = QWidget()
        content.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(heading(_("Preferences"), self._theme))
        column.addWidget(self.problem)
        column.addWidget(self._looks())
        column.addWidget(self._folder(folder))
        column.addWidget(self._about())
        column.addStretch()
        scroll = QScrollArea()
        slim_scroll_bars(scroll, self._theme)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _looks(self) -> Card:
        card = Card(self._theme, _("Language and appearance"))
        colour = QHBoxLayout()
        colour.setSpacing(GRID)
        self.accent.setFixedWidth(14 * GRID)
        for widget in (self.accent, self.swatch, self.choose, self.default_accent):
            colour.addWidget(widget)
        colour.addStretch()
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(3 * GRID)
        form.setVerticalSpacing(GRID + GRID // 2)
        for text, field in (
            (_("&Language"), self.language),
            (_("&Appearance"), self.scheme),
            (_("Text &size"), self.font_scale),
        ):
            field.setFixedWidth(_FIELD_WIDTH)
            form.addRow(field_label(text, field), field)
        form.addRow(field_label(_("Accent &colour"), self.accent), colour)
        form.addRow("", self.accent_problem)
        card.column.addLayout(form)
        card.column.addWidget(muted(_("Your choices apply at once, to you alone, on this workstation.")))
        return card

    def _folder(self, folder: str) -> Card:
        card = Card(self._theme, _("Shared folder"))
        place = muted(folder or _("No folder open"))
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.column.addWidget(place)
        other = FlatButton(_("Open another folder…"), self._theme)
        other.clicked.connect(self.folder_requested)
        card.column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _about(self) -> Card:
        card = Card(self._theme, _("About Cariste"))
        card.column.addWidget(muted(_("Version {version}").format(version=__version__)))
        card.column.addWidget(
            muted(_("Who may drive a forklift today: CACES certificates, medical visits and trainings."))
        )
        card.column.addWidget(muted(_("Regulatory information is indicative only.")))
        return card


def _languages() -> list[tuple[str, object]]:
    # Languages are named in themselves, so that whoever landed in the wrong one finds his own.
    names = {"fr": "Français", "en": "English"}
    system = _("System ({language})").format(language=names[system_language()])
    return [(system, None), *((name, code) for code, name in names.items())]


def _schemes() -> list[tuple[str, object]]:
    words = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
    return [(words[scheme], scheme) for scheme in SCHEMES]


def _scales() -> list[tuple[str, object]]:
    words = (_("Small (85%)"), _("Normal (100%)"), _("Large (115%)"))
    return list(zip(words, FONT_SCALES, strict=True))
