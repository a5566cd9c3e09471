"""How long each kind is valid: what the catalogue says, what the company decided, what to be warned of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.firm.rules import RuleLine
from cariste.settings.labels import setting_label
from cariste.ui.actions.company import ask_to_remove_rule
from cariste.ui.actions.menu import SelectionAction, SelectionMenu
from cariste.ui.context import Context
from cariste.ui.forms.company_work import brief
from cariste.ui.forms.rule_forms import RuleForm
from cariste.ui.models.company import Company, kind_in_words, origin_label, rule_columns, search_text_of
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import colour_words, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.values_card import ReturnButton
from cariste.ui.widgets.writing_button import WritingButton


class RulesPanel(QWidget):
    """The validities. Enter or F2 decides about a kind, Del gives it back to the catalogue.

    Attributes:
        view, model: The kinds.
        warning: Which of the company's rules are looser than the catalogue; it stays as long as they do.
        add_button: Decides about a kind that is not in the table.
        menu: What can be done with the one selected.
        return_button: Gives all the company's rules up.
    """

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__()
        self._context, self._page = context, page
        theme = context.theme
        self.model: TableModel[RuleLine] = TableModel(
            rule_columns(), lambda line: line.name, search_text_of, self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("company.rules")
        self.view.setAccessibleName(setting_label("validity_months"))
        self.placeholder = Placeholder(self.view, theme)
        self.warning = muted()
        self.add_button = WritingButton(_("Add…"), context)
        self.add_button.clicked.connect(lambda: RuleForm(context, self).open())
        self.menu = SelectionMenu(context, self.view, page, self._listed())
        self.return_button = ReturnButton(context, ["validity_months"], page)
        self.counts = muted()
        self.view.opened.connect(lambda _name: self.menu.action("edit").trigger())
        theme.changed.connect(self._dress)
        self._lay_out()
        self._dress()
        self.placeholder.wait()

    def _lay_out(self) -> None:
        actions = FlatButton(_("Actions"), self._context.theme)
        actions.setMenu(self.menu.menu)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        for button in (self.add_button, actions):
            first.addWidget(button)
        first.addStretch()
        first.addWidget(self.return_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(self.warning)
        column.addWidget(sheet(self._context.theme, self.view), 1)
        column.addWidget(self.counts)

    def show_company(self, company: Company) -> None:
        """Show the rules; choice and place stay."""
        self.return_button.show_company(company)
        self.model.set_rows(company.rules)
        self.placeholder.be_silent()
        if self.view.current_id() is None:
            self.view.select_position(0)
        own = sum(line.overridden for line in company.rules)
        count = ngettext("{n} rule of the company", "{n} rules of the company", own).format(
            n=format_number(own)
        )
        self.counts.setText(f"{count} · {origin_label(company.values['validity_months'].origin)}")
        longer = [kind_in_words(line) for line in company.rules if line.longer]
        words = _("Longer than the catalogue, at the company’s own risk: {kinds}.").format(
            kinds=brief(", ".join(longer))
        )
        self.warning.setText(words if longer else "")
        self.warning.setVisible(bool(longer))

    def _listed(self) -> list[SelectionAction]:
        return [
            SelectionAction("edit", lambda: _("Edit…"), self._edit, shortcut="F2", alone=True),
            SelectionAction(
                "remove",
                lambda: _("Remove the company’s rule…"),
                self._remove,
                shortcut="Del",
                alone=True,
                reason=self._why_not_remove,
                apart=True,
            ),
        ]

    def _lines(self, ids: Sequence[str]) -> list[RuleLine]:
        return [self.model.row(place) for place in self.model.positions(ids)]

    def _why_not_remove(self, ids: Sequence[str]) -> str | None:
        decided = all(line.overridden for line in self._lines(ids))
        return None if decided else _("The company has no rule of its own for this kind.")

    def _edit(self, context: Context, _page: QWidget, ids: Sequence[str]) -> None:
        for line in self._lines(ids):
            RuleForm(context, self, line).open()

    def _remove(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        for line in self._lines(ids):
            ask_to_remove_rule(context, page, line)

    def _dress(self) -> None:
        colour_words(self.warning, self._context.theme.tokens.orange)
