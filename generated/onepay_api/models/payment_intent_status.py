"""PaymentIntentStatus, as the contract describes it."""

from onepay_core.values import OpenEnum


class PaymentIntentStatus(OpenEnum):
    """State of an attempt to collect money, with the values of the filter and of charge events."""

    CREATED = "created"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
