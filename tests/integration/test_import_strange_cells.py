"""Cells as small firms fill them: what cannot be read for certain is said, and never read as something else.

Nobody in here exists.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from sheets import Grid, write_xlsx
from strange import DAY, FORMATS, SST, Taken, lines, plan_of, said, taken, written

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.exchange.mapping import answers_from
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book

D = dt.date


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


# -- cells that say more than one thing --------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "1A 12/03/2019, 3 15/06/2021",
        "R489 3 (12/03/2024) R485 2 (15/06/2022)",
        "3 (12/03/2024) / 5 (exp 12/06/2026)",
        "3: 12/03/2019-12/03/2024",
        "1A ou 1B 12/03/2024",
        "3 échec 12/03/2024",
        "3 échec le 12/03/2024",
        "3 prévu le 12/03/2024",
        "R489 3 annulé 12/03/2024",
        "1A, 3 du 12/03/2024 ; 5 en cours",
        "R489 3 12/03/2024 périmé",
    ],
)
def test_a_cell_of_certificates_that_says_several_things_is_asked_about(tmp_path: Path, cell: str) -> None:
    plan = plan_of(tmp_path, [["Nom", "Prénom", "CACES"], *lines([cell])])
    assert (taken(plan), said(plan)) == (set(), {"C2"})


@pytest.mark.parametrize(
    ("cell", "expires"),
    [
        ("R489 3 du 12/03/2024 au 11/03/2029", "2029-03-11"),
        ("R489 3 validé le 12/03/2024", "2029-03-12"),
        ("R489 3 le 12 mars 2024, valable jusqu'au 11/03/2029", "2029-03-11"),
        ("CACES 3 le 12 mars 2024", "2029-03-12"),
    ],
)
def test_a_cell_of_certificates_that_says_one_thing_is_read(tmp_path: Path, cell: str, expires: str) -> None:
    plan = plan_of(tmp_path, [["Nom", "Prénom", "CACES"], *lines([cell])])
    assert taken(plan) == {("ESSAI0", "R489-3", "2024-03-12", expires)}


@FORMATS
@pytest.mark.parametrize("title", ["Résultat", "Statut", "Obs.", "Appréciation"])
def test_a_failed_test_is_no_certificate(tmp_path: Path, suffix: str, title: str) -> None:
    rows = [
        ["Formation", "Date de formation", "Nom", "Prénom", title],
        ["R489 cat 3", DAY, "EXEMPLE", "Paul", "Échec"],
        ["R489 cat 3", DAY, "GABARIT", "Léa", "Reçue"],
        ["SST", DAY, "MODELE", "Luc", "absent (excusé)"],
        ["R489 cat 5", DAY, "PATRON", "Zoé", "non validé"],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert taken(plan) == {("GABARIT", "R489-3", "2024-03-12", "2029-03-12")}
    assert {"E2", "E4", "E5"} <= said(plan)


@FORMATS
def test_a_failed_test_is_none_in_a_sheet_of_one_category_either(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["NOM Prénom", "Mle", "R489 3 obtenu le", "Résultat", "Obs."],
        ["EXEMPLE Paul", "1", DAY, "Échec", ""],
        ["GABARIT Léa", "2", DAY, "Admise", "absente depuis le 02/01"],
        ["MODELE Luc", "3", DAY, "test raté", ""],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert taken(plan) == {("GABARIT", "R489-3", "2024-03-12", "2029-03-12")}
    assert {"D2", "D4"} <= said(plan)


_NOT_HELD = [
    "absent le 12/03/2024", "échec 12/03/2024", "prévu le 12/03/2024", "annulé 12/03/2024",
    "refus 12/03/2024", "à refaire 12/03/2024", "inscrit 12/03/2024", "non (12/03/2024)",
    "12/03/2024 ?", "périmé 12/03/2019",
    "convoqué le 12/03/2024", "absent", "refus", "non fait", "❌",
]  # fmt: skip
_SEVERAL = [
    "12/03/2019 MAC 14/03/2021",
    "initial 12/03/2019 recyclage 14/03/2021",
    "12/03/2024 au 12/03/2026",
]
_OTHER_DATE = ["exp 12/03/2026", "valable jusqu'au 12/03/2026"]


@FORMATS
def test_a_training_that_was_not_held_is_none(tmp_path: Path, suffix: str) -> None:
    cells = [*_NOT_HELD, *_SEVERAL, *_OTHER_DATE]
    plan = plan_of(tmp_path, [["Nom", "Prénom", "SST obtenu le"], *lines(cells)], suffix)
    assert taken(plan) == set()
    assert said(plan) == {f"C{row}" for row in range(2, 2 + len(cells))}


def test_a_date_obtained_is_no_expiry(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "SST valable jusqu'au"], *lines(["obtenu le 12/03/2026", "fait le 12/03/2026"])]
    plan = plan_of(tmp_path, rows)
    assert (taken(plan), said(plan)) == (set(), {"C2", "C3"})


def test_words_beside_a_date_that_change_nothing_are_kept_or_left(tmp_path: Path) -> None:
    cells = ["oui 12/03/2024", "le 12/03/2024", "MAC 12/03/2024"]
    plan = plan_of(tmp_path, [["Nom", "Prénom", "SST obtenu le"], *lines(cells)])
    assert {kind for _who, kind, *_dates in taken(plan)} == {SST, f"{SST} (MAC)"}
    assert len(taken(plan)) == 3


def test_someone_who_is_no_electrician_keeps_his_title(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Hab. élec. obtenue le"], *lines(["B0 non électricien 12/03/2024"])]
    assert len(taken(plan_of(tmp_path, rows))) == 1


# -- medical visits ----------------------------------------------------------------------------

VISITS = ["Nom", "Prénom", "Type VM", "Date VM", "Avis", "Validité"]


@FORMATS
def test_a_visit_that_was_not_held_is_none(tmp_path: Path, suffix: str) -> None:
    results = ["absent", "reportée", "annulée", "non venu", "convoqué", "excusé", "à refaire", "refus"]
    rows = [
        VISITS,
        *([f"ESSAI{n}", "Léa", "VIP", DAY, result] for n, result in enumerate(results)),
        ["TENU", "Léa", "VIP", DAY, "AS"],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {who for who, *_rest in taken(plan)} == {"TENU"}
    assert said(plan) == {f"E{row}" for row in range(2, 2 + len(results))}


def _results(tmp_path: Path, cells: list[str], suffix: str = ".xlsx") -> list[str | None]:
    """What each conclusion is stored as; each must be asked about."""
    rows = [VISITS, *([f"ESSAI{n}", "Léa", "VIP", D(2025, 11, 5), cell] for n, cell in enumerate(cells))]
    plan = plan_of(tmp_path, rows, suffix)
    assert said(plan) == {f"E{row}" for row in range(2, 2 + len(cells))}
    return [person.records[0].result for person in plan.people]


_OPEN = [
    "apte ?", "APTE (?)", "apte à confirmer", "Apte - à revoir", "à revoir", "???", "Apte / Inapte",
    "apte ou inapte ?", "Apte mais inapte cariste", "Apte (en attente de l'avis)", "apte provisoire",
    "Apte temporaire", "Apte sous réserve de confirmation", "apte sous réserve d'examens", "Apte reporté",
    "Apte jusqu'au 12/09/2026", "apte 6 mois", "apte à vérifier", "apte avec réserve ?", "AS ?", "fit ?",
    "Attestation non reçue", "Non", "défavorable",
]  # fmt: skip
_NO_DRIVING = [
    "Apte sauf conduite", "apte, pas de conduite de chariot", "Apte avec restriction : pas de conduite",
    "Apte sans conduite d'engins", "apte hors CACES", "Apte, conduite interdite",
    "Apte – inapte à la conduite", "apte avec réserves : ne pas conduire",
    "Apte avec contre-indication à la conduite de chariots",
]  # fmt: skip


@FORMATS
def test_a_conclusion_in_doubt_is_no_fitness(tmp_path: Path, suffix: str) -> None:
    assert set(_results(tmp_path, _OPEN, suffix)) == {"pending"}


def test_a_fitness_that_may_exclude_driving_is_none_until_somebody_says_so(tmp_path: Path) -> None:
    assert set(_results(tmp_path, _NO_DRIVING)) == {"pending"}


def test_adjustments_are_those_without_their_text_meanwhile(tmp_path: Path) -> None:
    cells = ["apte sous réserve pas de charge >10kg", "Apte avec aménagement de poste", "Apte si lunettes"]
    assert set(_results(tmp_path, cells)) == {"fit_with_restrictions"}


@pytest.mark.parametrize(
    "cell",
    ["Apte", "APTE.", "Apte au poste", "apte à son poste", "Apte sans restriction", "apte sans réserves",
     "Apte cariste", "Apte à la conduite", "Apte CACES", "Apte à la conduite de chariots",
     "Apte à la reprise", "apte au poste sans aucune restriction"],
)  # fmt: skip
def test_plain_fitness_is_not_asked_about(tmp_path: Path, cell: str) -> None:
    plan = plan_of(tmp_path, [VISITS, ["ESSAI", "Léa", "VIP", D(2025, 11, 5), cell]])
    assert ([person.records[0].result for person in plan.people], said(plan)) == (["fit"], set())


_AGAINST = [
    "inapte cariste",
    "pas de conduite de chariots",
    "Conduite interdite",
    "ne doit pas conduire",
    "pas apte CACES",
]
_BESIDE = [
    "RAS",
    "pas encore de CACES",
    "conduite OK",
    "à revoir en 2027",
    "sans restriction, conduite possible",
]


@FORMATS
def test_a_remark_that_speaks_against_driving_is_asked_about(tmp_path: Path, suffix: str) -> None:
    titles = ["Nom", "Prénom", "Date VM", "Avis", "Commentaire", "Précisions"]
    rows = [
        titles,
        *([f"ESSAI{n}", "Léa", D(2025, 11, 5), "Apte", cell, ""] for n, cell in enumerate(_AGAINST)),
        *([f"MODELE{n}", "Léa", D(2025, 11, 5), "Apte", cell, ""] for n, cell in enumerate(_BESIDE)),
        ["GABARIT", "Luc", D(2025, 11, 5), "Apte avec réserves", "", "pas de conduite"],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    against = len(_AGAINST)
    results = [person.records[0].result for person in plan.people]
    assert results == ["pending"] * against + ["fit"] * len(_BESIDE) + ["pending"]
    assert said(plan) == {"F1", f"F{len(rows)}", *(f"E{row}" for row in range(2, 2 + against))}


@pytest.mark.parametrize(
    ("results", "stored"),
    [
        (("Apte", "Inapte"), "pending"),
        (("Inapte", "Apte"), "pending"),
        (("Apte", "apte ?"), "pending"),
        (("Apte", "Apte sauf conduite", "Apte"), "pending"),
        (("Apte", "Apte avec réserves"), "fit_with_restrictions"),
        (("Apte avec réserves", "Apte"), "fit_with_restrictions"),
        (("", "Apte"), "fit"),
        (("Apte", ""), "fit"),
        (("en attente", "AS"), "follow_up_certificate"),
    ],
)
@pytest.mark.parametrize("several_sheets", [False, True])
def test_rows_that_differ_about_one_visit_leave_the_less_favourable(
    tmp_path: Path, results: tuple[str, ...], stored: str, several_sheets: bool
) -> None:
    grids = [["ESSAI", "Léa", D(2025, 11, 5), result] for result in results]
    titles = ["Nom", "Prénom", "Date VM", "Avis"]
    sheets = [[titles, row] for row in grids] if several_sheets else [[titles, *grids]]
    path = write_xlsx(tmp_path / "vm.xlsx", [Grid(f"VM {n}", rows) for n, rows in enumerate(sheets)])
    (person,) = make_plan(read_book(path), today=TODAY).people
    assert [record.result for record in person.records] == [stored]


def test_restrictions_in_a_column_of_their_own_are_not_lost(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "Date VM", "Avis", "Restrictions"],
        ["ESSAI", "Léa", D(2025, 11, 5), "Apte", "pas de port de charge"],
        ["GABARIT", "Luc", D(2025, 11, 5), "Apte", "Aucune"],
        ["MODELE", "Luc", D(2025, 11, 5), "Apte", ""],
    ]
    plan = plan_of(tmp_path, rows)
    results = [person.records[0].result for person in plan.people]
    assert (results, said(plan)) == (["fit_with_restrictions", "fit", "fit"], {"E1", "D2"})


def test_the_clerk_says_what_a_doubtful_conclusion_is(tmp_path: Path) -> None:
    path = written(tmp_path, [VISITS, ["ESSAI", "Léa", "VIP", D(2025, 11, 5), "apte ?"]])
    answers = answers_from({"cells": {"Suivi 2026": {"E2": "fit"}}})
    (person,) = make_plan(read_book(path), answers=answers, today=TODAY).people
    assert person.records[0].result == "fit"


@pytest.mark.parametrize(
    "title", ["Avis VM", "Résultat visite médicale", "Conclusion de la visite", "Avis médecin"]
)
def test_the_conclusion_is_found_under_its_usual_titles(tmp_path: Path, title: str) -> None:
    rows = [["Nom", "Prénom", "Date VM", title], ["ESSAI", "Léa", D(2025, 11, 5), "Apte"]]
    plan = plan_of(tmp_path, rows)
    assert ([person.records[0].result for person in plan.people], said(plan)) == (["fit"], set())


def test_a_bare_validity_is_months_or_years_by_its_title_or_asked(tmp_path: Path) -> None:
    def due(title: str, cell: Any) -> tuple[Taken, set[str]]:
        rows = [[*VISITS[:-1], title], ["ESSAI", "Léa", "VIP", DAY, "AS", cell]]
        plan = plan_of(tmp_path, rows)
        return {record[3] for record in taken(plan)}, said(plan)  # type: ignore[return-value]

    assert due("Validité (ans)", 2) == ({"2026-03-12"}, set())
    assert due("Validité (mois)", 3) == ({"2024-06-12"}, set())
    assert due("Validité", 24) == ({"2026-03-12"}, set())
    assert due("Validité", D(2027, 3, 11)) == ({"2027-03-11"}, set())
    # Two months, or two years? The rule's 24 months stand meanwhile, and it is said.
    assert due("Validité", 2) == ({"2026-03-12"}, {"F2"})
    assert due("Validité", 5) == ({"2026-03-12"}, {"F2"})


# -- columns -----------------------------------------------------------------------------------


def test_dates_without_a_certificate_are_not_dropped_silently(tmp_path: Path) -> None:
    rows = [
        ["SUIVI DES CACES"],
        ["", "", "CACES 3 et 5", ""],
        ["NOM", "PRENOM", "Obtention", "Fin de validité"],
        ["EXEMPLE", "Paul", DAY, D(2029, 3, 12)],
    ]
    plan = plan_of(tmp_path, rows)
    assert (taken(plan), said(plan)) == (set(), {"C3", "D3"})


def test_an_old_recommendation_after_its_end_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "R389 3 obtenu le"],
        ["EXEMPLE", "Paul", D(2019, 12, 31)],
        ["GABARIT", "Léa", D(2022, 3, 12)],
    ]
    plan = plan_of(tmp_path, rows)
    assert taken(plan) == {("EXEMPLE", "R389-3", "2019-12-31", "2024-12-31")}
    assert said(plan) == {"C3"}


@FORMATS
def test_titles_on_three_levels_find_their_certificates(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["CACES R489"],
        ["", "", "Cat 3", "", "Cat 5", ""],
        ["NOM", "PRÉNOM", "Obtenu le", "Fin", "Obtenu le", "Fin"],
        ["L’EXEMPLE", "Zoé", DAY, D(2029, 3, 12), D(2025, 6, 20), D(2030, 6, 20)],
        ["L'EXEMPLE", "ZOE", "", "", "", ""],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert taken(plan) == {
        ("L’EXEMPLE", "R489-3", "2024-03-12", "2029-03-12"),
        ("L’EXEMPLE", "R489-5", "2025-06-20", "2030-06-20"),
    }


_DATES = {
    "le 3 mars 2023": "2023-03-03", "1er août 2023": "2023-08-01", "mercredi 13 mars 2024": "2024-03-13",
    "15/mars/24": "2024-03-15", "15.3.24": "2024-03-15", "12\u00a0mars\u202f2024": "2024-03-12",
    "45366": "2024-03-15",
}  # fmt: skip
_NO_DATES = [
    "15/03/2024 ?", "15/03/2024 (à confirmer)", "vers le 15/03/2024", "échec 15/03/2024", "15-16/03/2024",
    "15/03/2019 puis 14/03/2024", "du 12 au 15/03/2024", "03/12/24\n14/12/29", "15/03/2O24", "S12/2024",
    "3/3", "idem", "//", "12/2024", "mars 2024", "5 ans", "31/04/2024", "15032024",
]  # fmt: skip


@FORMATS
def test_dates_are_read_whole_or_not_at_all(tmp_path: Path, suffix: str) -> None:
    rows = [["Nom", "Prénom", "R489 3 obtenu le"], *lines([*_DATES, *_NO_DATES])]
    plan = plan_of(tmp_path, rows, suffix)
    assert {obtained for _who, _kind, obtained, _end in taken(plan)} == set(_DATES.values())
    assert len(taken(plan)) == len(_DATES)
    first = 2 + len(_DATES)
    assert said(plan) == {f"C{row}" for row in range(first, first + len(_NO_DATES))}


# -- the command says the same -----------------------------------------------------------------


def test_the_command_says_what_was_not_taken_and_why(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.create_folder(folder, "Essai").close()
    rows = [
        ["NOM Prénom", "Mle", "Service", "SST obtenu le"],
        ["EXEMPLE Paul / GABARIT Léa", "1", "Quai", DAY],
        ["PATRON Zoé", "2", "idem", "absent le 12/03/2024"],
    ]
    path = written(tmp_path, rows, ".ods")
    assert run(["--folder", str(folder), "--json", "import", str(path), "--dry-run"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] == 1
    assert told["records"] == {"caces": 0, "medical_visits": 0, "trainings": 0}
    cells = {(note["column"], note["row"]) for note in (*told["to_check"], *told["rejected"])}
    assert cells == {("A", 2), ("C", 3), ("D", 3)}
