"""Every single wait of a blocking connection ends with the deadline of its call."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpcore
import httpx
import pytest

from onepay_client import NoResponse, NotSent, OnePay, Runtime
from onepay_client.sending.connections import Connecting, deadline, heed_deadlines
from support.client_variants import SECRET_KEY
from support.scripted_client import ScriptedClient


class Waits(httpcore.NetworkStream):
    """A stream that notes how long it may wait."""

    def __init__(self, noted: list[float | None]) -> None:
        self._noted = noted

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the protocol's
        self._noted.append(timeout)
        return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the protocol's
        self._noted.append(timeout)

    def close(self) -> None:
        """There is nothing to close."""


class Network(httpcore.NetworkBackend):
    """A network of such streams."""

    def __init__(self) -> None:
        self.noted: list[float | None] = []

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002
        port: int,  # noqa: ARG002
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002
        socket_options: object = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        self.noted.append(timeout)
        return Waits(self.noted)


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def transport(network: Network) -> httpx.HTTPTransport:
    transport = httpx.HTTPTransport()
    setattr(transport._pool, "_network_backend", network)  # noqa: B010 # pyright: ignore[reportPrivateUsage]
    heed_deadlines(transport)
    return transport


def send(transport: httpx.HTTPTransport) -> None:
    limits = {"connect": 5.0, "read": 30.0, "write": 30.0, "pool": 10.0}
    request = httpx.Request("GET", "http://127.0.0.1/", extensions={"timeout": limits})
    transport.handle_request(request).close()


def test_no_wait_goes_on_beyond_the_deadline(transport: httpx.HTTPTransport, network: Network) -> None:
    with deadline(107.0, lambda: 100.0):
        send(transport)
    assert set(network.noted) == {5.0, 7.0}


def test_without_a_deadline_each_wait_keeps_its_limit(transport: httpx.HTTPTransport, network: Network) -> None:
    with deadline(None, lambda: 100.0):
        send(transport)
    assert set(network.noted) == {5.0, 30.0}


def test_nothing_is_begun_after_the_deadline(transport: httpx.HTTPTransport, network: Network) -> None:
    with deadline(99.0, lambda: 100.0), pytest.raises(httpx.ConnectTimeout):
        send(transport)
    assert network.noted == []


def test_a_transport_of_another_make_is_left_alone() -> None:
    heed_deadlines(httpx.HTTPTransport.__new__(httpx.HTTPTransport))


def test_a_dripping_body_of_a_given_transport_ends_in_time() -> None:
    seconds = 0.0

    class Drips(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal seconds
            for _ in range(100):
                seconds += 1.0
                yield b" "

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Drips()))
    around = Runtime(monotonic=lambda: seconds)
    client = OnePay(SECRET_KEY, transport=transport, runtime=around, deadline=5.0)
    with client, pytest.raises(NoResponse, match="deadline"):
        client.balances.get()
    assert seconds == 6.0


def _resolving(monkeypatch: pytest.MonkeyPatch, addresses: list[tuple[str, int]]) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]

    def resolve(*_: Any, **__: Any) -> list[Any]:
        return list(found)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@contextmanager
def _dead_addresses(count: int) -> Generator[list[tuple[str, int]]]:
    """Addresses of this machine that accept no connection, since their queues are full."""
    with ExitStack() as stack:
        port, addresses = 0, list[tuple[str, int]]()
        for number in range(2, 2 + count):
            listener = stack.enter_context(socket.socket())
            listener.bind((f"127.0.0.{number}", port))
            listener.listen(0)
            address = listener.getsockname()
            port = address[1]
            addresses.append(address)
            for _ in range(3):
                waiting = stack.enter_context(socket.socket())
                waiting.settimeout(0)
                waiting.connect_ex(address)
        yield addresses


def test_a_deadline_holds_over_several_dead_addresses(both: ScriptedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client = both.made(base_url="https://api.invalid", cards_url="https://api.invalid", deadline=0.5, retries=0)
    with _dead_addresses(20) as addresses:
        _resolving(monkeypatch, addresses)
        began = time.monotonic()
        with pytest.raises(NotSent):
            both.wait(client.charges.refund("a-charge"))
        assert time.monotonic() - began < 5.0, "each address had the whole deadline, or half of it, for itself"
    both.wait(client.close() if both.name == "sync" else client.aclose())


def test_an_address_behind_a_dead_one_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with _dead_addresses(1) as [(dead, port)], socket.create_server(("127.0.0.9", port)) as listener:
        _resolving(monkeypatch, [(dead, port), ("127.0.0.9", port)])
        connecting = Connecting(
            lambda seconds: socket.create_connection(("api.invalid", port), seconds), "api.invalid", port, 0.6
        )
        with connecting.stream() as stream:
            assert stream.getpeername() == listener.getsockname()


def test_a_deadline_holds_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    lookup_began, lookup_may_end = threading.Event(), threading.Event()

    def slow(*_: Any, **__: Any) -> Any:
        lookup_began.set()
        lookup_may_end.wait(10)
        raise socket.gaierror(8, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    client = OnePay(
        SECRET_KEY, base_url="https://api.invalid", cards_url="https://api.invalid", deadline=0.2, retries=0
    )
    with pytest.raises(NotSent, match="ConnectTimeout"):  # and not the end of the lookup, which is another error
        client.charges.refund("a-charge")
    assert lookup_began.is_set()
    lookup_may_end.set()
    client.close()


def test_a_name_that_nobody_knows_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(8, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with (
        OnePay(SECRET_KEY, base_url="https://api.invalid", cards_url="https://api.invalid", retries=0) as client,
        pytest.raises(NotSent, match="Name or service not known"),
    ):
        client.charges.refund("a-charge")


def test_a_connection_that_comes_too_late_is_closed() -> None:
    late, closed = threading.Event(), threading.Event()

    class Late:
        def close(self) -> None:
            closed.set()

    def connect(_: float) -> Late:
        late.wait(10)
        return Late()

    with pytest.raises(httpx.ConnectTimeout):
        Connecting(connect, "127.0.0.1", 1, 0.01).stream()
    late.set()
    assert closed.wait(5)
