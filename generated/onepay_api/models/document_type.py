"""DocumentType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class DocumentType(OpenEnum):
    """Kind of identity document, as replies print it.

    Customers are created with CC, CE, NIT or PASSPORT, Daviplata takes CC, CE or TI, a subscription sample
    prints RUT, a reply table gives DNI and RUC as examples, and one program enrols companies with PPT and
    PEP.
    """

    __extensible__: ClassVar[bool] = True

    CC = "CC"
    CE = "CE"
    NIT = "NIT"
    PASSPORT = "PASSPORT"
    TI = "TI"
    RUT = "RUT"
    DNI = "DNI"
    RUC = "RUC"
    PPT = "PPT"
    PEP = "PEP"


if TYPE_CHECKING:
    DocumentTypeLike: TypeAlias = (
        DocumentType | Literal["CC", "CE", "NIT", "PASSPORT", "TI", "RUT", "DNI", "RUC", "PPT", "PEP"]
    )
    """What requests take: a member, or its text."""
else:
    DocumentTypeLike = DocumentType
