"""Who is told what: every alert reaches every manager of its work area once, or is said to reach nobody."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from cariste.alerts.queries import SEVERITIES, Alert
from cariste.core.text import fold
from cariste.digest.digests import round_of

ON = dt.date(2026, 11, 21)
AREAS = ("Quai", "QUAI", "Zone A", "zone a", "Cour", None)
ADDRESSES = ("a@b.example", "A@B.example", "c@d.example")


def alert(number: int, area: str | None, severity: str) -> Alert:
    return Alert(
        employee_id=f"{number:032x}",
        external_id=None,
        first_name="Chloé",
        last_name="Fictif",
        workspace=area,
        role=None,
        type="caces",
        kind="R489-3",
        expiration_date=ON,
        days_until=0,
        severity=severity,
        record_id=f"{number:032x}",
        check_validity=False,
        title="R489-3",
    )


@given(
    placed=st.lists(st.tuples(st.sampled_from(AREAS), st.sampled_from(SEVERITIES)), max_size=12),
    managers=st.dictionaries(
        st.sampled_from(("Quai", "Zone A", "zone a", "Bureau")),
        st.lists(st.sampled_from(ADDRESSES), max_size=3).map(tuple),
    ),
)
def test_nothing_is_lost_and_nothing_is_told_twice(
    placed: list[tuple[str | None, str]], managers: dict[str, tuple[str, ...]]
) -> None:
    alerts = [alert(number, area, severity) for number, (area, severity) in enumerate(placed)]
    told = round_of(ON, "Essai", alerts, managers)
    recipients = [digest.recipient.casefold() for digest in told.digests]
    assert len({*recipients}) == len(recipients)
    for digest in told.digests:
        answers_for = {
            fold(area)
            for area, people in managers.items()
            if digest.recipient.casefold() in {address.casefold() for address in people}
        }
        expected = [each for each in alerts if each.workspace and fold(each.workspace) in answers_for]
        assert list(digest.alerts) == expected != []
        assert digest.counts.total == len(expected)
    covered = {fold(area) for area, people in managers.items() if people}
    missed = [each for each in alerts if fold(each.workspace or "") not in covered]
    assert sum(area.alerts for area in told.uncovered) == len(missed)
