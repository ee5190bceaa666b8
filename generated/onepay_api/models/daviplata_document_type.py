"""DaviplataDocumentType, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class DaviplataDocumentType(OpenEnum):
    """Kind of identity document that Daviplata knows. TI is the identity card of a minor."""

    CC = "CC"
    CE = "CE"
    TI = "TI"


if TYPE_CHECKING:
    DaviplataDocumentTypeLike: TypeAlias = DaviplataDocumentType | Literal["CC", "CE", "TI"]
    """What requests take: a member, or its text."""
else:
    DaviplataDocumentTypeLike = DaviplataDocumentType
