"""The events that OnePay tells of, typed, whichever of the two envelopes they come in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

import msgspec

from onepay_api import models
from onepay_core.decode import read
from onepay_core.deviations import Deviation, DeviationKind
from onepay_core.model import Model

from ._envelope import Envelope, read_envelope
from ._json import is_readable, repaired

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

    WebhookResponse it with 2xx like any other: OnePay would repeat it, and switch the endpoint off in the end.
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
    return name if _SHOWABLE.fullmatch(name) else "***"


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
