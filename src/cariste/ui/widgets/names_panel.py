"""The work areas, or the roles: who uses each, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.firm.names import AREAS, Use
from cariste.ui.actions.company import remove_name, write
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.forms import company_work
from cariste.ui.forms.company_forms import NameForm
from cariste.ui.models.company import Company, name_columns, origin_label
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.company_panel import CompanyPanel


class NamesPanel(CompanyPanel):
    """One list. Enter or F2 renames, Alt and an arrow orders, Del removes what nobody uses."""

    def __init__(self, context: Context, which: str, page: QWidget) -> None:
        self._which = which
        self._known: list[Use] = []
        self._wanted = ""
        model: TableModel[Use] = TableModel(
            name_columns(which), lambda use: use.name, lambda use: fold(use.name)
        )
        super().__init__(context, page, which, model, self._listed())
        self.view.setObjectName(f"company.{which}")

    def add(self) -> None:
        """Open the form that adds a name."""
        self._open(None)

    def show_company(self, company: Company) -> None:
        """Show the list; choice and place stay, and follow a name to its new form."""
        self._known = company.names[self._which]
        self.model.set_rows(self._known)
        self.return_button.show_company(company)
        listed = sum(use.listed for use in self._known)
        count = ngettext("{n} name in the list", "{n} names in the list", listed).format(
            n=format_number(listed)
        )
        self.counts.setText(f"{count} · {origin_label(company.values[self._which].origin)}")
        if self._known:
            self.placeholder.be_silent()
        else:
            self.placeholder.say(_("The list is empty."))
        self._choose_again()

    def _choose_again(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if not (wanted and self.view.select(wanted)) and self._known and self.view.current_id() is None:
            self.view.select_position(0)

    # -- what can be done ----------------------------------------------------------------------

    def _listed(self) -> list[SelectionAction]:
        inside, outside = partial(self._only, listed=True), partial(self._only, listed=False)
        up, down = partial(self._move, -1), partial(self._move, 1)
        return [
            SelectionAction("rename", lambda: _("Rename…"), self._rename, "F2", alone=True),
            SelectionAction("list", lambda: _("Add to the list"), self._put_in, alone=True, reason=outside),
            SelectionAction("up", lambda: _("Move up"), up, "Alt+Up", alone=True, reason=inside, apart=True),
            SelectionAction("down", lambda: _("Move down"), down, "Alt+Down", alone=True, reason=inside),
            SelectionAction(
                "remove", lambda: _("Remove"), self._remove, "Del", alone=True, reason=inside, apart=True
            ),
        ]

    def _only(self, ids: Sequence[str], *, listed: bool) -> str | None:
        if all(use.listed == listed for use in self._known if use.name in ids):
            return None
        return _("This name is not in the list.") if listed else _("This name is in the list already.")

    def _open(self, old: Use | None) -> None:
        form = NameForm(self._context, self, self._which, self._known, old)
        form.stored.connect(lambda _result: self._follow(str(form.fields["name"].value)))
        form.open()

    def _follow(self, name: str) -> None:
        # In the spelling known already, if there is one; the list is read again next.
        old = self.view.current_id()
        others = company_work.becomes_one_with(self._known, str(old), name)
        self._wanted = others or name

    def _rename(self, _context: Context, _page: QWidget, ids: Sequence[str]) -> None:
        self._open(next(use for use in self._known if use.name == ids[0]))

    def _put_in(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        write(context, page, partial(company_work.add_name, context.workspace, self._which, ids[0]))

    def _move(self, by: int, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        write(context, page, partial(company_work.move_name, context.workspace, self._which, ids[0], by))

    def _remove(self, context: Context, page: QWidget, ids: Sequence[str]) -> None:
        remove_name(context, page, self._which, ids[0])


def explanation(which: str) -> str:
    """Say what a list is for."""
    if which == AREAS:
        return _(
            "Offered in forms as work areas and sites. Renaming one renames it everywhere, as one action."
        )
    return _(
        "Offered in forms as roles; what each asks for hangs on its name. Renaming one renames it everywhere."
    )
