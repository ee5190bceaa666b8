"""Is every event handled, and none of them twice, however often it is delivered and whatever fails?"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TYPE_CHECKING

import pytest

from onepay.errors import ConfigurationError
from onepay.webhooks import Delivery, InProcessMemory, Memory, Turn
from support.deliveries import (
    AWKWARD,
    BUSY,
    HANDLED,
    MEMORIES,
    NOTICE,
    NOW,
    SEEN,
    Ledger,
    envelope,
    headers_for,
    receiver,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=MEMORIES)
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Memory:
    return MEMORIES[request.param](tmp_path)


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


def test_event_without_id_is_known_by_its_bytes(memory: Memory) -> None:
    ledger = Ledger(memory)
    others = [
        envelope(timestamp=NOW + 1),
        envelope("payment.deleted"),
        envelope(environment="production"),
        envelope().replace(b"150000", b"150001"),
        envelope() + b" ",
    ]

    assert [ledger.deliver(body) for body in (envelope(), envelope())] == [HANDLED, SEEN]
    assert [ledger.deliver(body) for body in others] == [HANDLED] * len(others)


@pytest.mark.parametrize("event_id", ["", None, 7, ["evt_1"]])
def test_event_id_that_is_no_text_is_no_identity(event_id: object) -> None:
    ledger = Ledger()
    parts = [envelope("payment.partially_paid", id=event_id, part=part) for part in (1, 2, 2)]

    assert [ledger.deliver(part) for part in parts] == [HANDLED, HANDLED, SEEN]


def test_two_parts_of_one_payment_are_two_events(memory: Memory) -> None:
    ledger = Ledger(memory)
    notices = [{"event": "payment.partially_paid", "data": {"id": "p", "paid": paid}} for paid in (1, 2)]
    event = {"type": "payment.partially_paid", "timestamp": NOW}
    envelopes = [{"event": event, "payment": {"id": "p", "paid": paid}} for paid in (1, 2)]

    for part in notices + envelopes:
        assert ledger.deliver(json.dumps(part).encode()) == HANDLED


def test_identities_do_not_depend_on_the_process() -> None:
    identities = [
        receiver().receive(body, headers_for(body)).identity for body in (AWKWARD, NOTICE, envelope(id="evt_1"))
    ]

    assert [identity[:8] for identity in identities] == ["651ad8de", "c5caf4fc", "ef9ef061"]
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
