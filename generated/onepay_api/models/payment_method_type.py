"""PaymentMethodType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class PaymentMethodType(OpenEnum):
    """Kind of payment method.

    All values come from samples and prose, so more may exist; the attempts of a charge use another spelling
    and have an enum of their own.
    """

    __extensible__: ClassVar[bool] = True

    CREDITCARD = "CreditCard"
    ACCOUNT = "Account"
    WALLET = "Wallet"
    NEQUI = "nequi"
    DAVIPLATA = "daviplata"
    OTHER = "Other"
