"""The file of a journal is safe with other processes, after forks, and wherever it stands."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

import pytest

from onepay_client import ConfigurationError, JournalError, OnePayError, SqliteJournal
from onepay_client.journal import Ending
from onepay_client.storage import schema
from onepay_client.storage.database import Transaction
from onepay_client.webhooks import SqliteDedupStore
from support.entries import entry
from support.forks import in_a_child

TREE: Final = Path(__file__).parents[2]
PATHS: Final = os.pathsep.join(str(TREE / folder) for folder in ("src", "generated"))
LOOK: Final = (
    "import sys; from onepay_client import SqliteJournal; j = SqliteJournal(sys.argv[1]); j.unsettled(); j.close()"
)

FIRST_VERSION: Final = """
PRAGMA journal_mode = WAL;
CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    operation TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    server TEXT NOT NULL,
    environment TEXT,
    body BLOB,
    digest TEXT NOT NULL,
    resumable INTEGER NOT NULL,
    created_at REAL NOT NULL,
    ending TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO entries VALUES
    ('open', 'cashouts_create', 'POST', '/cashouts', 'https://api.onepay.la/v1', 'test', x'7b7d', 'd1', 1, 5.0, 'open'),
    ('kept', 'cards_create', 'POST', '/cards', 'https://api.onepay.la/v1', 'test', NULL, 'd2', 0, 6.0, 'unknown'),
    ('done', 'cashouts_create', 'POST', '/cashouts', 'https://api.onepay.la/v1', 'test', NULL, 'd3', 1, 7.0, 'done');
CREATE TABLE onepay_webhooks_seen (
    identity TEXT PRIMARY KEY, busy_until REAL NOT NULL, handled INTEGER NOT NULL, forget_at REAL NOT NULL
) WITHOUT ROWID;
"""
"""What the first version wrote, before its files had version numbers."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    with closing(SqliteJournal(path)) as journal:
        yield journal


def ids(journal: SqliteJournal) -> list[str]:
    return [kept.id for kept in journal.unsettled()]


def writes(journal: SqliteJournal, entry_id: str) -> bool:
    return journal.begin(entry(entry_id)) is None


def start_looking(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", LOOK, str(path)], env={**os.environ, "PYTHONPATH": PATHS})  # noqa: S603 - ours


def test_two_journals_of_one_process_lose_nothing(path: Path) -> None:
    def write_and_die() -> bool:
        first, second = SqliteJournal(path), SqliteJournal(path)
        first.begin(entry("first"))
        assert start_looking(path).wait() == 0
        first.begin(entry("second"))
        second.begin(entry("third"))
        os.kill(os.getpid(), signal.SIGKILL)
        return False

    assert in_a_child(write_and_die) == signal.SIGKILL
    with closing(SqliteJournal(path)) as journal:
        assert ids(journal) == ["first", "second", "third"]


def test_daemon_keeps_what_it_wrote_after_its_parent_left(path: Path) -> None:
    def parent() -> bool:
        journal = SqliteJournal(path)
        journal.begin(entry("parent"))
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(writer)
            os.read(reader, 1)  # until the parent is gone
            journal.begin(entry("daemon"))
            assert start_looking(path).wait() == 0
            journal.begin(entry("daemon, later"))
            os.kill(os.getpid(), signal.SIGKILL)
        journal.close()
        os._exit(0)

    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        parent()
    os.close(writer)
    os.read(reader, 1)  # until nobody of that family lives
    os.close(reader)
    os.wait()
    with closing(SqliteJournal(path)) as journal:
        assert ids(journal) == ["daemon", "daemon, later", "parent"]


def test_child_of_a_fork_during_a_write_can_write(journal: SqliteJournal) -> None:
    inside, forked = Event(), Event()

    def linger(transaction: Transaction) -> None:
        transaction.execute("UPDATE entries SET ending = ending")
        inside.set()
        forked.wait()

    def write() -> None:
        with pytest.raises(JournalError):
            journal.database.run(linger)

    thread = Thread(target=write)
    thread.start()
    inside.wait()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        os._exit(int(journal.begin(entry("child")) is not None))
    forked.set()
    thread.join()
    assert os.waitpid(child, 0)[1] == 0
    journal.begin(entry("parent"))
    assert ids(journal) == ["child", "parent"]


def test_forks_between_writes_of_other_threads_lose_nothing(journal: SqliteJournal) -> None:
    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(journal.begin, entry(f"thread-{number}")) for number in range(40)]
        statuses = [in_a_child(partial(writes, journal, f"child-{number}")) for number in range(5)]
        assert [write.result() for write in writing] == [None] * 40
    assert statuses == [0] * 5
    assert len(ids(journal)) == 45


def test_first_writes_of_eight_threads_of_a_child(journal: SqliteJournal) -> None:
    def write() -> bool:
        with ThreadPoolExecutor(8) as threads:
            return list(threads.map(journal.begin, [entry(f"k{number}") for number in range(8)])) == [None] * 8

    assert in_a_child(write) == 0
    assert len(ids(journal)) == 8


def test_threads_open_a_new_journal_at_once(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for journal in threads.map(SqliteJournal, [path] * 8):
            journal.close()


def test_journal_stays_where_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with closing(SqliteJournal("journal")) as journal:
        monkeypatch.chdir("elsewhere")
        journal.close()
        journal.begin(entry("k1"))
        assert ids(journal) == ["k1"]
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("suffixes", [("", "-wal", "-shm"), ("-wal",), ("-shm",)])
def test_deleted_file_is_an_error(
    journal: SqliteJournal, path: Path, suffixes: tuple[str, ...], *, is_open: bool
) -> None:
    if not is_open:
        journal.close()
    gone = [path.with_name(path.name + suffix) for suffix in suffixes]
    for file in gone:
        file.unlink(missing_ok=not is_open)
    if not is_open and "" not in suffixes:
        assert journal.begin(entry("k1")) is None  # a closed journal is one file
        return
    with pytest.raises(JournalError, match="deleted or replaced"):
        journal.begin(entry("k1"))


def test_replaced_file_is_an_error(journal: SqliteJournal, path: Path) -> None:
    with closing(SqliteJournal(path.with_name("other"))):
        pass
    path.with_name("other").replace(path)
    with pytest.raises(JournalError, match="deleted or replaced"):
        journal.unsettled()


@pytest.mark.parametrize("given", ["", ":memory:", ".", None, 7, b"journal", "a\0b"])
def test_path_that_names_no_file_is_refused(given: Any) -> None:
    for make in (SqliteJournal, SqliteDedupStore):
        with pytest.raises(ConfigurationError):
            make(given)


def write_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE entries (name TEXT); CREATE TABLE people (name TEXT);")


def write_newer(path: Path) -> None:
    SqliteJournal(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")


def cut(path: Path) -> None:
    SqliteJournal(path).close()
    os.truncate(path, path.stat().st_size // 2)


UNUSABLE: Final[dict[str, tuple[Callable[[Path], object], str]]] = {
    "a folder missing": (lambda path: path.parent.rmdir(), "No such file"),
    "text": (lambda path: path.write_text("This is no database, but long enough for one. " * 30), "no SQLite file"),
    "cut": (cut, "damaged"),
    "foreign": (write_foreign, "another program"),
    "newer": (write_newer, "later version"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_file_that_cannot_be_used_is_an_error_and_stays_as_it_is(tmp_path: Path, case: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "journal"
    spoil, reason = UNUSABLE[case]
    spoil(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(JournalError, match=reason) as caught:
        SqliteJournal(path)
    assert isinstance(caught.value, OnePayError)
    assert (path.read_bytes() if path.exists() else None) == before


def test_file_of_the_first_version_is_taken_over(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_VERSION)
    with closing(SqliteJournal(path)) as journal:
        kept = {found.id: found for found in journal.unsettled()}
        assert {name: (found.body, found.resumable) for name, found in kept.items()} == {
            "open": (b"{}", True),
            "kept": (None, False),
        }
        assert journal.begin(entry("done")) is not None
        journal.end("open", Ending.DONE)
        assert ids(journal) == ["kept"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_no_table_needs_a_new_sqlite(path: Path) -> None:
    with closing(SqliteJournal(path)), closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table'").fetchall()
    assert [sql for (sql,) in tables if "STRICT" in sql] == []


def test_locked_journal_says_who_holds_it(journal: SqliteJournal, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="locked by another process"):
            journal.database.run(lambda _: None, seconds=0.01)
    assert journal.begin(entry("k1")) is None
