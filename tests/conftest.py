"""Every test has a user folder of its own, speaks English and lives today, unless it says otherwise."""

from __future__ import annotations

import os

import hypothesis
import pytest
from patience import PatientBot
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.core.paths import HOME_VARIABLE

# Before anything imports Qt; a developer may set another platform to watch the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy build server is slow, not wrong.
hypothesis.settings.register_profile(
    "cariste", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("cariste")


@pytest.fixture(autouse=True)
def _as_a_new_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the real user's files and wishes; processes they start inherit this."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path_factory.getbasetemp() / f"home-{os.urandom(6).hex()}"))
    monkeypatch.delenv(REHEARSAL_VARIABLE, raising=False)
    set_language("en")


@pytest.fixture
def qtbot(qapp: QCoreApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


def pytest_sessionfinish() -> None:
    """Empty the clipboard: off screen it outlives Python, and what a test made for it crashes at the exit."""
    if isinstance(QCoreApplication.instance(), QGuiApplication):
        QGuiApplication.clipboard().clear()
