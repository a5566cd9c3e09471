"""What was true on that day: may this person drive this machine, and on what does the answer rest?

For whoever must prove it later, after an accident above all: every condition with its records, when each was
typed in, and the texts in force on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from reportlab.platypus import Flowable, PageBreak

from cariste.authorisation.labels import reason_in_words, state_label
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.verdict import ADVISED_AGAINST, ALLOWED, REMARKS, Verdict, verdict
from cariste.core.i18n import _
from cariste.core.wording import format_date, format_moment
from cariste.employee import labels
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import Cell, Column, Grid, Group, Row
from cariste.paper.looks import BAD, BODY, FINE, NOTHING, PLAIN, SMALL, SOON, TITLE, Style, Tone
from cariste.paper.words import Section, Words, heading
from cariste.regulation.driving import certificates_with_options, demand, rules_on
from cariste.regulation.rules import load_catalogue
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, category_title, firm_lines
from cariste.reports.evidence import Condition, Trace, conditions
from cariste.reports.machines import Subject, subject
from cariste.reports.queries import people_asked

_TONES = {ALLOWED: FINE, ADVISED_AGAINST: SOON}


class Case(NamedTuple):
    """One person's answer with everything behind it."""

    person: EmployeeRow
    verdict: Verdict
    conditions: Sequence[Condition]


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft a sheet for each person asked about."""
    what = subject(asked)
    story: list[Flowable] = []
    for person in people_asked(asked):
        facts = facts_of_everybody(person.id)[person.id]
        case = Case(
            person,
            verdict(facts, what.kind, what.area, asked.on),
            conditions(person.id, facts, what.kind, what.area, asked.on),
        )
        if story:
            story.append(PageBreak())
        story += sheet(case, what, asked.on, firm=" · ".join(firm_lines(folder.settings)))
    return Draft(_("Proof sheet"), (), story, headed=False)


def sheet(case: Case, what: Subject, on: dt.date, *, firm: str) -> list[Flowable]:
    """Return one person's sheet."""
    number = _("no. {number}").format(number=case.person.external_id) if case.person.external_id else ""
    return [
        Section(case.person.full_name),
        Words(_("What was true on {day}").format(day=format_date(on)), TITLE),
        Words(firm, SMALL._replace(after=6)),
        *_facts(
            (_("Person"), " · ".join(filter(None, (case.person.full_name, number, case.person.role)))),
            (_("Machine"), what.title if what.machine is not None else ""),
            (_("Category"), category_title(what.kind)),
            (_("Work area"), what.area or _("all work areas")),
        ),
        *_answer(case.verdict),
        *heading(_("The conditions, one by one")),
        _overview(case),
        *heading(_("The records they rest on")),
        _records(case.conditions, on),
        *_rules(case, what.kind, on),
    ]


def _facts(*facts: tuple[str, str]) -> list[Flowable]:
    told = [fact for fact in facts if fact[1]]
    return [Grid((Column("", 1, bold=True), Column("", 4)), told, size=9)]


def _answer(answer: Verdict) -> list[Flowable]:
    tone = _TONES.get(answer.state, BAD)
    told = [Words(tone.signed(state_label(answer.state)), Style(15, True, tone.colour, before=10, after=2))]
    if answer.allowed:
        until = format_date(answer.until) or _("no end")
        told.append(Words(_("Until, if nothing new is recorded: {day}").format(day=until), BODY))
    return told


def _overview(case: Case) -> Grid:
    columns = (Column(_("Condition"), 2, bold=True), Column(_("Answer"), 3))
    return Grid(columns, [(one.question, _met(one, case.verdict)) for one in case.conditions], size=8.5)


def _met(condition: Condition, answer: Verdict) -> Cell:
    reason = next((one for one in answer.reasons if one.code in condition.codes), None)
    if reason is None:
        return Cell(_("met"), FINE)
    return Cell(reason_in_words(reason), SOON if reason.code in REMARKS else BAD)


def _records(all_conditions: Sequence[Condition], on: dt.date) -> Grid:
    columns = (
        Column(_("Record"), 3),
        Column(_("From"), 1.05),
        Column(_("To"), 1.05),
        Column(_("On that day"), 1.15),
        Column(_("Typed in on"), 1.25),
        Column(_("Proof"), 2.1),
    )
    rows: list[Row] = []
    for condition in all_conditions:
        rows.append(Group(condition.question))
        rows += [_record(trace, on) for trace in condition.traces]
        if not condition.traces:
            rows.append((Cell(_("nothing recorded up to that day"), NOTHING), "", "", "", "", ""))
    return Grid(columns, rows, size=7.5)


def _record(trace: Trace, on: dt.date) -> Row:
    return (
        trace.what,
        format_date(trace.start),
        format_date(trace.end) or _("no end"),
        Cell(_("holds"), FINE) if trace.counts else Cell(_("does not hold"), NOTHING),
        _typed_in(trace.recorded, on),
        trace.document or Cell(_("without proof"), NOTHING),
    )


def _typed_in(recorded: dt.datetime | None, on: dt.date) -> Cell:
    if recorded is None:
        return Cell("")
    later: Tone = SOON if recorded.date() > on else PLAIN
    return Cell(format_moment(recorded), later)


def _rules(case: Case, kind: str, on: dt.date) -> list[Flowable]:
    rules = rules_on(on)
    told = [
        _("{source}, in force since {day}").format(source=rules.source, day=format_date(rules.since)),
        _demanded(kind),
        *_validities(case.conditions, kind),
        _(
            "Medical proof: a no-contraindication certificate counts for five years, as does a fitness "
            "opinion issued before 01/10/2025."
        )
        if rules.certificate
        else _("Medical proof: a fitness opinion of the occupational physician, for five years."),
        _(
            "The right ends with the contract or assignment, an authorisation with its first proof to end, "
            "that of a temp also with the assignment it was issued for."
        ),
    ]
    remark = _(
        "Judged by the rules in force on that day, from the records as they are now; {sign} marks those "
        "typed in after it. What doctors conclude is not printed."
    ).format(sign=SOON.sign)
    return [
        *heading(_("The rules in force on that day")),
        *(Words(f"– {words}", BODY) for words in told),
        Words(remark, SMALL._replace(before=4)),
    ]


def _demanded(kind: str) -> str:
    wanted = demand(kind)
    if wanted == "required":
        return _("{kind}: the law requires the employer’s authorisation.").format(kind=kind)
    if wanted == "recommended":
        return _(
            "{kind}: not on the legal list; the health-insurance fund recommends the authorisation."
        ).format(kind=kind)
    return _("{kind}: nothing asks for an authorisation.").format(kind=kind)


def _validities(all_conditions: Sequence[Condition], kind: str) -> list[str]:
    """Return how long the certificates are valid that are accepted for a category, and why others are."""
    told = []
    traces = (trace for condition in all_conditions for trace in condition.traces)
    used = {word.rstrip(",") for trace in traces for word in trace.what.split()}
    for code in sorted(certificates_with_options(kind), key=lambda code: (code != kind, code)):
        found = load_catalogue().find(code)
        if found is None or found.months is None or (code != kind and code not in used):
            continue
        period = labels.validity_label(found.months)
        told.append(
            _("Recommendation {family} of the CNAM: a CACES {kind} is valid for {period}.").format(
                family=found.family, kind=code, period=period
            )
        )
        if kind in found.covers:
            told.append(
                _("Recommendation {family}: {kind} lets the employer authorise {other}.").format(
                    family=found.family, kind=code, other=kind
                )
            )
        elif kind in found.option_covers:
            told.append(
                _(
                    "Recommendation {family}: {kind} with the option “{option}” lets the employer "
                    "authorise {other}."
                ).format(family=found.family, kind=code, option=labels.option_label(found.option), other=kind)
            )
    return told
