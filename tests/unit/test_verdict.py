"""Who may drive: every decision as a table, and what must hold whatever is known."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.authorisation.conditions import conditions
from cariste.authorisation.facts import (
    Certificate,
    Facts,
    Grant,
    Induction,
    Opinion,
    Period,
    for_one_assignment,
)
from cariste.authorisation.proposing import certificate_for
from cariste.authorisation.verdict import (
    ADVISED_AGAINST,
    ALLOWED,
    CACES_TO_REVIEW,
    NOT_HERE,
    REASONS,
    REFUSED,
    Reason,
    Verdict,
    verdict,
)
from cariste.regulation.calculations import add_months
from cariste.regulation.driving import (
    OPTIONS,
    certificates_for,
    demand,
    driving_kinds,
    opinion_end,
    opinions_that_count,
    rules_on,
)
from cariste.regulation.rules import load_catalogue

D = dt.date
COMPLETE = (
    "here 2020-01-06..; caces R489-3 2024-03-01..2029-03-01; certificate 2025-11-03;"
    " induction Quai 2020-01-07; grant R489-3 Quai 2025-11-04..2029-03-01"
)
_PERIOD = re.compile(r"(?P<start>\S*?)\.\.(?P<end>\S*)")


def day(text: str) -> dt.date | None:
    return None if text in {"", "?"} else D.fromisoformat(text)


def period(text: str) -> Period:
    found = _PERIOD.fullmatch(text)
    assert found, text
    return Period(day(found["start"]), day(found["end"]))


def read_opinion(word: str, rest: str) -> Opinion:
    if word == "unfit":
        return Opinion(D.fromisoformat(rest), None, unfit=True)
    if word == "opinion":
        issued = D.fromisoformat(rest)
        return Opinion(issued, opinion_end(issued), certificate=False)
    if ".." in rest:
        found = period(rest)
        assert found.start
        return Opinion(found.start, found.end)
    issued = D.fromisoformat(rest)
    return Opinion(issued, add_months(issued, 60))


def read_grant(rest: str) -> Grant:
    found = re.fullmatch(
        r"(?P<kind>\S+) (?P<site>.+?) (?P<days>\d\S*\.\.\S*)"
        r"( suspended (?P<suspended>\S+))?( withdrawn (?P<withdrawn>\S+))?(?P<other> other-proof)?"
        r"( as (?P<role>\S+))?",
        rest,
    )
    assert found, rest
    days = period(found["days"])
    assert days.start
    return Grant(
        "",
        found["kind"],
        None if found["site"] == "*" else found["site"],
        days.start,
        days.end,
        day(found["withdrawn"] or ""),
        (period(found["suspended"]),) if found["suspended"] else (),
        other_proof=bool(found["other"]),
        issued_as=found["role"],
    )


def read_facts(text: str) -> Facts:
    """Return what is known, from the words of the table."""
    known, _semicolon, added = text.partition(";")
    taken = set(re.findall(r"-(\w+)", known))
    assert known.startswith("COMPLETE")
    words = [word.strip() for word in COMPLETE.split(";")]
    lines = [line for line in words if line.split()[0] not in taken]
    lines += [line.strip() for line in added.split(";") if line.strip()]
    facts = Facts(here=())
    for line in lines:
        word, _space, rest = line.partition(" ")
        if word == "here":
            facts = facts._replace(here=(*facts.here, period(rest)))
        elif word == "temp":
            facts = facts._replace(temp=True)
        elif word == "role":
            role, _space, since = rest.partition(" ")
            facts = facts._replace(role=role, role_since=day(since))
        elif word == "caces":
            kind, days = rest.split()
            found = period(days)
            assert found.end
            certificate = Certificate(kind, found.start, found.end)
            facts = facts._replace(certificates=(*facts.certificates, certificate))
        elif word in {"certificate", "opinion", "unfit"}:
            facts = facts._replace(opinions=(*facts.opinions, read_opinion(word, rest)))
        elif word == "induction":
            site, _space, held = rest.rpartition(" ")
            induction = Induction(None if site == "*" else site, D.fromisoformat(held))
            facts = facts._replace(inductions=(*facts.inductions, induction))
        else:
            assert word == "grant", word
            facts = facts._replace(grants=(*facts.grants, read_grant(rest)))
    if facts.temp:
        facts = facts._replace(grants=tuple(for_one_assignment(one, facts.here) for one in facts.grants))
    return facts


def read_reason(text: str) -> Reason:
    code, _space, since = text.strip().partition(" ")
    return Reason(code, day(since))


LINES = [
    line
    for line in (Path(__file__).parent / "verdict_cases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES)
def test_the_table_of_decisions_holds(line: str) -> None:
    on, kind, site, known, answer, reasons = (cell.strip() for cell in line.split("|"))
    found = verdict(read_facts(known), kind, None if site == "-" else site, D.fromisoformat(on))
    assert found.state == answer
    assert list(found.reasons) == [read_reason(reason) for reason in reasons.split(",") if reason.strip()]


def test_the_table_has_every_reason_and_no_line_twice() -> None:
    assert len(LINES) >= 60
    assert len(set(LINES)) == len(LINES)
    assert {code for code in REASONS if code not in "\n".join(LINES)} == set()


def test_the_table_has_every_pair_of_reasons_that_can_meet() -> None:
    about = {code: "contract" if code == NOT_HERE else code.split("_")[0] for code in REASONS}
    # A remark about the proof of skill stands beside an authorisation that holds.
    apart = {frozenset({CACES_TO_REVIEW, code}) for code in REASONS if about[code] == "authorisation"}
    pairs = {frozenset(pair) for pair in combinations(REASONS, 2) if len({about[code] for code in pair}) == 2}
    told = [
        frozenset(reason.split()[0] for reason in line.rpartition("|")[2].split(",") if reason.strip())
        for line in LINES
    ]
    assert pairs - apart - {*told} == set()


@pytest.mark.parametrize(
    ("known", "until"),
    [
        ("COMPLETE", D(2029, 3, 1)),
        ("COMPLETE -here; here 2020-01-06..2027-01-31", D(2027, 1, 31)),
        ("COMPLETE -certificate; opinion 2022-05-02", D(2027, 5, 2)),
        ("COMPLETE -grant; grant R489-3 Quai 2025-11-04..2029-03-01 suspended 2027-01-01..", D(2026, 12, 31)),
        ("COMPLETE -grant; grant R489-3 Quai 2025-11-04..2029-03-01 withdrawn 2027-02-01", D(2027, 1, 31)),
        (
            "COMPLETE -grant; grant R489-3 Quai 2025-11-04..2029-03-01 suspended 2026-01-01..2026-01-31",
            D(2029, 3, 1),
        ),
    ],
)
def test_an_allowed_answer_says_until_when_it_holds(known: str, until: dt.date) -> None:
    facts = read_facts(known)
    assert verdict(facts, "R489-3", "Quai", D(2026, 11, 21)).until == until
    assert verdict(facts, "R489-3", "Quai", until).allowed
    assert not verdict(facts, "R489-3", "Quai", until + dt.timedelta(days=1)).allowed


@pytest.mark.parametrize(
    ("today", "first"),
    [(D(2026, 11, 21), D(2021, 11, 21)), (D(2028, 2, 28), D(2023, 2, 28)), (D(2028, 2, 29), D(2023, 3, 1))],
)
def test_the_oldest_opinion_that_counts_still_runs_and_the_one_before_does_not(
    today: dt.date, first: dt.date
) -> None:
    assert opinions_that_count(today) == (first, D(2025, 9, 30))
    assert (opinion_end(first) or D.min) >= today
    assert (opinion_end(first - dt.timedelta(days=1)) or D.min) < today


def test_a_day_is_judged_by_the_rules_in_force_on_it() -> None:
    assert "02/12/1998" in rules_on(D(2025, 9, 30)).source
    assert "26/09/2025" in rules_on(D(2025, 10, 1)).source


def test_machines_are_asked_for_as_the_law_and_the_insurance_fund_do() -> None:
    assert [demand(kind) for kind in ("R489-3", "R482-F", "R485-1", "R484-2", "?")] == [
        "required", "required", "recommended", "recommended", "none",
    ]  # fmt: skip
    assert certificates_for("R489-1A") == {"R489-1A", "R489-1B", "R389-1"}
    assert certificates_for("R489-3") == {"R489-3", "R389-3"}
    assert certificates_for("R485-1") == {"R485-1", "R485-2"}
    assert certificates_for("R484-1") == {"R484-1"}
    assert certificates_for("R484-1", "floor_control") == {"R484-1", "R484-2"}
    assert certificates_for("R484-1", "remote_control") == {"R484-1"}


# -- whatever is known ------------------------------------------------------------------------------

DAYS = st.dates(D(2018, 1, 1), D(2033, 12, 31))
ENDS = st.one_of(st.none(), DAYS)
SITES = st.sampled_from([None, "Quai", "Zone B"])
KINDS = st.sampled_from(["R489-1A", "R489-1B", "R489-3", "R485-1", "R485-2", "R389-3"])
PERIODS = st.builds(Period, ENDS, ENDS)
OPINIONS = st.one_of(
    st.builds(lambda issued: Opinion(issued, add_months(issued, 60)), DAYS),
    st.builds(lambda issued: Opinion(issued, opinion_end(issued), certificate=False), DAYS),
)
UNFIT = st.builds(lambda issued: Opinion(issued, None, unfit=True), DAYS)
GRANTS = st.builds(
    Grant, st.just(""), KINDS, SITES, DAYS, ENDS, ENDS, st.tuples(PERIODS) | st.just(()), st.booleans()
)
FACTS = st.builds(
    Facts,
    st.lists(PERIODS, max_size=2).map(tuple),
    st.booleans(),
    st.lists(st.builds(Certificate, KINDS, ENDS, DAYS), max_size=4).map(tuple),
    st.lists(OPINIONS | UNFIT, max_size=3).map(tuple),
    st.lists(st.builds(Induction, SITES, DAYS), max_size=2).map(tuple),
    st.lists(GRANTS, max_size=3).map(tuple),
)
ASKED = st.sampled_from(["R489-1A", "R489-1B", "R489-3", "R485-1", "R485-2"])


def without_one(facts: Facts) -> list[Facts]:
    """Return what is known with one proof less, each in turn; an unfit opinion is no proof."""
    smaller = []
    for name in ("here", "certificates", "opinions", "inductions", "grants"):
        proofs = getattr(facts, name)
        for place, proof in enumerate(proofs):
            if not (isinstance(proof, Opinion) and proof.unfit):
                smaller.append(facts._replace(**{name: (*proofs[:place], *proofs[place + 1 :])}))
    return smaller


_RANK = {"refused": 0, "advised_against": 1, "allowed": 2}


@given(FACTS, ASKED, SITES, DAYS)
def test_removing_a_proof_never_turns_a_no_into_a_yes(
    facts: Facts, kind: str, site: str | None, on: dt.date
) -> None:
    before = verdict(facts, kind, site, on)
    for fewer in without_one(facts):
        assert _RANK[verdict(fewer, kind, site, on).state] <= _RANK[before.state]


@given(FACTS, ASKED, SITES, DAYS, DAYS)
def test_what_has_expired_does_not_come_back_by_waiting(
    facts: Facts, kind: str, site: str | None, one: dt.date, other: dt.date
) -> None:
    on, later = sorted((one, other))
    # Before certificates existed they did not count: they are new on that day.
    old_rules = not rules_on(on).certificate
    known = facts._replace(
        here=tuple(period for period in facts.here if (period.start or on) <= on),
        certificates=tuple(proof for proof in facts.certificates if (proof.obtained or on) <= on),
        opinions=tuple(
            proof
            for proof in facts.opinions
            if proof.issued <= on and (proof.unfit or not (proof.certificate and old_rules))
        ),
        inductions=tuple(proof for proof in facts.inductions if proof.held <= on),
        grants=tuple(proof._replace(suspensions=()) for proof in facts.grants if proof.issued <= on),
    )
    if verdict(known, kind, site, on).state == REFUSED:
        assert verdict(known, kind, site, later).state == REFUSED


@given(FACTS, ASKED, SITES, DAYS)
def test_a_no_always_has_a_reason_and_reasons_come_in_order(
    facts: Facts, kind: str, site: str | None, on: dt.date
) -> None:
    found: Verdict = verdict(facts, kind, site, on)
    places = [REASONS.index(reason.code) for reason in found.reasons]
    assert places == sorted(places)
    assert found.allowed or places
    assert all(reason.since is None or reason.since <= on for reason in found.reasons)
    assert found.until is None or found.until >= on


# -- one by one -------------------------------------------------------------------------------------


def test_each_condition_says_what_it_rests_on() -> None:
    facts = Facts(
        here=(Period(D(2020, 1, 6), None),),
        certificates=(Certificate("R489-1B", D(2024, 3, 1), D(2029, 3, 1)),),
        opinions=(Opinion(D(2025, 11, 3), D(2030, 11, 3)),),
        inductions=(Induction("Quai", D(2020, 1, 7)), Induction("Zone B", D(2021, 1, 7))),
        grants=(Grant("", "R489-1A", "Quai", D(2025, 11, 4), D(2028, 1, 1)),),
    )
    assert [
        (one.about, one.what, one.day) for one in conditions(facts, "R489-1A", "Quai", D(2026, 11, 21))
    ] == [
        ("skill", "R489-1B", D(2029, 3, 1)),
        ("health", "", D(2030, 11, 3)),
        ("site", "Quai", D(2020, 1, 7)),
        ("grant", "Quai", D(2028, 1, 1)),
        ("presence", "", None),
    ]
    wrong = [one for one in conditions(facts, "R489-3", "Zone A", D(2026, 11, 21)) if one.reason is not None]
    assert [(one.about, one.what, one.day) for one in wrong] == [
        ("skill", "", None),
        ("site", "", None),
        ("grant", "", None),
    ]


@given(FACTS, ASKED, SITES, DAYS)
def test_they_say_what_the_verdict_says(facts: Facts, kind: str, site: str | None, on: dt.date) -> None:
    reasons = {one.reason for one in conditions(facts, kind, site, on) if one.reason is not None}
    assert reasons == set(verdict(facts, kind, site, on).reasons)


@given(st.sampled_from([kind.code for kind in load_catalogue()]), st.sampled_from([None, *OPTIONS, "?"]))
def test_an_option_widens_nothing_but_what_the_catalogue_says_of_it(held: str, option: str | None) -> None:
    bare, marked = Certificate(held, None, D.max), Certificate(held, None, D.max, option)
    widened = [kind for kind in driving_kinds() if marked.counts_for(kind) and not bare.counts_for(kind)]
    assert all(marked.counts_for(kind) for kind in driving_kinds() if bare.counts_for(kind))
    assert widened == (["R484-1"] if (held, option) == ("R484-2", "floor_control") else [])


@pytest.mark.parametrize(
    ("option", "state"),
    [("floor_control", ALLOWED), (None, ADVISED_AGAINST), ("remote_control", ADVISED_AGAINST)],
)
def test_a_cab_crane_certificate_counts_on_the_floor_only_with_its_option(
    option: str | None, state: str
) -> None:
    facts = read_facts("COMPLETE -caces -grant; grant R484-1 Quai 2025-11-04..2029-03-01")
    proof = Certificate("R484-2", D(2024, 3, 1), D(2029, 3, 1), option)
    facts = facts._replace(certificates=(proof,))
    assert verdict(facts, "R484-1", "Quai", D(2026, 11, 21)).state == state
    assert verdict(facts, "R484-1", "Quai", D(2029, 3, 2)).state == ADVISED_AGAINST
    assert certificate_for(facts, "R484-1", D(2026, 11, 21)) == (proof if state == ALLOWED else None)


def test_the_option_is_named_where_a_condition_rests_on_it() -> None:
    facts = Facts((), certificates=(Certificate("R484-2", None, D(2029, 3, 1), "floor_control"),))
    [skill, *_rest] = conditions(facts, "R484-1", None, D(2026, 11, 21))
    assert (skill.what, skill.day) == ("R484-2, floor control", D(2029, 3, 1))
