"""Charges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.clock import parse_datetime, parse_end
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.refusals import Refusal, insufficient_funds, invalid_field
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.lives import charges, direct_charges
from onepay_sandbox.lives.charge_views import attempts, item, view
from onepay_sandbox.resources.pagination import counted, page

ASSUMPTIONS: Final = (
    Assumption(
        "charges-listed",
        "inferred",
        "A list of charges leaves out attempts to pay a payment and requests to pay; that of payment intents "
        "has them all.",
        "Each of these has a page of its own, and no page says which charges its list shows.",
    ),
    Assumption(
        "charges-by-day",
        "inferred",
        "Of created_from and created_to both moments are included, and a date alone is the whole of that day "
        "in Bogotá.",
        "One program sends the two names, and no page documents them.",
    ),
    Assumption(
        "charge-over",
        "inferred",
        "A charge that is paid, failed or refunded can be neither cancelled nor resolved, and is refused with "
        "status 422.",
        "The page wants a charge that is created or processing, and shows no refusal.",
    ),
    Assumption(
        "charge-rejected-without-remarks",
        "ours",
        "A charge that is rejected without remarks is declined with TRANSACTION_REJECTED.",
        "The field may be left out, and a charge that failed has a reason.",
    ),
    Assumption(
        "refund-needs-balance",
        "inferred",
        "A charge that is more than the balance holds cannot be refunded: insufficient_funds.",
        "The money has to come from somewhere, and no page tells of a refund that nobody can pay.",
    ),
)


def charges_create(call: Call) -> Json:
    """Charge a card or an account; a declined charge is answered like any other."""
    customer = direct_charges.payer(call.unit, call.body["customer_id"])
    method = direct_charges.method_of(call.unit, customer, call.body)
    return view(call.unit, charges.debit(call.unit, customer, method, call.body["amount"], call.body))


def charges_create_pse(call: Call) -> Json:
    """Open a PSE transfer, which the payer completes behind a link."""
    return direct_charges.open_pse(call.unit, call.body)


def charges_create_bre_b(call: Call) -> Json:
    """Make a code and a key with which a payer pays over Bre-B."""
    return direct_charges.open_bre_b(call.unit, call.body)


def charges_list(call: Call) -> Json:
    """One page of charges; attempts to pay a payment, and requests to pay, are payment intents only."""
    since, until = _bound(call, "created_from", parse_datetime), _bound(call, "created_to", parse_end)

    def fits(charge: StoredObject) -> bool:
        made = parse_datetime(charge["created_at"])
        return _is_charge(charge) and (since is None or made >= since) and (until is None or made <= until)

    search = Search("charge", status=call.query.get("status"), where=fits)
    return counted(page(call, search, lambda charge: item(call.unit, charge), size=15))


def charges_get(call: Call) -> Json:
    """One charge."""
    return view(call.unit, call.named("charge"))


def charges_list_intents(call: Call) -> Json:
    """The attempts to collect one charge, as a bare list."""
    return attempts(call.unit, call.named("charge"))


def charges_cancel(call: Call) -> Json:
    """Stop a charge of which the money has not come."""
    charge = call.named("charge")
    _must_be_open(charge)
    charges.cancel(call.unit, charge)
    return {"id": charge.id, "status": charge.status, "remarks": charge["remarks"]}


def charges_resolve(call: Call) -> Json:
    """Decide a test charge in the place of the bank."""
    charge = call.named("charge")
    if not call.unit.is_test:
        raise Refusal("Solo se pueden resolver cargos de prueba.", (403,))
    _must_be_open(charge)
    if call.body["action"] == "approve":
        charges.pay(call.unit, charge)
    else:
        charges.decline(call.unit, charge, call.body.get("remarks", "TRANSACTION_REJECTED"))
    shown = {"remarks": charge["remarks"], "paid_at": charge["paid_at"]}
    return {"id": charge.id, "status": charge.status, **shown}


def charges_refund(call: Call) -> None:
    """Give the money of a paid charge back."""
    charge = call.named("charge")
    if charge.status == "refunded":
        raise Refusal("El cargo ya fue reembolsado.", name="charge_refunded")
    if call.unit.is_test:
        raise Refusal("Un cargo de prueba no se puede reembolsar.", name="charge_is_test")
    if not call.unit.can_move(charge, "refunded"):
        raise Refusal("El cargo no está pagado.", name="charge_is_not_paid")
    if call.unit.ledger.balance() < charge["amount"]:
        raise insufficient_funds()
    charges.refund(call.unit, charge)


def _must_be_open(charge: StoredObject) -> None:
    if charge.status not in charges.OPEN:
        raise Refusal("El cargo ya no está pendiente.")


def _is_charge(charge: StoredObject) -> bool:
    waiting = charge["waiting"] or {"kind": charge.get("rail")}
    return waiting["kind"] not in ("payment", "nequi", "daviplata")


def _bound(call: Call, name: str, read_moment: Callable[[str], datetime]) -> datetime | None:
    text = call.query.get(name)
    try:
        return read_moment(text) if text else None
    except ValueError as error:
        raise invalid_field(name, "La fecha no es válida.") from error
