"""ChargeEventName, as the contract describes it."""

from onepay_core.values import OpenEnum


class ChargeEventName(OpenEnum):
    """Name of an event about a charge.

    The page about charge events lists six with `charge.paid` for success, and samples of the webhook pages
    use it; the prose of the create and update pages says `charge.succeeded` instead. Treat both as success.
    """

    CHARGE_CREATED = "charge.created"
    CHARGE_PROCESSING = "charge.processing"
    CHARGE_PAID = "charge.paid"
    CHARGE_SUCCEEDED = "charge.succeeded"
    CHARGE_FAILED = "charge.failed"
    CHARGE_REFUNDED = "charge.refunded"
    CHARGE_DISPUTED = "charge.disputed"
