"""SubscriptionEventName, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class SubscriptionEventName(OpenEnum):
    """Name of an event about a subscription.

    The create and update pages list `created`, `active` and `cancelled`. An integrator read `active`, `paid`,
    `unpaid`, `pass_due`, `frozen`, `canceled` and `finished` in the newest documentation, where the end is
    spelled with one l; accept both spellings.
    """

    __extensible__: ClassVar[bool] = True

    SUBSCRIPTION_CREATED = "subscription.created"
    SUBSCRIPTION_ACTIVE = "subscription.active"
    SUBSCRIPTION_PAID = "subscription.paid"
    SUBSCRIPTION_UNPAID = "subscription.unpaid"
    SUBSCRIPTION_PASS_DUE = "subscription.pass_due"
    SUBSCRIPTION_FROZEN = "subscription.frozen"
    SUBSCRIPTION_CANCELLED = "subscription.cancelled"
    SUBSCRIPTION_CANCELED = "subscription.canceled"
    SUBSCRIPTION_FINISHED = "subscription.finished"
