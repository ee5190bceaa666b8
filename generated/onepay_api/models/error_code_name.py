"""ErrorCodeName, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class ErrorCodeName(OpenEnum):
    """Stable name of an error.

    Three names come from the withdrawal page, `idempotency_error` from the page that updates an issued card
    and one from the customer login page; the others were observed in third-party programs, and more exist.
    """

    __extensible__: ClassVar[bool] = True

    BALANCE_IS_EMPTY = "balance_is_empty"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    COMPANY_ACCOUNT_NOT_FOUND = "company_account_not_found"
    IDEMPOTENCY_ERROR = "idempotency_error"
    PAYMENT_CANCELLED = "payment_cancelled"
    PAYMENT_ALREADY_PAID = "payment_already_paid"
    CHARGE_REFUNDED = "charge_refunded"
    CHARGE_IS_TEST = "charge_is_test"
    CHARGE_IS_NOT_PAID = "charge_is_not_paid"
    CUSTOMERBANNED = "CustomerBanned"
