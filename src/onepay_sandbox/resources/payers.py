"""Payers: what somebody does who has opened a payment's link, as a test wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import banks, charges, payments
from onepay_sandbox.resources.customers import payer
from onepay_sandbox.resources.payment_methods import method_of

SWITCHES: Final = {
    "card": "cards",
    "account": "accounts",
    "pse": "pse",
    "nequi": "wallets",
    "daviplata": "wallets",
    "bre_b": "breb",
}
"""With what a payer can pay, and the switch of a payment's `allows` for each."""
_TYPES: Final = {"card": "CreditCard", "nequi": "nequi", "daviplata": "daviplata"}
_CENTS: Final = 100

ASSUMPTIONS: Final = (
    Assumption(
        "allows-hides-methods",
        "inferred",
        "A payer cannot pay with a method that the payment's `allows` sets to false.",
        "The switches are documented by their names; which of them means Nequi and Daviplata is a guess.",
    ),
)


def attempt(unit: UnitOfWork, payment: StoredObject, wish: Document) -> StoredObject:
    """Try to pay as the payer wishes, which makes a charge. Raises `Refusal` where the payment does not allow it."""
    payments.must_be_open(payment)
    if "outcome" in wish:
        scenarios.check_outcome("outcome", wish["outcome"])
    if payment.get("allows", {}).get(SWITCHES[wish["method"]]) is False:
        raise invalid_field("method", "El cobro no permite este medio de pago.")
    amount = _amount(payment, wish.get("amount", payments.remaining(payment)))
    fields = {"title": payment["title"], "external_id": payment.get("external_id")}
    fields |= {"waiting": charges.reference_to(payment), "outcome": wish.get("outcome")}
    if "card_id" in wish or "account_id" in wish:
        customer = payer(unit, wish.get("customer_id", payment.owner))
        return charges.debit(unit, customer, method_of(unit, customer, wish), amount, fields)
    return _over_rail(unit, payment, wish, amount, fields)


def settle(unit: UnitOfWork, charge: StoredObject, outcome: str | None) -> None:
    """Let the bank answer now, as was decided when the charge was made, or as `outcome` says."""
    if charge.status not in charges.OPEN:
        raise invalid_field("charge_id", "El cargo ya no está pendiente.")
    if outcome:
        scenarios.check_outcome("outcome", outcome)
        unit.change(charge, outcome=outcome)
    charges.settle(unit, charge)


def _over_rail(
    unit: UnitOfWork, payment: StoredObject, wish: Document, amount: int, fields: Mapping[str, Json]
) -> StoredObject:
    owner = payer(unit, wish["customer_id"]).id if "customer_id" in wish else payment.owner
    rail, number = wish["method"], wish.get("number")
    means = _means(unit, rail, number)
    named = {"rail": rail, "method_type": _TYPES.get(rail, charges.OTHER), "method_id": means}
    code = {"otp": unit.new_code(6, rail)} if rail == "daviplata" else {}
    forced = wish.get("outcome") or scenarios.of_number(number)
    charge = charges.begin(unit, amount, {**fields, **named, **code}, owner, forced)
    if wish.get("leave_open"):
        charges.process(unit, charge)
    else:
        charges.settle(unit, charge)
    return charge


def _means(unit: UnitOfWork, rail: str, number: str | None) -> str:
    """What the charge names as its method: a Bre-B key that is made for it, or what stands for the card or wallet."""
    if rail == "bre_b":
        return charges.new_bre_b_key(unit)
    if rail == "pse" and number in banks.NAMES:
        return number
    return unit.new_id(rail) if rail == "card" else unit.fixed_id(f"{rail} {number}")


def _amount(payment: StoredObject, amount: int) -> int:
    left = payments.remaining(payment)
    if amount < 1 or (payment["amount"] and amount > left):
        raise invalid_field("amount", f"El monto debe estar entre 1 y {left}.")
    if payment["amount"] and amount < left:
        _check_part(payment, amount)
    return amount


def _check_part(payment: StoredObject, amount: int) -> None:
    """A part that leaves something to be paid keeps to the terms of the payment."""
    terms = payment.get("partial_payment_config")
    if terms is None:
        raise invalid_field("amount", "El cobro no permite pagos parciales.")
    if amount * _CENTS < terms.get("min_amount_in_cents", 0):
        raise invalid_field("amount", "El monto es menor que el mínimo de un pago parcial.")
    if amount * _CENTS > terms.get("max_amount_in_cents", amount * _CENTS):
        raise invalid_field("amount", "El monto es mayor que el máximo de un pago parcial.")
    if len(payment["parts"]) + 1 >= terms.get("max_payment_methods", len(payment["parts"]) + 2):
        raise invalid_field("amount", "El último medio de pago permitido debe pagar todo lo que falta.")
