"""What a person's file says about special records and people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import TODAY
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from cariste.employee.file import CacesRow, EmployeeDetail, EmployeeFile, VisitRow
from cariste.ui.models.records import caces_lines, visit_lines
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.person_header import PersonHeader, facts_of


def person(**fields: Any) -> EmployeeDetail:
    plain = dict.fromkeys(EmployeeDetail.__dataclass_fields__)
    return EmployeeDetail(
        **{
            **plain,
            "id": "0" * 32,
            "first_name": "Chloé",
            "last_name": "Fictif",
            "current_status": "active",
            "night_worker": False,
            **fields,
        }
    )


def certificate(**fields: Any) -> CacesRow:
    return CacesRow(
        **{
            "id": "1" * 32,
            "obtained": dt.date(2024, 3, 14),
            "expiration_date": dt.date(2029, 3, 14),
            "expiration_source": "computed",
            "document": None,
            "current": True,
            "status": "valid",
            "days_until": 844,
            "kind": "R489-3",
            "option": None,
            "certificate_number": None,
            "organisation": None,
            "check_validity": False,
            "longer_than_catalogue": False,
            **fields,
        }
    )


def only_line(*, outcomes: bool = False, visits: tuple[VisitRow, ...] = (), **fields: Any) -> Any:
    file = EmployeeFile(person(), () if visits else (certificate(**fields),), visits, ())
    [line] = visit_lines(file, outcomes=outcomes) if visits else caces_lines(file)
    return line


def test_a_certificate_of_an_old_family_is_history_and_alarms_nobody() -> None:
    line = only_line(kind="R389-3", status="expired", days_until=-700)
    assert (line.tone, line.situation) == ("muted", "former scheme")


def test_a_typed_date_beyond_the_rule_is_pointed_out() -> None:
    line = only_line(expiration_source="typed", longer_than_catalogue=True)
    assert (line.origin, line.origin_tone) == ("longer than the rule", "orange")


def test_a_typed_date_of_an_unknown_kind_is_taken_as_it_is() -> None:
    line = only_line(kind="Autolaveuse", expiration_source="typed", check_validity=True)
    assert (line.origin, line.origin_tone) == ("typed", None)


def test_a_visit_that_sets_no_date_is_neither_late_nor_superseded() -> None:
    visit = VisitRow(
        id="2" * 32,
        obtained=dt.date(2026, 9, 2),
        expiration_date=None,
        expiration_source="computed",
        document="documents/visit.pdf",
        current=False,
        status="permanent",
        days_until=None,
        visit_type="pre_return",
        result="pending",
    )
    line = only_line(visits=(visit,))
    assert (line.situation, line.origin, line.proof, line.outcome) == ("no due date", "", "visit.pdf", "")
    assert only_line(visits=(visit,), outcomes=True).outcome == "Awaiting document"


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({}, ""),
        ({"role": "Cariste", "workspace": "Quai"}, "Cariste · Quai"),
        (
            {
                "contract_type": "CDD",
                "entry_date": dt.date(2026, 1, 12),
                "contract_end": dt.date(2026, 12, 31),
            },
            "Fixed-term since 12 Jan 2026 (less than a year) · until 31 Dec 2026",
        ),
        (
            # What counts is how long he was there, not how long ago he came.
            {
                "contract_type": "CDI",
                "entry_date": dt.date(2016, 1, 4),
                "current_status": "inactive",
                "left_on": dt.date(2018, 1, 4),
                "contract_end": dt.date(2018, 1, 4),
            },
            "Permanent since 4 Jan 2016 (2 years) · left on 4 Jan 2018",
        ),
        ({"current_status": "inactive"}, "left"),
        (
            {"contract_type": "Interim", "agency": "Agence X", "assignment_end": dt.date(2026, 11, 21)},
            "Agency · Agence X · until 21 Nov 2026",
        ),
        (
            {"contract_type": "Interim", "agency": "Agence X", "assignment_end": dt.date(2026, 11, 20)},
            "Agency · Agence X · ended on 20 Nov 2026",
        ),
        (
            {"entry_date": dt.date(2025, 11, 21), "agency": "Agence X"},
            "present since 21 Nov 2025 (1 year) · Agence X",
        ),
    ],
)
def test_the_line_under_the_name_says_what_is_known(fields: dict[str, Any], facts: str) -> None:
    assert facts_of(person(**fields), TODAY).replace("\u00a0", " ") == facts


def test_the_picture_takes_the_place_of_the_initials(qtbot: QtBot, theme: Theme) -> None:
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff8800"))
    header = PersonHeader(theme)
    qtbot.addWidget(header)
    avatar = header._avatar

    def middle() -> int:
        picture = avatar.grab().toImage()
        return picture.pixel(picture.width() // 2, picture.height() // 4)

    header.show_person(person(), TODAY)
    header.show_picture(image)
    assert middle() == QColor("#ff8800").rgb()
    header.show_picture(None)
    assert middle() == theme.tokens.selection.rgb()
