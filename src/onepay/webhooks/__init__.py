"""Webhooks: verify a delivery on its raw bytes, read it as a typed event, handle each event once.

::

    receiver = Receiver(secret="…", token="wh_hdr_…", memory=SqliteMemory("webhooks.sqlite"))
    answer = receiver.handle(raw_body, headers, on_delivery)

``onepay.webhooks.starlette``, ``.flask`` and ``.django`` make endpoints of a receiver and a handler.
``docs/webhooks.md`` says what is checked, what is refused and why.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onepay_api.models import EventName

    from .deliveries import Answer, Delivery
    from .events import Event, KnownEvent, Resource, UnknownEvent
    from .memory import InProcessMemory, Lease, Memory, Turn
    from .receiver import AsyncHandler, Handler, Receiver
    from .refusals import MemoryUnavailable, RefusalReason, WebhookRefused
    from .signing import SIGNATURE_HEADERS, TOKEN_HEADER, sign
    from .sqlite import SqliteMemory
    from .window import Window

_MODULES = {
    "Answer": "deliveries",
    "AsyncHandler": "receiver",
    "Delivery": "deliveries",
    "Event": "events",
    "EventName": "deliveries",
    "Handler": "receiver",
    "InProcessMemory": "memory",
    "KnownEvent": "events",
    "Lease": "memory",
    "Memory": "memory",
    "MemoryUnavailable": "refusals",
    "Receiver": "receiver",
    "RefusalReason": "refusals",
    "Resource": "events",
    "SIGNATURE_HEADERS": "signing",
    "SqliteMemory": "sqlite",
    "TOKEN_HEADER": "signing",
    "Turn": "memory",
    "UnknownEvent": "events",
    "WebhookRefused": "refusals",
    "Window": "window",
    "sign": "signing",
}

__all__ = [
    "SIGNATURE_HEADERS",
    "TOKEN_HEADER",
    "Answer",
    "AsyncHandler",
    "Delivery",
    "Event",
    "EventName",
    "Handler",
    "InProcessMemory",
    "KnownEvent",
    "Lease",
    "Memory",
    "MemoryUnavailable",
    "Receiver",
    "RefusalReason",
    "Resource",
    "SqliteMemory",
    "Turn",
    "UnknownEvent",
    "WebhookRefused",
    "Window",
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
