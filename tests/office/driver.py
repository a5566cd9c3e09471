"""Run ``cariste`` with its arguments, and obey standard input beside its user: ``python -m office.driver``.

Each line is a request as JSON, ``{"do": "press", "with": {"words": "Edit"}}``, named after a method of
`Hands`, and gets one line in return. With ``"until"``, what that method returns is looked at again and again
until it holds this, for ``"within"`` seconds at most. Nothing else differs from what the user starts.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from cariste.__main__ import main
from cariste.ui import app
from office.hands import Hands

_LOOK_AGAIN = 20
"""Milliseconds."""


class Driver(QObject):
    """Does what standard input asks for, in the turns of the program's own event loop."""

    def __init__(self, program: app.Program) -> None:
        super().__init__(program)
        self._hands = Hands(program)
        self._asked: dict[str, Any] = {}
        self._deadline = 0.0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN)
        self._again.timeout.connect(self._answer)
        self._requests = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._requests.activated.connect(self._hear)

    def _hear(self) -> None:
        line = sys.stdin.readline()
        if not line:  # the test has gone
            os._exit(1)
        self._asked = json.loads(line)
        self._deadline = time.monotonic() + self._asked.get("within", 0.0)
        self._answer()

    def _answer(self) -> None:
        asked = self._asked
        try:
            value = getattr(self._hands, asked["do"])(**asked.get("with", {}))
        except Exception as error:  # noqa: BLE001 - the test is told
            _say({"problem": f"{type(error).__name__}: {error}"})
            return
        if all(holds(value[name], wanted) for name, wanted in asked.get("until", {}).items()):
            _say({"value": value})
        elif time.monotonic() < self._deadline:
            self._again.start()
        else:
            _say({"late": value})


def holds(value: Any, wanted: Any) -> bool:
    """Tell whether a text or a list holds something, or whether anything else equals it."""
    return wanted in value if isinstance(value, str | list) else bool(value == wanted)


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


class DrivenProgram(app.Program):
    """The program, with a driver beside it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._driver = Driver(self)


if __name__ == "__main__":
    socket.gethostname = lambda: os.environ["PC_NAME"]
    app.Program = DrivenProgram  # type: ignore[misc,assignment]
    sys.exit(main())
