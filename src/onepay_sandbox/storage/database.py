"""The database: memory, a file or a PostgreSQL server, entered by one transaction for each request."""

from __future__ import annotations

import contextlib
import functools
import secrets
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

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
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex, CreateTable

from onepay_sandbox.storage.addresses import FORM, Address, read_address
from onepay_sandbox.storage.sqlite_file import APPLICATION_ID, ForeignFile, claim
from onepay_sandbox.storage.tables import META, METADATA, VERSION

Values: TypeAlias = Mapping[str, Any]
Beginning: TypeAlias = Callable[[bool], AbstractContextManager[Connection]]
Statement: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update | Delete
ParameterStyle: TypeAlias = Literal["qmark", "numeric_dollar"]
_SQLITE: Final[tuple[str, ParameterStyle]] = ("sqlite", "qmark")
_SERVER: Final[tuple[str, ParameterStyle]] = ("postgresql+psycopg", "numeric_dollar")
CONNECTIONS: Final = 16
"""How many transactions of one process may be under way on a server."""
_RIVALS: Final = 20  # processes that may open a new file at once
_PAUSE: Final = 0.005  # seconds that one of them waits for the others, more each time
_SEEDS: Final = 2**63
_WAIT: Final = 30.0  # seconds that one process waits for another's transaction on the same file
_CACHE: Final = 65_536  # KiB of a file that stay in memory, so that indexes of many ids are not read again and again
_CHECKPOINT: Final = 10_000  # pages of 4 KiB in the log before they go into the file, each once for many transactions
_SERVER_ADVICE: Final = "See that the server runs, that the address is right, and that its user may make tables."


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement in the words of a driver, the names of its values in order, and values that it brings itself."""

    words: str
    names: tuple[str, ...]
    own: Values

    def values(self, given: Values) -> list[Any]:
        return [given[name] if name in given else self.own[name] for name in self.names]


# SQLAlchemy takes ten times as long to run a statement as SQLite takes to answer it. So the driver gets the statements
# of nearly every request directly, in the words that SQLAlchemy has compiled once. Decision 0025 has the figures.
def fetch_all(connection: Connection, statement: Statement, values: Values) -> Sequence[Sequence[Any]]:
    """What the statement finds, or returns of what it has changed."""
    driver: Any = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        text = _compiled(statement, *_SERVER)
        found: Sequence[Sequence[Any]] = driver.fetch(text.words, text.values(values))
        return found
    text = _compiled(statement, *_SQLITE)
    cursor = driver.execute(text.words, text.values(values))
    rows = cursor.fetchall()
    cursor.close()
    return rows


def fetch_first(connection: Connection, statement: Statement, values: Values) -> Sequence[Any] | None:
    """The first row of what the statement finds."""
    found = fetch_all(connection, statement, values)
    return found[0] if found else None


def execute_many(connection: Connection, statement: Statement, many: Sequence[Values]) -> None:
    """Run a statement that finds nothing, once for each of `many`."""
    driver: Any = connection.connection.dbapi_connection
    if many and isinstance(driver, sqlite3.Connection):
        text = _compiled(statement, *_SQLITE)
        driver.executemany(text.words, [text.values(values) for values in many]).close()
        return
    for values in many:
        fetch_all(connection, statement, values)


@functools.cache
def _compiled(statement: Statement, database: str, parameters: ParameterStyle) -> _Text:
    dialect: Any = make_url(f"{database}://").get_dialect()
    compiled = statement.compile(dialect=dialect(paramstyle=parameters))
    own = {name: value for name, value in compiled.params.items() if value is not None}
    return _Text(str(compiled), tuple(compiled.positiontup or ()), own)


class StorageError(Exception):
    """The database cannot be used; the message says why and what to do."""


class DatabaseUnavailable(StorageError):
    """A transaction could not be carried out: no connection, a lost one, or no end to waiting for others.

    `is_retryable` says that nothing of it was kept and that a second try may succeed; if `False`, it may have been
    kept, since the connection was lost while it was.
    """

    def __init__(self, message: str, *, is_retryable: bool) -> None:
        """Say what happened."""
        super().__init__(message)
        self.is_retryable: Final = is_retryable


class Database:
    """A database that is ready for use.

    With SQLite the transactions of one process follow each other, since they take a lock and share one connection;
    those of two processes on one file do where they write, since such a one begins with taking the file's lock. With
    PostgreSQL each transaction has a connection, and those that write to one account follow each other, since each
    begins with locking the account's row. So nothing here is ever half done, and nothing waits for itself.
    """

    def __init__(
        self, database: str | None = None, seed: int | None = None, migrate: Callable[[Connection], None] | None = None
    ) -> None:
        """Open `database`, the path of a file or the URL of a server; without it the data live in memory.

        `seed` is kept with the data; a new database without one takes a seed by chance, so that the ids of one are
        not those of another. `migrate` brings data of an older layout to today's. Raises `StorageError` for data of a
        newer layout or another seed, for a file of another program, which is not touched, and for what cannot be
        opened.
        """
        address = read_address(database)
        del database  # it may hold a password, which no traceback shall show
        if isinstance(address, str):
            raise StorageError(address)
        self.is_server: Final = address.is_server
        advice = _SERVER_ADVICE if self.is_server else "Name a file that may be made."
        try:
            self._engine: Final = _engine(address)
            self.is_kept: Final = not address.is_memory
            with ExitStack() as opened:
                opened.callback(self._engine.dispose)
                self._prepare(seed)
                self._begun: Final = self._open(opened)
                self.seed: Final = self._checked(seed, migrate)
                # Who forgets to close it, as in a short program, leaves no open connection to a collector's chance.
                self._closed: Final = weakref.finalize(self, opened.pop_all().close)
                self._closed.atexit = False  # a process that was forked must not close what its parent uses
        except DatabaseError as error:
            cause = address.without_secrets(str(error.orig).strip())
            raise StorageError(f"{address} cannot be opened: {cause}. {advice}") from None
        except ForeignFile as error:
            raise StorageError(f"{address} is not used: {error}. Name a new file, or one of a sandbox.") from error
        except OSError as error:
            raise StorageError(f"{address} cannot be opened: {error.strerror}. {advice}") from error
        except (ImportError, ArgumentError):
            raise StorageError(
                f"{address} cannot be opened: its driver is not installed. Install onepay-client[sandbox,postgres]. "
                f"{FORM}"
            ) from None

    def transaction(self, *, writes: bool = True) -> AbstractContextManager[Connection]:
        """One transaction: all of it is kept at the end, or nothing if an exception leaves it.

        One that does not write sees everything as it was at its beginning. Raises `DatabaseUnavailable` where a server
        does not answer, or another process keeps a lock for too long.
        """
        return self._begun(writes)

    def close(self) -> None:
        """Give back every connection."""
        self._closed()

    def _open(self, opened: ExitStack) -> Beginning:
        """What begins transactions."""
        if self.is_server:
            return _from_pool(self._engine)
        return _in_turn(opened.enter_context(self._engine.connect()), is_shared=self.is_kept)

    def _prepare(self, seed: int | None) -> None:
        """Make the layout, while other processes may be making it too: who is refused waits a moment, and looks."""
        chosen = secrets.randbelow(_SEEDS) if seed is None and self.is_kept else seed or 0
        if self.is_server:
            self._engine.connect().close()  # who cannot come in need not try again; a file may be locked for a moment
        for rival in range(_RIVALS):
            with contextlib.suppress(DatabaseError):
                _create(self._engine, chosen)
                return
            time.sleep(rival * _PAUSE)
        _create(self._engine, chosen)

    def _checked(self, seed: int | None, migrate: Callable[[Connection], None] | None) -> int:
        with self.transaction() as connection:
            version, kept = connection.execute(select(META.c.version, META.c.seed).with_for_update()).one()
            if version < VERSION and migrate:
                migrate(connection)
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
        create_layout(connection, seed)


def create_layout(connection: Connection, seed: int) -> None:
    """Make every table and index of today's layout."""
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


def _in_turn(connection: Connection, *, is_shared: bool) -> Beginning:
    """One transaction after the other, all through one connection, whose driver begins and ends them.

    One that only reads needs no beginning where no other process shares the data.
    """
    lock = threading.Lock()
    driver: Any = connection.connection.driver_connection

    @contextmanager
    def begun(writes: bool) -> Generator[Connection]:  # noqa: FBT001 - it has one argument
        with lock:
            if writes or is_shared:
                driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()
            try:
                yield connection
                (connection if connection.in_transaction() else driver).commit()
            except BaseException:
                (connection if connection.in_transaction() else driver).rollback()
                raise

    return begun


def _from_pool(engine: Engine) -> Beginning:
    """Transactions side by side, which the driver begins and ends as well."""
    failures = _failures(engine)

    @contextmanager
    def begun(writes: bool) -> Generator[Connection]:  # noqa: FBT001 - it has one argument
        may_be_kept = False
        try:
            with engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                try:
                    driver.start(writes=writes)
                    yield connection
                except BaseException:
                    _undo(connection, driver)
                    raise
                may_be_kept = writes
                if connection.in_transaction():
                    connection.commit()
                else:
                    driver.end()
        except Exception as error:
            cause = getattr(error, "orig", None) or error
            if not isinstance(cause, failures):
                raise
            reason = f"The database does not carry out a transaction: {type(cause).__name__}."
            is_retryable = not may_be_kept and not isinstance(cause, PoolTimeout)
            raise DatabaseUnavailable(reason, is_retryable=is_retryable) from cause

    return begun


def _undo(connection: Connection, driver: Any) -> None:
    """Undo a transaction; a connection that has died is not used again, not even for that."""
    if not connection.invalidated and driver.closed:
        connection.invalidate()
    if connection.invalidated:
        return
    if connection.in_transaction():
        connection.rollback()
    else:
        driver.undo()


def _failures(engine: Engine) -> tuple[type[Exception], ...]:
    """What a server's driver raises when nothing is wrong with a statement."""
    driver: Any = engine.dialect.loaded_dbapi
    return driver.OperationalError, PoolTimeout


def _engine(address: Address) -> Engine:
    url = address.url
    if address.is_server:
        from onepay_sandbox.storage.server import server_engine  # noqa: PLC0415 - who uses SQLite needs no driver for it

        return server_engine(url, CONNECTIONS)
    if address.is_memory:
        return _memory_engine(url.set(database=None))
    path = Path(address.shown).absolute()
    claim(path)
    return _file_engine(url.set(database=str(path)))


def _memory_engine(url: URL) -> Engine:
    return _with_explicit_transactions(
        create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False}), ()
    )


def _file_engine(url: URL) -> Engine:
    """SQLite in a file, which survives the end of the process and lets others in."""
    engine = create_engine(url, connect_args={"timeout": _WAIT, "check_same_thread": False})
    settings = (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=NORMAL",
        f"PRAGMA cache_size=-{_CACHE}",
        f"PRAGMA wal_autocheckpoint={_CHECKPOINT}",
    )
    return _with_explicit_transactions(engine, settings)


def _with_explicit_transactions(engine: Engine, settings: tuple[str, ...]) -> Engine:
    """SQLite whose transactions begin with BEGIN and the lock of the file, unless one has begun already."""

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for setting in settings:
            connection.execute(setting).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        if not raw.in_transaction:
            raw.execute("BEGIN IMMEDIATE").close()

    return engine
