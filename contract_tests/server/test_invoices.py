"""Invoices make their payment, make it anew on update, and end with it."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from server.callers import Caller

ORDER: Final[dict[str, Any]] = {
    "reference": "NIEBLA-0042",
    "provider_id": "FE-2041",
    "provider": "alborada",
    "amount": 780_000,
    "name": "Café de la casa, marzo",
    "phone": "+573000000003",
    "email": "compras@example.com",
    "due_date": "2026-03-17",
    "document_url": "https://facturas.example.com/FE-2041.pdf",
    "metadata": {"pedido": "151"},
}
MORE: Final = {"reference": "NIEBLA-0042", "amount": 936_000, "name": "Café, dos sacos más"}


class Biller:
    """Issues one invoice; `pays` is what its payer does."""

    def __init__(self, api: Caller) -> None:
        self.api = api
        self.made: Any = api.made("/invoices", ORDER)
        self.path = f"/invoices/{self.made['id']}"

    @property
    def payment(self) -> Any:
        return self.api.got(self.path)["payment"]

    def updates(self, **fields: Any) -> Any:
        reply = self.api.put(self.path, {**MORE, **fields})
        assert reply.is_success, reply.text
        return reply.json()

    def pays(self, **how: Any) -> Any:
        return self.api.control("POST", f"/payments/{self.payment['id']}/attempts", {"method": "pse", **how})

    def allows_parts(self, **terms: int) -> None:
        self.api.control("PUT", f"/invoices/{self.made['id']}/parts", terms)


@pytest.fixture
def biller(api: Caller) -> Biller:
    return Biller(api)


@pytest.fixture
def sent_events(api: Caller) -> Any:
    """Tells which events of invoices and of ended payments were sent, oldest first."""
    events = ["invoice.created", "invoice.paid", "payment.deleted"]
    api.made("/webhooks", {"name": "Tienda", "url": "http://127.0.0.1:9/hook", "events": events})
    return lambda: [delivery["event"] for delivery in api.control("GET", "/deliveries")["data"]][::-1]


def test_a_new_invoice_has_a_payment_that_asks_for_its_amount(api: Caller, biller: Biller) -> None:
    payment = biller.made["payment"]
    assert payment == api.got(f"/payments/{biller.made['payment_id']}")
    assert (payment["amount"], payment["status"], payment["title"]) == (780_000, "pending", ORDER["name"])
    assert (payment["external_id"], payment["document_link"]) == ("FE-2041", ORDER["document_url"])


def test_an_invoice_is_read_as_it_was_made(api: Caller, biller: Biller) -> None:
    assert api.got(biller.path) == biller.made
    assert (biller.made["status"], biller.made["due_date"]) == ("CREATED", None)


def test_an_invoice_without_a_provider_id_answers_an_empty_one(api: Caller) -> None:
    made = api.made("/invoices", {name: value for name, value in ORDER.items() if name != "provider_id"})
    assert (made["provider_id"], made["payment"]["external_id"]) == ("", None)


@pytest.mark.parametrize("phone", ["3000000003", "+57 300 000 0003", "+0573000000003", "", "+57300000000300001"])
def test_a_phone_number_in_another_form_is_refused(api: Caller, biller: Biller, phone: str) -> None:
    for refused in (api.post("/invoices", {**ORDER, "phone": phone}), api.put(biller.path, {**MORE, "phone": phone})):
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["phone"])


@pytest.mark.parametrize("amount", [4_999, 100_000_001])
def test_an_amount_out_of_the_documented_bounds_is_refused(api: Caller, amount: int) -> None:
    assert api.post("/invoices", {**ORDER, "amount": amount}).status_code == 422


def test_an_update_cancels_the_payment_and_makes_another(api: Caller, biller: Biller) -> None:
    updated = biller.updates(description="Veinticuatro kilos")
    assert updated["payment_id"] != biller.made["payment_id"]
    assert api.got(f"/payments/{biller.made['payment_id']}")["status"] == "cancelled"
    assert (updated["payment"]["amount"], updated["payment"]["status"]) == (936_000, "pending")
    assert (updated["id"], updated["description"]) == (biller.made["id"], "Veinticuatro kilos")
    assert (updated["provider_id"], updated["metadata"]) == ("FE-2041", {"pedido": "151"})


def test_invoice_updated_thrice_is_paid_once_for_last_amount(api: Caller, biller: Biller) -> None:
    payments = {biller.updates(amount=amount)["payment_id"] for amount in (10_000, 20_000, 30_000)}
    biller.pays()
    assert len(payments) == 3
    assert api.ledger()["balance"] == 30_000


def test_the_payment_of_an_earlier_version_cannot_be_paid(api: Caller, biller: Biller) -> None:
    biller.updates()
    path = f"https://api.onepay.la/_sandbox/payments/{biller.made['payment_id']}/attempts"
    assert api.client.post(path, json={"method": "pse"}).status_code == 422


def test_an_open_attempt_to_pay_an_earlier_version_fails(api: Caller, biller: Biller) -> None:
    attempt = biller.pays(leave_open=True)
    biller.updates()
    assert api.got(f"/payment-intents/{attempt['id']}")["status"] == "failed"
    assert biller.payment["status"] == "pending"


def test_a_paid_invoice_keeps_its_content_and_its_payment(api: Caller, biller: Biller) -> None:
    biller.pays()
    paid = api.got(biller.path)
    assert biller.updates() == paid
    assert (paid["amount"], paid["payment"]["status"]) == (780_000, "approved")


def test_update_of_partly_paid_invoice_asks_for_the_whole(api: Caller, biller: Biller) -> None:
    biller.allows_parts(timeout_hours=48)
    biller.pays(amount=80_000)
    assert biller.payment["status"] == "partially_paid"
    updated = biller.updates()
    assert (updated["payment"]["amount"], updated["partial_payment_config"]) == (936_000, None)
    assert api.got(f"/payments/{biller.made['payment_id']}")["status"] == "cancelled"
    assert api.ledger()["balance"] == 80_000


def test_parts_that_add_up_pay_the_invoice(api: Caller, sent_events: Any) -> None:
    biller = Biller(api)
    biller.allows_parts(min_amount_in_cents=100)
    biller.pays(amount=80_000)
    assert "invoice.paid" not in sent_events()
    biller.pays(amount=700_000)
    assert sent_events().count("invoice.paid") == 1
    assert (biller.payment["status"], api.got(biller.path)["status"]) == ("approved", "CREATED")


def test_update_gives_an_invoice_a_new_payment(api: Caller, biller: Biller) -> None:
    assert api.delete(f"/payments/{biller.made['payment_id']}").is_success
    assert biller.updates()["payment"]["status"] == "pending"


def test_an_overdue_invoice_can_be_paid(api: Caller, biller: Biller) -> None:
    api.advance(to="2026-04-01T00:00:00Z")
    biller.pays()
    assert biller.payment["status"] == "approved"
    assert api.got(biller.path)["updated_at"] == "2026-04-01T00:00:00.000000Z"


@pytest.mark.parametrize("body", [None, {"reason": "PAID_FROM_PROVIDER"}, {"reason": "DELETE_FROM_PROVIDER"}])
def test_a_deleted_invoice_is_gone_and_its_payment_cancelled(api: Caller, biller: Biller, body: Any) -> None:
    assert api.delete(biller.path, body).status_code == 204
    assert (api.get(biller.path).status_code, api.delete(biller.path).status_code) == (404, 404)
    assert api.got(f"/payments/{biller.made['payment_id']}")["status"] == "cancelled"
    assert api.got("/invoices")["total"] == 0


def test_an_unknown_reason_deletes_nothing(api: Caller, biller: Biller) -> None:
    assert api.delete(biller.path, {"reason": "BORED"}).status_code == 422
    assert api.get(biller.path).status_code == 200


def test_deleting_a_paid_invoice_leaves_its_payment(api: Caller, biller: Biller) -> None:
    biller.pays()
    assert api.delete(biller.path).status_code == 204
    assert api.got(f"/payments/{biller.made['payment_id']}")["status"] == "approved"


def test_each_step_of_an_invoice_has_one_event(api: Caller, sent_events: Any) -> None:
    biller = Biller(api)
    biller.updates()
    biller.pays(outcome="INSUFFICIENT_FUNDS")
    biller.pays()
    assert sent_events() == ["invoice.created", "payment.deleted", "invoice.paid"]


def test_invoice_event_in_the_data_envelope_is_the_invoice(api: Caller, sent_events: Any) -> None:
    api.control("PUT", "/settings", {"envelope": "data"})
    made = Biller(api).made
    (delivery,) = api.control("GET", "/deliveries")["data"]
    assert sent_events() == ["invoice.created"]
    made["payment"]["invoice_id"] = made["id"]  # which only events name
    assert json.loads(delivery["body"]) == {"event": "invoice.created", "data": made}


def test_a_list_has_no_payments(api: Caller, biller: Biller) -> None:
    (listed,) = api.got("/invoices")["data"]
    assert listed == {name: biller.made[name] for name in listed}
    assert "payment" not in listed


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"filter[reference]": "B"}, ["b"]),
        ({"filter[provider_id]": "a"}, ["a"]),
        ({"filter[status]": "CREATED"}, ["b", "a"]),
        ({"filter[status]": "PAID"}, []),
        ({"filter[reference]": "B", "filter[provider_id]": "a"}, []),
        ({"sort": "created_at"}, ["a", "b"]),
        ({"sort": "reference"}, ["a", "b"]),
        ({"sort": "-reference"}, ["b", "a"]),
        ({"sort": "metadata"}, ["a", "b"]),
        ({"sort": "nothing"}, ["a", "b"]),
    ],
    ids=str,
)
def test_a_list_shows_what_its_filters_keep_in_order(api: Caller, filters: dict[str, str], found: list[str]) -> None:
    for name in ("a", "b"):
        api.made("/invoices", {**ORDER, "provider_id": name, "reference": name.upper(), "metadata": {name: ""}})
    assert [invoice["provider_id"] for invoice in api.got("/invoices", **filters)["data"]] == found


def test_a_list_can_be_narrowed_to_one_invoice(api: Caller, biller: Biller) -> None:
    api.made("/invoices", ORDER)
    listed = api.got("/invoices", **{"filter[id]": biller.made["id"]})
    assert ([item["id"] for item in listed["data"]], listed["total"]) == ([biller.made["id"]], 1)
