"""PSE and Bre-B charges wait for their payer."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.cast import HOTEL, MARIANA

BANK: str = "21000000-0000-4000-8000-000000000001"


@pytest.fixture
def transfer(api: Caller) -> dict[str, Any]:
    """A PSE charge, as it is asked for."""
    return {"customer_id": api.made("/customers", MARIANA)["id"], "amount": 90_000, "bank_id": BANK}


def test_a_pse_charge_waits_until_its_payer_has_completed_it(api: Caller, transfer: Any) -> None:
    charge = api.made("/charges/pse", transfer)
    api.advance(by="P30D")
    assert (api.got(f"/charges/{charge['id']}")["status"], api.ledger()) == ("created", {})
    api.control("POST", f"/charges/{charge['id']}/settle", {})
    assert (api.got(f"/charges/{charge['id']}")["status"], api.ledger()["balance"]) == ("paid", 90_000)


@pytest.mark.parametrize(("seconds", "status"), [(119, 429), (120, 201)])
def test_an_equal_pse_charge_within_two_minutes_is_refused(
    api: Caller, transfer: Any, seconds: int, status: int
) -> None:
    api.made("/charges/pse", transfer)
    api.advance(by=f"PT{seconds}S")
    assert api.post("/charges/pse", {**transfer, "external_id": "another"}).status_code == status


def test_another_amount_over_the_same_bank_is_another_pse_charge(api: Caller, transfer: Any) -> None:
    api.made("/charges/pse", transfer)
    assert api.post("/charges/pse", {**transfer, "amount": 90_001}).status_code == 201


def test_pse_charge_of_another_bank_or_payer_is_no_repeat(api: Caller, transfer: Any) -> None:
    api.made("/charges/pse", transfer)
    hotel = api.made("/customers", HOTEL)["id"]
    for other in ({"bank_id": BANK[:-1] + "3"}, {"customer_id": hotel}):
        assert api.post("/charges/pse", {**transfer, **other}).status_code == 201


def test_bre_b_code_lasts_fifteen_minutes_by_default(api: Caller) -> None:
    assert api.made("/charges/bre-b", {"amount": 15_000})["expires_at"] == "2026-02-02T13:15:00.000000Z"


@pytest.mark.parametrize("minutes", [0, -1, 60 * 24 * 366 + 1])
def test_a_bre_b_code_for_too_short_or_too_long_is_refused(api: Caller, minutes: int) -> None:
    refused = api.post("/charges/bre-b", {"amount": 15_000, "expires_in": minutes})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["expires_in"])


def test_a_bre_b_code_is_good_until_it_expires(api: Caller) -> None:
    first, second = (api.made("/charges/bre-b", {"amount": 15_000, "expires_in": 10}) for _ in range(2))
    api.advance(by="PT9M")
    api.control("POST", f"/charges/{first['id']}/settle", {})
    api.advance(by="PT1M")
    assert api.got(f"/charges/{first['id']}")["status"] == "paid"
    expired = api.got(f"/charges/{second['id']}")
    assert (expired["status"], expired["remarks"]["code"]) == ("failed", "TRANSACTION_EXPIRED")
    assert api.ledger()["balance"] == 15_000


def test_a_list_of_charges_has_no_attempts_to_pay_a_payment(api: Caller, transfer: Any) -> None:
    charge = api.made("/charges/pse", transfer)
    payment = api.made("/payments", {"title": "Café", "amount": 10_000})
    attempt = api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    wish = {"customer_id": transfer["customer_id"], "amount": 40_000, "phone": "+573000000001"}
    requests = [api.made(f"/request-to-pay/{wallet}", wish)["id"] for wallet in ("nequi", "daviplata")]
    assert [item["id"] for item in api.got("/charges")["data"]] == [charge["id"]]
    assert [intent["id"] for intent in api.got("/payment-intents")["data"]] == [
        *requests[::-1],
        attempt["id"],
        charge["id"],
    ]


def test_charges_are_found_by_state_and_by_day(api: Caller, transfer: Any) -> None:
    old = api.made("/charges/pse", transfer)
    api.control("POST", f"/charges/{old['id']}/settle", {})
    api.advance(by="P3D")
    new = api.made("/charges/pse", transfer)
    queries = ({"status": "paid"}, {"created_from": "2026-02-04"}, {"created_to": "2026-02-02"})
    found = [api.got("/charges", **query) for query in queries]
    assert [[item["id"] for item in page["data"]] for page in found] == [[old["id"]], [new["id"]], [old["id"]]]
    assert api.get("/charges", created_to="ayer").status_code == 422


def test_intents_are_found_by_id_and_external_id_and_sorted(api: Caller, transfer: Any) -> None:
    first = api.made("/charges/pse", {**transfer, "external_id": "pedido-1"})
    second = api.made("/charges/pse", {**transfer, "amount": 1_000})
    queries = ({"filter[id]": second["id"]}, {"filter[external_id]": "pedido-1"}, {"sort": "created_at"})
    found = [[intent["id"] for intent in api.got("/payment-intents", **query)["data"]] for query in queries]
    assert found == [[second["id"]], [first["id"]], [first["id"], second["id"]]]


def test_a_share_leaves_the_balance_when_the_payment_is_made(api: Caller) -> None:
    hotel = api.made("/customers", HOTEL)["id"]
    share = {"customer_id": hotel, "split_type": "percentage", "split_value": 15}
    payment = api.made("/payments", {"title": "Café", "amount": 100_000, "splits": [share]})
    assert (payment["splits"][0]["split_value"], api.ledger()) == (15, {})
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    assert api.ledger() == {"outside": -85_000, "balance": 85_000, "splits": 0}


def test_a_scheduled_share_is_set_aside_until_its_day(api: Caller) -> None:
    hotel = api.made("/customers", HOTEL)["id"]
    share = {"customer_id": hotel, "split_type": "fixed", "split_value": "30000", "scheduled_at": "2026-02-10"}
    payment = api.made("/payments", {"title": "Café", "amount": 100_000, "splits": [share]})
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    assert api.ledger() == {"outside": -100_000, "balance": 70_000, "splits": 30_000}
    api.advance(to="2026-02-10T05:00:00Z")
    assert api.ledger() == {"outside": -70_000, "balance": 70_000, "splits": 0}


def test_shares_are_never_more_than_what_was_paid(api: Caller) -> None:
    hotel = api.made("/customers", HOTEL)["id"]
    shares = [{"customer_id": hotel, "split_type": "percentage", "split_value": value} for value in (60, 300)]
    payment = api.made("/payments", {"title": "Café", "amount": 100_000, "splits": shares})
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    assert api.ledger()["balance"] == 0


def test_a_share_of_nobody_is_refused(api: Caller) -> None:
    share = {"customer_id": "nobody", "split_value": 15}
    refused = api.post("/payments", {"title": "Café", "amount": 100_000, "splits": [share]})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["splits.0.customer_id"])
