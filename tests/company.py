"""The page « Entreprise » in tests: shown, and what it opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from factories import employee
from forms import forms_over
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from cariste.equipment.models import Machine
from cariste.settings.models import Setting
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.pages.company import CompanyPage


def company_page(qtbot: QtBot, context: Context) -> CompanyPage:
    """Show the page over the five people, with a machine on the dock and a sheet's own spelling of it."""
    with context.workspace.change("more"):
        Machine(number="12", name="Frontal", kind="R489-3", site="Quai").save()
        employee(first_name="Noé", last_name="Essai", workspace="QUAI")
    return shown(qtbot, context)


def shown(qtbot: QtBot, context: Context) -> CompanyPage:
    """Show the page over whatever is recorded."""
    page = CompanyPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: page.rules.model.rowCount() > 0)
    page.activateWindow()
    return page


def opened(qtbot: QtBot, page: QWidget, ask: Callable[[], object]) -> Any:
    """Do what opens a form over the page, and return it."""
    ask()
    qtbot.waitUntil(lambda: bool(forms_over(page)))
    return forms_over(page)[0]


def question(qtbot: QtBot, parent: QWidget, kind: type[QDialog] = Confirmation) -> Any:
    """Return the question that is asked over a widget, once it is."""

    def found() -> list[QDialog]:
        return [one for one in parent.findChildren(QDialog) if type(one) is kind and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def stored(context: Context) -> dict[str, Any]:
    """Return the settings the database holds."""
    with context.workspace.reading():
        return {row.key: json.loads(row.value) for row in Setting.select()}
