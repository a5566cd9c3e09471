"""How long each kind is valid: what the catalogue says, what the company decided, what to be warned of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.firm.rules import RuleLine
from cariste.ui.actions.company import ask_to_remove_rule
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.forms.company_work import brief
from cariste.ui.forms.rule_forms import RuleForm
from cariste.ui.models.company import Company, kind_in_words, origin_label, rule_columns, search_text_of
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.company_panel import CompanyPanel
from cariste.ui.widgets.parts import colour_words, muted


class RulesPanel(CompanyPanel):
    """The validities. Enter or F2 decides about a kind, Del gives it back to the catalogue.

    Attributes:
        warning: Which of the company's rules are looser than the catalogue; it stays as long as they do.
    """

    def __init__(self, context: Context, page: QWidget) -> None:
        model: TableModel[RuleLine] = TableModel(rule_columns(), lambda line: line.name, search_text_of)
        super().__init__(context, page, "validity_months", model, self._listed())
        self.view.setObjectName("company.rules")
        self.warning = muted()
        self.column.insertWidget(1, self.warning)
        context.theme.changed.connect(self._dress)
        self._dress()

    def add(self) -> None:
        """Open the form about a kind that is not in the table."""
        RuleForm(self._context, self).open()

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
