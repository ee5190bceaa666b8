"""WalletTransactionSubtype, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class WalletTransactionSubtype(OpenEnum):
    """The closer kind of a movement in a wallet; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    WITHDRAW = "WITHDRAW"
