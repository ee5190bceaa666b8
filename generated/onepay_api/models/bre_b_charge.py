"""BreBCharge, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class BreBCharge(Model, kw_only=True):
    """A Bre-B charge that waits for the payer, as one third-party program reads it.

    Attributes:
        id: UUID of the charge, to be asked for until it is paid.
        qr: The code that the payer scans.
        key: The key that the payer can write instead.
        expires_at: When the code stops being good.
    """

    id: str
    """UUID of the charge, to be asked for until it is paid."""
    qr: BreBQr
    """The code that the payer scans."""
    key: BreBKey
    """The key that the payer can write instead."""
    expires_at: DateTime
    """When the code stops being good."""


# After the class, because objects may hold each other.
from .bre_b_key import BreBKey
from .bre_b_qr import BreBQr
