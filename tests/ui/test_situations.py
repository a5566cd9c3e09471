"""What the list of people says of each: never « up to date » of somebody who may not drive what he holds."""

from __future__ import annotations

from drivers import grant, in_one_line, proven, suspend
from factories import TODAY, caces, employee
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_grid import cells, opened
from warehouse import in_days

from cariste.authorisation.standing import read_standing
from cariste.ui.context import Context
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.widgets.chip import GREEN, ORANGE, RED
from cariste.workspace import Workspace

TOOLTIP = Qt.ItemDataRole.ToolTipRole


def situations(page: EmployeesPage) -> dict[str, tuple[str, str | None, str]]:
    """What is said of each person, its colour, and the whole of it for whoever points at it."""
    place = [each.title() for each in page.model.columns].index("Situation")
    drawn = page.model.columns[place]
    assert drawn.tone is not None
    return {
        line.name: (line.situation, drawn.tone(line), str(page.model.index(row, place).data(TOOLTIP)))
        for row in range(page.model.rowCount())
        for line in [page.model.row(row)]
    }


def test_only_whoever_may_drive_what_he_holds_is_up_to_date(
    workspace: Workspace, context: Context, qtbot: QtBot
) -> None:
    with workspace.change("Drivers"):
        may, partly, suspended, other_proof = (
            proven(name, kinds, last_name="Témoin", entry_date=None)
            for name, kinds in (
                ("Bruno", ("R489-3",)),
                ("Dalia", ("R489-3", "R489-5")),
                ("Élie", ("R489-3",)),
                ("Farid", ()),
            )
        )
        grant(may)
        grant(partly)
        suspend(grant(suspended), in_days(-3))
        grant(other_proof, other_proof="Test interne du 03/11/2026")
    assert {
        name: found for name, found in situations(opened(qtbot, context)).items() if "Témoin" in name
    } == {
        "Témoin Bruno": ("up to date", GREEN, "up to date"),
        "Témoin Dalia": ("may not drive 5", RED, "Not 5: no authorisation issued"),
        "Témoin Élie": ("may not drive", RED, "Not 3: authorisation suspended since 18 Nov 2026"),
        "Témoin Farid": ("to review", ORANGE, "3: authorised on another proof of skill: to review"),
    }


def test_the_list_and_the_file_agree_on_who_may_drive(
    workspace: Workspace, context: Context, qtbot: QtBot
) -> None:
    """After an import without a single medical certificate, for instance."""
    with workspace.change("Imported"):
        imported = [employee(first_name=f"Nina {n}", last_name="Importée") for n in range(3)]
        for person in imported:
            caces(person, "R489-1A")
            caces(person, "R489-3")
    page = opened(qtbot, context)
    told = {name: found for name, found in situations(page).items() if "Importée" in name}
    why = "Not 1A 3: no medical certificate for driving"
    assert set(told.values()) == {("may not drive", RED, why)}
    page.view.select_position(cells(page, "Employee").index("Importée Nina 1"))
    qtbot.waitUntil(lambda: page.file.header.name == "Nina 1 Importée")
    with workspace.reading():
        standing = read_standing(imported[1].id.hex, TODAY)
    assert standing is not None
    assert in_one_line(standing) == why


def test_what_is_about_to_expire_does_not_hide_that_somebody_may_not_drive(
    workspace: Workspace, context: Context, qtbot: QtBot
) -> None:
    with workspace.change("Soon"):
        driver = proven("Gaëlle", last_name="Témoin", entry_date=None)
        caces(driver, "R489-5", expiration_date=in_days(8))
        grant(driver)
    page = opened(qtbot, context)
    assert situations(page)["Témoin Gaëlle"] == (
        "may not drive 5",
        RED,
        "Not 5: no authorisation issued\nR489-5 Reach truck, expires in 8 days",
    )
    page.view.sort_by(5)
    assert cells(page, "Situation")[:3] == ["5 expired 12 d ago", "may not drive", "may not drive 5"]
