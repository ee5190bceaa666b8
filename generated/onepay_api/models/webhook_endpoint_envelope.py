"""WebhookEndpointEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class WebhookEndpointEnvelope(Model, kw_only=True):
    """The reply that wraps one webhook.

    Attributes:
        data: The webhook as it stands, without its secret.
    """

    data: WebhookEndpoint
    """The webhook as it stands, without its secret."""


# After the class, because objects may hold each other.
from .webhook_endpoint import WebhookEndpoint
