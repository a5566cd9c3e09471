"""Work areas and roles: renamed wherever they stand, never twice in two spellings, kept while in use."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import employee
from settings import everything, store

from cariste.authorisation.models import Authorisation, Induction
from cariste.core.errors import InvalidEntity, UserError
from cariste.database.model import entities
from cariste.equipment.models import Machine
from cariste.firm import names
from cariste.firm.names import AREAS, PLACES, ROLES, Use
from cariste.requirement.models import Requirement
from cariste.workspace import Workspace


def warehouse(workspace: Workspace) -> None:
    """Two drivers on the dock, one elsewhere, with everything that can name a place."""
    with workspace.change("people"):
        driver = employee(first_name="Awa", last_name="Fictif", workspace="Quai", role="Cariste")
        employee(first_name="Léa", last_name="Modèle", workspace="Quai", role="Préparateur")
        employee(first_name="Zoé", last_name="Exemple", workspace="Bureau", role="Cariste")
        day = dt.date(2025, 5, 5)
        Authorisation(
            employee=driver, kind="R489-3", site="Quai", issued_on=day, signatory="C. Modèle"
        ).save()
        Authorisation(employee=driver, kind="R489-5", issued_on=day, signatory="C. Modèle").save()
        Induction(employee=driver, site="Quai", held_on=day).save()
        Machine(number="12", name="Frontal", kind="R489-3", site="Quai").save()
        Requirement(role="Cariste", site="Quai", kind="R489-3").save()
        Requirement(role="Cariste", kind="SST").save()


def uses(workspace: Workspace, which: str) -> dict[str, Use]:
    with workspace.reading():
        return {use.name: use for use in names.uses(workspace.settings, which)}


def test_no_column_that_names_an_area_or_a_role_is_forgotten() -> None:
    for which, columns in ((AREAS, {"workspace", "site"}), (ROLES, {"role"})):
        expected = {
            (table, column)
            for table, model in entities().items()
            for column in columns & {*model._meta.columns}
        }
        known = {(model._meta.table_name, column) for model, column in PLACES[which].items()}
        assert known == expected


def test_the_list_tells_who_uses_each_name_and_what_is_used_beside_it(workspace: Workspace) -> None:
    warehouse(workspace)
    with workspace.change("somebody's sheet"):
        employee(first_name="Noé", last_name="Essai", workspace="quai", role="Magasinier")
    areas = uses(workspace, AREAS)
    assert list(areas) == ["Quai", "Zone A", "Zone B", "Bureau", "quai"]
    assert areas["Quai"] == Use("Quai", True, 2, 1, 1, 1, 1)
    assert areas["Quai"].in_words() == "2 employees, 1 authorisation, 1 induction, 1 machine, 1 requirement"
    assert areas["Zone A"].in_words() == ""
    assert areas["quai"] == Use("quai", False, people=1)
    assert uses(workspace, ROLES)["Cariste"] == Use("Cariste", True, people=2, requirements=2)


def test_an_area_is_renamed_everywhere_in_one_change_and_undone_in_one(workspace: Workspace) -> None:
    warehouse(workspace)
    before = everything(workspace)
    with workspace.change("rename"):
        assert names.rename(workspace.settings, AREAS, "Quai", "Quai nord") == 6
    assert workspace.settings.workspaces == ("Quai nord", "Zone A", "Zone B", "Bureau")
    assert uses(workspace, AREAS)["Quai nord"] == Use("Quai nord", True, 2, 1, 1, 1, 1)
    assert "Quai" not in uses(workspace, AREAS)
    workspace.undo()
    assert everything(workspace) == before
    assert workspace.settings.workspaces == ("Quai", "Zone A", "Zone B", "Bureau")


def test_a_role_is_renamed_with_what_it_asks_for(workspace: Workspace) -> None:
    warehouse(workspace)
    with workspace.change("rename"):
        assert names.rename(workspace.settings, ROLES, "Cariste", "Conducteur d'engins") == 4
    assert uses(workspace, ROLES)["Conducteur d'engins"] == Use(
        "Conducteur d'engins", True, people=2, requirements=2
    )


def test_two_names_become_one_even_if_they_ask_for_the_same(workspace: Workspace) -> None:
    warehouse(workspace)
    with workspace.change("the same twice"):
        employee(first_name="Noé", last_name="Essai", workspace="QUAI", role="cariste")
        Requirement(role="cariste", site="Quai", kind="R489-3").save()
    before = everything(workspace)
    with workspace.change("one"):
        names.rename(workspace.settings, ROLES, "cariste", "CARISTE")
    with workspace.change("one"):
        names.rename(workspace.settings, AREAS, "QUAI", "quai")
    assert uses(workspace, ROLES)["Cariste"] == Use("Cariste", True, people=3, requirements=2)
    assert uses(workspace, AREAS)["Quai"].people == 3
    assert list(uses(workspace, AREAS)) == ["Quai", "Zone A", "Zone B", "Bureau"]
    workspace.undo()
    workspace.undo()
    assert everything(workspace) == before


def test_the_managers_of_an_area_go_with_its_name(workspace: Workspace) -> None:
    store(workspace, managers={"Quai": ["a@exemple.fr"], "Zone A": ["b@exemple.fr", "a@exemple.fr"]})
    assert uses(workspace, AREAS)["Quai"].in_words() == "1 manager"
    with pytest.raises(UserError, match="1 manager"), workspace.change("remove"):
        names.remove(workspace.settings, AREAS, "Quai")
    with workspace.change("rename"):
        names.rename(workspace.settings, AREAS, "Zone A", "Allée")
    assert workspace.settings.managers == {
        "Quai": ("a@exemple.fr",),
        "Allée": ("b@exemple.fr", "a@exemple.fr"),
    }
    with workspace.change("one"):
        names.rename(workspace.settings, AREAS, "Allée", "quai")
    assert workspace.settings.managers == {"Quai": ("a@exemple.fr", "b@exemple.fr")}
    workspace.undo()
    workspace.undo()
    assert workspace.settings.managers["Zone A"] == ("b@exemple.fr", "a@exemple.fr")


def test_correcting_an_accent_is_a_renaming_like_any_other(workspace: Workspace) -> None:
    store(workspace, workspaces=["Entrepot", "Quai"])
    with workspace.change("people"):
        employee(workspace="Entrepot")
    with workspace.change("accent"):
        assert names.rename(workspace.settings, AREAS, "Entrepot", "Entrepôt") == 1
    assert workspace.settings.workspaces == ("Entrepôt", "Quai")


@pytest.mark.parametrize("name", ["quai", "QUAI", "Quäi", " Quai "])
def test_a_name_that_differs_by_case_or_accents_only_is_not_added(workspace: Workspace, name: str) -> None:
    with pytest.raises(InvalidEntity) as caught, workspace.change("add"):
        names.add(workspace.settings, AREAS, name)
    assert caught.value.problems == {"name": "“Quai” is in the list already."}


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Required"), ("  ", "Required"), ("x" * 10_000, "100 at most"), ("\x00", "Required")],
)
def test_no_name_and_a_name_of_ten_thousand_letters_are_refused_beside_the_field(
    workspace: Workspace, name: str, words: str
) -> None:
    for way in (
        lambda: names.add(workspace.settings, AREAS, name),
        lambda: names.rename(workspace.settings, AREAS, "Quai", name),
    ):
        with pytest.raises(InvalidEntity) as caught, workspace.change("name"):
            way()
        assert words in caught.value.problems["name"]


def test_a_list_takes_two_hundred_names_and_says_so_at_the_next(workspace: Workspace) -> None:
    store(workspace, workspaces=[f"Allée {n}" for n in range(199)])
    with workspace.change("add"):
        names.add(workspace.settings, AREAS, "Allée 199")
    with pytest.raises(InvalidEntity) as caught, workspace.change("add"):
        names.add(workspace.settings, AREAS, "Allée 200")
    assert caught.value.problems == {"name": "Allowed: 200 values at most."}
    assert len(workspace.settings.workspaces) == 200


def test_a_name_in_use_is_not_removed_and_the_reason_names_who_uses_it(workspace: Workspace) -> None:
    warehouse(workspace)
    with pytest.raises(UserError) as caught, workspace.change("remove"):
        names.remove(workspace.settings, AREAS, "Quai")
    assert "2 employees, 1 authorisation" in str(caught.value)
    assert "Awa Fictif, Léa Modèle" in str(caught.value)
    with workspace.change("remove"):
        names.remove(workspace.settings, AREAS, "Zone A")
    assert workspace.settings.workspaces == ("Quai", "Zone B", "Bureau")


def test_a_name_somebody_has_just_renamed_is_not_renamed_again(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="neither in the list nor in use"), workspace.change("rename"):
        names.rename(workspace.settings, AREAS, "Cave", "Sous-sol")


@pytest.mark.parametrize(
    ("name", "by", "order"),
    [
        ("Zone A", -1, ["Zone A", "Quai", "Zone B", "Bureau"]),
        ("Zone A", 1, ["Quai", "Zone B", "Zone A", "Bureau"]),
        ("Quai", -1, ["Quai", "Zone A", "Zone B", "Bureau"]),
        ("Bureau", 5, ["Quai", "Zone A", "Zone B", "Bureau"]),
        ("Ailleurs", 1, ["Quai", "Zone A", "Zone B", "Bureau"]),
    ],
)
def test_the_order_is_the_firms(workspace: Workspace, name: str, by: int, order: list[str]) -> None:
    with workspace.change("order"):
        names.move(workspace.settings, AREAS, name, by)
    assert [*workspace.settings.workspaces] == order
