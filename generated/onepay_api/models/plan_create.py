"""PlanCreate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, Unset


class PlanCreate(Model, kw_only=True):
    """A new plan, in the form of the old reference (`amount_in_cents`, `cicle_frequency`) or in a newer one
    that an integrator met (`amount`, `cycle_frequency`, `cycle_type`).

    The old reference is followed because it is the only page that describes the body: the newer create
    page repeats the page about customers. In the older form `amount_in_cents`, `reference_price_in_cents`
    and `cicle_frequency` are required as well.

    Attributes:
        name: Name of the plan, at most 255 characters.
        currency: Currency of the amounts. The reference marks it as required and also gives COP as its
            default.
        description: Short text that the customer sees when paying, at most 255 characters.
        internal_id: Identifier of the plan in your own system, at most 255 characters.
        amount_in_cents: Amount to collect in a cycle, in cents of a peso. Required in the older form.
        coupon_id: Identifier of a coupon to apply.
        reference_price_in_cents: List price of a cycle in cents of a peso. Required in the older form; an
            integer here, a string of digits in replies.
        cicle_frequency: Length of a cycle. Required in the older form; the misspelling is the wire's own.
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
        amount: Amount to collect in a cycle, presumably in whole Colombian pesos, as the name without
            `_in_cents` suggests. Newer form.
        cycle_frequency: How many cycles or which length of cycle is meant is not known. Newer form.
        cycle_type: Kind of billing cycle. Newer form.
    """

    __at_least_one__: ClassVar[tuple[tuple[str, ...], ...]] = (("amount_in_cents", "amount"),)

    name: Annotated[str, msgspec.Meta(max_length=255)]
    """Name of the plan, at most 255 characters."""
    currency: CurrencyLike
    """Currency of the amounts. The reference marks it as required and also gives COP as its default."""
    description: Annotated[str, msgspec.Meta(max_length=255)] | Unset | None = UNSET
    """Short text that the customer sees when paying, at most 255 characters."""
    internal_id: Annotated[str, msgspec.Meta(max_length=255)] | Unset | None = UNSET
    """Identifier of the plan in your own system, at most 255 characters."""
    amount_in_cents: int | Unset = UNSET
    """Amount to collect in a cycle, in cents of a peso. Required in the older form."""
    coupon_id: str | Unset | None = UNSET
    """Identifier of a coupon to apply."""
    reference_price_in_cents: int | Unset | None = UNSET
    """List price of a cycle in cents of a peso.

    Required in the older form; an integer here, a string of digits in replies.
    """
    cicle_frequency: BillingFrequencyLike | Unset | None = UNSET
    """Length of a cycle. Required in the older form; the misspelling is the wire's own."""
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
    amount: int | Unset = UNSET
    """Amount to collect in a cycle, presumably in whole Colombian pesos, as the name without `_in_cents`
    suggests.

    Newer form.
    """
    cycle_frequency: str | Unset | None = UNSET
    """How many cycles or which length of cycle is meant is not known. Newer form."""
    cycle_type: PlanCycleTypeLike | Unset | None = UNSET
    """Kind of billing cycle. Newer form."""


# After the class, because objects may hold each other.
from .allows import Allows
from .billing_frequency import BillingFrequencyLike
from .complex_payment import ComplexPayment
from .currency import CurrencyLike
from .plan_cycle_type import PlanCycleTypeLike
from .plan_feature import PlanFeatureLike
from .trial_create import TrialCreate
