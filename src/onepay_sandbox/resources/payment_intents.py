"""Payment intents: every attempt to collect money, of charges, payments and requests to pay alike."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.resources.charges import intent, intent_item
from onepay_sandbox.resources.pagination import counted, filtered, in_order, page


def payment_intents_list(call: Call) -> Json:
    """One page of attempts."""
    ordered = in_order(filtered(call, Search("charge"), "external_id"), call.query.get("sort"))
    return counted(page(call, ordered, lambda charge: intent_item(call.unit, charge), size=20))


def payment_intents_get(call: Call) -> Json:
    """One attempt, with its method and customer."""
    return intent(call.unit, call.named("charge"))
