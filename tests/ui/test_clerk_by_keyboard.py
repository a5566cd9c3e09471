"""A clerk's morning in French, without a mouse: a temp is hired, certified, renewed, corrected, and leaves.

With `CARISTE_PICTURES` set to a folder, a picture of each stage is left there, to be looked at.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import scans
from factories import TODAY
from fingers import focused, press, type_text
from forms import forms_over
from programs import Start
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.file import EmployeeFile, employee_file
from cariste.employee.queries import find_employee
from cariste.ui.app import Program
from cariste.ui.forms.form import Form
from cariste.ui.pages.employees import EmployeesPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_CONTROL = Qt.KeyboardModifier.ControlModifier
TAB, ENTER, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space


class Clerk:
    """Two hands on a keyboard."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self._qtbot, self._program = qtbot, program
        self._pictures = 0
        qtbot.waitUntil(self._ready)

    def _ready(self) -> bool:
        return self._program.session.workspace is not None and bool(
            self._program.window.findChildren(EmployeesPage)
        )

    @property
    def page(self) -> EmployeesPage:
        [page] = self._program.window.findChildren(EmployeesPage)
        return page

    def come_back(self) -> None:
        """Do what a window manager does when a dialog closes."""
        self._qtbot.waitUntil(lambda: not forms_over(self._program.window))
        self._program.window.activateWindow()
        self._qtbot.waitUntil(self._program.window.isActiveWindow)

    def form(self) -> Form:
        self._qtbot.waitUntil(lambda: bool(forms_over(self._program.window)))
        [form] = forms_over(self._program.window)
        form.activateWindow()
        self._qtbot.waitUntil(lambda: form.focusWidget() is not None and form.focusWidget().hasFocus())
        return form

    def press_until(self, key: Qt.Key, there: Callable[[], bool]) -> None:
        for _press in range(40):
            if there():
                return
            press(key)
        raise AssertionError(f"not reached with {key}; the keyboard is in {focused()}")

    def fill(self, *texts: str) -> None:
        """Type into one field after the other."""
        for text in texts:
            type_text(text)
            press(TAB)

    def attach(self, form: Form) -> None:
        """Press the button that chooses a file; the dialog is the system's."""
        self.press_until(TAB, lambda: form.proof.isAncestorOf(focused()))  # type: ignore[attr-defined]
        press(SPACE)
        self._qtbot.waitUntil(lambda: form.proof.value is not None)  # type: ignore[attr-defined]

    def save(self) -> None:
        self.picture()
        press(ENTER)
        self.come_back()

    def picture(self) -> None:
        """Leave a picture of the window in front, if somebody wants to look."""
        if folder := os.environ.get("CARISTE_PICTURES"):
            QApplication.processEvents()
            self._pictures += 1
            focused().window().grab().save(str(Path(folder) / f"clerk-{self._pictures:02}.png"))

    def add(self, tab: int) -> Form:
        """Go from the list to a tab of the file, and press what adds to it."""
        self.go_to_tab(tab)
        press(TAB, SPACE)
        return self.form()

    def go_to_tab(self, tab: int) -> None:
        self.page.view.setFocus()
        press(ENTER)
        press(*[Qt.Key.Key_Left] * 6, *[Qt.Key.Key_Right] * tab)

    def role(self) -> str | None:
        return self.file("Éloïse Œuvre-Modele").employee.role

    def go_to_cell(self, title: str) -> None:
        """Walk along the row to a column."""
        view, titles = self.page.view, [column.title() for column in self.page.model.columns]
        view.setFocus()
        press(Qt.Key.Key_Home)
        self.press_until(Qt.Key.Key_Right, lambda: view.currentIndex().column() == titles.index(title))

    def choose_from_actions(self, words: str) -> None:
        """Go from the search to the button « Actions », open its menu and take a line of it."""
        press(Qt.Key.Key_F, modifiers=_CONTROL)
        self.press_until(TAB, self.page.actions_button.hasFocus)
        press(SPACE)
        menu = focused()
        assert isinstance(menu, QMenu)
        self.press_until(
            Qt.Key.Key_Down, lambda: menu.activeAction() is not None and menu.activeAction().text() == words
        )
        self.picture()
        press(ENTER)

    def file(self, name: str) -> EmployeeFile:
        workspace = self._program.session.workspace
        assert workspace is not None
        with workspace.reading():
            [person] = find_employee(name)
            file = employee_file(person.id, TODAY)
        assert file is not None
        return file


@pytest.fixture
def clerk(qtbot: QtBot, shared: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    scan = tmp_path / "attestation d'Éloïse.pdf"
    scan.write_bytes(scans.pdf())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(scan), ""))
    program = start(shared, language="fr")
    program.window.activateWindow()
    return Clerk(qtbot, program)


def test_a_temp_is_hired_certified_examined_trained_renewed_corrected_found_and_leaves(
    qtbot: QtBot, clerk: Clerk
) -> None:
    press(Qt.Key.Key_N, modifiers=_CONTROL)
    form = clerk.form()
    assert form.windowTitle() == "Nouveau salarié"
    # Surname, first name, number, birth, work area, role; then « Intérim », since today, agency, six months.
    clerk.fill(
        "Œuvre-Modele",
        "Éloïse",
        "00777",
        "3/4/01",
        "quai",
        "Preparatrice",
        "i",
        "12/1",
        "Agence d'essai",
        "+6m",
    )
    clerk.save()
    qtbot.waitUntil(lambda: clerk.page.file.header.name == "Éloïse Œuvre-Modele")
    person = clerk.file("Éloïse Œuvre-Modele").employee
    assert (person.workspace, person.contract_type, person.agency) == ("Quai", "Interim", "Agence d'essai")
    assert (person.birth_date, person.entry_date) == (dt.date(2001, 4, 3), dt.date(2026, 1, 12))
    assert person.assignment_end == dt.date(2026, 7, 12)

    form = clerk.add(0)
    clerk.fill("1A 3 5", "12/3/26")
    assert form.fields["expiration_date"].words == "calculée (5\u00a0ans)"
    clerk.attach(form)
    clerk.save()
    rows = clerk.file("Éloïse Œuvre-Modele").caces
    assert {row.kind for row in rows} == {"R489-1A", "R489-3", "R489-5"}
    assert len({row.document for row in rows}) == 1
    assert {row.expiration_date for row in rows} == {dt.date(2031, 3, 12)}

    form = clerk.add(1)
    clerk.fill("visite ini", "2/9/26", "", "att", "Pas de charge au-delà de 10 kg")
    clerk.attach(form)
    clerk.save()
    [visit] = clerk.file("Éloïse Œuvre-Modele").medical_visits
    assert (visit.visit_type, visit.result) == ("initial", "follow_up_certificate")
    assert (visit.obtained, visit.expiration_date) == (dt.date(2026, 9, 2), dt.date(2028, 9, 2))
    assert visit.document is not None
    assert "attestation" not in visit.document

    clerk.add(2)
    clerk.fill("sst", "12/3/26")
    clerk.save()
    [training] = clerk.file("Éloïse Œuvre-Modele").trainings
    assert (training.kind, training.expiration_date) == ("SST", dt.date(2028, 3, 12))

    # The reach truck was passed again in November: the former certificate stays, with its proof.
    page, view = clerk.page, clerk.page.file.view("caces")
    clerk.go_to_tab(0)
    clerk.press_until(TAB, view.hasFocus)
    press(*[Qt.Key.Key_Up] * 3)
    clerk.press_until(
        Qt.Key.Key_Down, lambda: view.model().row(view.currentIndex().row()).in_full.startswith("R489-5")
    )
    press(Qt.Key.Key_R, modifiers=_CONTROL)
    form = clerk.form()
    clerk.fill("14/11/26")
    assert form.fields["expiration_date"].words == "calculée (5\u00a0ans)"
    assert "le précédent court jusqu’au 12/03/2031" in form.fields["completion_date"].words
    clerk.attach(form)
    clerk.save()
    rows = [row for row in clerk.file("Éloïse Œuvre-Modele").caces if row.kind == "R489-5"]
    assert [row.current for row in rows] == [True, False]
    assert [row.expiration_date for row in rows] == [dt.date(2031, 11, 14), dt.date(2031, 3, 12)]
    assert all(row.document for row in rows)

    # A slip in the list, corrected there; then somebody sees that it was none; then that it was, after all.
    clerk.go_to_cell("Fonction")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 3)
    press(Qt.Key.Key_Backspace)
    type_text("é")
    clerk.picture()
    press(ENTER)
    qtbot.waitUntil(lambda: clerk.role() == "Préparatrice")
    press(Qt.Key.Key_Z, modifiers=_CONTROL)
    qtbot.waitUntil(lambda: clerk.role() == "Preparatrice")
    qtbot.waitUntil(lambda: page.model.row(0).role == "Preparatrice")
    clerk.picture()
    press(Qt.Key.Key_Y, modifiers=_CONTROL)
    qtbot.waitUntil(lambda: clerk.role() == "Préparatrice")

    # The surname wants its accent, in the form; and is undone likewise.
    page.view.setFocus()
    press(Qt.Key.Key_E, modifiers=_CONTROL)
    clerk.form()
    press(Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Backspace)
    type_text("è")
    clerk.save()
    qtbot.waitUntil(lambda: page.file.header.name == "Éloïse Œuvre-Modèle")
    press(Qt.Key.Key_Z, modifiers=_CONTROL)
    qtbot.waitUntil(lambda: page.file.header.name == "Éloïse Œuvre-Modele")

    press(Qt.Key.Key_F, modifiers=_CONTROL)
    type_text("eloise")
    assert page.model.rowCount() == 1
    assert page.file.header.name == "Éloïse Œuvre-Modele"
    clerk.picture()

    clerk.choose_from_actions("Noter la sortie…")
    form = clerk.form()
    assert form.windowTitle() == "Sortie"
    type_text("20/11")
    clerk.save()
    person = clerk.file("Éloïse Œuvre-Modele").employee
    assert (person.current_status, person.left_on) == ("inactive", dt.date(2026, 11, 20))
    # Out of the list, but found by whoever looks for her.
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert "1 sorti masqué" in page.counts.text()
    clerk.picture()


def test_escape_in_the_middle_of_typing_asks_and_enter_goes_on_typing(qtbot: QtBot, clerk: Clerk) -> None:
    press(Qt.Key.Key_N, modifiers=_CONTROL)
    form = clerk.form()
    type_text("Œuv")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: focused().window() is not form)
    assert focused().window().text == (  # type: ignore[attr-defined]
        "Votre saisie n’est pas enregistrée. Fermer quand même le formulaire\u00a0?"
    )
    press(ENTER)
    form.activateWindow()
    qtbot.waitUntil(lambda: focused().window() is form)
    type_text("re")
    assert form.fields["last_name"].value == "Œuvre"
