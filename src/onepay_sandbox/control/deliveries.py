"""Events on their way to webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.objects import Record, Search
from onepay_sandbox.outbox import release, repeat
from onepay_sandbox.refusals import invalid_field
from onepay_sandbox.values import Json

_SHOWN: Final = 1_000


def deliveries_list(call: ControlCall) -> Json:
    """The deliveries, newest first."""
    event = call.query.get("event")

    def of_event(one: Record) -> bool:
        return bool(one["event"] == event)

    search = Search("delivery", status=call.query.get("status"), where=of_event if event else None, limit=_SHOWN)
    return {"data": [_view(one) for one in call.unit.objects.find(search)[0]]}


def deliveries_resend(call: ControlCall) -> Json:
    """Send a delivery again, as often as asked."""
    delivery = call.named("delivery")
    copies = call.body.get("copies", 1)
    return {"data": [_view(repeat(call.unit, delivery)) for _ in range(copies)]}


def deliveries_release(call: ControlCall) -> Json:
    """Send deliveries that were held: in the order that the test names, or oldest first."""
    named = call.body.get("deliveries")
    found = call.unit.all("delivery", status="held") if named is None else list(_held(call, named))
    for delivery in found:
        release(call.unit, delivery)
    copies = [repeat(call.unit, one) for _ in range(call.body.get("copies", 1) - 1) for one in found]
    return {"data": [_view(one) for one in [*found, *copies]]}


def _held(call: ControlCall, identifiers: list[str]) -> Iterator[Record]:
    for identifier in identifiers:
        delivery = call.unit.objects.get("delivery", identifier)
        if delivery is None or delivery.status != "held":
            raise invalid_field("deliveries", f"No delivery {identifier} is held; GET /deliveries lists all.")
        yield delivery


def _view(delivery: Record) -> Json:
    shown = {name: delivery[name] for name in ("event", "url", "created_at", "body", "attempts")}
    return {"id": delivery.id, "webhook_id": delivery.owner, "status": delivery.status, **shown}
