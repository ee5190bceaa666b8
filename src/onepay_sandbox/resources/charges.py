"""Charges: attempts to collect money, from a saved card or account, over PSE or Bre-B, or from a wallet.

A charge is its own payment intent. What it collects for (a payment, a subscription) stands in its `waiting`, and the
listener of that is called at each of its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import at_hour, bank_day_after, day_of, parse_datetime, parse_end, stamp, to_microseconds
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.money import BALANCE, OUTSIDE, check_amount, pesos
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, insufficient_funds, invalid_field
from onepay_sandbox.core.unit_of_work import APPROVE, UnitOfWork
from onepay_sandbox.resources import customers, payment_methods, splits
from onepay_sandbox.resources.customers import payer, summary
from onepay_sandbox.resources.pagination import counted, page

_SOURCES: Final = {"payment": "Payment", "subscription": "Subscription", "plan": "Plan"}
_LABELS: Final = {"pse": "PSE", "bre_b": "Bre-B", "nequi": "Nequi", "daviplata": "Daviplata", "card": "Tarjeta"}
_APPROVED: Final = {"code": "approved", "message": "Transacción aprobada."}
_DECLINED: Final = {"code": "declined", "message": "Transacción rechazada."}
OPEN: Final = ("created", "processing")
CANCELLED: Final = ("CANCELLED_BY_MERCHANT",)
OTHER: Final = "Other"
_BANKS_OPEN: Final = 10
_TWO_MINUTES: Final = timedelta(minutes=2)
_MINUTES: Final = 15
_LONGEST: Final = 60 * 24 * 366

ASSUMPTIONS: Final = (
    Assumption(
        "intent-source-link",
        "ours",
        "The intent of a charge that collects for no other object has the source Link and its own id.",
        "Four types are documented, and none of them is a charge.",
    ),
    Assumption(
        "one-attempt-for-a-charge",
        "ours",
        "A charge that was paid or failed has had one attempt, any other none.",
        "The sample shows two of one charge; when the real API tries again is not documented.",
    ),
    Assumption(
        "network-numbers",
        "ours",
        "What the network and the transaction of a paid charge are called is `red-` or `txn-`, and the number "
        "of the charge.",
        "The samples have such names, and nothing says how they are made.",
    ),
    Assumption(
        "attempt-by-card-or-pse",
        "ours",
        "An attempt to collect a charge says CARD for a card, and PSE for anything else.",
        "The page knows these two words only.",
    ),
    Assumption(
        "charge-without-title",
        "ours",
        "A charge without a title is answered with the empty string as its title.",
        "One program leaves the title null; replies have it, never null.",
    ),
    Assumption(
        "charge-vocabulary",
        "inferred",
        "A charge is created, processing, paid, failed, refunded or disputed; a declined one is `failed`.",
        "The newer pages all speak so; `pending` and `declined` stand in two samples of January 2025 only.",
    ),
    Assumption(
        "charge-is-its-intent",
        "inferred",
        "A charge and its payment intent have one id, and an intent's id can be refunded, resolved and cancelled.",
        "Events show the charge in the form of an intent, and programs refund by the ids of intents.",
    ),
    Assumption(
        "charge-timing",
        "documented",
        "A card, Nequi and Daviplata answer at once, a bank account on the next bank day.",
        "The page on use cases says so; that it is at ten in the morning in Bogotá is ours.",
    ),
    Assumption(
        "largest-amount",
        "ours",
        "An amount of more than 1,000,000,000,000 pesos is refused with status 422.",
        "No page states a maximum, and the ledger has to hold the sum of many.",
    ),
    Assumption(
        "currency-not-supported",
        "inferred",
        "A charge in another currency than COP is declined with CURRENCY_NOT_SUPPORTED.",
        "The code exists, and the concepts page knows pesos only.",
    ),
    Assumption(
        "account-charge-settles",
        "ours",
        "A test charge on a bank account that nobody resolves settles on its bank day.",
        "The page lets it wait for the call; a test that lets time pass wants to see the debit.",
    ),
    Assumption(
        "pse-twice",
        "observed",
        "A second PSE charge of one customer, bank and amount within two minutes is refused with status 429.",
        "A program that read the documentation says so; another external_id does not help.",
    ),
    Assumption(
        "bre-b-expires",
        "inferred",
        "A Bre-B charge that is not paid within expires_in minutes, 15 without it, fails with TRANSACTION_EXPIRED.",
        "The reply has expires_at, and one program sends 15.",
    ),
    Assumption(
        "foreign-method",
        "inferred",
        "A charge on a card or an account that does not exist or belongs to another customer is refused with 422.",
        "A decline code for accounts of others exists; that it is for requests of this kind is not said.",
    ),
    Assumption(
        "pse-waits",
        "ours",
        "A PSE charge waits for its payer as long as it takes; the control API completes it.",
        "No page says when the link of one expires.",
    ),
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
        "charge-disputed",
        "ours",
        "A paid charge becomes disputed by the control API only; its money stays in the balance, its payment as it is.",
        "The state and its event are documented; what it does to the money is not.",
    ),
    Assumption(
        "refund-needs-balance",
        "inferred",
        "A charge that is more than the balance holds cannot be refunded: insufficient_funds.",
        "The money has to come from somewhere, and no page tells of a refund that nobody can pay.",
    ),
)


def item(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as lists show it: without method, customer and splits."""
    return {
        "id": charge.id,
        "title": charge["title"],
        "amount": charge["amount"],
        "amount_label": pesos(charge["amount"]),
        "source": "charge",
        "status": charge.status,
        "currency": charge["currency"],
        "payment_method_type": charge["method_type"],
        "payment_method_id": charge["method_id"],
        "created_at": charge["created_at"],
        "paid_at": charge["paid_at"],
        "remarks": charge["remarks"],
        "is_test": unit.is_test,
    }


def view(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as the contract's `Charge`."""
    return {**item(unit, charge), **_persons(unit, charge), "splits": charge["splits"]}


def intent_item(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as lists of payment intents show it."""
    shown = item(unit, charge)
    about = {"description": shown.pop("title"), "source": _source(charge)}
    return {**shown, **about, "network_id": _number("red", charge), "external_id": charge.get("external_id")}


def intent(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as the contract's `PaymentIntent`, which events show too."""
    return {**intent_item(unit, charge), **_persons(unit, charge)}


def attempts_view(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The attempts to collect a charge, as a list of the contract's `ChargeIntent`."""
    if charge.status in ("created", "processing"):
        return []
    went_through = charge["paid_at"] is not None
    shown = item(unit, charge)
    copied = ("id", "currency", "amount", "amount_label", "payment_method_id", "is_test", "created_at", "paid_at")
    attempt = {
        "status": "succeeded" if went_through else "failed",
        "payment_method_type": "CARD" if charge["method_type"] == payment_methods.CARD else "PSE",
        "network_id": _number("red", charge),
        "transaction_id": _number("txn", charge),
        "remarks": _APPROVED if went_through else _DECLINED,
    }
    return [{**{name: shown[name] for name in copied}, **attempt}]


def method_label(charge: StoredObject) -> str:
    """What a list of attempts calls the method."""
    rail = charge.get("rail")
    return _LABELS[rail] if rail else "Tarjeta" if charge["method_type"] == payment_methods.CARD else "Cuenta"


def _persons(unit: UnitOfWork, charge: StoredObject) -> dict[str, Json]:
    """The method and the customer of a charge, as far as it has them."""
    named = charge.get("method")
    method = unit.objects.get(named["kind"], named["id"], include_deleted=True) if named else None
    customer = summary(unit, charge.owner) if charge.owner else None
    found = {"method": payment_methods.view(method) if method else None, "customer": customer}
    return {name: value for name, value in found.items() if value is not None}


def _source(charge: StoredObject) -> Json:
    waiting = charge.get("waiting") or {"kind": "", "id": charge.id}
    return {"type": _SOURCES.get(waiting["kind"], "Link"), "id": waiting["id"]}


def _number(prefix: str, charge: StoredObject) -> str | None:
    return f"{prefix}-{charge.sequence:06}" if charge["paid_at"] else None


def debit(
    unit: UnitOfWork, customer: StoredObject, method: StoredObject, amount: int, fields: Mapping[str, Json]
) -> StoredObject:
    """Charge a customer's card (kind `card`) or account (kind `account`); the charge comes back as it then stands.

    It may be `paid`, `failed` (its `remarks` say why), or `processing` until the next bank day. `fields` are
    others of `ChargeCreate`: `title`, and perhaps `external_id`, `splits`, `test_scenario`, `currency`. An object
    that collects for itself adds `waiting=reference_to(record)`; its state machine then needs
    `listeners={"charge": …}`, which is called at each step, also before this returns. An `outcome` (`approve` or a
    decline code) goes before all that would decide otherwise. Raises `Refusal` for splits that cannot be.
    """
    named: dict[str, Json] = {"method": {"kind": method.kind, "id": method.id}}
    named |= {"method_type": payment_methods.type_of(method), "method_id": method.id}
    forced = fields.get("outcome") or payment_methods.fault_of(unit, method) or payment_methods.outcome_of(method)
    charge = begin(unit, amount, {**fields, **named}, customer.id, forced)
    if payment_methods.takes_days(method):
        process(unit, charge)
        unit.schedule(charge, "settle", at_hour(bank_day_after(day_of(unit.now)), _BANKS_OPEN))
    else:
        settle(unit, charge)
    return charge


def reference_to(record: StoredObject) -> Document:
    """The reference by which a charge or payment names the object that waits for it."""
    return {"kind": record.kind, "id": record.id}


def begin(
    unit: UnitOfWork, amount: int, fields: Mapping[str, Json], owner: str = "", forced: str | None = None
) -> StoredObject:
    """Make a charge in state `created`; `fields` must have `method_type` and `method_id`.

    What becomes of it is decided now: by its `test_scenario`, by `forced` (`approve` or a decline code), by its
    amount, or by what the test has queued.
    """
    check_amount(amount)
    state: dict[str, Json] = {
        "title": "",
        "currency": "COP",
        "paid_at": None,
        "remarks": None,
        "waiting": None,
        **fields,
        "amount": amount,
    }
    state["outcome"] = _outcome(unit, state, forced)
    state["splits"] = splits.agree(unit, fields.get("splits", ()), owner)
    charge = unit.create("charge", state, owner=owner)
    _emit(unit, charge, "charge.created")
    return charge


def process(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money is under way."""
    unit.move(charge, "processing")
    _emit(unit, charge, "charge.processing")


def settle(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money comes, or is declined, as was decided when the charge was made."""
    if charge.status not in OPEN:
        return
    if charge["outcome"] == APPROVE:
        pay(unit, charge)
    else:
        decline(unit, charge, charge["outcome"])


def pay(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money comes."""
    unit.timers.clear(charge)
    unit.move(charge, "paid", paid_at=stamp(unit.now), remarks=None)
    unit.ledger.post("charge paid", charge, unit.now, {OUTSIDE: -charge["amount"], BALANCE: charge["amount"]})
    splits.share(unit, charge["splits"], charge["amount"])
    _emit(unit, charge, "charge.paid", "charge.succeeded")


def decline(unit: UnitOfWork, charge: StoredObject, code: str) -> None:
    """The money does not come, for the reason of a decline code."""
    description = scenarios.DECLINES.get(code, scenarios.DECLINES["UNKNOWN"])
    fail(unit, charge, {"code": code, "description": description})


def cancel(unit: UnitOfWork, charge: StoredObject) -> None:
    """The merchant no longer wants the money."""
    fail(unit, charge, list(CANCELLED))


def fail(unit: UnitOfWork, charge: StoredObject, remarks: Json) -> None:
    """The money does not come."""
    unit.move(charge, "failed", remarks=remarks)
    _emit(unit, charge, "charge.failed")


def refund(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money goes back, which the balance must hold."""
    unit.ledger.post("charge refunded", charge, unit.now, {BALANCE: -charge["amount"], OUTSIDE: charge["amount"]})
    unit.move(charge, "refunded")
    _emit(unit, charge, "charge.refunded")


def dispute(unit: UnitOfWork, charge: StoredObject) -> None:
    """The payer disputes a paid charge; the money stays where it is. Raises `Refusal` where it is not paid."""
    if not unit.can_move(charge, "disputed"):
        raise Refusal("El cargo no está pagado.", name="charge_is_not_paid")
    unit.move(charge, "disputed")
    _emit(unit, charge, "charge.disputed")


def _outcome(unit: UnitOfWork, state: Document, forced: str | None) -> str:
    scenario = scenarios.of_test_scenario(state.get("test_scenario")) if unit.is_test else None
    unsupported = None if state["currency"] == "COP" else "CURRENCY_NOT_SUPPORTED"
    return scenario or unsupported or forced or scenarios.AMOUNTS.get(state["amount"]) or unit.outcome("charge")


def _emit(unit: UnitOfWork, charge: StoredObject, *events: str) -> None:
    emit(unit, partial(intent, unit, charge), *events)
    unit.notify(charge)


def _expire(unit: UnitOfWork, charge: StoredObject) -> None:
    if charge.status in OPEN:
        decline(unit, charge, "TRANSACTION_EXPIRED")


def _index(charge: StoredObject) -> dict[str, Json]:
    """What lists of charges look for; attempts to pay a payment, and requests to pay, are payment intents only."""
    named = {"external_id": charge["external_id"]} if charge.get("external_id") is not None else {}
    waiting = charge.get("waiting") or {"kind": charge.get("rail")}
    if waiting["kind"] in ("payment", "nequi", "daviplata"):
        return named
    made = to_microseconds(parse_datetime(charge["created_at"]))
    return {**named, "listed": True, "listed_status": charge.status, "made": made}


CHARGE_STATES: Final = StateMachine(
    kind="charge",
    transitions={
        "created": ("processing", "paid", "failed"),
        "processing": ("paid", "failed"),
        "paid": ("refunded", "disputed"),
        "failed": (),
        "refunded": (),
        "disputed": (),
    },
    timers={"settle": settle, "expire": _expire},
    indexed=("paid_at",),
    counted=("listed", "listed_status"),
    index=_index,
)


def open_pse(unit: UnitOfWork, body: Document) -> Json:
    """Make a PSE charge, as the contract's `PseCharge`. Raises `Refusal`."""
    customer = payer(unit, body["customer_id"])
    _refuse_twice(unit, body)
    named = {"title": "PSE", "rail": "pse", "method_type": OTHER, "method_id": body["bank_id"]}
    charge = begin(unit, body["amount"], {**body, **named}, customer.id)
    return {"id": charge.id, "url": page_of(unit, charge)}


def open_bre_b(unit: UnitOfWork, body: Document) -> Json:
    """Make a Bre-B charge, as the contract's `BreBCharge`. Raises `Refusal`."""
    minutes = body.get("expires_in", _MINUTES)
    if not 0 < minutes <= _LONGEST:
        raise invalid_field("expires_in", "El campo expires_in debe estar entre 1 minuto y un año.")
    alias = new_bre_b_key(unit)
    named = {"rail": "bre_b", "method_type": OTHER, "method_id": alias}
    title = body.get("title", "Bre-B")
    charge = begin(unit, body["amount"], {**body, **named, "title": title})
    expires = unit.now + timedelta(minutes=minutes)
    unit.schedule(charge, "expire", expires)
    code = {"image": f"{unit.pages}/qr/{charge.id}.png"}
    return {"id": charge.id, "qr": code, "key": {"alias": alias}, "expires_at": stamp(expires)}


def new_bre_b_key(unit: UnitOfWork) -> str:
    """A key that is made for one Bre-B charge."""
    return f"@{unit.new_code(10, 'bre-b')}"


def page_of(unit: UnitOfWork, charge: StoredObject) -> str:
    """The address at which the payer of a charge authorizes it."""
    return f"{unit.pages}/charge/{charge.id}"


def _refuse_twice(unit: UnitOfWork, body: Document) -> None:
    wanted = (body["amount"], body["bank_id"])
    recent = unit.objects.find(Search("charge", owner=body["customer_id"], limit=100))[0]
    for charge in recent:
        young = unit.now - parse_datetime(charge["created_at"]) < _TWO_MINUTES
        if young and charge.get("rail") == "pse" and (charge["amount"], charge["method_id"]) == wanted:
            raise Refusal("Ya existe un cargo igual creado hace menos de dos minutos.", (429,))


def charges_create(call: Call) -> Json:
    """Charge a card or an account; a declined charge is answered like any other."""
    customer = customers.payer(call.unit, call.body["customer_id"])
    method = payment_methods.method_of(call.unit, customer, call.body)
    return view(call.unit, debit(call.unit, customer, method, call.body["amount"], call.body))


def charges_create_pse(call: Call) -> Json:
    """Open a PSE transfer, which the payer completes behind a link."""
    return open_pse(call.unit, call.body)


def charges_create_bre_b(call: Call) -> Json:
    """Make a code and a key with which a payer pays over Bre-B."""
    return open_bre_b(call.unit, call.body)


def charges_list(call: Call) -> Json:
    """One page of charges; attempts to pay a payment, and requests to pay, are payment intents only."""
    since, until = _bound(call, "created_from", parse_datetime), _bound(call, "created_to", parse_end)
    status = call.query.get("status")
    having = {"listed": True} if status is None else {"listed_status": status}
    search = Search("charge", having=having, since=since, until=until)
    return counted(page(call, search, lambda charge: item(call.unit, charge), size=15))


def charges_get(call: Call) -> Json:
    """One charge."""
    return view(call.unit, call.named("charge"))


def charges_list_intents(call: Call) -> Json:
    """The attempts to collect one charge, as a bare list."""
    return attempts_view(call.unit, call.named("charge"))


def charges_cancel(call: Call) -> Json:
    """Stop a charge of which the money has not come."""
    charge = call.named("charge")
    _must_be_open(charge)
    cancel(call.unit, charge)
    return {"id": charge.id, "status": charge.status, "remarks": charge["remarks"]}


def charges_resolve(call: Call) -> Json:
    """Decide a test charge in the place of the bank."""
    charge = call.named("charge")
    if not call.unit.is_test:
        raise Refusal("Solo se pueden resolver cargos de prueba.", (403,))
    _must_be_open(charge)
    if call.body["action"] == "approve":
        pay(call.unit, charge)
    else:
        decline(call.unit, charge, call.body.get("remarks", "TRANSACTION_REJECTED"))
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
    refund(call.unit, charge)


def _must_be_open(charge: StoredObject) -> None:
    if charge.status not in OPEN:
        raise Refusal("El cargo ya no está pendiente.")


def _bound(call: Call, name: str, read_moment: Callable[[str], datetime]) -> int | None:
    text = call.query.get(name)
    try:
        return to_microseconds(read_moment(text)) if text else None
    except ValueError as error:
        raise invalid_field(name, "La fecha no es válida.") from error
