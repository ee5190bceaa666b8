"""A delivery that was verified and read, and the answer to it."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import NamedTuple

from onepay_api.models import EventName
from onepay_core.deviations import Deviation

from .deduplication import ClaimResult
from .errors import WebhookRefused
from .events import Event, Resource, masked_name, read_event

__all__ = ("Delivery", "EventName", "WebhookResponse")


_STATUS = {ClaimResult.CLAIMED: 200, ClaimResult.DUPLICATE: 200, ClaimResult.IN_PROGRESS: 503}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Delivery:
    """An event as it was delivered. What either envelope tells, it tells here in one way."""

    name: EventName
    """Name of the event, such as ``payment.approved``. An unknown one equals its text and has ``is_known`` false."""

    event: Event
    """The typed event: the generated models, or ``UnknownEvent``."""

    resource: Resource | None
    """The payment, charge, cashout … after the event; None when there is none to be read.

    Whether the amount of a payment in an event is in pesos or in cents is not settled: take it from ``payments.get``.
    """

    resource_id: str | None
    """Its id. Fetch the object by it where money depends on its state; events may come late and out of order."""

    event_id: str | None
    """Id of the event (``evt_…``), which only some deliveries carry."""

    timestamp: int | None
    """Moment of the event in Unix seconds. Deliveries with ``event`` as text have none."""

    is_test: bool | None
    """Whether this is about test data; None when the delivery does not say."""

    identity: str
    """Which event this is, the same for each delivery of it: 64 hexadecimal digits. Good as a unique key of yours."""

    secret_index: int | None
    """Position of the secret that signed it, so that you see when an old one is no longer used; None if unsigned."""

    deviations: tuple[Deviation, ...]
    """Every way in which the body departs from the contract."""

    body: bytes = field(compare=False)
    """The bytes as they came. They hold personal data."""

    def __repr__(self) -> str:
        return f"Delivery({masked_name(self.name)!r}, identity={self.identity[:8]!r}…)"


class WebhookResponse(NamedTuple):
    """What to answer OnePay: a status, and a few words for whoever reads OnePay's list of deliveries."""

    status: int
    text: str


def build_delivery(body: bytes, secret_index: int | None) -> Delivery:
    """The delivery with a body that was verified."""
    event, envelope, resource, deviations = read_event(body)
    return Delivery(
        name=envelope.name,
        event=event,
        resource=resource,
        resource_id=envelope.resource_id,
        event_id=envelope.event_id,
        timestamp=envelope.timestamp,
        is_test=envelope.is_test,
        identity=_identity(envelope.name, envelope.event_id, body),
        secret_index=secret_index,
        deviations=deviations,
        body=body,
    )


def _identity(name: str, event_id: str | None, body: bytes) -> str:
    """By the id of the event and its name; without an id, by every byte of the body.

    Inferred: no document says what a repetition has in common with the first delivery. The resource, the name and
    the second would not do: two parts of one payment can arrive within a second.
    """
    is_whole = event_id is not None and "\N{REPLACEMENT CHARACTER}" not in event_id
    return _digest(json.dumps(["event", event_id, name]).encode() if is_whole else body)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def response_to(result: ClaimResult) -> WebhookResponse:
    """What to answer to a delivery: 503 when it must come again, else 200."""
    return WebhookResponse(_STATUS[result], str(result) if result is not ClaimResult.CLAIMED else "handled")


def response_to_refusal(refused: WebhookRefused) -> WebhookResponse:
    """What to answer to a request that is refused."""
    return WebhookResponse(refused.reason.status, str(refused.reason))
