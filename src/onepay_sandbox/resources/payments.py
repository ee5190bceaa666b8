"""Payments."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.calls import Call
from onepay_sandbox.life import Assumption
from onepay_sandbox.lives import charge_views, notices, payments
from onepay_sandbox.lives.payment_views import view
from onepay_sandbox.objects import Record, Search
from onepay_sandbox.values import Json

ASSUMPTIONS: Final = (
    Assumption(
        "payments-on-one-page",
        "inferred",
        "The list of payments holds all of them, newest first.",
        "One program calls it without parameters, and no page documents it.",
    ),
    Assumption(
        "resend-while-open",
        "observed",
        "A notice is sent again only while its payment can be paid; otherwise it is refused with status 422.",
        "One program met it for a paid payment; that it holds for others is inferred.",
    ),
)


def payments_create(call: Call) -> Json:
    """Ask for money behind a link."""
    return view(call.unit, payments.open_payment(call.unit, call.body))


def payments_list(call: Call) -> Json:
    """Every payment, newest first: no page documents parameters, so one page holds all."""
    found, _ = call.unit.objects.find(Search("payment"))
    return {"data": [view(call.unit, payment) for payment in found]}


def payments_get(call: Call) -> Json:
    """One payment."""
    return view(call.unit, call.named("payment"))


def payments_resend(call: Call) -> None:
    """Send the notice again, by another template if the body names one."""
    payment = call.named("payment")
    payments.must_be_open(payment)
    notices.resend(call.unit, payment, call.body.get("template_id"))


def payments_delete(call: Call) -> None:
    """Withdraw a payment that nobody has made."""
    payments.cancel(call.unit, call.named("payment"))


def payments_list_intents(call: Call) -> Json:
    """The attempts to pay, newest first, as a bare list."""
    attempts = payments.attempts_of(call.unit, call.named("payment"))
    return [_attempt(charge) for charge in reversed(attempts)]


def _attempt(charge: Record) -> Json:
    return {
        "id": charge.id,
        "status": charge.status,
        "payment_method_type": charge["method_type"],
        "payment_method_label": charge_views.method_label(charge),
    }
