"""An office of several PCs: the window itself, in a process of its own on each, driven from outside by pipe.

`python -m cariste` runs as it is (`driver.py`); a pipe beside it says what its user does and reads what the
user sees (`hands.py`). Each PC has its own line to the shared folder, its own files and, where there is Xvfb,
its own screen.
"""

from __future__ import annotations

from office.office import EDITING, OFFLINE, READING, Office, be_busy, give, hire, open_office, open_people
from office.pc import Late, Pc, Window

__all__ = [
    "EDITING",
    "OFFLINE",
    "READING",
    "Late",
    "Office",
    "Pc",
    "Window",
    "be_busy",
    "give",
    "hire",
    "open_office",
    "open_people",
]
