"""CompanyOwnerDocumentType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CompanyOwnerDocumentType(OpenEnum):
    """Kind of the identity document of a company's owner; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    CC = "cc"


if TYPE_CHECKING:
    CompanyOwnerDocumentTypeLike: TypeAlias = CompanyOwnerDocumentType | Literal["cc"]
    """What requests take: a member, or its text."""
else:
    CompanyOwnerDocumentTypeLike = CompanyOwnerDocumentType
