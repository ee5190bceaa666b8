"""Webhooks are kept, shown without their secrets, and signed with them."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final

import pytest

from server.callers import Caller
from server.cast import MARIANA

NOWHERE: Final = "http://127.0.0.1:9/hook"
SHOP: Final = {"name": "Tienda", "url": "https://tienda.example.com/onepay", "events": ["payment.approved"]}


@pytest.fixture
def webhook(api: Caller) -> Any:
    """A webhook for new payments, whose address nobody listens at."""
    return api.made("/webhooks", {**SHOP, "url": NOWHERE, "events": ["payment.created"]})["data"]


def _ask(api: Caller) -> None:
    api.made("/payments", {"title": "Café", "amount": 50_000, "currency": "COP"})


def _deliveries(api: Caller) -> list[Any]:
    data: list[Any] = api.control("GET", "/deliveries")["data"]
    return data


def test_only_the_first_reply_shows_secret_and_header(api: Caller) -> None:
    made = api.made("/webhooks", SHOP)["data"]
    got = api.got(f"/webhooks/{made['id']}")["data"]
    assert got == {**{name: made[name] for name in got}, "header": made["header"][:10] + "..."}
    assert set(made) - set(got) == {"secret"}
    assert api.got("/webhooks")["data"] == [got]


def test_two_webhooks_have_different_tokens(api: Caller) -> None:
    tokens = [api.made("/webhooks", SHOP)["data"][name] for name in ("secret", "header") for _ in range(2)]
    assert len(set(tokens)) == 4


@pytest.mark.parametrize("url", ["http://tienda.example.com", "ftp://localhost/", "tienda", "https://", "http://[::1"])
def test_forbidden_webhook_address_is_refused(api: Caller, url: str) -> None:
    made = api.made("/webhooks", SHOP)["data"]
    for refused in (api.post("/webhooks", {**SHOP, "url": url}), api.put(f"/webhooks/{made['id']}", {"url": url})):
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["url"])


def test_a_webhook_without_events_is_refused(api: Caller) -> None:
    assert api.post("/webhooks", {**SHOP, "events": []}).status_code == 422


def test_an_update_changes_what_it_names_and_keeps_the_rest(api: Caller) -> None:
    made = api.made("/webhooks", {**SHOP, "description": "Pagos"})["data"]
    api.advance(by="PT1H")
    put = api.put(f"/webhooks/{made['id']}", {"events": ["charge.paid"], "description": None}).json()["data"]
    assert (put["events"], put["description"], put["name"]) == (["charge.paid"], None, "Tienda")
    assert put["updated_at"] > made["updated_at"] == put["created_at"]
    assert api.got(f"/webhooks/{made['id']}")["data"] == put


def test_updated_webhook_gets_its_new_events(api: Caller, webhook: Any) -> None:
    api.put(f"/webhooks/{webhook['id']}", {"events": ["payment.deleted"]})
    _ask(api)
    assert _deliveries(api) == []


def test_deleted_webhook_gets_no_more_events(api: Caller, webhook: Any) -> None:
    assert api.delete(f"/webhooks/{webhook['id']}").is_success
    _ask(api)
    assert _deliveries(api) == []
    assert api.get(f"/webhooks/{webhook['id']}").status_code == 404


def test_event_without_subscriber_is_not_sent(api: Caller, webhook: Any) -> None:
    assert webhook["events"] == ["payment.created"]
    api.made("/customers", MARIANA)
    assert _deliveries(api) == []


def test_new_secret_signs_later_attempts_of_a_delivery(api: Caller, webhook: Any) -> None:
    _ask(api)
    rotated = api.control("POST", f"/webhooks/{webhook['id']}/rotate")
    api.advance(by="PT10S")
    delivery = _deliveries(api)[0]
    tried = [
        (attempt["headers"]["signature"], attempt["headers"]["x-webhook-token"]) for attempt in delivery["attempts"]
    ]
    assert tried == [_signed(delivery["body"], tokens) for tokens in (webhook, rotated)]
    assert all(webhook[name] != rotated[name] for name in ("secret", "header"))


def _signed(body: str, tokens: Any) -> tuple[str, str]:
    return hmac.new(tokens["secret"].encode(), body.encode(), hashlib.sha256).hexdigest(), tokens["header"]


def test_disabled_webhook_can_be_enabled_again(api: Caller, webhook: Any) -> None:
    for _ in range(3):
        _ask(api)
    api.advance(by="PT1H")
    assert api.control("GET", f"/webhooks/{webhook['id']}")["status"] == "disabled"
    assert api.control("POST", f"/webhooks/{webhook['id']}/enable")["status"] == "enabled"
    _ask(api)
    assert [delivery["status"] for delivery in _deliveries(api)].count("pending") == 1
    api.advance(by="PT1H")
    state = api.control("GET", f"/webhooks/{webhook['id']}")
    assert (state["status"], state["failures"]) == ("enabled", 1)


def test_somebody_elses_webhook_is_not_found(api: Caller, webhook: Any, caller_with: Any) -> None:
    other = caller_with("sk_test_otra")
    path = f"/webhooks/{webhook['id']}"
    assert [call.status_code for call in (other.get(path), other.put(path, {}), other.delete(path))] == [404] * 3
    assert api.got("/webhooks")["data"]
