"""Lists of accounts and cards show every object once, in their documented forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from server.callers import Caller
from server.saving import IN_NEQUI, TO_DEBIT, TO_PAY_OUT, account, card, customer

Query = dict[str, Any]

KINDS: tuple[Any, ...] = (TO_DEBIT, TO_PAY_OUT, IN_NEQUI)


class Shop:
    """Three customers, of whom each has saved a number of accounts and cards of its own."""

    def __init__(self, api: Caller) -> None:
        self.api = api
        self.owners = [customer(api) for _ in range(3)]
        self.accounts: list[Any] = []
        self.cards: list[Any] = []
        for number in range(11):
            self._save(self.owners[number * number % 3], KINDS[number % 3])

    def _save(self, owner: str, kind: Any) -> None:
        self.accounts.append(account(self.api, owner, kind))
        self.cards.append(card(self.api, owner))

    def listed(self, path: str, size: Query, **query: Any) -> Iterator[str]:
        """The ids on all pages, until one is empty."""
        for number in range(1, 100):
            data = self.api.got(path, **size, **query, page=number)["data"]
            yield from (item["id"] for item in data)
            if not data:
                return


@pytest.fixture
def shop(api: Caller) -> Shop:
    return Shop(api)


def ids(made: list[Any], **wanted: Any) -> list[str]:
    """The ids of those that were made with these fields, newest first."""
    return [item["id"] for item in reversed(made) if all(item[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize("limit", [1, 2, 3, 10, 11, 12, 100])
def test_accounts_are_listed_once_and_in_order(shop: Shop, limit: int) -> None:
    size: Query = {"limit": limit}
    assert list(shop.listed("/accounts", size)) == ids(shop.accounts)
    for owner in shop.owners:
        assert list(shop.listed("/accounts", size, customer_id=owner)) == ids(shop.accounts, customer_id=owner)
        for status in ("PENDING", "ACTIVE"):
            wanted: Query = {"customer_id": owner, "status": status}
            assert list(shop.listed("/accounts", size, **wanted)) == ids(shop.accounts, **wanted)


@pytest.mark.parametrize(
    ("parameter", "owner"),
    [("per_page", "filter[customer_id]"), ("limit", "customer_id"), ("limit", "filter[customer_id]")],
)
@pytest.mark.parametrize("size", [1, 3, 11, 12])
def test_cards_are_listed_once_and_in_order(shop: Shop, parameter: str, owner: str, size: int) -> None:
    query: Query = {parameter: size}
    assert list(shop.listed("/cards", query)) == ids(shop.cards)
    assert list(shop.listed("/cards", query, sort="created_at")) == ids(shop.cards)[::-1]
    for item in shop.owners:
        assert list(shop.listed("/cards", query, **{owner: item})) == ids(shop.cards, customer_id=item)


@pytest.mark.parametrize("what", ["accounts", "cards"])
def test_a_customer_lists_its_own_once_and_in_order(shop: Shop, what: str) -> None:
    made = shop.accounts if what == "accounts" else shop.cards
    for owner in shop.owners:
        assert list(shop.listed(f"/customers/{owner}/{what}", {})) == ids(made, customer_id=owner)


@pytest.mark.parametrize(("path", "limit"), [("/accounts", 101), ("/cards", 101)])
def test_a_limit_over_the_documented_one_is_refused(shop: Shop, path: str, limit: int) -> None:
    assert shop.api.get(path, limit=limit).status_code == 422


def test_an_account_that_was_deleted_leaves_no_gap(shop: Shop) -> None:
    gone = shop.accounts.pop(5)
    shop.api.delete(f"/accounts/{gone['id']}")
    assert list(shop.listed("/accounts", {"limit": 3})) == ids(shop.accounts)
    assert list(shop.listed(f"/customers/{gone['customer_id']}/accounts", {})) == ids(
        shop.accounts, customer_id=gone["customer_id"]
    )
