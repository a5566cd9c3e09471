"""From a shell: `mount` serves one host in the foreground, `ctl` sends it a command."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from netshare.control import Control
from netshare.mounting import unmount
from netshare.server import Server
from netshare.table import Options


def main(arguments: list[str]) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="netshare", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    mount = commands.add_parser(
        "mount", help="serve one host until stdin closes, a signal, `stop` or the ttl"
    )
    mount.add_argument("backing")
    mount.add_argument("mountpoint")
    mount.add_argument("--options", type=json.loads, default={}, help='as JSON: {"windows": true}')
    mount.add_argument("--ttl", type=float, default=600.0, help="unmount by itself after so many seconds")
    mount.add_argument("--control", type=Path, help="listen on this Unix socket instead of stdin")
    control = commands.add_parser("ctl", help="send a command to a host")
    control.add_argument("socket")
    control.add_argument("do", help="set, cut, hang, frozen, drop, restore, fault, stats or stop")
    control.add_argument("values", nargs="*", metavar="key=value")
    chosen = parser.parse_args(arguments)
    if chosen.command == "ctl":
        return _tell(chosen.socket, chosen.do, chosen.values)
    _serve(Server(chosen.backing, chosen.mountpoint, Options(**chosen.options)), chosen.ttl, chosen.control)
    return 0


def _serve(server: Server, ttl: float, socket_path: Path | None) -> None:
    server.start()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: server.stop())
    control = Control(server)
    target, *given = (_from_socket, socket_path) if socket_path else (_from_stdin,)
    threading.Thread(target=target, args=(server, control, *given), daemon=True).start()
    print(json.dumps({"ready": server.mountpoint}), flush=True)
    if not server.closed.wait(ttl):
        server.stop()
    unmount(server.mountpoint)
    if socket_path:
        socket_path.unlink(missing_ok=True)
    sys.stdout.flush()
    os._exit(0)  # threads still wait for the device


def _from_stdin(server: Server, control: Control) -> None:
    for text in sys.stdin:
        print(control.answer(text), flush=True)
    server.stop()  # whoever started us is gone


def _from_socket(server: Server, control: Control, path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        while not server.closed.is_set():
            peer, _address = listener.accept()
            with peer, peer.makefile("rw") as stream:
                for text in stream:
                    stream.write(control.answer(text) + "\n")
                    stream.flush()


def _tell(path: str, do: str, pairs: list[str]) -> int:
    request: dict[str, Any] = {"do": do}
    for pair in pairs:
        key, _, value = pair.partition("=")
        try:
            request[key] = json.loads(value)
        except ValueError:
            request[key] = value
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(path)
        with peer.makefile("rw") as stream:
            stream.write(json.dumps(request) + "\n")
            stream.flush()
            print(stream.readline().strip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
