"""PartialPaymentCharge, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PartialPaymentCharge(Model, kw_only=True):
    """A charge that paid one part of a payment.

    Attributes:
        id: UUID of the charge.
    """

    id: str
    """UUID of the charge."""
