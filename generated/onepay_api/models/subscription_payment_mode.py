"""SubscriptionPaymentMode, as the contract describes it."""

from typing import ClassVar

from onepay_core.field_types import OpenEnum


class SubscriptionPaymentMode(OpenEnum):
    """How a cycle is collected.

    `request`, which sends the customer a request to pay, is the only value in the samples; no list is
    published.
    """

    __extensible__: ClassVar[bool] = True

    REQUEST = "request"
