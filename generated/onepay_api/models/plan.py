"""Plan, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class Plan(Model, kw_only=True):
    """Terms on which subscriptions can be made, with a page of its own where customers subscribe.

    Amounts are in cents by their names, yet one of the two documented samples holds whole pesos: a plan
    of 400,000 pesos shows 400000, another of 120,000 shows 12000000. The second reading is the one
    followed here.

    Attributes:
        id: Identifier of the plan, a UUID.
        name: Name of the plan.
        description: Text about the plan, which may hold HTML.
        internal_id: Identifier of the plan in your own system; null when none was given.
        coupon_id: Identifier of the coupon that applies; null when none does.
        reference_price_in_cents: List price of a cycle in cents of a peso, as a string of digits.
        currency: Currency of the amounts.
        amount_in_cents: Amount collected in a cycle, in cents of a peso.
        cicle_frequency: Length of a cycle. The misspelling is the wire's own.
        cicles: Number of cycles after which a subscription ends; 0 when it runs on.
        allows: Payment methods that subscribers may use.
        trial: Trial period before the first collection.
        complex_payments: Cycles whose amount differs from the regular one.
        features: Features that are shown with the plan; every sample shows an empty list.
        metadata: Data of yours that was sent with the plan, as a list of texts. The samples show the
            empty list, and the old reference declares a list of strings for the requests.
        created_at: Moment at which the plan was created.
        updated_at: Moment of the last change.
        link: Address of the page where customers subscribe to the plan.
    """

    id: str
    """Identifier of the plan, a UUID."""
    name: str
    """Name of the plan."""
    description: str
    """Text about the plan, which may hold HTML."""
    internal_id: str | None
    """Identifier of the plan in your own system; null when none was given."""
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
    cicles: int
    """Number of cycles after which a subscription ends; 0 when it runs on."""
    allows: Allows
    """Payment methods that subscribers may use."""
    trial: Trial
    """Trial period before the first collection."""
    complex_payments: list[ComplexPayment]
    """Cycles whose amount differs from the regular one."""
    features: list[PlanFeature]
    """Features that are shown with the plan; every sample shows an empty list."""
    metadata: list[str]
    """Data of yours that was sent with the plan, as a list of texts.

    The samples show the empty list, and the old reference declares a list of strings for the requests.
    """
    created_at: DateTime
    """Moment at which the plan was created."""
    updated_at: DateTime
    """Moment of the last change."""
    link: str
    """Address of the page where customers subscribe to the plan."""


# After the class, because objects may hold each other.
from .allows import Allows
from .billing_frequency import BillingFrequency
from .complex_payment import ComplexPayment
from .currency import Currency
from .plan_feature import PlanFeature
from .trial import Trial
