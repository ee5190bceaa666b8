"""DirectDebitStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class DirectDebitStatus(OpenEnum):
    """State of an enrolment in automatic debits.

    `Inactive`, with a capital, is the only value in the samples; no list is published.
    """

    __extensible__: ClassVar[bool] = True

    INACTIVE = "Inactive"
