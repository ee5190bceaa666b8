"""CompanyStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CompanyStatus(OpenEnum):
    """How far the enrolment of a company has come; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    PENDING = "pending"
