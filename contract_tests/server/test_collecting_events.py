"""Webhooks get the events of payments and charges in order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller

NOBODY: str = "http://127.0.0.1:9/hook"
NAMES: tuple[str, ...] = (
    *(f"payment.{name}" for name in ("created", "deleted", "rejected", "approved", "expired")),
    *(f"payment.{name}" for name in ("partially_paid", "partial_expired")),
    *(f"charge.{name}" for name in ("created", "processing", "paid", "succeeded", "failed")),
)


@pytest.fixture
def listen(sandbox: Sandbox) -> Callable[[], None]:
    """Makes a webhook that asks for everything. Nobody listens at its address, so it is disabled within the hour."""

    def listen() -> None:
        with sandbox.transactions.write("test_alborada") as unit:
            hook = {"url": NOBODY, "events": list(NAMES), "secret": "wh_tok_fake", "header": "wh_hdr_fake"}
            unit.create("webhook", hook)

    return listen


@pytest.fixture
def hook(listen: Callable[[], None]) -> None:
    listen()


def events_of(api: Caller, family: str) -> list[Any]:
    """The deliveries of a family, oldest first."""
    sent = api.control("GET", "/deliveries")["data"]
    return [item for item in reversed(sent) if item["event"].startswith(family)]


def ask(api: Caller, **fields: Any) -> str:
    payment_id: str = api.made("/payments", {"title": "Café", "amount": 100_000, "reference": "pedido-9", **fields})[
        "id"
    ]
    return payment_id


def pay(api: Caller, payment_id: str, **wish: Any) -> Any:
    return api.control("POST", f"/payments/{payment_id}/attempts", {"method": "pse", **wish})


@pytest.mark.usefixtures("hook")
@pytest.mark.parametrize("envelope", ["resource", "data"])
def test_events_of_a_declined_then_paid_payment_are_in_order(api: Caller, envelope: str) -> None:
    api.control("PUT", "/settings", {"envelope": envelope})
    payment_id = ask(api)
    pay(api, payment_id, outcome="DONT_HONOR")
    pay(api, payment_id)
    sent = events_of(api, "payment.")
    assert [item["event"] for item in sent] == ["payment.created", "payment.rejected", "payment.approved"]
    shown = json.loads(sent[-1]["body"])["payment" if envelope == "resource" else "data"]
    assert (shown["id"], shown["status"], shown["reference"]) == (payment_id, "approved", "pedido-9")


def test_expired_parts_of_a_payment_have_an_event(api: Caller, listen: Callable[[], None]) -> None:
    payment_id = ask(api, partial_payment_config={"timeout_hours": 1})
    pay(api, payment_id, amount=30_000)
    api.advance(by="PT59M")
    listen()
    pay(api, payment_id, amount=30_000)
    api.advance(by="PT1M")
    assert [item["event"] for item in events_of(api, "payment.")] == [
        "payment.partially_paid",
        "payment.partial_expired",
    ]


@pytest.mark.usefixtures("hook")
def test_deletion_and_expiry_of_a_payment_have_events(api: Caller) -> None:
    api.delete(f"/payments/{ask(api)}")
    ask(api, expiration_date="2026-02-02T13:01:00Z")
    api.advance(by="PT1M")
    sent = [item["event"] for item in events_of(api, "payment.")]
    assert sent == ["payment.created", "payment.deleted", "payment.created", "payment.expired"]


@pytest.mark.usefixtures("hook")
def test_charge_event_names_what_it_pays(api: Caller) -> None:
    payment_id = ask(api)
    charge = pay(api, payment_id, leave_open=True)
    api.control("POST", f"/charges/{charge['id']}/settle", {})
    sent = events_of(api, "charge.")
    assert [item["event"] for item in sent] == ["charge.created", "charge.processing", "charge.paid"]
    shown = json.loads(sent[-1]["body"])["charge"]
    assert (shown["status"], shown["source"]) == ("paid", {"type": "Payment", "id": payment_id})
