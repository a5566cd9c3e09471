"""What a user sees in the window and does with it, by name, for `driver.py`."""

from __future__ import annotations

import dataclasses
from typing import Any

import fingers
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cariste import bootstrap
from cariste.share import asking
from cariste.ui.app import Program
from cariste.ui.forms.form import Form
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.pages.outbox import OutboxPage
from cariste.ui.widgets.flat_button import FlatButton
from cariste.workspace import sending
from office.turns import Turns


class Hands:
    """Two eyes and two hands; every method runs in one turn of the event loop and returns plain values."""

    def __init__(self, program: Program) -> None:
        self._program, self._window = program, program.window
        self._turns: Turns | None = None

    # -- seeing --------------------------------------------------------------------------------

    def banner(self) -> dict[str, Any]:
        """Return what the banner says and offers."""
        status = self._window.banner.status
        actions = (*status.actions, status.aside)
        return {
            "headline": status.headline,
            "detail": status.detail,
            "saved": status.saved,
            "offers": [action.text for action in actions if action is not None],
            "problem": self._window.banner.problem,
        }

    def people(self) -> dict[str, Any]:
        """Return the table of people: names and roles in order, how many, and how far it is scrolled."""
        page = self._page(EmployeesPage)
        rows = [page.model.row(place) for place in range(page.model.rowCount())] if page else []
        return {
            "names": [row.name for row in rows],
            "roles": [f"{row.name}: {row.role}" for row in rows],
            "number": len(rows),
            "top": page.view.verticalScrollBar().value() if page else 0,
        }

    def found(self) -> dict[str, Any]:
        """Return who is chosen and whose file lies below the table; cheap, so that it disturbs nothing."""
        page = self._page(EmployeesPage)
        rows = page.model.rowCount() if page else 0
        chosen = page.view.currentIndex().row() if page else -1
        name = page.model.row(chosen).name if chosen >= 0 else ""
        file = page.file.header.name if page else ""
        # Surname first in the table, first name first in the file.
        follows = bool(name) and sorted(name.split()) == sorted(file.split())
        return {"filled": rows > 0, "place": chosen, "chosen": name, "file": file, "file_follows": follows}

    def dialog(self) -> dict[str, Any]:
        """Return what lies over the window: its title and its words."""
        front = QApplication.activeModalWidget()
        words = [label.text() for label in front.findChildren(QLabel)] if front else []
        return {
            "open": front is not None,
            "form": isinstance(front, Form),
            "title": front.windowTitle() if front else "",
            "words": " ".join(words),
        }

    def buttons(self) -> dict[str, list[str]]:
        """Return what the buttons in front say: those that can be pressed, and those that are greyed."""
        front = QApplication.activeModalWidget() or self._window
        shown = [button for button in front.findChildren(FlatButton) if button.isVisible()]
        return {
            "open": [button.text() for button in shown if button.isEnabled()],
            "greyed": [button.text() for button in shown if not button.isEnabled()],
        }

    def clash(self) -> dict[str, Any]:
        """Return what the page of waiting changes asks: of each field, my value and theirs."""
        page = self._page(OutboxPage)
        rows = page.panel.rows if page and page.panel.isVisible() else []
        return {
            "fields": [row.choice.label for row in rows],
            "values": [(row.mine.words, row.theirs.words) for row in rows],
        }

    def outbox(self) -> dict[str, Any]:
        """Return how many changes of this PC not everybody has."""
        workspace = self._program.session.workspace
        return {"waiting": workspace.pending if workspace else -1}

    def grab(self, file: str) -> None:
        """Save a picture: of the whole screen where that is a real one, else of the window."""
        if QGuiApplication.platformName() == "offscreen":
            picture = self._window.grab()
        else:
            picture = self._window.screen().grabWindow(0)
        assert picture.save(file), file

    # -- doing ---------------------------------------------------------------------------------

    def visit(self, page: str) -> None:
        """Go to a page."""
        self._window.visit(page)

    def press(self, words: str) -> None:
        """Click on the button that says so, in whatever lies in front."""
        front = QApplication.activeModalWidget() or self._window
        shown = [button for button in front.findChildren(FlatButton) if button.isVisible()]
        buttons = [button for button in shown if button.text() == words]
        assert len(buttons) == 1, [button.text() for button in shown]
        assert buttons[0].isEnabled(), buttons[0].toolTip()
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)

    def search(self, text: str) -> None:
        """Type one more letter, or several, into the search box; nothing empties it."""
        box = self._people.search
        if not text:
            box.clear()
        box.setFocus()
        for letter in text:
            QTest.keyClick(box, letter)

    def choose(self, place: int) -> None:
        """Choose a person by place in the table."""
        self._people.view.select_position(place)

    def choose_name(self, name: str) -> None:
        """Choose a person by name."""
        model = self._people.model
        names = [model.row(place).name for place in range(model.rowCount())]
        self._people.view.select_position(names.index(name))

    def scroll(self, top: int) -> None:
        """Scroll the table of people, the choice stays."""
        self._people.view.verticalScrollBar().setValue(top)

    def fill(self, **texts: str) -> None:
        """Type into the fields of the form in front."""
        form = QApplication.activeModalWidget()
        assert isinstance(form, Form), form
        form.activateWindow()
        for name, text in texts.items():
            field = _typed_in(form.fields[name].entry.widget)
            field.setFocus()
            field.selectAll()
            for letter in text:
                fingers.type_into(field, letter)
            QTest.keyClick(field, Qt.Key.Key_Tab)

    def close(self) -> None:
        """Close the window."""
        self._window.close()

    # -- time ----------------------------------------------------------------------------------

    def often(self, milliseconds: int) -> None:
        """Look at the folder and give signs of life more often than the program does by itself."""
        self._program.session._timer.setInterval(milliseconds)
        self._program.session._heart.setInterval(milliseconds)

    def shorten(self, *, answer: float | None = None, retry: float | None = None, **timing: float) -> None:
        """Be less patient, in seconds: for an answer, before another try; the rest as `Timing`."""
        session = self._program.session
        if answer is not None:
            asking.OPEN_SECONDS = answer
        if retry is not None:
            sending._PATIENCE = (retry,) * len(sending._PATIENCE)
        bootstrap.TIMING = dataclasses.replace(bootstrap.TIMING, **timing)
        if session.workspace is not None:
            session.workspace._timing = bootstrap.TIMING

    def count_turns(self) -> None:
        """Begin to watch the event loop."""
        self._turns = Turns(self._program)

    def turns(self) -> dict[str, float]:
        """Return what came of it."""
        assert self._turns is not None
        counted, self._turns = self._turns.end(), None
        return counted

    # -- parts ---------------------------------------------------------------------------------

    @property
    def _people(self) -> EmployeesPage:
        page = self._page(EmployeesPage)
        assert page is not None, "the page of people is not shown"
        return page

    def _page(self, kind: type[Any]) -> Any:
        return next((page for page in self._window.findChildren(kind) if page.isVisible()), None)


def _typed_in(widget: QWidget) -> Any:
    return getattr(widget, "line", widget)
