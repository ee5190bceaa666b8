"""PaymentIntentSource, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PaymentIntentSource(Model, kw_only=True):
    """The object that an attempt belongs to.

    Attributes:
        type: Kind of the object.
        id: UUID of the object.
    """

    type: PaymentIntentSourceType
    """Kind of the object."""
    id: str
    """UUID of the object."""


# After the class, because objects may hold each other.
from .payment_intent_source_type import PaymentIntentSourceType
