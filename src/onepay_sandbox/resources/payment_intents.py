"""Payment intents: every attempt to collect money, of charges, payments and requests to pay alike."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.resources.charges import intent, intent_item
from onepay_sandbox.resources.pagination import counted, in_order, page


def payment_intents_list(call: Call) -> Json:
    """One page of attempts."""
    wanted = {name: call.query.get(f"filter[{name}]") for name in ("id", "external_id")}

    def fits(charge: StoredObject) -> bool:
        shown = {"id": charge.id, "external_id": charge.get("external_id")}
        return all(value is None or shown[name] == value for name, value in wanted.items())

    where = fits if any(value is not None for value in wanted.values()) else None
    search = Search("charge", status=call.query.get("filter[status]"), where=where)
    ordered = in_order(search, call.query.get("sort"))
    return counted(page(call, ordered, lambda charge: intent_item(call.unit, charge), size=20))


def payment_intents_get(call: Call) -> Json:
    """One attempt, with its method and customer."""
    return intent(call.unit, call.named("charge"))
