"""CompanyType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CompanyType(OpenEnum):
    """Of what kind a company is.

    The samples show `organization`; one program enrols persons as `individual` too.
    """

    __extensible__: ClassVar[bool] = True

    ORGANIZATION = "organization"
    INDIVIDUAL = "individual"


if TYPE_CHECKING:
    CompanyTypeLike: TypeAlias = CompanyType | Literal["organization", "individual"]
    """What requests take: a member, or its text."""
else:
    CompanyTypeLike = CompanyType
