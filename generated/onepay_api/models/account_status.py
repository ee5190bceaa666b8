"""AccountStatus, as the contract describes it."""

from onepay_core.values import OpenEnum


class AccountStatus(OpenEnum):
    """Whether an account can be used. The list is that of the filter on the page of accounts."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"
    INACTIVE = "INACTIVE"
