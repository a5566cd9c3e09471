"""What holds for every form and dialog: it needs no mouse, Esc closes it, and it fits a small screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from brought_in import ROWS, sheet
from by_keyboard import LEAST_SCREEN, controls, named, reached, said, too_large, unseen_stops, without_letter
from cut_words import cut_words
from fingers import focused
from forms import a_window, id_of
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.employee.labels import CACES, MEDICAL, TRAINING
from cariste.employee.models import Caces
from cariste.integrity.backups import back_up_now, list_for_people
from cariste.ui.context import Context
from cariste.ui.dialogs.batch_renewal import BatchRenewalDialog
from cariste.ui.dialogs.bulk_change import BulkChangeForm
from cariste.ui.dialogs.calendar_export import CalendarDialog
from cariste.ui.dialogs.closing_dialog import ClosingDialog
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.deletion import ask_anonymisation, ask_deletion
from cariste.ui.dialogs.digest import DigestDialog
from cariste.ui.dialogs.leaving import ask_leaving
from cariste.ui.dialogs.merge import ask_merge
from cariste.ui.dialogs.merge_candidates import show_duplicates
from cariste.ui.dialogs.renewal import RenewalForm
from cariste.ui.dialogs.report_dialog import ReportDialog
from cariste.ui.dialogs.restore_dialog import RestoreDialog
from cariste.ui.documents.viewer import DocumentViewer
from cariste.ui.errors import BugReport, Message
from cariste.ui.forms import driving_opening, follow_up, opening
from cariste.ui.forms.company_forms import ContractTypesForm, IdentityForm, ThresholdsForm
from cariste.ui.forms.machine_form import MachineForm
from cariste.ui.forms.rule_forms import ConventionForm
from cariste.ui.importing.dialog import ImportDialog

Ask = Callable[[Context, QWidget, Path], object]


def of_chloe(ask: Callable[[Context, QWidget, str], object]) -> Ask:
    """About a person with a bit of everything."""
    return lambda context, window, _folder: ask(context, window, id_of(context, "Chloé Fictif"))


def recording(kind: str) -> Ask:
    """A new record of that kind."""
    return of_chloe(lambda context, window, chloe: opening.add_record(context, window, kind, chloe))


def two(ask: Callable[[Context, list[str], QWidget], object]) -> Ask:
    """About two people."""
    names = ("Chloé Fictif", "Noël D'Essai")
    return lambda context, window, _folder: ask(context, [id_of(context, name) for name in names], window)


def over(make: Callable[[Context, QWidget], QDialog]) -> Ask:
    """Made here, as the window would."""
    return lambda context, window, _folder: make(context, window).open()


def setting(form: Any) -> Ask:
    return over(lambda context, window: form(context, window, context.workspace.settings))


def renewed(context: Context, window: QWidget, _folder: Path) -> None:
    chloe = id_of(context, "Chloé Fictif")
    with context.workspace.reading():
        record = next(row for row in Caces.select().where(Caces.employee == chloe, Caces.kind == "R489-5"))
    RenewalForm.ask(context, window, CACES, record.id.hex)


def restored(context: Context, window: QWidget, _folder: Path) -> None:
    back_up_now(context.workspace)
    RestoreDialog.ask(context, list_for_people(context.workspace).rows[0], window)


def brought_in(context: Context, window: QWidget, folder: Path) -> None:
    ImportDialog(context, sheet(folder, *ROWS), window).open()


DIALOGS: dict[str, Ask] = {
    "new person": lambda context, window, _folder: opening.add_person(context, window),
    "person": of_chloe(opening.edit_person),
    "new CACES": recording(CACES),
    "new visit": recording(MEDICAL),
    "new training": recording(TRAINING),
    "renewal": renewed,
    "appointment": of_chloe(follow_up.plan_visit),
    "absence": of_chloe(follow_up.add_absence),
    "authorisation": of_chloe(driving_opening.issue),
    "induction": of_chloe(driving_opening.add_induction),
    "assignment": of_chloe(driving_opening.add_assignment),
    "machine": lambda context, window, _folder: MachineForm.add_one(context, window),
    "change of many": two(lambda context, ids, window: BulkChangeForm.ask(context, window, ids)),
    "session": two(lambda context, ids, window: BatchRenewalDialog.ask(context, window, ids)),
    "leaving": two(ask_leaving),
    "deletion": two(ask_deletion),
    "anonymising": lambda context, window, _folder: ask_anonymisation(
        context, [id_of(context, "Marc Témoin")], window
    ),
    "duplicates": lambda context, window, _folder: show_duplicates(context, window),
    "merging": two(ask_merge),
    "reports": lambda context, window, _folder: ReportDialog.ask(context, window),
    "mail": over(DigestDialog),
    "calendar": over(CalendarDialog),
    "identity": setting(IdentityForm),
    "contracts": setting(ContractTypesForm),
    "thresholds": setting(ThresholdsForm),
    "convention": setting(ConventionForm),
    "document": lambda context, window, _folder: DocumentViewer.show_stored(
        context, "documents/none.pdf", CACES, "CACES", window
    ),
    "import": brought_in,
    "restoring": restored,
    "message": over(lambda context, window: Message(context.theme, "Essai.", window)),
    "question": over(lambda context, window: Confirmation(context.theme, "Essai ?", "Go", window)),
    "error": over(lambda context, window: BugReport(context.theme, ValueError("x"), window)),
    "closing": over(lambda context, window: ClosingDialog(context.theme, window)),
}
TO_READ = {"document", "duplicates"}
"""Dialogs that lead nowhere: a document, and the duplicates where there are none."""
EVERY = pytest.mark.parametrize("name", DIALOGS)


@pytest.fixture
def ask(qtbot: QtBot, context: Context, tmp_path: Path) -> Callable[[str], QDialog]:
    """Opens a dialog, and waits until nothing is being read for it any more."""
    busy = False

    def note(state: bool) -> None:
        nonlocal busy
        busy = state

    context.tasks.busy.connect(note)
    # Those of the test before go with its window, a moment later.
    qtbot.waitUntil(lambda: not dialogs())
    window = a_window(qtbot)

    def opened(name: str) -> QDialog:
        DIALOGS[name](context, window, tmp_path)
        qtbot.waitUntil(lambda: bool(dialogs()))
        qtbot.waitUntil(lambda: not busy)
        [dialog] = dialogs()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.isAncestorOf(focused()))
        return dialog

    return opened


def dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


@EVERY
def test_everything_in_a_dialog_is_reached_by_tab_and_seen_and_named(
    ask: Callable[[str], QDialog], name: str
) -> None:
    dialog = ask(name)
    met = reached()
    assert [named(widget) for widget in controls(dialog) if widget not in met] == []
    assert [named(widget) for widget in met if not said(widget).strip()] == []
    assert [named(widget) for widget in unseen_stops()] == []


@EVERY
def test_enter_presses_the_one_button_that_is_marked_for_it(ask: Callable[[str], QDialog], name: str) -> None:
    buttons = ask(name).findChildren(QPushButton)
    marked = [button.text() for button in buttons if button.isDefault() and button.isVisible()]
    assert len(marked) == (name not in TO_READ)


@EVERY
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_dialog_fits_a_small_screen_with_whole_words_and_letters_on_its_buttons_and_esc_closes_it(
    qtbot: QtBot, ask: Callable[[str], QDialog], name: str, language: str
) -> None:
    set_language(language)
    dialog = ask(name)
    assert not too_large(dialog), dialog.minimumSizeHint().toTuple()
    assert dialog.size().boundedTo(dialog.screen().availableGeometry().size()) == dialog.size()

    def every_word_is_whole() -> None:
        assert cut_words(dialog) == []

    qtbot.waitUntil(every_word_is_whole)
    dialog.resize(dialog.size().boundedTo(QSize(*LEAST_SCREEN)))
    qtbot.waitUntil(every_word_is_whole)

    def every_button_has_a_letter() -> None:
        assert without_letter(dialog) == []

    qtbot.waitUntil(every_button_has_a_letter)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs())
