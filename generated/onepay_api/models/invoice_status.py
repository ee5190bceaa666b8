"""InvoiceStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class InvoiceStatus(OpenEnum):
    """State of an invoice, in capitals.

    `CREATED` is the only value in the documents; integrators expect others, for one when the invoice is paid,
    but none of them has shown its name.
    """

    __extensible__: ClassVar[bool] = True

    CREATED = "CREATED"
