"""The canned server in a process of its own, and who fetches the same payment from it."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Generator
from contextlib import AsyncExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias

from benches import payments

Fetch: TypeAlias = Callable[[], object]
Await: TypeAlias = Callable[[], Coroutine[Any, Any, object]]

KEY: Final = "sk_test_not_a_real_key"
PAYMENT: Final = "50000000-0000-4000-8000-000000000001"
HEADERS: Final = {"Authorization": f"Bearer {KEY}"}


@contextmanager
def loopback() -> Generator[str]:
    """The address of a server that answers every GET with a payment."""
    command = [sys.executable, str(Path(__file__).with_name("canned.py"))]
    body = json.dumps(payments.full(1)[0], ensure_ascii=False).encode()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:  # noqa: S603 - our own words
        if server.stdin is None or server.stdout is None:
            raise SystemExit("The canned server has no pipes; this cannot happen.")
        server.stdin.write(body + b"\n")
        server.stdin.flush()
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def peers(url: str) -> dict[str, Fetch]:
    """What fetches one thing with each peer; who is not installed is left out."""
    makers = {
        "pyreqwest": _pyreqwest,
        "niquests": _niquests,
        "stripe": _stripe,
        "lithic": _lithic,
        "increase": _increase,
        "square": _square,
        "mercadopago": _mercadopago,
    }
    return {name: make(url) for name, make in makers.items() if find_spec(name)}


async def async_peers(url: str, stack: AsyncExitStack) -> dict[str, Await]:
    """What fetches it in asyncio, bare; `stack` closes it. Who is not installed is left out."""
    makers = {"pyreqwest": _pyreqwest_async, "aiohttp": _aiohttp, "niquests": _niquests_async}
    return {name: await make(f"{url}/payments/{PAYMENT}", stack) for name, make in makers.items() if find_spec(name)}


async def _pyreqwest_async(address: str, stack: AsyncExitStack) -> Await:
    client: Any = await stack.enter_async_context(importlib.import_module("pyreqwest.client").ClientBuilder().build())

    async def fetch() -> object:
        return await (await client.get(address).headers(HEADERS).build().send()).bytes()

    return fetch


async def _aiohttp(address: str, stack: AsyncExitStack) -> Await:
    session: Any = await stack.enter_async_context(importlib.import_module("aiohttp").ClientSession(headers=HEADERS))

    async def fetch() -> object:
        async with session.get(address) as response:
            return await response.read()

    return fetch


async def _niquests_async(address: str, stack: AsyncExitStack) -> Await:
    session: Any = await stack.enter_async_context(importlib.import_module("niquests").AsyncSession())

    async def fetch() -> object:
        return (await session.get(address, headers=HEADERS)).content

    return fetch


def _pyreqwest(url: str) -> Fetch:
    client: Any = importlib.import_module("pyreqwest.client").SyncClientBuilder().build()
    return lambda: client.get(f"{url}/payments/{PAYMENT}").headers(HEADERS).build().send().bytes()


def _niquests(url: str) -> Fetch:
    session: Any = importlib.import_module("niquests").Session()
    return lambda: session.get(f"{url}/payments/{PAYMENT}", headers=HEADERS).content


def _stripe(url: str) -> Fetch:
    client: Any = importlib.import_module("stripe").StripeClient(KEY, base_addresses={"api": url})
    return lambda: client.v1.payment_intents.retrieve(PAYMENT)


def _lithic(url: str) -> Fetch:
    client: Any = importlib.import_module("lithic").Lithic(api_key=KEY, base_url=url)
    return lambda: client.payments.retrieve(PAYMENT)


def _increase(url: str) -> Fetch:
    client: Any = importlib.import_module("increase").Increase(api_key=KEY, base_url=url)
    return lambda: client.account_transfers.retrieve(PAYMENT)


def _square(url: str) -> Fetch:
    client: Any = importlib.import_module("square").Square(token=KEY, base_url=url)
    return lambda: client.payments.get(PAYMENT)


def _mercadopago(url: str) -> Fetch:
    client: Any = importlib.import_module("mercadopago").SDK("TEST-not-a-real-key")
    config: Any = importlib.import_module("mercadopago.config.config").Config
    config._Config__api_base_url = url  # noqa: SLF001 - it has no setting for its address
    return lambda: client.payment().get(PAYMENT)
