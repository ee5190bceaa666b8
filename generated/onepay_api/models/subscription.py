"""Subscription, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class Subscription(Model, kw_only=True):
    """An agreement to collect from a customer again and again.

    The reply of the create page is followed; the list page leaves out four of its fields, which are
    therefore not required. Amounts are in cents here, unlike on payments.

    Attributes:
        id: Identifier of the subscription, a UUID.
        name: Name of the subscription.
        status: State of the subscription.
        description: Text about the subscription, which may hold HTML.
        internal_id: Identifier of the subscription in your own system.
        plan_id: Identifier of the plan that the subscription follows, a UUID; null when it follows none.
        coupon_id: Identifier of the coupon that applies; null when none does.
        reference_price_in_cents: List price of a cycle in cents of a peso, as a string of digits.
        currency: Currency of the amounts.
        amount_in_cents: Amount collected in a cycle, in cents of a peso.
        cicle_frequency: Length of a cycle. The misspelling is the wire's own.
        cicles: Number of cycles after which the subscription ends; null when it runs on.
        current_cicle: Number of the running cycle, 0 before the first.
        allows: Payment methods that the customer may use.
        start_date: Moment at which the first cycle starts.
        end_date: Moment at which the subscription ends; null when no end is set.
        trial: Trial period before the first collection.
        complex_payments: Cycles whose amount differs from the regular one.
        features: Features that are shown with the subscription; every sample shows an empty list.
        metadata: Data of yours that was sent with the subscription; null when there is none.
        created_at: Moment at which the subscription was created.
        updated_at: Moment of the last change.
        customer: Customer who pays.
        suggest_auto_debit: Whether the customer is offered automatic debits. The list leaves it out.
        payment_mode: How a cycle is collected. The list leaves it out.
        remember_to_pay_before: How long before the due moment the customer is reminded, presumably in
            days. The list leaves it out.
        cancel_after_no_payment_before: How long an unpaid cycle may stand before the subscription is
            cancelled, presumably in days. The list leaves it out.
    """

    id: str
    """Identifier of the subscription, a UUID."""
    name: str
    """Name of the subscription."""
    status: SubscriptionStatus
    """State of the subscription."""
    description: str
    """Text about the subscription, which may hold HTML."""
    internal_id: str
    """Identifier of the subscription in your own system."""
    plan_id: str | None
    """Identifier of the plan that the subscription follows, a UUID; null when it follows none."""
    coupon_id: str | None
    """Identifier of the coupon that applies; null when none does."""
    reference_price_in_cents: str
    """List price of a cycle in cents of a peso, as a string of digits."""
    currency: Currency
    """Currency of the amounts."""
    amount_in_cents: int
    """Amount collected in a cycle, in cents of a peso."""
    cicle_frequency: BillingFrequency
    """Length of a cycle. The misspelling is the wire's own."""
    cicles: int | None
    """Number of cycles after which the subscription ends; null when it runs on."""
    current_cicle: int
    """Number of the running cycle, 0 before the first."""
    allows: Allows
    """Payment methods that the customer may use."""
    start_date: DateTime
    """Moment at which the first cycle starts."""
    end_date: DateTime | None
    """Moment at which the subscription ends; null when no end is set."""
    trial: Trial
    """Trial period before the first collection."""
    complex_payments: list[ComplexPayment]
    """Cycles whose amount differs from the regular one."""
    features: list[PlanFeature]
    """Features that are shown with the subscription; every sample shows an empty list."""
    metadata: Metadata | None
    """Data of yours that was sent with the subscription; null when there is none."""
    created_at: DateTime
    """Moment at which the subscription was created."""
    updated_at: DateTime
    """Moment of the last change."""
    customer: SubscriptionCustomer
    """Customer who pays."""
    suggest_auto_debit: bool | Unset = UNSET
    """Whether the customer is offered automatic debits. The list leaves it out."""
    payment_mode: SubscriptionPaymentMode | Unset = UNSET
    """How a cycle is collected. The list leaves it out."""
    remember_to_pay_before: int | Unset = UNSET
    """How long before the due moment the customer is reminded, presumably in days. The list leaves it out."""
    cancel_after_no_payment_before: int | Unset = UNSET
    """How long an unpaid cycle may stand before the subscription is cancelled, presumably in days.

    The list leaves it out.
    """


# After the class, because objects may hold each other.
from .allows import Allows
from .billing_frequency import BillingFrequency
from .complex_payment import ComplexPayment
from .currency import Currency
from .metadata import Metadata
from .plan_feature import PlanFeature
from .subscription_customer import SubscriptionCustomer
from .subscription_payment_mode import SubscriptionPaymentMode
from .subscription_status import SubscriptionStatus
from .trial import Trial
