"""Requests as third-party programs send them, with values of our own; `{name}` in a path is an object of the test."""

from __future__ import annotations

from typing import Final, NamedTuple

from onepay_core.json_values import Json


class ForeignRequest(NamedTuple):
    """A request with a body; `title` says what is odd about it."""

    title: str
    path: str
    body: Json
    method: str = "POST"

    def __str__(self) -> str:
        return self.title


_CUSTOMER: Final = {
    "user_type": "company",
    "first_name": "Niebla",
    "last_name": "SAS",
    "email": "compras@example.com",
    "phone": "+573000000003",
    "document_type": "NIT",
    "document_number": "901555020",
}
_INVOICE: Final = {
    "reference": "1053800010",
    "provider_id": "FE-2042",
    "provider": "alborada",
    "amount": 116_000,
    "name": "Factura FE-2042",
}
_CONTACT: Final = {"phone": "+573000000003", "email": "compras@example.com"}
_PAYMENT: Final = {"title": "Café", "amount": 25_000}
_CHARGE: Final = {"customer_id": "{customer}", "amount": 30_000}
_PLAN: Final = {
    "name": "Cada mes",
    "currency": "COP",
    "amount_in_cents": 1_800_000,
    "reference_price_in_cents": 2_000_000,
    "cicle_frequency": "monthly",
}
_ACCOUNT: Final = {
    "subtype": "SAVINGS",
    "authorization": False,
    "re-enrollment": False,
    "account_number": "llave@alborada",
    "customer_id": "{customer}",
    "bank_id": "{bank}",
}
_OPTIONAL_OF_A_PAYMENT: Final = (
    *("phone", "email", "currency", "reference", "tax", "external_id", "description", "document_url", "schedule_at"),
    *("expiration_date", "due_date", "template_id", "metadata", "redirect_url", "splits", "partial_payment_config"),
    "allows",
)

ACCEPTED: Final = (
    ForeignRequest("customer without optionals", "/customers", {**_CUSTOMER, "nationality": None, "birthdate": None}),
    ForeignRequest("customer without contact", "/customers", {**_CUSTOMER, "email": None, "phone": None}),
    ForeignRequest("customer born at a moment", "/customers", {**_CUSTOMER, "birthdate": "1991-05-06T00:00:00.000Z"}),
    ForeignRequest("customer with a null switch", "/customers", {**_CUSTOMER, "enable_notifications": None}),
    ForeignRequest("payment of nulls", "/payments", _PAYMENT | dict.fromkeys(_OPTIONAL_OF_A_PAYMENT)),
    ForeignRequest("payment that leads nowhere", "/payments", {**_PAYMENT, "redirect_url": "", "tax": 0}),
    ForeignRequest("metadata as a list", "/payments", {**_PAYMENT, "metadata": [{"key": "pedido", "value": 118}]}),
    ForeignRequest("metadata of entries", "/payments", {**_PAYMENT, "metadata": {"a": {"key": "a", "value": 1}}}),
    ForeignRequest("metadata of all kinds", "/payments", {**_PAYMENT, "metadata": {"a": 1.5, "b": True, "c": None}}),
    ForeignRequest(
        "share of nulls",
        "/payments",
        {
            **_PAYMENT,
            "splits": [
                _split := {
                    "customer_id": "{customer}",
                    "account_id": "{account}",
                    "split_type": "percentage",
                    "split_value": "10",
                    "description": None,
                }
            ],
        },
    ),
    ForeignRequest("charge without a title", "/charges", {**_CHARGE, "card_id": "{card}", "title": None}),
    ForeignRequest("charge with both methods", "/charges", {**_CHARGE, "card_id": "{card}", "account_id": None}),
    ForeignRequest("charge with numbers", "/charges", {**_CHARGE, "card_id": "{card}", "metadata": {"orden": 118}}),
    ForeignRequest("Bre-B charge of nulls", "/charges/bre-b", {"amount": 9_000, "title": None, "expires_in": None}),
    ForeignRequest(
        "PSE charge of nulls",
        "/charges/pse",
        {**_CHARGE, "bank_id": "{bank}", "external_id": None, "redirect_url": None},
    ),
    ForeignRequest(
        "cashout of nulls",
        "/cashouts",
        {
            **_CHARGE,
            "account_id": "{account}",
            "method": "TURBO",
            "currency": None,
            "description": None,
            "external_id": None,
        },
    ),
    ForeignRequest("account without an id of ours", "/accounts", {**_ACCOUNT, "external_id": None}),
    ForeignRequest("invoice with numbers", "/invoices", {**_INVOICE, **_CONTACT, "metadata": {"factura_id": 88_123}}),
    ForeignRequest("invoice without contact", "/invoices", _INVOICE),
    ForeignRequest(
        "invoice of nulls",
        "/invoices",
        {
            **_INVOICE,
            "phone": None,
            "email": None,
            "due_date": None,
            "document_url": None,
            "description": None,
            "metadata": None,
        },
    ),
    ForeignRequest("invoice with an id of ours", "/invoices", {**_INVOICE, **_CONTACT, "external_id": "SUS00017"}),
    ForeignRequest(
        "invoice updated with nulls",
        "/invoices/{invoice}",
        {
            "reference": "1053800010",
            "amount": 120_000,
            "name": "Factura FE-2043",
            "phone": None,
            "email": None,
            "description": None,
        },
        "PUT",
    ),
    ForeignRequest("plan of nulls", "/plans", {**_PLAN, "description": None, "trial": None, "allows": None}),
    ForeignRequest(
        "connect link of nulls",
        "/connect-links",
        {"customer_id": "{customer}", "single_use": None, "redirect_url": None, "metadata": None},
    ),
    ForeignRequest(
        "wallet top-up without a concept", "/customers/{customer}/transactions", {"amount": 9_000, "concept": None}
    ),
    ForeignRequest(
        "webhook without a description",
        "/webhooks",
        {"name": "Tienda", "url": "http://127.0.0.1:9/hook", "events": ["invoice.paid"], "description": None},
    ),
    ForeignRequest("resend of nothing", "/payments/{payment}", []),
    ForeignRequest("resend of a null", "/payments/{payment}", {"template_id": None}),
)
"""What a program sends, and what is like it; the API is believed to take each."""

EMPTY: Final = (
    ForeignRequest("Nequi validated with an object", "/accounts/{nequi}/validate", {}),
    ForeignRequest("Nequi validated with a null", "/accounts/{nequi}/validate", {"otp": None}),
)
"""Bodies that hold nothing, for an operation that needs nothing."""

REFUSED: Final = (
    ForeignRequest("payment of a fraction", "/payments", {**_PAYMENT, "amount": 25_000.1234}),
    ForeignRequest("PSE charge of a fraction", "/charges/pse", {**_CHARGE, "bank_id": "{bank}", "amount": 9_000.25}),
    ForeignRequest("payment of a null amount", "/payments", {**_PAYMENT, "amount": None}),
    ForeignRequest("withdrawal of a null amount", "/balances", {"amount": None}),
    ForeignRequest("withdrawal to a null account", "/balances", {"amount": 9_000, "account_id": None}),
    ForeignRequest("charge without a method", "/charges", {**_CHARGE, "card_id": None, "account_id": None}),
    ForeignRequest("charge with two methods", "/charges", {**_CHARGE, "card_id": "{card}", "account_id": "{account}"}),
    ForeignRequest("payment without a title", "/payments", {"title": None, "amount": 25_000}),
    ForeignRequest("payment as a list", "/payments", []),
    ForeignRequest("withdrawal as a list", "/balances", []),
    ForeignRequest("metadata of lists", "/payments", {**_PAYMENT, "metadata": {"a": [1]}}),
    ForeignRequest("invoice over nothing", "/invoices", {**_INVOICE, "amount": None}),
)
"""What stays refused: money that is no whole number, or whose absence would decide how much moves and where to."""


def titled(title: str) -> Json:
    """The body of the accepted request with this title."""
    [body] = [request.body for request in ACCEPTED if request.title == title]
    return body
