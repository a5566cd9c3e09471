"""`cariste outbox`: what this workstation recorded and not everybody has; send it again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cariste.bootstrap import open_workspace
from cariste.cli.arguments import shared_folder
from cariste.cli.output import print_json, print_table
from cariste.core.i18n import _, pgettext
from cariste.core.paths import local_folder_of
from cariste.core.wording import format_moment
from cariste.employee.field_labels import entity_label
from cariste.outbox.models import CONFLICT, FAILED, OutboxItem
from cariste.outbox.outbox import Outbox

LIST, RETRY = "list", "retry"


def summary() -> str:
    """One line for the help."""
    return _("what this workstation recorded and has not sent yet; send it again")


def add(command: argparse.ArgumentParser) -> None:
    """List, or try again."""
    command.add_argument(
        "action",
        nargs="?",
        choices=(LIST, RETRY),
        help=_("list: what waits, even while the shared folder is away; retry: send it now"),
    )


def run(parsed: argparse.Namespace) -> int:
    """Print what waits, after having tried to send it if asked to."""
    folder = shared_folder(parsed)
    if parsed.action == RETRY and any(item.status != CONFLICT for item in _items(folder)):
        with open_workspace(folder, write=True) as workspace:
            workspace.retry()
    items = _items(folder)
    if parsed.json:
        print_json([_as_json(item) for item in items])
    elif items:
        print_table((_("Change"), _("Record"), _("Recorded"), _("State"), _("Problem")), map(_cells, items))
    else:
        sys.stdout.write(_("Nothing is waiting.") + "\n")
    return 0


def _items(folder: Path) -> list[OutboxItem]:
    """Read this PC's own file; the share is not asked, it may be away."""
    local = local_folder_of(folder)
    return [] if local is None else Outbox(local).open_items()


def _as_json(item: OutboxItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "change": item.change.hex,
        "label": item.label,
        "at": item.at,
        "entity": item.entity,
        "entity_id": item.entity_id,
        "action": item.action,
        "status": item.status,
        "tries": item.retry_count,
        "problem": item.last_error,
    }


def _cells(item: OutboxItem) -> tuple[object, ...]:
    return (
        item.label,
        entity_label(item.entity),
        format_moment(item.at),
        _state(item.status),
        item.last_error or "",
    )


def _state(status: str) -> str:
    if status == CONFLICT:
        return pgettext("outbox", "to decide")
    return pgettext("outbox", "refused") if status == FAILED else pgettext("outbox", "waiting")
