"""Threads that write at the same time share one commit, and none of them returns before its own row is on disk."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_client import JournalError, SqliteJournal
from onepay_client.journal import Ending, Entry
from onepay_client.storage.database import Transaction
from onepay_client.storage.journals import DatabaseJournal
from onepay_client.storage.sqlite import SqliteDatabase
from support import entries
from support.forks import start_child
from support.interrupts import Interrupter, in_a_thread_of_its_own

OURS: Final = ("/onepay_client/storage/", "contextlib.py")
SAMPLES: Final = 50


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


def entry(entry_id: str) -> Entry:
    return entries.entry(entry_id, body=f"<person {entry_id}>".encode())


def ids(journal: SqliteJournal) -> list[str]:
    return [kept.id for kept in journal.unsettled()]


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Another program has the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every connection that is made from now on carries out."""
    executed: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: Any, **settings: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **settings)
        connection.set_trace_callback(executed.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    return executed


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        os.sched_yield()


def waiting(journal: SqliteJournal) -> int:
    """How many callers wait for the file."""
    database = journal.database
    assert isinstance(database, SqliteDatabase)
    return len(database._session().queue)  # pyright: ignore[reportPrivateUsage] - nothing else shows it


def start_while_locked(
    journal: SqliteJournal, threads: ThreadPoolExecutor, path: Path, works: Sequence[Callable[[], Any]]
) -> list[Future[Any]]:
    """Start each work in a thread; all of them wait before the file is unlocked."""
    with locked(path):
        started = [threads.submit(work) for work in works]
        wait_until(lambda: waiting(journal) == len(works))
    return started


def test_threads_share_a_commit(statements: list[str], tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        journal.begin(entry("first"))
        statements.clear()
        works = [partial(journal.begin, entry(f"k{number}")) for number in range(8)]
        begun = start_while_locked(journal, threads, tmp_path / "journal", works)
        assert [future.result(timeout=10) for future in begun] == [None] * 8
        assert statements.count("COMMIT") < 4
        assert ids(journal) == ["first", *(f"k{number}" for number in range(8))]


def test_endings_of_threads_leave_no_body(journal: SqliteJournal, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    for number in range(8):
        journal.begin(entry(f"k{number}"))
    works = [partial(journal.end, f"k{number}", Ending.DONE) for number in range(8)]
    for future in start_while_locked(journal, threads, tmp_path / "journal", works):
        future.result(timeout=10)
    assert [path.name for path in tmp_path.iterdir() if b"<person" in path.read_bytes()] == []


def test_failed_work_takes_no_other_along(journal: SqliteJournal, tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    tries: list[int] = []

    def fail(transaction: Transaction) -> None:
        tries.append(transaction.execute("DELETE FROM entries").rowcount)
        raise ZeroDivisionError

    works: list[Callable[[], Any]] = [partial(journal.begin, entry(f"k{number}")) for number in range(6)]
    works.insert(3, lambda: journal.database.run(fail))
    done = start_while_locked(journal, threads, tmp_path / "journal", works)
    errors = [future.exception(timeout=10) for future in done]
    assert [type(error) for error in errors] == [type(None)] * 3 + [ZeroDivisionError] + [type(None)] * 3
    assert [future.result() for future in done if future.exception() is None] == [None] * 6
    assert len(tries) == 2  # with the others, and alone
    assert ids(journal) == [f"k{number}" for number in range(6)]


def test_what_was_begun_outlives_a_kill_among_threads(tmp_path: Path) -> None:
    reader, writer = os.pipe()

    def begin_for_ever() -> bool:
        journal = SqliteJournal(tmp_path / "journal")

        def work(thread: int) -> None:
            for number in count():
                journal.begin(entry(f"{thread}-{number:04}"))
                os.write(writer, f"{thread}-{number:04}\n".encode())

        with ThreadPoolExecutor(8) as threads:
            return list(threads.map(work, range(8))) == []

    child = start_child(begin_for_ever)
    with open(reader) as lines:  # noqa: PTH123 - a pipe
        os.close(writer)
        begun = [next(lines).strip() for _ in range(200)]
        os.kill(child, signal.SIGKILL)
        begun += [line.strip() for line in lines]
    os.waitpid(child, 0)
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        assert set(begun) <= set(ids(journal))


def test_work_within_work_is_refused_and_hurts_nothing(any_journal: DatabaseJournal) -> None:
    """As a signal handler would do it that pays while its thread is writing."""

    def write(transaction: Transaction) -> None:
        transaction.insert("INSERT INTO bodies (body) VALUES (?)", (b"before",))
        with pytest.raises(JournalError, match="in the middle of a transaction"):
            any_journal.begin(entry("within"))
        transaction.insert("INSERT INTO bodies (body) VALUES (?)", (b"after",))

    any_journal.database.run(write)
    query = "SELECT body FROM bodies ORDER BY number"
    assert any_journal.database.run(lambda sql: sql.execute(query).fetchall()) == [(b"before",), (b"after",)]
    assert any_journal.unsettled() == []


def test_caller_whose_time_is_out_writes_nothing(
    journal: SqliteJournal, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    def write(transaction: Transaction) -> None:
        transaction.execute("DELETE FROM entries")

    journal.begin(entry("k1"))
    with locked(tmp_path / "journal"):
        patient = threads.submit(journal.begin, entry("k2"))
        wait_until(lambda: waiting(journal) == 1)
        with pytest.raises(JournalError, match="locked"):
            journal.database.run(write, seconds=0.02)
        assert not patient.done()
    assert patient.result(timeout=10) is None
    assert ids(journal) == ["k1", "k2"]


class Followers:
    """Two threads that write as soon as another one has the file and has not yet looked who waits."""

    def __init__(self, journal: SqliteJournal, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
        database = journal.database
        assert isinstance(database, SqliteDatabase)
        session = database._session()  # pyright: ignore[reportPrivateUsage] - no other place to come in
        self._gather = session.gather
        self._journal = journal
        self._threads = threads
        self.may_start = False
        self.writes: list[Future[Entry | None]] = []
        monkeypatch.setattr(session, "gather", self._start_and_gather)

    def _start_and_gather(self, leader: Any, group: Any) -> None:
        if self.may_start:
            self.may_start = False
            self.writes = [self._threads.submit(self._journal.begin, entry(f"follower {number}")) for number in (1, 2)]
            wait_until(lambda: waiting(self._journal) == 3)
        self._gather(leader, group)


def test_interrupt_after_a_commit_makes_no_other_write_twice(
    journal: SqliteJournal, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    followers = Followers(journal, threads, monkeypatch)
    check = SqliteDatabase._check_files  # pyright: ignore[reportPrivateUsage] - what comes next after a commit
    checks: list[object] = []

    def interrupt_second(database: SqliteDatabase, session: Any) -> None:
        checks.append(session)
        if len(checks) == 2:
            raise KeyboardInterrupt
        check(database, session)

    monkeypatch.setattr(SqliteDatabase, "_check_files", interrupt_second)
    followers.may_start = True
    with pytest.raises(KeyboardInterrupt):
        journal.begin(entry("own"))
    assert [write.result(timeout=5) for write in followers.writes] == [None, None]
    assert ids(journal) == ["follower 1", "follower 2", "own"]


@pytest.mark.parametrize("part", range(2))
@in_a_thread_of_its_own
def test_interrupt_of_the_thread_that_commits_hurts_no_other(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        followers = Followers(journal, threads, monkeypatch)
        counted = Interrupter(0, OURS)
        assert counted.run(lambda: journal.begin(entry("own"))) is None
        for step in range(1 + part, counted.passed, 2 * counted.passed // SAMPLES):
            journal.database.run(lambda transaction: transaction.execute("DELETE FROM entries"))
            followers.writes, followers.may_start = [], True
            interrupter = Interrupter(step, OURS)
            interrupter.run(lambda: journal.begin(entry("own")))
            followers.may_start = False
            assert [write.result(timeout=5) for write in followers.writes] == [None] * len(followers.writes)
            written = [name for name in ids(journal) if name != "own"]
            assert written == ["follower 1", "follower 2"][: len(followers.writes)], interrupter.where
