"""PartialPaymentCharge, as the contract describes it."""

from ..model import Model


class PartialPaymentCharge(Model, kw_only=True):
    """A charge that paid one part of a payment."""

    id: str
    """UUID of the charge."""
