"""Connect links: pages on which a customer saves a card, an account or a wallet that can be charged later."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import accounts, banks, cards
from onepay_sandbox.resources.customers import payer

_SWITCHES: Final = {"card": "cards", "account": "accounts", "wallet": "wallets"}
_TYPED: Final = {
    "card_number": "4242424242424242",
    "expiration_month": "12",
    "expiration_year": "99",
    "ccv": "123",
    "holder_name": "TITULAR DE PRUEBA",
}
_NUMBERED: Final = {
    "account": {
        "subtype": "SAVINGS",
        "bank_id": "21000000-0000-4000-8000-000000000001",
        "account_number": "7001000001",
    },
    "wallet": {"subtype": accounts.WALLET, "bank_id": banks.NEQUI, "account_number": "3000000001"},
}
CONNECT_LINK_STATES: Final = StateMachine(
    kind="connect_link", transitions={"open": ("open", "completed"), "completed": ()}
)

ASSUMPTIONS: Final = (
    Assumption(
        "connect-link-defaults",
        "ours",
        "A connect link without them has an empty external_id and allows cards, accounts and wallets, many times.",
        "The fields stand in the documented reply, never null, and may be left out of a request.",
    ),
    Assumption(
        "connect-link-single-use",
        "inferred",
        "A connect link with single_use can be completed once; then, and with what allows forbids, nothing is saved.",
        "Only the names of the fields say what they mean.",
    ),
    Assumption(
        "connect-link-saves",
        "inferred",
        "What a customer saves behind a connect link is authorized and, unless a test wants else, active at once.",
        "connect_link.completed is said to carry a payment method that a subscription can be made with.",
    ),
)


def create(unit: UnitOfWork, customer: StoredObject, body: Document) -> StoredObject:
    """Make a link for a customer."""
    allows = dict.fromkeys(_SWITCHES.values(), True)
    fresh = {"single_use": False, "external_id": "", "visits": 0, "completed": 0, "updated_at": stamp(unit.now)}
    return unit.create("connect_link", {**fresh, "allows": allows, **body}, owner=customer.id)


def view(unit: UnitOfWork, link: StoredObject) -> Json:
    """The link as the contract's `ConnectLink`."""
    copied = ("single_use", "visits", "completed", "external_id", "allows", "created_at", "updated_at")
    named = {"id": link.id, "customer_id": link.owner, "url": f"{unit.pages}/connect-link/{link.id}"}
    return {**named, **{name: link[name] for name in copied}}


def complete(unit: UnitOfWork, link: StoredObject, wish: Document) -> StoredObject:
    """Save what the customer types in, as `wish` says; the card or account comes back. Raises `Refusal`."""
    if not unit.can_move(link, "completed"):
        raise Refusal("El enlace ya fue usado.")
    if unit.objects.get("customer", link.owner) is None:
        raise Refusal("El cliente del enlace ya no existe.")
    if link["allows"].get(_SWITCHES[wish["method"]]) is False:
        raise invalid_field("method", "El enlace no permite este medio de pago.")
    method = _save_card(unit, link, wish) if wish["method"] == "card" else _save_account(unit, link, wish)
    counted = {"visits": link["visits"] + 1, "completed": link["completed"] + 1, "updated_at": stamp(unit.now)}
    unit.move(link, "completed" if link["single_use"] else "open", **counted)
    emit(unit, lambda: {"id": link.id, "payment_method": {"id": method.id}}, "connect_link.completed")
    return method


def _save_card(unit: UnitOfWork, link: StoredObject, wish: Document) -> StoredObject:
    typed = {name: wish.get(name, usual) for name, usual in _TYPED.items()}
    return unit.create("card", {**cards.parse_card(typed), "authorization": True}, owner=link.owner)


def _save_account(unit: UnitOfWork, link: StoredObject, wish: Document) -> StoredObject:
    usual = _NUMBERED[wish["method"]]
    typed = {name: wish.get(name, value) for name, value in usual.items()}
    fields = {**typed, "authorization": True, "re-enrollment": False}
    return accounts.connect(unit, link.owner, fields)


def connect_links_create(call: Call) -> Json:
    """Make a link on which a customer saves a payment method."""
    customer = payer(call.unit, call.body["customer_id"])
    return view(call.unit, create(call.unit, customer, call.body))
