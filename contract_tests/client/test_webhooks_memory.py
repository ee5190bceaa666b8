"""Does every memory keep what it promises, across threads, processes, crashes and damaged files?"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from onepay.errors import ConfigurationError, OnePayError
from onepay.webhooks import InProcessMemory, Lease, Memory, MemoryUnavailable, Receiver, SqliteMemory, Turn
from support.deliveries import (
    AWKWARD,
    BUSY,
    HANDLED,
    MEMORIES,
    NOTICE,
    NOW,
    SECRET,
    SEEN,
    Clock,
    Ledger,
    headers_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(params=MEMORIES)
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Memory:
    return MEMORIES[request.param](tmp_path)


def lease(identity: str = "a", *, now: float = 0, busy: float = 60, forget: float = 1000) -> Lease:
    return Lease(identity, now, now + busy, now + forget)


def test_a_late_failure_does_not_take_the_event_from_who_took_it_over(memory: Memory) -> None:
    slow, fast = lease(now=0), lease(now=60)
    assert (memory.claim(slow), memory.claim(fast)) == (Turn.FIRST, Turn.FIRST)

    memory.release(slow)

    assert memory.claim(lease(now=61)) is Turn.BUSY


def test_a_late_failure_does_not_undo_that_the_event_was_handled(memory: Memory) -> None:
    memory.claim(lease())
    memory.finish(lease())

    memory.release(lease())

    assert memory.claim(lease(now=999)) is Turn.SEEN


def test_an_event_is_remembered_for_as_long_as_was_asked(memory: Memory) -> None:
    memory.claim(lease())
    memory.finish(lease())

    assert memory.claim(lease(now=999)) is Turn.SEEN
    assert memory.claim(lease(now=1000)) is Turn.FIRST


def test_an_event_that_was_forgotten_meanwhile_can_still_be_finished(memory: Memory) -> None:
    memory.claim(lease("a", forget=60))
    memory.claim(lease("b", now=100))
    memory.finish(lease("a"))

    assert memory.claim(lease("a", now=101)) is Turn.SEEN


@pytest.mark.parametrize("back", [61, 3600, 365 * 86400])
def test_clock_set_back_does_not_lose_a_claimed_event(memory: Memory, back: float) -> None:
    assert memory.claim(lease(now=0)) is Turn.FIRST

    assert memory.claim(lease(now=-back)) is Turn.BUSY
    assert memory.claim(lease(now=59 - back)) is Turn.BUSY
    assert memory.claim(lease(now=60 - back)) is Turn.FIRST


def test_clock_set_back_leaves_a_handled_event_handled(memory: Memory) -> None:
    memory.claim(lease(now=0))
    assert memory.claim(lease(now=-3600)) is Turn.BUSY
    memory.finish(lease(now=0))

    assert [memory.claim(lease(now=now)) for now in (-3600, -3000, 0, 999)] == [Turn.SEEN] * 4


def test_clock_set_forward_does_not_lose_an_event(memory: Memory) -> None:
    year = 365 * 86400
    memory.claim(lease("a", now=0))
    memory.claim(lease("b", now=year))

    assert memory.claim(lease("a", now=year)) is Turn.FIRST
    assert [memory.claim(lease(name, now=now)) for now in (1, 61) for name in "ab"] == [
        Turn.BUSY,
        Turn.BUSY,
        Turn.FIRST,
        Turn.FIRST,
    ]


def test_event_is_forgotten_behind_one_from_a_wrong_clock(memory: Memory) -> None:
    for entry in (lease("a", now=99_999), lease("b", now=0)):
        memory.claim(entry)
        memory.finish(entry)

    assert memory.claim(lease("b", now=1000)) is Turn.FIRST


def deliver_in_another_process(path: str, answers: Any) -> None:
    answers.put(tuple(Ledger(SqliteMemory(path)).deliver(AWKWARD)))


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
    Receiver(secret=SECRET, memory=SqliteMemory(path), clock=Clock()).handle(
        AWKWARD, headers_for(AWKWARD), lambda _: os._exit(9)
    )


def test_an_event_whose_process_was_killed_is_neither_lost_nor_handled_twice_at_a_time(tmp_path: Path) -> None:
    victim = multiprocessing.get_context("spawn").Process(target=die_while_handling, args=(str(tmp_path / "seen"),))
    victim.start()
    victim.join()
    ledger = Ledger(SqliteMemory(tmp_path / "seen"))

    assert (victim.exitcode, ledger.deliver(AWKWARD)) == (9, BUSY)
    ledger.clock.now += 60
    assert (ledger.deliver(AWKWARD), ledger.deliver(AWKWARD)) == (HANDLED, SEEN)


def test_a_memory_in_a_file_survives_a_restart(tmp_path: Path) -> None:
    assert Ledger(SqliteMemory(tmp_path / "seen")).deliver(AWKWARD) == HANDLED
    assert Ledger(SqliteMemory(tmp_path / "seen")).deliver(AWKWARD) == SEEN
    assert Ledger(InProcessMemory()).deliver(AWKWARD) == HANDLED


def test_nobody_can_release_an_event_while_another_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, connect = tmp_path / "seen", sqlite3.connect
    SqliteMemory(path).claim(lease())
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

    assert SqliteMemory(path).claim(lease()) is Turn.BUSY
    assert len(tried) == 1


def test_a_file_holds_digests_and_forgets_what_is_old(tmp_path: Path) -> None:
    ledger = Ledger(SqliteMemory(tmp_path / "seen"), remember=4000.0)
    ledger.deliver(AWKWARD)
    ledger.clock.now += 4000
    ledger.deliver(NOTICE)

    with closing(sqlite3.connect(tmp_path / "seen")) as connection:
        rows = connection.execute("SELECT identity, handled FROM onepay_webhooks_seen").fetchall()
    assert rows == [(ledger.deliveries[1].identity, 1)]


def test_a_memory_in_process_is_bounded() -> None:
    memory = InProcessMemory(capacity=2)
    for identity in "abc":
        memory.claim(lease(identity))
        memory.finish(lease(identity))

    assert repr(memory) == "InProcessMemory(2 of 2 events)"
    assert [memory.claim(lease(identity, now=1)) for identity in "bca"] == [Turn.SEEN, Turn.SEEN, Turn.FIRST]


def test_a_file_that_cannot_be_used_is_an_error_of_ours_and_nothing_is_handled(tmp_path: Path) -> None:
    (tmp_path / "seen").write_bytes(b"this is no database, but it is long enough to be taken for one")
    for path in (tmp_path / "seen", tmp_path / "missing" / "seen"):
        ledger = Ledger(SqliteMemory(path))

        with pytest.raises(MemoryUnavailable, match="cannot be used"):
            ledger.deliver(AWKWARD)
        assert ledger.deliveries == []


def test_a_file_that_another_process_holds_is_an_error_of_ours(tmp_path: Path) -> None:
    ledger = Ledger(SqliteMemory(tmp_path / "seen", timeout=0))
    with closing(sqlite3.connect(tmp_path / "seen", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OnePayError, match="locked"):
            ledger.deliver(AWKWARD)

    assert ledger.deliver(AWKWARD) == HANDLED


@pytest.mark.parametrize(
    "make", [lambda: SqliteMemory(":memory:"), lambda: SqliteMemory(""), lambda: InProcessMemory(0)]
)
def test_a_memory_that_would_remember_nothing_is_refused(make: Callable[[], Memory]) -> None:
    with pytest.raises(ConfigurationError, match=r"InProcessMemory|at least one"):
        make()


def test_a_memory_of_your_own_needs_three_methods() -> None:
    steps: list[str] = []

    class Own:
        def claim(self, lease: Lease) -> Turn:
            steps.append(f"claim {lease.busy_until - lease.now:g} {lease.forget_at - lease.now:g}")
            return Turn.FIRST

        def finish(self, lease: Lease) -> None:
            steps.append(f"finish {lease.now:.0f}")

        def release(self, lease: Lease) -> None:
            steps.append(f"release {lease.now:.0f}")

    ledger = Ledger(Own(), lease=30.0, remember=7200.0)
    ledger.deliver(AWKWARD)
    ledger.failures = [RuntimeError()]
    with pytest.raises(RuntimeError):
        ledger.deliver(AWKWARD)

    assert steps == ["claim 30 7200", f"finish {NOW}", "claim 30 7200", f"release {NOW}"]
