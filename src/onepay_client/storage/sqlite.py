"""One SQLite file of this package: transactions that survive threads, processes, forks and interrupts.

Three properties of SQLite decide how it is used here. Closing any descriptor of a file drops every POSIX lock that the
process holds on it, so the file is never opened by anything but SQLite. A connection must not cross a fork, so none is
open while this process forks. And a file that was deleted or replaced can be written to for ever without an error, so
its identity is compared before and after each transaction.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from pathlib import Path
from threading import Condition, Lock, RLock
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4
from weakref import WeakMethod, finalize

from onepay_core.errors import OnePayError

from .database import SQLITE, TIMEOUT, DamagedError, Dialect, Transaction
from .schema import ForeignFileError, NewerVersionError, is_current, upgrade

T = TypeVar("T")

_OWNER_ONLY = 0o600
_FORK_WAITS = 1.0
_ERASURE_WAITS = 0.5
_REPLACED = (
    "it, or the -wal or -shm beside it, was deleted or replaced while it was in use. Stop what does that, put the "
    "right files back, and open it anew"
)
_SHORTEST_WAIT = 0.001
_LONGEST_WAIT = 0.05
"""Seconds after which a thread that waits for another one looks by itself."""

_PAUSES = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025)
"""Seconds between two tries to lock the file; the last one repeats."""


class _Task(Generic[T]):
    """The work of one caller, on its way to the disk."""

    def __init__(self, work: Callable[[Transaction], T], *, erases: bool) -> None:
        self.work = work
        self.erases = erases
        self.is_alone = False
        self.group: _Group | None = None
        self.results: list[T] = []
        self._bell = Lock()
        self._bell.acquire()

    @property
    def is_over(self) -> bool:
        """Whether it is on disk, and nothing is left to do."""
        return self.group is not None and self.group.is_over

    def wait(self, seconds: float) -> None:
        """Wait for ``wake``, or for so many seconds."""
        self._bell.acquire(timeout=min(max(seconds, _SHORTEST_WAIT), _LONGEST_WAIT))

    def wake(self) -> None:
        """Let its caller look at it again; harmless when repeated."""
        with suppress(RuntimeError):
            self._bell.release()


class _Group:
    """The tasks of several threads in one transaction."""

    def __init__(self) -> None:
        self.tasks: list[_Task[Any]] = []
        self.commits: list[object] = []
        self.is_over = False

    def add(self, task: _Task[Any]) -> None:
        """Take a task in."""
        task.group = self
        self.tasks.append(task)

    def commit(self, connection: sqlite3.Connection) -> None:
        """End the transaction. No interrupt comes between the end of ``COMMIT`` and the note that it ended."""
        self.commits.extend(map(connection.execute, ("COMMIT",)))


class _Session:
    """The connection of one process to the file, and whose turn it is to use it."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.connection: sqlite3.Connection | None = None
        self.files: list[tuple[int, int] | None] = []
        self.must_erase = False
        self.is_forking = False
        self.queue: deque[_Task[Any]] = deque()
        self._turn = Condition(self.lock)

    def is_mine(self) -> bool:
        """Whether this thread has the lock, even where an interrupt hit before anybody wrote that down."""
        try:
            self._turn.notify(0)
        except RuntimeError:
            return False
        return True

    def gather(self, leader: _Task[Any], group: _Group) -> None:
        """Move what waits into ``group``, ``leader`` first; what has to be alone stays where it is."""
        self.withdraw(leader)
        group.add(leader)
        if leader.is_alone:
            return
        for _ in range(len(self.queue)):
            task = self.queue.popleft()
            if task.is_alone:
                self.queue.append(task)
            else:
                group.add(task)

    def put_back(self, group: _Group, *, except_for: _Task[Any]) -> None:
        """Let the tasks of a group that came to nothing wait again."""
        for task in group.tasks:
            task.group = None
            if task is not except_for:
                self.queue.append(task)

    def withdraw(self, task: _Task[Any]) -> bool:
        """Take a task out of the queue; False if it is not there, but in a group."""
        try:
            self.queue.remove(task)
        except ValueError:
            return False
        return True

    def wake_next(self) -> None:
        """Let the first in the queue take its turn."""
        with suppress(IndexError):
            self.queue[0].wake()

    def undo(self) -> None:
        """Undo a transaction that was not ended."""
        if self.connection is not None and self.connection.in_transaction:
            try:
                self.connection.execute("ROLLBACK")
            except sqlite3.Error:
                self.close()  # which rolls back as well

    def leave(self) -> None:
        """Undo a transaction that this thread did not end, and give the lock back; harmless when repeated."""
        while self.is_mine():
            self.undo()
            self.lock.release()

    def close(self) -> None:
        """Close the connection; the next transaction opens another one."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def stop(self) -> None:
        """End the transaction of another thread, which gets an error from whatever it does next in it."""
        connection = self.connection
        if connection is not None:
            connection.set_authorizer(_only_rollback)
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            self.close()


class SqliteTransaction:
    """A transaction under way on a connection."""

    dialect: Dialect = SQLITE

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        """Carry out one statement."""
        return self._connection.execute(statement, cast("Any", parameters))

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each row of parameters."""
        self._connection.executemany(statement, cast("Any", rows))

    def insert(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Insert one row into a table whose key is a ``number`` that the database gives; return the number."""
        return cast("int", self.execute(statement, parameters).lastrowid)


class SqliteDatabase:
    """The file at ``path``: made where it is missing, brought to today's version where it is older.

    ``failure`` is the error that every method raises when the file cannot be used. Any number of objects, threads and
    processes of one machine may use one file. A process that forks waits for a transaction under way, for at most a
    second; afterwards that transaction fails instead of holding its lock in the child.
    """

    dialect: Dialect = SQLITE

    def __init__(self, path: Path, failure: type[OnePayError]) -> None:
        self.path = path
        self._failure = failure
        self._identity: tuple[int, int] | None = None
        self._sessions: dict[int, _Session] = {}
        finalize(self, _close_sessions, self._sessions)
        if hasattr(os, "register_at_fork"):  # Windows has no fork
            os.register_at_fork(
                before=_weakly(self._before_fork),
                after_in_parent=_weakly(self._after_fork),
                after_in_child=_weakly(self._in_child),
            )

    def open(self) -> None:
        """Open the file now, so that whatever is wrong with it is said at once."""
        self.run(lambda _: None)

    def run(self, work: Callable[[Transaction], T], *, seconds: float = TIMEOUT, erases: bool = False) -> T:
        """What ``work`` returns, done in one transaction that is on disk by then.

        ``seconds`` limits the wait for other threads and processes. ``erases`` says that ``work`` overwrites what no
        file may keep, the write-ahead log included.

        Threads that come while another one writes are put into one transaction: whoever finds the lock free carries
        out what waits, its own work first. Nobody depends on that thread: each looks by itself now and then.
        """
        task = _Task(work, erases=erases)
        until = time.monotonic() + max(seconds, 0.0)
        session = self._entered(task)
        try:
            while not task.is_over:
                if session is not self._session():  # a signal handler forked meanwhile, and this is the child
                    session = self._entered(task)
                if not session.is_forking and session.lock.acquire(blocking=False):
                    self._lead(session, task, until)
                elif time.monotonic() < until or not session.withdraw(task):
                    task.wait(until - time.monotonic())
                else:
                    raise self._failed("it is locked by another thread of this process, and no time is left to wait")
            return task.results[0]
        finally:
            session.leave()  # an interrupt may have hit inside any line above
            session.withdraw(task)
            session.wake_next()

    @contextmanager
    def transaction(self, seconds: float = TIMEOUT) -> Generator[Transaction]:
        """``run`` for a ``with`` block."""
        session, until = self._session(), time.monotonic() + max(seconds, 0.0)
        try:
            if not session.lock.acquire(timeout=max(seconds, 0.0)):
                raise self._failed("it is locked by another thread of this process, and no time is left to wait")
            with self._transaction(session, until, _Group()) as transaction:
                yield transaction
        finally:
            session.leave()
            session.wake_next()

    def close(self) -> None:
        """Close the file in this process; the next transaction opens it again."""
        session = self._session()
        try:
            with session.lock:
                session.close()
        finally:
            if session.is_mine():
                session.lock.release()
            session.wake_next()

    def _entered(self, task: _Task[Any]) -> _Session:
        """The session of this process, with ``task`` in its queue."""
        session = self._session()
        if session.is_mine():
            raise self._failed("this thread is in the middle of a transaction, so a signal handler cannot use it")
        task.group = None
        session.queue.append(task)
        return session

    def _lead(self, session: _Session, task: _Task[Any], until: float) -> None:
        """Carry out ``task`` and what waits, by the thread that has the lock; nobody else is in a transaction then."""
        group = task.group
        try:
            if group is not None and group.commits:  # the thread that carried it out was interrupted after that
                with self._translated(session):
                    self._finish(session, group, until)
            else:
                group = _Group()
                self._carry_out(session, group, task, until)
        finally:
            session.leave()
            for member in [] if group is None else group.tasks:
                member.wake()

    def _carry_out(self, session: _Session, group: _Group, task: _Task[Any], until: float) -> None:
        try:
            with self._transaction(session, until, group) as transaction:
                session.gather(task, group)
                for member in group.tasks:
                    member.results[:] = [member.work(transaction)]
        except BaseException as error:
            if group.commits:
                raise
            session.put_back(group, except_for=task)
            if not isinstance(error, Exception) or len(group.tasks) <= 1:
                raise
            # Somebody's work failed: each task is tried again alone, and that caller gets to know it.
            for member in group.tasks:
                member.is_alone = True

    @contextmanager
    def _transaction(self, session: _Session, until: float, group: _Group) -> Generator[Transaction]:
        with self._translated(session):
            connection = self._connected(session, until)
            self._check_files(session)
            _retried(connection, "BEGIN IMMEDIATE", until)
            yield SqliteTransaction(connection)
            session.must_erase |= any(task.erases for task in group.tasks)
            _repeated(lambda: group.commit(connection), until)
            self._finish(session, group, until)

    def _finish(self, session: _Session, group: _Group, until: float) -> None:
        """Make sure that what was committed stands in the right file, and that what it erased is in no file."""
        self._check_files(session)
        if session.must_erase and session.connection is not None:
            limit = min(until, time.monotonic() + _ERASURE_WAITS)
            session.must_erase = not _is_log_empty(session.connection, limit)
        group.is_over = True

    def _session(self) -> _Session:
        """The one of this process; a child never uses what belongs to its parent."""
        return self._sessions.setdefault(os.getpid(), _Session())

    def _connected(self, session: _Session, until: float) -> sqlite3.Connection:
        if session.connection is None:
            if any(other.connection is not None for process, other in self._sessions.items() if process != os.getpid()):
                raise self._failed(
                    "this process was forked past Python while the file was open, and SQLite cannot work here. Open it "
                    "only after the fork (uWSGI: lazy-apps)"
                )
            is_first = self._identity is None
            if is_first:
                _create(self.path)
                self._identity = _identity(self.path)
            elif _identity(self.path) != self._identity:
                raise self._failed(_REPLACED)
            session.connection = self._open(until, is_first=is_first)
            session.files = _files(self.path)
            if session.files[0] != self._identity:
                session.close()
                raise self._failed(_REPLACED)
        return session.connection

    def _open(self, until: float, *, is_first: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            _repeated(lambda: _prepare(connection, until, is_first=is_first), until)
            _close_to_others(self.path)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check_files(self, session: _Session) -> None:
        if _files(self.path) != session.files:
            raise self._failed(_REPLACED)

    @contextmanager
    def _translated(self, session: _Session) -> Generator[None]:
        """Raise whatever goes wrong with the file as an error of ours, and never use that connection again."""
        try:
            yield
        except sqlite3.Error as error:
            if not _is_busy(error) and session.is_mine():
                session.close()
            raise self._failed(_reason(error, self.path)) from error
        except OSError as error:
            raise self._failed(f"the system says {error.strerror or type(error).__name__}") from error
        except DamagedError as error:
            raise self._failed(_damaged(error)) from None
        except ForeignFileError:
            raise self._failed(
                "it is the file of another program; nothing was written to it. Name another file"
            ) from None
        except NewerVersionError:
            raise self._failed(
                "a later version of onepay-client wrote it. Use that version: to go on without this file could repeat "
                "what it knows to be done"
            ) from None

    def _failed(self, reason: str) -> OnePayError:
        return self._failure(f"The file {str(self.path)!r} cannot be used: {reason}.")

    def _before_fork(self) -> None:
        session = self._session()
        session.is_forking = True  # else the threads that write would not let go of the lock
        if session.lock.acquire(timeout=_FORK_WAITS):
            session.close()
        else:
            session.stop()
            session.lock.acquire(timeout=_PAUSES[-1])  # so that nobody opens the file again before the fork

    def _after_fork(self) -> None:
        session = self._session()
        session.is_forking = False
        session.leave()
        session.wake_next()

    def _in_child(self) -> None:
        for process, session in list(self._sessions.items()):
            if session.connection is None:  # else Python heard of the fork only afterwards, and ``_connected`` refuses
                del self._sessions[process]


def _create(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one.

    It gets its name when its descriptor is closed again: nobody can have a lock on it that closing would drop.
    """
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY))
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # somebody else was faster, and that one counts
    except OSError:
        os.rename(draft, path)  # noqa: PTH104 - a disk without hard links
    finally:
        draft.unlink(missing_ok=True)


def _files(path: Path) -> list[tuple[int, int] | None]:
    """Which files the database is made of now; as long as it is open, they stay the same."""
    return [_identity(path.with_name(path.name + suffix)) for suffix in ("", "-wal", "-shm")]


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _close_to_others(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & ~_OWNER_ONLY and os.name == "posix":
        path.chmod(_OWNER_ONLY)  # SQLite gives its write-ahead log the same mode


def _prepare(connection: sqlite3.Connection, until: float, *, is_first: bool) -> None:
    """Make sure that the file is ours and of today, and set what holds for this connection."""
    connection.execute("BEGIN")  # so that nobody makes the tables between two looks
    try:
        fresh = not is_current(connection)
    finally:
        connection.execute("ROLLBACK")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise sqlite3.OperationalError("it stands on a disk that cannot be shared between processes")
    connection.execute("PRAGMA synchronous = FULL")  # a commit is on disk before it returns
    if fresh:
        _make_tables(connection, until)
    elif is_first and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("database disk image is malformed")
    _is_log_empty(connection, min(until, time.monotonic()))  # what a process left that was killed


def _make_tables(connection: sqlite3.Connection, until: float) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        was_older = not is_current(connection) and upgrade(connection)  # unless somebody else was faster
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    if was_older:
        _retried(connection, "VACUUM", until)  # the first version left copies of bodies between its rows


def _is_log_empty(connection: sqlite3.Connection, until: float) -> bool:
    """Move the write-ahead log into the file and cut it; False if others use it for longer than we can wait."""
    for pause in _pauses():
        try:
            if not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                return True
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
        if time.monotonic() + pause > until:
            break
        time.sleep(pause)
    return False


def _retried(connection: sqlite3.Connection, statement: str, until: float) -> None:
    _repeated(lambda: connection.execute(statement), until)


def _repeated(action: Callable[[], object], until: float) -> None:
    """Do ``action`` until no other process is in the way.

    SQLite could wait itself, but then no signal would be heard, and Ctrl-C would have to wait as well.
    """
    for pause in _pauses():
        try:
            action()
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() + pause > until:
                raise
        else:
            return
        time.sleep(pause)


def _pauses() -> Iterator[float]:
    return chain(_PAUSES, repeat(_PAUSES[-1]))


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _reason(error: sqlite3.Error, path: Path) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if _is_busy(error):
        return f"it is locked by another process ({error}), and no time is left to wait"
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")) or "malformed" in str(error):
        return _damaged(error)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return (
            f"it or its folder {str(path.parent)!r} cannot be written to ({error}). Check the rights, or name another"
        )
    return f"SQLite says {error}"


def _damaged(error: Exception) -> str:
    return (
        f"it is damaged, or no SQLite file ({error}). Restore it from a copy; to go on without it could repeat what it "
        "knows to be done"
    )


def _only_rollback(action: int, first: str | None, *_: str | None) -> int:
    allowed = action == sqlite3.SQLITE_TRANSACTION and first == "ROLLBACK"
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _weakly(method: Callable[[], None]) -> Callable[[], None]:
    """``method`` for as long as its object lives; what is registered for forks is never taken back."""
    reference = WeakMethod(method)

    def call() -> None:
        alive = reference()
        if alive is not None:
            alive()

    return call


def _close_sessions(sessions: dict[int, _Session]) -> None:
    session = sessions.get(os.getpid())
    if session is not None:
        session.close()
