"""Faults in amounts, labels and balances."""

from __future__ import annotations

from typing import Final

from onepay_contract.kinds import Kind
from server.planted.answers import Answer
from server.planted.edits import in_each, setting, turning
from server.planted.faults import Call, planted

_WHOLE: Final = Kind.AMOUNT_NOT_WHOLE_PESOS
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
    return in_each(call, lambda one: one.update({"amount_label": f"${one['amount'] // 10:,}".replace(",", ".")}))


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
