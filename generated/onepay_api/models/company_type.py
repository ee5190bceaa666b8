"""CompanyType, as the contract describes it."""

from typing import ClassVar

from onepay_core.enums import OpenEnum


class CompanyType(OpenEnum):
    """Of what kind a company is; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    ORGANIZATION = "organization"
