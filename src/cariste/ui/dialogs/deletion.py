"""Taking somebody's identity away: what goes is named, a reason is asked, and deleting is confirmed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number
from cariste.leaving.models import ANONYMISED, DELETED
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.leaving import chosen_from, names_in_words, read_people
from cariste.ui.dialogs.leaving_work import store_erasure
from cariste.ui.errors import Message
from cariste.ui.forms.form import Form
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted

if TYPE_CHECKING:
    from cariste.leaving.erasing import Belongings

_MOST_DOCUMENTS = 8


class ErasureForm(Form):
    """Names what goes, asks for the reason; Enter in a question cancels, so nothing goes by habit.

    Attributes:
        told: What goes and what stays, in words.
        reason: Why; kept, so without the name.
        answer_button: Copies an answer to somebody who asked to be erased too early; hidden otherwise.
        confirmation: The second question before deleting, while it is open.
    """

    def __init__(self, context: Context, parent: QWidget, people: Sequence[Belongings], form: str) -> None:
        self._form, self._people, self._sure = form, people, form == ANONYMISED
        title = _("Anonymise") if form == ANONYMISED else _("Delete for good")
        super().__init__(context, title, parent, about=names_in_words(chosen_from(people).names))
        self._today = context.bus.today
        self.told: list[QLabel] = []
        self.confirmation: Confirmation | None = None
        self.save_button.setText(_("Anonymise") if form == ANONYMISED else _("Delete for good…"))
        self._say(what_goes(people, form))
        early = [one for one in people if one.due is None or one.due > self._today]
        self.answer_button = FlatButton(_("Copy an answer to the person"), context.theme)
        self.answer_button.clicked.connect(self._copy_answer)
        if early:
            self._say(too_early(early))
        self._add_answer(shown=bool(early))
        self._say(what_is_left())
        self.reason = CompletingField(context.theme, _reasons(form))
        self.add(
            "reason", _("Reason"), self.reason, required=True, wide=True, check=self._check,
            hint=_("It stays in the journal: write it without the name."),
        )  # fmt: skip
        self.begin()

    def work(self) -> Callable[[], Any]:
        """Return what takes the identity away."""
        ids = chosen_from(self._people).ids
        return partial(store_erasure, self.context.workspace, ids, self._form, self.fields["reason"].value)

    def save(self) -> None:
        """Ask once more before deleting, then do it."""
        if self._sure:
            super().save()
        elif self.fields["reason"].check():
            self.confirmation = Confirmation.ask(
                last_question(self._people), _("Delete for good"), self._confirmed, self.context.theme, self
            )
        else:
            self.reason.setFocus()

    def _confirmed(self) -> None:
        self._sure = True
        super().save()
        self._sure = False

    def _check(self, reason: str | None) -> str | None:
        from cariste.leaving.erasing import check_reason

        return check_reason(reason or "", [one.last_name for one in self._people])

    def _say(self, words: str) -> None:
        label = QLabel(words) if not self.told else muted(words)
        label.setWordWrap(True)
        self.told.append(label)
        self.columns.add(label, wide=True)

    def _add_answer(self, *, shown: bool) -> None:
        place = QWidget()
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, GRID)
        line.addWidget(self.answer_button)
        line.addStretch()
        place.setVisible(shown)
        self.answer_button.setVisible(shown)
        self.answer_button.setAutoDefault(False)
        self.columns.add(place, wide=True)

    def _copy_answer(self) -> None:
        from cariste.leaving.retention import answer

        latest = max((one.due for one in self._people if one.due is not None), default=None)
        QGuiApplication.clipboard().setText(answer(self._today, latest))
        self.outcome.setText(_("Copied."))


def ask_deletion(context: Context, ids: Sequence[str], parent: QWidget) -> None:
    """Let the user delete people for good.

    Args:
        context: The open folder and the rest.
        ids: Who, 32 hexadecimal digits each.
        parent: Some widget of the window.
    """
    read_people(context, ids, parent, lambda people: ErasureForm(context, parent, people, DELETED).open())


def ask_anonymisation(context: Context, ids: Sequence[str], parent: QWidget) -> None:
    """Let the user anonymise people who left; arguments as `ask_deletion`."""

    def show(people: list[Belongings]) -> None:
        left = [one for one in people if not one.active and not one.anonymous]
        if left and len(left) == len([one for one in people if not one.anonymous]):
            ErasureForm(context, parent, left, ANONYMISED).open()
            return
        present = [one.name for one in people if one.active]
        words = (
            _("Still working here: {names}. Note the departure first.").format(names=names_in_words(present))
            if present
            else _("Their identity is gone already.")
        )
        Message(context.theme, words, parent.window()).open()

    read_people(context, ids, parent, show)


def what_goes(people: Sequence[Belongings], form: str) -> str:
    """Name what goes: how many people and records, and the documents."""
    caces, visits, trainings = (
        sum(counted)
        for counted in zip(*((one.caces, one.visits, one.trainings) for one in people), strict=True)
    )
    issued = 0 if form == ANONYMISED else sum(one.authorisations for one in people)
    counts = (
        (caces, ngettext("{n} CACES", "{n} CACES", caces)),
        (visits, ngettext("{n} medical visit", "{n} medical visits", visits)),
        (trainings, ngettext("{n} training", "{n} trainings", trainings)),
        (issued, ngettext("{n} authorisation", "{n} authorisations", issued)),
    )
    records = ", ".join(words.format(n=format_number(n)) for n, words in counts if n) or _("no record")
    documents = [name for one in people for name in one.documents]
    if form == ANONYMISED:
        told = _(
            "Names, numbers, date of birth, contact, photo, conclusions of visits, authorisations and "
            "documents go. "
            "Kinds and dates stay, to be counted: {records}."
        )
    else:
        told = _("Everything goes: the file, {records}.")
    return f"{told.format(records=records)} {_documents(documents)}"


def _documents(names: Sequence[str]) -> str:
    if not names:
        return _("No document.")
    shown = ", ".join(names[:_MOST_DOCUMENTS])
    if len(names) > _MOST_DOCUMENTS:
        shown += "…"
    words = ngettext("{n} document: {names}.", "{n} documents: {names}.", len(names))
    return words.format(n=format_number(len(names)), names=shown)


def too_early(people: Sequence[Belongings]) -> str:
    """Say until when the law, or prudence, wants these files kept."""
    latest: dt.date | None = max((one.due for one in people if one.due is not None), default=None)
    if latest is None or any(one.due is None for one in people):
        return _(
            "The staff register must be kept for five years after a departure. Go on only if it is kept "
            "elsewhere, or if this file is a mistake or a duplicate."
        )
    return _(
        "By the usual periods this is to be kept until {day}. Go on only if the staff register is kept "
        "elsewhere, or if this file is a mistake or a duplicate."
    ).format(day=format_date(latest))


def what_is_left() -> str:
    """Say what remains elsewhere, for how long, and how long one can come back."""
    from cariste.leaving.erasing import COPIES_KEPT_DAYS

    kept = _(
        "The journal forgets the name. Documents leave the shared folder the next time Cariste is opened. "
        "Earlier copies and backups still know the person; they go by themselves, the last after {n} days."
    ).format(n=format_number(COPIES_KEPT_DAYS))
    undo = _("As long as this window stays open, it can be undone (Ctrl+Z).")
    return f"{kept} {undo}"


def last_question(people: Sequence[Belongings]) -> str:
    """Return the second question, which names whom it is about."""
    names = names_in_words(chosen_from(people).names)
    return _(
        "Permanently delete {names}, with everything that belongs to the file? Once this window is closed, "
        "nothing brings it back."
    ).format(names=names)


def _reasons(form: str) -> tuple[str, ...]:
    usual = (_("end of the retention period"), _("request of the person"))
    mistakes = (_("recorded by mistake"), _("recorded twice"))
    return usual if form == ANONYMISED else (*usual, *mistakes)
