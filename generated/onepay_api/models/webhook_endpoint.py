"""WebhookEndpoint, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import DateTime


class WebhookEndpoint(Model, kw_only=True):
    """An address of yours that is told about events.

    Attributes:
        id: Identifier of the webhook, a UUID.
        name: Name that tells the webhook from others.
        description: Longer text about the webhook; null when there is none.
        url: Address that events are posted to.
        events: Events that are posted.
        header: Value that every delivery carries in `x-webhook-token`. Later replies shorten it after its
            first characters, and the detail page shows null.
        is_test: Whether the webhook was made with a test key, and so hears of test events only.
        created_at: Moment at which the webhook was created.
        updated_at: Moment of the last change.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "header",
        }
    )

    id: str
    """Identifier of the webhook, a UUID."""
    name: str
    """Name that tells the webhook from others."""
    description: str | None
    """Longer text about the webhook; null when there is none."""
    url: str
    """Address that events are posted to."""
    events: list[EventName]
    """Events that are posted."""
    header: str | None
    """Value that every delivery carries in `x-webhook-token`.

    Later replies shorten it after its first characters, and the detail page shows null.
    """
    is_test: bool
    """Whether the webhook was made with a test key, and so hears of test events only."""
    created_at: DateTime
    """Moment at which the webhook was created."""
    updated_at: DateTime
    """Moment of the last change."""


# After the class, because objects may hold each other.
from .event_name import EventName
