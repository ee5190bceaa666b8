"""SubscriptionCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, DateTime, Unset


class SubscriptionCreate(Model, kw_only=True):
    """A new subscription, in the newer form (a plan or a price, a customer and a payment method) or in the
    long form of the create page (name, amount, frequency and terms).

    Prefer the newer one: an integrator who read the page in September 2026 reports that the page itself
    calls its long body no longer accepted and that the API answers 422 and asks for `plan_id`. The long
    form stays because the page shows it in full. One of `plan_id`, `price_id` and `amount_in_cents` must
    say what is collected; requiredness is nowhere visible, so that and `customer_id` are inferred.

    Attributes:
        customer_id: Identifier of the customer who pays, a UUID.
        plan_id: Identifier of the plan to follow, a UUID. Both forms have it.
        price_id: Identifier of the price to follow, instead of a plan. Prices come from an endpoint
            without a public page.
        payment_method_type: Kind of the payment method that `payment_method_id` names; its values are not
            known. Newer form.
        payment_method_id: Identifier of the payment method, from the card form or from a capture link.
            Newer form.
        card_id: Identifier of the card to collect from. The introduction of the documentation's section
            names it where the create page has `payment_method_id`; which of the two holds is not settled.
        account_id: Identifier of the account to collect from, with the same doubt as `card_id`.
        name: Name of the subscription. Long form.
        description: Text about the subscription, which may hold HTML. Long form.
        currency: Currency of the amounts. Long form.
        amount_in_cents: Amount to collect in a cycle, in cents of a peso. Long form.
        reference_price_in_cents: List price of a cycle in cents of a peso, as a string of digits. Long
            form.
        cicle_frequency: Length of a cycle. Long form.
        cicles: Number of cycles after which the subscription ends; null lets it run on. Long form.
        start_date: Moment at which the first cycle starts. Long form.
        internal_id: Identifier of the subscription in your own system. Long form.
        payment_mode: How a cycle is collected. Long form.
        suggest_auto_debit: Whether to offer the customer automatic debits. Long form.
        remember_to_pay_before: How long before the due moment to remind the customer, presumably in days.
            Long form.
        cancel_after_no_payment_before: How long an unpaid cycle may stand before the subscription is
            cancelled, presumably in days. Long form.
        trial: Trial period before the first collection. Long form.
        complex_payments: Cycles whose amount differs from the regular one. Long form.
        allows: Payment methods that the customer may use. Long form.
        metadata: Data of yours to keep with the subscription. Long form.
    """

    __at_least_one__: ClassVar[tuple[tuple[str, ...], ...]] = (("plan_id", "price_id", "amount_in_cents"),)

    __required_is_documented__: ClassVar[bool] = False

    customer_id: str
    """Identifier of the customer who pays, a UUID."""
    plan_id: str | Unset | None = UNSET
    """Identifier of the plan to follow, a UUID. Both forms have it."""
    price_id: str | Unset | None = UNSET
    """Identifier of the price to follow, instead of a plan.

    Prices come from an endpoint without a public page.
    """
    payment_method_type: str | Unset | None = UNSET
    """Kind of the payment method that `payment_method_id` names; its values are not known. Newer form."""
    payment_method_id: str | Unset | None = UNSET
    """Identifier of the payment method, from the card form or from a capture link. Newer form."""
    card_id: str | Unset | None = UNSET
    """Identifier of the card to collect from.

    The introduction of the documentation's section names it where the create page has `payment_method_id`;
    which of the two holds is not settled.
    """
    account_id: str | Unset | None = UNSET
    """Identifier of the account to collect from, with the same doubt as `card_id`."""
    name: str | Unset | None = UNSET
    """Name of the subscription. Long form."""
    description: str | Unset | None = UNSET
    """Text about the subscription, which may hold HTML. Long form."""
    currency: CurrencyLike | Unset | None = UNSET
    """Currency of the amounts. Long form."""
    amount_in_cents: int | Unset = UNSET
    """Amount to collect in a cycle, in cents of a peso. Long form."""
    reference_price_in_cents: str | Unset | None = UNSET
    """List price of a cycle in cents of a peso, as a string of digits. Long form."""
    cicle_frequency: BillingFrequencyLike | Unset | None = UNSET
    """Length of a cycle. Long form."""
    cicles: int | Unset | None = UNSET
    """Number of cycles after which the subscription ends; null lets it run on. Long form."""
    start_date: DateTime | Unset | None = UNSET
    """Moment at which the first cycle starts. Long form."""
    internal_id: str | Unset | None = UNSET
    """Identifier of the subscription in your own system. Long form."""
    payment_mode: SubscriptionPaymentModeLike | Unset | None = UNSET
    """How a cycle is collected. Long form."""
    suggest_auto_debit: bool | Unset | None = UNSET
    """Whether to offer the customer automatic debits. Long form."""
    remember_to_pay_before: int | Unset | None = UNSET
    """How long before the due moment to remind the customer, presumably in days. Long form."""
    cancel_after_no_payment_before: int | Unset | None = UNSET
    """How long an unpaid cycle may stand before the subscription is cancelled, presumably in days.

    Long form.
    """
    trial: TrialCreate | Unset | None = UNSET
    """Trial period before the first collection. Long form."""
    complex_payments: Array[ComplexPayment] | Unset | None = UNSET
    """Cycles whose amount differs from the regular one. Long form."""
    allows: Allows | Unset | None = UNSET
    """Payment methods that the customer may use. Long form."""
    metadata: MetadataLike | Unset | None = UNSET
    """Data of yours to keep with the subscription. Long form."""


# After the class, because objects may hold each other.
from .allows import Allows
from .billing_frequency import BillingFrequencyLike
from .complex_payment import ComplexPayment
from .currency import CurrencyLike
from .metadata import MetadataLike
from .subscription_payment_mode import SubscriptionPaymentModeLike
from .trial_create import TrialCreate
