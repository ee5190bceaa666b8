"""One ``AsyncOnePay`` in several event loops, and in one that is not asyncio's."""

from __future__ import annotations

import asyncio
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
import trio
from asgiref.sync import async_to_sync

from onepay_client import AsyncOnePay, ConfigurationError
from onepay_core.json_values import Json
from support.answering import Answer, Server

KEY: Final = "sk_test_made_up_4711"
BALANCE: Final[Json] = {"balance": 150_000, "balance_label": "$150.000", "currency": "COP"}
LOOPS: Final = 4


def test_one_client_works_in_loops_one_after_the_other() -> None:
    with Server.running(lambda _: Answer(200, BALANCE)) as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        client = AsyncOnePay(KEY, base_url=server.url, retries=0)

        async def balance() -> int:
            return (await client.balances.get()).balance

        assert [asyncio.run(balance()) for _ in range(LOOPS)] == [150_000] * LOOPS
        assert [async_to_sync(balance)() for _ in range(LOOPS)] == [150_000] * LOOPS


def test_one_client_works_in_loops_of_many_threads() -> None:
    with Server.running(lambda _: Answer(200, BALANCE)) as server:
        client = AsyncOnePay(KEY, base_url=server.url, retries=0)

        async def balances() -> list[int]:
            replies = await asyncio.gather(*(client.balances.get() for _ in range(5)))
            return [reply.balance for reply in replies]

        with ThreadPoolExecutor(LOOPS) as threads:
            found = [running.result() for running in [threads.submit(asyncio.run, balances()) for _ in range(LOOPS)]]
    assert found == [[150_000] * 5] * LOOPS


def test_closed_client_is_closed_in_every_loop() -> None:
    client = AsyncOnePay(KEY, base_url="http://127.0.0.1:9")

    async def close_and_call() -> None:
        await client.aclose()
        await client.balances.get()

    for _ in range(2):
        with pytest.raises(ConfigurationError, match="has been closed"):
            asyncio.run(close_and_call())


def test_trio_is_told_that_asyncio_is_needed() -> None:
    client = AsyncOnePay(KEY, base_url="http://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match="needs asyncio"):
        trio.run(client.balances.get)
