"""PaymentIntentSourceType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class PaymentIntentSourceType(OpenEnum):
    """Kind of object that an attempt belongs to. The page says that the list may vary."""

    __extensible__: ClassVar[bool] = True

    LINK = "Link"
    PAYMENT = "Payment"
    PLAN = "Plan"
    SUBSCRIPTION = "Subscription"
