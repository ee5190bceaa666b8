"""WebhookEndpointPage, as the contract describes it."""

from ..model import Model
from .webhook_endpoint import WebhookEndpoint


class WebhookEndpointPage(Model, kw_only=True):
    """All webhooks of the company; this list is not paged."""

    data: list[WebhookEndpoint]
    """The webhooks, without their secrets."""
