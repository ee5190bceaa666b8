"""SessionWalletSubtype, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class SessionWalletSubtype(OpenEnum):
    """Which wallet a stored wallet is; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    NEQUI = "nequi"
