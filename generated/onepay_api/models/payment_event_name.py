"""PaymentEventName, as the contract describes it."""

from onepay_core.values import OpenEnum


class PaymentEventName(OpenEnum):
    """Name of an event about a payment.

    The page about payment events lists all seven; the pages that create and update webhooks list four of
    them.
    """

    PAYMENT_CREATED = "payment.created"
    PAYMENT_DELETED = "payment.deleted"
    PAYMENT_REJECTED = "payment.rejected"
    PAYMENT_APPROVED = "payment.approved"
    PAYMENT_EXPIRED = "payment.expired"
    PAYMENT_PARTIALLY_PAID = "payment.partially_paid"
    PAYMENT_PARTIAL_EXPIRED = "payment.partial_expired"
