"""Replies have the shapes of the contract, and refusals the documented form."""

from __future__ import annotations

import pytest

from onepay_contract.document import ContractError, load
from onepay_sandbox import registry
from server.callers import CARDS, Caller
from server.cast import MARIANA


def test_a_missing_and_an_extra_function_are_listed() -> None:
    functions = {name: print for name in load().operations if name != "payments_get"} | {"payments_dance": print}
    with pytest.raises(ContractError, match=r"(?s)payments_get.*payments_dance"):
        registry.matched(functions, load().operations)


def test_each_broken_field_is_named(api: Caller) -> None:
    refused = api.post("/customers", {**MARIANA, "document_type": "X", "birthdate": 3, "beans": 1, "email": 1})
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"document_type", "birthdate", "beans", "email"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 50_000, b'{"first_name": NaN}'])
def test_a_body_that_is_no_customer_is_refused(api: Caller, body: bytes) -> None:
    headers = {"x-idempotency": "a"}
    assert api.client.post("https://api.onepay.la/v1/customers", content=body, headers=headers).status_code == 422


def test_a_page_that_cannot_be_read_is_refused(api: Caller) -> None:
    assert set(api.get("/customers", page="two").json()["errors"]) == {"page"}


def test_a_page_far_away_is_empty(api: Caller) -> None:
    api.made("/customers", MARIANA)
    assert api.got("/customers", page=10**17, per_page=10**17)["data"] == []


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/customers/", "/customers/a/b/c", "/../../etc/passwd", "/customers//"]
)
def test_a_path_that_leads_nowhere_is_not_found(api: Caller, path: str) -> None:
    assert api.get(path).status_code == 404


def test_an_id_may_hold_anything(api: Caller) -> None:
    assert api.get("/customers/%2e%2e%2f%00%ff").status_code == 404


def test_method_not_allowed_names_the_allowed_ones(api: Caller) -> None:
    refused = api.put("/customers", {})
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")


def test_the_cards_host_takes_cards_and_nothing_else(api: Caller) -> None:
    assert api.post("/customers", MARIANA, base=CARDS).status_code == 404
    assert api.post("/cards", {}, base=CARDS).status_code == 401


def test_a_list_shows_what_was_made_once_and_in_order(api: Caller) -> None:
    made = [api.made("/customers", MARIANA)["id"] for _ in range(7)]
    listed = [customer["id"] for page in (1, 2, 3) for customer in api.got("/customers", page=page, per_page=3)["data"]]
    assert listed == made[::-1]
