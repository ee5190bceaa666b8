"""PaymentIntentSort, as the contract describes it."""

from onepay_core.values import OpenEnum


class PaymentIntentSort(OpenEnum):
    """Order of a list of payment intents. A minus puts the latest first."""

    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    PAID_AT = "paid_at"
    PAID_AT_DESCENDING = "-paid_at"
