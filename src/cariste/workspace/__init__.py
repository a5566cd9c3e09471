"""A shared folder open in this process: reading it, changing it, undoing, sending."""

from cariste.share.asking import Standing
from cariste.workspace.reading import Person
from cariste.workspace.workspace import Workspace

__all__ = ["Person", "Standing", "Workspace"]
