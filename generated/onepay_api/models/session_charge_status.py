"""SessionChargeStatus, as the contract describes it."""

from onepay_core.values import OpenEnum


class SessionChargeStatus(OpenEnum):
    """Whether a charge in a customer's session waits for approval, was paid or failed."""

    CREATED = "created"
    PAID = "paid"
    FAILED = "failed"
