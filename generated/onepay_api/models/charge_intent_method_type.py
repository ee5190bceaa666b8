"""ChargeIntentMethodType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class ChargeIntentMethodType(OpenEnum):
    """Kind of method in an attempt to collect a charge.

    Both values come from one documented sample, so more may exist; charges themselves say CreditCard and
    Account.
    """

    __extensible__: ClassVar[bool] = True

    CARD = "CARD"
    PSE = "PSE"
