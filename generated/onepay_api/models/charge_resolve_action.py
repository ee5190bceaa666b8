"""ChargeResolveAction, as the contract describes it."""

from onepay_core.field_types import OpenEnum


class ChargeResolveAction(OpenEnum):
    """What to do with a test charge. `approve` makes it paid, `reject` makes it fail."""

    APPROVE = "approve"
    REJECT = "reject"
