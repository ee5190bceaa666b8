"""Events and their deliveries: to which webhooks, signing, sending, trying again, giving up.

Nothing here touches the network: `prepare_attempt` says what to send, and `settle_attempt` takes what came back.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.card_numbers import mask
from onepay_sandbox.core.clock import stamp, to_microseconds
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.network import scheme_and_host

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
    indexed=("event",),
    counted=("event",),
)

TIMEOUT: Final = 10.0
LEASE: Final = timedelta(seconds=TIMEOUT + 5)
"""How long a delivery belongs to the process that sends it; after that, the process is taken for dead."""
BACK_OFF: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300))
FAILURES: Final = 3
KEPT: Final = 2_000

NOT_ON_LOOPBACK: Final = "NotOnLoopback"
"""What stands in the log in place of a reply, where a delivery was not sent because it would leave this machine."""

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
    Assumption(
        "webhooks-on-loopback",
        "ours",
        "A webhook stands on loopback or at a host of --allow-webhook-host, or is refused with 422, unless the sandbox "
        "was started with --remote-webhooks.",
        "A test that tells a real server of payments that never were does harm.",
    ),
    Assumption(
        "webhooks-of-nobody",
        "ours",
        "A webhook at a name that is reserved for examples is taken, and its deliveries fail without being sent.",
        "Documented examples stand there; example.com, .test and .invalid belong to nobody.",
    ),
    Assumption(
        "delivery-tries",
        "observed",
        "A delivery is tried six times: at once, then after 10 seconds, 30 seconds, 1, 2 and 5 minutes.",
        "An integrator read these numbers on the webhook pages; those pages are not available.",
    ),
    Assumption(
        "delivery-success",
        "observed",
        "Any 2XX or 3XX within ten seconds is a success, and a 4XX does not end the tries.",
        "The same integrator's reading. The later check that takes a 4XX as final is not imitated.",
    ),
    Assumption(
        "webhook-disabled",
        "ours",
        "A webhook is disabled when three deliveries in a row have used up their tries; what it missed is not resent.",
        "That it is disabled was observed; after how many failures is not known.",
    ),
    Assumption(
        "both-signature-headers",
        "ours",
        "A delivery carries its signature as `Signature` and as `x-signature`.",
        "Documents name one or the other; a receiver that reads either can be tested.",
    ),
)


def emit(unit: UnitOfWork, snapshot: Callable[[], Json], *events: str) -> None:
    """Deliver an event to the webhooks that subscribed to it; `snapshot` makes the object as the event shows it.

    Where documents give one event several names, name them all: a webhook gets the first that it subscribed to. An
    event that nobody gets is made only to be held against the contract, once in a transaction.
    """
    received = [
        (webhook, event)
        for webhook in unit.webhooks()
        if (event := next((event for event in events if event in webhook["events"]), None))
    ]
    if not received and unit.checked_events.issuperset(events):
        return
    shown = snapshot()
    bodies = {event: body_of(unit, event, shown) for event in events}
    for event, body in bodies.items():
        unit.config.check(event, body)
    unit.checked_events.update(events)
    for webhook, event in received:
        deliver(unit, webhook, event, bodies[event])


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


def check_webhook_url(unit: UnitOfWork, url: str) -> None:
    """Raises `Refusal` for an address that no webhook of this sandbox may have."""
    allowed = unit.config.webhook_hosts
    if allowed.accepts(url):
        return
    scheme, host = scheme_and_host(url)
    if scheme == "https":
        raise invalid_field(
            "url",
            "El sandbox solo envía eventos a esta máquina: usa una dirección como http://127.0.0.1:9000/webhook, "
            f"o inicia el sandbox con --allow-webhook-host {host[:100]}, o con --remote-webhooks.",
        )
    raise invalid_field(
        "url",
        "El campo url debe ser una dirección https. Con http solo se alcanza esta máquina, y los hosts que el sandbox "
        "recibió con --allow-webhook-host.",
    )


def is_leased(delivery: StoredObject, wall: datetime) -> bool:
    """Whether somebody is sending the delivery at this time of the outside, perhaps another process."""
    return int(delivery.get("leased_until", 0)) > to_microseconds(wall)


def end_lease(unit: UnitOfWork, delivery: StoredObject, attempt: int) -> None:
    """Let others send the delivery, if `attempt` is its last one."""
    if len(delivery["attempts"]) == attempt + 1:
        unit.change(delivery, leased_until=0)


def prepare_attempt(unit: UnitOfWork, delivery: StoredObject, wall: datetime) -> DeliveryRequest | None:
    """Note an attempt and return what to send; None where the webhook is gone or was disabled, or elsewhere.

    The next attempt is scheduled already, so that a sandbox that is killed while it sends tries again. Until `LEASE`
    has passed since `wall`, the time of the outside, no other process sends the delivery.
    """
    if delivery.status != "pending":
        return None
    webhook = unit.objects.get("webhook", delivery.owner)
    if webhook is None or webhook.status != "enabled":
        unit.move(delivery, "failed")
        return None
    if not unit.config.webhook_hosts.permits(delivery["url"]):
        _skip(unit, delivery)
        return None
    body = str(delivery["body"]).encode()
    headers = _headers(webhook, delivery["event"], body)
    attempts = [*delivery["attempts"], {"at": stamp(unit.now), "headers": headers, "reply": None}]
    unit.change(delivery, attempts=attempts, leased_until=to_microseconds(wall + LEASE))
    if len(attempts) <= len(BACK_OFF):
        unit.schedule(delivery, ATTEMPT, unit.now + BACK_OFF[len(attempts) - 1])
    return DeliveryRequest(unit.tenant.name, delivery.id, len(attempts) - 1, delivery["url"], headers, body)


def settle_attempt(unit: UnitOfWork, delivery: StoredObject, attempt: int, echo: DeliveryResponse) -> None:
    """Note what came back for an attempt, and what follows from it.

    Nothing follows from an answer that comes when the delivery has ended, by another process or by hand.
    """
    attempts = list(delivery["attempts"])
    if attempt >= len(attempts) or attempts[attempt]["reply"] is not None:
        return
    reply = {"status": echo.status, "body": mask(echo.body[:KEPT]), "error": echo.error}
    attempts[attempt] = {**attempts[attempt], "reply": reply}
    unit.change(delivery, attempts=attempts)
    if delivery.status != "pending":
        return
    webhook = unit.objects.get("webhook", delivery.owner)
    if echo.is_success:
        _finish(unit, delivery, "delivered", webhook, failures=0)
    elif attempt == len(BACK_OFF):
        _finish(unit, delivery, "failed", webhook, failures=webhook.get("failures", 0) + 1 if webhook else 0)


def signature(secret: str, body: bytes) -> str:
    """The HMAC-SHA256 of the raw body, in hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _skip(unit: UnitOfWork, delivery: StoredObject) -> None:
    reply = {"status": None, "body": "", "error": NOT_ON_LOOPBACK}
    attempt = {"at": stamp(unit.now), "headers": {}, "reply": reply}
    unit.move(delivery, "failed", attempts=[*delivery["attempts"], attempt])


def _finish(
    unit: UnitOfWork, delivery: StoredObject, status: str, webhook: StoredObject | None, *, failures: int
) -> None:
    unit.move(delivery, status)
    unit.timers.clear(delivery)
    if webhook is None or webhook.get("failures", 0) == failures:
        return
    unit.change(webhook, failures=failures)
    if failures >= FAILURES and unit.can_move(webhook, "disabled"):
        unit.move(webhook, "disabled")


def _headers(webhook: StoredObject, event: str, body: bytes) -> dict[str, Json]:
    signed = signature(webhook["secret"], body)
    return {
        "content-type": "application/json",
        "user-agent": "onepay-sandbox",
        "x-webhook-token": webhook["header"],
        "x-webhook-event": event,
        "signature": signed,
        "x-signature": signed,
    }
