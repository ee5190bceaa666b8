"""Webhooks: verify a delivery on its raw bytes, read it as a typed event, handle each event once.

::

    receiver = Receiver(secret="…", token="wh_hdr_…", store=SqliteDedupStore("webhooks.sqlite"))
    answer = receiver.handle(raw_body, headers, on_delivery)

``onepay_client.webhooks.starlette``, ``.flask`` and ``.django`` make endpoints of a receiver and a handler.
``docs/webhooks.md`` says what is checked, what is refused and why.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onepay_api.models import EventName

    from .deduplication import ClaimResult, DedupStore, InMemoryDedupStore, Lease
    from .deliveries import Delivery, WebhookResponse
    from .errors import DedupStoreUnavailable, RefusalReason, WebhookRefused
    from .events import Event, KnownEvent, Resource, UnknownEvent
    from .receiver import AsyncHandler, Handler, Receiver
    from .signatures import SIGNATURE_HEADERS, TOKEN_HEADER, sign
    from .sqlite import SqliteDedupStore
    from .tolerance import Tolerance

_MODULES = {
    "WebhookResponse": "deliveries",
    "AsyncHandler": "receiver",
    "Delivery": "deliveries",
    "Event": "events",
    "EventName": "deliveries",
    "Handler": "receiver",
    "InMemoryDedupStore": "deduplication",
    "KnownEvent": "events",
    "Lease": "deduplication",
    "DedupStore": "deduplication",
    "DedupStoreUnavailable": "errors",
    "Receiver": "receiver",
    "RefusalReason": "errors",
    "Resource": "events",
    "SIGNATURE_HEADERS": "signatures",
    "SqliteDedupStore": "sqlite",
    "TOKEN_HEADER": "signatures",
    "ClaimResult": "deduplication",
    "UnknownEvent": "events",
    "WebhookRefused": "errors",
    "Tolerance": "tolerance",
    "sign": "signatures",
}

__all__ = [
    "SIGNATURE_HEADERS",
    "TOKEN_HEADER",
    "AsyncHandler",
    "ClaimResult",
    "DedupStore",
    "DedupStoreUnavailable",
    "Delivery",
    "Event",
    "EventName",
    "Handler",
    "InMemoryDedupStore",
    "KnownEvent",
    "Lease",
    "Receiver",
    "RefusalReason",
    "Resource",
    "SqliteDedupStore",
    "Tolerance",
    "UnknownEvent",
    "WebhookRefused",
    "WebhookResponse",
    "sign",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    loaded: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = loaded
    return loaded


def __dir__() -> list[str]:
    return sorted(__all__)
