"""The words for stored codes, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cariste.core.i18n import set_language
from cariste.employee import constants, labels


@pytest.mark.parametrize(
    ("alert_type", "days", "french", "english"),
    [
        ("caces", -12, "expiré depuis 12 j", "expired 12 d ago"),
        # A visit and a training are feminine: « expiré » would be wrong, « expirée » wrong for a CACES.
        ("medical", -12, "en retard de 12 j", "12 d overdue"),
        ("training", -1200, "en retard de 1 200 j", "1,200 d overdue"),
        ("caces", 0, "expire aujourd’hui", "expires today"),
        ("medical", 8, "dans 8 j", "in 8 d"),
    ],
)
def test_a_delay_is_said_briefly_and_in_the_right_gender(
    alert_type: str, days: int, french: str, english: str
) -> None:
    assert labels.delay(days, alert_type) == english
    set_language("fr")
    assert labels.delay(days, alert_type).replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("alert_type", "days", "french"),
    [
        ("caces", -1, "expiré depuis 1 jour"),
        ("medical", -1, "en retard de 1 jour"),
        ("medical", -2, "en retard de 2 jours"),
        ("training", 2, "expire dans 2 jours"),
    ],
)
def test_a_delay_in_full_agrees_in_number(alert_type: str, days: int, french: str) -> None:
    set_language("fr")
    assert labels.delay_in_words(days, alert_type).replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("status", "days", "alert_type", "current", "french"),
    [
        ("valid", 400, "caces", True, "valide"),
        ("critical", 8, "caces", True, "dans 8 j"),
        ("expired", -3, "caces", False, "remplacé"),
        ("expired", -3, "medical", False, "remplacée"),
        ("permanent", None, "training", True, "permanente"),
        ("permanent", None, "training", False, "remplacée"),
        ("permanent", None, "medical", False, "sans échéance"),
    ],
)
def test_the_situation_of_a_record(
    status: str, days: int | None, alert_type: str, current: bool, french: str
) -> None:
    set_language("fr")
    situation = labels.record_situation(status, days, alert_type, current=current)
    assert situation.replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("kind", "grid", "full", "brief"),
    [
        ("R489-5", "5 Mât rétractable", "R489-5 Mât rétractable", "5"),
        ("R389-3", "R389-3 Frontal ≤ 6 t", "R389-3 Frontal ≤ 6 t", "R389-3"),
        ("R490", "R490 Grue de chargement", "R490 Grue de chargement", "R490"),
        ("Autolaveuse", "Autolaveuse", "Autolaveuse", "Autolaveuse"),
    ],
)
def test_only_the_usual_family_goes_without_its_code(kind: str, grid: str, full: str, brief: str) -> None:
    set_language("fr")
    assert labels.kind_label(kind).replace("\u00a0", " ") == grid
    assert labels.full_subject("caces", kind).replace("\u00a0", " ") == full
    assert labels.brief_subject("caces", kind) == brief
    assert labels.subject("caces", kind) == kind


@pytest.mark.parametrize(
    ("alert_type", "kind", "title", "brief", "short", "full"),
    [
        ("medical", "periodic", "periodic", "visite", "visite médicale", "Visite périodique"),
        (
            "medical",
            "driving_certificate",
            None,
            "attestation",
            "attestation médicale",
            "Attestation médicale (conduite)",
        ),
        ("training", "SST", "Recyclage SST", "SST", "SST", "Recyclage SST"),
        (
            "training",
            "accueil au poste de quai",
            "Accueil au poste de quai",
            "formation",
            "Accueil au poste de quai",
            "Accueil au poste de quai",
        ),
        (
            "authorisation",
            "R489-5",
            None,
            "autor. 5",
            "autorisation R489-5",
            "Autorisation R489-5 Mât rétractable",
        ),
        ("missing", "R489-5", None, "5", "R489-5", "R489-5 Mât rétractable"),
        ("missing", "SST", None, "SST", "SST", "SST"),
        (
            "missing",
            "driving_certificate",
            None,
            "attestation",
            "Attestation médicale (conduite)",
            "Attestation médicale (conduite)",
        ),
    ],
)
def test_what_an_alert_is_about_fits_the_room_there_is(
    alert_type: str, kind: str, title: str | None, brief: str, short: str, full: str
) -> None:
    set_language("fr")
    assert labels.brief_subject(alert_type, kind, title) == brief
    assert labels.subject(alert_type, kind, title) == short
    assert labels.full_subject(alert_type, kind, title) == full


@pytest.mark.parametrize(
    ("days", "alert_type", "brief", "in_full"),
    [
        (None, "missing", "manquant", "manquant"),
        (-12, "authorisation", "terminée depuis 12 j", "terminée depuis 12 jours"),
        (-1, "authorisation", "terminée depuis 1 j", "terminée depuis 1 jour"),
        (8, "authorisation", "dans 8 j", "expire dans 8 jours"),
    ],
)
def test_what_is_missing_has_no_delay_and_an_authorisation_ends(
    days: int | None, alert_type: str, brief: str, in_full: str
) -> None:
    set_language("fr")
    assert labels.delay(days, alert_type).replace("\u00a0", " ") == brief
    assert labels.delay_in_words(days, alert_type).replace("\u00a0", " ") == in_full


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (-1421, "depuis 1 421 j", "1,421 d ago"),
        (0, "aujourd’hui", "today"),
        (8, "dans 8 j", "in 8 d"),
        (None, "manquant", "missing"),
    ],
)
def test_beside_a_date_and_a_colour_a_delay_needs_no_verb(
    days: int | None, french: str, english: str
) -> None:
    assert labels.delay_alone(days) == english
    set_language("fr")
    assert labels.delay_alone(days).replace("\u00a0", " ").replace("\u202f", " ") == french


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("R489-5", "caces"), ("driving_certificate", "medical"), ("initial", "medical"), ("SST", "training")],
)
def test_what_a_role_asks_for_is_answered_by_one_kind_of_record(kind: str, type_: str) -> None:
    assert labels.required_type(kind) == type_


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        (labels.status_label, constants.STATUSES),
        (labels.contract_label, constants.CONTRACT_TYPES),
        (labels.visit_label, constants.VISIT_TYPES),
        (labels.result_label, constants.RESULTS),
        (labels.mode_label, constants.TRAINING_MODES),
        (labels.source_label, constants.EXPIRATION_SOURCES),
        (labels.severity_label, ("critical", "warning", "info", "missing")),
        (labels.alert_type_label, ("caces", "medical", "training", "authorisation", "missing")),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_a_word_of_its_own(
    label: Callable[[str], str], codes: tuple[str, ...], language: str
) -> None:
    set_language(language)
    words = [label(code) for code in codes]
    assert len(set(words)) == len(codes)
    assert not any("_" in word or not word for word in words)


def test_an_unknown_code_is_shown_as_it_is_and_none_as_nothing() -> None:
    assert labels.contract_label("Stage") == "Stage"
    assert (labels.contract_label(None), labels.result_label(None), labels.mode_label(None)) == ("", "", "")


@pytest.mark.parametrize(("years", "french"), [(0, "moins d’un an"), (1, "1 an"), (10, "10 ans")])
def test_seniority_in_years(years: int, french: str) -> None:
    set_language("fr")
    assert labels.years_label(years).replace("\u00a0", " ") == french
