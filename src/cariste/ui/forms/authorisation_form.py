"""The form that issues the employer's authorisation: proposed from the proofs, decided by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from cariste.authorisation import edits
from cariste.authorisation.facts import Period
from cariste.authorisation.labels import site_label
from cariste.authorisation.models import LONGEST_LIMITS, LONGEST_REASON
from cariste.authorisation.proposing import (
    BY_ASSIGNMENT,
    BY_CACES,
    Proposal,
    certified_kinds,
    is_under_age,
    propose,
)
from cariste.authorisation.values import AuthorisationValues, Driver, DrivingChoices
from cariste.authorisation.verdict import health
from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import constants, validators
from cariste.employee.form_values import Held
from cariste.employee.labels import short_kind, with_option
from cariste.regulation.driving import demand, driving_kinds
from cariste.ui.context import Context
from cariste.ui.forms import driving_storing
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.expiry import Expiry, Rule
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.forms.storing import chosen_in
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.kinds_field import KindsField
from cariste.ui.widgets.text_area import TextArea


class AuthorisationForm(RecordForm):
    """Issues authorisations, several categories at once, or changes one.

    Attributes:
        print_button: Saves and shows what is to be printed; None where one is changed.
    """

    print_button: FlatButton | None

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        driver: Driver,
        choices: DrivingChoices,
        held: Held[AuthorisationValues] | None = None,
        *,
        kinds: Sequence[str] = (),
        at: str = "",
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            driver: Whom it is about, with all that is known.
            choices: What is offered while typing.
            held: The one to change; None issues.
            kinds: Categories ticked first; without any, those covered by a CACES in force.
            at: The field to go to.
        """
        title = _("Driving authorisation") if held else _("Issue the driving authorisation")
        super().__init__(context, parent, title, driver.owner, held)
        self._driver, self._choices = driver, choices
        self._paper, self.print_button = "", None
        values = held.values if held else self._proposed(kinds)
        self._add_decision(values)
        self._add_words(values)
        self._follow_the_proofs(values)
        if held is None:
            self._expiry.update()
            self._offer_paper()
        self._explain()
        self.finish(at)

    def _proposed(self, kinds: Sequence[str]) -> AuthorisationValues:
        today = self.context.bus.today
        return AuthorisationValues(
            kinds=tuple(kinds) or certified_kinds(self._driver.facts, today),
            site=self._driver.site,
            issued_on=today,
            signatory=self._choices.signatory,
        )

    def _follow_the_proofs(self, values: AuthorisationValues) -> None:
        self._expiry = Expiry(self.fields["ends_on"], self._rule, lambda _d: "", source=values.ends_source)
        for changed in (self._kinds.changed, self._issued.changed, self._site.currentIndexChanged):
            changed.connect(self._reconsider)

    def work(self) -> Callable[[], Any]:
        """Return what issues the authorisations."""
        values = AuthorisationValues(
            kinds=self._kinds.value,
            site=self._site.currentData(),
            issued_on=self._issued.value,
            ends_on=self._ends.value,
            ends_source=self._expiry.source,
            signatory=self.fields["signatory"].value,
            limits=self.fields["limits"].value,
            other_proof=self.fields["other_proof"].value,
        )
        proof = chosen_in(self.proof)
        return partial(driving_storing.issue, self.context.workspace, self.owner, values, self.known, proof)

    # -- printing ------------------------------------------------------------------------------

    def _offer_paper(self) -> None:
        """Let one press save and go on to the paper: the card to be worn, or the letter to be signed."""
        button = self.print_button = FlatButton(_("Save and print"), self.context.theme)
        button.setAutoDefault(False)
        menu = QMenu(button)
        for words, report in ((_("The card"), "cards"), (_("The letter"), "letters")):
            menu.addAction(words, partial(self._save_for, report))
        button.setMenu(menu)
        self.buttons.insertWidget(self.buttons.indexOf(self.save_button), button)
        self.stored.connect(self._show_paper)

    def _save_for(self, report: str) -> None:
        self._paper = report
        self.save()

    def _point_out(self, wrong: Sequence[str]) -> None:
        if wrong:
            self._paper = ""  # what is refused is corrected and saved anew, by either button
        super()._point_out(wrong)

    def _not_stored(self, problem: CaristeError) -> None:
        self._paper = ""
        super()._not_stored(problem)

    def _show_state(self) -> None:
        super()._show_state()
        if self.print_button is not None:
            self.print_button.setEnabled(self.save_button.isEnabled())
            self.print_button.setToolTip(self.save_button.toolTip())

    def _show_paper(self, _ids: object) -> None:
        """Show the paper that was asked for, as it holds on the first day."""
        from cariste.reports.asking import Asked
        from cariste.ui.dialogs.report_preview import preview

        window = self.parentWidget()
        if self._paper and window is not None:
            on = max(self.context.bus.today, self._issued.value or self.context.bus.today)
            preview(self.context, self._paper, Asked(on=on, people=(self.owner.id,)), window)

    # -- the fields ----------------------------------------------------------------------------

    def _add_decision(self, values: AuthorisationValues) -> None:
        theme, single = self.context.theme, self.known is not None
        sites = dict.fromkeys((None, *self._choices.sites, values.site))
        self._kinds = KindsField(theme, values.kinds, single=single)
        self._site = ChoiceField(theme, [(site_label(site), site) for site in sites], values.site)
        self._issued = DateField(theme, values.issued_on)
        self._ends = DateField(theme, values.ends_on, since=lambda: self._issued.value)
        self.add(
            "kinds",
            _("Category") if single else _("Categories"),
            self._kinds,
            required=True,
            wide=True,
            check=_check_kinds,
        )
        self.add("site", _("Work area"), self._site)
        self.add("issued_on", _("Date of issue"), self._issued, required=True)
        self.add("ends_on", _("Valid until"), self._ends, check=self._check_end)
        self.add(
            "signatory",
            _("Signatory"),
            CompletingField(theme, self._choices.signatories, values.signatory or ""),
            required=True,
            check=at_most(constants.LONGEST_TEXT),
        )

    def _add_words(self, values: AuthorisationValues) -> None:
        theme = self.context.theme
        self.add(
            "other_proof",
            _("Other proof of skill"),
            TextArea(theme, values.other_proof or ""),
            wide=True,
            hint=_("For example: in-house training and its test, with the day and the trainer."),
            check=self._check_other_proof,
        )
        self.add(
            "limits",
            _("Limits"),
            TextArea(theme, values.limits or ""),
            wide=True,
            check=at_most(LONGEST_LIMITS),
        )
        self.proof = self.add_document(
            "document_path", _("Signed copy"), constants.OTHER_DOCUMENT, self._document
        )

    # -- what the proofs say -------------------------------------------------------------------

    def _proposals(self) -> list[Proposal]:
        issued = self._issued.value
        known = [kind for kind in self._kinds.value if kind in driving_kinds()]
        return [propose(self._driver.facts, kind, issued) for kind in known] if issued else []

    def _uncertified(self) -> list[str]:
        return [one.kind for one in self._proposals() if one.certificate is None]

    def _rule(self) -> Rule:
        proposals = self._proposals()
        ends = {(one.ends, one.ended_by) for one in proposals}
        if len({day for day, _by in ends}) > 1:
            return Rule(None, note=_("computed for each category"))
        day, by = next(iter(ends), (None, ""))
        return Rule(day, because=_because(by) if day is not None else "", note=_("no end"))

    def _reconsider(self, *_what: object) -> None:
        self._expiry.update()
        self._explain()

    def _explain(self) -> None:
        """Say what each category rests on, and what is missing."""
        uncertified = self._uncertified()
        kinds, issued = self.fields["kinds"], self._issued.value
        kinds.hint("\n".join(_rests_on(one) for one in self._proposals() if one.certificate is not None))
        kinds.advise(edits.why_other_proof(map(short_kind, uncertified)) if uncertified else "")
        other = self.fields["other_proof"]
        other.setVisible(bool(uncertified) or other.value is not None)
        self.columns.arrange()
        young = issued is not None and is_under_age(self._driver.birth_date, issued)
        self.fields["issued_on"].advise(_("Under 18 on that day: a derogation is needed.") if young else "")
        healthy = issued is None or isinstance(health(self._driver.facts.opinions, issued), Period)
        self.fields["ends_on"].advise(
            ""
            if healthy
            else _("No medical certificate in force: the authorisation does not hold without one.")
        )
        self.fields["site"].advise("" if self._was_shown(issued) else _not_shown())

    def _was_shown(self, on: dt.date | None) -> bool:
        site = self._site.currentData()
        held = [one.site for one in self._driver.facts.inductions if on is None or one.held <= on]
        return bool(held) and (site is None or site in held or None in held)

    def _check_end(self, day: dt.date | None) -> str | None:
        issued = self._issued.value
        if day is not None and issued is not None and day < issued:
            return _("The end is before the start.")
        return validators.check_date(day)

    def _check_other_proof(self, words: str | None) -> str | None:
        uncertified = self._uncertified()
        if uncertified and not words:
            return edits.why_other_proof(map(short_kind, uncertified))
        return validators.check_text(words, LONGEST_REASON)


def _check_kinds(kinds: tuple[str, ...]) -> str | None:
    other = [kind for kind in kinds if kind not in driving_kinds() or demand(kind) == "none"]
    return _("No authorisation is issued for: {kinds}.").format(kinds=", ".join(other)) if other else None


def _rests_on(proposal: Proposal) -> str:
    certificate = proposal.certificate
    if certificate is None:
        return ""
    words = (
        _("{kind}: CACES until {day}")
        if certificate.kind == proposal.kind
        else _("{kind}: covered by CACES {other} until {day}")
    )
    return words.format(
        kind=short_kind(proposal.kind),
        other=with_option(short_kind(certificate.kind), certificate.option),
        day=format_date(certificate.expires),
    )


def _because(by: str) -> str:
    if by == BY_CACES:
        return _("end of the CACES")
    return _("end of the assignment") if by == BY_ASSIGNMENT else _("end of the medical certificate")


def _not_shown() -> str:
    return _("Not shown this work area and its instructions yet: record the induction too.")
