"""Deliveries: what was verified and read, as a typed event, and the answer to it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple, TypeAlias, cast

import msgspec

from onepay_api import models
from onepay_api.models import EventName
from onepay_client.errors import WebhookRefused
from onepay_client.outcomes import says_test
from onepay_core.decode import UNREADABLE, read
from onepay_core.deviations import Deviation, DeviationKind
from onepay_core.json_values import is_object, limit_depth
from onepay_core.masking import HIDDEN
from onepay_core.model import Model

from .deduplication import ClaimResult

__all__ = (
    "Delivery",
    "Event",
    "EventName",
    "KnownEvent",
    "Resource",
    "UnknownEvent",
    "WebhookResponse",
)

Resource: TypeAlias = (
    models.PaymentSnapshot
    | models.LegacyPaymentSnapshot
    | models.PaymentNotice
    | models.PaymentIntent
    | models.CashoutSnapshot
    | models.Subscription
    | models.Account
    | models.Invoice
    | models.ConnectLinkSnapshot
)
"""What an event is about, as it was after the event."""

KnownEvent: TypeAlias = (
    models.PaymentEvent
    | models.ChargeEvent
    | models.CashoutEvent
    | models.SubscriptionEvent
    | models.AccountEvent
    | models.InvoiceEvent
    | models.ConnectLinkEvent
)
"""An event whose name the contract lists."""

_FAMILIES: Mapping[str, tuple[type[Model], type[Model]]] = {
    "payment": (models.PaymentEventEnvelope, models.PaymentEventNotice),
    "charge": (models.ChargeEventEnvelope, models.ChargeEventNotice),
    "cashout": (models.CashoutEventEnvelope, models.CashoutEventNotice),
    "subscription": (models.SubscriptionEventEnvelope, models.SubscriptionEventNotice),
    "account": (models.AccountEventEnvelope, models.AccountEventNotice),
    "invoice": (models.InvoiceEventEnvelope, models.InvoiceEventNotice),
    "connect_link": (models.ConnectLinkEventEnvelope, models.ConnectLinkEventNotice),
}
"""The two envelopes of each family: the resource under its own name, and the resource under ``data``."""

_SHOWABLE = re.compile(r"[a-z_]{1,32}\.[a-z_]{1,32}")


@dataclass(frozen=True, slots=True, repr=False)
class UnknownEvent:
    """An event that the contract does not list, with all that came. ``repr`` shows only its name.

    Answer it with 2xx like any other: OnePay would repeat it, and switch the endpoint off in the end.
    """

    name: str
    """The name in the body; empty when the body names no event."""

    body: Any
    """The whole body, decoded from JSON; its text, when it is not JSON."""

    reading: KnownEvent | None = None
    """The body read like the other events of its family, where it has one (``payment`` in ``payment.moved``)."""

    def __repr__(self) -> str:
        return f"UnknownEvent({masked_name(self.name)!r})"


Event: TypeAlias = KnownEvent | UnknownEvent
"""Any event. ``isinstance(event, PaymentEvent)`` tells families apart, and ``match`` their envelopes:
``case PaymentEventEnvelope(payment=payment) | PaymentEventNotice(data=payment)``."""


class EventReading(NamedTuple):
    """An event, its envelope, what it is about, and how the body departed from the contract."""

    event: Event
    envelope: Envelope
    resource: Resource | None
    deviations: tuple[Deviation, ...]


def masked_name(name: str) -> str:
    """An event's name if it looks like one, and never other text that stands in its place."""
    return name if _SHOWABLE.fullmatch(name) else HIDDEN


def read_event(body: bytes) -> EventReading:
    """Read the body of a delivery that was verified. Whatever it holds, it is an event, perhaps an unknown one."""
    if is_readable(body):
        return _read(body)
    readable = repaired(body)
    text = body.decode("utf-8", "replace")
    if readable is None:
        not_json = Deviation((), DeviationKind.WRONG_TYPE, "JSON", text)
        return EventReading(UnknownEvent("", text), read_envelope(None), None, (not_json,))
    reading = _read(readable)
    malformed = Deviation((), DeviationKind.BROKEN_RULE, "JSON in UTF-8, as RFC 8259 has it", text)
    return reading._replace(deviations=(malformed, *reading.deviations))


def _read(body: bytes) -> EventReading:
    decoded = msgspec.json.decode(body)
    envelope = read_envelope(decoded)
    known, deviations = _read_family(body, envelope)
    resource = _resource_of(known, envelope)
    if known is not None and envelope.name.is_known:
        return EventReading(known, envelope, resource, deviations)
    return EventReading(
        UnknownEvent(str(envelope.name), decoded, known), envelope, resource, (*deviations, _unknown(envelope))
    )


def _read_family(body: bytes, envelope: Envelope) -> tuple[KnownEvent | None, tuple[Deviation, ...]]:
    if envelope.family not in _FAMILIES:
        return None, ()
    with_object, with_text = _FAMILIES[envelope.family]
    value, deviations = read(body, with_object if envelope.event_is_object else with_text)
    return cast(KnownEvent, value), deviations


def _resource_of(event: KnownEvent | None, envelope: Envelope) -> Resource | None:
    found = getattr(event, envelope.family if envelope.event_is_object else "data", None)
    return cast(Resource, found) if isinstance(found, Model) else None


def _unknown(envelope: Envelope) -> Deviation:
    path = ("event", "type") if envelope.event_is_object else ("event",)
    if envelope.name:
        return Deviation(path, DeviationKind.UNKNOWN_VALUE, "the name of an event", str(envelope.name))
    return Deviation(path, DeviationKind.MISSING_FIELD, "the name of an event")


_LONGEST_TIME = 15
"""Digits of a Unix time given as text, generously; a longer one is no time."""


class Envelope(NamedTuple):
    """The fields of either form of the envelope; see ``Delivery``."""

    name: EventName
    event_is_object: bool
    resource_id: str | None
    event_id: str | None
    timestamp: int | None
    is_test: bool | None

    @property
    def family(self) -> str:
        """What the event is about: its name up to the dot."""
        return self.name.partition(".")[0]


def read_envelope(decoded: Any) -> Envelope:
    """The envelope of a body. What is missing, or is not what it should be, is None."""
    body = decoded if is_object(decoded) else {}
    event = body.get("event")
    header = event if is_object(event) else {"type": event}
    name = EventName(_text(header.get("type")) or "")
    resource = body.get(name.partition(".")[0] if is_object(event) else "data")
    fields = resource if is_object(resource) else {}
    return Envelope(
        name,
        is_object(event),
        _text(fields.get("id")),
        _text(header.get("id")),
        _seconds(header.get("timestamp")),
        says_test(header.get("environment"), fields.get("is_test")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _seconds(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_TIME:
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 40
"""Characters of a number that is read as one; a longer one is kept as text."""


def is_readable(body: bytes) -> bool:
    """Whether ``body`` is JSON in UTF-8, as RFC 8259 has it."""
    try:
        msgspec.json.decode(limit_depth(body))
    except UNREADABLE:
        return False
    return True


def repaired(body: bytes) -> bytes | None:
    """What ``body`` says, as JSON that can be read; None when it is not JSON by any means.

    Python's own parser takes more than RFC 8259 allows: a byte order mark, UTF-16, control characters inside of
    texts, and half of a surrogate pair, which servers make that cut a text. Half a pair, and a byte that is not
    UTF-8, become U+FFFD; numbers that no float holds, and ``NaN``, become texts.
    """
    text = body.decode(json.detect_encoding(body), "replace")
    try:
        limit_depth(text.encode("utf-8", "replace"))
        value = json.loads(text, strict=False, parse_int=_integer, parse_float=_number, parse_constant=str)
        readable = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False)).encode()
    except ValueError:
        return None
    return readable if is_readable(readable) else None


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _number(digits: str) -> Any:
    number = float(digits)
    return number if isfinite(number) else digits


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
