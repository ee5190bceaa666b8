"""WebhookEndpointCreate, as the contract describes it."""

from typing import Annotated, ClassVar

from msgspec import Meta

from ..model import Model
from ..types import UNSET, Unset
from .event_name import EventName


class WebhookEndpointCreate(Model, kw_only=True):
    """An address of yours to tell about events. The limits are those of the page."""

    __required_is_documented__: ClassVar[bool] = False

    name: Annotated[str, Meta(max_length=255)]
    """Name that tells the webhook from others, at most 255 characters."""
    url: Annotated[str, Meta(max_length=500)]
    """Address to post events to, at most 500 characters. It must use HTTPS."""
    events: Annotated[list[EventName], Meta(min_length=1)]
    """Events to post, at least one."""
    description: Annotated[str, Meta(max_length=500)] | Unset | None = UNSET
    """Longer text about the webhook, at most 500 characters; null for none."""
