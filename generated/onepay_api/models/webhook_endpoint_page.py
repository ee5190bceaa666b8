"""WebhookEndpointPage, as the contract describes it."""

from ..pages import Page
from .webhook_endpoint import WebhookEndpoint


class WebhookEndpointPage(Page[WebhookEndpoint], kw_only=True):
    """All webhooks of the company; this list is not paged."""

    data: list[WebhookEndpoint]
    """The webhooks, without their secrets."""
