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
    from .deduplication import *
    from .deliveries import *
    from .errors import *
    from .events import *
    from .receiver import *
    from .signatures import *
    from .stores import *
    from .verification import *

_NAMES = {
    "deduplication": (
        "ClaimResult",
        "DedupStore",
        "InMemoryDedupStore",
        "Lease",
    ),
    "deliveries": (
        "Delivery",
        "WebhookResponse",
        "EventName",
    ),
    "errors": (
        "DedupStoreUnavailable",
        "RefusalReason",
        "WebhookRefused",
    ),
    "events": (
        "Event",
        "KnownEvent",
        "Resource",
        "UnknownEvent",
    ),
    "receiver": (
        "AsyncHandler",
        "Handler",
        "Receiver",
    ),
    "signatures": (
        "SIGNATURE_HEADERS",
        "TOKEN_HEADER",
        "sign",
    ),
    "stores": ("SqliteDedupStore",),
    "verification": ("Tolerance",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

if not TYPE_CHECKING:  # else every misspelt name would pass
    __all__ = [*_MODULE_OF]  # noqa: PLE0604 - all of them are strings

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        loaded: object = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
        globals()[name] = loaded
        return loaded

    def __dir__() -> list[str]:
        return sorted(__all__)
