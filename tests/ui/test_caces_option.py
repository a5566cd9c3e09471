"""What a certificate says beyond its category, in its form and wherever it is shown."""

from __future__ import annotations

import pytest
from fingers import type_into
from forms import a_window, adding, editing, file_of, id_of, open_form, save, words, write
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.ui.context import Context
from cariste.ui.dialogs.renewal import RenewalForm
from cariste.ui.forms.form import Form
from cariste.ui.models.records import caces_lines


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return a_window(qtbot)


@pytest.fixture
def chloe(context: Context) -> str:
    return id_of(context, "Chloé Fictif")


def offered(form: Form) -> list[object]:
    choice = form.fields["option"].entry.widget
    return [choice.itemData(place) for place in range(choice.count())]  # type: ignore[attr-defined]


def held(context: Context, person: str) -> dict[str, str | None]:
    return {row.kind: row.option for row in file_of(context, person).caces}


def test_the_option_is_asked_only_where_a_category_has_one(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    assert form.fields["option"].isHidden()
    write(form, kinds="R489 4")
    assert form.fields["option"].isHidden()
    write(form, kinds="R484 2")
    assert form.fields["option"].isVisible()
    assert offered(form) == [None, "floor_control"]
    write(form, kinds="R490")
    assert offered(form) == [None, "remote_control"]
    assert form.fields["option"].value is None


def test_an_option_is_stored_shown_and_taken_off_again(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="R484 2", completion_date="12/03/2026", option="floor_control")
    save(qtbot, form)
    [row] = [row for row in file_of(context, chloe).caces if row.kind == "R484-2"]
    assert row.option == "floor_control"
    assert "R484-2 Crane, cab-controlled, floor control" in {
        line.what for line in caces_lines(file_of(context, chloe))
    }
    form = editing(qtbot, context, window, "caces", row.id)
    assert form.fields["option"].value == "floor_control"
    assert not form.touched
    write(form, option=None)
    save(qtbot, form)
    assert held(context, chloe)["R484-2"] is None


def test_of_one_session_only_the_categories_that_have_the_option_get_it(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="R482-A R482-F R489-4", completion_date="12/03/2026", option="remote_control")
    assert words(form)["option"] == "For each of: R482-A, R482-F."
    save(qtbot, form)
    found = held(context, chloe)
    assert [found[kind] for kind in ("R482-A", "R482-F", "R489-4")] == [*["remote_control"] * 2, None]


def test_another_category_leaves_the_option_behind(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="R484 2", completion_date="12/03/2026", option="floor_control")
    write(form, kinds="R489 4")
    save(qtbot, form)
    assert held(context, chloe)["R489-4"] is None


def test_an_option_typed_with_its_category_is_chosen_by_it(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    set_language("fr")
    form = adding(qtbot, context, window, "caces", chloe)
    kinds = form.fields["kinds"].entry.widget
    for letter in "R484 2 commande au sol":
        type_into(kinds.line, letter)  # type: ignore[attr-defined]
    assert form.fields["kinds"].value == ("R484-2",)
    assert form.fields["option"].value == "floor_control"
    assert form.fields["option"].entry.widget.currentText() == "commande au sol"  # type: ignore[attr-defined]


def test_an_option_that_the_category_has_not_is_said_beside_it(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="R489-3 télécommande", completion_date="12/03/2026")
    form.save()
    assert form.fields["kinds"].problem == "A certificate R489-3 has no such option."
    # « 1 » is floor-controlled by itself.
    write(form, kinds="R484-1 commande au sol")
    assert form.fields["kinds"].value == ("R484-1",)


def test_a_kind_of_the_firm_s_own_keeps_its_whole_name(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    kinds = form.fields["kinds"].entry.widget
    kinds.family.setCurrentIndex(kinds.family.findData(""))  # type: ignore[attr-defined]
    write(form, kinds="Robot télécommande")
    assert form.fields["kinds"].value == ("Robot télécommande",)


def test_a_renewal_asks_for_the_option_anew_and_names_the_former_one(
    qtbot: QtBot, context: Context, window: QWidget, chloe: str
) -> None:
    form = adding(qtbot, context, window, "caces", chloe)
    write(form, kinds="R484 2", completion_date="12/03/2022", option="floor_control")
    save(qtbot, form)
    [row] = [row for row in file_of(context, chloe).caces if row.kind == "R484-2"]
    form = open_form(qtbot, window, lambda: RenewalForm.ask(context, window, "caces", row.id))
    assert form.fields["option"].value is None
    assert words(form)["option"] == "The former one: floor control."
    write(form, option="floor_control")
    save(qtbot, form)
    options = [each.option for each in file_of(context, chloe).caces if each.kind == "R484-2"]
    assert options == ["floor_control", "floor_control"]
