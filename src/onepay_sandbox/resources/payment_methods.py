"""Payment methods inside of charges and payments: a customer's saved card or account, as others see it.

A card (kind `card`) has `brand`, `last_four`, `expiration_date` (as `12/2028`), `country` and `authorization`; an
account (kind `account`) has `subtype`, `authorization`, `re_enroll`, `external_id`, `bank_id`, `bank` and
`account_number`. A card may have `outcome`, which is `scenarios.of_number` of the number that was typed in:
`approve` or a decline code.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import day_of
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork

CARD: Final = "CreditCard"
ACCOUNT: Final = "Account"
_AT_ONCE: Final = "ELECTRONIC_DEPOSIT"
_MONTH: Final = re.compile(r"(\d{1,2})/(\d{4})")

ASSUMPTIONS: Final = (
    Assumption(
        "method-must-be-usable",
        "inferred",
        "An account that is not active, an expired card and either without authorization decline each charge.",
        "Authorization is documented to be needed; the codes exist, and no page says that the request is refused.",
    ),
)


def method_of(unit: UnitOfWork, customer: StoredObject, body: Document) -> StoredObject:
    """The card or account that a body names by `card_id` or `account_id`. Raises `Refusal` where it is not theirs."""
    kind = "card" if "card_id" in body else "account"
    method = unit.objects.get(kind, body[f"{kind}_id"])
    if method is None or method.owner != customer.id:
        raise invalid_field(f"{kind}_id", "El medio de pago no pertenece al cliente.")
    return method


def view(method: StoredObject) -> Json:
    """The card or account as the contract's `PaymentMethod`."""
    return _card(method) if method.kind == "card" else _account(method)


def type_of(method: StoredObject) -> str:
    """What replies call the method in `payment_method_type`."""
    return CARD if method.kind == "card" else ACCOUNT


def takes_days(method: StoredObject) -> bool:
    """Whether money comes from it on a bank day only: so it is with bank accounts that force no outcome."""
    return method.kind == "account" and method.get("subtype") != _AT_ONCE and outcome_of(method) is None


def outcome_of(method: StoredObject) -> str | None:
    """What its number forces: `approve`, a decline code, or nothing."""
    kept: str | None = method.get("outcome")
    return kept or scenarios.of_number(method.get("account_number"))


def fault_of(unit: UnitOfWork, method: StoredObject) -> str | None:
    """The decline code of a method that cannot be charged as it is."""
    if method.kind == "card" and _has_expired(method, unit.now):
        return "CARD_EXPIRED"
    if method.kind == "account" and method.status != "ACTIVE":
        return "ACCOUNT_NOT_CONNECTED"
    return None if method.get("authorization", True) else "ACCOUNT_IS_NOT_AUTHORIZED"


def _has_expired(card: StoredObject, now: datetime) -> bool:
    found = _MONTH.fullmatch(card.get("expiration_date") or "")
    today = day_of(now)
    return found is not None and (int(found[2]), int(found[1])) < (today.year, today.month)


def _card(card: StoredObject) -> Json:
    return {
        "id": card.id,
        "brand": card.get("brand", "Visa"),
        "label": f"{card.get('brand', 'Visa')} ·{card.get('last_four', '0000')}",
        "last_four": card.get("last_four", "0000"),
        "expiration_date": card.get("expiration_date", "12/2099"),
        "customer_id": card.owner,
        "created_at": card["created_at"],
        "country": card.get("country", "CO"),
    }


def _account(account: StoredObject) -> Json:
    bank_id = account.get("bank_id", "")
    return {
        "id": account.id,
        "title": account.get("title", f"Cuenta ·{account.get('account_number', '0000')[-4:]}"),
        "subtype": account["subtype"],
        "status": account.status,
        "authorization": account.get("authorization", True),
        "customer_id": account.owner,
        "re_enroll": account.get("re_enroll", False),
        "external_id": account.get("external_id"),
        "bank_id": bank_id,
        "bank": account.get("bank") or {"id": bank_id, "name": "Banco de pruebas", "logo": None},
    }
