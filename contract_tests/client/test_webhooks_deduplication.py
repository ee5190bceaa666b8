"""Every event is handled, and none twice, however often it is delivered."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TYPE_CHECKING

import pytest

from onepay_client.errors import ConfigurationError
from onepay_client.webhooks import ClaimResult, DedupStore, Delivery, InMemoryDedupStore, WebhookResponse
from support.deliveries import (
    AWKWARD,
    DUPLICATE,
    HANDLED,
    IN_PROGRESS,
    NOTICE,
    NOW,
    RecordingEndpoint,
    envelope,
    headers_for,
    receiver,
)

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize("body", [AWKWARD, NOTICE, b'{"event":"moon.risen"}', b"7"])
def test_six_deliveries_of_one_event_are_handled_once(store: DedupStore, body: bytes) -> None:
    endpoint = RecordingEndpoint(store)

    assert [endpoint.deliver(body) for _ in range(3)] == [HANDLED, DUPLICATE, DUPLICATE]
    assert [endpoint.adeliver(body) for _ in range(3)] == [DUPLICATE] * 3
    assert len(endpoint.deliveries) == 1


def test_an_event_is_known_by_its_id_whatever_else_changes(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)

    assert endpoint.deliver(envelope(id="evt_1")) == HANDLED
    assert endpoint.deliver(envelope(id="evt_1", timestamp=NOW + 1)) == DUPLICATE
    assert endpoint.deliver(envelope(id="evt_2")) == HANDLED
    assert endpoint.deliver(envelope("payment.deleted", id="evt_1")) == HANDLED


def test_event_without_id_is_known_by_its_bytes(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)
    others = [
        envelope(timestamp=NOW + 1),
        envelope("payment.deleted"),
        envelope(environment="production"),
        envelope().replace(b"150000", b"150001"),
        envelope() + b" ",
    ]

    assert [endpoint.deliver(body) for body in (envelope(), envelope())] == [HANDLED, DUPLICATE]
    assert [endpoint.deliver(body) for body in others] == [HANDLED] * len(others)


@pytest.mark.parametrize("event_id", ["", None, 7, ["evt_1"]])
def test_event_id_that_is_no_text_is_no_identity(event_id: object) -> None:
    endpoint = RecordingEndpoint()
    parts = [envelope("payment.partially_paid", id=event_id, part=part) for part in (1, 2, 2)]

    assert [endpoint.deliver(part) for part in parts] == [HANDLED, HANDLED, DUPLICATE]


def test_ids_that_differ_in_a_broken_byte_are_two_events() -> None:
    endpoint = RecordingEndpoint()
    broken = [envelope(id="evt_!").replace(b"!", byte) for byte in (b"\xfe", b"\xff", b"\\ud800")]

    assert [endpoint.deliver(body) for body in [*broken, broken[0]]] == [HANDLED] * 3 + [DUPLICATE]


def test_two_parts_of_one_payment_are_two_events(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)
    notices = [{"event": "payment.partially_paid", "data": {"id": "p", "paid": paid}} for paid in (1, 2)]
    event = {"type": "payment.partially_paid", "timestamp": NOW}
    envelopes = [{"event": event, "payment": {"id": "p", "paid": paid}} for paid in (1, 2)]

    for part in notices + envelopes:
        assert endpoint.deliver(json.dumps(part).encode()) == HANDLED


def test_identities_do_not_depend_on_the_process() -> None:
    identities = [
        receiver().receive(body, headers_for(body)).identity for body in (AWKWARD, NOTICE, envelope(id="evt_1"))
    ]

    assert [identity[:8] for identity in identities] == ["651ad8de", "c5caf4fc", "ef9ef061"]
    assert {len(identity) for identity in identities} == {64}


def test_event_whose_handler_failed_is_handled_again(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)
    endpoint.failures = [ValueError("no database"), ValueError("no database")]

    for deliver in (endpoint.deliver, endpoint.adeliver):
        with pytest.raises(ValueError, match="no database"):
            deliver(AWKWARD)

    assert (endpoint.deliver(AWKWARD), endpoint.deliver(AWKWARD)) == (HANDLED, DUPLICATE)


def test_an_event_that_is_being_handled_must_come_again(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)
    meanwhile: list[tuple[int, str]] = []

    endpoint.receiver.handle(AWKWARD, headers_for(AWKWARD), lambda _: meanwhile.append(endpoint.deliver(AWKWARD)))

    assert (meanwhile, endpoint.deliver(AWKWARD), endpoint.deliveries) == ([IN_PROGRESS], DUPLICATE, [])


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_interrupted_event_is_handled_after_its_lease(store: DedupStore, end: type[BaseException]) -> None:
    endpoint = RecordingEndpoint(store)
    endpoint.failures = [end()]
    with pytest.raises(end):
        endpoint.deliver(AWKWARD)

    assert endpoint.deliver(AWKWARD) == IN_PROGRESS
    endpoint.clock.now += 60
    assert endpoint.deliver(AWKWARD) == HANDLED


def test_cancelled_handler_keeps_its_lease(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)

    async def cancelled_in_the_middle() -> None:
        started = asyncio.Event()

        async def handler(_: Delivery) -> None:
            started.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(endpoint.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled_in_the_middle())
    assert endpoint.deliver(AWKWARD) == IN_PROGRESS
    endpoint.clock.now += 60
    assert endpoint.deliver(AWKWARD) == HANDLED


def test_of_many_threads_one_handles_the_event(store: DedupStore) -> None:
    endpoint, together = RecordingEndpoint(store), Barrier(8)

    def deliver(_: int) -> tuple[int, str]:
        together.wait()
        return endpoint.deliver(AWKWARD)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(deliver, range(8)))

    assert answers.count(HANDLED) == 1
    assert {*answers} <= {HANDLED, DUPLICATE, IN_PROGRESS}
    assert len(endpoint.deliveries) == 1


def test_of_many_tasks_one_handles_the_event(store: DedupStore) -> None:
    endpoint = RecordingEndpoint(store)

    async def deliver() -> list[tuple[int, str]]:
        calls = (endpoint.receiver.ahandle(AWKWARD, headers_for(AWKWARD), endpoint.ahandle) for _ in range(8))
        return [(answer.status, answer.text) for answer in await asyncio.gather(*calls)]

    answers = asyncio.run(deliver())

    assert answers.count(HANDLED) == 1
    assert len(endpoint.deliveries) == 1


def test_a_block_may_handle_the_event_itself() -> None:
    endpoint = receiver()
    delivery = endpoint.receive(AWKWARD, headers_for(AWKWARD))
    with endpoint.once(delivery) as first:
        pass
    with pytest.raises(RuntimeError), endpoint.once(delivery) as second:
        raise RuntimeError

    assert (first, second, endpoint.handle(AWKWARD, headers_for(AWKWARD), print)) == (
        ClaimResult.CLAIMED,
        ClaimResult.DUPLICATE,
        DUPLICATE,
    )


def test_refused_request_is_not_stored() -> None:
    store = InMemoryDedupStore()
    endpoint = RecordingEndpoint(store)
    forged = endpoint.receiver.handle(AWKWARD, headers_for(AWKWARD, "another"), endpoint.handle)

    assert forged == WebhookResponse(status=401, text="wrong_signature")
    assert asyncio.run(endpoint.receiver.ahandle(AWKWARD, {}, endpoint.ahandle)) == (401, "missing_token")
    assert (len(store), endpoint.deliveries) == (0, [])


def test_an_ordinary_handler_does_not_stop_the_event_loop() -> None:
    async def deliver() -> tuple[int, str]:
        loop, released = asyncio.get_running_loop(), Event()

        def handler(_: Delivery) -> None:
            loop.call_soon_threadsafe(released.set)
            assert released.wait(30), "the loop stood still meanwhile"

        return await receiver().ahandle(AWKWARD, headers_for(AWKWARD), handler)

    assert asyncio.run(deliver()) == HANDLED


def test_async_handler_is_refused_by_handle() -> None:
    endpoint = RecordingEndpoint()

    with pytest.raises(ConfigurationError, match="Use ahandle"):
        endpoint.receiver.handle(AWKWARD, headers_for(AWKWARD), endpoint.ahandle)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert endpoint.deliver(AWKWARD) == HANDLED
