"""Deliveries are signed, sent, tried again and given up as documented."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

from onepay_contract.document import ContractError
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.messages import Response
from onepay_sandbox.http.transport import SandboxTransport, drive
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller
from server.receivers import Receiver


@pytest.fixture
def happen(sandbox: Sandbox, receiver: Receiver) -> Callable[[], None]:
    """Lets an event happen that the receiver's webhook has asked for."""
    with sandbox.transactions.write("test_alborada") as unit:
        hook = {"url": receiver.url, "events": ["cashout.created"], "secret": "wh_tok_fake", "header": "wh_hdr_fake"}
        unit.create("webhook", hook)

    def once() -> None:
        with sandbox.transactions.write("test_alborada") as unit:
            emit(unit, lambda: {"id": "c", "status": "pending"}, "cashout.created")
        drive(sandbox.afterwards(Response(200, pending="test_alborada")))

    return once


def _deliveries(api: Caller) -> list[Any]:
    data: list[Any] = api.control("GET", "/deliveries")["data"]
    return data


def test_a_delivery_is_signed_over_its_bytes(happen: Callable[[], None], receiver: Receiver) -> None:
    happen()
    headers, body = receiver.received[0]
    signature = hmac.new(b"wh_tok_fake", body, hashlib.sha256).hexdigest()
    assert headers["signature"] == headers["x-signature"] == signature
    assert (headers["x-webhook-token"], headers["x-webhook-event"]) == ("wh_hdr_fake", "cashout.created")


@pytest.mark.parametrize(("event", "shown"), [("cashout.created", {"id": 1}), ("cashout.dreamt", {"id": "c"})])
def test_event_against_the_contract_fails_without_webhooks(sandbox: Sandbox, event: str, shown: Any) -> None:
    with pytest.raises(ContractError, match=event), sandbox.transactions.write("test_alborada") as unit:
        emit(unit, lambda: shown, event)


def test_event_that_nobody_gets_is_made_once(sandbox: Sandbox) -> None:
    made: list[object] = []

    def snapshot() -> Any:
        made.append({"id": "c", "status": "pending"})
        return made[-1]

    for _ in range(2):
        with sandbox.transactions.write("test_alborada") as unit:
            emit(unit, snapshot, "cashout.created")
            emit(unit, snapshot, "cashout.created")
    assert len(made) == 2


def test_deliveries_ledger_and_requests_have_pages(api: Caller, happen: Callable[[], None]) -> None:
    for amount in (1, 2, 3):
        happen()
        api.deposit(amount)
    for path, name in (("/deliveries", "data"), ("/ledger", "entries"), ("/journal", "data")):
        whole = api.control("GET", path)[name]
        parts = [api.control("GET", f"{path}?per_page=2&page={page}")[name] for page in (1, 2)]
        assert (path, [*parts[0], *parts[1]]) == (path, whole[:4])
        assert api.control("GET", f"{path}?page=4503599627370496")[name] == []
        assert api.client.get(f"{CONTROL}{path}?per_page=1001").status_code == 422


def test_an_event_names_its_resource_and_environment(happen: Callable[[], None], receiver: Receiver) -> None:
    happen()
    event = {"type": "cashout.created", "timestamp": 1770037200, "environment": "test"}
    assert json.loads(receiver.received[0][1]) == {"cashout": {"id": "c", "status": "pending"}, "event": event}


def test_the_other_envelope_can_be_chosen(api: Caller, happen: Callable[[], None], receiver: Receiver) -> None:
    api.control("PUT", "/settings", {"envelope": "data"})
    happen()
    body = {"event": "cashout.created", "data": {"id": "c", "status": "pending"}}
    assert json.loads(receiver.received[0][1]) == body


def test_delivery_is_tried_six_times_with_documented_pauses(
    api: Caller, happen: Callable[[], None], receiver: Receiver
) -> None:
    receiver.answers = [500] * 6
    happen()
    api.advance(by="P1D")
    delivery = _deliveries(api)[0]
    times = [attempt["at"][11:19] for attempt in delivery["attempts"]]
    assert times == ["13:00:00", "13:00:10", "13:00:40", "13:01:40", "13:03:40", "13:08:40"]
    assert (delivery["status"], len(receiver.received)) == ("failed", 6)


def test_a_delivery_that_was_taken_is_not_sent_again(
    api: Caller, happen: Callable[[], None], receiver: Receiver
) -> None:
    receiver.answers = [400, 302]
    happen()
    api.advance(by="P1D")
    assert [attempt["reply"]["status"] for attempt in _deliveries(api)[0]["attempts"]] == [400, 302]
    assert _deliveries(api)[0]["status"] == "delivered"


def test_failing_webhook_is_disabled_and_gets_no_missed_events(
    api: Caller, happen: Callable[[], None], receiver: Receiver
) -> None:
    receiver.answers = [500] * 18
    for _ in range(3):
        happen()
    api.advance(by="PT1H")
    happen()
    assert len(receiver.received) == 18
    assert len(api.control("GET", "/deliveries")["data"]) == 3


def test_a_success_between_failures_keeps_a_webhook_enabled(
    api: Caller, happen: Callable[[], None], receiver: Receiver
) -> None:
    for answers in ([500] * 12, [200], [500] * 12):
        receiver.answers = list(answers)
        for _ in range(max(1, len(answers) // 6)):
            happen()
        api.advance(by="PT1H")
    happen()
    assert len(receiver.received) == 26


def test_a_delivery_can_be_sent_again_by_hand_and_in_copies(
    api: Caller, happen: Callable[[], None], receiver: Receiver
) -> None:
    happen()
    delivery = _deliveries(api)[0]
    api.control("POST", f"/deliveries/{delivery['id']}/resend", {"copies": 2})
    assert len({body for _, body in receiver.received}) == 1
    assert len(receiver.received) == 3


def test_unreachable_webhook_is_an_attempt_with_an_error(
    api: Caller, happen: Callable[[], None], receiver: Receiver
) -> None:
    receiver.close()
    happen()
    assert _deliveries(api)[0]["attempts"][0]["reply"] == {"status": None, "body": "", "error": "ConnectError"}


def test_event_of_a_live_account_has_environment_live(receiver: Receiver) -> None:
    sandbox = Sandbox(live=True)
    api = Caller(SandboxTransport(sandbox), "sk_" + "live_alborada")
    api.made("/webhooks", {"name": "Tienda", "url": receiver.url, "events": ["payment.created"]})
    api.made("/payments", {"title": "Café", "amount": 10_000})
    assert json.loads(receiver.received[0][1])["event"]["environment"] == "live"
    sandbox.close()
