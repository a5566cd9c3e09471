"""What each role asks for as a matrix: a line for each kind, a column for each role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cariste.core.i18n import _, pgettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.employee.constants import DRIVING_CERTIFICATE, ELECTRICAL_CERTIFICATE
from cariste.employee.labels import CACES, MEDICAL, TRAINING, alert_type_label, required_label, required_type
from cariste.equipment.queries import list_machines
from cariste.regulation.driving import driving_kinds
from cariste.regulation.rules import load_catalogue
from cariste.requirement import edits
from cariste.requirement.queries import Need, kinds_held, list_needs, people_by_role
from cariste.requirement.starting import starting_needs
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import GREEN, GREY, MUTED
from cariste.workspace import Workspace

_TYPES = (CACES, MEDICAL, TRAINING)


class RoleColumn(NamedTuple):
    """One role, with how many people have it in the work area looked at."""

    name: str
    people: int


class Matrix(NamedTuple):
    """Everything the page shows.

    Attributes:
        needs: What is required.
        roles: The roles of the settings first, then others in use.
        sites: The work areas one may look at.
        used: Categories of machines that the site uses; the others are hidden until somebody asks.
        starting: What the starting matrix asks for beside what is required.
    """

    needs: frozenset[Need]
    roles: tuple[str, ...]
    people: dict[str, dict[str | None, int]]
    sites: tuple[str, ...]
    used: frozenset[str]
    starting: tuple[Need, ...]


NOTHING = Matrix(frozenset(), (), {}, (), frozenset(), ())
"""Before anything is read."""


class KindLine(NamedTuple):
    """One kind, and for each role whether it is required there."""

    kind: str
    type: str
    label: str


def read_matrix(workspace: Workspace) -> Matrix:
    """Read what is required, by whom it could be, and of what."""
    with workspace.reading():
        settings, needs, people = workspace.settings, list_needs(), people_by_role()
        machines, held = list_machines(), kinds_held()
    others = {*people, *(need.role for need in needs)} - {*settings.roles}
    roles = (*dict.fromkeys(settings.roles), *sorted(others, key=fold))
    sites = dict.fromkeys(
        (
            *settings.workspaces,
            *sorted(site for area in people.values() for site in area if site),
            *sorted(need.site for need in needs if need.site),
        )
    )
    used = {*held, *(machine.kind for machine in machines), *(need.kind for need in needs)}
    new = starting_needs(roles) - needs
    return Matrix(
        needs,
        roles,
        {role: dict(counted) for role, counted in people.items()},
        tuple(sites),
        frozenset(used),
        tuple(sorted(new, key=lambda need: (roles.index(need.role), need.kind))),
    )


def kind_lines(matrix: Matrix, *, every: bool) -> list[KindLine]:
    """Return the lines: CACES, medical certificates, trainings; `every` category, or those used here."""
    trainings = dict.fromkeys(kind.track for kind in load_catalogue().of_group("training"))
    categories = [kind for kind in driving_kinds() if every or kind in matrix.used]
    kinds = dict.fromkeys((*categories, DRIVING_CERTIFICATE, ELECTRICAL_CERTIFICATE, *trainings))
    others = {need.kind for need in matrix.needs} - {*kinds, *driving_kinds()}
    lines = [KindLine(kind, required_type(kind), required_label(kind)) for kind in (*kinds, *sorted(others))]
    return sorted(lines, key=lambda line: _TYPES.index(line.type))


def role_columns(matrix: Matrix, site: str | None) -> list[RoleColumn]:
    """Return the roles with their people: of one work area, or of all."""
    return [RoleColumn(role, _people(matrix.people.get(role, {}), site)) for role in matrix.roles]


def _people(counted: dict[str | None, int], site: str | None) -> int:
    return sum(counted.values()) if site is None else counted.get(site, 0)


def matrix_columns(matrix: Matrix, site: str | None) -> list[Column[KindLine]]:
    """Return the columns: the kind, then one for each role."""
    return [
        Column(
            lambda: pgettext("requirement", "Required"),
            lambda line: line.label,
            key=lambda line: (_TYPES.index(line.type), load_catalogue().order_of(line.kind)),
            sample="R489-1A Transpalette porté",
            least="R489-1A Transpalette",
            look=Look.STRONG,
            tooltip=lambda line: f"{alert_type_label(line.type)} · {line.label}",
        ),
        *(_role_column(matrix, column, site) for column in role_columns(matrix, site)),
    ]


def _role_column(matrix: Matrix, role: RoleColumn, site: str | None) -> Column[KindLine]:
    def text(line: KindLine) -> str:
        return cell_of(matrix, role.name, site, line.kind)[0]

    def tone(line: KindLine) -> str | None:
        return cell_of(matrix, role.name, site, line.kind)[1]

    return Column(
        lambda: f"{role.name}  {format_number(role.people)}",
        text,
        sample=_required(),
        least=_required(),
        brief=True,
        look=Look.CHIP,
        tone=tone,
        spoken=lambda line: f"{role.name}, {line.label}: {text(line) or _('not required')}",
        tooltip=lambda line: text(line) or _("not required"),
    )


def cell_of(matrix: Matrix, role: str, site: str | None, kind: str) -> tuple[str, str]:
    """Return the words and the tone of one cell: required here, everywhere, in some areas, or not at all."""
    if Need(role, site, kind) in matrix.needs:
        return _required(), GREEN
    if site is not None:
        return (_("everywhere"), MUTED) if Need(role, None, kind) in matrix.needs else ("", GREY)
    areas = sorted(need.site for need in matrix.needs if (need.role, need.kind) == (role, kind) and need.site)
    return ", ".join(areas), GREY


def _required() -> str:
    return pgettext("required", "yes")


def with_need(matrix: Matrix, need: Need, *, asked: bool) -> Matrix:
    """Return the matrix as it will be once a change is recorded."""
    return matrix._replace(needs=matrix.needs | {need} if asked else matrix.needs - {need})


def store_need(workspace: Workspace, need: Need, *, asked: bool) -> None:
    """Ask for something, or not any more, in one change."""
    label = edits.asked_label(need, required_label(need.kind), asked=asked)
    with workspace.change(label):
        edits.ask_for(need, asked=asked)


def store_start(workspace: Workspace, needs: Sequence[Need]) -> int:
    """Take up the starting matrix in one change; return how many requirements are new."""
    with workspace.change(edits.started_label()):
        return edits.ask_for_all(needs)


def start_in_words(needs: Sequence[Need]) -> str:
    """Return a line for each role: « Cariste : R489-3 Frontal ≤ 6 t, attestation »."""
    lines: dict[str, list[str]] = {}
    for need in needs:
        lines.setdefault(need.role, []).append(required_label(need.kind))
    return "\n".join(
        _("{role}: {kinds}").format(role=role, kinds=", ".join(kinds)) for role, kinds in lines.items()
    )
