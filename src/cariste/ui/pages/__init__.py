"""One page per feature, and the list of those the navigation offers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from cariste.core.i18n import _

if TYPE_CHECKING:
    from cariste.ui.context import Context
    from cariste.ui.pages.base import Page


@dataclasses.dataclass(frozen=True)
class PageEntry:
    """A line of the navigation.

    Attributes:
        key: Its name in the stored state.
        title: Its word, in the user's language.
        icon_name: Its shape in ``theme/icons``.
        build: Makes the page, on the first visit; None while it cannot be visited.
        apart: Whether a line separates it from the entry above.
    """

    key: str
    title: str
    icon_name: str
    build: Callable[[], Page] | None
    apart: bool = False


def while_open(context: Context | None, build_preferences: Callable[[], Page]) -> list[PageEntry]:
    """Return the navigation of an open folder; without a context it is still being opened."""
    employees = partial(_employees, context) if context is not None else None
    alerts = partial(_alerts, context) if context is not None else None
    return [
        PageEntry("employees", _("Employees"), "people", employees),
        PageEntry("alerts", _("Alerts"), "alert", alerts),
        PageEntry("preferences", _("Preferences"), "settings", build_preferences, apart=True),
    ]


def while_closed(build_welcome: Callable[[], Page], build_preferences: Callable[[], Page]) -> list[PageEntry]:
    """Return the navigation without a folder."""
    return [
        PageEntry("welcome", _("Welcome"), "warehouse", build_welcome),
        PageEntry("preferences", _("Preferences"), "settings", build_preferences, apart=True),
    ]


def _employees(context: Context) -> Page:
    from cariste.ui.pages.employees import EmployeesPage

    return EmployeesPage(context)


def _alerts(context: Context) -> Page:
    from cariste.ui.pages.alerts import AlertsPage

    return AlertsPage(context)
