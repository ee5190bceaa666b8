"""A journal in PostgreSQL holds between machines, through lost connections, within deadlines, and shows no password."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier
from typing import Any, Final

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from onepay_api import CallOptions
from onepay_client import ConfigurationError, JournalError, OnePay, PostgresJournal
from onepay_client.journal import Ending, Entry
from onepay_client.storage.database import TIMEOUT, Transaction
from onepay_client.storage.schema import VERSION, VERSIONS
from onepay_client.webhooks import ClaimResult, DedupStoreUnavailable, Lease, PostgresDedupStore
from support.driving import CASHOUT
from support.entries import entry
from support.forks import fork_as_uwsgi, fork_past_python, in_a_child, start_child
from support.interrupts import Interrupter, in_a_thread_of_its_own
from support.postgres import Schema
from support.scripted_client import PAYOUT

PASSWORD: Final = "canary-of-a-password"  # noqa: S105 - not real
SAMPLES: Final = 40
OURS: Final = ("/onepay_client/storage/", "/onepay_client/sending/connections", "contextlib.py")


@pytest.fixture
def journal(postgres: Schema) -> Iterator[PostgresJournal]:
    with closing(opened(postgres)) as journal:
        yield journal


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


def opened(schema: Schema, connections: int = 4) -> PostgresJournal:
    return PostgresJournal(schema.conninfo, schema=schema.name, connections=connections)


def ids(journal: PostgresJournal) -> list[str]:
    return [kept.id for kept in journal.unsettled()]


@contextmanager
def locked(schema: Schema, statement: str) -> Generator[None]:
    """Another machine is in a transaction."""
    with psycopg.connect(schema.conninfo) as other:
        other.execute(f'SET search_path TO "{schema.name}"'.encode())
        other.execute(statement.encode())
        yield
        other.rollback()


def test_of_several_machines_each_id_is_new_to_one(postgres: Schema, threads: ThreadPoolExecutor) -> None:
    journals = [opened(postgres) for _ in range(4)]
    together = Barrier(4)

    def begin_all(journal: PostgresJournal) -> list[Entry | None]:
        together.wait()
        return [journal.begin(entry(f"k{number}")) for number in range(20)]

    found = [future.result() for future in [threads.submit(begin_all, journal) for journal in journals]]
    assert [column.count(None) for column in zip(*found, strict=True)] == [1] * 20
    assert [row[0] for row in postgres.execute("SELECT count(*) FROM bodies WHERE body <> ''")] == [20]
    for journal in journals:
        journal.close()


@pytest.mark.parametrize("meanwhile", ["end", "begin"])
def test_what_another_machine_wrote_meanwhile_stays(
    postgres: Schema, journal: PostgresJournal, threads: ThreadPoolExecutor, meanwhile: str
) -> None:
    journal.begin(entry("k1"))
    with psycopg.connect(postgres.conninfo) as other:
        other.execute(f"SET search_path TO {postgres.name}".encode())
        other.execute("UPDATE entries SET ending = 'done'")
        if meanwhile == "end":
            waiting: Future[Any] = threads.submit(journal.end, "k1", Ending.UNKNOWN)
        else:
            waiting = threads.submit(journal.begin, entry("k1"))
        until = time.monotonic() + 60
        while not postgres.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"):
            assert time.monotonic() < until
        other.commit()
    found = waiting.result(timeout=10)
    assert found is None if meanwhile == "end" else found.ending is Ending.DONE
    assert ids(journal) == []


def test_of_several_machines_one_claims_an_event(postgres: Schema, threads: ThreadPoolExecutor) -> None:
    stores = [PostgresDedupStore(postgres.conninfo, schema=postgres.name) for _ in range(4)]
    old = [Lease(f"{number:064}", 0.0, 1.0, 2.0) for number in range(10)]
    for lease in old:
        stores[0].claim(lease)
    claims: list[Future[ClaimResult]] = []
    for number in range(10):
        lease = Lease(f"{number:064}", 10.0, 20.0, 30.0)
        claims += [threads.submit(store.claim, lease) for store in stores]
    results = [claim.result() for claim in claims]
    assert results.count(ClaimResult.CLAIMED) == 10
    assert results.count(ClaimResult.IN_PROGRESS) == 30
    for store in stores:
        store.close()


def test_lock_of_another_machine_does_not_outlast_the_deadline(postgres: Schema, journal: PostgresJournal) -> None:
    journal.begin(entry("k1"))
    with locked(postgres, "SELECT * FROM entries FOR UPDATE"):
        began = time.monotonic()
        with pytest.raises(JournalError, match="locked by another transaction"):
            journal.database.run(lambda sql: sql.execute("UPDATE entries SET digest = ''"), seconds=0.1)
        assert time.monotonic() - began < TIMEOUT / 2
    journal.end("k1", Ending.DONE)
    assert ids(journal) == []


def test_payment_is_not_sent_when_the_journal_is_locked_too_long(postgres: Schema, journal: PostgresJournal) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, content=CASHOUT, headers={"content-type": "application/json"})

    with OnePay("sk_test_made_up", transport=httpx.MockTransport(answer), journal=journal) as client:
        with locked(postgres, "LOCK TABLE entries"), pytest.raises(JournalError, match="nothing was sent"):
            client.cashouts.create(**PAYOUT, options=CallOptions(deadline=0.2), idempotency_key="k1")
        assert sent == []
        assert client.cashouts.create(**PAYOUT, idempotency_key="k1").id == "c1"


def test_server_that_stands_still_does_not_outlast_the_deadline(postgres: Schema, journal: PostgresJournal) -> None:
    [process] = postgres.processes()
    os.kill(process, signal.SIGSTOP)
    try:
        began = time.monotonic()
        with pytest.raises(JournalError, match="does not answer"):
            journal.database.run(lambda _: None, seconds=0.1)
        assert time.monotonic() - began < TIMEOUT / 2
    finally:
        os.kill(process, signal.SIGCONT)
    assert journal.begin(entry("k1")) is None


def test_waiting_for_a_free_connection_ends_with_the_deadline(postgres: Schema, threads: ThreadPoolExecutor) -> None:
    journal = opened(postgres, connections=1)

    def wait_in_vain(_: Transaction) -> None:
        with pytest.raises(JournalError, match="Allow more connections"):
            threads.submit(journal.database.run, bool, seconds=0.05).result()

    journal.database.run(wait_in_vain)
    journal.close()


def test_connection_that_died_while_idle_is_replaced(postgres: Schema, journal: PostgresJournal) -> None:
    journal.begin(entry("k1"))
    postgres.cut_connections()
    journal.begin(entry("k2"))
    assert ids(journal) == ["k1", "k2"]


def test_work_whose_connection_died_is_done_again(postgres: Schema, journal: PostgresJournal) -> None:
    tries: list[int] = []

    def write(transaction: Transaction) -> None:
        tries.append(len(tries))
        transaction.insert("INSERT INTO bodies (body) VALUES (?)", (b"x",))
        if len(tries) == 1:
            postgres.cut_connections()
            transaction.execute("SELECT 1")

    journal.database.run(write)
    assert len(tries) == 2
    assert postgres.execute("SELECT count(*) FROM bodies") == [(1,)]


def test_lost_commit_is_an_error_that_says_so(postgres: Schema, journal: PostgresJournal) -> None:
    tries: list[int] = []

    def write(transaction: Transaction) -> None:
        tries.append(transaction.insert("INSERT INTO bodies (body) VALUES (?)", (b"x",)))
        postgres.cut_connections()

    with pytest.raises(JournalError, match="may have been carried out, or not"):
        journal.database.run(write)
    assert len(tries) == 1


@pytest.mark.parametrize(("configured", "used"), [("off", "on"), ("remote_apply", "remote_apply")])
def test_commit_is_on_disk_whatever_the_server_is_set_to(postgres: Schema, configured: str, used: str) -> None:
    address = make_conninfo(postgres.conninfo, options=f"-c synchronous_commit={configured}")
    with closing(PostgresJournal(address, schema=postgres.name)) as journal:
        show = "SELECT current_setting('synchronous_commit')"
        assert journal.database.run(lambda sql: sql.execute(show).fetchone()) == (used,)


def test_failed_work_leaves_nothing_and_its_error_is_its_own(postgres: Schema, journal: PostgresJournal) -> None:
    def fail(transaction: Transaction) -> None:
        transaction.insert("INSERT INTO bodies (body) VALUES (?)", (b"x",))
        raise ZeroDivisionError

    before = postgres.processes()
    with pytest.raises(ZeroDivisionError):
        journal.database.run(fail)
    with pytest.raises(ZeroDivisionError), journal.database.transaction() as transaction:
        fail(transaction)
    assert postgres.execute("SELECT count(*) FROM bodies") == [(0,)]
    assert {*before} <= {*postgres.processes()}  # the connection goes on; one that only looked may be ending still


def test_child_cannot_go_on_in_the_transaction_of_its_parent(postgres: Schema, journal: PostgresJournal) -> None:
    def is_refused(transaction: Transaction) -> bool:
        with pytest.raises(psycopg.OperationalError, match="forked"):
            transaction.execute("SELECT 1")
        return True

    def fork(transaction: Transaction) -> int:
        transaction.insert("INSERT INTO bodies (body) VALUES (?)", (b"x",))
        return in_a_child(lambda: is_refused(transaction))

    assert journal.database.run(fork) == 0
    assert postgres.execute("SELECT count(*) FROM bodies") == [(1,)]


def test_error_that_work_hides_is_no_commit(journal: PostgresJournal) -> None:
    def hide(transaction: Transaction) -> None:
        with pytest.raises(psycopg.errors.UndefinedTable):
            transaction.execute("SELECT * FROM nowhere")

    with pytest.raises(JournalError, match="InFailedSqlTransaction"):
        journal.database.run(hide)


def test_deadlocked_transactions_are_done_again(journal: PostgresJournal, threads: ThreadPoolExecutor) -> None:
    for name in ("a", "b"):
        journal.begin(entry(name))
    together = Barrier(2)
    tries: list[str] = []

    def lock(first: str, second: str) -> None:
        def both(transaction: Transaction) -> None:
            transaction.execute("UPDATE entries SET digest = ? WHERE id = ?", (first, first))
            tries.append(first)
            if len(tries) <= 2:
                together.wait()
            transaction.execute("UPDATE entries SET digest = ? WHERE id = ?", (second, second))

        journal.database.run(both)

    for future in [threads.submit(lock, "a", "b"), threads.submit(lock, "b", "a")]:
        future.result(timeout=20)
    assert len(tries) > 2


@pytest.mark.parametrize("fork", [os.fork, fork_past_python, fork_as_uwsgi])
def test_children_have_connections_of_their_own(
    postgres: Schema, journal: PostgresJournal, fork: Callable[[], int]
) -> None:
    journal.begin(entry("parent"))
    assert in_a_child(lambda: journal.begin(entry("child")) is None, fork) == 0
    journal.begin(entry("parent, later"))
    assert ids(journal) == ["child", "parent", "parent, later"]
    assert len(postgres.processes()) == 1


def test_processes_open_a_new_schema_at_once(empty_postgres: Schema) -> None:
    reader, writer = os.pipe()

    def open_at_the_signal() -> bool:
        os.close(writer)
        os.read(reader, 1)
        opened(empty_postgres).close()
        return True

    children = [start_child(open_at_the_signal) for _ in range(8)]
    os.close(writer)
    os.close(reader)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8


def test_tables_of_an_earlier_version_are_brought_up_to_date(
    empty_postgres: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("onepay_client.storage.postgres.VERSIONS", VERSIONS[:1])
        earlier.setattr("onepay_client.storage.postgres.VERSION", 1)
        opened(empty_postgres).close()
    columns = "operation, method, path, server, digest, resumable, created_at, ending"
    empty_postgres.execute(
        f"INSERT INTO entries (id, {columns}) VALUES ('k1', 'o', 'POST', '/', 's', 'd', 0, 1, 'open')"  # noqa: S608 - ours
    )
    with closing(opened(empty_postgres)) as journal:
        journal.complete("k1", "c1")
        assert ids(journal) == []
    assert empty_postgres.execute("SELECT version FROM onepay_version") == [(VERSION,)]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("CREATE TABLE entries (name TEXT)", "another program"),
        ("CREATE TABLE onepay_version AS SELECT 9999 AS version", "later version"),
    ],
)
def test_schema_of_others_is_refused_and_stays_as_it_is(empty_postgres: Schema, spoil: str, reason: str) -> None:
    empty_postgres.execute(f'CREATE SCHEMA "{empty_postgres.name}"')
    empty_postgres.execute(spoil)
    with pytest.raises(JournalError, match=reason):
        opened(empty_postgres)
    with pytest.raises(DedupStoreUnavailable, match=reason):
        PostgresDedupStore(empty_postgres.conninfo, schema=empty_postgres.name).claim(Lease("a", 0, 1, 2))
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema"
    assert empty_postgres.execute(tables) == [(1,)]


def test_user_without_rights_is_told(postgres: Schema, journal: PostgresJournal) -> None:
    role = f"role_of_{postgres.name}"
    address = make_conninfo(postgres.conninfo, user=role)
    postgres.execute(f"CREATE ROLE {role} LOGIN")
    try:
        for schema in ("somewhere_new", postgres.name):
            with pytest.raises(JournalError, match="has not the rights"):
                PostgresJournal(address, schema=schema)
    finally:
        postgres.execute(f"DROP ROLE {role}")
    assert ids(journal) == []


UNUSABLE: Final[dict[str, tuple[str, type[Exception], str]]] = {
    "no server": (f"postgresql://u:{PASSWORD}@127.0.0.1:1/db", JournalError, "no connection"),
    "no host": (f"host=/nowhere dbname=db password={PASSWORD}", JournalError, "no connection"),
    "no address": (f"postgresql://u:{PASSWORD}@[::1/db", ConfigurationError, "cannot be read"),
    "no pairs": (f"host=localhost password {PASSWORD}", ConfigurationError, "cannot be read"),
    "an @ in the password": (f"postgresql://u:1@{PASSWORD}@127.0.0.1:1/db", ConfigurationError, "as %XX"),
    "a / in the password": (f"postgresql://u:1/{PASSWORD}@127.0.0.1:1/db", ConfigurationError, "as %XX"),
    "a port in words": (f"postgresql://127.0.0.1:{PASSWORD}/db", ConfigurationError, "as %XX"),
    "a folder that repeats it": (f"host=/{PASSWORD} password={PASSWORD}", JournalError, "no connection"),
    "unknown option": (f"host=localhost pasword={PASSWORD}", ConfigurationError, "cannot be read"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_no_error_shows_the_password(case: str) -> None:
    address, kind, reason = UNUSABLE[case]
    with pytest.raises(kind, match=reason) as caught:
        PostgresJournal(address)
    error: BaseException | None = caught.value
    assert error is not None
    del address
    ours = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours.stack = traceback.StackSummary.from_list(list(ours.stack)[1:])  # the first frame is this test's
    assert PASSWORD not in "".join(ours.format())
    assert PASSWORD not in str(error)


def test_repr_names_the_place_and_not_the_password(postgres: Schema) -> None:
    address = make_conninfo(postgres.conninfo, password=PASSWORD)
    with closing(PostgresJournal(address, schema=postgres.name)) as journal:
        assert repr(journal) == f"PostgresJournal({postgres.shown})"
        assert PASSWORD not in f"{journal.database!r} {PostgresDedupStore(address)!r}"


@pytest.mark.parametrize("given", ["", " ", None, 7, b"postgresql://"])
def test_what_is_no_address_is_refused(given: Any) -> None:
    for make in (PostgresJournal, PostgresDedupStore):
        with pytest.raises(ConfigurationError, match="address"):
            make(given)


@pytest.mark.parametrize(
    "options", [{"schema": ""}, {"schema": "a" * 64}, {"schema": "a\0"}, {"schema": 7}, {"connections": 0}]
)
def test_options_that_cannot_be_used_are_refused(postgres: Schema, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        PostgresJournal(postgres.conninfo, **options)


def test_missing_psycopg_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "onepay_client.storage.postgres")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for make in (PostgresJournal, PostgresDedupStore):
        with pytest.raises(ConfigurationError, match=r"onepay-client\[postgres\]"):
            make("postgresql://localhost/db")


def test_odd_values_are_an_error_of_ours(journal: PostgresJournal) -> None:
    for odd in ("a\0b", "half an emoji \ud83d"):
        with pytest.raises(JournalError):
            journal.begin(entry(odd))
    assert journal.begin(entry("k1")) is None


@in_a_thread_of_its_own
def test_interrupted_transaction_leaves_no_lock(postgres: Schema, threads: ThreadPoolExecutor) -> None:
    with closing(opened(postgres, connections=1)) as journal:
        counted = Interrupter(0, OURS)
        assert counted.run(lambda: journal.begin(entry("k1"))) is None
        for step in range(1, counted.passed, counted.passed // SAMPLES):
            interrupter = Interrupter(step, OURS)
            interrupter.run(lambda: journal.begin(entry("k1")))
            assert threads.submit(journal.end, "none", Ending.UNKNOWN).result(timeout=5) is None, interrupter.where


def test_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(DedupStoreUnavailable, match="no connection"):
            PostgresDedupStore(f"host=127.0.0.1 port={port}", timeout=0.1).claim(Lease("a", 0, 1, 2))
