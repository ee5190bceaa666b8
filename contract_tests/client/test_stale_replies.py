"""A second reply on a kept connection never answers the next call."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import httpx
import pytest

from onepay_client.errors import OnePayError
from support.connection import Connection
from support.contract import Contract
from support.faults import Fault, Success, reply
from support.harness import Harness
from support.scripted_client import ScriptedClient
from support.transports import PROVED, TRANSPORTS, opened

STALE: Final = b'{"id": "b1", "balance": 666, "label": "stale"}'
FRESH: Final = b'{"id": "b1", "balance": 150000, "label": "fresh"}'


def _twice(connection: Connection, _: Success) -> None:
    connection.send(reply(200, FRESH) + reply(200, STALE))


def _second_later(connection: Connection, _: Success) -> None:
    connection.send(reply(200, FRESH))
    connection.send(reply(200, STALE))


def _body_after_204(connection: Connection, _: Success) -> None:
    connection.send(reply(200, FRESH) + reply(204, b"") + reply(200, STALE))


def _timeout_of_the_server(connection: Connection, _: Success) -> None:
    connection.send(reply(200, FRESH) + reply(408, b"", Connection="close"))


ANSWERS: Final = {
    "at once": _twice,
    "later": _second_later,
    "three": _body_after_204,
    "408": _timeout_of_the_server,
}


# Other libraries than httpx drop a connection with an unasked reply only once their thread or loop has read it, and a
# call may begin before, as decision 0024 says; whether they have cannot be awaited here.
CASES: Final = [
    pytest.param((side, name), answer, id=f"{side}: {name}-{answer}")
    for side, name in TRANSPORTS
    for answer in ANSWERS
    if name in PROVED or answer != "later"
]


@pytest.fixture(scope="module")
def transport(request: pytest.FixtureRequest, contract: Contract) -> Iterator[tuple[Harness, Any]]:
    side, name = request.param
    with Harness.opened(side, contract) as rig, opened(rig, name, retries=0) as client:
        yield rig, client


@pytest.mark.parametrize(("transport", "answer"), CASES, indirect=["transport"])
def test_a_second_reply_answers_no_later_call(transport: tuple[Harness, Any], answer: str) -> None:
    rig, client = transport
    fresh = Fault("fresh", lambda connection, _: connection.send(reply(200, FRESH)))
    rig.server.play([Fault(answer, ANSWERS[answer]), fresh, fresh])
    for _ in range(3):
        try:
            assert rig.wait(client.balances.get()).label == "fresh"
        except OnePayError:
            continue  # a transport may notice, and drop the connection while the call is under way
        finally:
            rig.server.wait_until_idle()  # what comes later has come


@pytest.mark.parametrize("side", ["sync", "async"])
def test_a_kept_connection_is_kept_after_one_reply(side: str, contract: Contract) -> None:
    fresh = Fault("fresh", lambda connection, _: connection.send(reply(200, FRESH)))
    with Harness.opened(side, contract) as rig:
        rig.server.play([fresh] * 5)
        for _ in range(5):
            rig.wait(rig.client.balances.get())
        assert rig.server.accepted == 1


@pytest.mark.parametrize("side", ["sync", "async"])
def test_our_own_transports_lose_no_call_to_a_second_reply(side: str, contract: Contract) -> None:
    fresh = Fault("fresh", lambda connection, _: connection.send(reply(200, FRESH)))
    with Harness.opened(side, contract) as rig:
        rig.server.play([Fault("at once", _twice), fresh, fresh])
        labels = [rig.wait(rig.client.balances.get()).label for _ in range(3)]
        assert labels == ["fresh"] * 3
        assert rig.server.accepted == 2


def _anonymous(purpose: int) -> ssl.SSLContext:
    """TLS without certificates, which only tests speak."""
    context = ssl.SSLContext(purpose)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
    return context


def _serve_tls(listener: socket.socket, answered: threading.Semaphore) -> None:
    """Two replies, each a TLS record of its own, to the first request, and one to each that follows."""
    context = _anonymous(ssl.PROTOCOL_TLS_SERVER)
    replies = [reply(200, FRESH), reply(200, STALE)]
    with suppress(OSError):  # the listener is closed at the end
        while True:
            accepted, _ = listener.accept()
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(OSError), context.wrap_socket(accepted, server_side=True) as connection:
                while connection.recv(65536):
                    for each in replies:
                        connection.sendall(each)
                    replies = replies[:1]
                    answered.release()


def test_a_second_reply_in_tls_answers_no_later_call(both: ScriptedClient) -> None:
    kind: Any = httpx.HTTPTransport if both.name == "sync" else httpx.AsyncHTTPTransport
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answered = threading.Semaphore(0)
        server = threading.Thread(target=_serve_tls, args=(listener, answered), daemon=True)
        server.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        transport = kind(verify=_anonymous(ssl.PROTOCOL_TLS_CLIENT))
        client = both.made(transport=transport, base_url=url, cards_url=url, retries=0)
        for _ in range(3):
            assert both.wait(client.balances.get()).label == "fresh"
            assert answered.acquire(timeout=5)  # both replies are there
        both.wait(client.close() if both.name == "sync" else client.aclose())
        listener.shutdown(socket.SHUT_RDWR)
        server.join()
