"""What every page is given; nothing is fetched from a global."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cariste.ui.bus import Bus
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme

if TYPE_CHECKING:
    from cariste.workspace import Workspace


@dataclasses.dataclass(frozen=True)
class Context:
    """The open folder, the way to work in the background, the news and the looks."""

    workspace: Workspace
    tasks: Tasks
    bus: Bus
    theme: Theme
