"""The sandbox answers under its own names only, and shows nothing of an account to who has no key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.network import Network
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller
from server.receivers import Receiver
from server.sockets import HOST, reply_to, request, served, started, status_of

PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
OWN: Final = (
    "127.0.0.1:8700",
    "[::1]:8700",
    "localhost",
    "sandbox:8700",
    "api.onepay.la",
    "shop.localhost",
    "10.0.0.7",
)
OTHERS: Final = ("evil.example.com", "127.0.0.1.nip.io", "api.onepay.la.evil.co", "127.0.0.1@evil.co", "evil.co.", "")
PATHS: Final = ("/_sandbox/", "/_sandbox/openapi.json", "/_sandbox/clock", "/v1/payments", "/payment/a")


@pytest.mark.parametrize("host", OWN)
def test_own_host_is_answered(api: Caller, host: str) -> None:
    assert api.client.get(f"{CONTROL}/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", PATHS)
def test_other_host_is_refused_everywhere(api: Caller, host: str, path: str) -> None:
    reply = api.client.get(f"https://api.onepay.la{path}", headers={"Host": host})
    assert (reply.status_code, list(reply.json())) == (421, ["message"])


def test_host_can_be_allowed() -> None:
    allowed = Sandbox(network=Network(hosts=["Sandbox.Example.com"]))
    caller = Caller(SandboxTransport(allowed), "sk_test_a")
    assert caller.client.get(f"{CONTROL}/", headers={"Host": "sandbox.example.com:80"}).status_code == 200
    allowed.close()


def test_command_allows_hosts_that_it_is_given() -> None:
    with started("--allow-host", "sandbox.example.com") as process:
        for host, status in (("sandbox.example.com", 200), ("other.example.com", 421)):
            assert httpx.get(f"{process.url}/_sandbox/health", headers={"Host": host}).status_code == status


def test_page_shows_an_account_to_its_key_only(caller_with: Callable[[str], Caller], receiver: Receiver) -> None:
    owner, other = caller_with("sk_test_alborada"), caller_with("sk_test_other")
    owner.made("/webhooks", {"name": "Tienda", "events": ["payment.created"], "url": f"{receiver.url}?token=abc"})
    link = owner.made("/payments", PAYMENT)["payment_link"]
    pages = [
        owner.client.get(f"{CONTROL}/", headers={"Authorization": ""}).text,
        other.client.get(f"{CONTROL}/").text,
        owner.client.get(link, headers={"Authorization": ""}).text,
    ]
    assert [part for part in ("alborada", "token=abc", "payment: 1") for page in pages if part in page] == []
    assert "token=abc" in owner.client.get(f"{CONTROL}/").text


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(Sandbox()) as port:
        yield port


@pytest.mark.parametrize("line", [b"GET /" + b"a" * 70_000, b"GET / HTTP/1.1\r\nbad name: a\r\n", b"\x16\x03\x01\r\n"])
def test_what_is_no_http_is_refused_in_the_form_of_the_api(port: int, line: bytes) -> None:
    reply = reply_to(port, line, b"\r\n\r\n")
    assert status_of(reply) in (400, None)
    assert reply == b"" or b'\r\n\r\n{"message":"' in reply


def test_huge_headers_are_refused_in_the_form_of_the_api(port: int) -> None:
    reply = reply_to(port, request("GET", "/v1/payments", b"", b"x-padding: " + b"a" * 90_000))
    assert status_of(reply) in (400, 431)
    assert b'{"message":"' in reply


def test_two_hosts_are_refused(port: int) -> None:
    assert status_of(reply_to(port, request("GET", "/v1/payments", b"", b"Host: evil.example.com"))) in (400, 421)


def test_address_of_the_listener_is_a_host(port: int) -> None:
    assert httpx.get(f"http://{HOST}:{port}/_sandbox/health").status_code == 200


def test_forwarded_scheme_counts_for_nothing_unasked(port: int) -> None:
    headers = {"Authorization": "Bearer sk_test_a", "X-Forwarded-Proto": "https"}
    listed = httpx.get(f"http://{HOST}:{port}/v1/subscriptions", headers=headers).json()
    assert listed["path"].startswith(f"http://{HOST}:")
