"""What the proofs allow the employer to issue, and until when: proposed, never decided."""

from __future__ import annotations

import datetime as dt

import pytest

from cariste.authorisation.facts import Certificate, Facts, Grant, Opinion, Period
from cariste.authorisation.proposing import certified_kinds, is_under_age, propose, waiting_kinds
from cariste.regulation.calculations import add_months

D = dt.date
ON = D(2026, 11, 21)
EARLIER = D(2025, 11, 4)
THREE = Certificate("R489-3", D(2024, 3, 1), D(2029, 3, 1))
HEALTHY = Opinion(D(2025, 11, 3), D(2030, 11, 3))


def facts(*certificates: Certificate, health: Opinion | None = HEALTHY, **more: object) -> Facts:
    known = Facts(
        here=(Period(D(2020, 1, 6), None),),
        certificates=certificates,
        opinions=() if health is None else (health,),
    )
    return known._replace(**more)


def issued(kind: str = "R489-3", on: dt.date = EARLIER, ends: dt.date | None = THREE.expires) -> Grant:
    return Grant("", kind, "Quai", on, ends)


@pytest.mark.parametrize(
    ("known", "ends", "by"),
    [
        (facts(THREE), D(2029, 3, 1), "caces"),
        (facts(THREE, health=Opinion(D(2022, 5, 2), D(2027, 5, 2))), D(2027, 5, 2), "medical"),
        (facts(THREE, health=None), D(2029, 3, 1), "caces"),
        (facts(), D(2030, 11, 3), "medical"),
        (facts(health=None), None, ""),
        (
            facts(THREE, here=(Period(D(2026, 9, 1), D(2026, 12, 18)),), temp=True),
            D(2026, 12, 18),
            "assignment",
        ),
        # A fixed-term contract ends the presence, not the authorisation.
        (facts(THREE, here=(Period(D(2026, 9, 1), D(2026, 12, 18)),)), D(2029, 3, 1), "caces"),
        (facts(THREE, here=(Period(D(2026, 9, 1), None),), temp=True), D(2029, 3, 1), "caces"),
        (facts(Certificate("R489-3", D(2021, 11, 20), D(2026, 11, 20))), D(2030, 11, 3), "medical"),
    ],
)
def test_the_end_is_the_earliest_of_what_it_rests_on(known: Facts, ends: dt.date | None, by: str) -> None:
    found = propose(known, "R489-3", ON)
    assert (found.ends, found.ended_by) == (ends, by)


def test_the_certificate_that_runs_longest_counts_and_a_dispensation_covers() -> None:
    known = facts(
        Certificate("R489-1A", D(2022, 1, 10), D(2027, 1, 10)),
        Certificate("R489-1B", D(2024, 3, 1), D(2029, 3, 1)),
    )
    assert propose(known, "R489-1A", ON).certificate == known.certificates[1]
    assert propose(known, "R489-1A", ON).ends == D(2029, 3, 1)
    assert propose(known, "R489-3", ON).certificate is None
    assert certified_kinds(known, ON) == ("R489-1A", "R489-1B")


def test_of_two_that_end_together_its_own_certificate_counts() -> None:
    known = facts(
        Certificate("R489-1B", D(2024, 3, 1), D(2029, 3, 1)),
        Certificate("R489-1A", D(2024, 3, 1), D(2029, 3, 1)),
    )
    certificate = propose(known, "R489-1A", ON).certificate
    assert certificate is not None
    assert certificate.kind == "R489-1A"


# -- what waits for a decision ----------------------------------------------------------------------

RENEWED = Certificate("R489-3", D(2026, 11, 10), D(2031, 11, 10))
TEMP = facts(THREE, temp=True, here=(Period(D(2026, 6, 1), D(2026, 8, 31)), Period(D(2026, 11, 16), None)))


@pytest.mark.parametrize(
    ("known", "waiting"),
    [
        (facts(THREE), ("R489-3",)),
        (facts(THREE, grants=(issued(),)), ()),
        # Renewed since: the old authorisation ends with the old certificate.
        (facts(THREE, RENEWED, grants=(issued(),)), ("R489-3",)),
        (facts(THREE, RENEWED, grants=(issued(), issued(on=D(2026, 11, 12), ends=D(2030, 11, 3)))), ()),
        # The employer chose an earlier end than the proofs allow: that is a decision.
        (facts(THREE, grants=(issued(ends=D(2027, 1, 1)),)), ()),
        (facts(THREE, grants=(issued(ends=D(2026, 10, 1)),)), ()),
        # Withdrawn: a new certificate asks again, the old one does not.
        (facts(THREE, grants=(issued()._replace(withdrawn=D(2026, 11, 1)),)), ()),
        (facts(THREE, RENEWED, grants=(issued()._replace(withdrawn=D(2026, 11, 1)),)), ("R489-3",)),
        # A renewed medical certificate lengthens what the former one ended.
        (facts(THREE, grants=(issued(on=D(2025, 3, 1), ends=D(2026, 12, 1)),)), ("R489-3",)),
        # A dispensation alone waits only where it was authorised once.
        (facts(Certificate("R489-1B", D(2024, 3, 1), D(2029, 3, 1))), ("R489-1B",)),
        (
            facts(
                Certificate("R489-1B", D(2026, 3, 1), D(2031, 3, 1)),
                grants=(
                    issued("R489-1A", ends=D(2026, 5, 1)),
                    issued("R489-1B", D(2026, 3, 2), D(2030, 11, 3)),
                ),
            ),
            ("R489-1A",),
        ),
        # Without a medical proof, or away, nothing can be issued.
        (facts(THREE, health=None), ()),
        (facts(THREE, here=(Period(D(2020, 1, 6), D(2026, 11, 20)),)), ()),
        # A temp is authorised for each assignment.
        (TEMP._replace(grants=(issued(on=D(2026, 6, 2), ends=D(2026, 8, 31)),)), ("R489-3",)),
        (TEMP._replace(grants=(issued(on=D(2026, 11, 16)),)), ()),
    ],
)  # fmt: skip
def test_a_decision_waits_where_the_proofs_are_newer_than_it(known: Facts, waiting: tuple[str, ...]) -> None:
    assert waiting_kinds(known, ON) == waiting


@pytest.mark.parametrize(
    ("birth", "young"),
    [(None, False), (D(2008, 11, 21), False), (D(2008, 11, 22), True), (D(2008, 2, 29), False)],
)
def test_under_eighteen_is_known_only_with_a_date_of_birth(birth: dt.date | None, young: bool) -> None:
    assert is_under_age(birth, ON) is young
    if birth is not None:
        assert is_under_age(birth, add_months(birth, 18 * 12) - dt.timedelta(days=1))
