"""DaviplataDocumentType, as the contract describes it."""

from onepay_core.field_types import OpenEnum


class DaviplataDocumentType(OpenEnum):
    """Kind of identity document that Daviplata knows. TI is the identity card of a minor."""

    CC = "CC"
    CE = "CE"
    TI = "TI"
