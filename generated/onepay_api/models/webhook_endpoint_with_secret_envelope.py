"""WebhookEndpointWithSecretEnvelope, as the contract describes it."""

from ..model import Model
from .webhook_endpoint_with_secret import WebhookEndpointWithSecret


class WebhookEndpointWithSecretEnvelope(Model, kw_only=True):
    """The reply that wraps a webhook that was just created."""

    data: WebhookEndpointWithSecret
    """The webhook with its secret."""
