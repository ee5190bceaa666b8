"""SessionChargeAttemptStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class SessionChargeAttemptStatus(OpenEnum):
    """How far a charge in a customer's session has come when it is made.

    `created` waits for the customer's approval in WhatsApp; `in_progress` is the answer of test mode.
    """

    __extensible__: ClassVar[bool] = True

    CREATED = "created"
    IN_PROGRESS = "in_progress"
