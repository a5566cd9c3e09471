"""What the buttons of the banner do: edit, ask for the hand, give it, answer, send again, decide."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.ui.closing import Closing
from cariste.ui.main_window import MainWindow
from cariste.ui.opening import ask_to_edit, open_shared, open_to_read
from cariste.ui.session import Session
from cariste.ui.situation import Situation
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.status import Action, Deed, handing_over

if TYPE_CHECKING:
    from cariste.workspace import Workspace

_log = logging.getLogger(__name__)


class Deeds(QObject):
    """Does what a button of the banner says, off the UI thread, after its question if it has one.

    Attributes:
        opening_wanted: The folder is to be opened anew; carries the way, which takes the folder.
        went_wrong: Something could not be done; carries the error, for a message.
    """

    opening_wanted = Signal(object)
    went_wrong = Signal(object)

    def __init__(
        self, session: Session, tasks: Tasks, window: MainWindow, closing: Closing, theme: Theme
    ) -> None:
        super().__init__(window)
        self._session, self._tasks, self._window, self._theme = session, tasks, window, theme
        self._closing = closing
        self._ways: dict[Deed, Callable[[], None]] = {
            Deed.EDIT: partial(self.opening_wanted.emit, open_shared),
            Deed.REOPEN: partial(self.opening_wanted.emit, open_shared),
            Deed.GO_ON_FROM_OLDER: partial(
                self.opening_wanted.emit, partial(open_shared, asked=True, older=True)
            ),
            Deed.TAKE_OVER: partial(self.opening_wanted.emit, partial(open_shared, asked=True)),
            Deed.ASK: partial(self._do, ask_to_edit, self._asked),
            Deed.WITHDRAW: partial(self._do, lambda workspace: workspace.hand.withdraw()),
            Deed.HAND_OVER: self._finish_and_hand_over,
            Deed.DECLINE: self._decline,
            Deed.RETRY: partial(self._do, lambda workspace: workspace.retry(), self._send_again),
            Deed.DECIDE: partial(window.visit, "outbox"),
        }
        self._asked_by_somebody = False
        window.banner.action_requested.connect(self.do)
        session.situation.connect(self._call_attention)

    def do(self, action: Action) -> None:
        """Do it, once its question is answered."""
        way = self._ways[action.deed]
        if not action.question:
            way()
            return
        from cariste.ui.dialogs.confirmation import Confirmation

        Confirmation.ask(action.question, action.text, way, self._theme, self._window)

    def _call_attention(self, situation: Situation) -> None:
        """Make the window's button in the taskbar blink when somebody begins to ask for the hand."""
        asked = any(action.deed is Deed.DECLINE for action in situation.status.actions)
        if asked and not self._asked_by_somebody:
            QApplication.alert(self._window)
        self._asked_by_somebody = asked

    def _do(self, deed: Callable[[Workspace], Any], done: Callable[[Any], None] | None = None) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            # Beside: the share may take its time, and nobody who types shall wait for it.
            self._tasks.beside(partial(deed, workspace), done or self._done, self._failed, owner=self)

    def _done(self, _nothing: Any) -> None:
        self._session.look()

    def _failed(self, error: CaristeError) -> None:
        self._session.handing_over = False
        # The share may be away: a try to send tells, and goes on until it is back.
        self._session.sending.send()
        self._session.look()
        self.went_wrong.emit(error)

    def _asked(self, somebody_edits: bool) -> None:
        if somebody_edits:
            self._session.look()
        else:
            self.opening_wanted.emit(open_shared)

    def _finish_and_hand_over(self) -> None:
        # Said at once: on a slow line the changes under way take a moment.
        self._window.banner.show_status(handing_over())
        self._closing.finish_first(_("Hand over all the same?"), _("Hand over without it"), self._hand_over)

    def _hand_over(self) -> None:
        self._window.banner.show_status(handing_over())
        self._session.handing_over = self._session.workspace is not None
        self._do(lambda workspace: workspace.hand_over(), self._handed_over)

    def _handed_over(self, _nothing: None) -> None:
        self.opening_wanted.emit(open_to_read)

    def _decline(self) -> None:
        workspace = self._session.workspace
        request = workspace.hand.request if workspace is not None else None
        if request is not None:
            self._do(lambda workspace: workspace.hand.decline(request))

    def _send_again(self, _nothing: None) -> None:
        self._session.sending.send()
