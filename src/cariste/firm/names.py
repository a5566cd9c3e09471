"""Work areas and roles: a list of the firm's, and names that stand in people's files and elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from peewee import fn

from cariste.authorisation.models import Authorisation, Induction
from cariste.core.config import Settings
from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold, tidy
from cariste.core.wording import format_number
from cariste.database.model import Entity, expect
from cariste.employee.bulk import set_field
from cariste.employee.constants import LONGEST_NAME
from cariste.employee.models import Employee
from cariste.employee.validators import check_text
from cariste.equipment.models import Machine
from cariste.firm import changes
from cariste.requirement.models import Requirement

AREAS, ROLES = "workspaces", "roles"
"""The two lists, by the key of their setting."""
PLACES: Mapping[str, Mapping[type[Entity], str]] = {
    AREAS: {
        Employee: "workspace",
        Authorisation: "site",
        Induction: "site",
        Machine: "site",
        Requirement: "site",
    },
    ROLES: {Employee: "role", Requirement: "role"},
}
"""Where such a name stands. A test asks that no column is forgotten."""
_FOLLOWING: tuple[tuple[type[Entity], str], ...] = ((Authorisation, "issued_as"),)
"""Where a role stands that nobody need hold any more: it takes the new name, and keeps none in use."""
_NAMED = 3


class Use(NamedTuple):
    """One name and how often it stands where.

    Attributes:
        name: As it is written.
        listed: Whether it is in the firm's list; others were typed or came with a sheet.
        people: People whose file bears it, those who left included.
        managers: Those who get the alerts of this work area by mail.
    """

    name: str
    listed: bool
    people: int = 0
    authorisations: int = 0
    inductions: int = 0
    machines: int = 0
    requirements: int = 0
    managers: int = 0

    @property
    def total(self) -> int:
        """In how many places it stands."""
        return sum(self[2:])

    def in_words(self) -> str:
        """Return « 12 salariés, 3 engins »; an empty text for nothing."""
        parts = (
            (self.people, ngettext("{n} employee", "{n} employees", self.people)),
            (self.authorisations, ngettext("{n} authorisation", "{n} authorisations", self.authorisations)),
            (self.inductions, ngettext("{n} induction", "{n} inductions", self.inductions)),
            (self.machines, ngettext("{n} machine", "{n} machines", self.machines)),
            (self.requirements, ngettext("{n} requirement", "{n} requirements", self.requirements)),
            (self.managers, ngettext("{n} manager", "{n} managers", self.managers)),
        )
        return ", ".join(words.format(n=format_number(count)) for count, words in parts if count)


_COUNTED: Mapping[type[Entity], str] = {
    Employee: "people",
    Authorisation: "authorisations",
    Induction: "inductions",
    Machine: "machines",
    Requirement: "requirements",
}


def uses(settings: Settings, which: str) -> list[Use]:
    """Return the names of a list in its order, then those in use beside it: one statement per place.

    Args:
        settings: Those in force.
        which: `AREAS` or `ROLES`.
    """
    listed = getattr(settings, which)
    counts = {_COUNTED[model]: _counts(model, column) for model, column in PLACES[which].items()}
    if which == AREAS:
        counts["managers"] = Counter({area: len(people) for area, people in settings.managers.items()})
    others = {name for count in counts.values() for name in count} - {*listed}
    return [
        Use(name, name in listed, **{kind: count[name] for kind, count in counts.items()})
        for name in (*dict.fromkeys(listed), *sorted(others, key=fold))
    ]


def same_name(known: list[Use], name: str, *, but: str = "") -> str | None:
    """Return the name already known that differs from one in case, accents or hyphens at most."""
    return next((use.name for use in known if use.name != but and fold(use.name) == fold(name)), None)


def problem_of(name: object) -> str | None:
    """Return why a text cannot be such a name, None when it can."""
    return check_text(name, LONGEST_NAME, required=True)


def add(settings: Settings, which: str, name: str) -> None:
    """Add a name to the end of a list, inside the open change.

    Raises:
        InvalidEntity: It is empty, too long or there already, or the list is full; said of ``name``.
    """
    plain = _checked(name)
    listed = [*getattr(settings, which)]
    taken = next((one for one in listed if fold(one) == fold(plain)), None)
    if taken is not None:
        raise InvalidEntity({"name": _("“{name}” is in the list already.").format(name=taken)})
    _store(settings, which, [*listed, plain])


def rename(settings: Settings, which: str, old: str, new: str) -> int:
    """Give a name another form wherever it stands, inside the open change.

    A new name that is known already, but for case and accents, makes one of the two, in the known spelling.

    Args:
        settings: Those in force.
        which: `AREAS` or `ROLES`.
        old: The name, listed or only in use.
        new: What it becomes.

    Returns:
        In how many rows it was changed.

    Raises:
        InvalidEntity: The new name is empty or too long; said of ``name``.
        UserError: Nobody knows the old name any more, or a row cannot be stored; says which.
    """
    plain, known = _checked(new), uses(settings, which)
    use = next((use for use in known if use.name == old), None)
    if use is None:
        raise UserError(_("“{name}” is neither in the list nor in use any more.").format(name=old))
    becomes = same_name(known, plain, but=old) or plain
    if becomes == old:
        return 0
    listed = [becomes if name == old else name for name in getattr(settings, which)]
    managers = {"managers": _managers_after(settings, old, becomes)} if which == AREAS else {}
    _store(settings, which, listed, **managers)
    places = [*PLACES[which].items(), *(_FOLLOWING if which == ROLES else ())]
    expect(sum(_counts(model, column)[old] for model, column in places))
    return sum(_replace(model, column, old, becomes) for model, column in places)


def remove(settings: Settings, which: str, name: str) -> None:
    """Take a name out of a list, inside the open change.

    Raises:
        UserError: It is in use; says by whom.
    """
    use = next((use for use in uses(settings, which) if use.name == name), None)
    if use is not None and use.total:
        raise UserError(why_kept(which, use))
    _store(settings, which, [one for one in getattr(settings, which) if one != name])


def why_kept(which: str, use: Use) -> str:
    """Say who uses a name, so that it stays in its list. Call inside `workspace.reading()`."""
    people = Employee.select().where(getattr(Employee, PLACES[which][Employee]) == use.name)
    names = [person.full_name for person in people.order_by(Employee.search_text).limit(_NAMED)]
    who = ", ".join([*names, *(["…"] if use.people > len(names) else [])])
    in_use = _("“{name}” is in use: {uses}").format(name=use.name, uses=use.in_words())
    return _("{in_use}. Rename it, or give them another one first. Nothing was changed.").format(
        in_use=f"{in_use} ({who})" if who else in_use
    )


def move(settings: Settings, which: str, name: str, by: int) -> None:
    """Move a name up (negative) or down in its list, inside the open change; never over an end."""
    listed = [*getattr(settings, which)]
    if name in listed:
        place = listed.index(name)
        listed.insert(max(0, min(len(listed) - 1, place + by)), listed.pop(place))
        _store(settings, which, listed)


def _checked(name: str) -> str:
    plain = tidy(name)
    if problem := problem_of(plain):
        raise InvalidEntity({"name": problem})
    return plain


def _managers_after(settings: Settings, old: str, new: str) -> dict[str, list[str]]:
    """Return who gets the alerts of which area once an area has another name."""
    after: dict[str, list[str]] = {}
    for area, people in settings.managers.items():
        after.setdefault(new if area == old else area, []).extend(people)
    return {area: list(dict.fromkeys(people)) for area, people in after.items()}


def _store(settings: Settings, which: str, names: list[str], **more: Any) -> None:
    try:
        changes.store(settings, {which: list(dict.fromkeys(names)), **more})
    except InvalidEntity as error:
        raise InvalidEntity({"name": " ".join(error.problems.values())}) from error


def _counts(model: Any, column: str) -> Counter[str]:
    field = getattr(model, column)
    rows = model.select(field, fn.COUNT(1)).where(field.is_null(False)).group_by(field).tuples()
    return Counter(dict(rows))


def _replace(model: Any, column: str, old: str, new: str) -> int:
    concerned = model.select().where(getattr(model, column) == old)
    if model is Employee:
        return set_field([person.id.hex for person in concerned], column, new)
    rows = list(concerned)
    for row in rows:
        setattr(row, column, new)
        if model is Requirement and _required_already(row):
            row.delete_instance()
        else:
            row.save()
    return len(rows)


def _required_already(wanted: Requirement) -> bool:
    """Whether there is such a requirement: two names that become one may have asked for the same."""
    site = Requirement.site.is_null() if wanted.site is None else Requirement.site == wanted.site
    same = (Requirement.role == wanted.role) & (Requirement.kind == wanted.kind) & site
    return bool(Requirement.select().where(same & (Requirement.id != wanted.id)).exists())
