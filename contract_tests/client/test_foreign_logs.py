"""The libraries below log no more of a call than the page says."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

from onepay_api.wire_names import SENSITIVE_NAMES
from onepay_client import AsyncOnePay, OnePay
from onepay_contract.document import Operation
from support.client_variants import SECRET_KEY
from support.contract import Contract
from support.every import every_operation
from support.faults import Success
from support.faulty_server import FaultyServer
from support.http2_server import Http2Server
from support.ledger import Arrival

FILTER = "ana-canary"
NAMES_OF_PLACES: Final = {("states_list", "name"), ("cities_list", "name")}
WANTED_IN_THE_ADDRESS: Final = {("customers_list", "document_number")}
"""Personal data for which the API has no other place; docs/watching.md says what to do about it."""
BALANCE: Final = b'{"balance": 150000}'


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    def answer(_: Arrival) -> Success:
        return Success(200, b'{"id": "c1", "data": [], "current_page": 1, "last_page": 1}')

    with FaultyServer.running(answer) as server:
        yield server


def logged(caplog: pytest.LogCaptureFixture, logger: str) -> str:
    return "\n".join(r.getMessage() for r in caplog.records if r.name.partition(".")[0] == logger)


def test_nothing_below_us_logs_a_key_or_a_filter(server: FaultyServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with OnePay(SECRET_KEY, base_url=server.url) as client:
        client.payment_intents.list(filter_external_id=FILTER)
    assert "receive_response_headers" in logged(caplog, "httpcore")
    assert SECRET_KEY not in caplog.text
    assert FILTER not in caplog.text


def test_a_given_http_client_logs_filters_and_no_key(server: FaultyServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with httpx.Client() as http, OnePay(SECRET_KEY, base_url=server.url, http_client=http) as client:
        client.payment_intents.list(filter_external_id=FILTER)
    assert FILTER in logged(caplog, "httpx")
    assert FILTER not in logged(caplog, "onepay_client")
    assert SECRET_KEY not in caplog.text


def test_above_debug_and_info_they_log_nothing(server: FaultyServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for below in ("httpx", "httpcore", "hpack"):
        caplog.set_level(logging.WARNING, below)
    with httpx.Client() as http, OnePay(SECRET_KEY, base_url=server.url, http_client=http) as client:
        client.payment_intents.list(filter_external_id=FILTER)
    assert logged(caplog, "httpx") + logged(caplog, "httpcore") == ""


@every_operation
def test_no_address_can_carry_what_the_contract_calls_sensitive(operation: Operation, contract: Contract) -> None:
    parameters = [*operation.parameters_in("path"), *operation.parameters_in("query")]
    names = [re.sub(r"filter\[(\w+)\]", r"\1", p.name) for p in parameters]
    known = NAMES_OF_PLACES | WANTED_IN_THE_ADDRESS
    named = [name for name in names if name in SENSITIVE_NAMES and (operation.id, name) not in known]
    marked = [p.name for p in parameters if "x-sensitive" in contract.dereferenced(p.schema)]
    assert named == []
    assert [name for name in marked if (operation.id, name) not in WANTED_IN_THE_ADDRESS] == []


def speak_http2_only(transport: Any) -> None:
    """Take it from the test that the server speaks HTTP/2; otherwise TLS would say so."""
    transport._pool._http1 = False


def ours(url: str) -> None:
    client: Any
    with OnePay(SECRET_KEY, base_url=url, http2=True) as client:
        speak_http2_only(client._sender._transports.of("127.0.0.1"))
        client.balances.get()


def ours_async(url: str) -> None:
    async def call() -> None:
        client: Any
        async with AsyncOnePay(SECRET_KEY, base_url=url, http2=True) as client:
            connections = await client._sender._transports.of_this_loop()
            speak_http2_only(await connections.take("127.0.0.1"))
            await client.balances.get()

    asyncio.run(call())


def lent(url: str) -> None:
    with httpx.Client(http1=False, http2=True) as http, OnePay(SECRET_KEY, base_url=url, http_client=http) as client:
        client.balances.get()


def lent_transport(url: str) -> None:
    with OnePay(SECRET_KEY, base_url=url, transport=httpx.HTTPTransport(http1=False, http2=True)) as client:
        client.balances.get()


@pytest.fixture
def unfiltered() -> None:
    """hpack's loggers as they are before any client of ours was made."""
    for name in ("hpack.hpack", "hpack.table"):
        logging.getLogger(name).filters.clear()


@pytest.mark.usefixtures("unfiltered")
@pytest.mark.parametrize("call", [ours, ours_async, lent, lent_transport])
def test_no_log_of_http2_holds_the_key(call: Callable[[str], None], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Http2Server.running(BALANCE) as server:
        call(server.url)
    assert [headers["authorization"] for headers in server.request_headers] == [f"Bearer {SECRET_KEY}"]
    assert "receive_response_headers" in logged(caplog, "httpcore")
    assert SECRET_KEY not in caplog.text


@pytest.mark.usefixtures("unfiltered")
def test_hpack_would_log_the_key_and_may_still_warn(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Http2Server.running(BALANCE) as server, httpx.Client(http1=False, http2=True) as http:
        http.get(server.url, headers={"Authorization": SECRET_KEY})
        assert SECRET_KEY in logged(caplog, "hpack")
        OnePay(SECRET_KEY, base_url=server.url, http_client=http)
        OnePay(SECRET_KEY, base_url=server.url, http_client=http)
    logging.getLogger("hpack.hpack").warning("something is wrong")
    assert "something is wrong" in logged(caplog, "hpack")
    assert len(logging.getLogger("hpack.hpack").filters) == 1
