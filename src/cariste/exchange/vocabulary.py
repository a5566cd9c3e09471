"""The words of the sheets, folded, and the codes they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from cariste.employee import constants


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    """Turn « code: word, word » around."""
    return {word: code for code, listed in words.items() for word in listed.split(", ")}


CONTRACTS = _by_word(
    {
        constants.CDI: "cdi, permanent, indetermine",
        constants.INTERIM: "cdi interimaire, cdii, interim, int, interimaire, ctt, agency, temp",
        constants.CDD: "cdd, fixed term, determine, saisonnier, saisonniere",
        constants.ALTERNANCE: (
            "alternance, alternant, alternante, apprenti, apprentie, apprentissage, contrat pro, "
            "professionnalisation, work study"
        ),
    }
)

VISITS = _by_word(
    {
        constants.INITIAL: (
            "embauche, vm embauche, initiale, visite initiale, visite d embauche, vipi, vip initiale, "
            "initial, initial visit"
        ),
        constants.PERIODIC: (
            "vip, vipp, periodique, vip periodique, visite periodique, sir, periodic, periodic visit, "
            "renouvellement"
        ),
        constants.RECOVERY: "reprise, visite de reprise, recovery, return to work visit",
        constants.PRE_RETURN: (
            "prereprise, pre reprise, visite de prereprise, visite de pre reprise, pre return visit"
        ),
        constants.ON_REQUEST: (
            "demande, demande empl, demande employeur, demande salarie, demande medecin, a la "
            "demande, visite a la demande, visit on request"
        ),
        constants.INTERMEDIATE: "intermediaire, visite intermediaire, intermediate visit",
        constants.MID_CAREER: "mi carriere, visite de mi carriere, mid career visit",
        constants.END_CAREER: (
            "fin de carriere, post exposition, end career visit, visite de fin de carriere, end of "
            "career visit"
        ),
        constants.DRIVING_CERTIFICATE: (
            "attestation de conduite, non contre indication a la conduite, attestation conduite, "
            "driving certificate"
        ),
        constants.ELECTRICAL_CERTIFICATE: (
            "attestation electrique, electrical certificate, non contre indication electrique"
        ),
    }
)

RESULTS = _by_word(
    {
        constants.FIT: "apte, fit, apte sans reserve",
        constants.FOLLOW_UP_CERTIFICATE: (
            "as, attestation, attestation de suivi, attestation suivi, follow up certificate, follow "
            "up certificate (no fitness opinion)"
        ),
        constants.PENDING: "en attente, en attente du document, awaiting document",
    }
)

PLAIN_RESTRICTIONS = frozenset(
    {
        "apte avec amenagement",
        "apte avec amenagements",
        "apte avec reserve",
        "apte avec reserves",
        "apte avec restriction",
        "apte avec restrictions",
        "apte sous reserve",
        "apte sous reserves",
        "fit with adjustments",
    }
)
"""Adjustments without their text: nothing that a person would have to approve."""
