"""Each request of ``AsyncOnePay`` has a connection of its own: used again if clean, closed if not or if long idle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import Thread, current_thread
from typing import Final

import httpx
import pytest

from onepay_client import AsyncOnePay
from onepay_client.sending.async_transport import AsyncConnections, SharedConnections
from onepay_client.sending.connections import IDLE
from support.answering import Answer, ReceivedRequest, Server
from support.client_variants import SECRET_KEY

API: Final = "api.example"
CARDS: Final = "cards.example"


class Noted(httpx.AsyncBaseTransport):
    """A transport that only knows whether it was closed."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.is_closed = False

    async def aclose(self) -> None:
        """Note it, and fail as a network may."""
        self.is_closed = True
        raise OSError


def carried_out(use: Callable[[AsyncConnections], Awaitable[None]], *moments: float) -> None:
    """Use at most three connections; the clock shows these moments, one each time, and then 0."""
    clock = iter(moments)

    async def run() -> None:
        await use(AsyncConnections(Noted, lambda: next(clock, 0.0), 3))

    asyncio.run(run())


def is_closed(transport: httpx.AsyncBaseTransport) -> bool:
    """Whether it was."""
    assert isinstance(transport, Noted)
    return transport.is_closed


def test_connection_used_last_is_used_next() -> None:
    async def use(connections: AsyncConnections) -> None:
        first, second = await connections.take(API), await connections.take(API)
        assert first is not second
        for each in (second, first):
            await connections.give_back(API, each, is_reusable=True)
        assert [await connections.take(API) for _ in range(2)] == [first, second]

    carried_out(use)


def test_connection_without_a_whole_reply_is_closed() -> None:
    async def use(connections: AsyncConnections) -> None:
        failed = await connections.take(API)
        await connections.give_back(API, failed, is_reusable=False)
        assert is_closed(failed)
        assert await connections.take(API) is not failed

    carried_out(use)


def test_connections_that_were_long_idle_are_closed() -> None:
    async def use(connections: AsyncConnections) -> None:
        first, second, used = [await connections.take(API) for _ in range(3)]
        for each in (first, second, used):
            await connections.give_back(API, each, is_reusable=True)
        assert [is_closed(each) for each in (first, second, used)] == [True, True, False]

    carried_out(use, 0.0, 1.0, IDLE + 2.0)


def test_idle_connection_gives_way_to_another_host() -> None:
    async def use(connections: AsyncConnections) -> None:
        idle = [await connections.take(API) for _ in range(3)]
        for each in idle:
            await connections.give_back(API, each, is_reusable=True)
        await connections.take(CARDS)
        assert [is_closed(each) for each in idle] == [True, False, False]

    carried_out(use)


def test_closing_also_closes_what_is_in_use() -> None:
    async def use(connections: AsyncConnections) -> None:
        idle, used, late = [await connections.take(API) for _ in range(3)]
        await connections.give_back(API, idle, is_reusable=True)
        await connections.aclose()
        await connections.give_back(API, late, is_reusable=True)
        assert [is_closed(each) for each in (idle, used, late)] == [True] * 3

    carried_out(use)


def test_http2_has_one_transport_for_all_requests() -> None:
    async def use() -> None:
        connections = SharedConnections(Noted, lambda: 0.0)
        first, second = await connections.take(API), await connections.take(API)
        await connections.give_back(API, first, is_reusable=False)
        assert first is second is await connections.take(API)
        assert not is_closed(first)

    asyncio.run(use())


@pytest.mark.parametrize("status", [200, 422])
def test_calls_one_after_the_other_share_a_connection(status: int) -> None:
    threads: set[Thread] = set()  # of the server, which has one for each connection

    def answer(_: ReceivedRequest) -> Answer:
        threads.add(current_thread())
        return Answer(status, {"balance": 1, "balance_label": "$1", "currency": "COP"})

    async def call(url: str) -> None:
        async with AsyncOnePay(SECRET_KEY, base_url=url, retries=0) as client:
            for _ in range(3):
                await asyncio.gather(client.balances.get(), return_exceptions=True)

    with Server.running(answer) as server:
        asyncio.run(call(server.url))
    assert len(threads) == 1
