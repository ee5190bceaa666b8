"""WebhookEndpointUpdate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, Unset


class WebhookEndpointUpdate(Model, kw_only=True):
    """The parts of a webhook to change; what is left out stays. The limits are those of the page.

    Attributes:
        name: Name that tells the webhook from others, at most 255 characters.
        description: Longer text about the webhook, at most 500 characters; null removes it.
        url: Address to post events to, at most 500 characters. It must use HTTPS.
        events: Events to post from now on, at least one; they replace the earlier ones (inferred).
    """

    name: Annotated[str, msgspec.Meta(max_length=255)] | Unset | None = UNSET
    """Name that tells the webhook from others, at most 255 characters."""
    description: Annotated[str, msgspec.Meta(max_length=500)] | Unset | None = UNSET
    """Longer text about the webhook, at most 500 characters; null removes it."""
    url: Annotated[str, msgspec.Meta(max_length=500)] | Unset | None = UNSET
    """Address to post events to, at most 500 characters. It must use HTTPS."""
    events: Annotated[Array[EventNameLike], msgspec.Meta(min_length=1)] | Unset | None = UNSET
    """Events to post from now on, at least one; they replace the earlier ones (inferred)."""


# After the class, because objects may hold each other.
from .event_name import EventNameLike
