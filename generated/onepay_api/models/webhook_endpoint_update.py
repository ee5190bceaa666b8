"""WebhookEndpointUpdate, as the contract describes it."""

from typing import Annotated

from msgspec import Meta

from ..model import Model
from ..types import UNSET, Unset
from .event_name import EventName


class WebhookEndpointUpdate(Model, kw_only=True):
    """The parts of a webhook to change; what is left out stays. The limits are those of the page."""

    name: Annotated[str, Meta(max_length=255)] | Unset = UNSET
    """Name that tells the webhook from others, at most 255 characters."""
    description: Annotated[str, Meta(max_length=500)] | Unset | None = UNSET
    """Longer text about the webhook, at most 500 characters; null removes it."""
    url: Annotated[str, Meta(max_length=500)] | Unset = UNSET
    """Address to post events to, at most 500 characters. It must use HTTPS."""
    events: Annotated[list[EventName], Meta(min_length=1)] | Unset = UNSET
    """Events to post from now on, at least one; they replace the earlier ones (inferred)."""
