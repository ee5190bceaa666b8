"""Both clients send through what they were given, and hand out whole replies."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from onepay_client import (
    AsyncOnePay,
    ConfigurationError,
    InvalidValue,
    NoResponse,
    OnePay,
    OnePayError,
    OutcomeUnknown,
    Reply,
)
from onepay_client.sending.transport_config import TransportConfig
from support.client_variants import SECRET_KEY
from support.driving import CASHOUT
from support.scripted_client import BALANCE, PAYOUT, ScriptedClient, ok


def test_a_reply_can_be_had_in_full(both: ScriptedClient) -> None:
    both.will(httpx.ReadError("cut"), ok(X_Request_Id="r-1"))
    reply: Reply[Any] = both.wait(both.client.with_reply(both.client.balances.get))
    assert (reply.value.balance, reply.status, reply.request_id, reply.body) == (150_000, 200, "r-1", BALANCE)
    assert [attempt.result.value for attempt in reply.attempts] == ["no reply", "replied"]
    assert reply.headers["CONTENT-TYPE"] == "application/json"
    assert (reply.idempotency_key, reply.deviations) == (None, ())


def test_a_reply_names_the_key_that_was_made_for_it(both: ScriptedClient) -> None:
    both.will(ok(CASHOUT))
    reply = both.wait(both.client.with_reply(both.client.cashouts.create, **PAYOUT))
    assert reply.idempotency_key == both.requests[0].headers["x-idempotency"]


def test_a_key_over_64_characters_is_sent_only_when_allowed(both: ScriptedClient) -> None:
    both.will(ok(CASHOUT))
    long = "k" * 65
    with pytest.raises(InvalidValue, match="allow_long_keys"):
        both.wait(both.client.cashouts.create(**PAYOUT, idempotency_key=long))
    client = both.made(transport=httpx.MockTransport(both.answer), allow_long_keys=True)
    both.wait(client.cashouts.create(**PAYOUT, idempotency_key=long))
    assert [request.headers["x-idempotency"] for request in both.requests] == [long]


def test_what_is_no_call_has_no_reply(both: ScriptedClient) -> None:
    async def nothing() -> None:
        return None

    with pytest.raises(ConfigurationError, match="with_reply takes a method"):
        both.wait(both.client.with_reply((lambda: None) if both.name == "sync" else nothing))


def test_an_endpoint_that_the_contract_lacks_can_be_called(both: ScriptedClient) -> None:
    both.will(ok(b'[{"new": 1}]'))
    assert both.wait(both.client.request("POST", "/new/thing", {"a": 1}, idempotency_key="k-1")) == [{"new": 1}]
    [request] = both.requests
    assert (request.method, str(request.url), request.content) == (
        "POST",
        "https://api.onepay.la/v1/new/thing",
        b'{"a":1}',
    )
    assert request.headers["x-idempotency"] == "k-1"


@pytest.mark.parametrize(("key", "tries"), [(None, 1), ("k-1", 3)])
def test_an_unknown_post_is_repeated_only_with_a_key(both: ScriptedClient, key: str | None, tries: int) -> None:
    both.will((502, b"<html>", {}))
    with pytest.raises(OutcomeUnknown):
        both.wait(both.client.request("POST", "/new", {}, idempotency_key=key))
    assert len(both.requests) == tries


def test_an_unknown_endpoint_may_answer_nothing(both: ScriptedClient) -> None:
    both.will((204, b"", {}))
    assert both.wait(both.client.request("DELETE", "/new")) is None


@pytest.mark.parametrize("path", ["new", "", "/a b", "/a?b=1", "/a#b", "/a/../b", "/{id}", "/a\n", "/\u00e9"])
def test_a_path_that_cannot_be_right_is_refused(both: ScriptedClient, path: str) -> None:
    with pytest.raises(ConfigurationError, match="path"):
        both.wait(both.client.request("GET", path))
    assert both.requests == []


def test_a_given_client_lends_its_headers_and_nothing_else(both: ScriptedClient) -> None:
    both.will((302, b"", {"Location": "https://example.org"}))
    http = both.http(headers={"X-Mine": "1"}, auth=("user", "password"), follow_redirects=True)
    with pytest.raises(OnePayError, match="redirect"):
        both.wait(both.made(http_client=http).balances.get())
    [request] = both.requests
    assert (request.headers["X-Mine"], request.headers["Authorization"]) == ("1", f"Bearer {SECRET_KEY}")
    assert not http.is_closed


def test_a_client_that_was_given_stays_open(both: ScriptedClient) -> None:
    http = both.http()
    client = both.made(http_client=http)
    both.wait(client.close() if both.name == "sync" else client.aclose())
    assert not http.is_closed


def test_a_closed_client_says_so(both: ScriptedClient) -> None:
    both.wait(both.client.close() if both.name == "sync" else both.client.aclose())
    with pytest.raises(ConfigurationError, match="has been closed"):
        both.wait(both.client.balances.get())


@pytest.mark.parametrize("more", [{"proxy": "http://127.0.0.1:1"}, {"http2": True}])
def test_what_is_given_is_configured_by_its_giver(both: ScriptedClient, more: dict[str, Any]) -> None:
    for given in ({"http_client": both.http()}, {"transport": httpx.MockTransport(both.answer)}):
        with pytest.raises(ConfigurationError):
            both.made(**given, **more)


def test_who_we_are_is_said(both: ScriptedClient) -> None:
    both.will(ok())
    both.wait(both.client.balances.get())
    [request] = both.requests
    assert re.fullmatch(r"onepay-client/\S+ cpython/3\.\d+\.\d+ httpx/\S+ \(\w+\)", request.headers["User-Agent"])


def test_what_a_watcher_raises_changes_nothing(both: ScriptedClient, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def started(self, *_: object) -> None:
            raise RuntimeError("secret")

        attempted = finished = started

    both.will(ok())
    client = both.made(transport=httpx.MockTransport(both.answer), observers=[Broken()])
    with caplog.at_level(logging.ERROR):
        assert both.wait(client.balances.get()).balance == 150_000
    assert "The observer Broken raised RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_what_is_no_failure_of_the_network_is_not_repeated(both: ScriptedClient) -> None:
    class OutOfTime(Exception):
        pass

    both.will(OutOfTime())
    with pytest.raises(NoResponse, match="OutOfTime"):
        both.wait(both.client.balances.get())
    assert len(both.requests) == 1


def transport_config(servers: dict[str, str], proxy: str | None = None) -> TransportConfig:
    return TransportConfig(servers, proxy, http2=False, max_body=1, clock=float)


def test_proxies_of_the_environment_and_exceptions_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "cards.onepay.la")
    servers = {"api": "https://api.onepay.la/v1", "cards": "https://cards.onepay.la/v1"}
    assert transport_config(servers).proxies() == {
        "api.onepay.la": "http://127.0.0.1:3128",
        "cards.onepay.la": None,
    }
    assert set(transport_config(servers, "http://127.0.0.1:1").proxies().values()) == {"http://127.0.0.1:1"}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:1"])
def test_no_proxy_of_the_environment_is_used_for_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(variable, "http://proxy.example.org:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    servers = {"api": f"http://{host}", "cards": "https://cards.onepay.la/v1"}
    found = transport_config(servers).proxies()
    assert found == {httpx.URL(servers["api"]).host: None, "cards.onepay.la": "http://proxy.example.org:3128"}


def test_no_key_leaves_in_clear_for_a_proxy_elsewhere(both: ScriptedClient) -> None:
    client: Callable[..., Any] = OnePay if both.name == "sync" else AsyncOnePay
    with pytest.raises(ConfigurationError, match="A proxy on another machine would read the key"):
        client(SECRET_KEY, base_url="http://127.0.0.1:1", proxy="http://proxy.example.org:3128")
    client(SECRET_KEY, base_url="http://127.0.0.1:1", proxy="http://127.0.0.1:3128")
    client(SECRET_KEY, proxy="http://proxy.example.org:3128")


def test_refused_certificate_is_not_tried_again(both: ScriptedClient) -> None:
    tried: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        tried.append(request)
        raise httpx.ConnectError("TLS") from ssl.SSLCertVerificationError(1, "certificate verify failed")

    client = both.made(transport=httpx.MockTransport(refuse))
    with pytest.raises(NoResponse, match="certificate verify failed"):
        both.wait(client.balances.get())
    assert len(tried) == 1
