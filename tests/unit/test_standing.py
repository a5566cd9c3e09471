"""What one person may drive, in one line: the categories that concern the person, and no others."""

from __future__ import annotations

import datetime as dt

import pytest
from drivers import in_one_line

from cariste.authorisation.facts import Certificate, Facts, Grant, Induction, Opinion, Period
from cariste.authorisation.labels import reason_briefly
from cariste.authorisation.queries import Known
from cariste.authorisation.standing import standing
from cariste.authorisation.verdict import REASONS, Reason
from cariste.core.i18n import set_language

D = dt.date
ON = D(2026, 11, 21)


def driver(**more: object) -> Facts:
    """Somebody who may drive 1A, 1B and 3 on Quai, and whose category 5 expired twelve days ago."""
    return Facts(
        here=(Period(D(2020, 1, 6), None),),
        certificates=(
            Certificate("R489-1B", D(2024, 3, 1), D(2029, 3, 1)),
            Certificate("R489-3", D(2024, 3, 1), D(2029, 3, 1)),
            Certificate("R489-5", D(2021, 11, 9), D(2026, 11, 9)),
        ),
        opinions=(Opinion(D(2025, 11, 3), D(2030, 11, 3)),),
        inductions=(Induction(None, D(2020, 1, 7)),),
        grants=tuple(
            Grant("", kind, None, D(2025, 11, 4), D(2029, 3, 1))
            for kind in ("R489-1A", "R489-1B", "R489-3", "R489-5")
        ),
    )._replace(**more)


def said(facts: Facts, language: str = "en", *, active: bool = True, required: tuple[str, ...] = ()) -> str:
    set_language(language)
    return in_one_line(standing(Known(facts, active, frozenset(required)), ON))


def test_the_line_of_the_design() -> None:
    assert said(driver(), "fr") == "Peut conduire\u00a0: 1A 1B 3 · Pas 5\u00a0: CACES expiré depuis 12\u00a0j"
    assert said(driver()) == "May drive: 1A 1B 3 · Not 5: CACES expired 12 d ago"


def test_a_work_area_is_named_where_the_right_holds_there_only() -> None:
    grants = driver().grants
    here = driver(grants=(grants[1], grants[2]._replace(site="Quai")), certificates=driver().certificates[:2])
    assert said(here) == "May drive: 1B, 3 (Quai) · Not 1A: no authorisation issued"
    shown = driver(inductions=(Induction("Quai", D(2020, 1, 7)), Induction("Zone A", D(2020, 1, 7))))
    assert said(shown).startswith("May drive: 1A 1B 3 (Quai, Zone A) · Not 5")


def test_somebody_who_never_drove_is_told_nothing_until_the_role_asks_for_it() -> None:
    nobody = Facts(here=(Period(D(2020, 1, 6), None),))
    assert said(nobody) == ""
    assert said(nobody, required=("R489-3", "SST")) == "Not 3: no CACES for this category"


def test_who_left_is_told_nothing_and_a_temp_whose_assignment_is_over_is() -> None:
    gone = driver(here=(Period(D(2026, 9, 1), D(2026, 11, 20)),))
    assert said(gone, active=False) == ""
    assert said(gone) == "Not 1A 1B 3 5: contract or assignment over since 21 Nov 2026"
    assert said(driver(here=(Period(D(2026, 12, 1), None),))) == ""


def test_what_is_only_recommended_is_advised_against() -> None:
    stacker = driver(certificates=(Certificate("R485-2", D(2024, 3, 1), D(2029, 3, 1)),), grants=())
    assert said(stacker) == (
        "Advised against R485-1: no authorisation issued · Advised against R485-2: no authorisation issued"
    )


@pytest.mark.parametrize("code", REASONS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_reason_names_what_the_doctor_wrote(code: str, language: str) -> None:
    set_language(language)
    for since in (None, D(2026, 11, 10), D(2020, 1, 1)):
        words = reason_briefly(Reason(code, since), ON).casefold()
        assert words
        assert not {"unfit", "inapte", "fit", "apte"} & set(words.replace("’", " ").split())
