"""What one answer settles for a whole column, and who a row is about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from factories import TODAY
from plans import WIDE, chloe, plan_of, records

from cariste.core.errors import UserError
from cariste.exchange.mapping import answers_from
from cariste.exchange.people import StoredPerson
from cariste.exchange.plan import ADDED, Part, Plan
from cariste.exchange.planner import look
from cariste.exchange.questions import choice_label
from cariste.exchange.reader import Book, Sheet
from cariste.exchange.review import lines, recognised_label
from cariste.exchange.values import Row

D = dt.date
MATRIX: Row = ["Nom", "Prénom", "CACES", "Date d'obtention"]


def chosen(topic: str, choice: str, letter: str = "C") -> dict[str, object]:
    return {"choices": {"Feuil1": {letter: {topic: choice}}}}


def categories(plan: Plan) -> list[str]:
    return [record.kind for person in plan.people for record in person.records]


def row(cell: object) -> Row:
    return ["FICTIF", "Chloé", cell, D(2019, 3, 15)]  # type: ignore[list-item]


def test_a_category_without_letter_is_asked_once_for_its_column() -> None:
    plan = plan_of(MATRIX, row("1-3-5"), ["ESSAI", "Noël", "1, 3", D(2024, 3, 15)])
    [question] = plan.questions
    assert (question.sheet, question.column, question.topic, question.cells) == ("Feuil1", "C", "1", 2)
    assert question.choices == ("R489-1A", "R489-1B", "R389-1")
    assert question.examples == ("1-3-5", "1, 3")
    assert categories(plan) == []
    settled = plan_of(
        MATRIX, row("1-3-5"), ["ESSAI", "Noël", "1, 3", D(2024, 3, 15)], mapping=chosen("1", "R489-1B")
    )
    assert categories(settled) == ["R489-1B", "R489-3", "R489-5", "R489-1B", "R489-3"]
    assert settled.questions == ()


@pytest.mark.parametrize(
    ("cell", "topic", "choice", "kinds"),
    [
        ("6", "6", "R489-6", ["R489-6"]),
        ("R489 1", "R489 1", "R489-1A", ["R489-1A"]),
        ("nacelle", "nacelle", "R486-B", ["R486-B"]),
        ("Nacelle 3B", "nacelle 3b", "R386-3B", ["R386-3B"]),
        ("télescopique", "telescopique", "R482-F", ["R482-F"]),
        (3, "number", "accept", ["R489-3"]),
        (D(TODAY.year, 5, 3), "excel", "accept", ["R489-3", "R489-5"]),
    ],
)
def test_each_ambiguity_of_a_cell_has_its_answer(
    cell: object, topic: str, choice: str, kinds: list[str]
) -> None:
    assert [question.topic for question in plan_of(MATRIX, row(cell)).questions] == [topic]
    assert categories(plan_of(MATRIX, row(cell), mapping=chosen(topic, choice))) == kinds


@pytest.mark.parametrize(
    ("cell", "topic", "choice", "day"),
    [
        ("06/2027", "month", "first", D(2027, 6, 1)),
        ("06/2027", "month", "last", D(2027, 6, 30)),
        ("2027", "year", "first", D(2027, 1, 1)),
        ("2027", "year", "last", D(2027, 12, 31)),
        ("02/13/2027", "american", "accept", D(2027, 2, 13)),
    ],
)
def test_dates_that_lack_something_are_settled_column_by_column(
    cell: str, topic: str, choice: str, day: dt.date
) -> None:
    rows = WIDE, ["FICTIF Chloé", "1", "", cell]
    assert plan_of(*rows).questions[0].topic == topic
    assert records(plan_of(*rows, mapping=chosen(topic, choice, "D"))) == [("R489-5", None, day, "typed")]


def test_a_month_inside_a_cell_of_categories_is_settled_too() -> None:
    plan = plan_of(MATRIX, ["FICTIF", "Chloé", "5 (exp 06/27)", ""], mapping=chosen("month", "first"))
    assert records(plan) == [("R489-5", None, D(2027, 6, 1), "typed")]


def test_a_settled_start_date_in_the_future_is_refused_like_any_other() -> None:
    header: Row = ["Nom", "Prénom", "Date entrée"]
    plan = plan_of(header, ["FICTIF", "Chloé", "12/2027"], mapping=chosen("month", "first"))
    assert plan.people[0].fields == {}
    assert "future" in plan.rejected[0].reason


def test_a_column_of_which_nobody_knows_the_date_asks_for_its_meaning() -> None:
    plan = plan_of(["Nom", "Prénom", "R489 3"], ["FICTIF", "Chloé", "15/03/2024"])
    [question] = plan.questions
    assert (question.topic, question.choices, question.cells) == (
        "meaning",
        ("obtained R489-3", "expiry R489-3", "ignore"),
        0,
    )


def test_an_answer_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(UserError, match=r"Feuil1, C, 1: “R489-9”"):
        answers_from(chosen("1", "R489-9"))


def test_answers_are_said_in_words() -> None:
    assert choice_label("first") == "The first day of the period (cautious)"
    assert choice_label("R489-3").startswith("R489-3 ")


def noel(number: str | None, person_id: str = "b" * 32) -> StoredPerson:
    return StoredPerson(person_id, "ESSAI", "Noël", number, {"external_id": number})


def answers(plan: Plan) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (question.name, question.now, tuple(choice.answer for choice in question.choices))
        for question in plan.people_questions
    ]


def people_answer(row_number: int, answer: str) -> dict[str, object]:
    return {"people": {"Feuil1": {str(row_number): answer}}}


def test_two_people_of_one_name_are_asked_about_and_left_out_meanwhile() -> None:
    stored = noel("1"), noel("2", "c" * 32)
    rows = ["Nom", "Prénom", "Date entrée"], ["ESSAI", "Noël", "15/03/2024"]
    plan = plan_of(*rows, stored=stored)
    assert answers(plan) == [("ESSAI Noël", "skip", ("b" * 32, "c" * 32, "new", "skip"))]
    assert plan.people == ()
    settled = plan_of(*rows, stored=stored, mapping=people_answer(2, "c" * 32))
    assert [person.id for person in settled.people] == ["c" * 32]
    assert (settled.people_questions, recognised_label(settled.people[0])) == ((), "as you said")


def test_a_name_found_with_another_number_is_a_new_person_unless_told_otherwise() -> None:
    rows = ["Nom", "Prénom", "Mle", "Service"], ["ESSAI", "Noël", "9", "Quai"]
    plan = plan_of(*rows, stored=(noel("1"),))
    assert answers(plan) == [("ESSAI Noël · 9", "new", ("b" * 32, "new", "skip"))]
    assert plan.count(ADDED) == 1
    same = plan_of(*rows, stored=(noel("1"),), mapping=people_answer(2, "b" * 32))
    assert [(person.id, person.fields) for person in same.people] == [
        ("b" * 32, {"workspace": (None, "Quai")})
    ]
    assert plan_of(*rows, stored=(noel("1"),), mapping=people_answer(2, "skip")).people == ()


def test_a_number_added_by_the_name_alone_is_asked_about() -> None:
    rows = ["Nom", "Prénom", "Mle"], ["ESSAI", "Noël", "9"]
    plan = plan_of(*rows, stored=(noel(None),))
    assert answers(plan) == [("ESSAI Noël · 9", "b" * 32, ("b" * 32, "new", "skip"))]
    assert plan_of(*rows, stored=(noel(None),), mapping=people_answer(2, "new")).count(ADDED) == 1


def test_a_row_can_be_said_to_be_about_the_person_of_another_row() -> None:
    rows = WIDE, ["FICTIF Chloé", "", D(2024, 3, 15), ""], ["Fictif Chloé", "", "", D(2027, 3, 15)]
    plan = plan_of(*rows)
    assert answers(plan) == [("Fictif Chloé", "skip", ("row 2, Feuil1", "new", "skip"))]
    same = plan_of(*rows, mapping=people_answer(3, "row 2, Feuil1"))
    assert len(same.people) == 1
    assert plan_of(*rows, mapping=people_answer(3, "row 2")).people == same.people
    assert "nobody" in plan_of(*rows, mapping=people_answer(3, "row 9")).to_check[0].reason


def test_a_number_of_somebody_else_can_only_be_his() -> None:
    rows = WIDE, ["AUTRE Nom", "1", D(2024, 3, 15), ""]
    plan = plan_of(*rows, stored=(chloe(),))
    assert answers(plan) == [("AUTRE Nom · 1", "skip", ("a" * 32, "skip"))]


def test_a_name_written_otherwise_is_asked_about_and_added_meanwhile() -> None:
    rows = ["Nom", "Prénom", "Service"], ["FICTIFF", "Chloé", "Quai"]
    plan = plan_of(*rows, stored=(chloe(entry_date=D(2016, 1, 4)),))
    assert answers(plan) == [("FICTIFF Chloé · Feuil1, row 2", "new", ("a" * 32, "new", "skip"))]
    assert plan.people_questions[0].choices[0].words == "FICTIF Chloé · 1 · here since 4 Jan 2016"
    assert plan.count(ADDED) == 1
    assert "Possible duplicate" in plan.to_check[0].reason
    same = plan_of(*rows, stored=(chloe(),), mapping=people_answer(2, "a" * 32))
    assert (same.count("updated"), same.to_check) == (1, ())


def book(*rows: Row) -> Book:
    return Book(Path("suivi.xlsx"), (Sheet("Feuil1", list(rows)), Sheet("Vide", [])))


def test_the_tables_of_a_file_are_described_before_its_rows_are_read() -> None:
    [table] = look(book(["Suivi"], WIDE, ["FICTIF Chloé", "1", D(2024, 3, 15), ""]))
    assert (table.layout, table.header_row, table.first, table.last) == ("wide", 2, 3, 3)
    assert table.columns["C"] == ("R489 5 obtenu le", "obtained R489-5")


def test_titles_that_say_nothing_can_be_given_a_meaning() -> None:
    rows: list[Row] = [["Liste"], ["Colonne1", "Colonne2", "Colonne3"], ["FICTIF", "Chloé", "Quai"]]
    [table] = look(book(*rows))
    assert (table.layout, table.header_row, table.columns["A"]) == ("", 2, ("Colonne1", "unknown"))
    mapping = {"columns": {"Feuil1": {"A": "last_name", "B": "first_name", "C": "workspace"}}}
    [mapped] = look(book(*rows), answers_from(mapping))
    assert (mapped.layout, mapped.mapped) == ("people", {"A", "B", "C"})
    assert [person.last_name for person in plan_of(*rows, mapping=mapping).people] == ["FICTIF"]


def test_the_review_says_cell_by_cell_what_was_and_what_will_be() -> None:
    header: Row = ["Nom", "Prénom", "Mle", "Service", "Date de sortie", "SST obtenu le"]
    stored = StoredPerson("a" * 32, "FICTIF", "Chloé", "1", {"external_id": "1", "workspace": "Quai"})
    plan = plan_of(
        header,
        ["FICTIF", "Chloé", "1", "Zone A", "01/06/2026", ""],
        ["ESSAI", "Noël", "2", "", "", "15/03/2026"],
        stored=(stored,),
    )
    told = [(line.leads, line.name, line.what, line.old, line.new) for line in lines(plan)]
    assert told == [
        (True, "FICTIF Chloé", "Changes", "", "recognised by the number"),
        (False, "FICTIF Chloé", "Work area", "Quai", "Zone A"),
        (False, "FICTIF Chloé", "Leaving date", "", "1 Jun 2026"),
        (True, "ESSAI Noël", "New employee", "", ""),
        (False, "ESSAI Noël", "Employee number", "", "2"),
        (False, "ESSAI Noël", "Training Sauveteur secouriste du travail (SST)", "",
         "obtained 15 Mar 2026 · expires 15 Mar 2028 (computed)"),
    ]  # fmt: skip
    assert {line.place for line in lines(plan)} == {"Feuil1, 2", "Feuil1, 3"}


def test_what_follows_from_an_unticked_cell_is_left_out_with_it() -> None:
    header: Row = ["Nom", "Prénom", "Mle", "Date de sortie"]
    plan = plan_of(header, ["FICTIF", "Chloé", "1", "01/06/2026"], stored=(chloe(),))
    assert plan.people[0].fields.keys() == {"left_on", "current_status"}
    [left] = [line.part for line in lines(plan) if not line.leads]
    kept = plan.without([left])
    assert (kept.people[0].fields, kept.people[0].action) == ({}, "unchanged")
    assert plan.without([Part(0)]).people == ()
