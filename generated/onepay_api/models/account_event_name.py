"""AccountEventName, as the contract describes it."""

from onepay_core.values import OpenEnum


class AccountEventName(OpenEnum):
    """Name of an event about a customer's account, as the page that updates webhooks lists them."""

    ACCOUNT_VALIDATED = "account.validated"
    ACCOUNT_FAILED = "account.failed"
