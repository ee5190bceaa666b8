"""Accounts are cleared, saved under a name and restored, whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.callers import CONTROL, Caller
from server.cast import HOTEL, MARIANA


def test_a_reset_forgets_objects_keys_money_and_time(api: Caller) -> None:
    first = api.post("/customers", MARIANA, key="order-118").json()
    api.deposit(50_000)
    api.advance(by="P1D")
    api.control("POST", "/reset")
    assert api.ledger() == {}
    assert api.post("/customers", MARIANA, key="order-118").json() == first
    api.control("POST", "/reset")
    assert api.post("/customers", HOTEL, key="order-118").status_code == 201


def test_a_reset_leaves_other_accounts_alone(caller_with: Callable[[str], Caller]) -> None:
    mine, yours = caller_with("sk_test_a"), caller_with("sk_test_b")
    yours.made("/customers", MARIANA)
    mine.got("/customers")
    mine.control("POST", "/reset")
    assert yours.got("/customers")["total"] == 1
    assert [item["method"] for item in yours.control("GET", "/journal")["data"]] == ["GET", "POST"]
    assert mine.control("GET", "/journal")["data"] == []


def test_a_snapshot_brings_back_everything(api: Caller) -> None:
    api.deposit(50_000)
    api.made("/balances", {"amount": 20_000})
    api.control("PUT", "/snapshots/before")
    api.advance(by="P9D")
    api.made("/customers", HOTEL)
    api.control("POST", "/snapshots/before/restore")
    assert api.got("/customers")["data"] == []
    assert api.ledger() == {"balance": 30_000, "outside": -50_000, "payouts": 20_000}
    api.advance(by="P9D")
    assert api.ledger() == {"balance": 30_000, "outside": -30_000, "payouts": 0}


def test_a_snapshot_brings_back_which_keys_were_used(api: Caller) -> None:
    before = api.post("/customers", MARIANA, key="before").content
    api.control("PUT", "/snapshots/one")
    api.post("/customers", MARIANA, key="after")
    api.control("POST", "/snapshots/one/restore")
    assert api.post("/customers", MARIANA, key="before").content == before
    assert api.post("/customers", HOTEL, key="after").status_code == 201


def test_newer_snapshot_replaces_older_and_restores_twice(api: Caller) -> None:
    for amount in (1_000, 2_000):
        api.deposit(amount)
        api.control("PUT", "/snapshots/one")
    for _ in range(2):
        api.deposit(500)
        api.control("POST", "/snapshots/one/restore")
        assert api.ledger()["balance"] == 3_000


def test_no_deposit_is_larger_than_the_books_can_hold(api: Caller) -> None:
    api.deposit(10**15)
    assert api.post("/ledger/deposits", {"amount": 1}, base=CONTROL).status_code == 422
    assert api.ledger()["balance"] == 10**15


def test_a_snapshot_that_was_never_made_is_not_found(api: Caller) -> None:
    with pytest.raises(AssertionError, match="no snapshot never"):
        api.control("POST", "/snapshots/never/restore")


def test_journal_shows_requests_with_secrets_masked(api: Caller) -> None:
    api.post("/cards", {"card_number": "4242424242424242", "ccv": "123"}, key="card-1")
    entry = api.control("GET", "/journal")["data"][0]
    assert (entry["method"], entry["url"]) == ("POST", "https://api.onepay.la/v1/cards")
    assert "4242" not in str(entry)
    assert entry["body"] == '{"card_number":"***","ccv":"***"}'


def test_the_journal_keeps_no_body_that_would_fill_the_memory(api: Caller) -> None:
    api.post("/payments", {"title": "a" * 40_000, "amount": 10_000})
    entry = api.control("GET", "/journal")["data"][0]
    assert "bytes, too many to be kept here" in entry["body"]
    assert len(str(entry)) < 5_000


def test_journal_shows_no_account_whose_name_ends_alike(caller_with: Callable[[str], Caller]) -> None:
    caller_with("sk_test_b_test_a").made("/customers", MARIANA)
    assert caller_with("sk_test_a").control("GET", "/journal")["data"] == []
