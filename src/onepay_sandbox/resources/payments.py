"""Payments: requests for money behind a link, which the payer settles with a method of their choice.

The messages about a payment, which the real API would send by WhatsApp and e-mail, are recorded and not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core import money
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import parse_datetime, parse_end, stamp
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.money import spaced
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import charges, payment_methods, splits
from onepay_sandbox.resources.customers import summary
from onepay_sandbox.resources.pagination import counted, filtered, in_order, page, without_nulls
from onepay_sandbox.resources.templates import check_selectable

_DEFAULT_ALLOWS: Final = {"cards": True, "accounts": True, "card_extra": False, "realtime": False, "pse": True}
_SHORT: Final = ("id", "amount", "amount_label", "currency", "status", "reference", "created_at", "partial_payment")
_COPIED: Final = ("description", "phone", "due_date", "external_id", "redirect_url", "provider_id", "metadata")
_NOTIFY: Final = "notify"
"""The timer that sends the first message of a payment with `schedule_at`."""
_CHANNELS: Final = {"phone": "whatsapp", "email": "email"}
_FRESH: Final[Document] = {
    "amount": 0,
    "currency": "COP",
    "paid": 0,
    "paid_at": None,
    "method": None,
    "attempts": [],
    "parts": [],
}
_LONGEST_HOURS: Final = 24 * 366 * 20

ASSUMPTIONS: Final = (
    Assumption(
        "links-lead-here",
        "ours",
        "Every link for payers leads to a page of the sandbox, at its own address where it is served.",
        "A person who follows it must not land on a real host; what the real pages look like is not public.",
    ),
    Assumption(
        "payment-page",
        "ours",
        "A payer chooses card, PSE, Nequi, Daviplata or Bre-B, and a page in the bank's place approves or declines.",
        "The methods are documented; in which order they stand and what is typed in is ours.",
    ),
    Assumption(
        "payment-newer-form",
        "documented",
        "A created payment is answered in the newer form, the one that the detail page shows.",
        "The mirror of the page shows another; one form for both operations is the simpler reading.",
    ),
    Assumption(
        "open-amount-is-zero",
        "ours",
        "A payment that was created without an amount shows the amount 0 until it is paid.",
        "The field is never null in a sample, and no page shows such a payment.",
    ),
    Assumption(
        "payment-event-without-method",
        "observed",
        "The method of a payment is null in the events of a test account.",
        "One program says so of the test payment methods, and reads the payment instead.",
    ),
    Assumption(
        "event-amounts-in-pesos",
        "ours",
        "The amount of a payment in an event is in pesos, as in a reply.",
        "Official samples and programs contradict each other; pesos and cents both stand in them.",
    ),
    Assumption(
        "payment-without-company",
        "ours",
        "The company and the commission of a payment are null.",
        "Both may be null, and no call carries either.",
    ),
    Assumption(
        "notices-noted",
        "ours",
        "A payment's notices are noted and not sent; the control API shows them.",
        "A test must not write to anybody, and wants to see who would have been written to.",
    ),
    Assumption(
        "payment-scheduled",
        "inferred",
        "With schedule_at the first notice goes out at that moment, if the payment is still open; all else is at once.",
        "Only the name of the field says what it means.",
    ),
    Assumption(
        "template-selectable",
        "observed",
        "A payment that names a template which is not selectable, or does not exist, is refused with status 422.",
        "One program met the refusal; that an unknown one is treated alike is inferred.",
    ),
    Assumption(
        "templates-of-the-sandbox",
        "ours",
        "There are two templates: 118 can be selected, 119 cannot.",
        "Templates are made by each company in the panel, and nothing is known of one but its fields.",
    ),
    Assumption(
        "payment-tax",
        "inferred",
        "The tax of a payment changes nothing: it is part of the amount, and no reply shows it.",
        "One program believes that 19 percent are assumed without it; no page tells what depends on it.",
    ),
    Assumption(
        "payment-deleted-is-cancelled",
        "inferred",
        "A deleted payment can still be read; its status is cancelled.",
        "The list of states has cancelled, and deleting once more was seen to answer payment_cancelled.",
    ),
    Assumption(
        "payment-declined-goes-on",
        "inferred",
        "A payment whose last attempt was declined can still be paid, cancelled, and expire.",
        "The link stays good; no page says that one declined card ends a payment.",
    ),
    Assumption(
        "payment-expires",
        "documented",
        "At its expiration_date a payment that is not paid expires, and its open attempts fail.",
        "The guide says that the date blocks the payment; a date without a time means the end of that day.",
    ),
    Assumption(
        "payment-in-parts",
        "inferred",
        "Parts keep to the limits of partial_payment_config, and timeout_hours after the first it is partial_expired.",
        "Only names and two states are documented; what came in stays in the balance.",
    ),
    Assumption(
        "payment-part-refunded",
        "ours",
        "A part that is refunded while its payment can still be paid has to be paid again.",
        "No page shows such a payment; the alternative would be one that asks for less than it says.",
    ),
    Assumption(
        "payment-pesos-only",
        "inferred",
        "A payment in another currency than COP is refused with status 422.",
        "The concepts page knows pesos only.",
    ),
    Assumption(
        "payment-in-progress",
        "inferred",
        "While a bank has not answered, a payment is in_progress; open attempts fail once it is paid or over.",
        "Only the name of the state is documented; money that comes twice cannot be meant.",
    ),
    Assumption(
        "payment-not-deleted",
        "inferred",
        "A payment of which a part was paid, or that has expired, cannot be deleted, which is refused with status 422.",
        "payment_already_paid was seen for a paid one; the part would have to go back.",
    ),
    Assumption(
        "payment-refunded",
        "inferred",
        "A payment is refunded once everything that has paid it was refunded.",
        "Charges are refunded and payments are not; the state is documented.",
    ),
    Assumption(
        "payments-listed",
        "observed",
        "A page of payments holds 20, newest first, filtered by state, id and external_id, and sorted by seven fields.",
        "Two programs read it so; sorting by amount, dates, state, title and external_id is ours.",
    ),
    Assumption(
        "resend-while-open",
        "observed",
        "A notice is sent again only while its payment can be paid; otherwise it is refused with status 422.",
        "One program met it for a paid payment; that it holds for others is inferred.",
    ),
)


def view(unit: UnitOfWork, payment: StoredObject) -> Json:
    """The payment as the contract's `Payment`."""
    approved = payment["paid_at"] is not None
    shown = {
        "id": payment.id,
        "source": payment["title"],
        "currency": payment["currency"],
        "amount": payment["amount"],
        "amount_label": spaced(payment["amount"]),
        "title": payment["title"],
        "expiration_at": payment["expiration_at"],
        "document_link": payment.get("document_url"),
        "allows": {**_DEFAULT_ALLOWS, **payment.get("allows", {})},
        "status": payment.status,
        "is_test": unit.is_test,
        "created_at": payment["created_at"],
        "paid_at": payment["paid_at"],
        "payment_link": None if approved else f"{unit.pages}/payment/{payment.id}",
        "customer": summary(unit, payment.owner) if approved and payment.owner else None,
        "method": _method(unit, payment),
        "splits": payment["splits"],
        "company": None,
        "commission": None,
    }
    return {**shown, **{name: payment.get(name) for name in _COPIED}, **_parts(payment)}


def listed(unit: UnitOfWork, payment: StoredObject) -> Json:
    """The payment in a list, which names its reference too, where it has one."""
    named = {"reference": payment["reference"]} if payment.get("reference") else {}
    return {**view(unit, payment), **named}


def snapshot(unit: UnitOfWork, payment: StoredObject) -> Json:
    """The payment as events show it, in the form of the envelope that the tenant has chosen."""
    named = {name: payment[name] for name in ("reference", "email") if payment.get(name) is not None}
    shown = {**view(unit, payment), **named}
    if unit.tenant.settings.envelope == "data":
        return _short_snapshot(shown)
    return {**shown, "method": None} if unit.is_test else shown


def _short_snapshot(shown: Document) -> Json:
    full = {"reference": "", **shown}
    known = {name: full[name] for name in ("customer", "paid_at") if full[name] is not None}
    return {**{name: full[name] for name in _SHORT if name in full}, **known}


def _method(unit: UnitOfWork, payment: StoredObject) -> Json:
    named = payment["method"] if payment["paid_at"] else None
    method = unit.objects.get(named["kind"], named["id"], include_deleted=True) if named else None
    return payment_methods.view(method) if method else None


def _parts(payment: StoredObject) -> dict[str, Json]:
    if payment.get("partial_payment_config") is None:
        return {}
    fully = payment["paid_at"] is not None
    return {"partial_payment": {"is_fully_paid": fully, "charges": [{"id": part} for part in payment["parts"]]}}


def _check_message(fields: Mapping[str, Json]) -> None:
    """Raises `Refusal` where a payment cannot be announced as its `template_id` and `schedule_at` say."""
    if "template_id" in fields:
        check_selectable(fields["template_id"])
    _schedule_time(fields.get("schedule_at"))


def _announce(unit: UnitOfWork, payment: StoredObject) -> None:
    """Send the first message of a new payment, or let it be sent at its moment."""
    moment = _schedule_time(payment.get("schedule_at"))
    if moment and moment > unit.now:
        unit.schedule(payment, _NOTIFY, moment)
    else:
        _send_message(unit, payment)


def _resend_message(unit: UnitOfWork, payment: StoredObject, template_id: int | None) -> None:
    """Send one more message, by another template if one is named. Raises `Refusal` for one that cannot be."""
    if template_id is not None:
        check_selectable(template_id)
    _record_message(unit, payment, template_id or payment.get("template_id"))


def _send_message(unit: UnitOfWork, payment: StoredObject) -> None:
    """Send the first message, to the phone and the e-mail address that the payment has."""
    _record_message(unit, payment, payment.get("template_id"))


def _record_message(unit: UnitOfWork, payment: StoredObject, template_id: int | None) -> None:
    sent = [
        {"sent_at": stamp(unit.now), "channel": channel, "to": payment[name], "template_id": template_id}
        for name, channel in _CHANNELS.items()
        if payment.get(name)
    ]
    if sent:
        unit.change(payment, notices=[*payment.get("notices", ()), *sent])


def _schedule_time(text: str | None) -> datetime | None:
    try:
        return parse_datetime(text) if text else None
    except ValueError as error:
        raise invalid_field("schedule_at", "La fecha de envío no es válida.") from error


def open_payment(unit: UnitOfWork, fields: Mapping[str, Json], customer: StoredObject | None = None) -> StoredObject:
    """Make a payment; `fields` are those of `PaymentCreate`, and `provider_id` where there is one.

    `customer` is who shall pay, if that is known. An invoice or a subscription that waits for it adds
    `waiting=charges.reference_to(record)`; its state machine then has `listeners={"payment": …}`, which is called at
    each change of state. Raises `Refusal`.
    """
    _check(fields)
    expires = _expiration(fields.get("expiration_date"))
    owner = customer.id if customer else ""
    state = {**_FRESH, **fields, "expiration_at": stamp(expires) if expires else None}
    state["splits"] = splits.agree(unit, fields["splits"], owner) if fields.get("splits") else []
    payment = unit.create("payment", state, owner=owner)
    if expires:
        unit.schedule(payment, "expire", expires)
    _announce(unit, payment)
    _emit(unit, payment, "payment.created")
    return payment


def cancel(unit: UnitOfWork, payment: StoredObject) -> None:
    """Withdraw a payment that nobody has made; its open attempts fail.

    Raises `Refusal` where it is cancelled already, or money has come in.
    """
    if payment.status == "cancelled":
        raise Refusal("El cobro ya fue cancelado.", name="payment_cancelled")
    if payment["paid"]:
        raise Refusal("El cobro ya fue pagado.", name="payment_already_paid")
    if not unit.can_move(payment, "cancelled"):
        raise Refusal("El cobro ya expiró.")
    withdraw(unit, payment)


def withdraw(unit: UnitOfWork, payment: StoredObject) -> None:
    """Cancel a payment that is not over, even if a part has come in, which stays in the balance."""
    if unit.can_move(payment, "cancelled"):
        unit.move(payment, "cancelled")
        _drop_attempts(unit, payment)
        _emit(unit, payment, "payment.deleted")


def is_open(payment: StoredObject) -> bool:
    """Whether it can still be paid."""
    return payment.status in ("pending", "declined", "in_progress", "partially_paid")


def remaining(payment: StoredObject) -> int:
    """What is still to be paid; 0 where the payer chooses the amount."""
    return int(payment["amount"] - payment["paid"])


def must_be_open(payment: StoredObject) -> None:
    """Raises `Refusal` where it can no longer be paid."""
    if not is_open(payment):
        names = {"cancelled": "payment_cancelled", "approved": "payment_already_paid"}
        raise Refusal("El cobro ya no se puede pagar.", name=names.get(payment.status))


def attempts_of(unit: UnitOfWork, payment: StoredObject) -> list[StoredObject]:
    """The charges by which somebody has tried to pay it, oldest first."""
    return _charges(unit, payment["attempts"])


def _check(fields: Mapping[str, Json]) -> None:
    if "amount" in fields:
        money.check_amount(fields["amount"])
    _check_message(fields)
    if fields.get("currency", "COP") != "COP":
        raise invalid_field("currency", "La moneda no está soportada.")


def _expiration(text: str | None) -> datetime | None:
    try:
        return parse_end(text) if text else None
    except ValueError as error:
        raise invalid_field("expiration_date", "La fecha de expiración no es válida.") from error


def _on_charge(unit: UnitOfWork, payment: StoredObject, charge: StoredObject) -> None:
    """What an attempt to pay means for the payment."""
    if charge.status == "created":
        unit.change(payment, attempts=[*payment["attempts"], charge.id])
    elif is_open(payment) and charge.status in _STEPS:
        _STEPS[charge.status](unit, payment, charge)
    elif charge.status == "refunded" and all(item.status == "refunded" for item in _charges(unit, payment["parts"])):
        _refunded(unit, payment)


def _under_way(unit: UnitOfWork, payment: StoredObject, _: StoredObject) -> None:
    if unit.can_move(payment, "in_progress"):
        unit.move(payment, "in_progress")
        unit.notify(payment)


def _declined(unit: UnitOfWork, payment: StoredObject, _: StoredObject) -> None:
    if unit.can_move(payment, "declined"):
        unit.move(payment, "declined")
    _emit(unit, payment, "payment.rejected")


def _paid(unit: UnitOfWork, payment: StoredObject, charge: StoredObject) -> None:
    paid = payment["paid"] + charge["amount"]
    amount, parts = max(payment["amount"], paid), [*payment["parts"], charge.id]
    unit.change(payment, owner=payment.owner or charge.owner, paid=paid, amount=amount, parts=parts)
    unit.change(payment, method=charge.get("method"))
    if paid < payment["amount"]:
        _paid_in_part(unit, payment)
    else:
        _paid_in_full(unit, payment)
    _drop_attempts(unit, payment)


def _part_given_back(unit: UnitOfWork, payment: StoredObject, charge: StoredObject) -> None:
    """A part that was refunded has to be paid again, while the payment can be paid."""
    parts = [part for part in payment["parts"] if part != charge.id]
    unit.change(payment, paid=payment["paid"] - charge["amount"], parts=parts)


def _refunded(unit: UnitOfWork, payment: StoredObject) -> None:
    if unit.can_move(payment, "refunded"):
        unit.move(payment, "refunded")
        unit.notify(payment)


def _paid_in_full(unit: UnitOfWork, payment: StoredObject) -> None:
    unit.timers.clear(payment)
    unit.move(payment, "approved", paid_at=stamp(unit.now))
    splits.share(unit, payment["splits"], payment["paid"])
    _emit(unit, payment, "payment.approved")


def _paid_in_part(unit: UnitOfWork, payment: StoredObject) -> None:
    if payment.status != "partially_paid":
        terms: Document = payment.get("partial_payment_config") or {}
        hours = min(int(terms.get("timeout_hours", 0)), _LONGEST_HOURS)
        unit.move(payment, "partially_paid")
        if hours > 0:
            unit.schedule(payment, "expire", unit.now + timedelta(hours=hours))
    _emit(unit, payment, "payment.partially_paid")


_STEPS: Final = {"processing": _under_way, "failed": _declined, "paid": _paid, "refunded": _part_given_back}


def _charges(unit: UnitOfWork, identifiers: list[str]) -> list[StoredObject]:
    found = (unit.objects.get("charge", identifier) for identifier in identifiers)
    return [charge for charge in found if charge is not None]


def _expire(unit: UnitOfWork, payment: StoredObject) -> None:
    status = "partial_expired" if payment.status == "partially_paid" else "expired"
    unit.move(payment, status)
    _drop_attempts(unit, payment)
    _emit(unit, payment, f"payment.{status}")


def _drop_attempts(unit: UnitOfWork, payment: StoredObject) -> None:
    """Let open attempts fail that the payment no longer takes: all when it is over, else those over what is left."""
    left = remaining(payment) if is_open(payment) else 0
    for charge in attempts_of(unit, payment):
        if charge.status in charges.OPEN and charge["amount"] > left:
            charges.decline(unit, charge, "TRANSACTION_EXPIRED")


def _emit(unit: UnitOfWork, payment: StoredObject, event: str) -> None:
    emit(unit, partial(snapshot, unit, payment), event)
    unit.notify(payment)


PAYMENT_STATES: Final = StateMachine(
    kind="payment",
    transitions={
        "pending": ("in_progress", "declined", "approved", "partially_paid", "cancelled", "expired"),
        "in_progress": ("declined", "approved", "partially_paid", "cancelled", "expired"),
        "declined": ("in_progress", "approved", "partially_paid", "cancelled", "expired"),
        "partially_paid": ("approved", "partial_expired", "cancelled"),
        "approved": ("refunded",),
        "cancelled": (),
        "expired": (),
        "partial_expired": (),
        "refunded": (),
    },
    timers={"expire": _expire, _NOTIFY: _send_message},
    listeners={"charge": _on_charge},
    indexed=("amount", "expiration_at", "external_id", "paid_at", "status", "title"),
)


def payments_create(call: Call) -> Json:
    """Ask for money behind a link."""
    return view(call.unit, open_payment(call.unit, call.body))


def payments_list(call: Call) -> Json:
    """One page of payments."""
    search = filtered(call, Search("payment"), "external_id")
    return without_nulls(
        counted(page(call, in_order(search, call.query.get("sort")), lambda item: listed(call.unit, item), size=20))
    )


def payments_get(call: Call) -> Json:
    """One payment."""
    return view(call.unit, call.named("payment"))


def payments_resend(call: Call) -> None:
    """Send the notice again, by another template if the body names one."""
    payment = call.named("payment")
    must_be_open(payment)
    _resend_message(call.unit, payment, call.body.get("template_id"))


def payments_delete(call: Call) -> None:
    """Withdraw a payment that nobody has made."""
    cancel(call.unit, call.named("payment"))


def payments_list_intents(call: Call) -> Json:
    """The attempts to pay, newest first, as a bare list."""
    attempts = attempts_of(call.unit, call.named("payment"))
    return [_attempt(charge) for charge in reversed(attempts)]


def _attempt(charge: StoredObject) -> Json:
    return {
        "id": charge.id,
        "status": charge.status,
        "payment_method_type": charge["method_type"],
        "payment_method_label": charges.method_label(charge),
    }
