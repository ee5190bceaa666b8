"""The events that OnePay tells of, typed, whichever of the two envelopes they come in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

import msgspec

from onepay_api import models
from onepay_api.deviations import Deviation, DeviationKind
from onepay_api.model import Model
from onepay_api.reading import read

from ._heads import Head, head_of
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

    Answer it with 2xx like any other: OnePay would repeat it, and switch the endpoint off in the end.
    """

    name: str
    """The name in the body; empty when the body names no event."""

    body: Any
    """The whole body, decoded from JSON; its text, when it is not JSON."""

    reading: KnownEvent | None = None
    """The body read like the other events of its family, where it has one (``payment`` in ``payment.moved``)."""

    def __repr__(self) -> str:
        return f"UnknownEvent({shown_name(self.name)!r})"


Event: TypeAlias = KnownEvent | UnknownEvent
"""Any event. ``isinstance(event, PaymentEvent)`` tells families apart, and ``match`` their envelopes:
``case PaymentEventEnvelope(payment=payment) | PaymentEventNotice(data=payment)``."""


class EventReading(NamedTuple):
    """An event, its head, what it is about, and how the body departed from the contract."""

    event: Event
    head: Head
    resource: Resource | None
    deviations: tuple[Deviation, ...]


def shown_name(name: str) -> str:
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
        return EventReading(UnknownEvent("", text), head_of(None), None, (not_json,))
    reading = _read(readable)
    malformed = Deviation((), DeviationKind.BROKEN_RULE, "JSON in UTF-8, as RFC 8259 has it", text)
    return reading._replace(deviations=(malformed, *reading.deviations))


def _read(body: bytes) -> EventReading:
    decoded = msgspec.json.decode(body)
    head = head_of(decoded)
    known, deviations = _read_family(body, head)
    resource = _resource_of(known, head)
    if known is not None and head.name.is_known:
        return EventReading(known, head, resource, deviations)
    return EventReading(UnknownEvent(str(head.name), decoded, known), head, resource, (*deviations, _unknown(head)))


def _read_family(body: bytes, head: Head) -> tuple[KnownEvent | None, tuple[Deviation, ...]]:
    if head.family not in _FAMILIES:
        return None, ()
    envelope, notice = _FAMILIES[head.family]
    value, deviations = read(body, envelope if head.event_is_object else notice)
    return cast(KnownEvent, value), deviations


def _resource_of(event: KnownEvent | None, head: Head) -> Resource | None:
    found = getattr(event, head.family if head.event_is_object else "data", None)
    return cast(Resource, found) if isinstance(found, Model) else None


def _unknown(head: Head) -> Deviation:
    path = ("event", "type") if head.event_is_object else ("event",)
    if head.name:
        return Deviation(path, DeviationKind.UNKNOWN_VALUE, "the name of an event", str(head.name))
    return Deviation(path, DeviationKind.MISSING_FIELD, "the name of an event")
