"""Payments."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.lives import charge_views, notices, payments
from onepay_sandbox.lives.payment_views import listed, view
from onepay_sandbox.resources.pagination import counted, filtered, in_order, page, without_nulls

ASSUMPTIONS: Final = (
    Assumption(
        "payments-listed",
        "observed",
        "A page of payments holds 20, newest first, filtered by state, id and external_id, and sorted by any field.",
        "Two programs read it so; that more fields than created_at can be sorted by is ours.",
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
    """One page of payments."""
    search = Search("payment", status=call.query.get("filter[status]"), where=filtered(call, "id", "external_id"))
    return without_nulls(
        counted(page(call, in_order(search, call.query.get("sort")), lambda one: listed(call.unit, one), size=20))
    )


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


def _attempt(charge: StoredObject) -> Json:
    return {
        "id": charge.id,
        "status": charge.status,
        "payment_method_type": charge["method_type"],
        "payment_method_label": charge_views.method_label(charge),
    }
