"""Control calls on single objects, in the place of payers, customers and banks: payments, accounts and others."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.control.api import ControlCall
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import Refusal
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import accounts, connect_links, invoices, subscriptions, utilities
from onepay_sandbox.resources.charges import dispute
from onepay_sandbox.resources.customer_sessions import pending_login
from onepay_sandbox.resources.payers import attempt, settle


def payments_pay(call: ControlCall) -> Json:
    """Try to pay a payment in the place of the payer."""
    return _charge_view(call.unit, attempt(call.unit, call.named("payment"), call.body))


def payments_inspect(call: ControlCall) -> Json:
    """The notices that were sent for a payment, and the tax that it was made with."""
    payment = call.named("payment")
    shown = {"id": payment.id, "status": payment.status, "tax": payment.get("tax")}
    return {**shown, "notices": payment.get("notices", [])}


def charges_get(call: ControlCall) -> Json:
    """What will become of a charge, and which code its payer got."""
    return _charge_view(call.unit, call.named("charge"))


def charges_settle(call: ControlCall) -> Json:
    """Let the payer or the bank decide now."""
    charge = call.named("charge")
    settle(call.unit, charge, call.body.get("outcome"))
    return _charge_view(call.unit, charge)


def charges_dispute(call: ControlCall) -> Json:
    """Let the payer dispute a charge."""
    charge = call.named("charge")
    dispute(call.unit, charge)
    return _charge_view(call.unit, charge)


def _charge_view(unit: UnitOfWork, charge: StoredObject) -> Json:
    waiting = charge["waiting"]
    found = unit.objects.get(waiting["kind"], waiting["id"]) if waiting else None
    collects = {"kind": found.kind, "id": found.id, "status": found.status} if found else None
    shown = {"id": charge.id, "status": charge.status, "amount": charge["amount"], "remarks": charge["remarks"]}
    return {**shown, "outcome": charge["outcome"], "otp": charge.get("otp"), "collects_for": collects}


def invoices_allow_parts(call: ControlCall) -> Json:
    """Let an invoice be paid in parts."""
    invoice = call.named("invoice")
    invoices.allow_parts(call.unit, invoice, call.body)
    return {"id": invoice.id, "payment_id": invoice["payment_id"], "terms": invoice["partial_payment_config"]}


def subscriptions_inspect(call: ControlCall) -> Json:
    """How the collection of a subscription stands."""
    return _subscription_view(call.named("subscription"))


def subscriptions_freeze(call: ControlCall) -> Json:
    """Pause a subscription."""
    subscription = call.named("subscription")
    if not call.unit.can_move(subscription, "frozen"):
        raise Refusal(f"A subscription that is {subscription.status} cannot be frozen; make a new one.")
    subscriptions.freeze(call.unit, subscription)
    return _subscription_view(subscription)


def subscriptions_thaw(call: ControlCall) -> Json:
    """Let a frozen subscription go on."""
    subscription = call.named("subscription")
    if subscription.status != "frozen":
        raise Refusal(f"A subscription that is {subscription.status} cannot be thawed; freeze it first.")
    subscriptions.thaw(call.unit, subscription)
    return _subscription_view(subscription)


def _subscription_view(subscription: StoredObject) -> Json:
    copied = ("current_cicle", "paid", "tries", "retry_at", "next_at", "charge_id", "payment_id")
    return {"id": subscription.id, "status": subscription.status, **{name: subscription[name] for name in copied}}


def utilities_bill(call: ControlCall) -> Json:
    """Let a utility issue a bill."""
    bill = utilities.issue_bill(call.unit, **call.body)
    shown = {"reference": bill["reference"], "amount": bill["amount"], "status": bill.status}
    return {"id": bill.id, "provider_id": bill.owner, **shown}


def direct_debits_enrol(call: ControlCall) -> Json:
    """Let a payer follow a link and enrol its bill."""
    enrolment = utilities.enrol(call.unit, call.named("direct_debit_link"), call.body)
    return {"id": enrolment.id, "reference": enrolment["reference"], "status": enrolment.status}


def customers_inspect(call: ControlCall) -> Json:
    """Whether a customer may log in, and with which code."""
    customer = call.named("customer")
    login = pending_login(call.unit, customer.id)
    return {"id": customer.id, "banned": customer.get("banned", False), "otp": login["otp"] if login else None}


def customers_ban(call: ControlCall) -> Json:
    """Ban a customer, or take the ban back."""
    call.unit.change(call.named("customer"), banned=call.body["banned"])
    return customers_inspect(call)


def accounts_inspect(call: ControlCall) -> Json:
    """What will become of an account, and which code its holder got."""
    return _account_view(call.named("account"))


def accounts_decide(call: ControlCall) -> Json:
    """Let the bank or the holder decide now."""
    account = call.named("account")
    accounts.decide(call.unit, account, call.body["status"])
    return _account_view(account)


def connect_links_complete(call: ControlCall) -> Json:
    """Save a payment method in the place of the customer."""
    link = call.named("connect_link")
    method = connect_links.complete(call.unit, link, call.body)
    saved = {"kind": method.kind, "id": method.id}
    return {"id": link.id, "status": link.status, "completed": link["completed"], "saved": saved}


def _account_view(account: StoredObject) -> Json:
    return {"id": account.id, "status": account.status, "verdict": account["verdict"], "otp": account["otp"]}
