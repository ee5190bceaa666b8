"""PseCharge, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PseCharge(Model, kw_only=True):
    """A PSE charge that waits for the payer.

    Attributes:
        id: UUID of the charge.
        url: Short link behind which the payer completes the transfer.
    """

    id: str
    """UUID of the charge."""
    url: str
    """Short link behind which the payer completes the transfer."""
