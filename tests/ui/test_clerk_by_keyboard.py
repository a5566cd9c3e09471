"""A clerk's morning in French, without a mouse: a temp is hired, certified, examined, trained, found."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import scans
from factories import TODAY
from fingers import focused, press, type_text
from forms import forms_over
from programs import Start
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
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
        qtbot.waitUntil(self._ready, timeout=20_000)

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

    def fill(self, *texts: str) -> None:
        """Type into one field after the other."""
        for text in texts:
            type_text(text)
            press(TAB)

    def attach(self, form: Form) -> None:
        """Press the button that chooses a file; the dialog is the system's."""
        while not form.proof.isAncestorOf(focused()):  # type: ignore[attr-defined]
            press(TAB)
        press(SPACE)
        self._qtbot.waitUntil(lambda: form.proof.value is not None)  # type: ignore[attr-defined]

    def save(self) -> None:
        press(ENTER)
        self.come_back()

    def add(self, tab: int) -> Form:
        """Go from the list to a tab of the file, and press what adds to it."""
        self.page.view.setFocus()
        press(ENTER)
        press(*[Qt.Key.Key_Left] * 4, *[Qt.Key.Key_Right] * tab)
        press(TAB, SPACE)
        return self.form()

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


def test_a_temp_is_hired_certified_examined_trained_corrected_and_found(qtbot: QtBot, clerk: Clerk) -> None:
    press(Qt.Key.Key_N, modifiers=_CONTROL)
    form = clerk.form()
    assert form.windowTitle() == "Nouveau salarié"
    # Surname, first name, number, birth, work area, role; then « Intérim », since today, agency, six months.
    clerk.fill(
        "Œuvre-Modele", "Éloïse", "00777", "3/4/01", "quai", "prepa", "i", "12/1", "Agence d'essai", "+6m"
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

    # The surname wants its accent; then somebody sees that it did not.
    clerk.page.view.setFocus()
    press(Qt.Key.Key_E, modifiers=_CONTROL)
    clerk.form()
    press(Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Backspace)
    type_text("è")
    clerk.save()
    qtbot.waitUntil(lambda: clerk.page.file.header.name == "Éloïse Œuvre-Modèle")
    press(Qt.Key.Key_Z, modifiers=_CONTROL)
    qtbot.waitUntil(lambda: clerk.page.file.header.name == "Éloïse Œuvre-Modele")

    press(Qt.Key.Key_F, modifiers=_CONTROL)
    type_text("oeuvre eloise")
    assert clerk.page.model.rowCount() == 1
    assert clerk.page.file.header.name == "Éloïse Œuvre-Modele"


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
