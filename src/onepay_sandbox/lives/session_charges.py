"""What a logged-in customer can pay with, and charges that are made in a customer's session."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import offset_stamp, parse_datetime
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field, not_found
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import APPROVE, UnitOfWork
from onepay_sandbox.lives import cards, charges, methods
from onepay_sandbox.lives.accounts import WALLET
from onepay_sandbox.simulation import banks

_TAKES: Final = timedelta(seconds=5)
_CUSTOMER_HAS: Final = timedelta(minutes=15)
_WALLETS: Final = {banks.NEQUI: "nequi", banks.DAVIPLATA: "daviplata"}

ASSUMPTIONS: Final = (
    Assumption(
        "session-methods",
        "inferred",
        "A session lists all cards of its customer, and the wallets and bank accounts that are active.",
        "The page shows the three groups; that an account is active before it is offered is natural.",
    ),
    Assumption(
        "session-charge-in-test",
        "documented",
        "In test mode a session's charge is in_progress, and five seconds later as `approve` says.",
        "The page has the field and the status; the seconds, and that without it methods decide as ever, are ours.",
    ),
    Assumption(
        "session-charge-live",
        "documented",
        "In live mode a session's charge waits for its customer, and while one waits a second is refused with 422.",
        "The page says so; that it fails after fifteen minutes is ours, and the control API answers for the customer.",
    ),
    Assumption(
        "approve-in-live",
        "inferred",
        "A live charge of a session with the field approve is refused with status 422.",
        "The page says that the field is for tests only.",
    ),
    Assumption(
        "session-charge-found",
        "inferred",
        "A session finds the charges of all sessions of its customer, and no other charges.",
        "A customer who logs in again should see what became of a charge.",
    ),
)


def listed(unit: UnitOfWork, customer_id: str) -> Json:
    """The payment methods of a customer, as the contract's `SessionPaymentMethodSet`."""
    accounts = [one for one in unit.all("account", owner=customer_id) if one.status == "ACTIVE"]
    return {
        "cards": [_card(one) for one in unit.all("card", owner=customer_id)],
        "wallets": [_wallet(one) for one in accounts if one["subtype"] == WALLET],
        "pse": [_bank(one) for one in accounts if one["subtype"] != WALLET],
    }


def begin(unit: UnitOfWork, customer_id: str, body: Document) -> StoredObject:
    """Make a charge, which waits for its customer, or in test mode for a moment. Raises `Refusal`."""
    method = _method(unit, customer_id, body["payment_method_id"])
    approve: bool | None = body.get("approve")
    if not unit.is_test:
        _must_be_alone(unit, customer_id, body)
    forced = methods.fault_of(unit, method) or methods.outcome_of(method)
    if approve is not None:
        forced = APPROVE if approve else "TRANSACTION_REJECTED"
    named = {"method": {"kind": method.kind, "id": method.id}, "method_id": method.id}
    title = {"title": body.get("description", "Cobro en sesión"), "currency": body.get("currency", "COP")}
    kind = {"method_type": methods.type_of(method), "in_session": True}
    charge = charges.begin(unit, body["amount"], {**named, **title, **kind}, customer_id, forced)
    _schedule(unit, charge)
    return charge


def found(unit: UnitOfWork, customer_id: str, charge_id: str) -> StoredObject:
    """The charge of a session of this customer. Raises the refusal `not_found`."""
    charge = unit.objects.get("charge", charge_id)
    if charge is None or charge.owner != customer_id or not charge.get("in_session"):
        raise not_found()
    return charge


def attempt(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The new charge as the contract's `SessionChargeAttempt`."""
    if unit.is_test:
        message = "El cobro de prueba está en proceso."
        return {"charge_id": charge.id, "status": "in_progress", "message": message}
    message = "Enviamos la solicitud de aprobación por WhatsApp."
    shown = {"charge_id": charge.id, "status": "created", "message": message}
    return {**shown, "expires_at": offset_stamp(unit.now + _CUSTOMER_HAS)}


def view(charge: StoredObject) -> Json:
    """The charge as the contract's `SessionCharge`; one that came and went back still says paid."""
    paid = charge["paid_at"]
    open_or_failed = "created" if charge.status in charges.OPEN else "failed"
    return {
        "charge_id": charge.id,
        "status": "paid" if paid else open_or_failed,
        "amount": charge["amount"],
        "currency": charge["currency"],
        "description": charge["title"],
        "remarks": charge["remarks"],
        "paid_at": offset_stamp(parse_datetime(paid)) if paid else None,
        "created_at": offset_stamp(parse_datetime(charge["created_at"])),
    }


def _method(unit: UnitOfWork, customer_id: str, identifier: str) -> StoredObject:
    found = unit.objects.get("card", identifier) or unit.objects.get("account", identifier)
    if found is None or found.owner != customer_id:
        raise invalid_field("payment_method_id", "El medio de pago no pertenece al cliente.")
    return found


def _must_be_alone(unit: UnitOfWork, customer_id: str, body: Document) -> None:
    if "approve" in body:
        raise invalid_field("approve", "El campo approve solo está permitido en modo de prueba.")
    waiting, _ = unit.objects.find(
        Search("charge", owner=customer_id, status="created", where=lambda one: bool(one.get("in_session")), limit=1)
    )
    if waiting:
        raise Refusal("El cliente ya tiene un cobro pendiente de aprobación.")


def _schedule(unit: UnitOfWork, charge: StoredObject) -> None:
    if unit.is_test:
        unit.schedule(charge, "settle", unit.now + _TAKES)
    else:
        unit.schedule(charge, "expire", unit.now + _CUSTOMER_HAS)


def _card(card: StoredObject) -> Json:
    shown = methods.view(card)
    copied = {name: shown[name] for name in ("id", "brand", "last_four", "label")}
    return {**copied, "expiration_date": cards.expires(card).isoformat(), "card_name": card.get("card_name", "")}


def _wallet(account: StoredObject) -> Json:
    shown = {"id": account.id, "label": methods.view(account)["title"], "phone": account["account_number"]}
    return {**shown, "subtype": _WALLETS.get(account["bank_id"], "nequi")}


def _bank(account: StoredObject) -> Json:
    name = methods.view(account)["bank"]["name"]
    return {"id": account.id, "bank_name": name, "label": f"{name} - PSE"}
