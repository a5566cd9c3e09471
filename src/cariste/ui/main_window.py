"""The frame: banner, navigation, pages, alerts at the right. It knows no page from inside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.ui.pages import PageEntry
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets import side_dock
from cariste.ui.widgets.banner import Banner
from cariste.ui.widgets.navigation import SHORTCUTS, Navigation
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.side_dock import SideDock

_SIZE = QSize(1280, 800)
_ROOMY = 140 * GRID
"""Width from which navigation and dock have all the room they like; large texts need more. At 200 % a full HD
screen has less."""


class MainWindow(QMainWindow):
    """Banner on top, navigation left, one page in the middle, a dock right.

    Attributes:
        painted: The window was painted for the first time: heavy work may begin.
        closing: The user closes the window; what it looks like is stored already. Carries the `QCloseEvent`:
            whoever has something to finish first ignores it.
    """

    painted = Signal()
    closing = Signal(object)

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        theme.changed.connect(self._fit)
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, Page] = {}
        self._folder = ""
        self._begun: dict[tuple[str, str], object] = {}
        self._shown: str | None = None
        self._alone: QWidget | None = None
        self._was_painted = False
        self._dock_wanted = True
        self.banner = Banner(theme)
        self.navigation = Navigation(theme)
        self.navigation.chosen.connect(self.visit)
        self._stack = QStackedWidget()
        self.dock = SideDock(self)
        self._lay_out()
        self._make_shortcuts()
        self.name_firm("")
        self._restore()

    def name_firm(self, firm: str) -> None:
        """Put the firm into the title, and the day if it is a rehearsal."""
        parts = ["Cariste", firm]
        if clock.is_rehearsal():
            parts.append(_("rehearsal on {day}").format(day=format_date(clock.today())))
        self.setWindowTitle(" — ".join(filter(None, parts)))

    def offer(
        self,
        entries: Sequence[PageEntry],
        dock: QWidget | None = None,
        *,
        with_dock: bool = True,
        folder: str = "",
    ) -> None:
        """Replace pages and dock; shows no page yet. What was begun in a folder goes on in its new pages."""
        self._forget_pages()
        self._folder = folder
        self._entries = {entry.key: entry for entry in entries}
        self.navigation.show_entries(entries)
        self.dock.fill(dock)
        self.dock.setVisible(with_dock and self._dock_wanted)
        for place, key in list(self._begun):
            if place == folder and self.can_visit(key):
                self._page(key)

    def resume(self) -> None:
        """Show the page visited last, here or in the session before; else the first there is."""
        wanted = self._shown or str(self._settings.value("page", ""))
        if not self.can_visit(wanted):
            wanted = next((key for key in self._entries if self.can_visit(key)), "")
        self.visit(wanted)

    def show_alone(self, widget: QWidget) -> None:
        """Show something in place of the pages, such as that a folder is being opened."""
        self._clear_alone()
        self._alone = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.navigation.choose("")

    def can_visit(self, key: str) -> bool:
        """Tell whether there is such a page and it can be shown now."""
        return key in self._entries and self._entries[key].build is not None

    def visit(self, key: str) -> None:
        """Show a page, built now if it is the first time."""
        if not self.can_visit(key):
            return
        page = self._page(key)
        self._shown = key
        self._clear_alone()
        self._stack.setCurrentWidget(page)
        self.navigation.choose(key)
        page.activate()

    def focus_on(self, name: str) -> None:
        """Give the focus to the widget of that object name, if it is there."""
        widget = self.findChild(QWidget, name) if name else None
        if widget is not None:
            widget.setFocus()

    def finish_typing(self) -> str:
        """Let the pages record what was begun in them; show the one that cannot, and return what it says."""
        for key, page in self._pages.items():
            if words := page.finish_typing():
                self.visit(key)
                return words
        return ""

    def give_up_typing(self) -> None:
        """Let go of what was begun and cannot be recorded."""
        for page in self._pages.values():
            page.lay_down()

    def show_person(self, employee_id: str, record_id: str) -> None:
        """Show one person at one record, on the page of people."""
        self.visit("employees")
        self._page("employees").show_person(employee_id, record_id)

    def show_drivers(self, machine_id: str) -> None:
        """Show who may drive a machine, on the page with that question."""
        self.visit("driving")
        self._page("driving").show_drivers(machine_id)

    def search_people(self) -> None:
        """Go to the search field, whichever page is shown."""
        if self.can_visit("employees"):
            self.visit("employees")
            self._page("employees").focus_search()

    def come_forward(self) -> None:
        """Stand before all other windows, even if it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def shown(self) -> str | None:
        """Key of the page visited last."""
        return self._shown

    def remember(self) -> None:
        """Store where everything stands, per user."""
        settings = self._settings
        settings.setValue("geometry", self.saveGeometry())
        settings.setValue("layout", self.saveState())
        if self._shown is not None:
            settings.setValue("page", self._shown)
        for key, page in self._pages.items():
            settings.beginGroup(f"pages/{key}")
            page.save_state(settings)
            settings.endGroup()

    def event(self, event: QEvent) -> bool:
        """Notice the first painting; the signal comes once it is on the screen."""
        handled = super().event(event)
        if not self._was_painted and event.type() == QEvent.Type.Paint:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a small window to the page."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        compact = self.width() < _ROOMY * max(1.0, self._theme.text_scale)
        self.navigation.be_compact(compact)
        self.dock.be_compact(compact)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store the state, then go, unless somebody has something to finish first."""
        self.remember()
        self.closing.emit(event)
        if event.isAccepted():
            super().closeEvent(event)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            build = self._entries[key].build
            if build is None:
                raise LookupError(key)
            page = build()
            page.person_requested.connect(self.show_person)
            page.drivers_requested.connect(self.show_drivers)
            self._settings.beginGroup(f"pages/{key}")
            page.restore_state(self._settings)
            self._settings.endGroup()
            if (begun := self._begun.pop((self._folder, key), None)) is not None:
                page.take_up(begun)
            self._stack.addWidget(page)
            self._pages[key] = page
        return self._pages[key]

    def _forget_pages(self) -> None:
        if self._pages:
            self.remember()
        for key, page in self._pages.items():
            if (begun := page.lay_down()) is not None:
                self._begun[self._folder, key] = begun
            self._stack.removeWidget(page)
            # Out of the window at once: until it is deleted, nobody shall find the old fields in it.
            page.setParent(None)
            page.deleteLater()
        self._pages.clear()

    def _clear_alone(self) -> None:
        if self._alone is not None:
            self._stack.removeWidget(self._alone)
            self._alone.deleteLater()
            self._alone = None

    def _lay_out(self) -> None:
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.resizeDocks([self.dock], [side_dock.WIDTH], Qt.Orientation.Horizontal)
        self.setMenuWidget(self.banner)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(middle)

    def _make_shortcuts(self) -> None:
        toggle = self.dock.toggleViewAction()
        toggle.triggered.connect(self._want_dock)
        toggle.setShortcut(QKeySequence(Qt.Key.Key_F8))
        self.addAction(toggle)
        for number in range(1, SHORTCUTS + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda place=number - 1: self._visit_nth(place))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search_people)

    def _visit_nth(self, place: int) -> None:
        keys = list(self._entries)
        if place < len(keys):
            self.visit(keys[place])

    def _want_dock(self, wanted: bool) -> None:
        self._dock_wanted = wanted
        self._settings.setValue("dock", wanted)

    def _restore(self) -> None:
        self._dock_wanted = self._settings.value("dock", True, bool) is not False
        geometry, layout = self._settings.value("geometry"), self._settings.value("layout")
        begin_at(self, _SIZE)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(layout, QByteArray):
            self.restoreState(layout)
