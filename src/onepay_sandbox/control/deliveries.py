"""Events on their way to webhooks."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.objects import Record, Search
from onepay_sandbox.outbox import repeat
from onepay_sandbox.values import Json


def deliveries_list(call: ControlCall) -> Json:
    """The deliveries, newest first."""
    event = call.query.get("event")
    search = Search("delivery", status=call.query.get("status"), where=lambda one: event in (None, one["event"]))
    return {"data": [_view(one) for one in call.unit.objects.find(search)[0]]}


def deliveries_resend(call: ControlCall) -> Json:
    """Send a delivery again, as often as asked."""
    delivery = call.named("delivery")
    copies = call.body.get("copies", 1)
    return {"data": [_view(repeat(call.unit, delivery)) for _ in range(copies)]}


def _view(delivery: Record) -> Json:
    shown = {name: delivery[name] for name in ("event", "url", "created_at", "body", "attempts")}
    return {"id": delivery.id, "webhook_id": delivery.owner, "status": delivery.status, **shown}
