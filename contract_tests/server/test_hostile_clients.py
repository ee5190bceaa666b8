"""Servers survive clients that send nonsense, too much or too little."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import httpx
import pytest

from onepay_sandbox.http.application import LARGEST_BODY
from onepay_sandbox.sandbox import Sandbox
from server.sockets import HEAD, HOST, received_by, reply_to, request, served, status_of

KEY: Final = b"x-idempotency: order-118"
CROWD: Final = 400
NOBODY: Final = HEAD.replace(b"alborada", b"nobody")


PATHS: Final = {
    "climbing": "/v1/../../../../etc/passwd",
    "encoded": "/v1/payments/..%2f..%2f..%2fetc%2fpasswd",
    "encoded_dots": "/v1/payments/%2e%2e/%2e%2e/etc/passwd",
    "two_slashes": "//etc/passwd",
    "from_control": "/_sandbox/../../etc/passwd",
    "backslashes": "/_sandbox/..%5c..%5cwindows",
    "nul": "/v1/payments/%00",
    "page": "/payment/..%2f..%2fetc%2fpasswd",
    "long": "/v1/payments/" + "a" * 20_000,
    "absolute": "http://127.0.0.1/etc/passwd",
}
LINES: Final = {
    "not_ascii": b"GET /\xff\xfe HTTP/1.1\r\n",
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01",
    "nul_in_header": b"GET / HTTP/1.1\r\nx-evil: a\x00b\r\n",
    "continued": b"GET / HTTP/1.1\r\n continued: yes\r\n",
    "space_in_name": b"GET / HTTP/1.1\r\nbad name: yes\r\n",
    "negative_length": b"GET / HTTP/1.1\r\ncontent-length: -1\r\n",
    "two_lengths": b"GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n",
    "long_line": b"GET /" + b"a" * 70_000,
    "many_headers": b"GET / HTTP/1.1\r\n" + b"x-padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 2_000,
}
BODIES: Final = {
    "not_utf_8": b'{"title": "\xff\xfe", "amount": 1000}',
    "half_a_pair": b'{"title": "\xed\xa0\x80", "amount": 1000}',
    "deep_list": b"[" * 1_000 + b"]" * 1_000,
    "deep_object": b'{"metadata":' * 1_000 + b"1" + b"}" * 1_000,
    "deep_metadata": b'{"metadata":' * 101 + b"1" + b"}" * 101,
    "unclosed": b'{"a":[' * 100_000,
    "endless_number": b'{"title": "a", "amount": 1e999999}',
    "long_number": b'{"title": "a", "amount": ' + b"9" * 100_000 + b"}",
    "nul": b"\x00" * 1_000,
}
BEGINNINGS: Final = {
    "nothing": b"",
    "half_a_line": b"GET /v1/pay",
    "half_a_header": b"GET /v1/payments HTTP/1.1\r\nHost: x\r\nx-slow: ",
}
KEYS: Final = {"crlf": b"a\r\nx-evil: 1", "lf": b"a\nx-evil: 1", "latin": b"\xc3\xb1", "long": b"a" * 30_000}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where one sandbox listens for all of these clients; at their end it must still be well."""
    yield from _well(20.0)


@pytest.fixture(scope="module")
def hasty_port() -> Iterator[int]:
    """The same, where a client has half a second for each thing that it sends."""
    yield from _well(0.5)


def _well(patience: float) -> Iterator[int]:
    sandbox = Sandbox()
    with served(sandbox, patience=patience) as port:
        yield port
        assert httpx.get(f"http://{HOST}:{port}/_sandbox/health").json()["status"] == "ok"


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_that_climbs_is_not_found(port: int, path: str) -> None:
    reply = reply_to(port, request("GET", path))
    assert (status_of(reply), b"root:" in reply) == (404, False)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_what_is_no_request_is_answered_400(port: int, line: bytes) -> None:
    assert status_of(reply_to(port, line, b"Host: x\r\n\r\n")) in (400, None)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_payment_is_refused(port: int, body: bytes) -> None:
    assert status_of(reply_to(port, request("POST", "/v1/payments", body, KEY))) == 422


@pytest.mark.parametrize("depth", [101, 1_000, 100_000])
def test_deep_json_is_refused_by_the_control_api_too(port: int, depth: int) -> None:
    body = b'{"by":' * depth + b"1" + b"}" * depth
    assert status_of(reply_to(port, request("POST", "/_sandbox/clock/advance", body))) == 422


def test_large_body_is_answered_413_before_it_is_sent(port: int) -> None:
    head = b"POST /v1/payments HTTP/1.1\r\n" + HEAD + b"content-length: 99999999999\r\n\r\n"
    reply = reply_to(port, head + b" " * (LARGEST_BODY + 1))
    assert (status_of(reply), b"connection: close" in reply.lower()) == (413, True)


def test_a_body_without_an_end_is_cut_off(port: int) -> None:
    head = b"POST /v1/payments HTTP/1.1\r\n" + HEAD + b"transfer-encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert status_of(reply_to(port, head, *([chunk] * 40))) in (413, None)


@pytest.mark.parametrize("sent", BEGINNINGS.values(), ids=BEGINNINGS)
def test_who_never_ends_the_head_of_a_request_is_hung_up_on(hasty_port: int, sent: bytes) -> None:
    assert reply_to(hasty_port, sent) == b""


def test_who_is_slow_with_a_second_request_is_hung_up_on_as_well(hasty_port: int) -> None:
    with socket.create_connection((HOST, hasty_port), timeout=30) as client:
        client.sendall(b"GET /v1/payments HTTP/1.1\r\n" + HEAD + b"\r\n")
        assert client.recv(65_536).startswith(b"HTTP/1.1 200")
        client.sendall(b"GET /v1/payments HTTP/1.1\r\nHost: ")
        assert not received_by(client).startswith(b"HTTP")


def _list() -> bytes:
    """Asks for the payments of the account that nothing was done for."""
    return b"GET /v1/payments HTTP/1.1\r\n" + NOBODY + b"connection: close\r\n\r\n"


def test_slow_body_is_answered_408_without_effect(hasty_port: int) -> None:
    head = b"POST /v1/payments HTTP/1.1\r\n" + NOBODY + KEY + b"\r\ncontent-length: 40\r\n\r\n"
    assert status_of(reply_to(hasty_port, head, b'{"title": "Caf')) == 408
    assert b'"data":[]' in reply_to(hasty_port, _list())


def test_request_of_a_disconnected_client_has_no_effect(port: int) -> None:
    body = b'{"title": "a", "amount": 1000}'
    head = b"POST /v1/payments HTTP/1.1\r\n" + NOBODY + KEY + b"\r\ncontent-length: 99\r\n\r\n"
    with socket.create_connection((HOST, port), timeout=30) as client:
        client.sendall(head + body)
        client.shutdown(socket.SHUT_WR)
        assert received_by(client) == b""
    assert all(b'"data":[]' in reply_to(port, _list()) for _ in range(5))


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_header_cannot_bring_another_into_the_reply(port: int, key: bytes) -> None:
    body = json.dumps({"title": "Cafe", "amount": 10_000}).encode()
    reply = reply_to(port, request("POST", "/v1/payments", body, b"x-idempotency: " + key))
    assert (b"x-evil" in reply.partition(b"\r\n\r\n")[0], (status_of(reply) or 400) < 500) == (False, True)


def test_a_fault_cannot_bring_a_header_into_the_reply(port: int) -> None:
    rule = json.dumps({"kind": "status", "status": 429, "retry_after": "7\r\nx-evil: 1"}).encode()
    assert status_of(reply_to(port, request("POST", "/_sandbox/faults", rule))) == 422


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "OPTIONS", "HEAD", "PATCH", "BREW"])
def test_method_without_operation_is_refused(port: int, method: str) -> None:
    assert status_of(reply_to(port, request(method, "/v1/payments"))) == 405


def test_a_wish_for_another_protocol_is_not_granted(port: int) -> None:
    wish = (b"connection: upgrade", b"upgrade: websocket", b"sec-websocket-version: 13", b"sec-websocket-key: YQ==")
    assert status_of(reply_to(port, request("GET", "/v1/payments", b"", *wish))) == 200


def test_two_requests_in_one_packet_get_two_replies(port: int) -> None:
    pipelined = b"GET /v1/payments HTTP/1.1\r\n" + HEAD + b"\r\n"
    assert reply_to(port, pipelined + request("GET", "/v1/payments")).count(b"HTTP/1.1 200") == 2


def test_silent_clients_keep_nobody_from_being_served(port: int) -> None:
    with ExitStack() as crowd:
        for _ in range(CROWD):
            crowd.enter_context(socket.create_connection((HOST, port)))
        assert status_of(reply_to(port, request("GET", "/v1/payments"))) == 200
