"""The work areas, or the roles: who uses each, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.firm.names import AREAS, Use
from cariste.settings.labels import setting_label
from cariste.ui.actions.company import remove_name, write
from cariste.ui.actions.menu import SelectionAction, SelectionMenu
from cariste.ui.context import Context
from cariste.ui.forms import company_work
from cariste.ui.forms.company_forms import NameForm
from cariste.ui.models.company import Company, name_columns, origin_label
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.values_card import ReturnButton
from cariste.ui.widgets.writing_button import WritingButton


class NamesPanel(QWidget):
    """One list. Enter or F2 renames, Alt and an arrow orders, Del removes what nobody uses.

    Attributes:
        view, model: The names.
        add_button: Adds one.
        menu: What can be done with the one selected.
        return_button: Gives the list up.
    """

    def __init__(self, context: Context, which: str, page: QWidget) -> None:
        super().__init__()
        self._context, self._which, self._page = context, which, page
        self._known: list[Use] = []
        self._wanted = ""
        theme = context.theme
        self.model: TableModel[Use] = TableModel(
            name_columns(which), lambda use: use.name, lambda use: fold(use.name), self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName(f"company.{which}")
        self.view.setAccessibleName(setting_label(which))
        self.placeholder = Placeholder(self.view, theme)
        self.add_button = WritingButton(_("Add…"), context)
        self.add_button.clicked.connect(self._add)
        self.menu = SelectionMenu(context, self.view, page, self._listed())
        self.return_button = ReturnButton(context, [which], page)
        self.counts = muted()
        self.view.opened.connect(lambda _name: self.menu.action("rename").trigger())
        self._lay_out()
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
        column.addWidget(sheet(self._context.theme, self.view), 1)
        column.addWidget(self.counts)

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

    def _add(self) -> None:
        self._open(None)

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
