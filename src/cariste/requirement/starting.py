"""What roles usually ask for: a start for the firm to correct, never applied by itself (docs/rules.md)."""

from __future__ import annotations

from cariste.core.text import fold
from cariste.employee.constants import DRIVING_CERTIFICATE
from cariste.requirement.queries import Need

STARTING: dict[str, tuple[str, ...]] = {
    "Préparateur": ("R489-1A",),
    "Réceptionnaire": ("R489-1A",),
    "Cariste": ("R489-3", DRIVING_CERTIFICATE),
}
"""By role, as most French warehouses call it (D). « Cariste » needs R489-3 or R489-5, by the machines: the
more common one stands here."""


def starting_needs(roles: tuple[str, ...]) -> frozenset[Need]:
    """Return what the starting matrix asks of those of these roles that it knows, in every work area."""
    known = {fold(role): kinds for role, kinds in STARTING.items()}
    return frozenset(Need(role, None, kind) for role in roles for kind in known.get(fold(role), ()))
