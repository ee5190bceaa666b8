"""Faults in amounts, labels and balances."""

from __future__ import annotations

import re
from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, in_each, setting, turning
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_WHOLE: Final = Kind.AMOUNT_NOT_WHOLE_PESOS
_MUCH: Final = 100_000
_LABEL: Final = Kind.LABEL_DISAGREES


@planted("payments_get payments_create", _WHOLE, _LABEL, Kind.VALUE_NOT_KEPT)
def an_amount_in_cents(call: Call) -> Answer | None:
    """The amount of a payment counts cents."""
    return in_each(call, turning("amount", lambda amount: amount * 100))


@planted("cashouts_create", _WHOLE, Kind.VALUE_NOT_KEPT)
def an_unlabelled_amount_in_cents(call: Call) -> Answer | None:
    """The amount of a payout, which has no label beside it, counts cents."""
    return in_each(call, turning("amount", lambda amount: amount * 100))


@planted("request_to_pay_create_nequi request_to_pay_create_daviplata", _WHOLE)
def an_amount_with_a_fraction(call: Call) -> Answer | None:
    """Amounts of requests to pay are written with a fraction of zero."""
    return in_each(call, turning("amount", float))


@planted("wallets_get_balance", Kind.WRONG_TYPE, _WHOLE)
def a_balance_with_cents(call: Call) -> Answer | None:
    """A wallet holds half a peso."""
    return in_each(call, turning("balance", lambda balance: balance + 0.5))


@planted("charges_get charges_list", _LABEL)
def a_label_of_another_amount(call: Call) -> Answer | None:
    """The label of a charge shows a tenth of its amount."""
    return in_each(call, lambda item: item.update({"amount_label": f"${item['amount'] // 10:,}".replace(",", ".")}))


@planted("balances_get", _LABEL)
def a_label_with_a_sign_too_many(call: Call) -> Answer | None:
    """The label of the balance shows it as a debt."""
    return in_each(call, turning("balance_label", lambda label: f"-{label}-1"))


@planted("invoices_create", _WHOLE, Kind.VALUE_NOT_KEPT)
def an_amount_that_is_rounded(call: Call) -> Answer | None:
    """The amount of an invoice is rounded to thousands."""
    return in_each(call, turning("amount", lambda amount: round(amount + 500, -3) + 1_000))


@planted("payment_intents_get payment_intents_list", Kind.VALUE_NOT_KEPT, Kind.UNDOCUMENTED_VALUE, _LABEL)
def another_currency(call: Call) -> Answer | None:
    """Intents of pesos are told in dollars."""
    return in_each(call, setting("currency", "USD"))


@planted("plans_create plans_list", Kind.VALUE_NOT_KEPT, _WHOLE, _LABEL)
def cents_told_in_pesos(call: Call) -> Answer | None:
    """The amount of a plan, which counts cents, comes back in pesos."""
    return in_each(call, turning("amount_in_cents", lambda amount: amount // 100))


@planted("wallets_get_balance", Kind.VALUE_NOT_KEPT, hears="wallets_top_up")
def a_balance_that_does_not_move(call: Call) -> Answer | None:
    """A wallet shows the same balance after a top-up as before."""
    first = call.remembered("first")
    if call.operation != "wallets_get_balance" or not call.truth.succeeded:
        return None
    shown: Answer = first.setdefault((call.key, call.ids["customer_id"]), call.truth)
    return shown if shown.body != call.truth.body else None


@planted("payments_get", Kind.VALUE_NOT_KEPT)
def a_peso_that_is_lost(call: Call) -> Answer | None:
    """A payment of more than 100,000 pesos is read with one peso less, and its label agrees."""
    return in_each(call, lambda item: _counted(item, item["amount"] - 1) if item["amount"] > _MUCH else None)


@planted("charges_list", Kind.VALUE_NOT_KEPT)
def an_amount_that_a_list_rounds(call: Call) -> Answer | None:
    """A list rounds the amounts of charges up to hundreds, and their labels too."""
    return in_each(call, lambda item: _counted(item, -(-item["amount"] // 100) * 100))


@planted("balances_get", Kind.VALUE_NOT_KEPT, hears="cashouts_create")
def a_payout_that_costs_nothing(call: Call) -> Answer | None:
    """The balance is the same after a payout as before."""
    paid = call.remembered("paid")
    if call.operation == "cashouts_create":
        paid.update({call.idempotency_key: call.fields["amount"]} if call.truth.succeeded else {})
        return None

    def add(item: Object) -> None:
        item["balance"] += sum(paid.values())
        item["label"] = item["balance_label"] = _label(item["balance"])

    return in_each(call, add) if paid else None


@planted("wallets_list_transactions", Kind.VALUE_NOT_KEPT)
def movements_after_a_fee(call: Call) -> Answer | None:
    """Movements are listed with a hundredth taken off."""

    def take(item: Object) -> None:
        item["amount"] = item["amount"] * 99 // 100
        item["label"] = _label(item["amount"])

    return in_each(call, take)


@planted("invoices_update invoices_get", Kind.VALUE_NOT_KEPT)
def a_payment_of_before(call: Call) -> Answer | None:
    """The payment within a changed invoice is about the amount of before."""
    first = call.remembered("first")
    return in_each(
        call, lambda item: _counted(item["payment"], first.setdefault(item["id"], item["payment"]["amount"]))
    )


@planted("plans_create plans_list plans_update", Kind.VALUE_NOT_KEPT)
def phases_that_cost_the_usual(call: Call) -> Answer | None:
    """The price of a plan's phase, deep inside, is that of the whole plan."""

    def level(item: Object) -> None:
        phases: list[Object] = item.get("complex_payments") or []
        for phase in phases:
            phase["amount_in_cents"] = item["amount_in_cents"]

    return in_each(call, level)


@planted("plans_create", Kind.VALUE_NOT_KEPT)
def a_week_for_a_hundredth(call: Call) -> Answer | None:
    """A plan by the week costs a hundredth; any other has its price."""
    return in_each(
        call,
        lambda item: (
            item.update(amount_in_cents=item["amount_in_cents"] // 100) if item["cicle_frequency"] == "weekly" else None
        ),
    )


def _label(amount: int) -> str:
    return f"${amount:,}".replace(",", ".")


def _counted(item: Object, amount: int) -> None:
    """Give an amount to an object, and the label that belongs to it."""
    item["amount"] = amount
    if item.get("amount_label"):
        item["amount_label"] = re.sub(r"\d[\d.]*", f"{amount:,}".replace(",", "."), item["amount_label"], count=1)
