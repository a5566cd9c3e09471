"""Who is who: numbers, names, homonyms."""

from __future__ import annotations

import datetime as dt

from cariste.exchange.names import Name
from cariste.exchange.people import Match, Registry, StoredPerson

CHLOE = Name("FICTIF-TEST", "Chloé", split=True)
D = dt.date


def stored(person_id: str = "a" * 32, number: str | None = "00123", **fields: object) -> StoredPerson:
    return StoredPerson(person_id, "FICTIF-TEST", "Chloé", number, {"external_id": number, **fields})


def match(
    people: Registry,
    name: Name | None = CHLOE,
    number: str | None = None,
    entry: dt.date | None = None,
    birth: dt.date | None = None,
    sheet: str | None = None,
) -> Match:
    found = people.match(name, number, entry, birth, sheet)
    if found.person is not None:
        found.person.see(sheet or "VM", 5)
        found.person.spellings |= {number} if number else set()
        found.person.fields.update({"entry_date": entry} if entry else {})
    return found


def test_the_number_decides_and_lost_zeros_do_not_matter() -> None:
    people = Registry([stored()])
    assert match(people, number="123").person is people.people[0]
    assert match(people, number="123").doubt is None


def test_the_same_number_written_otherwise_further_down_is_said_to_be_a_possible_duplicate() -> None:
    people = Registry()
    first = match(people, number="00123").person
    again = match(people, Name("FICTIF", "TEST CHLOE", split=False), number="123")
    assert again.person is first
    assert "Possible duplicate: FICTIF-TEST Chloé" in str(again.doubt)
    assert "row 5" in str(again.doubt)


def test_a_number_that_belongs_to_somebody_else_stops_the_row() -> None:
    found = match(Registry([stored()]), Name("D'ESSAI", "Noël", split=True), number="00123")
    assert found.person is None
    assert "belongs to FICTIF-TEST Chloé" in str(found.doubt)


def test_a_new_surname_with_the_same_number_is_recognised_and_said() -> None:
    people = Registry([stored()])
    found = match(people, Name("MARIÉE", "Chloé", split=True), number="00123")
    assert found.person is people.people[0]
    assert "stored name is kept" in str(found.doubt)


def test_two_people_whose_numbers_differ_only_by_zeros_are_told_apart_when_the_number_is_exact() -> None:
    people = Registry([stored("a" * 32, "00123"), stored("b" * 32, "123")])
    assert match(people, number="123").person is people.people[1]
    assert match(people, number="0123").person is None


def test_a_name_that_one_person_bears_is_enough_when_nothing_contradicts() -> None:
    people = Registry([stored()])
    found = match(people, Name("Fictif Test", "CHLOE", split=True))
    assert (found.person, found.doubt, found.how) == (people.people[0], None, "name")


def test_homonyms_are_never_merged_on_their_name() -> None:
    people = Registry([stored("a" * 32, "1"), stored("b" * 32, "2")])
    found = match(people)
    assert found.person is None
    assert "Several people" in str(found.doubt)


def test_another_number_or_start_date_is_another_person() -> None:
    for number, entry in (("2", None), (None, D(2020, 1, 6))):
        people = Registry([stored(number="1", entry_date=D(2016, 1, 4))])
        found = match(people, number=number, entry=entry)
        assert found.person is not None
        assert found.person is not people.people[0]
        assert "Possible duplicate" in str(found.doubt)


def test_another_date_of_birth_is_father_and_son() -> None:
    people = Registry([stored(number=None, birth_date=D(1970, 5, 1))])
    assert match(people, birth=D(1998, 7, 2)).person is not people.people[0]


def test_a_number_completes_a_person_known_by_name() -> None:
    people = Registry([stored(number=None)])
    found = match(people, number="77")
    assert found.person is people.people[0]
    assert "by name alone" in str(found.doubt)
    assert match(people, Name("AUTRE", "Chloé", split=True), number="077").person is people.people[0]


def test_the_same_start_date_confirms_without_a_word() -> None:
    people = Registry([stored(number=None, entry_date=D(2016, 1, 4))])
    found = match(people, number="77", entry=D(2016, 1, 4))
    assert (found.person, found.doubt, found.how) == (people.people[0], None, "name and date")


def test_in_a_sheet_of_one_row_per_person_the_same_name_twice_is_not_merged() -> None:
    people = Registry()
    first = match(people, sheet="SUIVI CACES")
    second = match(people, sheet="SUIVI CACES")
    assert first.person is not None
    assert second.person is None
    assert "Possible duplicate" in str(second.doubt)


def test_in_a_list_the_same_name_is_the_same_person() -> None:
    people = Registry()
    assert match(people).person is match(people, Name("fictif test", "CHLOE", split=True)).person


def test_martin_paul_is_not_paul_martin() -> None:
    people = Registry()
    one = match(people, Name("MARTIN", "Paul", split=True)).person
    assert match(people, Name("PAUL", "Martin", split=True)).person is not one


def test_a_birth_name_beside_the_surname_does_not_hide_the_person() -> None:
    people = Registry()
    one = match(people, Name("FICTIF née ESSAI", "Chloé", split=True)).person
    assert match(people, Name("FICTIF", "Chloé", split=True)).person is one


def test_a_number_without_name_is_found_or_refused() -> None:
    people = Registry([stored()])
    assert match(people, None, number="123").person is people.people[0]
    assert match(people, None, number="999").person is None


def test_what_a_person_decided_is_followed() -> None:
    people = Registry([stored()])
    assert people.decided("00123", CHLOE, None, "VM").person is people.people[0]
    assert people.decided("a" * 32, CHLOE, None, "VM").person is people.people[0]
    assert people.decided("skip", CHLOE, None, "VM")[:2] == (None, None)
    new = people.decided("new", CHLOE, "9", "VM").person
    assert new is not None
    assert new is not people.people[0]
    assert people.decided("4711", CHLOE, None, "VM").doubt is not None
