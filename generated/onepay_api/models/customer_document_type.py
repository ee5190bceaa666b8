"""CustomerDocumentType, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CustomerDocumentType(OpenEnum):
    """Kind of identity document with which a customer is registered.

    Companies use `NIT`. The response table of the same page names `DNI` and `RUC` as examples, but they are
    not in the list of accepted values.
    """

    CC = "CC"
    CE = "CE"
    NIT = "NIT"
    PASSPORT = "PASSPORT"


if TYPE_CHECKING:
    CustomerDocumentTypeLike: TypeAlias = CustomerDocumentType | Literal["CC", "CE", "NIT", "PASSPORT"]
    """What requests take: a member, or its text."""
else:
    CustomerDocumentTypeLike = CustomerDocumentType
