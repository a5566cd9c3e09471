"""`cariste journal`: who changed what, newest first, from the same query as the window."""

from __future__ import annotations

import argparse
import uuid
from typing import Any

from cariste.audit.recorder import CHANGED
from cariste.cli.arguments import day, one_person, open_for_reading, whole_number
from cariste.cli.output import print_json, print_table
from cariste.core.i18n import _
from cariste.core.wording import format_moment
from cariste.journal import words
from cariste.journal.queries import PAGE, Action, Entry, Filter, list_actions, list_entries


def summary() -> str:
    """One line for the help."""
    return _("list who changed what, newest first")


def add(command: argparse.ArgumentParser) -> None:
    """Whose records, since when, and how much."""
    command.add_argument(
        "--employee", metavar=_("PERSON"), help=_("about one person: id, employee number or full name")
    )
    command.add_argument("--since", type=day, metavar="DATE", help=_("not before this day"))
    command.add_argument("--search", default="", metavar=_("TEXT"), help=_("what was done, by whom, to whom"))
    command.add_argument(
        "--limit",
        type=whole_number,
        metavar="N",
        default=PAGE,
        help=_("at most so many lines (default: 200)"),
    )


def run(parsed: argparse.Namespace) -> int:
    """Print user actions, or, as JSON, each record they wrote."""
    with open_for_reading(parsed) as workspace, workspace.reading():
        about = _person(parsed.employee) if parsed.employee is not None else None
        wanted = Filter(employee_id=about, since=parsed.since, search=parsed.search)
        if parsed.json:
            print_json([_as_json(entry) for entry in list_entries(wanted, limit=parsed.limit)])
            return 0
        actions = list_actions(wanted, limit=parsed.limit).actions
    headers = (_("When"), _("Who"), _("PC"), _("What was done"), _("Employee"), _("Details"))
    print_table(headers, map(_cells, actions))
    return 0


def _person(text: str) -> str:
    """Return whom a text names; an id is taken as it is: the journal knows people who are deleted."""
    try:
        return uuid.UUID(text).hex
    except ValueError:
        return one_person(text).id


def _cells(action: Action) -> tuple[object, ...]:
    one = action.one_person
    return (
        format_moment(action.at),
        action.username,
        action.hostname,
        action.label,
        words.person_label(one) if one is not None else "",
        words.summary(action),
    )


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "action_id": entry.change_id,
        "at": entry.at,
        "username": entry.username,
        "hostname": entry.hostname,
        "label": entry.label,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "employee_id": entry.employee_id,
        "employee": entry.person,
        "subject": entry.subject,
        "action": entry.action,
        "fields": {
            field.column: CHANGED if field.hidden else [field.before, field.after] for field in entry.fields
        },
    }
