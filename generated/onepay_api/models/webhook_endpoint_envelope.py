"""WebhookEndpointEnvelope, as the contract describes it."""

from ..model import Model
from .webhook_endpoint import WebhookEndpoint


class WebhookEndpointEnvelope(Model, kw_only=True):
    """The reply that wraps one webhook."""

    data: WebhookEndpoint
    """The webhook as it stands, without its secret."""
