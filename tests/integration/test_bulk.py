"""The same field of many people at once: everybody or nobody, and no question per person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import permutations

import pytest
from factories import employee

from cariste.database.connection import proxy
from cariste.employee.bulk import Assignment, NotForAll, set_field, set_fields
from cariste.employee.models import Employee
from cariste.workspace import Workspace


def people(workspace: Workspace, count: int) -> list[str]:
    with workspace.change("people"):
        return [
            employee(first_name=f"Essai{n}", last_name="Fictif", external_id=f"{n:05d}").id.hex
            for n in range(count)
        ]


def stored(workspace: Workspace, field: str) -> dict[str, object]:
    with workspace.reading():
        return {person.id.hex: getattr(person, field) for person in Employee.select()}


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements sent to the database."""
    seen: list[str] = []
    connection = proxy.obj.connection()
    connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


def test_one_value_for_all_is_one_change(workspace: Workspace) -> None:
    ids = people(workspace, 3)
    with workspace.change("Work area of 3 people") as change:
        assert set_field(ids, "workspace", "Quai") == 3
    assert stored(workspace, "workspace") == dict.fromkeys(ids, "Quai")
    assert len(change.operations) == 3


def test_a_value_for_each(workspace: Workspace) -> None:
    ids = people(workspace, 3)
    with workspace.change("numbers"):
        set_field(ids, "role", ["Cariste", None, "Préparateur"])
    assert list(stored(workspace, "role").values()) == ["Cariste", None, "Préparateur"]


def test_who_has_the_value_already_is_left_alone(workspace: Workspace) -> None:
    ids = people(workspace, 3)
    with workspace.change("first"):
        set_field(ids[:1], "role", "Cariste")
    with workspace.change("second") as change:
        assert set_field(ids, "role", "Cariste") == 2
    assert {operation.entity_id for operation in change.operations} == set(ids[1:])


def test_one_wrong_value_and_nobody_is_changed(workspace: Workspace) -> None:
    ids = people(workspace, 3)
    with pytest.raises(NotForAll) as refused, workspace.change("mails"):
        set_field(ids, "email", ["a@exemple.invalid", "nothing", "no @ sign"])
    assert set(refused.value.problems) == set(ids[1:])
    assert refused.value.problems[ids[1]].startswith("Essai1 Fictif · E-mail:")
    assert set(stored(workspace, "email").values()) == {None}


def test_many_problems_are_counted_not_listed(workspace: Workspace) -> None:
    ids = people(workspace, 12)
    with pytest.raises(NotForAll) as refused, workspace.change("mails"):
        set_field(ids, "email", "nothing")
    assert len(str(refused.value).splitlines()) == 7
    assert str(refused.value).endswith("… and 7 more.")


def test_who_is_gone_is_said(workspace: Workspace) -> None:
    ids = people(workspace, 2)
    with pytest.raises(NotForAll) as refused, workspace.change("role"):
        set_field([*ids, "0" * 32], "role", "Cariste")
    assert list(refused.value.problems) == ["0" * 32]


@pytest.mark.parametrize("numbers", [["77", "77"], ["00002"]], ids=["twice", "of another"])
def test_two_people_cannot_have_one_number(workspace: Workspace, numbers: list[str]) -> None:
    ids = people(workspace, 3)
    with pytest.raises(NotForAll, match="already has this number"), workspace.change("numbers"):
        set_field(ids[: len(numbers)], "external_id", numbers)
    assert stored(workspace, "external_id") == dict(zip(ids, ["00000", "00001", "00002"], strict=True))


def test_numbers_may_change_hands_within_one_change(workspace: Workspace) -> None:
    ids = people(workspace, 4)
    for order in permutations(range(4)):
        numbers = [f"{place:05d}" for place in order]
        with workspace.change("numbers"):
            set_field(ids, "external_id", numbers)
        now = stored(workspace, "external_id")
        assert [now[one] for one in ids] == numbers


def test_people_are_read_by_one_statement_however_many(workspace: Workspace) -> None:
    ids = people(workspace, 60)

    def asked(count: int, act: Callable[[list[str]], int]) -> int:
        with workspace.change("count"), statements() as seen:
            assert act(ids[:count]) == 0
        return sum("SELECT" in one for one in seen)

    # Nobody changes here, so that only what is read before the first save is counted.
    assert asked(2, lambda some: set_field(some, "role", None)) == 1
    assert asked(60, lambda some: set_field(some, "role", None)) == 1
    numbers = [f"{n:05d}" for n in range(60)]
    assert asked(60, lambda some: set_field(some, "external_id", numbers)) == 2


def test_a_save_asks_the_same_of_the_tenth_as_of_the_first(workspace: Workspace) -> None:
    ids = people(workspace, 20)
    with workspace.change("two"), statements() as few:
        set_field(ids[:2], "role", "Cariste")
    with workspace.change("twenty"), statements() as many:
        set_field(ids, "workspace", "Quai")
    assert len(many) <= 10 * len(few)


def test_progress_is_told_and_may_give_everything_up(workspace: Workspace) -> None:
    ids = people(workspace, 5)
    heard: list[tuple[int, int]] = []

    def stop_at_three(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError), workspace.change("role"):
        set_field(ids, "role", "Cariste", progress=stop_at_three)
    assert heard == [(1, 5), (2, 5), (3, 5)]
    assert set(stored(workspace, "role").values()) == {None}


def test_several_fields_of_one_person_are_one_save(workspace: Workspace) -> None:
    [one] = people(workspace, 1)
    left = dt.date(2026, 11, 1)
    with workspace.change("left") as change:
        set_fields([Assignment(one, "current_status", "inactive"), Assignment(one, "left_on", left)])
    assert len(change.operations) == 1
    assert stored(workspace, "left_on") == {one: left}
