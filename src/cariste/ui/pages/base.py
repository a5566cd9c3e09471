"""What the frame asks of every page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of the window, built on its first visit.

    Attributes:
        person_requested: The user wants to see a person at one record: carries the id of each.
        drivers_requested: The user wants to see who may drive a machine: carries its id.
    """

    person_requested = Signal(str, str)
    drivers_requested = Signal(str)

    def activate(self) -> None:
        """Take the focus where work begins; called at each visit."""

    def finish_typing(self) -> str:
        """Record what was begun outside a form; return what closing would lose and why, else nothing."""
        return ""

    def lay_down(self) -> object:
        """Hand out what was begun and not recorded, for the page in place of this one; None for nothing."""
        return None

    def take_up(self, begun: Any) -> None:
        """Go on with what the page before this one laid down."""

    def focus_search(self) -> None:
        """Go to the search field, ready to type over what is in it; only the page of people has one."""

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting and filters into the group opened for this page."""

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote; a missing or odd value counts as none."""

    def show_person(self, employee_id: str, record_id: str) -> None:
        """Show one person at one record; only the page of people does."""

    def show_drivers(self, machine_id: str) -> None:
        """Show who may drive a machine today; only the page with that question does."""
