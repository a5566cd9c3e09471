"""What people of each role do in the demo warehouse: where, under which contract, with which papers."""

from __future__ import annotations

from dataclasses import dataclass

from cariste.employee.constants import ALTERNANCE, CDD, CDI, INTERIM

Chances = tuple[tuple[str, float], ...]
"""Codes of the catalogue, each with the probability that someone of the role holds it."""

QUAY, ZONE_A, ZONE_B, OFFICE = "Quai", "Zone A", "Zone B", "Bureau"


@dataclass(frozen=True, slots=True)
class Role:
    """One role.

    Attributes:
        share: Its part of the staff.
        workspaces: Where they work, each equally often.
        contracts: Weights of CDI, CDD, Interim and Alternance.
        caces: What they may hold; of `needs_one`, everybody holds at least one.
        driving, electrical: How likely the medical certificates are.
        trainings: What they may have followed, beside the induction everybody gets.
    """

    name: str
    share: float
    workspaces: tuple[str, ...]
    contracts: tuple[int, int, int, int]
    caces: Chances
    driving: float
    trainings: Chances
    needs_one: tuple[str, ...] = ()
    electrical: float = 0.0


CONTRACTS = (CDI, CDD, INTERIM, ALTERNANCE)

ROLES = (
    Role(
        "Cariste",
        0.34,
        (QUAY, ZONE_A, ZONE_B),
        (70, 8, 20, 2),
        (
            *(("R489-1A", 0.5), ("R489-1B", 0.45), ("R489-3", 0.85), ("R489-5", 0.6), ("R489-6", 0.12)),
            *(("R485-2", 0.05), ("R486-B", 0.08), ("R482-F", 0.04)),
        ),
        0.85,
        (("SST", 0.14), ("FIRE-EXT", 0.2), ("GESTES", 0.3), ("ELEC", 0.06)),
        needs_one=("R489-3", "R489-5"),
    ),
    Role(
        "Préparateur",
        0.34,
        (ZONE_A, ZONE_B),
        (58, 14, 22, 6),
        (("R489-1A", 0.9), ("R489-1B", 0.25), ("R489-6", 0.12), ("R485-2", 0.1)),
        0.6,
        (("SST", 0.1), ("FIRE-EXT", 0.15), ("GESTES", 0.45), ("PRAP", 0.08)),
    ),
    Role(
        "Réceptionnaire",
        0.14,
        (QUAY,),
        (72, 10, 12, 6),
        (("R489-1A", 0.9), ("R489-3", 0.45), ("R489-1B", 0.2), ("R485-2", 0.15)),
        0.65,
        (("SST", 0.16), ("FIRE-EXT", 0.2), ("GESTES", 0.3), ("ADR", 0.08)),
    ),
    Role(
        "Chef d'équipe",
        0.06,
        (QUAY, ZONE_A, ZONE_B),
        (96, 4, 0, 0),
        (("R489-1A", 0.6), ("R489-3", 0.6), ("R489-5", 0.4)),
        0.7,
        (("SST", 0.6), ("FIRE-EPI", 0.5), ("FIRE-EVAC", 0.6), ("FIRE-EXT", 0.4)),
    ),
    Role(
        "Maintenance",
        0.03,
        (QUAY, ZONE_A),
        (88, 0, 4, 8),
        (("R489-7", 0.7), ("R486-A", 0.6), ("R486-B", 0.6), ("R484-1", 0.3), ("R489-3", 0.4)),
        0.8,
        (("ELEC", 0.95), ("HARNESS", 0.6), ("SST", 0.3), ("FIRE-EXT", 0.5)),
        electrical=0.7,
    ),
    Role(
        "Responsable",
        0.03,
        (OFFICE,),
        (100, 0, 0, 0),
        (("R489-3", 0.2),),
        0.2,
        (("SST", 0.4), ("FIRE-EVAC", 0.5)),
    ),
    Role(
        "Bureau",
        0.06,
        (OFFICE,),
        (80, 12, 0, 8),
        (),
        0,
        (("SST", 0.25), ("FIRE-EVAC", 0.35), ("GESTES", 0.2)),
    ),
)
