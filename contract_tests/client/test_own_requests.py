"""What leaves through httpx's own transports is the request that httpx would make, address and headers included."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from onepay_client.sending import transport
from onepay_client.sending.transport import RequestMaker, make_httpx_request
from onepay_core.requests import Request

SERVERS = (
    "https://api.onepay.la/v1",
    "https://api.onepay.la/v1/cards",
    "https://API.onepay.la:443/",
    "http://[::1]:8700/v1",
    "http://127.0.0.1:80",
    "https://pagos.añb.co/á b",
)
PATHS = (
    *("", "/", "//a", "/payments", "/payments/50000000-0000-4000-8000-000000000001", "/a/", "/a.b/c", "/café", "/a|b"),
    *("/.", "/a/./b", "/a/../b", "/..a", "/%20a", "/a%20b/c", "/a%2fb", "/%zz", "/a;b=c", "/a#b", "/a?"),
    *("/a?x=1&y=a+b", "/a?x=%20", "/a?x=#b", "/a?x=[1]&sort=-a", "/a?x=:", "/a?x=á", f"/{'a' * 70_000}"),
)
SENT: tuple[tuple[str, bytes | None, dict[str, str]], ...] = (
    ("GET", None, {"Accept": "application/json", "Authorization": "Bearer sk_test_made_up"}),
    ("POST", b'{"amount":1}', {"Content-Type": "application/json"}),
    ("POST", None, {}),
    ("PUT", b"", {"x": "1"}),
    ("DELETE", None, {"HOST": "another.example"}),
    ("POST", b"{}", {"content-length": "7"}),
)


def described(request: httpx.Request) -> tuple[Any, ...]:
    address = request.url
    shown = (str(address), address.raw_scheme, address.raw_host, address.port, address.raw_path)
    stream: Any = request.stream
    return request.method, shown, request.headers.raw, b"".join(stream), request.extensions


def outcome(make: Any, request: Request) -> object:
    try:
        return described(make(request, {"timeout": {}}))
    except httpx.InvalidURL as error:
        return repr(error)


@pytest.mark.parametrize("server", SERVERS)
def test_an_own_request_is_what_httpx_would_make(server: str) -> None:
    make = RequestMaker(SERVERS)
    for path in PATHS:
        for method, content, headers in SENT:
            request = Request(method, server.rstrip("/") + path, dict(headers), content)
            assert outcome(make, request) == outcome(make_httpx_request, request)


def test_addresses_are_read_anew_where_httpx_keeps_no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_PARTS", "_gone")
    test_an_own_request_is_what_httpx_would_make(SERVERS[0])
