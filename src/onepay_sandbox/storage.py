"""The database: a file or memory, opened, checked, and entered by one transaction for each request."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from onepay_sandbox.tables import META, METADATA, VERSION

_RIVALS: Final = 20  # processes that may open a new file at once
_WAIT: Final = 30.0  # seconds that one process waits for another's transaction on the same file


class StorageError(Exception):
    """The database cannot be used; the message says why and what to do."""


class Storage:
    """A database that is ready for use.

    Transactions of one process follow each other, since they take a lock; those of two processes on one file
    do, since each that writes begins with a write. So nothing here is ever half done, and nothing waits for
    itself.
    """

    def __init__(self, database: str | None = None, seed: int | None = None) -> None:
        """Open `database`, the path of a file or a database's URL; without it the data live in memory.

        `seed` is kept with the data. Raises `StorageError` for data of another layout or seed.
        """
        self._engine: Final = _engine(database)
        self._lock: Final = threading.Lock()
        self.seed: Final = self._prepare(seed)

    @contextmanager
    def transaction(self) -> Generator[Connection]:
        """One transaction: all of it is kept at the end, or nothing if an exception leaves it."""
        with self._lock, self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def _prepare(self, seed: int | None) -> int:
        for _ in range(_RIVALS):
            with contextlib.suppress(DatabaseError):  # another process has just made what this one wanted to make
                self._create(seed)
                break
        with self.transaction() as connection:
            version, kept = connection.execute(select(META.c.version, META.c.seed)).one()
        if version != VERSION:
            raise StorageError(f"The data have layout {version}, this sandbox has {VERSION}. Start with a new file.")
        if seed not in (None, kept):
            raise StorageError(
                f"The data were made with seed {kept}, not {seed}. Leave the seed out, or start with a new file."
            )
        return int(kept)

    def _create(self, seed: int | None) -> None:
        with self.transaction() as connection:
            METADATA.create_all(connection)
            if connection.execute(select(META.c.version)).first() is None:
                connection.execute(insert(META).values(version=VERSION, seed=seed or 0))


def _engine(database: str | None) -> Engine:
    url = _url(database)
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    return _file(url) if url.database else _memory(url)


def _url(database: str | None) -> URL:
    if database is None:
        return URL.create("sqlite")
    return make_url(database) if "://" in database else URL.create("sqlite", database=database)


def _memory(url: URL) -> Engine:
    return create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})


def _file(url: URL) -> Engine:
    """SQLite, told to survive the end of the process and to let others in; only here is it named."""
    engine = create_engine(url, connect_args={"timeout": _WAIT, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL").close()
        connection.execute("PRAGMA synchronous=NORMAL").close()

    return engine
