"""Connect links save what their customer enters, as often as they allow."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.callers import Caller
from server.saving import DAVIPLATA, charge, customer, deliveries_of, listen


@pytest.fixture
def mariana(api: Caller) -> str:
    return customer(api)


def link(api: Caller, customer_id: str, **fields: Any) -> Any:
    return api.made("/connect-links", {"customer_id": customer_id, **fields})


def complete(api: Caller, made: Any, **wish: Any) -> Any:
    return api.control("POST", f"/connect-links/{made['id']}/completions", {"method": "card", **wish})


def test_a_new_link_has_not_been_used(api: Caller, mariana: str) -> None:
    made = link(api, mariana, single_use=True, external_id="CAPTURA-1", allows={"cards": True, "wallets": False})
    assert (made["visits"], made["completed"], made["customer_id"]) == (0, 0, mariana)
    assert (made["external_id"], made["allows"]) == ("CAPTURA-1", {"cards": True, "wallets": False})
    assert made["url"].endswith(f"/connect-link/{made['id']}")


def test_a_link_of_nobody_is_refused(api: Caller) -> None:
    refused = api.post("/connect-links", {"customer_id": "nobody"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["customer_id"])


@pytest.mark.parametrize(("method", "status"), [("card", "paid"), ("account", "processing"), ("wallet", "paid")])
def test_what_a_customer_saves_can_be_charged(api: Caller, mariana: str, method: str, status: str) -> None:
    saved = complete(api, link(api, mariana), method=method)["saved"]
    assert charge(api, mariana, **{f"{saved['kind']}_id": saved["id"]})["status"] == status
    assert [item["id"] for item in api.got(f"/customers/{mariana}/{saved['kind']}s")["data"]] == [saved["id"]]


def test_connect_link_event_names_the_saved_method(api: Caller, mariana: str) -> None:
    listen(api, "connect_link.completed", "account.validated")
    made = link(api, mariana)
    saved = complete(api, made, method="wallet", bank_id=DAVIPLATA)["saved"]
    bodies = {item["event"]: json.loads(item["body"]) for item in deliveries_of(api)}
    assert bodies["connect_link.completed"]["connect_link"] == {"id": made["id"], "payment_method": {"id": saved["id"]}}
    assert bodies["account.validated"]["account"]["id"] == saved["id"]


def test_a_link_for_one_use_is_used_once(api: Caller, mariana: str) -> None:
    made = link(api, mariana, single_use=True)
    assert complete(api, made)["status"] == "completed"
    with pytest.raises(AssertionError, match="ya fue usado"):
        complete(api, made)
    assert api.got("/cards")["total"] == 1


def test_a_link_for_many_uses_is_used_many_times(api: Caller, mariana: str) -> None:
    made = link(api, mariana)
    used = [complete(api, made) for _ in range(3)]
    assert [(item["status"], item["completed"]) for item in used] == [("open", 1), ("open", 2), ("open", 3)]
    assert api.got("/cards")["total"] == 3


@pytest.mark.parametrize(("method", "switch"), [("card", "cards"), ("account", "accounts"), ("wallet", "wallets")])
def test_a_link_saves_nothing_that_it_does_not_allow(api: Caller, mariana: str, method: str, switch: str) -> None:
    made = link(api, mariana, allows={switch: False})
    with pytest.raises(AssertionError, match="no permite"):
        complete(api, made, method=method)
    assert api.got(f"/customers/{mariana}/cards")["data"] == api.got(f"/customers/{mariana}/accounts")["data"] == []


def test_a_link_of_a_customer_who_was_deleted_saves_nothing(api: Caller, mariana: str) -> None:
    made = link(api, mariana)
    api.delete(f"/customers/{mariana}")
    with pytest.raises(AssertionError, match="ya no existe"):
        complete(api, made)
    assert api.got("/cards")["total"] == 0


def test_mistyped_card_leaves_the_connect_link_open(api: Caller, mariana: str) -> None:
    listen(api, "connect_link.completed")
    made = link(api, mariana, single_use=True)
    with pytest.raises(AssertionError, match="card_number"):
        complete(api, made, card_number="4242424242424243")
    assert (deliveries_of(api), api.got("/cards")["total"]) == ([], 0)
    assert complete(api, made, card_number="4000000000000002")["completed"] == 1


def test_rejected_account_is_saved_and_cannot_be_charged(api: Caller, mariana: str) -> None:
    api.control("POST", "/outcomes", {"kind": "account", "result": "ACCOUNT_CLOSED"})
    saved = complete(api, link(api, mariana), method="account")["saved"]
    assert api.got(f"/accounts/{saved['id']}")["status"] == "REJECTED"


def test_an_account_is_saved_as_its_holder_has_typed_it(api: Caller, mariana: str) -> None:
    typed = {"subtype": "CHECKING", "account_number": "7001009876"}
    saved = complete(api, link(api, mariana), method="account", **typed)["saved"]
    shown = api.got(f"/accounts/{saved['id']}")
    assert (shown["subtype"], shown["title"][-4:]) == ("CHECKING", "9876")
