"""What run.py and test.py share: a fitting Python, the system's libraries, our own virtual environment.

Standard library only, because this runs before anything is installed; and understood by a Python that is too
old, so that it can say so.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}

# What Qt loads, and the Debian package that holds it; docs/dependencies.md says more.
QT_LIBRARIES = {
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW_LIBRARIES = {
    **QT_LIBRARIES,
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# A real file server, for tests/samba/.
TEST_SERVER = {"smbd": "samba", "smbnetfs": "smbnetfs"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_PACKAGE = "fonts-dejavu-core"


def say(text: str) -> None:
    """Tell what is going on, beside the output: a command's data stays clean."""
    print(text, file=sys.stderr, flush=True)


def check_python() -> None:
    """Stop with a sentence when this Python is too old or too new for the locked packages."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            f"Cariste needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]} ({sys.executable}).\n"
            f"Start it with one of those, for example: python3.12 {sys.argv[0]}"
        )


def has_display() -> bool:
    """Tell whether a window can be seen here; who sets QT_QPA_PLATFORM has chosen where it goes."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def prepare(kind: str, libraries: Mapping[str, str]) -> None:
    """Make everything ready; does nothing, quickly, when it already is.

    Args:
        kind: ``run`` (what the program needs) or ``dev`` (and what its checks need).
        libraries: `WINDOW_LIBRARIES`, `QT_LIBRARIES` to draw off screen only, or none for a command.
    """
    check_python()
    packages = missing_packages(libraries)
    if packages:
        install_packages(packages)
    inside = Path(sys.prefix) == VENV
    maker = VENV / "made-by.txt"
    identity = f"{sys.version_info[0]}.{sys.version_info[1]} {ROOT}"
    if not inside and not (PYTHON.exists() and _read(maker) == identity):
        say(f"Making a virtual environment in {VENV}")
        run_or_stop([sys.executable, "-m", "venv", "--clear", str(VENV)])
        maker.write_text(identity, "utf-8")
    if _read(_stamp(kind)) != _digest(kind):
        say("Installing the packages (once; some 100 MB)")
        pip_install("--require-hashes", "-r", str(LOCKS[kind]))
        pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        for satisfied in ("run", "dev") if kind == "dev" else ("run",):
            _stamp(satisfied).write_text(_digest(satisfied), "utf-8")


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return the Debian packages that are wanting on this Linux; always empty on other systems."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for library, package in libraries.items() if not _loads(library)]
    if libraries and not any(next(Path(name).expanduser().rglob("*.[ot]tf"), None) for name in FONT_FOLDERS):
        packages.append(FONT_PACKAGE)
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return packages


def install_packages(packages: list[str]) -> None:
    """Install Debian packages when that needs no password; otherwise stop and name the one command."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        say(f"Qt may miss some libraries here. On Debian they are called: {names}")
        return
    prefix = as_administrator()
    if prefix is None:
        sys.exit(
            "Cariste needs some packages of the system. Install them, then start again:\n\n"
            f"    sudo apt-get install --no-install-recommends {names}\n"
        )
    run_or_stop(_installation(prefix, packages))


def install_test_server() -> None:
    """Install what a real file server needs, where that disturbs nobody; otherwise say what is skipped.

    Debian starts a file server as soon as it is installed, and at each start of the PC: on one that starts
    services, that is for its owner to decide.
    """
    paths = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    packages = [
        package for program, package in TEST_SERVER.items() if shutil.which(program, path=paths) is None
    ]
    if not packages or not sys.platform.startswith("linux"):
        return
    names = " ".join(packages)
    prefix = as_administrator() if shutil.which("apt-get") else None
    if prefix is None or Path("/run/systemd/system").is_dir():
        say(f"Tests on a real file server are skipped: they need the Debian packages {names}")
        return
    if subprocess.call(_installation(prefix, packages), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        say(f"Tests on a real file server are skipped: {names} could not be installed")


def as_administrator() -> list[str] | None:
    """Return what to put before a command that changes the system; None when that would need a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def _installation(prefix: list[str], packages: list[str]) -> list[str]:
    """Return the command that installs Debian packages, their lists freshly fetched."""
    say(f"Installing packages of the system: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.call([*apt, "update"], stdout=subprocess.DEVNULL)
    return [*apt, "install", "--no-install-recommends", *packages]


def pip_install(*arguments: str) -> None:
    """Run pip inside the environment, naming each package as it comes; stop with pip's words if it fails."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith("Collecting "):
                say(f"  {line.split()[1]}")
    if pip.returncode:
        sys.exit(
            "".join(said[-15:]) + "\nThe packages could not be installed; the reason stands above. "
            "Check the network, close Cariste if it is open, and start again."
        )


def run_or_stop(command: list[str]) -> None:
    """Run a command whose output matters only when it fails; then show it and stop."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}\nThis command failed: {' '.join(command)}")


def _loads(library: str) -> bool:
    """Tell whether the dynamic loader finds a library: true on every distribution, whatever its package."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}.txt"


def _digest(kind: str) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
