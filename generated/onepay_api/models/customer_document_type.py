"""CustomerDocumentType, as the contract describes it."""

from onepay_core.field_types import OpenEnum


class CustomerDocumentType(OpenEnum):
    """Kind of identity document with which a customer is registered.

    Companies use `NIT`. The response table of the same page names `DNI` and `RUC` as examples, but they are
    not in the list of accepted values.
    """

    CC = "CC"
    CE = "CE"
    NIT = "NIT"
    PASSPORT = "PASSPORT"
