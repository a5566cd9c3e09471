"""Every report by its name. A new one: a module with `draft`, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.reports.asking import (
    AREA,
    DAYS,
    KIND,
    MACHINE,
    ON,
    OUTCOMES,
    PEOPLE,
    SCANS,
)


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        name: As the command line has it.
        module: Which module of this package drafts it.
        title: What it is called, in the user's language.
        about: What is in it and for whom, in one line.
        takes: Which options mean something to it.
        needs: Which of them it cannot do without; of several named together one is enough.
    """

    name: str
    module: str
    title: Callable[[], str]
    about: Callable[[], str]
    takes: frozenset[str]
    needs: tuple[frozenset[str], ...] = field(default=())

    @property
    def for_one_machine(self) -> bool:
        """Whether it is about a category or a machine."""
        return _ONE_MACHINE in self.needs


_ONE_MACHINE = frozenset({KIND, MACHINE})
_PEOPLE = frozenset({PEOPLE})

REPORTS = (
    Report(
        "due-list",
        "due_list",
        lambda: _("Due-date list"),
        lambda: _("What is expired and what falls due, by work area and date"),
        frozenset({ON, DAYS, AREA, KIND}),
    ),
    Report(
        "person-file",
        "person_file",
        lambda: _("Personal file"),
        lambda: _("Everything about one person, with the documents behind it"),
        frozenset({PEOPLE, ON, SCANS, OUTCOMES}),
        (_PEOPLE,),
    ),
    Report(
        "trainings",
        "trainings",
        lambda: _("Table of trainings"),
        lambda: _("Who has which training until when"),
        frozenset({ON, AREA, PEOPLE}),
    ),
    Report(
        "medical-visits",
        "visits",
        lambda: _("Medical visits"),
        lambda: _("Kinds and dates of visits, and the next ones: no conclusions"),
        frozenset({ON, AREA, PEOPLE}),
    ),
    Report(
        "matrix",
        "matrix",
        lambda: _("Skills matrix"),
        lambda: _("Who has which CACES, valid or not"),
        frozenset({ON, AREA, PEOPLE}),
    ),
    Report(
        "safety-team",
        "safety_team",
        lambda: _("First-aiders and fire wardens"),
        lambda: _("By work area, to hang up"),
        frozenset({ON, AREA}),
    ),
    Report(
        "leavers",
        "leavers",
        lambda: _("People who left, and retention"),
        lambda: _("Until when whose file is kept"),
        frozenset({ON}),
    ),
    Report(
        "authorisations",
        "register",
        lambda: _("Register of driving authorisations"),
        lambda: _("Every authorisation with its site, dates, proofs and state, for the labour inspector"),
        frozenset({ON, AREA, KIND, PEOPLE}),
    ),
    Report(
        "letters",
        "letters",
        lambda: _("Driving authorisations: letters"),
        lambda: _("One page per person, to sign"),
        frozenset({ON, AREA, KIND, PEOPLE}),
    ),
    Report(
        "cards",
        "cards",
        lambda: _("Driving authorisations: cards"),
        lambda: _("To cut out, fold and wear as a badge"),
        frozenset({ON, AREA, KIND, PEOPLE}),
    ),
    Report(
        "proof-sheet",
        "proof_sheet",
        lambda: _("Proof sheet: what was true on that day"),
        lambda: _("One person, one machine, one day: every condition with its records and rules"),
        frozenset({PEOPLE, ON, AREA, KIND, MACHINE}),
        (_PEOPLE, _ONE_MACHINE),
    ),
    Report(
        "shift-board",
        "shift_board",
        lambda: _("Shift board: who may drive"),
        lambda: _("Those who may drive a machine on a day, and those who may not"),
        frozenset({ON, AREA, KIND, MACHINE}),
        (_ONE_MACHINE,),
    ),
)


def report_named(name: str) -> Report:
    """Return a report by its name.

    Raises:
        UserError: There is none; says which there are.
    """
    found = next((report for report in REPORTS if report.name == name), None)
    if found is None:
        names = ", ".join(report.name for report in REPORTS)
        raise UserError(_("There is no report “{name}”. There are: {names}.").format(name=name, names=names))
    return found
