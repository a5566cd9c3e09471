"""What a certificate says beyond its category, read from sheets: taken, or asked about, never dropped."""

from __future__ import annotations

import datetime as dt

import pytest
from plans import chloe, plan_of

from cariste.exchange.people import StoredRecord
from cariste.exchange.plan import Plan
from cariste.exchange.values import Cell
from cariste.regulation.codes import take_option

D = dt.date
LIST = ["Nom", "Prénom", "Catégorie", "Date d'obtention"]
DAY = D(2024, 3, 1)


def options(plan: Plan) -> list[tuple[str, str | None]]:
    return [(record.kind, record.option) for person in plan.people for record in person.records]


def reasons(plan: Plan) -> list[str]:
    return [note.reason for note in plan.to_check]


def listed(category: Cell, *more: Cell, titles: tuple[str, ...] = ()) -> Plan:
    return plan_of([*LIST, *titles], ["FICTIF", "Chloé", category, DAY, *more])


@pytest.mark.parametrize(
    ("text", "rest", "option"),
    [
        ("R484-2 option commande au sol", "r484 2", "floor_control"),
        ("R490 + télécommande", "r490", "remote_control"),
        ("R482 F (avec télécommande)", "r482 f", "remote_control"),
        ("R484-2, floor control", "r484 2", "floor_control"),
        ("R490 with remote control", "r490", "remote_control"),
        ("R484-2 commande en cabine", "r484 2 commande en cabine", None),
        (
            "Ponts roulants et portiques à commande au sol",
            "ponts roulants et portiques a commande au sol",
            None,
        ),
        ("Chariot sans télécommandes", "chariot sans telecommandes", None),
    ],
)
def test_an_option_is_told_from_the_category_it_is_said_of(text: str, rest: str, option: str | None) -> None:
    assert take_option(text) == (rest, option)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("R484-2 option commande au sol", ("R484-2", "floor_control")),
        ("R490 + télécommande", ("R490", "remote_control")),
        ("CACES R482 cat. F télécommande", ("R482-F", "remote_control")),
        ("Grue auxiliaire, option télécommande", ("R490", "remote_control")),
        ("R484-2", ("R484-2", None)),
        ("R490", ("R490", None)),
        # Category 1 is floor-controlled by itself: the words add nothing.
        ("R484-1 commande au sol", ("R484-1", None)),
        ("Ponts roulants et portiques à commande au sol", ("R484-1", None)),
    ],
)
def test_a_category_cell_gives_the_option_with_its_category(cell: str, found: tuple[str, str | None]) -> None:
    for heading in ("Catégorie", "CACES"):
        plan = plan_of(["Nom", "Prénom", heading, "Date d'obtention"], ["FICTIF", "Chloé", cell, DAY])
        assert options(plan) == [found]
        assert reasons(plan) == []


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("R489-3 télécommande", "R489-3 has no option “remote control”"),
        ("R484-2 télécommande", "R484-2 has no option “remote control”"),
        ("R484-2 option commande au sol ?", "is not understood as categories"),
        ("R490 télécommande ?", "is not understood as categories"),
        ("R490 sans télécommande", "is not understood as categories"),
        ("R490 télécommande non", "is not understood as categories"),
        ("R490, télécommande à passer", "is not understood as categories"),
        ("R484-2 option radio", "is not understood as categories"),
        ("R482-F option porte-engins", "is not understood as categories"),
        ("R482 A F télécommande", "Several categories and the option “remote control”"),
    ],
)
def test_an_option_that_cannot_be_is_asked_about_and_nothing_is_stored(cell: str, reason: str) -> None:
    plan = listed(cell)
    assert options(plan) == []
    assert any(reason in each for each in reasons(plan))


@pytest.mark.parametrize(
    ("category", "cell", "found"),
    [
        ("R484-2", "Commande au sol", [("R484-2", "floor_control")]),
        ("R490", "option télécommande", [("R490", "remote_control")]),
        ("R490", "", [("R490", None)]),
        ("R490", "-", [("R490", None)]),
        ("R490", "non", [("R490", None)]),
        ("R490", "aucune", [("R490", None)]),
        ("R490 télécommande", "télécommande", [("R490", "remote_control")]),
    ],
)
def test_a_column_of_its_own_gives_the_option(
    category: str, cell: str, found: list[tuple[str, str | None]]
) -> None:
    plan = listed(category, cell, titles=("Option",))
    assert options(plan) == found
    assert reasons(plan) == []


def test_an_unknown_option_in_its_column_is_asked_about_and_the_certificate_taken_without_it() -> None:
    plan = listed("R482-F", "porte-engins", titles=("Option",))
    assert options(plan) == [("R482-F", None)]
    assert reasons(plan) == ["“porte-engins” is no known option: the certificate is imported without it."]


def test_an_option_column_beside_nothing_it_could_be_about_is_said_not_to_be_imported() -> None:
    plan = plan_of(["Nom", "Prénom", "Service", "Option"], ["FICTIF", "Chloé", "Quai", "télécommande"])
    assert any("“Option” is not understood" in reason for reason in reasons(plan))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("R484-2 option commande au sol", [("R484-2", "floor_control")]),
        ("R484-2", [("R484-2", None)]),
        ("R489-3 télécommande", []),
    ],
)
def test_the_title_of_a_column_gives_the_option_to_all_its_dates(
    header: str, found: list[tuple[str, str | None]]
) -> None:
    plan = plan_of(
        ["Nom Prénom", f"{header} obtenu le", f"{header} valable jusqu'au"], ["FICTIF Chloé", DAY, ""]
    )
    assert options(plan) == found
    assert bool(reasons(plan)) is not bool(found)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("R484-2 option commande au sol 12/03/2024", ("R484-2", D(2024, 3, 12), D(2029, 3, 12))),
        ("R484-2 commande au sol du 12/03/2024", ("R484-2", D(2024, 3, 12), D(2029, 3, 12))),
        ("R484-2 Commande au sol (exp. 12/03/2029)", ("R484-2", None, D(2029, 3, 12))),
        ("R484-2 commande au sol jusqu'au 12/03/2029", ("R484-2", None, D(2029, 3, 12))),
        ("R490 + télécommande, obtenu le 12/03/2024", ("R490", D(2024, 3, 12), D(2029, 3, 12))),
    ],
)
def test_a_date_beside_an_option_stays_the_date_it_is(cell: str, found: tuple[object, ...]) -> None:
    plan = plan_of(["Nom", "Prénom", "CACES"], ["FICTIF", "Chloé", cell])
    [record] = [record for person in plan.people for record in person.records]
    assert (record.kind, record.obtained, record.expires) == found
    assert record.option is not None
    assert reasons(plan) == []


def test_a_title_that_was_answered_for_gives_no_option_by_its_words() -> None:
    rows = ["Nom", "Prénom", "R484-2 sans commande au sol obtenu le"], ["FICTIF", "Chloé", DAY]
    assert options(plan_of(*rows)) == []
    answered = plan_of(*rows, mapping={"columns": {"Feuil1": {"C": "obtained R484-2"}}})
    assert options(answered) == [("R484-2", None)]


def test_two_rows_of_one_certificate_say_together_that_it_has_the_option() -> None:
    plain, marked = (["FICTIF", "Chloé", cell, DAY] for cell in ("R490", "R490 télécommande"))
    for rows in ((plain, marked), (marked, plain)):
        assert options(plan_of(LIST, *rows)) == [("R490", "remote_control")]


@pytest.mark.parametrize(
    ("stored", "cell", "changed"),
    [
        (None, "R490 télécommande", {"option": (None, "remote_control")}),
        ("remote_control", "R490 télécommande", None),
        ("remote_control", "R490", None),  # silence takes nothing away
    ],
)
def test_a_sheet_completes_the_option_of_what_is_recorded(
    stored: str | None, cell: str, changed: dict[str, tuple[str | None, str]] | None
) -> None:
    known = StoredRecord("b" * 32, "caces", "R490", DAY, D(2029, 3, 1), option=stored)
    plan = plan_of(LIST, ["FICTIF", "Chloé", cell, DAY], stored=(chloe(known),))
    assert options(plan) == []
    updates = [update.fields for person in plan.people for update in person.updates]
    assert updates == ([changed] if changed else [])
