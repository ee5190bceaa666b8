"""ChargeSource, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class ChargeSource(OpenEnum):
    """What a charge came from. Every documented sample says `charge`."""

    __extensible__: ClassVar[bool] = True

    CHARGE = "charge"
