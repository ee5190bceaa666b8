"""What do the libraries below us log of a call, and is it no more than the page says?"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest

from onepay import OnePay
from support.faults import Success
from support.faulty_server import FaultyServer
from support.ledger import Arrival
from support.sides import SECRET_KEY

FILTER = "ana-canary"


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


def test_an_http_client_of_the_callers_own_logs_filters_and_no_key(
    server: FaultyServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with httpx.Client() as http, OnePay(SECRET_KEY, base_url=server.url, http_client=http) as client:
        client.payment_intents.list(filter_external_id=FILTER)
    assert FILTER in logged(caplog, "httpx")
    assert FILTER not in logged(caplog, "onepay")
    assert SECRET_KEY not in caplog.text


def test_above_debug_and_info_they_log_nothing(server: FaultyServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for below in ("httpx", "httpcore", "hpack"):
        caplog.set_level(logging.WARNING, below)
    with httpx.Client() as http, OnePay(SECRET_KEY, base_url=server.url, http_client=http) as client:
        client.payment_intents.list(filter_external_id=FILTER)
    assert logged(caplog, "httpx") + logged(caplog, "httpcore") == ""
