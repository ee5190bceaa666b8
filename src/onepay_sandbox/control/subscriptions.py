"""What is done to subscriptions outside of the API."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives import subscriptions
from onepay_sandbox.objects import Record
from onepay_sandbox.refusals import Refusal
from onepay_sandbox.values import Json


def subscriptions_inspect(call: ControlCall) -> Json:
    """How the collection of a subscription stands."""
    return _view(call.named("subscription"))


def subscriptions_freeze(call: ControlCall) -> Json:
    """Pause a subscription."""
    subscription = call.named("subscription")
    if not call.unit.can_move(subscription, "frozen"):
        raise Refusal(f"A subscription that is {subscription.status} cannot be frozen; make a new one.")
    subscriptions.freeze(call.unit, subscription)
    return _view(subscription)


def subscriptions_thaw(call: ControlCall) -> Json:
    """Let a frozen subscription go on."""
    subscription = call.named("subscription")
    if subscription.status != "frozen":
        raise Refusal(f"A subscription that is {subscription.status} cannot be thawed; freeze it first.")
    subscriptions.thaw(call.unit, subscription)
    return _view(subscription)


def _view(subscription: Record) -> Json:
    copied = ("current_cicle", "paid", "tries", "retry_at", "next_at", "charge_id", "payment_id")
    return {"id": subscription.id, "status": subscription.status, **{name: subscription[name] for name in copied}}
