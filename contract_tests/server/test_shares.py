"""Splits go to their receivers, out of what was paid and never more."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.saving import card, customer

TO_SOMEBODY: dict[str, Any] = {"split_type": "percentage", "split_value": 15}


def test_a_share_for_the_company_itself_stays_in_the_balance(api: Caller) -> None:
    share = {**TO_SOMEBODY, "to_company_wallet": True}
    payment = api.made("/payments", {"title": "Café", "amount": 100_000, "splits": [share]})
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    held = api.ledger()
    assert (held["balance"], held.get("splits", 0)) == (100_000, 0)


def test_a_share_of_a_charge_leaves_when_the_charge_is_paid(api: Caller) -> None:
    mariana = customer(api)
    charge = {"title": "Café", "amount": 100_000, "customer_id": mariana, "card_id": card(api, mariana)["id"]}
    made = api.made("/charges", {**charge, "splits": [TO_SOMEBODY]})
    assert [split["split_value"] for split in made["splits"]] == [15]
    assert api.ledger() == {"outside": -85_000, "balance": 85_000, "splits": 0}


def test_split_of_partly_paid_payment_is_taken_once(api: Caller) -> None:
    wanted: dict[str, Any] = {"title": "Café", "amount": 100_000, "splits": [TO_SOMEBODY], "partial_payment_config": {}}
    attempts = f"/payments/{api.made('/payments', wanted)['id']}/attempts"
    api.control("POST", attempts, {"method": "card", "amount": 40_000})
    assert api.ledger() == {"outside": -40_000, "balance": 40_000}
    api.control("POST", attempts, {"method": "card"})
    assert api.ledger() == {"outside": -85_000, "balance": 85_000, "splits": 0}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"split_value": -1}, "split_value"),
        ({"split_value": "much"}, "split_value"),
        ({"account_id": "nobody"}, "account_id"),
        ({"customer_id": "nobody"}, "customer_id"),
        ({"scheduled_at": "soon"}, "scheduled_at"),
    ],
    ids=str,
)
def test_a_share_that_cannot_be_is_refused_by_its_field(api: Caller, change: dict[str, Any], field: str) -> None:
    payment = {"title": "Café", "amount": 100_000, "splits": [TO_SOMEBODY, {**TO_SOMEBODY, **change}]}
    refused = api.post("/payments", payment)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [f"splits.1.{field}"])
    assert api.got("/payments")["data"] == []
