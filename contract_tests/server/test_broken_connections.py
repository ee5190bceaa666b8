"""Faults that break a connection break a real one, in servers and in one process."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from onepay_sandbox.sandbox import Sandbox
from server.sockets import HOST, received_by, request, served

KEY = {"Authorization": "Bearer sk_test_alborada"}
PAYMENT = b'{"title": "Cafe", "amount": 10000}'


@pytest.fixture
def port(sandbox: Sandbox) -> Iterator[int]:
    with served(sandbox) as port:
        yield port


def _fault(port: int, **rule: str | int) -> None:
    httpx.post(f"http://{HOST}:{port}/_sandbox/faults", json=rule, headers=KEY).raise_for_status()


def _payments(port: int) -> int:
    return len(httpx.get(f"http://{HOST}:{port}/v1/payments", headers=KEY).json()["data"])


def _create(port: int) -> bytes:
    """What comes back for a create, until the connection ends. Raises `ConnectionResetError`."""
    with socket.create_connection((HOST, port), timeout=30) as client:
        client.sendall(request("POST", "/v1/payments", PAYMENT, b"x-idempotency: order-118"))
        return received_by(client)


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_a_cut_ends_the_connection_without_a_word(port: int, when: str, made: int) -> None:
    _fault(port, kind="cut", operation="payments_create", when=when, times=1)
    assert (_create(port), _payments(port)) == (b"", made)


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_reset_reaches_the_client_as_a_reset(port: int, when: str, made: int) -> None:
    _fault(port, kind="reset", operation="payments_create", when=when, times=1)
    with pytest.raises(ConnectionResetError):
        _create(port)
    assert _payments(port) == made


def test_same_key_gets_the_payment_made_before_the_break(port: int) -> None:
    _fault(port, kind="reset", operation="payments_create", when="after", times=1)
    with pytest.raises(ConnectionResetError):
        _create(port)
    assert (_create(port).startswith(b"HTTP/1.1 201"), _payments(port)) == (True, 1)


def test_a_break_hurts_no_other_connection(port: int) -> None:
    with httpx.Client(base_url=f"http://{HOST}:{port}", headers=KEY) as other:
        assert other.get("/v1/payments").status_code == 200
        _fault(port, kind="reset", operation="payments_create", times=1)
        with pytest.raises(ConnectionResetError):
            _create(port)
        assert other.get("/v1/payments").status_code == 200


def test_nothing_is_complained_of_after_a_break(port: int, caplog: pytest.LogCaptureFixture) -> None:
    _fault(port, kind="cut", operation="payments_create", times=1)
    _create(port)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")] == []
