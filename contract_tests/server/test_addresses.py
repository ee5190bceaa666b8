"""Links lead where others reach the sandbox, and deliveries go where they may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from onepay_cli.__main__ import main
from onepay_cli.start_options import StartOptions
from onepay_sandbox import Network
from onepay_sandbox.http.server import ServerOptions
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.network import WebhookHosts
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import MARIANA
from server.receivers import Receiver

PUBLIC: Final = "https://sandbox.example.com"
PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
PLAN: Final[dict[str, Any]] = {"name": "Club", "amount": 42_000, "currency": "COP"}
HOOK: Final[dict[str, Any]] = {"name": "Tienda", "events": ["payment.created"]}


def _caller(network: Network) -> Iterator[Caller]:
    with closing(Sandbox(network=network)) as sandbox:
        caller = Caller(SandboxTransport(sandbox), "sk_test_alborada")
        with caller.client:
            yield caller


@pytest.fixture
def public() -> Iterator[Caller]:
    yield from _caller(Network(public_url=f"{PUBLIC}/", local_url="http://127.0.0.1:8700"))


@pytest.fixture
def proxied() -> Iterator[Caller]:
    yield from _caller(
        Network(trusts_proxy=True, hosts=["sandbox.example.com"], public_url="https://other.example.com")
    )


def _links(caller: Caller, headers: dict[str, str] | None = None) -> list[str]:
    """Every link that the sandbox hands out, of each kind."""
    caller.client.headers.update(headers or {})
    customer = caller.made("/customers", MARIANA)
    payment = caller.made("/payments", PAYMENT)["payment_link"]
    plan = caller.made("/plans", PLAN)["link"]
    connect = caller.made("/connect-links", {"customer_id": customer["id"], "single_use": True})["url"]
    following = caller.got("/subscriptions")["path"]
    return [payment, plan, connect, following]


def test_every_link_leads_to_the_public_address(public: Caller) -> None:
    links = _links(public, {"Host": "sandbox:8700"})
    assert [link for link in links if not link.startswith(f"{PUBLIC}/")] == []
    for path in ("/payment/", "/plan/", "/connect-link/", "/v1/subscriptions"):
        assert any(link.startswith(f"{PUBLIC}{path}") for link in links), path
    assert public.client.get(links[0]).status_code == 200


def test_public_host_is_allowed_and_no_other(public: Caller) -> None:
    for host, status in (("sandbox.example.com", 200), ("sandbox.example.com.evil.co", 421), ("example.com", 421)):
        assert public.client.get("https://api.onepay.la/_sandbox/health", headers={"Host": host}).status_code == status


def test_webhook_names_the_public_address(public: Caller, receiver: Receiver) -> None:
    public.made("/webhooks", {**HOOK, "url": receiver.url})
    public.made("/payments", PAYMENT)
    assert json.loads(receiver.received[0][1])["payment"]["payment_link"].startswith(f"{PUBLIC}/payment/")


def test_dashboard_listens_where_the_sandbox_itself_stands(public: Caller) -> None:
    headers = {"Host": "sandbox.example.com", "Origin": PUBLIC}
    form = {"nonce": "a"}
    assert public.client.post(f"{PUBLIC}/_sandbox/ui/sample/webhook", headers=headers, data=form).status_code == 303
    assert public.got("/webhooks")["data"][0]["url"].startswith("http://127.0.0.1:8700/_sandbox/")


def test_form_of_the_public_page_is_taken_behind_a_proxy(public: Caller) -> None:
    address = "https://api.onepay.la/_sandbox/ui/session"
    for origin, status in ((PUBLIC, 303), ("https://evil.co", 403)):
        reply = public.client.post(address, headers={"Host": "sandbox:8700", "Origin": origin}, data={"key": ""})
        assert reply.status_code == status
    secure = public.client.post(f"{PUBLIC}/_sandbox/ui/session", headers={"Origin": PUBLIC}, data={"key": ""})
    assert "Secure" in secure.headers["set-cookie"]


def test_trusted_proxy_decides_where_links_lead(proxied: Caller) -> None:
    forwarded = {"Host": "sandbox:8700", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "sandbox.example.com"}
    assert [link for link in _links(proxied, forwarded) if not link.startswith(f"{PUBLIC}/")] == []
    for name in forwarded:
        del proxied.client.headers[name]
    assert proxied.made("/payments", PAYMENT)["payment_link"].startswith("https://other.example.com/payment/")


def test_headers_of_a_proxy_count_for_nothing_unasked(api: Caller) -> None:
    before = _links(api)
    forwarded = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.co", "Forwarded": "host=evil.co"}
    assert [link for link in _links(api, forwarded) if "evil" in link or link.startswith("http://")] == []
    assert before


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "sandbox:8700", "X-Forwarded-Host": "evil.co"},
        {"Host": "evil.co", "X-Forwarded-Host": "sandbox.example.com"},
        {"Host": "sandbox:8700", "X-Forwarded-Host": "sandbox.example.com, evil.co"},
    ],
)
def test_forwarded_host_opens_no_other_host(proxied: Caller, headers: dict[str, str]) -> None:
    assert proxied.client.get("https://api.onepay.la/_sandbox/health", headers=headers).status_code == 421


@pytest.mark.parametrize(
    "url", ["sandbox.example.com", "ftp://a", "https://a/b", "https://a?b", "https://u@a", "https://", "http://a:b", ""]
)
def test_public_address_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="write scheme and host alone"):
        Sandbox(network=Network(public_url=url))


HOSTS: Final = WebhookHosts(("Shop", "hooks.example.com", "10.0.0.0/8", "fd00::/8", "192.168.7.5"))


@pytest.mark.parametrize(
    "host", ["shop:8000", "SHOP", "hooks.example.com", "10.1.2.3:81", "[fd00::7]:80", "192.168.7.5", "localhost:9"]
)
def test_named_webhook_host_is_reached_by_http_and_https(host: str) -> None:
    for scheme in ("http", "https"):
        assert HOSTS.permits(f"{scheme}://{host}/hook")
        assert HOSTS.accepts(f"{scheme}://{host}/hook")


@pytest.mark.parametrize(
    "host", ["shop.evil.co", "evil.co", "11.0.0.1", "192.168.7.6", "10.0.0.1@evil.co", "10.1", "0x0a000001", "shop\\@a"]
)
def test_other_webhook_host_stays_closed(host: str) -> None:
    for scheme in ("http", "https", "ftp"):
        assert not HOSTS.permits(f"{scheme}://{host}/hook")
        assert not HOSTS.accepts(f"{scheme}://{host}/hook")


def test_remote_webhooks_open_https_alone_and_no_reserved_name() -> None:
    remote = WebhookHosts(remote=True)
    assert remote.permits("https://tienda.onepay.la/hook")
    for url in ("http://tienda.onepay.la/hook", "https://tienda.example.com/hook"):
        assert not remote.permits(url)


@pytest.mark.parametrize("name", ["", "a/b", "10.0.0.1/8", "http://shop", "shop:80", "a b", "10.0.0.0/99"])
def test_what_is_no_webhook_host_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no host of webhooks"):
        WebhookHosts((name,))


def test_command_and_server_have_the_same_options() -> None:
    assert [field.name for field in fields(StartOptions)] == [field.name for field in fields(ServerOptions)]


GIVEN: Final = {
    "host": "127.0.0.9",
    "port": 8701,
    "public_url": PUBLIC,
    "trust_proxy_headers": True,
    "allow_host": ["a.example.com", "b.example.com"],
    "allow_webhook_host": ["shop", "10.0.0.0/8"],
    "remote_webhooks": True,
    "control_token": "a-token-of-the-team",
    "access_log": "json",
    "workers": 3,
    "database": "shop.sqlite",
    "seed": 7,
    "frozen": True,
    "at": datetime(2027, 1, 4, 14, tzinfo=UTC),
    "fake_live": True,
    "unchecked": True,
}


def test_every_option_has_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[ServerOptions] = []

    def serve(options: ServerOptions, _: object) -> None:
        served.append(options)

    monkeypatch.setattr("onepay_sandbox.http.server.serve", serve)
    for name, value in GIVEN.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        monkeypatch.setenv(f"ONEPAY_SANDBOX_{name.upper()}", text.replace(" 14:", "T14:"))
    assert main(["sandbox", "start"]) == 0
    assert [asdict(options) for options in served] == [GIVEN]
