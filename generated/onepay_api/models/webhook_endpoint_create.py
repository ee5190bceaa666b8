"""WebhookEndpointCreate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, Unset


class WebhookEndpointCreate(Model, kw_only=True):
    """An address of yours to tell about events. The limits are those of the page.

    Attributes:
        name: Name that tells the webhook from others, at most 255 characters.
        url: Address to post events to, at most 500 characters. It must use HTTPS.
        events: Events to post, at least one.
        description: Longer text about the webhook, at most 500 characters; null for none.
    """

    __required_is_documented__: ClassVar[bool] = False

    name: Annotated[str, msgspec.Meta(max_length=255)]
    """Name that tells the webhook from others, at most 255 characters."""
    url: Annotated[str, msgspec.Meta(max_length=500)]
    """Address to post events to, at most 500 characters. It must use HTTPS."""
    events: Annotated[Array[EventNameLike], msgspec.Meta(min_length=1)]
    """Events to post, at least one."""
    description: Annotated[str, msgspec.Meta(max_length=500)] | Unset | None = UNSET
    """Longer text about the webhook, at most 500 characters; null for none."""


# After the class, because objects may hold each other.
from .event_name import EventNameLike
