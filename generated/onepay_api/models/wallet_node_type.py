"""WalletNodeType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class WalletNodeType(OpenEnum):
    """The kind of the object behind a movement in a wallet; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    CASHOUTLINE = "CashoutLine"
