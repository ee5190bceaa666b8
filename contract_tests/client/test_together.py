"""One client holds under threads, tasks, cancellation, forks, and many calls."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_api.models import Charge, Currency
from onepay_client import AsyncOnePay, OnePay, Runtime, Timeouts
from onepay_client.sending.messages import Reply
from support.calls import AN_ID, Calls
from support.client_variants import NAMES, SECRET_KEY
from support.contract import Contract
from support.faults import CUT, STALLED, Success
from support.faulty_server import FaultyServer
from support.ledger import Arrival

TREE: Final = Path(__file__).parents[2]
ORDER: Final[dict[str, Any]] = {
    "title": "Café",
    "amount": 1000,
    "currency": Currency.COP,
    "idempotency_key": "order-1",
}


class Echo:
    """Answers a charge whose id is the one that was asked for, so that a mixed-up reply is seen."""

    def __init__(self, contract: Contract) -> None:
        self._calls: Final = Calls(contract)

    def __call__(self, arrival: Arrival) -> Success:
        success = self._calls.success(arrival)
        body: dict[str, Any] = json.loads(success.body or b"{}")
        id_in_path = arrival.path.split("/")[2:3]
        return Success(success.status, json.dumps(body | ({"id": id_in_path[0]} if id_in_path else {})).encode())


@pytest.fixture(scope="module")
def server(contract: Contract) -> Iterator[FaultyServer]:
    with FaultyServer.running(Echo(contract)) as server:
        yield server


def settings(server: FaultyServer) -> dict[str, Any]:
    return {"secret_key": SECRET_KEY, "base_url": server.url, "environment": "test", "timeout": 20.0}


def test_threads_that_share_a_client_each_get_their_own_reply(server: FaultyServer) -> None:
    ledger = server.play([])
    ids = [f"charge-{number}" for number in range(400)]
    with OnePay(**settings(server)) as client, ThreadPoolExecutor(16) as threads:
        assert [charge.id for charge in threads.map(client.charges.get, ids)] == ids
    assert sorted(arrival.path for arrival in ledger.arrivals) == sorted(f"/charges/{id_}" for id_ in ids)


def test_threads_that_pay_at_once_pay_each_thing_once(server: FaultyServer) -> None:
    ledger = server.play([CUT[0]] * 5)
    keys = [f"payroll-{number}" for number in range(60)]

    def pay(key: str) -> str:
        return client.charges.create(title="Café", amount=1000, customer_id="c", card_id="v", idempotency_key=key).id

    with OnePay(**settings(server), retries=6) as client, ThreadPoolExecutor(8) as threads:
        list(threads.map(pay, keys))
    assert sorted(str(deed.key) for deed in ledger.deeds) == sorted(keys)


def test_tasks_that_share_a_client_each_get_their_own_reply(server: FaultyServer) -> None:
    server.play([])
    ids = [f"charge-{number}" for number in range(100)]

    async def fetch_all() -> list[str]:
        async with AsyncOnePay(**settings(server)) as client:
            return [charge.id for charge in await asyncio.gather(*map(client.charges.get, ids))]

    assert asyncio.run(fetch_all()) == ids


CROWD: Final = 300
PATIENT: Final[dict[str, Any]] = {"timeout": Timeouts(connect=20, read=20, write=20, pool=10), "retries": 0}


def test_a_crowd_of_tasks_does_not_wait_in_vain_for_a_connection(server: FaultyServer) -> None:
    server.play([])
    ids = [f"charge-{number}" for number in range(CROWD)]

    async def fetch_all() -> list[Any]:
        async with AsyncOnePay(**(settings(server) | PATIENT)) as client:
            return await asyncio.gather(*map(client.charges.get, ids), return_exceptions=True)

    ends = asyncio.run(fetch_all())
    assert [end for end in ends if isinstance(end, BaseException)] == []
    assert [charge.id for charge in ends] == ids


def test_a_crowd_of_threads_gets_its_connections(server: FaultyServer) -> None:
    server.play([])
    ids = [f"charge-{number}" for number in range(CROWD)]
    with OnePay(**(settings(server) | PATIENT)) as client, ThreadPoolExecutor(CROWD) as threads:
        assert [charge.id for charge in threads.map(client.charges.get, ids)] == ids


def test_each_thread_sees_its_own_reply_in_full(server: FaultyServer) -> None:
    server.play([])
    ids = [f"charge-{number}" for number in range(100)]

    def fetch(charge_id: str) -> Reply[Charge]:
        return client.with_reply(client.charges.get, charge_id)

    with OnePay(**settings(server)) as client, ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(fetch, ids))
    assert [json.loads(reply.body)["id"] for reply in replies] == ids
    assert [reply.value.id for reply in replies] == ids


async def cancelled(task: asyncio.Task[Any]) -> BaseException:
    """Cancel a task, and return what it ends with, notes and all."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


def test_a_post_that_is_cancelled_says_that_it_may_have_arrived(server: FaultyServer) -> None:
    ledger = server.play([STALLED[0]])

    async def cancel_in_the_middle() -> BaseException:
        async with AsyncOnePay(**settings(server)) as client:
            task = asyncio.create_task(client.payments.create(**ORDER))
            await asyncio.to_thread(server.wait_for, 1)
            end = await cancelled(task)
            assert (await client.payments.create(**ORDER)).id
            return end

    end = asyncio.run(cancel_in_the_middle())
    assert ORDER["idempotency_key"] in "".join(getattr(end, "__notes__", []))
    assert (len(ledger.arrivals), len(ledger.deeds)) == (2, 1)


def test_a_read_that_is_cancelled_says_nothing_of_money(server: FaultyServer) -> None:
    server.play([STALLED[0]])

    async def cancel_in_the_middle() -> BaseException:
        async with AsyncOnePay(**settings(server)) as client:
            task = asyncio.create_task(client.payments.get(AN_ID))
            await asyncio.to_thread(server.wait_for, 1)
            return await cancelled(task)

    assert not getattr(asyncio.run(cancel_in_the_middle()), "__notes__", [])


def test_a_callers_own_timeout_is_not_the_servers(server: FaultyServer) -> None:
    ledger = server.play([STALLED[0]])

    async def with_a_limit() -> None:
        async with AsyncOnePay(**settings(server)) as client, asyncio.timeout(0.05):
            await client.payments.create(**ORDER)

    with pytest.raises(TimeoutError):
        asyncio.run(with_a_limit())
    server.wait_until_idle()
    assert len(ledger.arrivals) == 1


FORKING: Final = """
import os, sys
from onepay_client import OnePay
client = OnePay("sk_test_fork", base_url=sys.argv[1])
assert client.charges.get("before").id == "before"
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    ids = [client.charges.get(f"child-{n}").id for n in range(20)]
    os.write(writer, b"yes" if ids == [f"child-{n}" for n in range(20)] else repr(ids).encode())
    os._exit(0)
ids = [client.charges.get(f"parent-{n}").id for n in range(20)]
assert ids == [f"parent-{n}" for n in range(20)], ids
os.waitpid(child, 0)
said = os.read(reader, 10000)
assert said == b"yes", said
assert client.charges.get("after").id == "after"
"""


def test_a_client_from_before_a_fork_serves_both_processes(server: FaultyServer) -> None:
    ledger = server.play([])
    path = ":".join(str(TREE / name) for name in ("src", "generated"))
    command = [sys.executable, "-c", FORKING, server.url]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own words
    assert (done.returncode, done.stderr) == (0, "")
    assert len(ledger.arrivals) == 42


def test_hundreds_of_calls_need_one_connection(server: FaultyServer) -> None:
    server.play([])
    before = server.accepted
    with OnePay(**settings(server)) as client:
        for _ in range(500):
            client.balances.get()
    assert server.accepted - before == 1


def test_hundreds_of_async_calls_need_one_connection(server: FaultyServer) -> None:
    server.play([])
    before = server.accepted

    async def call() -> None:
        async with AsyncOnePay(**settings(server)) as client:
            for _ in range(500):
                await client.balances.get()

    asyncio.run(call())
    assert server.accepted - before == 1


def test_failures_leave_no_connection_behind(server: FaultyServer) -> None:
    with OnePay(**settings(server), retries=0) as client:
        for fault in CUT * 20:
            server.play([fault])
            with pytest.raises(Exception, match="may"):
                client.charges.refund("charge-1")
        server.wait_until_idle()
        server.play([])
        client.charges.get("charge-1")
        assert server.wait_until_left(but=1)
    assert server.wait_until_left()


def _grown(call: Any, calls: int) -> int:
    """Blocks of memory that are held after so many calls and were not held before."""
    for _ in range(200):
        call()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(calls):
        call()
    gc.collect()
    return sys.getallocatedblocks() - before


@pytest.mark.parametrize("rig", NAMES)
def test_many_calls_hold_no_more_memory_than_a_few(rig: str, contract: Contract) -> None:
    body = Calls(contract).success(Arrival("GET", f"/payments/{AN_ID}", {}, b"")).body
    answers = iter(range(100_000))

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if next(answers) % 5 == 0 else 200, content=body)

    async def no_time(_: float) -> None:
        return None

    around = Runtime(sleep=float if rig == "sync" else no_time)
    kind: Any = OnePay if rig == "sync" else AsyncOnePay
    client = kind("sk_test_many", transport=httpx.MockTransport(answer), runtime=around)
    with asyncio.Runner() as runner:

        def call() -> None:
            called = client.payments.get(AN_ID)
            if rig == "async":
                runner.run(called)

        calls = 2_000
        assert _grown(call, calls) < calls / 4
