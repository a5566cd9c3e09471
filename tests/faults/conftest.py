"""Pretend PCs on a pretend share, and processes on them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.people import Nursery

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system, not a name in one


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where processes come from."""
    opened = Nursery()
    yield opened
    opened.close()


@pytest.fixture
def fast_place() -> Iterator[Path]:
    """A folder in memory where there is such a thing: what a disk does at a power cut is not under test."""
    place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    yield place
    shutil.rmtree(place)
