"""Calls wait for a free connection in turn and no longer than allowed; cancelled ones take no slot."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from typing import Any, Final

import httpx
import pytest

from onepay_client import AsyncOnePay, NotSent, OnePay, Timeouts
from onepay_client.sending.async_transport import AsyncConnectionLimiter, AsyncHttpxSender
from onepay_client.sending.connections import CONNECTIONS, ConnectionLimiter, connection_limits
from onepay_client.sending.transport import HttpxSender
from support.client_variants import SECRET_KEY
from support.scripted_client import PAYOUT

NOWHERE: Final[dict[str, Any]] = {"secret_key": SECRET_KEY, "base_url": "http://127.0.0.1:9", "retries": 0}
IMPATIENT: Final = Timeouts(pool=0.0)


def test_a_gate_has_as_many_places_as_httpx_has_connections() -> None:
    pool = getattr(httpx.HTTPTransport(), "_pool")  # noqa: B009 - type checkers know no such attribute
    assert getattr(pool, "_max_connections") == CONNECTIONS  # noqa: B009 - as above


def test_a_connection_is_never_closed_for_being_one_too_many() -> None:
    limits = connection_limits()
    assert limits.max_keepalive_connections == limits.max_connections == CONNECTIONS
    assert limits.keepalive_expiry == httpx.Limits().keepalive_expiry


def test_a_thread_waits_for_a_place_no_longer_than_allowed() -> None:
    limiter = ConnectionLimiter(1)
    with limiter.slot(None), pytest.raises(httpx.PoolTimeout), limiter.slot(0.001):
        pass
    with limiter.slot(0):
        pass


def test_a_thread_gets_the_place_that_another_leaves() -> None:
    limiter = ConnectionLimiter(1)

    def enter() -> str:
        with limiter.slot(10):
            return "in"

    with ThreadPoolExecutor(1) as threads:
        with limiter.slot(0):
            waits = threads.submit(enter)
        assert waits.result() == "in"


def test_a_child_process_has_places_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = ConnectionLimiter(1)
    with limiter.slot(0):
        monkeypatch.setattr(os, "getpid", lambda: 1)
        with limiter.slot(0):
            pass


def test_a_task_waits_for_a_place_no_longer_than_allowed() -> None:
    async def wait() -> None:
        limiter = AsyncConnectionLimiter(1)
        async with limiter.slot(None):
            with pytest.raises(httpx.PoolTimeout):
                async with limiter.slot(0.001):
                    pass
        async with limiter.slot(1):
            pass

    asyncio.run(wait())


def test_tasks_are_let_through_in_the_order_in_which_they_came() -> None:
    order: list[int] = []

    async def enter(limiter: AsyncConnectionLimiter, number: int) -> None:
        async with limiter.slot(10):
            order.append(number)
            await asyncio.sleep(0)

    async def crowd() -> None:
        limiter = AsyncConnectionLimiter(2)
        await asyncio.gather(*(enter(limiter, number) for number in range(20)))

    asyncio.run(crowd())
    assert order == list(range(20))


def test_a_task_that_is_cancelled_while_it_waits_takes_no_place() -> None:
    async def enter(limiter: AsyncConnectionLimiter) -> None:
        async with limiter.slot(10):
            pass

    async def cancel() -> None:
        limiter = AsyncConnectionLimiter(1)
        async with limiter.slot(0.1):
            waiting = asyncio.create_task(enter(limiter))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await asyncio.wait_for(enter(limiter), 1)

    asyncio.run(cancel())


def test_another_event_loop_has_places_of_its_own() -> None:
    limiter = AsyncConnectionLimiter(1)

    async def enter() -> None:
        async with limiter.slot(0.1):
            pass

    async def enter_here_and_there() -> None:
        async with limiter.slot(0.1):
            await asyncio.to_thread(asyncio.run, enter())

    asyncio.run(enter_here_and_there())


@asynccontextmanager
async def taken(sender: AsyncHttpxSender | AsyncConnectionLimiter, slots: int = CONNECTIONS) -> AsyncGenerator[None]:
    """Every place of a sender is taken."""
    async with AsyncExitStack() as stack:
        for _ in range(slots):
            await stack.enter_async_context(sender.slot(0.1))
        yield


@asynccontextmanager
async def crowded() -> AsyncGenerator[AsyncOnePay]:
    """A client that is used as much as it can be."""
    client = AsyncOnePay(**NOWHERE, deadline=0.05)
    sender = client._sender  # pyright: ignore[reportPrivateUsage]
    assert isinstance(sender, AsyncHttpxSender)
    async with client, taken(sender):
        yield client


def _slot(client: OnePay, seconds: float) -> AbstractContextManager[None]:
    sender = client._sender  # pyright: ignore[reportPrivateUsage]
    assert isinstance(sender, HttpxSender)
    return sender.slot(seconds)


def test_a_write_that_finds_no_free_place_was_never_sent() -> None:
    with OnePay(**NOWHERE, timeout=IMPATIENT) as client, ExitStack() as slots:
        for _ in range(CONNECTIONS):
            slots.enter_context(_slot(client, 1))
        with pytest.raises(NotSent, match="PoolTimeout"):
            client.cashouts.create(**PAYOUT)


def test_a_task_without_a_slot_before_its_deadline_never_sent() -> None:
    async def pay() -> None:
        async with crowded() as client:
            with pytest.raises(NotSent, match="PoolTimeout"):
                await client.cashouts.create(**PAYOUT)

    asyncio.run(pay())


def test_a_write_cancelled_in_the_queue_says_nothing_of_money() -> None:
    async def cancel() -> BaseException:
        async with crowded() as client:
            task = asyncio.create_task(client.cashouts.create(**PAYOUT))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            return caught.value

    assert not getattr(asyncio.run(cancel()), "__notes__", [])


def test_a_client_that_was_given_keeps_its_own_limits() -> None:
    with ExitStack() as slots, httpx.Client() as http:
        client = OnePay(SECRET_KEY, http_client=http)
        for _ in range(CONNECTIONS + 1):
            slots.enter_context(_slot(client, 0))


def test_a_transport_that_was_given_keeps_its_own_limits() -> None:
    http = httpx.AsyncClient()

    async def enter() -> None:
        transport = httpx.MockTransport(lambda _: httpx.Response(500))
        for client in (AsyncOnePay(SECRET_KEY, transport=transport), AsyncOnePay(SECRET_KEY, http_client=http)):
            sender = client._sender  # pyright: ignore[reportPrivateUsage]
            assert isinstance(sender, AsyncHttpxSender)
            async with taken(sender, CONNECTIONS + 1):
                pass

    asyncio.run(enter())
