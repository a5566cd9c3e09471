"""How long tests wait for what a window will do: a busy build server is slow, not wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import MultiSignalBlocker, SignalBlocker

PATIENCE = 60_000
"""Milliseconds; what happens sooner is not waited for."""


class PatientBot(QtBot):
    """As pytest-qt's, which would wait for five seconds and has these names."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> SignalBlocker:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals: list[Any], *, timeout: int = PATIENCE, **more: Any) -> MultiSignalBlocker:  # noqa: N802
        return super().waitSignals(signals, timeout=timeout, **more)
