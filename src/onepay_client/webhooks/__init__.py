"""Webhooks: verify a delivery on its raw bytes, read it as a typed event, handle each event once.

::

    receiver = Receiver(secret="…", token="wh_hdr_…", store=SqliteDedupStore("webhooks.sqlite"))
    answer = receiver.handle(raw_body, headers, on_delivery)

``onepay_client.webhooks.starlette``, ``.flask`` and ``.django`` make endpoints of a receiver and a handler.
``docs/webhooks.md`` says what is checked, what is refused and why.
"""

from typing import TYPE_CHECKING

from onepay_core.lazy_names import lazy_names

if TYPE_CHECKING:
    from onepay_client.errors import DedupStoreUnavailable as DedupStoreUnavailable
    from onepay_client.errors import RefusalReason as RefusalReason
    from onepay_client.errors import WebhookRefused as WebhookRefused

    from .deduplication import *
    from .deliveries import *
    from .inbox import *
    from .receiver import *
    from .stores import *
    from .verification import *

_NAMES = {
    ".deduplication": (
        "ClaimResult",
        "DedupStore",
        "InMemoryDedupStore",
        "Lease",
    ),
    ".deliveries": (
        "Delivery",
        "Event",
        "EventName",
        "KnownEvent",
        "Resource",
        "UnknownEvent",
        "WebhookResponse",
    ),
    "onepay_client.errors": (
        "DedupStoreUnavailable",
        "RefusalReason",
        "WebhookRefused",
    ),
    ".inbox": ("CaughtUp", "Inbox", "InboxResult", "catch_up"),
    ".receiver": (
        "AsyncHandler",
        "Handler",
        "Receiver",
    ),
    ".stores": ("PostgresDedupStore", "SqliteDedupStore"),
    ".verification": (
        "SIGNATURE_HEADERS",
        "TOKEN_HEADER",
        "Tolerance",
        "sign",
    ),
}

if not TYPE_CHECKING:  # else every misspelt name would pass
    __all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
