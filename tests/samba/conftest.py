"""One server for all tests here, and two PCs."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.conftest import fast_place, nursery

from samba.server import Server, new_place

__all__ = ["fast_place", "nursery"]

Two = tuple[Path, Path]


@pytest.fixture(scope="session")
def mounts() -> Iterator[Two]:
    """The share as two PCs see it."""
    place = new_place()
    server = Server(place)
    try:
        yield server.pc("a"), server.pc("b")
    finally:
        server.close()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def pcs(mounts: Two) -> Two:
    """A new folder on the share, as the two PCs see it."""
    name = uuid.uuid4().hex
    (mounts[0] / name).mkdir()
    return mounts[0] / name, mounts[1] / name
