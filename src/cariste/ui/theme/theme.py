"""Fusion with our own palettes, following the system's scheme unless the user chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from cariste.core.preferences import Preferences
from cariste.ui.theme.tokens import DARK, LIGHT, Tokens, mix, with_accent

GRID = 8
"""Spacing is a multiple of this, in device-independent pixels."""


class Theme(QObject):
    """The colours and fonts in force.

    Attributes:
        tokens: Colours to draw with; read them when painting, they change.
        dark: Whether the dark scheme is in force.
        changed: Colours or fonts are different now, and the application already wears them.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT
        self.dark = False
        self._app: QApplication | None = None
        self._preferences = Preferences()
        self._system_scheme = Qt.ColorScheme.Unknown
        self._system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)

    def apply(self, app: QApplication, preferences: Preferences) -> None:
        """Dress the application, and from then on follow the system's scheme."""
        self._preferences = preferences
        if self._app is None:
            self._app = app
            app.setStyle("Fusion")
            self._system_scheme = app.styleHints().colorScheme()
            app.styleHints().colorSchemeChanged.connect(self._follow)
        self._dress()

    @property
    def text_scale(self) -> float:
        """How large the user wants texts: 1.0 as the system has them."""
        return self._preferences.font_scale

    def font(self, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the text font, larger or bolder: headings 1.5, titles of cards 1.0 in DemiBold."""
        font = QFont(self._app.font() if self._app is not None else self._system_font)
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setWeight(weight)
        return font

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        self._system_scheme = scheme
        self._dress()

    def _wants_dark(self) -> bool:
        if self._preferences.scheme == "system":
            return self._system_scheme == Qt.ColorScheme.Dark
        return self._preferences.scheme == "dark"

    def _dress(self) -> None:
        app, preferences = self._app, self._preferences
        if app is None:
            return
        self.dark = self._wants_dark()
        tokens = DARK if self.dark else LIGHT
        self.tokens = with_accent(tokens, QColor(preferences.accent)) if preferences.accent else tokens
        font = QFont(self._system_font)
        font.setPointSizeF(self._system_font.pointSizeF() * preferences.font_scale)
        if font != app.font():
            app.setFont(font)
        app.setPalette(palette(self.tokens))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """Return a whole palette for Qt's own widgets, disabled state included."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.base,
        role.AlternateBase: mix(tokens.base, tokens.window, 0.6),
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.base,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.red,
        role.ToolTipBase: tokens.base,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.Light: mix(tokens.base, tokens.window, 0.2),
        role.Midlight: tokens.side,
        role.Mid: tokens.border,
        role.Dark: tokens.border,
        role.Shadow: mix(tokens.border, tokens.text, 0.5),
    }
    result = QPalette()
    for which, colour in colours.items():
        result.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, which, mix(tokens.muted, tokens.window, 0.25))
    result.setColor(QPalette.ColorGroup.Disabled, role.Base, tokens.window)
    result.setColor(QPalette.ColorGroup.Disabled, role.Button, tokens.window)
    return result
