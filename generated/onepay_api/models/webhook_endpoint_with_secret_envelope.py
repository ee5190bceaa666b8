"""WebhookEndpointWithSecretEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class WebhookEndpointWithSecretEnvelope(Model, kw_only=True):
    """The reply that wraps a webhook that was just created.

    Attributes:
        data: The webhook with its secret.
    """

    data: WebhookEndpointWithSecret
    """The webhook with its secret."""


# After the class, because objects may hold each other.
from .webhook_endpoint_with_secret import WebhookEndpointWithSecret
