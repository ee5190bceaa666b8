"""The file of a SQLite database: checked before anything is written, and readable by its owner only."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

APPLICATION_ID: Final = 0x4F_50_53_42
"""`OPSB` in the header of a file says that a sandbox of OnePay made it."""

_FIRST_LAYOUT: Final = frozenset(("meta", "tenants", "objects", "timers", "entries", "replies", "snapshots"))
_OTHERS: Final = 0o077


class ForeignFile(Exception):
    """The file is not a sandbox's; nothing was written to it. The message says what it is."""


def claim(path: Path) -> None:
    """Make sure that `path` is a file of a sandbox, or a new and empty one, and that its owner alone reads it.

    Raises `ForeignFile`, and `OSError` where the place cannot be written to. The file itself is never opened here,
    since closing it would drop the locks that other connections of this process hold on it.
    """
    if path.is_dir():
        raise ForeignFile("it is a folder")
    if not path.exists():
        _create(path)
    elif path.stat().st_size:
        _check(path)
    for beside in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        _make_private(beside)


def _create(path: Path) -> None:
    """Make an empty private file, unless another process is quicker: it is made elsewhere and appears whole."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        _check(path)
    finally:
        temporary.unlink()


def _check(path: Path) -> None:
    """Look into the file without a trace; only a write-ahead log that is there already is read as well."""
    if not path.stat().st_size or _is_ours(path, "immutable=1"):
        return
    if path.with_name(f"{path.name}-wal").exists() and _is_ours(path, "mode=ro"):
        return
    raise ForeignFile("another program has made it")


def _is_ours(path: Path, options: str) -> bool:
    """Whether a sandbox has made the file, or nobody has put anything into it."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?{options}", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError:
        return False
    is_empty = not (application or version or tables)
    return application == APPLICATION_ID or (application == 0 and tables >= _FIRST_LAYOUT) or is_empty


def _make_private(path: Path) -> None:
    """Let only its owner read a file, if it is there: the files beside a database come and go while others use it."""
    if os.name != "posix":
        return
    with suppress(FileNotFoundError):
        status = path.stat()
        if status.st_uid == os.getuid() and status.st_mode & _OTHERS:
            path.chmod(0o600)
