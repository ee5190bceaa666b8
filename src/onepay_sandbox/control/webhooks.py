"""Control calls about webhooks and the deliveries to them."""

from __future__ import annotations

from collections.abc import Iterator

from onepay_core.json_values import Json
from onepay_sandbox.control.api import ControlCall
from onepay_sandbox.core.deliveries import body_of, deliver, release, repeat
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.resources import webhooks


def webhooks_inspect(call: ControlCall) -> Json:
    """A webhook with what the emulated API does not show of it."""
    return _webhook_view(call.named("webhook"))


def webhooks_rotate(call: ControlCall) -> Json:
    """Give a webhook a new secret and a new header token."""
    webhook = call.named("webhook")
    webhooks.rotate(call.unit, webhook)
    return _webhook_view(webhook)


def webhooks_enable(call: ControlCall) -> Json:
    """Enable a webhook that was disabled."""
    webhook = call.named("webhook")
    webhooks.enable(call.unit, webhook)
    return _webhook_view(webhook)


def _webhook_view(webhook: StoredObject) -> Json:
    tokens = {"secret": webhook["secret"], "header": webhook["header"]}
    return {"id": webhook.id, "status": webhook.status, "failures": webhook.get("failures", 0), **tokens}


def events_trigger(call: ControlCall) -> Json:
    """Deliver an event with the caller's own object to the webhooks that subscribed to it."""
    event = str(call.body["event"])
    body = body_of(call.unit, event, call.body["object"])
    subscribed = [webhook for webhook in call.unit.webhooks() if event in webhook["events"]]
    return {"data": [_delivery_view(deliver(call.unit, webhook, event, body)) for webhook in subscribed]}


def deliveries_list(call: ControlCall) -> Json:
    """A page of the deliveries, newest first."""
    event = call.query.get("event")
    having = {"event": event} if event else {}
    offset, limit = call.page()
    search = Search("delivery", status=call.query.get("status"), having=having, offset=offset, limit=limit)
    return {"data": [_delivery_view(item) for item in call.unit.objects.find(search)[0]]}


def deliveries_resend(call: ControlCall) -> Json:
    """Send a delivery again, as many times as the body says."""
    delivery = call.named("delivery")
    copies = call.body.get("copies", 1)
    return {"data": [_delivery_view(repeat(call.unit, delivery)) for _ in range(copies)]}


def deliveries_release(call: ControlCall) -> Json:
    """Send deliveries that were held: in the order that the test names, or oldest first."""
    named = call.body.get("deliveries")
    found = call.unit.all("delivery", status="held") if named is None else list(_held_deliveries(call, named))
    for delivery in found:
        release(call.unit, delivery)
    copies = [repeat(call.unit, item) for _ in range(call.body.get("copies", 1) - 1) for item in found]
    return {"data": [_delivery_view(item) for item in [*found, *copies]]}


def _held_deliveries(call: ControlCall, identifiers: list[str]) -> Iterator[StoredObject]:
    for identifier in identifiers:
        delivery = call.unit.objects.get("delivery", identifier)
        if delivery is None or delivery.status != "held":
            raise invalid_field("deliveries", f"No delivery {identifier} is held; GET /deliveries lists all.")
        yield delivery


def _delivery_view(delivery: StoredObject) -> Json:
    shown = {name: delivery[name] for name in ("event", "url", "created_at", "body", "attempts")}
    return {"id": delivery.id, "webhook_id": delivery.owner, "status": delivery.status, **shown}
