"""Lists show every object once, newest first, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.saving import TO_DEBIT, TO_PAY_OUT, account, card, charge, customer

MANY: Final = 43
TERMS: Final = {"name": "Cada mes", "amount_in_cents": 1_800_000, "cicle_frequency": "monthly"}
BILL: Final = {
    "provider": "alborada",
    "amount": 78_000,
    "name": "Café de la casa",
    "phone": "+573000000003",
    "email": "compras@example.com",
}


class Shop:
    """An account with one customer, in which things are made many times."""

    def __init__(self, api: Caller) -> None:
        self.api = api
        self.mariana = customer(api)
        self.card: str = card(api, self.mariana)["id"]

    def makes(self, path: str, body: Any) -> str:
        made: str = self.api.made(path, body)["id"]
        return made

    def pays(self, number: int) -> str:
        outcome = {"test_scenario": "INSUFFICIENT_FUNDS"} if number % 3 == 0 else {}
        made: str = charge(self.api, self.mariana, card_id=self.card, **outcome)["id"]
        return made


MAKERS: Final[dict[str, Callable[[Shop, int], str]]] = {
    "/customers": lambda shop, _: customer(shop.api),
    "/cards": lambda shop, _: card(shop.api, shop.mariana)["id"],
    "/customers/{mariana}/cards": lambda shop, _: card(shop.api, shop.mariana)["id"],
    "/accounts": lambda shop, number: account(shop.api, shop.mariana, (TO_DEBIT, TO_PAY_OUT)[number % 2])["id"],
    "/customers/{mariana}/accounts": lambda shop, _: account(shop.api, shop.mariana, TO_DEBIT)["id"],
    "/charges": Shop.pays,
    "/payment-intents": Shop.pays,
    "/invoices": lambda shop, number: shop.makes("/invoices", {**BILL, "reference": f"NIEBLA-{number}"}),
    "/subscriptions": lambda shop, _: shop.makes("/subscriptions", {**TERMS, "customer_id": shop.mariana}),
    "/plans": lambda shop, _: shop.makes("/plans", {**TERMS, "currency": "COP", "reference_price_in_cents": 2_000_000}),
}
BEFORE: Final = {"/customers": 1, "/cards": 1, "/customers/{mariana}/cards": 1}
"""Lists in which a shop stands from the start, with how many things."""
WITH_SIZES: Final = {"/customers": "per_page", "/cards": "per_page", "/accounts": "limit"}


@pytest.fixture
def shop(api: Caller) -> Shop:
    return Shop(api)


def walk(shop: Shop, path: str, **filters: str | int) -> list[str]:
    """The ids on all pages up to the first empty one."""
    collected: list[str] = []
    for number in range(1, MANY + 3):
        items = shop.api.got(path.format(mariana=shop.mariana), page=number, **filters)["data"]
        if not items:
            return collected
        collected += [item["id"] for item in items]
    raise AssertionError(f"{path} has no last page.")


@pytest.mark.parametrize("path", MAKERS)
def test_a_list_shows_what_was_made_once_and_newest_first(shop: Shop, path: str) -> None:
    made = [MAKERS[path](shop, number) for number in range(MANY)]
    collected = walk(shop, path)
    assert collected[:MANY] == made[::-1]
    assert len(collected) == MANY + BEFORE.get(path, 0)


@pytest.mark.parametrize(("path", "name"), WITH_SIZES.items())
@given(made=st.integers(0, 9), size=st.integers(1, 10))
def test_the_size_of_pages_changes_nothing_in_the_whole(path: str, name: str, made: int, size: int) -> None:
    sandbox = Sandbox(seed=7)
    shop = Shop(Caller(SandboxTransport(sandbox), "sk_test_paginas"))
    ids = [MAKERS[path](shop, number) for number in range(made)]
    assert walk(shop, path, **{name: size})[:made] == ids[::-1]
    sandbox.close()


@pytest.mark.parametrize(
    ("path", "name", "statuses"),
    [
        ("/charges", "status", ["paid", "failed"]),
        ("/payment-intents", "filter[status]", ["paid", "failed"]),
        ("/accounts", "status", ["PENDING", "ACTIVE"]),
    ],
)
def test_the_parts_that_a_filter_leaves_make_up_the_whole(
    shop: Shop, path: str, name: str, statuses: list[str]
) -> None:
    made = {MAKERS[path](shop, number) for number in range(MANY)}
    parts = [walk(shop, path, **{name: status}) for status in statuses]
    assert all(parts)
    assert sorted(item for part in parts for item in part) == sorted(made)
    for part, status in zip(parts, statuses, strict=True):
        assert {shop.api.got(f"{path}/{item}")["status"] for item in part} == {status}
