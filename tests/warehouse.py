"""Five people, one for each thing a page must show; nobody in here exists."""

from __future__ import annotations

import datetime as dt

from factories import TODAY, caces, employee, training, visit

from cariste.employee.models import Employee


def in_days(days: int) -> dt.date:
    """Return the day so many days from the day of the tests."""
    return TODAY + dt.timedelta(days=days)


def five_people() -> dict[str, Employee]:
    """Save, inside the open change, five people by first name.

    Chloé has a category 5 expired for 12 days, Noël a visit due in 8 days, Éloïse is up to date, Aïcha has no
    record at all and Marc left.
    """
    people = [
        employee(
            first_name="Chloé",
            last_name="Fictif",
            external_id="00123",
            workspace="Quai",
            role="Cariste",
            contract_type="CDI",
            entry_date=dt.date(2016, 1, 4),
        ),
        employee(
            first_name="Noël",
            last_name="D'Essai",
            external_id="9",
            workspace="Zone A",
            role="Préparateur",
            contract_type="CDD",
        ),
        employee(
            first_name="Éloïse",
            last_name="Exemple",
            external_id="00152",
            workspace="Quai",
            role="Cariste",
            contract_type="CDI",
        ),
        employee(first_name="Aïcha", last_name="Modèle", contract_type="Interim"),
        employee(
            first_name="Marc",
            last_name="Témoin",
            workspace="Quai",
            current_status="inactive",
            left_on=in_days(-30),
        ),
    ]
    chloe, noel, eloise, _aicha, marc = people
    caces(chloe, "R489-5", completion_date=dt.date(2021, 11, 9), expiration_date=in_days(-12))
    caces(chloe, "R489-3", document_path="documents/caces-3.pdf")
    caces(chloe, "R489-3", completion_date=dt.date(2019, 1, 8))
    caces(chloe, "Autolaveuse")
    visit(chloe, result="fit")
    training(chloe, "SST")
    training(chloe, "Accueil sécurité au poste", validity_months=None)
    visit(noel, expiration_date=in_days(8))
    caces(eloise, "R489-1A")
    caces(eloise, "R485-2")
    caces(marc, "R489-1A", expiration_date=in_days(-100))
    return {person.first_name: person for person in people}
