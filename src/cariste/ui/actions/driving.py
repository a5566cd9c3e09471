"""What can be done with the lines of the tab about driving: add a line here, and its menus have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cariste.authorisation.labels import authorisations_in_words, deleted
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number, of_person
from cariste.employee.constants import OTHER_DOCUMENT
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.models.driving_records import AUTHORISATION, DrivingLine

Find = Callable[[Sequence[str]], list[DrivingLine]]
"""Returns the lines with these ids."""


def driving_actions(find: Find, name: Callable[[], str], person: Callable[[], str]) -> list[SelectionAction]:
    """Return the actions in the order of the menu.

    Args:
        find: Where the selected lines are.
        name: Whose they are.
        person: The id of whom they are.
    """
    return [*_decisions(find, name), *_papers(find, person), *_others(find, name)]


def _papers(find: Find, person: Callable[[], str]) -> list[SelectionAction]:
    def print_(report: str, context: Context, page: QWidget, _ids: Sequence[str]) -> None:
        from cariste.reports.asking import Asked
        from cariste.ui.dialogs.report_preview import preview

        preview(context, report, Asked(on=context.bus.today, people=(person(),)), page)

    return [
        SelectionAction(
            "card",
            lambda: _("Print the card"),
            partial(print_, "cards"),
            writes=False,
            reason=_only_authorisations(find),
            apart=True,
        ),
        SelectionAction(
            "letter",
            lambda: _("Print the letter"),
            partial(print_, "letters"),
            writes=False,
            reason=_only_authorisations(find),
        ),
    ]


def _only_authorisations(find: Find) -> Callable[[Sequence[str]], str | None]:
    def reason(ids: Sequence[str]) -> str | None:
        if all(line.what == AUTHORISATION for line in find(ids)):
            return None
        return _("Select authorisations only.")

    return reason


def _decisions(find: Find, name: Callable[[], str]) -> list[SelectionAction]:
    reason = _only_authorisations(find)

    def to_review(ids: Sequence[str]) -> str | None:
        if all(line.to_review for line in find(ids)):
            return None
        return _("Select authorisations issued before the person changed role.")

    return [
        SelectionAction("suspend", lambda: _("Suspend…"), _suspend, reason=reason),
        SelectionAction("withdraw", lambda: _("Withdraw the authorisation…"), _withdraw, reason=reason),
        SelectionAction(
            "maintain",
            lambda: _("Keep for the new role…"),
            lambda context, page, ids: _maintain(context, page, find(ids), name()),
            reason=to_review,
        ),
    ]


def _others(find: Find, name: Callable[[], str]) -> list[SelectionAction]:
    def has_document(ids: Sequence[str]) -> str | None:
        return None if find(ids)[0].document else _("There is no document here.")

    return [
        SelectionAction(
            "edit",
            lambda: _("Edit…"),
            lambda context, page, ids: edit_line(context, page, find(ids)[0]),
            alone=True,
            writes=False,
            apart=True,
        ),
        SelectionAction(
            "view_proof",
            lambda: _("View the document"),
            lambda context, page, ids: _view(context, page, find(ids)[0], name()),
            shortcut="Space",
            alone=True,
            writes=False,
            reason=has_document,
        ),
        SelectionAction(
            "delete",
            lambda: _("Delete…"),
            lambda context, page, ids: ask_to_delete(context, page, find(ids), name()),
            shortcut="Del",
            apart=True,
        ),
    ]


def edit_line(context: Context, page: QWidget, line: DrivingLine) -> None:
    """Open the form of a line."""
    from cariste.ui.forms import driving_opening

    driving_opening.edit(context, page, line.what, line.id, of=line.of)


def ask_to_delete(context: Context, page: QWidget, lines: Sequence[DrivingLine], name: str) -> None:
    """Ask once, naming what goes with it; then delete."""
    from cariste.ui.forms import driving_storing

    what = lines[0].title
    if len(lines) > 1:
        count = format_number(len(lines))
        what = ngettext("{n} record", "{n} records", len(lines)).format(n=count)
    sentences = [_("Delete “{what}” {of_person}?").format(what=what, of_person=of_person(name))]
    if len(lines) == 1:
        sentences.append(_("Date: {day}.").format(day=format_date(lines[0].start)))
    if any(line.what == AUTHORISATION for line in lines):
        sentences.append(
            _(
                "Deleting is for mistakes: an authorisation that no longer holds is withdrawn, and stays as "
                "a proof."
            )
        )
    sentences.append(_("It can be undone (Ctrl+Z) as long as this window edits."))
    # A suspension goes with its authorisation.
    gone = {line.id for line in lines}
    ids = [line.id for line in lines if line.of == line.id or line.of not in gone]
    work = partial(driving_storing.delete, context.workspace, ids, deleted(what, name))

    def delete() -> None:
        context.tasks.write(work, context.bus.changed.emit, owner=page)

    Confirmation.ask("\n".join(sentences), _("Delete"), delete, context.theme, page.window())


def _suspend(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.forms import driving_opening

    driving_opening.suspend(context, page, ids)


def _withdraw(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.forms import driving_opening

    driving_opening.withdraw(context, page, ids)


def _maintain(context: Context, page: QWidget, lines: Sequence[DrivingLine], name: str) -> None:
    from cariste.ui.forms import driving_storing

    ids = [line.id for line in lines]

    def keep() -> None:
        def work() -> list[str]:
            return driving_storing.maintain(
                context.workspace, driving_storing.read_several(context.workspace, ids)
            )

        context.tasks.write(work, context.bus.changed.emit, owner=page)

    kept = authorisations_in_words(line.kind for line in lines)
    sentences = [
        _("“{what}” {of_person} was issued for another role.").format(what=kept, of_person=of_person(name)),
        _("Does it hold for the role of today, with the same machines and the same places?"),
    ]
    Confirmation.ask("\n".join(sentences), _("Keep"), keep, context.theme, page.window())


def _view(context: Context, page: QWidget, line: DrivingLine, name: str) -> None:
    from cariste.ui.documents.viewer import DocumentViewer

    if line.document is not None:
        title = _("{what} {of_person}").format(what=line.title, of_person=of_person(name))
        DocumentViewer.show_stored(context, line.document, OTHER_DOCUMENT, title, page)
