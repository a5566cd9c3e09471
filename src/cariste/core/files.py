"""Writing a file for somebody: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, reason_of
from cariste.core.i18n import _


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside a file and put that in its place in one step.

    Args:
        path: The file; its folder exists.
        write: Writes into the path it is given.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        if path.with_name(f"~${path.name}").exists():
            raise _busy(path)
        write(part)
        os.replace(part, path)  # noqa: PTH105 - Path.replace says no more
    except PermissionError as error:
        raise _busy(path) from error
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be written: {reason}.").format(file=path, reason=reason_of(error))
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _busy(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        _(
            "{file} is open elsewhere, or its folder is not yours to write. Close it or choose another name."
        ).format(file=path)
    )
