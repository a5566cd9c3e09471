"""Everything, or the alerts, out to a workbook, a text file or JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.employee.calculations import DEFAULT_CONTRACT_STEPS, DEFAULT_THRESHOLDS
from cariste.exchange.lists import ExportedList, alerts_list, everything, one_list
from cariste.exchange.writer import write_csv, write_json, write_xlsx

SUFFIXES = (".xlsx", ".csv", ".json")


def export(
    path: Path,
    today: dt.date,
    *,
    alerts_only: bool = False,
    outcomes: bool = False,
    thresholds: Sequence[int] = DEFAULT_THRESHOLDS,
    contract_steps: Sequence[int] = DEFAULT_CONTRACT_STEPS,
) -> int:
    """Write a file and return how many rows it holds; the caller is connected.

    A workbook has one sheet per list, a text file one row per record, JSON one list per key. The text of
    medical adjustments is in none of them.

    Args:
        path: Its suffix decides: .xlsx, .csv or .json. An existing file is replaced at once, or not at all.
        today: The day for statuses and days left.
        alerts_only: Write what needs attention instead of everything.
        outcomes: With what doctors concluded: for HR alone, as such a file travels.
        thresholds: Days below which a record is critical, a warning, information.
        contract_steps: Days below which the end of a contract is critical, a warning.

    Raises:
        UserError: The suffix is none of these, or the path is a folder.
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    suffix = allowed_suffix(path)
    lists: list[ExportedList] = (
        [alerts_list(today, thresholds, contract_steps)]
        if alerts_only
        else everything(today, thresholds, outcomes=outcomes)
    )
    if suffix == ".csv" and not alerts_only:
        lists = [one_list(lists)]
    write(path, suffix, lists)
    return sum(len(each.rows) for each in lists)


def write(path: Path, suffix: str, lists: Sequence[ExportedList]) -> None:
    """Write lists to a file of this kind; a text file holds the first alone.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    if suffix == ".xlsx":
        write_xlsx(path, lists)
    elif suffix == ".csv":
        write_csv(path, lists[0])
    else:
        write_json(path, lists)


def allowed_suffix(path: Path) -> str:
    """Return the ending of a file we can write.

    Raises:
        UserError: It is none of `SUFFIXES`, or the path is a folder.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(
            _("{file}: choose a name that ends with {suffixes}.").format(
                file=path.name, suffixes=", ".join(SUFFIXES)
            )
        )
    if path.is_dir():
        raise UserError(_("{file} is a folder, not a file.").format(file=path))
    return suffix
