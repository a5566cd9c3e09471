"""The switches of a running mount: one JSON request, one JSON answer."""

from __future__ import annotations

import errno
import json
import threading
from typing import Any

from netshare.line import Fault
from netshare.server import Server

_LINE = {"latency_ms", "mbit_s", "hang_s"}
_YES_OR_NO = {"windows", "read_only", "full"}
_SECONDS = {"attr_s", "missing_s", "listing_s"}
_WORDS = {"handles", "noreplace", "exclusive"}


class Control:
    """Carries requests out on one server."""

    def __init__(self, server: Server) -> None:
        self._server, self._line = server, server.line

    def answer(self, text: str) -> str:
        """Carry out one request; an error is an answer, too."""
        try:
            return json.dumps(self._carry_out(json.loads(text)))
        except Exception as error:  # noqa: BLE001 - the test that asked shall see it
            return json.dumps({"error": repr(error)})

    def _carry_out(self, request: dict[str, Any]) -> dict[str, Any]:
        what = request.pop("do")
        with self._line.changed:
            if what == "stats":
                return self._stats(bool(request.get("reset")))
            if what == "set":
                for name, value in request.items():
                    self._set(name, value)
            elif what == "fault":
                number = _number(request.get("errno", "EIO"))
                self._line.faults.append(Fault(**{**request, "errno": number}))
            elif what == "stop":
                threading.Thread(target=self._server.stop).start()
            else:
                self._switch(what, bool(request.get("drop")))
            self._line.changed.notify_all()
        return {"state": self._line.state}

    def _switch(self, what: str, drop: bool) -> None:
        if what == "restore":
            self._line.state = "up"
            self._line.faults.clear()
        elif what == "drop":
            self._server.after_cut(True)
        elif what in {"cut", "hang", "frozen"}:
            self._line.state = what
            self._server.after_cut(drop)
        else:
            raise ValueError(f"unknown command {what!r}")

    def _set(self, name: str, value: Any) -> None:
        if name in _LINE:
            setattr(self._line, name, float(value))
        elif name == "errno":
            self._line.errno = _number(value)
        elif name in _YES_OR_NO:
            setattr(self._server.options, name, bool(value))
        elif name in _SECONDS:
            setattr(self._server.options, name, float(value))
        elif name in _WORDS:
            setattr(self._server.options, name, str(value))
        else:
            raise ValueError(f"unknown setting {name!r}")

    def _stats(self, reset: bool) -> dict[str, Any]:
        line = self._line
        answer = {
            "ops": dict(line.count),
            "total": sum(line.count.values()),
            "trace": list(line.trace),
            "state": line.state,
            "bytes_read": line.bytes_read,
            "bytes_written": line.bytes_written,
            "faults_left": len(line.faults),
        }
        if reset:
            line.count.clear()
            line.trace.clear()
            line.bytes_read = line.bytes_written = 0
        return answer


def _number(error: int | str) -> int:
    return error if isinstance(error, int) else int(getattr(errno, error))
