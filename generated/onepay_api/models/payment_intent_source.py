"""PaymentIntentSource, as the contract describes it."""

from ..model import Model
from .payment_intent_source_type import PaymentIntentSourceType


class PaymentIntentSource(Model, kw_only=True):
    """The object that an attempt belongs to."""

    type: PaymentIntentSourceType
    """Kind of the object."""
    id: str
    """UUID of the object."""
