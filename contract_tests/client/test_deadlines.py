"""Does every single wait of a blocking connection end with the deadline of its call?"""

from __future__ import annotations

from collections.abc import Iterator

import httpcore
import httpx
import pytest

from onepay import NoReply, OnePay, Surroundings
from onepay._deadlines import deadline, heed_deadlines
from support.sides import SECRET_KEY


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


def test_a_body_that_drips_through_a_transport_of_the_callers_own_ends_with_the_deadline() -> None:
    seconds = 0.0

    class Drips(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal seconds
            for _ in range(100):
                seconds += 1.0
                yield b" "

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Drips()))
    around = Surroundings(monotonic=lambda: seconds)
    client = OnePay(SECRET_KEY, transport=transport, surroundings=around, deadline=5.0)
    with client, pytest.raises(NoReply, match="deadline"):
        client.balances.get()
    assert seconds == 6.0
