"""From rows to a plan: what is added, asked, refused, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import TODAY
from plans import WIDE, D, chloe, plan_of, records

from cariste.core.errors import UserError
from cariste.exchange.mapping import answers_from
from cariste.exchange.people import StoredPerson, StoredRecord
from cariste.exchange.plan import CACES, Part
from cariste.exchange.planner import make_plan
from cariste.exchange.progress import Cancelled
from cariste.exchange.reader import Book, Sheet
from cariste.exchange.values import Row, SheetError


def test_a_formula_that_equals_the_rule_is_computed_and_another_date_is_typed() -> None:
    plan = plan_of(
        WIDE,
        ["FICTIF Chloé", "1", D(2024, 3, 15), D(2029, 3, 15)],
        ["ESSAI Noël", "2", D(2024, 3, 15), D(2029, 3, 14)],
    )
    assert records(plan) == [
        ("R489-5", D(2024, 3, 15), D(2029, 3, 15), "computed"),
        ("R489-5", D(2024, 3, 15), D(2029, 3, 14), "typed"),
    ]
    assert not plan.to_check


def test_an_expiry_longer_than_the_catalogue_is_imported_as_typed_and_said() -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 2, 29), D(2034, 2, 28)])
    assert records(plan) == [("R489-5", D(2024, 2, 29), D(2034, 2, 28), "typed")]
    (note,) = plan.to_check
    assert (note.row, note.column, note.value) == (2, "D", "2034-02-28")
    assert "5 years" in note.reason


def test_an_expiry_before_the_date_obtained_is_refused_and_nothing_is_stored() -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), D(2023, 3, 15)])
    assert records(plan) == []
    assert [(note.column, note.row) for note in plan.rejected] == [("D", 2)]


def test_a_date_obtained_in_the_future_is_refused() -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2027, 3, 15), ""])
    assert records(plan) == []
    assert "future" in plan.rejected[0].reason


@pytest.mark.parametrize("error", ["#REF!", "#N/A"])
def test_an_excel_error_beside_a_date_obtained_leaves_the_expiry_to_the_rule(error: str) -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), SheetError(error)])
    assert records(plan) == [("R489-5", D(2024, 3, 15), D(2029, 3, 15), "computed")]
    assert error in plan.rejected[0].reason


def test_an_expiry_that_cannot_be_read_is_never_replaced_by_the_rule() -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), "mars 2028"])
    assert records(plan) == []
    assert "1 Mar 2028" in plan.to_check[0].reason


def test_an_expiry_alone_is_kept_when_the_date_obtained_is_doubtful() -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", "mars 2024", D(2029, 3, 15)])
    assert records(plan) == [("R489-5", None, D(2029, 3, 15), "typed")]
    assert len(plan.to_check) == 1


def test_swapped_days_and_months_are_said_once_a_column_shows_american_dates() -> None:
    quiet = plan_of(WIDE, ["FICTIF Chloé", "1", "02/03/2024", ""])
    assert not quiet.to_check
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", "02/03/2024", ""], ["ESSAI Noël", "2", "03/15/2024", ""])
    assert [(note.row, note.value) for note in plan.to_check] == [(2, "02/03/2024"), (3, "03/15/2024")]
    assert records(plan) == [("R489-5", D(2024, 3, 2), D(2029, 3, 2), "computed")]


def test_totals_blank_rows_and_group_titles_are_no_people() -> None:
    plan = plan_of(
        WIDE, ["QUAI", "", "", ""], ["FICTIF Chloé", "1", "", ""], ["", "", "", ""], ["TOTAL", 1, "", ""]
    )
    assert plan.read == 1
    assert not plan.to_check
    assert not plan.rejected


def test_a_row_with_dates_that_names_nobody_is_refused() -> None:
    plan = plan_of(WIDE, ["", "", D(2024, 3, 15), ""])
    assert [(note.row, note.reason) for note in plan.rejected] == [(2, "The row names nobody.")]


def test_a_column_whose_title_does_not_say_which_date_it_holds_is_asked_about_once() -> None:
    header: Row = ["Nom", "Prénom", "R489 3"]
    rows: list[Row] = [header, ["FICTIF", "Chloé", D(2024, 3, 15)], ["ESSAI", "Noël", D(2025, 3, 15)]]
    plan = plan_of(*rows)
    assert records(plan) == []
    (note,) = plan.to_check
    assert (note.row, note.column, note.value) == (1, "C", "R489 3")
    for answer, expected in (
        ("obtained R489-3", ("R489-3", D(2024, 3, 15), D(2029, 3, 15), "computed")),
        ("expiry R489-3", ("R489-3", None, D(2024, 3, 15), "typed")),
    ):
        answered = plan_of(*rows, mapping={"columns": {"Feuil1": {"C": answer}}})
        assert records(answered)[0] == expected
        assert not answered.to_check


def test_a_column_that_is_not_understood_is_said_when_it_holds_something() -> None:
    plan = plan_of(["Nom", "Prénom", "Contrat", "Signe", "Vide"], ["FICTIF", "Chloé", "CDI", "Lion", ""])
    assert [(note.column, note.row) for note in plan.to_check] == [("D", 1)]


def test_a_sheet_that_is_none_of_the_layouts_is_said_and_not_guessed() -> None:
    plan = plan_of(["Produit", "Prix"], ["vis", 3.5], name="Stock")
    assert [(note.sheet, note.row) for note in plan.to_check] == [("Stock", 0)]
    assert not plan.people


def test_an_answer_to_a_cell_is_read_in_its_place() -> None:
    header: Row = ["Nom", "Prénom", "CACES"]
    row: Row = ["FICTIF", "Chloé", D(2005, 3, 1)]
    mapping = {"cells": {"Feuil1": {"C2": "1A, 3, 5 (12/03/2024)"}}}
    plan = plan_of(header, row, mapping=mapping)
    assert [kind for kind, *_rest in records(plan)] == ["R489-1A", "R489-3", "R489-5"]


def test_a_list_of_certificates_one_per_row() -> None:
    plan = plan_of(
        ["Nom", "Prénom", "Formation", "Date de réalisation", "Échéance", "Durée (en mois)"],
        ["FICTIF", "Chloé", "SST", D(2026, 1, 15), "", ""],
        ["FICTIF", "Chloé", "R489 3", D(2024, 3, 15), "", ""],
        ["FICTIF", "Chloé", "Pont bascule", D(2026, 1, 15), "", 12],
        ["FICTIF", "Chloé", "Gerbeur manuel", D(2026, 1, 15), "", ""],
        ["FICTIF", "Chloé", "PRAP", "", "", ""],
        ["FICTIF", "Chloé", "Attestation conduite", D(2026, 1, 15), "", ""],
    )
    assert records(plan) == [
        ("Sauveteur secouriste du travail (SST)", D(2026, 1, 15), D(2028, 1, 15), "computed"),
        ("R489-3", D(2024, 3, 15), D(2029, 3, 15), "computed"),
        ("Pont bascule", D(2026, 1, 15), D(2027, 1, 15), "computed"),
    ]
    assert [note.row for note in plan.to_check] == [5, 6, 7]
    assert plan.count("added") == 1


def test_a_column_for_two_trainings_takes_the_one_the_cell_names() -> None:
    plan = plan_of(
        ["Nom", "Prénom", "ADR / FCO"],
        ["FICTIF", "Chloé", "FCO 12/11/2028"], ["ESSAI", "Noël", "12/11/2028"],
        mapping={"columns": {"Feuil1": {"C": "expiry ADR/FCO"}}},
    )  # fmt: skip
    assert [(kind, expires) for kind, _obtained, expires, _source in records(plan)] == [
        ("FCO marchandises", D(2028, 11, 12))
    ]
    assert "Which of ADR, FCO" in plan.to_check[0].reason


def test_what_needs_no_date_is_recorded_as_permanent() -> None:
    plan = plan_of(["Nom", "Prénom", "Gestes & postures", "SST"], ["FICTIF", "Chloé", "X", "X"])
    assert records(plan) == [("Gestes et postures", None, None, "computed")]
    assert [note.column for note in plan.to_check] == ["D"]


def test_someone_with_a_leaving_date_has_left() -> None:
    plan = plan_of(
        ["Nom", "Prénom", "Date de sortie"], ["FICTIF", "Chloé", D(2026, 1, 31)], ["ESSAI", "Noël", ""]
    )
    assert [person.fields.get("current_status") for person in plan.people] == [(None, "inactive"), None]


def test_people_of_a_sheet_of_leavers_have_left_unless_another_sheet_has_them() -> None:
    header: Row = ["Nom", "Prénom", "Contrat"]
    leavers = Sheet("Sortis 2025", [header, ["FICTIF", "Chloé", "CDI"], ["ESSAI", "Noël", "CDI"]])
    present = Sheet("Quai", [header, ["ESSAI", "Noël", "CDI"]])
    for order in ((leavers, present), (present, leavers)):
        plan = make_plan(Book(Path("suivi.xlsx"), order), today=TODAY)
        status = {person.first_name: person.fields.get("current_status") for person in plan.people}
        assert status == {"Chloé": (None, "inactive"), "Noël": None}
        assert [(note.sheet, note.row) for note in plan.to_check] == [("Sortis 2025", 0)]


def test_what_is_known_about_the_person_is_read() -> None:
    header: Row = [
        "Nom",
        "Prénom",
        "Mail",
        "Tél",
        "Suivi médical",
        "Fin de contrat",
        "Agence",
        "Date de naissance",
    ]
    good: Row = [
        "FICTIF",
        "Chloé",
        "chloe@exemple.fr",
        "06 00 00 00 00",
        "sir",
        D(2027, 1, 31),
        "Bidule",
        D(1990, 5, 1),
    ]
    bad: Row = ["ESSAI", "Noël", "chez lui", "", "souvent", "", "", D(2030, 1, 1)]
    plan = plan_of(header, good, bad)
    assert {name: new for name, (_old, new) in plan.people[0].fields.items()} == {
        "email": "chloe@exemple.fr", "phone": "06 00 00 00 00", "medical_regime": "SIR",
        "contract_end": D(2027, 1, 31), "agency": "Bidule", "birth_date": D(1990, 5, 1),
    }  # fmt: skip
    assert plan.people[1].fields == {}
    assert [note.column for note in plan.rejected] == ["C", "H"]
    assert [note.column for note in plan.to_check] == ["E"]


def test_two_rows_that_contradict_each_other_are_said_and_the_first_is_kept() -> None:
    plan = plan_of(
        ["Nom", "Prénom", "Type VM", "Service"],
        ["FICTIF", "Chloé", "", "Quai"],
        ["FICTIF", "Chloé", "", "Zone A"],
    )
    assert plan.people[0].fields == {"workspace": (None, "Quai")}
    assert "“Quai”, which is kept" in plan.to_check[-1].reason


def test_a_column_of_numbers_finds_people_already_there() -> None:
    plan = plan_of(
        ["Matricule", "R489 3 obtenu le"], [1, D(2024, 3, 15)], [9, D(2024, 3, 15)], stored=(chloe(),)
    )
    assert records(plan) == [("R489-3", D(2024, 3, 15), D(2029, 3, 15), "computed")]
    assert [(note.row, note.column) for note in plan.to_check] == [(3, "A")]


def test_the_dates_of_a_row_serve_all_the_categories_of_its_cell() -> None:
    header: Row = ["Nom", "Prénom", "CACES", "Date d'obtention", "Échéance"]
    plan = plan_of(
        header,
        ["FICTIF", "Chloé", "R489 1A 3", D(2024, 3, 15), ""],
        ["ESSAI", "Noël", "R489 5 (12/03/2030)", "", ""],
        ["TEST", "Aïcha", "R489 5 du 12/03/2024 au 12/03/2023", "", ""],
    )
    assert [kind for kind, *_dates in records(plan)] == ["R489-1A", "R489-3"]
    assert [(note.row, note.column) for note in plan.rejected] == [(3, "C"), (4, "C")]


@pytest.mark.parametrize("cell", ["12/03/2030", "BS 12/03/2030"])
def test_a_training_followed_in_the_future_is_refused(cell: str) -> None:
    plan = plan_of(["Nom", "Prénom", "Hab. élec. obtenue le"], ["FICTIF", "Chloé", cell])
    assert records(plan) == []
    assert [note.column for note in plan.rejected] == ["C"]


def test_what_a_training_covers_makes_its_title() -> None:
    header: Row = ["Nom", "Prénom", "Hab. élec. obtenue le", "Hab. élec. valable jusqu'au"]
    plan = plan_of(
        header,
        ["FICTIF", "Chloé", "BS 12/03/2025", ""],
        ["ESSAI", "Noël", "B1 spécial 12/03/2025", D(2027, 3, 12)],
        ["TEST", "Aïcha", "BS 12/03/2025", "12/03/2024"],
        ["VIDE", "Léa", "H0", ""],
    )
    assert [(kind, expires) for kind, _obtained, expires, _source in records(plan)] == [
        ("BS", D(2028, 3, 12)), ("Habilitation électrique (B1 spécial)", D(2027, 3, 12)),
    ]  # fmt: skip
    assert [note.row for note in plan.rejected] == [4]
    assert [note.row for note in plan.to_check] == [5]


def test_the_same_rows_change_nothing_the_second_time() -> None:
    known = chloe(StoredRecord("c" * 32, CACES, "R489-5", D(2024, 3, 15), D(2029, 3, 15)))
    plan = plan_of(WIDE, ["Fictif Chloe", 1, D(2024, 3, 15), D(2029, 3, 15)], stored=(known,))
    assert (plan.count("unchanged"), plan.count("updated"), plan.count("added")) == (1, 0, 0)
    assert records(plan) == []


def test_emptiness_never_overwrites_and_a_value_does() -> None:
    known = chloe(contract_type="CDD", workspace="Quai")
    plan = plan_of(["Nom", "Prénom", "Contrat", "Service"], ["FICTIF", "Chloé", "CDI", ""], stored=(known,))
    assert plan.people[0].fields == {"contract_type": ("CDD", "CDI")}
    assert plan.count("updated") == 1


def test_a_sheet_that_lost_its_zeros_does_not_change_the_number() -> None:
    known = StoredPerson("a" * 32, "FICTIF", "Chloé", "00123", {"external_id": "00123"})
    assert plan_of(WIDE, ["FICTIF Chloé", 123, "", ""], stored=(known,)).people[0].action == "unchanged"


def test_another_expiry_for_a_stored_certificate_is_said_and_not_changed() -> None:
    known = chloe(StoredRecord("c" * 32, CACES, "R489-5", D(2024, 3, 15), D(2029, 3, 15)))
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), D(2028, 3, 15)], stored=(known,))
    assert plan.count("unchanged") == 1
    assert "already recorded with the expiry 15 Mar 2029" in plan.to_check[0].reason


def test_a_stored_expiry_gets_its_date_obtained() -> None:
    known = chloe(StoredRecord("c" * 32, CACES, "R489-5", None, D(2029, 3, 15)))
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), D(2029, 3, 15)], stored=(known,))
    assert records(plan) == []
    assert plan.people[0].updates[0].fields == {"completion_date": (None, D(2024, 3, 15))}


def test_what_is_unticked_is_left_out() -> None:
    plan = plan_of(WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), ""], ["ESSAI Noël", "2", D(2024, 3, 15), ""])
    without_noel = plan.without([Part(1)])
    assert [person.first_name for person in without_noel.people] == ["Chloé"]
    without_records = plan.without([Part(0, "record", 0), Part(1, "record", 0)])
    assert without_records.record_counts() == {"caces": 0, "medical_visits": 0, "trainings": 0}
    assert without_records.count("added") == 2


def test_a_long_plan_can_be_stopped() -> None:
    book = Book(
        Path("suivi.xlsx"), (Sheet("S", [WIDE, *[["FICTIF Chloé", str(n), "", ""] for n in range(2_000)]]),)
    )
    with pytest.raises(Cancelled):
        make_plan(book, today=TODAY, cancelled=lambda: True)


@pytest.mark.parametrize(
    ("mapping", "names"),
    [
        ({"columns": {"VM": {"F": "nonsense"}}}, "nonsense"),
        ({"columns": {"VM": {"1": "ignore"}}}, "1"),
        ({"cells": {"VM": {"row 3": "x"}}}, "row 3"),
        ({"people": {"VM": {"first": "new"}}}, "first"),
        ({"colonnes": {}}, "colonnes"),
        ({"columns": []}, "columns"),
        ([], "{}"),
    ],
)
def test_a_wrong_mapping_names_the_entry(mapping: object, names: str) -> None:
    with pytest.raises(UserError, match=names):
        answers_from(mapping)
