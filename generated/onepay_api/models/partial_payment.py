"""PartialPayment, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class PartialPayment(Model, kw_only=True):
    """How far a payment in parts has come.

    The payment page names the object and leaves its fields to a table that is not available; a documented
    event opens it with a field whose name is cut off after `total_pa`. The two fields below were observed
    in third-party programs, so expect others beside them.

    Attributes:
        is_fully_paid: Whether the parts add up to the whole amount.
        charges: The charges that paid the parts.
    """

    is_fully_paid: bool | Unset = UNSET
    """Whether the parts add up to the whole amount."""
    charges: list[PartialPaymentCharge] | Unset = UNSET
    """The charges that paid the parts."""


# After the class, because objects may hold each other.
from .partial_payment_charge import PartialPaymentCharge
