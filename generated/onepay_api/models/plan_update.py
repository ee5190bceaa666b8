"""PlanUpdate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, Unset


class PlanUpdate(Model, kw_only=True):
    """The new content of a plan, whole, in the form of the old reference.

    A newer form of the update is not known.

    Attributes:
        name: Name of the plan, at most 255 characters.
        currency: Currency of the amounts. The reference marks it as required and also gives COP as its
            default.
        amount_in_cents: Amount to collect in a cycle, in cents of a peso.
        reference_price_in_cents: List price of a cycle in cents of a peso; an integer here, a string of
            digits in replies.
        cicle_frequency: Length of a cycle. The misspelling is the wire's own.
        description: Short text that the customer sees when paying, at most 255 characters.
        internal_id: Identifier of the plan in your own system, at most 255 characters.
        coupon_id: Identifier of a coupon to apply.
        remember_to_pay_before: How long before the due moment to remind the customer, presumably in days;
            0 by default.
        cancel_after_no_payment_before: How long an unpaid cycle may stand before a subscription is
            cancelled, presumably in days; 0 by default.
        suggest_auto_debit: Whether to offer subscribers automatic debits; false by default.
        cicles: Number of cycles after which a subscription ends; 0, the default, lets it run on.
        trial: Trial period before the first collection.
        allows: Payment methods that subscribers may use.
        complex_payments: Cycles whose amount differs from the regular one.
        features: Features to show with the plan.
        metadata: Data of yours to keep with the plan, as a list of texts.
        update_existing_subscriptions: Whether to tell and change the subscriptions that already follow
            the plan; false by default.
    """

    name: Annotated[str, msgspec.Meta(max_length=255)]
    """Name of the plan, at most 255 characters."""
    currency: CurrencyLike
    """Currency of the amounts. The reference marks it as required and also gives COP as its default."""
    amount_in_cents: int
    """Amount to collect in a cycle, in cents of a peso."""
    reference_price_in_cents: int
    """List price of a cycle in cents of a peso; an integer here, a string of digits in replies."""
    cicle_frequency: BillingFrequencyLike
    """Length of a cycle. The misspelling is the wire's own."""
    description: Annotated[str, msgspec.Meta(max_length=255)] | Unset | None = UNSET
    """Short text that the customer sees when paying, at most 255 characters."""
    internal_id: Annotated[str, msgspec.Meta(max_length=255)] | Unset | None = UNSET
    """Identifier of the plan in your own system, at most 255 characters."""
    coupon_id: str | Unset | None = UNSET
    """Identifier of a coupon to apply."""
    remember_to_pay_before: int | Unset | None = UNSET
    """How long before the due moment to remind the customer, presumably in days; 0 by default."""
    cancel_after_no_payment_before: int | Unset | None = UNSET
    """How long an unpaid cycle may stand before a subscription is cancelled, presumably in days; 0 by default.
    """
    suggest_auto_debit: bool | Unset | None = UNSET
    """Whether to offer subscribers automatic debits; false by default."""
    cicles: int | Unset | None = UNSET
    """Number of cycles after which a subscription ends; 0, the default, lets it run on."""
    trial: TrialCreate | Unset | None = UNSET
    """Trial period before the first collection."""
    allows: Allows | Unset | None = UNSET
    """Payment methods that subscribers may use."""
    complex_payments: Array[ComplexPayment] | Unset | None = UNSET
    """Cycles whose amount differs from the regular one."""
    features: Array[PlanFeatureLike] | Unset | None = UNSET
    """Features to show with the plan."""
    metadata: Array[str] | Unset | None = UNSET
    """Data of yours to keep with the plan, as a list of texts."""
    update_existing_subscriptions: bool | Unset | None = UNSET
    """Whether to tell and change the subscriptions that already follow the plan; false by default."""


# After the class, because objects may hold each other.
from .allows import Allows
from .billing_frequency import BillingFrequencyLike
from .complex_payment import ComplexPayment
from .currency import CurrencyLike
from .plan_feature import PlanFeatureLike
from .trial_create import TrialCreate
