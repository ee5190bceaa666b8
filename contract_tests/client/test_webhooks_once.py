"""Is every event handled, and none of them twice, however often it is delivered and whatever fails?"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import pytest

from onepay.errors import ConfigurationError, OnePayError
from onepay.webhooks import Delivery, InProcessMemory, Lease, Memory, MemoryUnavailable, Receiver, SqliteMemory, Turn
from support.deliveries import AWKWARD, NOTICE, NOW, SECRET, Clock, envelope, headers_for, receiver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HANDLED, SEEN, BUSY = (200, "handled"), (200, "already seen"), (503, "being handled")


@pytest.fixture(params=["in process", "SQLite"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Memory:
    return InProcessMemory() if request.param == "in process" else SqliteMemory(tmp_path / "seen.sqlite")


class Ledger:
    """What an endpoint did, and how it goes about it."""

    def __init__(self, memory: Memory | None = None, **settings: Any) -> None:
        self.clock = Clock()
        self.receiver: Receiver = receiver(memory=memory, clock=self.clock, **settings)
        self.deliveries: list[Delivery] = []
        self.failures: list[BaseException] = []

    def deliver(self, body: bytes) -> tuple[int, str]:
        return self.receiver.handle(body, headers_for(body), self.handle)

    def adeliver(self, body: bytes) -> tuple[int, str]:
        return asyncio.run(self.receiver.ahandle(body, headers_for(body), self.ahandle))

    def handle(self, delivery: Delivery) -> None:
        if self.failures:
            raise self.failures.pop()
        self.deliveries.append(delivery)

    async def ahandle(self, delivery: Delivery) -> None:
        self.handle(delivery)


def lease(identity: str = "a", *, now: float = 0, busy: float = 60, forget: float = 1000) -> Lease:
    return Lease(identity, now, now + busy, now + forget)


@pytest.mark.parametrize("body", [AWKWARD, NOTICE, b'{"event":"moon.risen"}', b"7"])
def test_six_deliveries_of_one_event_are_answered_alike_and_handled_once(memory: Memory, body: bytes) -> None:
    ledger = Ledger(memory)

    assert [ledger.deliver(body) for _ in range(3)] == [HANDLED, SEEN, SEEN]
    assert [ledger.adeliver(body) for _ in range(3)] == [SEEN] * 3
    assert len(ledger.deliveries) == 1


def test_an_event_is_known_by_its_id_whatever_else_changes(memory: Memory) -> None:
    ledger = Ledger(memory)

    assert ledger.deliver(envelope(id="evt_1")) == HANDLED
    assert ledger.deliver(envelope(id="evt_1", timestamp=NOW + 1)) == SEEN
    assert ledger.deliver(envelope(id="evt_2")) == HANDLED
    assert ledger.deliver(envelope("payment.deleted", id="evt_1")) == HANDLED


def test_an_event_without_an_id_is_known_by_object_name_and_moment(memory: Memory) -> None:
    ledger = Ledger(memory)

    assert ledger.deliver(envelope()) == HANDLED
    assert ledger.deliver(envelope(environment="production")) == SEEN
    assert ledger.deliver(envelope(timestamp=NOW + 1)) == HANDLED
    assert ledger.deliver(envelope("payment.deleted")) == HANDLED
    assert ledger.deliver(envelope().replace(b"000001", b"000002")) == HANDLED


def test_two_parts_of_one_payment_are_two_events_though_nothing_but_their_content_says_so(memory: Memory) -> None:
    ledger = Ledger(memory)
    parts = [{"event": "payment.partially_paid", "data": {"id": "p", "paid": paid}} for paid in (1, 2)]

    assert [ledger.deliver(json.dumps(part).encode()) for part in parts] == [HANDLED, HANDLED]


def test_identities_do_not_depend_on_the_process() -> None:
    identities = [
        receiver().receive(body, headers_for(body)).identity for body in (AWKWARD, NOTICE, envelope(id="evt_1"))
    ]

    assert [identity[:8] for identity in identities] == ["e6bf47d9", "c5caf4fc", "ef9ef061"]
    assert {len(identity) for identity in identities} == {64}


def test_an_event_whose_handler_failed_is_handled_when_it_comes_again(memory: Memory) -> None:
    ledger = Ledger(memory)
    ledger.failures = [ValueError("no database"), ValueError("no database")]

    for deliver in (ledger.deliver, ledger.adeliver):
        with pytest.raises(ValueError, match="no database"):
            deliver(AWKWARD)

    assert (ledger.deliver(AWKWARD), ledger.deliver(AWKWARD)) == (HANDLED, SEEN)


def test_an_event_that_is_being_handled_must_come_again(memory: Memory) -> None:
    ledger = Ledger(memory)
    meanwhile: list[tuple[int, str]] = []

    ledger.receiver.handle(AWKWARD, headers_for(AWKWARD), lambda _: meanwhile.append(ledger.deliver(AWKWARD)))

    assert (meanwhile, ledger.deliver(AWKWARD), ledger.deliveries) == ([BUSY], SEEN, [])


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_an_event_whose_process_died_is_handled_when_its_lease_has_run_out(
    memory: Memory, end: type[BaseException]
) -> None:
    ledger = Ledger(memory)
    ledger.failures = [end()]
    with pytest.raises(end):
        ledger.deliver(AWKWARD)

    assert ledger.deliver(AWKWARD) == BUSY
    ledger.clock.now += 60
    assert ledger.deliver(AWKWARD) == HANDLED


def test_a_handler_that_is_cancelled_keeps_its_lease_since_nobody_knows_how_far_it_came(memory: Memory) -> None:
    ledger = Ledger(memory)

    async def cancelled_in_the_middle() -> None:
        started = asyncio.Event()

        async def handler(_: Delivery) -> None:
            started.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(ledger.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled_in_the_middle())
    assert ledger.deliver(AWKWARD) == BUSY
    ledger.clock.now += 60
    assert ledger.deliver(AWKWARD) == HANDLED


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


def test_of_many_threads_one_handles_the_event(memory: Memory) -> None:
    ledger, together = Ledger(memory), Barrier(8)

    def deliver(_: int) -> tuple[int, str]:
        together.wait()
        return ledger.deliver(AWKWARD)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(deliver, range(8)))

    assert answers.count(HANDLED) == 1
    assert {*answers} <= {HANDLED, SEEN, BUSY}
    assert len(ledger.deliveries) == 1


def test_of_many_tasks_one_handles_the_event(memory: Memory) -> None:
    ledger = Ledger(memory)

    async def deliver() -> list[tuple[int, str]]:
        calls = (ledger.receiver.ahandle(AWKWARD, headers_for(AWKWARD), ledger.ahandle) for _ in range(8))
        return [(answer.status, answer.text) for answer in await asyncio.gather(*calls)]

    answers = asyncio.run(deliver())

    assert answers.count(HANDLED) == 1
    assert len(ledger.deliveries) == 1


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


def test_a_block_may_handle_the_event_itself() -> None:
    endpoint = receiver()
    delivery = endpoint.receive(AWKWARD, headers_for(AWKWARD))
    with endpoint.once(delivery) as first:
        pass
    with pytest.raises(RuntimeError), endpoint.once(delivery) as second:
        raise RuntimeError

    assert (first, second, endpoint.handle(AWKWARD, headers_for(AWKWARD), print)) == (Turn.FIRST, Turn.SEEN, SEEN)


def test_a_refused_request_is_answered_and_leaves_no_trace_in_memory() -> None:
    memory = InProcessMemory()
    ledger = Ledger(memory)
    forged = ledger.receiver.handle(AWKWARD, headers_for(AWKWARD, "another"), ledger.handle)

    assert forged == (401, "wrong_signature")
    assert asyncio.run(ledger.receiver.ahandle(AWKWARD, {}, ledger.ahandle)) == (401, "missing_token")
    assert (len(memory), ledger.deliveries) == (0, [])


def test_an_ordinary_handler_does_not_stop_the_event_loop() -> None:
    async def deliver() -> tuple[int, str]:
        loop, released = asyncio.get_running_loop(), Event()

        def handler(_: Delivery) -> None:
            loop.call_soon_threadsafe(released.set)
            assert released.wait(30), "the loop stood still meanwhile"

        return await receiver().ahandle(AWKWARD, headers_for(AWKWARD), handler)

    assert asyncio.run(deliver()) == HANDLED


def test_a_handler_that_nobody_would_await_is_refused_and_the_event_comes_again() -> None:
    ledger = Ledger()

    with pytest.raises(ConfigurationError, match="Use ahandle"):
        ledger.receiver.handle(AWKWARD, headers_for(AWKWARD), ledger.ahandle)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert ledger.deliver(AWKWARD) == HANDLED
