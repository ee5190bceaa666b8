"""Events: each becomes one delivery for every webhook that subscribed to it."""

from __future__ import annotations

from typing import Final

import msgspec

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork

ATTEMPT: Final = "attempt"

# A delivery's timer is not fired like others: the scheduler sends what is due.
DELIVERY: Final = StateMachine(
    kind="delivery",
    transitions={
        "pending": ("delivered", "failed"),
        "held": ("pending",),
        "delivered": ("pending",),
        "failed": ("pending",),
    },
)

ASSUMPTIONS: Final = (
    Assumption(
        "event-envelope",
        "documented",
        "An event carries the object under its family's name, and type, time and environment under `event`.",
        "Two of the webhook pages and every program that was seen in production read it so.",
    ),
    Assumption(
        "event-environment",
        "documented",
        "The environment of an event is `test` or `live`.",
        "The page on payment events says so; the one sample with `production` is taken for a slip.",
    ),
)


def emit(unit: UnitOfWork, snapshot: Json, *events: str) -> None:
    """Deliver an event to the webhooks that subscribed to it; `snapshot` is the object as the event shows it.

    Where documents give one event several names, name them all: a webhook gets the first that it subscribed to.
    """
    for event in events:
        unit.config.check(event, body_of(unit, event, snapshot))
    for webhook in unit.webhooks():
        subscribed = next((event for event in events if event in webhook["events"]), None)
        if subscribed:
            deliver(unit, webhook, subscribed, body_of(unit, subscribed, snapshot))


def deliver(unit: UnitOfWork, webhook: StoredObject, event: str, body: Json) -> StoredObject:
    """Put one delivery on its way: now, or when the test releases it, if it holds deliveries."""
    text = msgspec.json.encode(body).decode()
    state: Document = {"event": event, "url": webhook["url"], "body": text, "attempts": []}
    if unit.tenant.settings.deliveries == "held":
        return unit.create("delivery", state, owner=webhook.id, status="held")
    delivery = unit.create("delivery", state, owner=webhook.id)
    unit.schedule(delivery, ATTEMPT, unit.now)
    return delivery


def release(unit: UnitOfWork, delivery: StoredObject) -> None:
    """Put a delivery that was held on its way, now; of several, in the order in which they are released."""
    unit.move(delivery, "pending")
    unit.schedule(delivery, ATTEMPT, unit.now)


def repeat(unit: UnitOfWork, delivery: StoredObject) -> StoredObject:
    """Put the same body on its way to the same webhook once more, now."""
    state = {name: delivery[name] for name in ("event", "url", "body")}
    copy = unit.create("delivery", {**state, "attempts": []}, owner=delivery.owner)
    unit.schedule(copy, ATTEMPT, unit.now)
    return copy


def body_of(unit: UnitOfWork, event: str, snapshot: Json) -> Json:
    """The body of an event in the envelope that the tenant has chosen."""
    if unit.tenant.settings.envelope == "data":
        return {"event": event, "data": snapshot}
    environment = "test" if unit.is_test else "live"
    header = {"type": event, "timestamp": int(unit.now.timestamp()), "environment": environment}
    return {event.partition(".")[0]: snapshot, "event": header}
