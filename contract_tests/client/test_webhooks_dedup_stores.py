"""Every store keeps its promises across threads, processes, crashes, wrong clocks and damaged files."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from onepay_client.errors import ConfigurationError, OnePayError
from onepay_client.webhooks import (
    ClaimResult,
    DedupStore,
    DedupStoreUnavailable,
    InMemoryDedupStore,
    Lease,
    Receiver,
    SqliteDedupStore,
)
from support.deliveries import (
    AWKWARD,
    DUPLICATE,
    HANDLED,
    IN_PROGRESS,
    NOTICE,
    NOW,
    SECRET,
    Clock,
    RecordingEndpoint,
    headers_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def lease(identity: str = "a", *, now: float = 0, busy: float = 60, forget: float = 1000) -> Lease:
    return Lease(identity, now, now + busy, now + forget)


def test_late_release_does_not_free_a_later_claim(store: DedupStore) -> None:
    slow, fast = lease(now=0), lease(now=60)
    assert (store.claim(slow), store.claim(fast)) == (ClaimResult.CLAIMED, ClaimResult.CLAIMED)

    store.release(slow)

    assert store.claim(lease(now=61)) is ClaimResult.IN_PROGRESS


def test_late_release_does_not_undo_handled(store: DedupStore) -> None:
    store.claim(lease())
    store.finish(lease())

    store.release(lease())

    assert store.claim(lease(now=999)) is ClaimResult.DUPLICATE


def test_event_is_remembered_until_forget_at(store: DedupStore) -> None:
    store.claim(lease())
    store.finish(lease())

    assert store.claim(lease(now=999)) is ClaimResult.DUPLICATE
    assert store.claim(lease(now=1000)) is ClaimResult.CLAIMED


def test_forgotten_event_can_still_be_finished(store: DedupStore) -> None:
    store.claim(lease("a", forget=60))
    store.claim(lease("b", now=100))
    store.finish(lease("a"))

    assert store.claim(lease("a", now=101)) is ClaimResult.DUPLICATE


@pytest.mark.parametrize("back", [61, 3600, 365 * 86400])
def test_clock_set_back_does_not_lose_a_claimed_event(store: DedupStore, back: float) -> None:
    assert store.claim(lease(now=0)) is ClaimResult.CLAIMED

    assert store.claim(lease(now=-back)) is ClaimResult.IN_PROGRESS
    assert store.claim(lease(now=59 - back)) is ClaimResult.IN_PROGRESS
    assert store.claim(lease(now=60 - back)) is ClaimResult.CLAIMED


def test_clock_set_back_leaves_a_handled_event_handled(store: DedupStore) -> None:
    store.claim(lease(now=0))
    assert store.claim(lease(now=-3600)) is ClaimResult.IN_PROGRESS
    store.finish(lease(now=0))

    assert [store.claim(lease(now=now)) for now in (-3600, -3000, 0, 999)] == [ClaimResult.DUPLICATE] * 4


def test_clock_set_forward_does_not_lose_an_event(store: DedupStore) -> None:
    year = 365 * 86400
    store.claim(lease("a", now=0))
    store.claim(lease("b", now=year))

    assert store.claim(lease("a", now=year)) is ClaimResult.CLAIMED
    assert [store.claim(lease(name, now=now)) for now in (1, 61) for name in "ab"] == [
        ClaimResult.IN_PROGRESS,
        ClaimResult.IN_PROGRESS,
        ClaimResult.CLAIMED,
        ClaimResult.CLAIMED,
    ]


def test_event_is_forgotten_behind_one_from_a_wrong_clock(store: DedupStore) -> None:
    for entry in (lease("a", now=99_999), lease("b", now=0)):
        store.claim(entry)
        store.finish(entry)

    assert store.claim(lease("b", now=1000)) is ClaimResult.CLAIMED


def deliver_in_another_process(path: str, answers: Any) -> None:
    answers.put(tuple(RecordingEndpoint(SqliteDedupStore(path)).deliver(AWKWARD)))


def test_of_several_processes_one_handles_the_event(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    processes = [
        context.Process(target=deliver_in_another_process, args=(str(tmp_path / "seen"), answers)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert sorted(answers.get() for _ in processes).count(HANDLED) == 1


def die_while_handling(path: str) -> None:
    Receiver(secret=SECRET, store=SqliteDedupStore(path), clock=Clock()).handle(
        AWKWARD, headers_for(AWKWARD), lambda _: os._exit(9)
    )


def test_event_of_a_killed_process_is_handled_after_its_lease(tmp_path: Path) -> None:
    victim = multiprocessing.get_context("spawn").Process(target=die_while_handling, args=(str(tmp_path / "seen"),))
    victim.start()
    victim.join()
    endpoint = RecordingEndpoint(SqliteDedupStore(tmp_path / "seen"))

    assert (victim.exitcode, endpoint.deliver(AWKWARD)) == (9, IN_PROGRESS)
    endpoint.clock.now += 60
    assert (endpoint.deliver(AWKWARD), endpoint.deliver(AWKWARD)) == (HANDLED, DUPLICATE)


def test_store_in_a_file_survives_a_restart(tmp_path: Path) -> None:
    assert RecordingEndpoint(SqliteDedupStore(tmp_path / "seen")).deliver(AWKWARD) == HANDLED
    assert RecordingEndpoint(SqliteDedupStore(tmp_path / "seen")).deliver(AWKWARD) == DUPLICATE
    assert RecordingEndpoint(InMemoryDedupStore()).deliver(AWKWARD) == HANDLED


def test_claim_and_release_do_not_interleave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, connect = tmp_path / "seen", sqlite3.connect
    SqliteDedupStore(path).claim(lease())
    tried: list[str] = []

    def release(statement: str) -> None:
        if statement.startswith("SELECT"):
            tried.append(statement)
            with closing(connect(path, timeout=0, isolation_level=None)) as other:
                other.execute("DELETE FROM onepay_webhooks_seen")

    def connect_traced(*arguments: Any, **settings: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **settings)
        connection.set_trace_callback(release)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_traced)

    assert SqliteDedupStore(path).claim(lease()) is ClaimResult.IN_PROGRESS
    assert len(tried) == 1


def test_a_file_holds_digests_and_forgets_what_is_old(tmp_path: Path) -> None:
    endpoint = RecordingEndpoint(SqliteDedupStore(tmp_path / "seen"), remember=4000.0)
    endpoint.deliver(AWKWARD)
    endpoint.clock.now += 4000
    endpoint.deliver(NOTICE)

    with closing(sqlite3.connect(tmp_path / "seen")) as connection:
        rows = connection.execute("SELECT identity, handled FROM onepay_webhooks_seen").fetchall()
    assert rows == [(endpoint.deliveries[1].identity, 1)]


def claim_and_exit(store: InMemoryDedupStore) -> None:
    os._exit(0 if store.claim(lease()) is ClaimResult.CLAIMED else 1)


def test_in_memory_store_works_after_a_fork_that_found_it_locked() -> None:
    store = InMemoryDedupStore()
    with store._lock:  # pyright: ignore[reportPrivateUsage] - as another thread would
        child = multiprocessing.get_context("fork").Process(target=claim_and_exit, args=(store,))
        child.start()
    child.join(30)
    exitcode = child.exitcode
    child.kill()

    assert exitcode == 0


def test_in_memory_store_is_bounded() -> None:
    store = InMemoryDedupStore(capacity=2)
    for identity in "abc":
        store.claim(lease(identity))
        store.finish(lease(identity))

    assert repr(store) == "InMemoryDedupStore(2 of 2 events)"
    assert [store.claim(lease(identity, now=1)) for identity in "bca"] == [
        ClaimResult.DUPLICATE,
        ClaimResult.DUPLICATE,
        ClaimResult.CLAIMED,
    ]


def test_unusable_file_is_our_error_and_nothing_is_handled(tmp_path: Path) -> None:
    (tmp_path / "seen").write_bytes(b"this is no database, but it is long enough to be taken for one")
    for path in (tmp_path / "seen", tmp_path / "missing" / "seen"):
        endpoint = RecordingEndpoint(SqliteDedupStore(path))

        with pytest.raises(DedupStoreUnavailable, match="cannot be used"):
            endpoint.deliver(AWKWARD)
        assert endpoint.deliveries == []


def test_a_file_that_another_process_holds_is_an_error_of_ours(tmp_path: Path) -> None:
    endpoint = RecordingEndpoint(SqliteDedupStore(tmp_path / "seen", timeout=0))
    with closing(sqlite3.connect(tmp_path / "seen", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OnePayError, match="locked"):
            endpoint.deliver(AWKWARD)

    assert endpoint.deliver(AWKWARD) == HANDLED


@pytest.mark.parametrize(
    "make", [lambda: SqliteDedupStore(":memory:"), lambda: SqliteDedupStore(""), lambda: InMemoryDedupStore(0)]
)
def test_store_that_remembers_nothing_is_refused(make: Callable[[], DedupStore]) -> None:
    with pytest.raises(ConfigurationError, match=r"InMemoryDedupStore|at least one"):
        make()


def test_custom_store_needs_three_methods() -> None:
    steps: list[str] = []

    class Own:
        def claim(self, lease: Lease) -> ClaimResult:
            steps.append(f"claim {lease.busy_until - lease.now:g} {lease.forget_at - lease.now:g}")
            return ClaimResult.CLAIMED

        def finish(self, lease: Lease) -> None:
            steps.append(f"finish {lease.now:.0f}")

        def release(self, lease: Lease) -> None:
            steps.append(f"release {lease.now:.0f}")

    endpoint = RecordingEndpoint(Own(), lease=30.0, remember=7200.0)
    endpoint.deliver(AWKWARD)
    endpoint.failures = [RuntimeError()]
    with pytest.raises(RuntimeError):
        endpoint.deliver(AWKWARD)

    assert steps == ["claim 30 7200", f"finish {NOW}", "claim 30 7200", f"release {NOW}"]
