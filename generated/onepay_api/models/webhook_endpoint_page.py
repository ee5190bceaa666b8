"""WebhookEndpointPage, as the contract describes it."""

from __future__ import annotations

from onepay_core.pages import Page


class WebhookEndpointPage(Page["WebhookEndpoint"], kw_only=True):
    """All webhooks of the company; this list is not paged.

    Attributes:
        data: The webhooks, without their secrets.
    """

    data: list[WebhookEndpoint]
    """The webhooks, without their secrets."""


# After the class, because objects may hold each other.
from .webhook_endpoint import WebhookEndpoint
