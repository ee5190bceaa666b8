"""PartialPaymentConfig, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class PartialPaymentConfig(Model, kw_only=True):
    """Terms on which a payment may be paid in parts.

    Only the newer version of the payment page has it, with names and types and nothing on which fields
    are required.

    Attributes:
        min_amount_in_cents: Smallest part that is accepted, in cents of a peso.
        max_amount_in_cents: Largest part that is accepted, in cents of a peso.
        max_payment_methods: How many payment methods may share the payment.
        timeout_hours: How many hours the payer has to complete the parts.
    """

    __required_is_documented__: ClassVar[bool] = False

    min_amount_in_cents: int | Unset = UNSET
    """Smallest part that is accepted, in cents of a peso."""
    max_amount_in_cents: int | Unset = UNSET
    """Largest part that is accepted, in cents of a peso."""
    max_payment_methods: int | Unset = UNSET
    """How many payment methods may share the payment."""
    timeout_hours: int | Unset = UNSET
    """How many hours the payer has to complete the parts."""
