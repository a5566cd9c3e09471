"""Columns and stored values in the user's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.core.i18n import set_language
from cariste.database.model import Entity
from cariste.employee.field_labels import (
    entity_label,
    field_label,
    is_derived,
    is_of_health,
    leader_of,
    value_in_words,
)
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.equipment.models import Machine
from cariste.requirement.models import Requirement

FAMILY: tuple[type[Entity], ...] = (
    *(Employee, Caces, MedicalVisit, OnlineTraining, Document),
    *(Authorisation, Suspension, Induction, Assignment, Machine, Requirement),
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", FAMILY)
def test_every_column_that_people_fill_has_a_word(model: type[Entity], language: str) -> None:
    set_language(language)
    table = model._meta.table_name
    assert entity_label(table) != table
    columns = [column for column in model._meta.columns if not is_derived(table, column)]
    assert columns
    for column in columns:
        assert field_label(table, column) != column
        assert "_" not in field_label(table, column)


def test_the_words_are_those_of_the_forms() -> None:
    set_language("fr")
    assert entity_label("medical_visits") == "Visite médicale"
    assert field_label("employees", "external_id") == "Matricule"
    assert field_label("caces", "kind") == "Catégorie"
    assert field_label("medical_visits", "result") == "Conclusion"
    assert field_label("medical_visits", "expiration_date") == "Prochaine visite au plus tard le"


@pytest.mark.parametrize(
    ("table", "column", "value", "french"),
    [
        ("employees", "current_status", "inactive", "Sorti"),
        ("employees", "contract_type", "Interim", "Intérim"),
        ("employees", "entry_date", dt.date(2020, 3, 4), "04/03/2020"),
        ("employees", "contract_end", "2026-12-31", "31/12/2026"),
        ("employees", "left_on", "2026-12-31", "31/12/2026"),
        ("employees", "night_worker", 0, "non"),
        ("employees", "night_worker", True, "oui"),
        ("employees", "workspace", None, "vide"),
        ("employees", "workspace", "", "vide"),
        ("employees", "role", "Cariste", "Cariste"),
        ("caces", "kind", "R489-5", "R489-5 Mât rétractable"),
        ("caces", "expiration_source", "typed", "saisie"),
        ("caces", "document_path", "documents/2024/certificat.pdf", "certificat.pdf"),
        ("caces", "document_path", "documents/f00d/404ab4c9e9f8-scan-un.pdf", "scan-un.pdf"),
        ("medical_visits", "document_path", f"documents/medical/{'0a' * 16}.pdf", "Document médical"),
        ("medical_visits", "visit_type", "periodic", "Visite périodique"),
        ("medical_visits", "result", "fit_with_restrictions", "Apte avec aménagements"),
        ("online_trainings", "validity_months", 24, "24"),
        ("online_trainings", "mode", "online", "En ligne"),
        ("documents", "kind", "medical", "Visite médicale"),
        ("authorisations", "kind", "R489-5", "R489-5 Mât rétractable"),
        ("authorisations", "ends_source", "computed", "calculée"),
        ("suspensions", "starts_on", "2026-12-31", "31/12/2026"),
        ("machines", "kind", "R489-1A", "R489-1A Transpalette porté"),
        ("requirements", "kind", "driving_certificate", "Attestation médicale (conduite)"),
        ("requirements", "kind", "follow_up", "Suivi médical"),
        ("requirements", "kind", "SST", "SST"),
        ("documents", "kind", "photo", "Photo"),
        ("documents", "kind", "other", "Autre document"),
        # What no version of the program wrote is shown as it is, not lost.
        ("caces", "completion_date", "autrefois", "autrefois"),
        ("online_trainings", "validity_months", "douze", "douze"),
        ("nowhere", "nothing", 5, "5"),
    ],
)
def test_a_stored_value_is_said_in_words(table: str, column: str, value: Any, french: str) -> None:
    set_language("fr")
    assert value_in_words(table, column, value) == french


def test_unknown_tables_and_columns_keep_their_names() -> None:
    assert (entity_label("sessions"), field_label("sessions", "seats")) == ("sessions", "seats")


def test_what_a_doctor_concluded_is_known_as_such() -> None:
    assert {column for column in MedicalVisit._meta.columns if is_of_health("medical_visits", column)} == (
        MedicalVisit.hidden_in_journal
    )
    assert not is_of_health("employees", "role")


def test_what_follows_from_another_column_goes_with_it() -> None:
    assert leader_of("caces", "expiration_source") == "expiration_date"
    assert leader_of("medical_visits", "track") == "visit_type"
    assert leader_of("online_trainings", "kind") == "title"
    assert leader_of("caces", "kind") is None
