"""A folder for files of tests that need no disk."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_RAM: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


@contextmanager
def folder_in_memory() -> Generator[Path]:
    """An empty folder that is gone afterwards, in memory where the system has such a place."""
    with TemporaryDirectory(dir=_RAM if _RAM.is_dir() else None) as name:
        yield Path(name)
