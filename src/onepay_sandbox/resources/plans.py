"""Plans."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.lives import plans
from onepay_sandbox.lives.subscriptions import change_terms, is_over
from onepay_sandbox.resources.pagination import counted, page, without_nulls

_THEIR_OWN: Final = ("internal_id", "trial")

ASSUMPTIONS: Final = (
    Assumption(
        "plan-followers",
        "inferred",
        "With update_existing_subscriptions those that follow a plan take its new terms, but for trial and "
        "internal_id.",
        "Only the name of the field says what it does.",
    ),
)


def plans_create(call: Call) -> Json:
    """Set terms that subscriptions can follow."""
    return plans.view(plans.make(call.unit, call.body))


def plans_list(call: Call) -> Json:
    """One page of plans."""
    return without_nulls(counted(page(call, Search("plan"), plans.view, size=20)))


def plans_update(call: Call) -> Json:
    """Replace the terms of a plan and, where the body asks for it, of the subscriptions that follow it."""
    plan, body = call.named("plan"), dict(call.body)
    also_followers = body.pop("update_existing_subscriptions", False)
    plans.replace(call.unit, plan, body)
    if also_followers:
        _update_followers(call, plan)
    return plans.view(plan)


def _update_followers(call: Call, plan: StoredObject) -> None:
    def follows(subscription: StoredObject) -> bool:
        return subscription["plan_id"] == plan.id and not is_over(subscription)

    found, _ = call.unit.objects.find(Search("subscription", where=follows))
    terms = {name: value for name, value in plans.terms_of(plan).items() if name not in _THEIR_OWN}
    for subscription in found:
        change_terms(call.unit, subscription, terms)
