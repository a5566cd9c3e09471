"""Documents on their way to the share: nothing is lost, nothing replaced, nothing lies anywhere else."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.share import attachments
from cariste.share.attachments import Attachments, checked, digest

CACES = "documents/0123456789abcdef0123456789abcdef/aabbccddeeff-caces.pdf"
VISIT = "documents/medical/0123456789abcdef0123456789abcdef.pdf"
SCAN = b"%PDF-1.4 " + bytes(range(256)) * 9000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Dossier partagé"
    (folder / "data").mkdir(parents=True)
    return folder


@pytest.fixture(params=["posix", "windows"])
def _answers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How the system says that nothing is there: Windows tells a missing folder from a missing file."""
    if request.param == "windows" and os.name != "nt":
        monkeypatch.setattr(os, "stat", _stat_as_windows(os.stat))


def _stat_as_windows(stat: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
    def answer(path: Any, **options: Any) -> os.stat_result:
        try:
            return stat(path, **options)
        except FileNotFoundError as error:
            error.winerror = 2 if Path(path).parent.is_dir() else 3  # type: ignore[attr-defined]
            raise

    return answer


@pytest.fixture
def documents(folder: Path, tmp_path: Path, _answers: None) -> Attachments:
    local = tmp_path / "local"
    local.mkdir()
    return Attachments(folder, local)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    return path


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_document_waits_here_until_it_is_sent_and_can_be_read_all_the_time(
    documents: Attachments, folder: Path
) -> None:
    documents.keep(SCAN, CACES)
    assert documents.waiting() == [CACES]
    assert files_below(folder) == []
    place = documents.place_of(CACES)
    assert place is not None
    assert place.read_bytes() == SCAN
    assert documents.send() == 1
    assert documents.waiting() == []
    assert documents.place_of(CACES) == folder / CACES
    assert (folder / CACES).read_bytes() == SCAN
    assert files_below(folder) == [CACES]


def test_nothing_is_left_behind_on_this_workstation(documents: Attachments, tmp_path: Path) -> None:
    documents.keep(SCAN, CACES)
    documents.keep(SCAN, VISIT)
    assert documents.send() == 2
    assert files_below(tmp_path / "local") == []
    assert documents.send() == 0


def test_a_document_nobody_has_is_in_no_place(documents: Attachments) -> None:
    assert documents.place_of(CACES) is None


def test_keeping_and_sending_the_same_document_again_is_done_already(
    documents: Attachments, folder: Path
) -> None:
    documents.keep(SCAN, CACES)
    documents.keep(SCAN, CACES)
    documents.send()
    before = (folder / CACES).stat()
    documents.keep(SCAN, CACES)
    assert documents.send() == 1
    assert documents.waiting() == []
    assert (folder / CACES).stat().st_mtime_ns == before.st_mtime_ns


def test_another_document_of_the_same_name_is_never_replaced_and_the_others_still_go(
    documents: Attachments, folder: Path
) -> None:
    (folder / CACES).parent.mkdir(parents=True)
    (folder / CACES).write_bytes(b"somebody else's")
    documents.keep(SCAN, CACES)
    documents.keep(SCAN, VISIT)
    with pytest.raises(EnvironmentProblem, match=r"Another file lies in the shared folder as .*aabbccddeeff"):
        documents.send()
    assert (folder / CACES).read_bytes() == b"somebody else's"
    assert documents.waiting() == [CACES]
    assert (folder / VISIT).read_bytes() == SCAN


def test_here_too_a_name_means_the_same_bytes_for_ever(documents: Attachments, tmp_path: Path) -> None:
    documents.keep(SCAN, CACES)
    with pytest.raises(UserError, match="Another document waits"):
        documents.keep(b"other", CACES)
    place = documents.place_of(CACES)
    assert place is not None
    assert place.read_bytes() == SCAN


def test_a_name_taken_between_the_look_and_the_rename_is_looked_at_again(
    documents: Attachments, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(draft: Path, target: Path) -> None:
        target.write_bytes(draft.read_bytes())
        raise FileExistsError(target)

    monkeypatch.setattr(attachments, "rename_to_new", taken)
    documents.keep(SCAN, CACES)
    assert documents.send() == 1
    assert files_below(folder) == [CACES]


def test_while_the_drive_is_away_documents_wait_and_nothing_is_left_in_its_place(
    documents: Attachments, folder: Path
) -> None:
    documents.keep(SCAN, CACES)
    shutil.rmtree(folder)
    folder.mkdir()  # the place where the drive will be again
    with pytest.raises(EnvironmentProblem, match="stays on this workstation"):
        documents.send()
    assert list(folder.iterdir()) == []
    assert documents.waiting() == [CACES]
    assert documents.place_of(CACES) is not None


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="rights do not bind this user")
def test_a_share_one_may_not_write_says_so(documents: Attachments, folder: Path) -> None:
    documents.keep(SCAN, CACES)
    folder.chmod(0o500)
    try:
        with pytest.raises(EnvironmentProblem, match="rights are missing"):
            documents.send()
    finally:
        folder.chmod(0o700)
    assert documents.waiting() == [CACES]


def test_a_copy_that_arrives_otherwise_is_not_given_its_name(
    documents: Attachments, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(source: Path, target: Path) -> int:
        target.write_bytes(source.read_bytes()[:-1] + b"?")
        return len(SCAN)

    documents.keep(SCAN, CACES)
    monkeypatch.setattr(attachments, "copy_in_pieces", spoil)
    with pytest.raises(EnvironmentProblem, match="differs from the original"):
        documents.send()
    assert files_below(folder) == []
    assert documents.waiting() == [CACES]


def test_a_document_removed_for_good_is_gone_here_and_there(documents: Attachments, folder: Path) -> None:
    documents.keep(SCAN, CACES)
    documents.keep(SCAN, VISIT)
    documents.send()
    documents.keep(SCAN, CACES)
    for path in (CACES, VISIT):
        documents.remove(path)
        assert documents.place_of(path) is None
        documents.remove(path)
    assert documents.waiting() == []
    assert [place.name for place in (folder / "documents").iterdir()] == ["medical"]


def test_while_the_drive_is_away_nothing_counts_as_removed(documents: Attachments, folder: Path) -> None:
    documents.keep(SCAN, CACES)
    documents.send()
    (folder / "data").rename(folder / "elsewhere")
    with pytest.raises(EnvironmentProblem, match="shared folder"):
        documents.remove(CACES)
    with pytest.raises(UserError, match="not a place"):
        documents.remove("documents/../data")


def test_day_old_remains_of_lost_uploads_go_young_ones_stay(documents: Attachments, folder: Path) -> None:
    place = (folder / CACES).parent
    place.mkdir(parents=True)
    for name in (".tmp-old", ".tmp-young"):
        (place / name).touch()
    long_ago = (place / ".tmp-young").stat().st_mtime - 25 * 3600
    os.utime(place / ".tmp-old", (long_ago, long_ago))
    documents.keep(SCAN, CACES)
    documents.send()
    assert sorted(path.name for path in place.iterdir()) == [".tmp-young", "aabbccddeeff-caces.pdf"]


def test_a_full_workstation_says_so_and_keeps_nothing_by_half(
    documents: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attachments.os, "fsync", full)
    with pytest.raises(EnvironmentProblem, match=r"no space left\. Nothing was recorded"):
        documents.keep(SCAN, CACES)
    assert files_below(tmp_path / "local") == []


def test_keeping_while_the_last_one_is_sent_loses_nothing(documents: Attachments, folder: Path) -> None:
    names = [f"documents/0123456789abcdef0123456789abcdef/{number:012x}-x.pdf" for number in range(40)]
    stop = threading.Event()

    def send_all_the_time() -> None:
        while not stop.is_set():
            documents.send()

    sender = threading.Thread(target=send_all_the_time)
    sender.start()
    for name in names:
        documents.keep(SCAN, name)
    stop.set()
    sender.join()
    documents.send()
    assert files_below(folder) == names


@pytest.mark.parametrize(
    "path",
    [
        "",
        "documents",
        "documents/",
        "documents//a.pdf",
        "/documents/a.pdf",
        "data/cariste-000001-000001.db",
        "config.json",
        "documents/../data/reign-000009",
        "documents/./a.pdf",
        "documents\\..\\..\\x.pdf",
        "documents/a\\b.pdf",
        "C:/documents/a.pdf",
        "documents/C:a.pdf",
        "documents/a.pdf:stream",
        "documents/CON.pdf",
        "documents/nul",
        "documents/com1.tar.pdf",
        "documents/Lpt³.pdf",
        "documents/CON /a.pdf",
        "documents/a.pdf.",
        "documents/a .",
        "documents/ a.pdf",
        "documents/what?.pdf",
        "documents/exe\u202efdp.pdf",
        "documents/a\x00.pdf",
        "documents/a\n.pdf",
    ],
)
def test_a_path_that_leads_elsewhere_or_that_windows_would_not_take_is_refused(
    path: str, documents: Attachments, scan: Path, tmp_path: Path
) -> None:
    for attempt in (lambda: documents.keep(SCAN, path), lambda: documents.place_of(path)):
        with pytest.raises(UserError, match="not a place for a document"):
            attempt()
    assert files_below(tmp_path) == ["scan.pdf"]


@pytest.mark.parametrize("path", [CACES, VISIT, "documents/caces-3.pdf", "documents/Éloïse/console.pdf"])
def test_an_ordinary_path_is_taken(path: str) -> None:
    assert str(checked(path)) == path


@given(st.text(alphabet="./\\:~ abCON1", max_size=20))
def test_whatever_is_taken_lies_below_the_documents_of_the_folder(tail: str) -> None:
    try:
        path = checked(f"documents/{tail}")
    except UserError:
        return
    share = Path("/share")
    assert Path(os.path.normpath(share / path)).is_relative_to(share / "documents")
    assert os.path.normpath(share / path) == str(share / path)


def test_a_share_that_lies_too_deep_says_so_before_anything_is_kept(tmp_path: Path) -> None:
    local = tmp_path / "local"
    local.mkdir()
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    with pytest.raises(UserError, match="too deep for documents"):
        Attachments(deep, local).keep(SCAN, CACES)
    assert files_below(local) == []


def test_a_digest_is_that_of_the_whole_file(scan: Path) -> None:
    import hashlib

    assert digest(scan) == hashlib.sha256(SCAN).hexdigest()
