"""One page per feature, and the list of those the navigation offers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from cariste.core.i18n import _, pgettext

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
        on_occasion: Whether it is listed only while there is something in it, or while it is shown. Such a
            page comes last, so that the numbers of the others stay.
    """

    key: str
    title: str
    icon_name: str
    build: Callable[[], Page] | None
    apart: bool = False
    on_occasion: bool = False


def while_open(context: Context | None, build_preferences: Callable[[], Page]) -> list[PageEntry]:
    """Return the navigation of an open folder; without a context it is still being opened."""
    employees = partial(_employees, context) if context is not None else None
    driving = partial(_driving, context) if context is not None else None
    alerts = partial(_alerts, context) if context is not None else None
    missing = partial(_missing, context) if context is not None else None
    scans = partial(_scans, context) if context is not None else None
    journal = partial(_journal, context) if context is not None else None
    backups = partial(_backups, context) if context is not None else None
    outbox = partial(_outbox, context) if context is not None else None
    retention = partial(_retention, context) if context is not None else None
    company = partial(_company, context) if context is not None else None
    machines = partial(_machines, context) if context is not None else None
    requirements = partial(_requirements, context) if context is not None else None
    return [
        PageEntry("employees", _("Employees"), "people", employees),
        PageEntry("driving", _("Who may drive?"), "truck", driving),
        PageEntry("alerts", _("Alerts"), "alert", alerts),
        PageEntry("missing", pgettext("page", "To complete"), "missing", missing),
        PageEntry("scans", _("Scans"), "scan", scans),
        PageEntry("journal", _("Journal"), "journal", journal),
        PageEntry("backups", _("Backups"), "archive", backups, apart=True),
        PageEntry("retention", _("Retention"), "retention", retention),
        PageEntry("preferences", _("Preferences"), "settings", build_preferences),
        PageEntry("company", _("Company"), "company", company),
        PageEntry("machines", _("Machines"), "machine", machines),
        PageEntry("requirements", _("Requirements"), "requirement", requirements),
        PageEntry("outbox", _("Waiting"), "outbox", outbox, on_occasion=True),
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


def _driving(context: Context) -> Page:
    from cariste.ui.pages.driving import DrivingPage

    return DrivingPage(context)


def _alerts(context: Context) -> Page:
    from cariste.ui.pages.alerts import AlertsPage

    return AlertsPage(context)


def _missing(context: Context) -> Page:
    from cariste.ui.pages.missing import MissingPage

    return MissingPage(context)


def _scans(context: Context) -> Page:
    from cariste.ui.pages.scans import ScansPage

    return ScansPage(context)


def _journal(context: Context) -> Page:
    from cariste.ui.pages.journal import JournalPage

    return JournalPage(context)


def _backups(context: Context) -> Page:
    from cariste.ui.pages.backups import BackupsPage

    return BackupsPage(context)


def _machines(context: Context) -> Page:
    from cariste.ui.pages.machines import MachinesPage

    return MachinesPage(context)


def _requirements(context: Context) -> Page:
    from cariste.ui.pages.requirements import RequirementsPage

    return RequirementsPage(context)


def _outbox(context: Context) -> Page:
    from cariste.ui.pages.outbox import OutboxPage

    return OutboxPage(context)


def _retention(context: Context) -> Page:
    from cariste.ui.pages.retention import RetentionPage

    return RetentionPage(context)


def _company(context: Context) -> Page:
    from cariste.ui.pages.company import CompanyPage

    return CompanyPage(context)
