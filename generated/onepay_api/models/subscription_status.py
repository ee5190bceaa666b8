"""SubscriptionStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class SubscriptionStatus(OpenEnum):
    """State of a subscription.

    `created` and `active` stand in documented samples; the other five were read in the newest documentation
    by an integrator: `unpaid` is retrying a failed collection, `pass_due` (the wire's spelling) has used up
    its retries, `frozen` is paused, `canceled` and `finished` are over. Replies write states in lower case,
    some prose in capitals.
    """

    __extensible__: ClassVar[bool] = True

    CREATED = "created"
    ACTIVE = "active"
    UNPAID = "unpaid"
    PASS_DUE = "pass_due"
    FROZEN = "frozen"
    CANCELED = "canceled"
    FINISHED = "finished"
