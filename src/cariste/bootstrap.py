"""Make and open shared folders: read the configuration, take the lock, migrate, build the workspace."""

from __future__ import annotations

import contextlib
import getpass
import logging
import socket
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock
from filelock import Timeout as LockHeld
from peewee import SqliteDatabase

# Every kind of entity is known before one is deleted, undone or written again: what belongs to somebody
# would be lost with him.
import cariste.authorisation.models
import cariste.equipment.models
import cariste.requirement.models  # noqa: F401
from cariste.audit import recorder
from cariste.core.config import (
    CONFIG_NAME,
    CONFIG_VERSION,
    DRAFT,
    Config,
    folder_id,
    read_config,
    write_config,
)
from cariste.core.errors import CaristeError, EnvironmentProblem, ShareAway, UserError, reason_of
from cariste.core.i18n import _
from cariste.core.paths import local_folder, local_folder_of, remember_place
from cariste.core.preferences import load_preferences
from cariste.database.connection import open_for_writing, remove_database, use
from cariste.database.migrate import known_migrations, migrate, pending_migrations
from cariste.digest.drafts import forget_old_drafts
from cariste.leaving import forgetting
from cariste.share.backup import BEFORE_MIGRATION, backups_folder, store
from cariste.share.listing import Listing, data_folder, look
from cariste.share.reign import TIMING, Reign
from cariste.share.remembered import Memory
from cariste.share.take import FolderWentBack, HeldByAnother, take, went_back
from cariste.share.transfer import forget_lost_copies
from cariste.share.views import Views
from cariste.workspace import Person, Workspace

log = logging.getLogger(__name__)

DOCUMENTS, WORK = "documents", "work.db"


def who_am_i() -> Person:
    """Return this user and this PC, as others will read them."""
    try:
        username = getpass.getuser()
    except (KeyError, OSError):
        username = "?"
    return Person(username, socket.gethostname() or "?")


def default_folder() -> Path | None:
    """Return the folder chosen last, or else the one the program lies in; None when there is neither."""
    chosen = load_preferences().last_folder
    if chosen is not None:
        return Path(chosen)
    here = Path(sys.argv[0]).absolute().parent
    return next((folder for folder in (here, *here.parents) if (folder / CONFIG_NAME).is_file()), None)


def is_shared_folder(folder: Path) -> bool:
    """Tell whether a folder is one of ours."""
    return (folder / CONFIG_NAME).is_file() or data_folder(folder).is_dir()


def create_folder(folder: Path, name: str) -> Workspace:
    """Make a new shared folder and return it open for writing, with its first publication made.

    Raises:
        UserError: The folder holds other files, or a shared folder already.
        EnvironmentProblem: It cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun, occupied, known = _only_begun(folder), any(folder.iterdir()), is_shared_folder(folder)
    except OSError as error:
        raise EnvironmentProblem(
            _("The folder {folder} cannot be used: {reason}.").format(folder=folder, reason=reason_of(error))
        ) from error
    if known and not begun:
        raise UserError(_("{folder} is a Cariste folder already. Open it instead.").format(folder=folder))
    if occupied and not begun:
        raise UserError(_("{folder} is not empty. Choose a new or empty folder.").format(folder=folder))
    with _as_environment(folder):
        for below in (folder / DOCUMENTS, data_folder(folder)):
            below.mkdir(exist_ok=True)
        if not (folder / CONFIG_NAME).exists():
            config = Config(company=name, schema_version=CONFIG_VERSION, folder_id=uuid.uuid4().hex)
            write_config(folder / CONFIG_NAME, config)
    return open_workspace(folder, write=True)


def _only_begun(folder: Path) -> bool:
    """Tell whether a folder holds nothing but what an interrupted `create_folder` leaves."""
    below = (folder / DOCUMENTS, data_folder(folder))
    names = {path.name for path in folder.iterdir() if not path.name.startswith(DRAFT)}
    return names <= {CONFIG_NAME, *(path.name for path in below)} and not any(
        path.exists() and any(path.iterdir()) for path in below
    )


def open_workspace(folder: Path, *, write: bool, asked: bool = False, older: bool = False) -> Workspace:
    """Open a shared folder.

    Args:
        folder: The shared folder.
        write: Take the lock and edit; otherwise read only.
        asked: A person wants to take over from an editor who has given no sign of life for 15 minutes.
        older: A person wants to go on from older data, because the newest are damaged or the folder was
            restored.

    Raises:
        EnvironmentProblem: The folder does not exist or does not answer, somebody else edits, or the data
            are of a newer version.
        UserError: The folder is not one of ours, or its data are damaged; nothing was changed.
    """
    recorder.install()
    forgetting.install()
    _require_folder(folder)
    local = local_folder(folder_id(folder))
    remember_place(local, folder)
    forget_lost_copies(local)
    forget_old_drafts(local)
    listing = look(data_folder(folder))
    if not write:
        workspace = _open_reading(folder, local, listing)
        if went_back(listing, Memory(local)):
            workspace.damage = str(FolderWentBack())
        return workspace
    # Before anything is taken: is the data sound, known to us, and its configuration right?
    if listing.head is None:
        read_config(folder / CONFIG_NAME)
        return _open_writing(folder, local, asked=asked, older=older)
    with _open_reading(folder, local, listing) as reader:
        _require_no_warning(reader)
        if reader.damage and not older:
            raise UserError(reader.damage)
        return _open_writing(folder, local, asked=asked, older=older)


def open_for_window(folder: Path, *, asked: bool = False, older: bool = False) -> Workspace:
    """Open a shared folder for editing if nobody else does, else for reading. As `open_workspace`.

    While it is away, what this PC knew last is opened, to be read.
    """
    try:
        return _open_as_far_as_possible(folder, asked=asked, older=older)
    except ShareAway as away:
        try:
            return open_last_known(folder)
        except ShareAway:
            raise away from None


def _open_as_far_as_possible(folder: Path, *, asked: bool, older: bool) -> Workspace:
    try:
        return open_workspace(folder, write=True, asked=asked, older=older)
    except ShareAway:
        raise
    except (EnvironmentProblem, UserError) as problem:
        workspace = open_workspace(folder, write=False)
        said = (*workspace.warnings, workspace.damage)
        if not isinstance(problem, HeldByAnother) and str(problem) not in said:
            workspace.warnings.append(str(problem))
        return workspace


def _require_folder(folder: Path) -> None:
    try:
        there = folder.exists()
        ours = folder.is_dir() and is_shared_folder(folder)
    except OSError as error:
        raise ShareAway(
            _("The shared folder {folder} does not answer: {reason}. Check the network drive.").format(
                folder=folder, reason=reason_of(error)
            )
        ) from error
    if not there:
        raise ShareAway(
            _("The folder {folder} does not exist, or the network drive is away.").format(folder=folder)
        )
    if not ours:
        raise UserError(_("{folder} is not a Cariste folder.").format(folder=folder))


def _require_no_warning(workspace: Workspace) -> None:
    if workspace.warnings:
        raise EnvironmentProblem(workspace.warnings[0])


def _open_reading(folder: Path, local: Path, listing: Listing) -> Workspace:
    with contextlib.ExitStack() as undo:
        views = Views(data_folder(folder), local, pause=TIMING.pause)
        undo.callback(views.close)
        shown, database, damage = views.show_newest(listing)
        workspace = Workspace(folder, local, database, who_am_i(), timing=TIMING, views=views)
        workspace.load_settings()
        workspace.damage = damage
        undo.pop_all()
    Memory(local).saw(shown)
    return workspace


def open_last_known(folder: Path) -> Workspace:
    """Open what this PC knew last of a folder, without asking the share: only to be read, as others may edit.

    Raises:
        ShareAway: It knows nothing of it.
        EnvironmentProblem: The data are of a newer version.
    """
    local = local_folder_of(folder)
    with contextlib.ExitStack() as undo:
        database = None
        if local is not None:
            views = Views(data_folder(folder), local, pause=TIMING.pause)
            undo.callback(views.close)
            database = views.show_last_known(local / WORK)
        if local is None or database is None:
            raise ShareAway(_("This workstation knows nothing of {folder} yet.").format(folder=folder))
        workspace = Workspace(folder, local, database, who_am_i(), timing=TIMING, views=views)
        workspace.last_known = True
        workspace.load_settings()
        undo.pop_all()
    return workspace


def _open_writing(folder: Path, local: Path, *, asked: bool, older: bool) -> Workspace:
    # One editor per PC and folder. The lock dies with its process, so a crash needs no tidying.
    # Not bound to this thread: another one may close what this one opens.
    editor_lock = FileLock(local / "editor.lock", thread_local=False)
    try:
        editor_lock.acquire(timeout=0)
    except LockHeld:
        raise EnvironmentProblem(
            _("Another Cariste window on this workstation is editing this folder. Use that one.")
        ) from None
    with contextlib.ExitStack() as undo:
        undo.callback(editor_lock.release)
        work, person = local / WORK, who_am_i()
        _begin_anew(work)
        with _as_environment(folder):
            reign = take(
                data_folder(folder),
                local,
                work,
                username=person.username,
                hostname=person.hostname,
                timing=TIMING,
                asked=asked,
                older=older,
            )
        undo.callback(_leave, reign)
        database = open_for_writing(work)
        undo.callback(database.close)
        _migrate_after_backup(folder, database)
        workspace = Workspace(
            folder, local, database, person, reign=reign, editor_lock=editor_lock, timing=TIMING
        )
        workspace.load_settings()
        _require_no_warning(workspace)
        workspace.begin_writing()
        undo.pop_all()
    return workspace


def _begin_anew(work: Path) -> None:
    try:
        remove_database(work)
    except OSError as error:
        raise EnvironmentProblem(
            _(
                "Cariste's own copy of the data, {file}, cannot be replaced: {reason}. Open the folder again."
            ).format(file=work, reason=reason_of(error))
        ) from error


def _leave(reign: Reign) -> None:
    if not reign.over:
        reign.leave()


def _migrate_after_backup(folder: Path, database: SqliteDatabase) -> None:
    use(database)
    pending = pending_migrations(database)
    if pending and pending != known_migrations():  # not a new, empty database
        # Nobody has written to the working copy yet: it is the base, byte for byte.
        store(Path(database.database), backups_folder(data_folder(folder)), BEFORE_MIGRATION)
    migrate(database)


@contextlib.contextmanager
def _as_environment(folder: Path) -> Iterator[None]:
    try:
        yield
    except CaristeError:
        raise
    except OSError as error:
        raise EnvironmentProblem(
            _("The shared folder {folder} cannot be written: {reason}.").format(
                folder=folder, reason=reason_of(error)
            )
        ) from error
