"""Customers who save payment methods, and webhooks that hear of it."""

from __future__ import annotations

from typing import Any, Final

from server.callers import Caller
from server.cast import MARIANA

NEQUI: Final = "9957817d-239b-4032-8dca-bc508a76579c"
DAVIPLATA: Final = "9957817d-26b5-456d-bc49-4a8ba1bc021b"
BANK: Final = "21000000-0000-4000-8000-000000000001"

TO_DEBIT: Final[dict[str, Any]] = {
    "subtype": "CHECKING",
    "authorization": True,
    "re-enrollment": False,
    "account_number": "7001000020",
    "bank_id": BANK,
}
TO_PAY_OUT: Final[dict[str, Any]] = {**TO_DEBIT, "authorization": False}
WALLET: Final[dict[str, Any]] = {**TO_DEBIT, "subtype": "ELECTRONIC_DEPOSIT", "account_number": "3000000001"}
IN_NEQUI: Final[dict[str, Any]] = {**WALLET, "bank_id": NEQUI}
IN_DAVIPLATA: Final[dict[str, Any]] = {**WALLET, "bank_id": DAVIPLATA}
CARD: Final[dict[str, Any]] = {
    "card_number": "4242424242424242",
    "expiration_month": "12",
    "expiration_year": "28",
    "ccv": "123",
    "holder_name": "MARIANA OSPINA",
    "authorization": True,
}


def customer(api: Caller, **fields: Any) -> str:
    """The id of a new customer."""
    customer_id: str = api.made("/customers", {**MARIANA, **fields})["id"]
    return customer_id


def account(api: Caller, customer_id: str, kind: Any, **fields: Any) -> Any:
    """A new account of a customer."""
    return api.made("/accounts", {**kind, "customer_id": customer_id, **fields})


def card(api: Caller, customer_id: str, token: str = "card-token", **fields: Any) -> Any:  # noqa: S107 - made up
    """A new card of a customer, by a token."""
    body = {"card_token": token, "customer_id": customer_id, "authorization": True}
    return api.made("/cards/tokenized", {**body, **fields})


def charge(api: Caller, customer_id: str, **method: Any) -> Any:
    """A charge on a card or an account of a customer, declined or not."""
    return api.made("/charges", {"title": "Café", "amount": 42_000, "customer_id": customer_id, **method})


def listen(api: Caller, *events: str) -> None:
    """Make a webhook; nobody listens at its address, so its deliveries only wait to be looked at."""
    api.made("/webhooks", {"name": "Oído", "url": "https://127.0.0.1:9/hook", "events": list(events)})


def deliveries_of(api: Caller) -> list[Any]:
    """The deliveries of all webhooks, oldest first: the events with their bodies."""
    deliveries: list[Any] = api.control("GET", "/deliveries")["data"]
    return deliveries[::-1]
