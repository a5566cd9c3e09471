"""The page « Entreprise »: what the firm decides for everybody who opens the folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, pgettext
from cariste.firm.names import AREAS, ROLES
from cariste.settings.labels import setting_label
from cariste.ui.context import Context
from cariste.ui.forms.company_forms import IDENTITY, ContractTypesForm, IdentityForm, ThresholdsForm
from cariste.ui.forms.form import Form
from cariste.ui.forms.mail_forms import MailForm, ManagersForm
from cariste.ui.forms.rule_forms import ConventionForm
from cariste.ui.models.company import Company, read_company
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.names_panel import NamesPanel, explanation
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.rules_panel import RulesPanel
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.values_card import ValuesCard

_WIDEST = 90 * GRID


class CompanyPage(Page):
    """Four tabs: the cards of single settings, the work areas, the roles, the validities.

    Attributes:
        tabs: Which one is shown.
        identity, contracts, thresholds, convention, managers, mail: Cards of the first tab.
        areas, roles, rules: What the others hold.
        problem: Why nothing could be read.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._areas_in_use: list[str] = []
        theme = context.theme
        self.identity = self._card(
            _("Employer’s identity"),
            IDENTITY,
            IdentityForm,
            _("Printed on documents, cards and authorisations."),
        )
        self.contracts = self._card(
            "", ["contract_types"], ContractTypesForm, _("What forms offer, in this order.")
        )
        self.thresholds = self._card(
            "",
            ["thresholds"],
            ThresholdsForm,
            _("When an expiry date becomes an alert, and when it gets worse."),
        )
        self.convention = self._card(
            "", ["expiry_convention"], ConventionForm, _("How the last day of a validity is counted.")
        )
        self.managers = self._card(
            "",
            ["managers"],
            lambda context, page, settings: ManagersForm(context, page, settings, self._areas_in_use),
            _("Who gets the alerts of each work area by mail."),
        )
        self.mail = self._card("", ["mail"], MailForm, _("The server that sends them."))
        self.areas, self.roles = (NamesPanel(context, which, self) for which in (AREAS, ROLES))
        self.rules = RulesPanel(context, self)
        self.problem = Notice(theme)
        self.tabs = FlatTabs(theme)
        self._stack = QStackedWidget()
        self._explained = muted()
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn_to)
        self._turn_to(0)
        context.bus.changed.connect(self.reload)

    def _card(self, title: str, keys: Any, form: Callable[..., Form], hint: str) -> ValuesCard:
        def edit() -> None:
            form(self._context, self, self._context.workspace.settings).open()

        return ValuesCard(self._context, title, keys, edit, self, hint=hint)

    def _lay_out(self) -> None:
        for title, content in (
            (pgettext("tab", "General"), self._general()),
            (setting_label(AREAS), self.areas),
            (setting_label(ROLES), self.roles),
            (setting_label("validity_months"), self.rules),
        ):
            self.tabs.addTab(title)
            self._stack.addWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(_("Company"), self._context.theme))
        column.addWidget(self.tabs)
        column.addWidget(self._explained)
        column.addWidget(self.problem)
        column.addWidget(self._stack, 1)

    def _general(self) -> QWidget:
        content = QWidget()
        content.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for card in self._cards():
            column.addWidget(card)
        column.addStretch()
        scroll = QScrollArea()
        slim_scroll_bars(scroll, self._context.theme)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        return scroll

    def _cards(self) -> tuple[ValuesCard, ...]:
        return self.identity, self.contracts, self.thresholds, self.convention, self.managers, self.mail

    def activate(self) -> None:
        """Begin at the tabs: the arrow keys go from one to the next."""
        self.tabs.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        self.reload()

    def save_state(self, settings: QSettings) -> None:
        """Write the tab and the columns."""
        settings.setValue("tab", self.tabs.currentIndex())
        for panel in (self.areas, self.roles, self.rules):
            panel.view.save_state(settings, panel.view.objectName())

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        place = str(settings.value("tab", "0"))
        if place.isdecimal() and int(place) < self.tabs.count():
            self.tabs.setCurrentIndex(int(place))
        for panel in (self.areas, self.roles, self.rules):
            panel.view.restore_state(settings, panel.view.objectName())

    def reload(self, _what: Any = None) -> None:
        """Read everything again; choice and place stay. While nobody looks, later."""
        if self.isVisible():
            work = partial(read_company, self._context.workspace)
            self._context.tasks.read(work, self._show, self._show_problem, owner=self, key="company")

    def _show(self, company: Company) -> None:
        self.problem.say("")
        self._areas_in_use = [use.name for use in company.names[AREAS] if use.people]
        parts: tuple[ValuesCard | NamesPanel | RulesPanel, ...] = (
            *self._cards(),
            self.areas,
            self.roles,
            self.rules,
        )
        for part in parts:
            part.show_company(company)

    def _show_problem(self, problem: CaristeError) -> None:
        self.problem.say(str(problem))

    def _turn_to(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        words = (
            _("What is set here holds for everybody who opens this folder. Ctrl+Z undoes it."),
            explanation(AREAS),
            explanation(ROLES),
            _(
                "A date printed on a document always wins over a computed one. "
                "Regulatory information is indicative only."
            ),
        )
        self._explained.setText(words[tab])
