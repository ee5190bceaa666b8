"""The database: a file or memory, opened, checked, and entered by one transaction for each request."""

from __future__ import annotations

import contextlib
import functools
import secrets
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Connection,
    Delete,
    Dialect,
    Engine,
    Insert,
    Select,
    Update,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex, CreateTable

from onepay_sandbox.storage.sqlite_file import APPLICATION_ID, ForeignFile, claim
from onepay_sandbox.storage.tables import META, METADATA, VERSION

Values: TypeAlias = Mapping[str, Any]
Statement: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update | Delete
_RIVALS: Final = 20  # processes that may open a new file at once
_PAUSE: Final = 0.005  # seconds that one of them waits for the others, more each time
_SEEDS: Final = 2**63
_WITHOUT_MARK: Final = 1  # the layout whose files do not say whose they are
_WAIT: Final = 30.0  # seconds that one process waits for another's transaction on the same file


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement in SQLite's words, the names of its values in order, and values that it brings itself."""

    words: str
    names: tuple[str, ...]
    own: Values

    def values(self, given: Values) -> list[Any]:
        return [given[name] if name in given else self.own[name] for name in self.names]


# SQLAlchemy takes ten times as long to run a statement as SQLite takes to answer it. So SQLite gets the statements of
# nearly every request directly, in the words that SQLAlchemy has compiled once; through SQLAlchemy a create takes 1.6
# times as long. Any other database gets them in the usual way.
def fetch_all(connection: Connection, statement: Statement, values: Values) -> Sequence[Sequence[Any]]:
    """What the statement finds, or returns of what it has changed."""
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, values).all()
    text = _compiled(statement)
    cursor = connection.connection.cursor()
    cursor.execute(text.words, text.values(values))
    found: Sequence[Sequence[Any]] = cursor.fetchall()
    cursor.close()
    return found


def fetch_first(connection: Connection, statement: Statement, values: Values) -> Sequence[Any] | None:
    """The first row of what the statement finds."""
    found = fetch_all(connection, statement, values)
    return found[0] if found else None


def execute_many(connection: Connection, statement: Statement, many: Sequence[Values]) -> None:
    """Run a statement that finds nothing, once for each of `many`."""
    if not many:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(statement, many)
        return
    text = _compiled(statement)
    cursor = connection.connection.cursor()
    cursor.executemany(text.words, [text.values(values) for values in many])
    cursor.close()


@functools.cache
def _compiled(statement: Statement) -> _Text:
    compiled = statement.compile(dialect=sqlite.dialect())
    own = {name: value for name, value in compiled.params.items() if value is not None}
    return _Text(str(compiled), tuple(compiled.positiontup or ()), own)


class StorageError(Exception):
    """The database cannot be used; the message says why and what to do."""


class Database:
    """A database that is ready for use.

    Transactions of one process follow each other, since they take a lock and share one connection; those of two
    processes on one file do, since each that writes begins with a write. So nothing here is ever half done, and
    nothing waits for itself.
    """

    def __init__(self, database: str | None = None, seed: int | None = None) -> None:
        """Open `database`, the path of a file or a database's URL; without it the data live in memory.

        `seed` is kept with the data; a new file without one takes a seed by chance, so that the ids of one file are
        not those of another. Older data are migrated. Raises `StorageError` for data of a newer layout or another seed,
        for a file of another program, which is not touched, and for what cannot be opened.
        """
        self._lock: Final = threading.Lock()
        try:
            self._engine: Final = _engine(database)
            self._is_kept: Final = bool(self._engine.url.database)
            with ExitStack() as opened:
                opened.callback(self._engine.dispose)
                self._prepare(seed)
                self._connection: Final = opened.enter_context(self._engine.connect())
                self.seed: Final = self._checked(seed)
                self._opened: Final = opened.pop_all()
        except (DatabaseError, ArgumentError) as error:
            cause = getattr(error, "orig", None) or error
            raise StorageError(f"{database} cannot be opened: {cause}. Name a file that may be made.") from error
        except ForeignFile as error:
            raise StorageError(f"{database} is not used: {error}. Name a new file, or one of a sandbox.") from error
        except OSError as error:
            raise StorageError(
                f"{database} cannot be opened: {error.strerror}. Name a file that may be made."
            ) from error
        except ImportError as error:
            raise StorageError(f"{database} cannot be opened: {error}. Install the driver of that database.") from error

    @contextmanager
    def transaction(self) -> Generator[Connection]:
        """One transaction: all of it is kept at the end, or nothing if an exception leaves it."""
        with self._lock, self._connection.begin():
            yield self._connection

    def close(self) -> None:
        """Give back every connection."""
        self._opened.close()

    def _prepare(self, seed: int | None) -> None:
        """Make the layout, while other processes may be making it too: who is refused waits a moment, and looks."""
        chosen = secrets.randbelow(_SEEDS) if seed is None and self._is_kept else seed or 0
        for rival in range(_RIVALS):
            with contextlib.suppress(DatabaseError):
                _create(self._engine, chosen)
                return
            time.sleep(rival * _PAUSE)
        _create(self._engine, chosen)

    def _checked(self, seed: int | None) -> int:
        with self.transaction() as connection:
            version, kept = connection.execute(select(META.c.version, META.c.seed)).one()
            if version == _WITHOUT_MARK:
                _mark(connection)
                connection.execute(update(META).values(version=VERSION))
                version = VERSION
        if version != VERSION:
            layouts = f"The data have layout {version}, this sandbox has {VERSION}."
            raise StorageError(f"{layouts} Start with a new file, or with the sandbox that made them.")
        if seed not in (None, kept):
            raise StorageError(
                f"The data were made with seed {kept}, not {seed}. Leave the seed out, or start with a new file."
            )
        return int(kept)


def _create(engine: Engine, seed: int) -> None:
    """Make every table, or none: it is one transaction, so that nobody meets half a layout."""
    with engine.begin() as connection:
        if inspect(connection).has_table(META.name):
            return
        for statement in _layout(connection.dialect):
            connection.exec_driver_sql(statement)
        _mark(connection)
        connection.execute(insert(META).values(version=VERSION, seed=seed))


def _mark(connection: Connection) -> None:
    """Let a file say whose it is."""
    if connection.engine.url.get_backend_name() == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _layout(dialect: Dialect) -> tuple[str, ...]:
    return _sqlite_layout() if dialect.name == "sqlite" else _layout_for(dialect)


@functools.cache
def _sqlite_layout() -> tuple[str, ...]:
    """The statements that make an SQLite database, kept since a test makes many."""
    return _layout_for(create_engine("sqlite://").dialect)


def _layout_for(dialect: Dialect) -> tuple[str, ...]:
    tables = METADATA.sorted_tables
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda item: str(item.name))]
    made: list[CreateTable | CreateIndex] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
    return tuple(str(statement.compile(dialect=dialect)) for statement in made)


def _engine(database: str | None) -> Engine:
    url = _url(database)
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    if not url.database or url.database == ":memory:":
        return _memory_engine(url.set(database=None))
    if url.query.get("uri"):
        raise StorageError(f"{url} is not used: an address of SQLite's own can name anything. Name the path of a file.")
    path = Path(url.database).absolute()
    claim(path)
    return _file_engine(url.set(database=str(path)))


def _url(database: str | None) -> URL:
    if database is None:
        return URL.create("sqlite")
    return make_url(database) if "://" in database else URL.create("sqlite", database=database)


def _memory_engine(url: URL) -> Engine:
    return _with_explicit_transactions(
        create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False}), ()
    )


def _file_engine(url: URL) -> Engine:
    """SQLite in a file, which survives the end of the process and lets others in."""
    engine = create_engine(url, connect_args={"timeout": _WAIT, "check_same_thread": False})
    return _with_explicit_transactions(engine, ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"))


def _with_explicit_transactions(engine: Engine, settings: tuple[str, ...]) -> Engine:
    """SQLite whose transactions begin with BEGIN, and not at the first write."""

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for setting in settings:
            connection.execute(setting).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        raw.execute("BEGIN").close()

    return engine
