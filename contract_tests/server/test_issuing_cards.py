"""Issued cards are bound to their customer and wallet."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.cast import MARIANA

HOME = {"line_1": "Vereda La Cabaña", "city": "Manizales", "state": "Caldas", "country": "Colombia", "zip_code": "1"}


@pytest.fixture
def wanted(api: Caller) -> dict[str, Any]:
    """A request for a card on the wallet of a new customer."""
    customer_id = api.made("/customers", MARIANA)["id"]
    wallet_id = api.got(f"/customers/{customer_id}/balance")["id"]
    return {"customer_id": customer_id, "wallet_id": wallet_id, "nickname": "Insumos", "address": HOME}


def test_an_issued_card_names_its_customer_and_its_wallet(api: Caller, wanted: dict[str, Any]) -> None:
    made = api.made("/issuing/cards", wanted)
    assert (made["customer"]["id"], made["wallet"]["id"]) == (wanted["customer_id"], wanted["wallet_id"])
    assert (made["status"], made["last_4"], made["address"]["line_2"]) == ("created", None, "")
    assert (made["type"], made["nickname"]) == ("physical", "Insumos")


def test_an_issued_card_shows_what_its_wallet_holds_now(api: Caller, wanted: dict[str, Any]) -> None:
    made = api.made("/issuing/cards", wanted)
    api.deposit(90_000)
    api.made(f"/customers/{wanted['customer_id']}/transactions", {"amount": 90_000})
    assert made["wallet"]["balance"] == 0
    assert api.got(f"/issuing/cards/{made['id']}") == {
        **made,
        "wallet": {**made["wallet"], "balance": 90_000, "label": "$90.000"},
    }


def test_a_card_on_the_wallet_of_another_customer_is_refused(api: Caller, wanted: dict[str, Any]) -> None:
    other = api.made("/customers", MARIANA)["id"]
    refused = api.post("/issuing/cards", {**wanted, "customer_id": other})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["wallet_id"])


def test_a_card_for_nobody_is_refused(api: Caller, wanted: dict[str, Any]) -> None:
    refused = api.post("/issuing/cards", {**wanted, "customer_id": "nobody"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["customer_id"])


def test_update_changes_named_fields_and_has_its_own_form(api: Caller, wanted: dict[str, Any]) -> None:
    made = api.made("/issuing/cards", wanted)
    put = api.put(f"/issuing/cards/{made['id']}", {"nickname": "Finca"}).json()
    assert (put["nickname"], put["status"], put["address"]["line"]) == ("Finca", "created", "Vereda La Cabaña")
    assert set(made) - set(put) == {"type", "customer_id", "wallet_id"}
    assert api.got(f"/issuing/cards/{made['id']}") == {**made, "nickname": "Finca"}


def test_an_update_keeps_the_status_that_was_sent(api: Caller, wanted: dict[str, Any]) -> None:
    path = f"/issuing/cards/{api.made('/issuing/cards', wanted)['id']}"
    assert api.put(path, {"status": "blocked"}).json()["status"] == api.got(path)["status"] == "blocked"


def test_an_update_without_a_key_is_refused_as_documented(api: Caller, wanted: dict[str, Any]) -> None:
    made = api.made("/issuing/cards", wanted)
    refused = api.client.put(f"https://api.onepay.la/v1/issuing/cards/{made['id']}", json={"nickname": "Finca"})
    assert (refused.status_code, refused.json()["code_name"]) == (409, "idempotency_error")


def test_nobodys_card_is_not_found(api: Caller) -> None:
    assert api.get("/issuing/cards/nothing").status_code == 404
