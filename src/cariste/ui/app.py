"""The program with a window: language, looks, error hooks, then the first window and its folder."""

from __future__ import annotations

import dataclasses
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from cariste import __version__
from cariste.core.errors import CaristeError, EnvironmentProblem, UserError
from cariste.core.i18n import _, language, set_language
from cariste.core.log import set_up_logging
from cariste.core.paths import check_user_folder, user_folder
from cariste.core.preferences import Preferences, load_preferences, save_preferences
from cariste.ui import pages
from cariste.ui.bus import Bus
from cariste.ui.closing import Closing
from cariste.ui.context import Context
from cariste.ui.deeds import Deeds
from cariste.ui.errors import ErrorReporter
from cariste.ui.garbage import GarbageCollector
from cariste.ui.long_changes import LongChanges
from cariste.ui.main_window import MainWindow
from cariste.ui.opening import open_demo, open_last_known, open_new, open_shared
from cariste.ui.pages.base import Page
from cariste.ui.session import Session
from cariste.ui.single_instance import SingleInstance
from cariste.ui.situation import Situation
from cariste.ui.tasks import Tasks
from cariste.ui.theme.icons import icon
from cariste.ui.theme.theme import Theme
from cariste.ui.undo import Undo
from cariste.ui.widgets import status
from cariste.ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from cariste.workspace import Workspace

_log = logging.getLogger(__name__)
_TURN = 0.001
"""Seconds after which a thread that computes lets the window in: one painting asks for that many times."""


def run(argv: Sequence[str]) -> int:
    """Show the window until it is closed.

    Args:
        argv: Command line without the program's name: nothing, or ``--folder DIR``.

    Returns:
        The exit code.
    """
    folder = _folder_in(argv)
    sys.setswitchinterval(_TURN)
    app = QApplication(["cariste"])
    preferences = load_preferences()
    set_language(preferences.language)
    try:
        check_user_folder()
    except EnvironmentProblem as problem:
        sys.stderr.write(f"{problem}\n")
        # Whoever clicked on an icon sees no console.
        QMessageBox.critical(None, "Cariste", str(problem))
        return 4
    instance = SingleInstance()
    folder = folder.absolute() if folder else _opened_last(preferences)
    if instance.is_elsewhere(folder):
        return 0
    # Connected first, so called first: while the folder is being given back, no window can come forward.
    app.aboutToQuit.connect(instance.stop_listening)
    try:
        program = Program(app, preferences, folder)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    instance.wanted.connect(program.window.come_forward)
    program.session.opened.connect(lambda workspace: instance.stand_for(workspace.folder))
    program.window.show()
    code = app.exec()
    instance.release()
    return code


def _opened_last(preferences: Preferences) -> Path | None:
    return Path(preferences.last_folder) if preferences.last_folder else None


def _folder_in(argv: Sequence[str]) -> Path | None:
    if not argv:
        return None
    import argparse  # a double click needs none of it

    options = argparse.ArgumentParser(prog="cariste")
    options.add_argument("--folder", type=Path)
    folder: Path | None = options.parse_args(argv).folder
    return folder


class Program(QObject):
    """Holds the parts together; each knows nothing of the others.

    Attributes:
        window: The one window.
        session: The folder it shows.
        undo: Takes back what was written here.
    """

    def __init__(self, app: QApplication, preferences: Preferences, folder: Path | None = None) -> None:
        super().__init__()
        self._app, self._preferences = app, preferences
        self._folder = folder or _opened_last(preferences)
        self._problem, self._left = "", False
        self._garbage = GarbageCollector(self)
        self._translator = QTranslator(self)
        self._speak()
        self._theme = Theme(self)
        self._theme.apply(app, preferences)
        self._tasks, self._bus = Tasks(self), Bus(self)
        self.session = Session(self._tasks, self._bus, self)
        settings = QSettings(str(user_folder() / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self._theme, settings)
        self._errors = ErrorReporter(self._theme, self)
        self._errors.install(self.window, self._tasks)
        self.undo = Undo(self.window, self.session, self._tasks, self._bus, self._theme)
        app.setApplicationName("Cariste")
        app.setApplicationVersion(__version__)
        app.setWindowIcon(icon("warehouse", lambda: self._theme.tokens.accent))
        app.aboutToQuit.connect(self.leave)
        self._connect()
        self._offer_pages(opening=self._folder is not None)

    def _connect(self) -> None:
        self.window.painted.connect(self._begin)
        self._closing = Closing(self.session, self._tasks, self.window, self._theme)
        LongChanges(self.window, self.session, self._tasks, self._theme)
        deeds = Deeds(self.session, self._tasks, self.window, self._closing, self._theme)
        deeds.opening_wanted.connect(self._open_anew)
        deeds.went_wrong.connect(self._errors.show)
        self.window.banner.details_requested.connect(self._show_problem)
        self.session.opened.connect(self._on_opened)
        self.session.refused.connect(self._on_refused)
        self.session.situation.connect(self._on_situation)
        self.session.resume_wanted.connect(self._open_anew)
        self._bus.changed.connect(self._name_firm)

    # -- the folder ----------------------------------------------------------------------------

    def _begin(self) -> None:
        set_up_logging()
        if self._folder is None:
            self._welcome()
        else:
            self._open(self._folder)

    def _open(self, folder: Path) -> None:
        self._folder = folder
        self._open_anew()

    def _open_anew(self, way: Callable[[Path], Workspace] = open_shared) -> None:
        if self._folder is not None:
            words = _("Opening {folder}…").format(folder=self._folder)
            waiting = self._wait_for(partial(way, self._folder), words, _("Show the last known data"))
            # A share that hangs may take a minute to fail.
            waiting.meanwhile_wanted.connect(partial(self._show_last_known, self._folder))

    def _show_last_known(self, folder: Path) -> None:
        self.session.open(partial(open_last_known, folder), to_read=True)

    def _open_demo(self) -> None:
        self._wait_for(open_demo, _("Preparing the demo warehouse…"))

    def _create(self, folder: Path, name: str) -> None:
        self._wait_for(partial(open_new, folder, name), _("Creating {folder}…").format(folder=folder))

    def _wait_for(self, way: Callable[[], Workspace], words: str, meanwhile: str = "") -> Waiting:
        self.session.open(way)
        self.window.banner.show_status(status.opening())
        self.window.banner.show_problem("")
        self._offer_pages(opening=True)
        waiting = Waiting(self._theme, words, meanwhile)
        waiting.cancelled.connect(self._cancel)
        self.window.show_alone(waiting)
        return waiting

    def _cancel(self) -> None:
        self.session.give_up()
        self._welcome()

    def _leave_folder(self) -> None:
        self._closing.finish_first(
            _("Leave the folder all the same?"), _("Leave without saving"), self._give_up_folder
        )

    def _give_up_folder(self) -> None:
        self.window.give_up_typing()
        self._welcome()

    def _welcome(self, problem: str = "") -> None:
        self.session.close()
        self._problem = problem
        self.window.name_firm("")
        self.window.banner.show_status(status.closed())
        self.window.banner.show_problem("")
        self._offer_pages()
        self.window.visit("welcome")

    def _on_opened(self, workspace: Workspace) -> None:
        self._folder, self._problem = workspace.folder, ""
        self._keep(dataclasses.replace(self._preferences, last_folder=str(workspace.folder)))
        self.window.name_firm(workspace.name)
        self._offer_pages()
        self.window.resume()

    def _name_firm(self, _what: Any = None) -> None:
        if self.session.workspace is not None:
            self.window.name_firm(self.session.workspace.name)

    def _on_refused(self, problem: str) -> None:
        self._welcome(problem)

    def _on_situation(self, situation: Situation) -> None:
        self.window.banner.show_status(situation.status)
        self._problem = situation.problem
        self.window.banner.show_problem(situation.problem)
        self.window.navigation.need("outbox", needed=situation.stuck)

    def _show_problem(self) -> None:
        self._errors.tell(self._problem)

    def leave(self) -> None:
        """Give the folder back and let what was begun be finished; nothing may be asked for afterwards."""
        if not self._left:
            self._left = True
            self._app.removeTranslator(self._translator)
            self.session.close()
            self._tasks.shutdown()
            self._garbage.stop()

    # -- the pages -----------------------------------------------------------------------------

    def _offer_pages(self, *, opening: bool = False) -> None:
        workspace = self.session.workspace
        if workspace is not None:
            context = Context(workspace, self._tasks, self._bus, self._theme)
            entries = pages.while_open(context, self._preferences_page)
            self.window.offer(entries, self._alerts(context), folder=str(workspace.folder))
        elif opening:
            self.window.offer(pages.while_open(None, self._preferences_page))
        else:
            entries = pages.while_closed(self._welcome_page, self._preferences_page)
            self.window.offer(entries, with_dock=False)

    def _alerts(self, context: Context) -> QWidget:
        from cariste.ui.widgets.alerts_dock import AlertsDock

        alerts = AlertsDock(context)
        alerts.person_requested.connect(self.window.show_person)
        alerts.all_requested.connect(lambda: self.window.visit("alerts"))
        return alerts

    def _welcome_page(self) -> Page:
        from cariste.ui.pages.welcome import WelcomePage

        page = WelcomePage(self._theme, self._folder, self._problem)
        page.demo_requested.connect(self._open_demo)
        page.create_requested.connect(self._create)
        page.open_requested.connect(self._open)
        return page

    def _preferences_page(self) -> Page:
        from cariste.ui.pages.preferences import PreferencesPage

        workspace = self.session.workspace
        page = PreferencesPage(self._theme, self._preferences, str(workspace.folder) if workspace else "")
        page.changed.connect(self._on_preferences)
        page.folder_requested.connect(self._leave_folder)
        return page

    # -- the preferences -----------------------------------------------------------------------

    def _on_preferences(self, preferences: Preferences) -> None:
        before, self._preferences = self._preferences, preferences
        if preferences.language != before.language:
            self._speak()
        self._theme.apply(self._app, preferences)
        if (preferences.language, preferences.font_scale) != (before.language, before.font_scale):
            # Not at once: the page that asked is among those replaced.
            QTimer.singleShot(0, self._rebuild)

    def _rebuild(self) -> None:
        focused = self.window.focusWidget()
        self._offer_pages()
        self.window.resume()
        self.window.focus_on(focused.objectName() if focused is not None else "")
        if self.session.workspace is None:
            self.window.banner.show_status(status.closed())
        else:
            self._name_firm()
            self.session.look()

    def _speak(self) -> None:
        set_language(self._preferences.language)
        self._app.removeTranslator(self._translator)
        french = language() == "fr"
        QLocale.setDefault(QLocale("fr_FR" if french else "en_GB"))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if french and self._translator.load("qtbase_fr", folder):
            self._app.installTranslator(self._translator)

    def _keep(self, preferences: Preferences) -> None:
        self._preferences = preferences
        try:
            save_preferences(preferences)
        except CaristeError as error:
            # The folder is asked for again next time; no reason to stop the user now.
            _log.warning("Preferences not stored: %s", error)
