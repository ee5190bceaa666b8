"""Tests decide about the order, number and moment of deliveries."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.network import Network
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.receivers import Receiver

HOOK: dict[str, Any] = {"name": "Tienda", "events": ["payment.created"]}
PAYMENT: dict[str, Any] = {"title": "Café de prueba", "amount": 10_000}


def _deliveries(api: Caller) -> list[Any]:
    """Oldest first."""
    listed: list[Any] = api.control("GET", "/deliveries")["data"]
    return listed[::-1]


def _statuses(api: Caller) -> list[str]:
    return [delivery["status"] for delivery in _deliveries(api)]


def _errors(api: Caller) -> list[str]:
    return [delivery["attempts"][-1]["reply"]["error"] for delivery in _deliveries(api)]


@pytest.fixture
def held(api: Caller, receiver: Receiver) -> list[str]:
    """The ids of three deliveries that are held, oldest first."""
    api.made("/webhooks", {**HOOK, "url": receiver.url})
    api.control("PUT", "/settings", {"deliveries": "held"})
    for _ in range(3):
        api.made("/payments", PAYMENT)
    return [delivery["id"] for delivery in _deliveries(api)]


def _received_events(api: Caller, receiver: Receiver) -> list[str]:
    """The ids of deliveries in the order in which they were heard, found by their signatures."""
    attempts = ((delivery["id"], attempt) for delivery in _deliveries(api) for attempt in delivery["attempts"])
    sent = {attempt["headers"]["signature"]: identifier for identifier, attempt in attempts}
    return [sent[headers["signature"]] for headers, _ in receiver.received]


def test_what_is_held_is_not_sent_however_long_it_takes(api: Caller, receiver: Receiver, held: list[str]) -> None:
    api.advance(by="P30D")
    assert (receiver.received, _statuses(api), len(held)) == ([], ["held"] * 3, 3)


def test_what_was_held_is_released_oldest_first(api: Caller, receiver: Receiver, held: list[str]) -> None:
    api.control("POST", "/deliveries/release", {})
    assert _received_events(api, receiver) == held


def test_deliveries_arrive_in_the_order_that_the_test_names(api: Caller, receiver: Receiver, held: list[str]) -> None:
    api.control("POST", "/deliveries/release", {"deliveries": [held[2], held[0]]})
    assert _received_events(api, receiver) == [held[2], held[0]]
    assert _statuses(api) == ["delivered", "held", "delivered"]


def test_deliveries_arrive_in_the_requested_number(api: Caller, receiver: Receiver, held: list[str]) -> None:
    api.control("POST", "/deliveries/release", {"deliveries": held[:1], "copies": 3})
    assert [body for _, body in receiver.received] == [receiver.received[0][1]] * 3


def test_what_is_not_held_cannot_be_released_and_nothing_else_is(api: Caller, held: list[str]) -> None:
    with pytest.raises(AssertionError, match="No delivery never is held"):
        api.control("POST", "/deliveries/release", {"deliveries": [*held, "never"]})
    assert _statuses(api) == ["held"] * 3


def test_what_was_released_cannot_be_released_again(api: Caller, receiver: Receiver, held: list[str]) -> None:
    api.control("POST", "/deliveries/release", {})
    with pytest.raises(AssertionError, match=f"No delivery {held[0]} is held"):
        api.control("POST", "/deliveries/release", {"deliveries": held[:1]})
    assert len(receiver.received) == 3


@pytest.mark.parametrize(
    "url",
    [
        "https://tienda.onepay.la/hook",
        "https://10.0.0.1/hook",
        "https://127.0.0.1@tienda.onepay.la/",
        "https://127.0.0.1.tienda.onepay.la/",
        "https://2130706433/",
        "https://127.0.0.1\\@tienda.onepay.la/",
        "https://myexample.com/",
    ],
)
def test_a_webhook_elsewhere_is_refused_by_its_address(api: Caller, url: str) -> None:
    refused = api.post("/webhooks", {**HOOK, "url": url})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["url"])


def test_remote_webhook_is_refused_with_the_name_of_the_flag(api: Caller) -> None:
    refused = api.post("/webhooks", {**HOOK, "url": "https://tienda.onepay.la/hook"})
    assert "--remote-webhooks" in refused.json()["message"]


def test_a_webhook_cannot_be_moved_elsewhere(api: Caller, receiver: Receiver) -> None:
    api.made("/webhooks", {**HOOK, "url": receiver.url})
    hook = api.got("/webhooks")["data"][0]
    refused = api.put(f"/webhooks/{hook['id']}", {**HOOK, "url": "https://tienda.onepay.la/hook"})
    assert (refused.status_code, api.got("/webhooks")["data"][0]["url"]) == (422, receiver.url)


@pytest.mark.parametrize("host", ["localhost", "127.8.9.1", "[::1]", "hooks.localhost"])
def test_a_webhook_on_loopback_may_speak_http(api: Caller, host: str) -> None:
    assert api.post("/webhooks", {**HOOK, "url": f"http://{host}:9/hook"}).status_code == 201


def test_a_documented_example_is_taken_and_nothing_is_sent_to_it(api: Caller) -> None:
    api.made("/webhooks", {**HOOK, "url": "https://tienda.example.com/hook"})
    api.made("/payments", PAYMENT)
    assert (_statuses(api), _errors(api)) == (["failed"], ["NotOnLoopback"])


def test_the_flag_lets_webhooks_stand_elsewhere() -> None:
    sandbox = Sandbox(network=Network(remote_webhooks=True))
    api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
    assert api.post("/webhooks", {**HOOK, "url": "https://tienda.onepay.la/hook"}).status_code == 201
    sandbox.close()


def test_remote_webhook_gets_nothing_without_the_flag(sandbox: Sandbox, api: Caller) -> None:
    with sandbox.transactions.write("test_alborada") as unit:
        tokens = {"secret": "wh_tok_fake", "header": "wh_hdr_fake"}
        unit.create("webhook", {**HOOK, **tokens, "url": "https://tienda.onepay.la/hook"})
    api.made("/payments", PAYMENT)
    assert _errors(api) == ["NotOnLoopback"]


def test_deliveries_are_found_by_event_and_status(api: Caller, receiver: Receiver, held: list[str]) -> None:
    api.made("/webhooks", {"name": "Otra", "url": receiver.url, "events": ["payment.deleted"]})
    api.delete(f"/payments/{api.made('/payments', PAYMENT)['id']}")
    api.control("POST", "/deliveries/release", {"deliveries": held[:1]})
    queries = ("event=payment.deleted", "status=delivered", "status=held&event=payment.created")
    found = [api.control("GET", f"/deliveries?{query}")["data"] for query in queries]
    assert [[item["event"] for item in page] for page in found] == [
        ["payment.deleted"],
        ["payment.created"],
        ["payment.created"] * 3,
    ]
    assert found[1][0]["id"] == held[0]
