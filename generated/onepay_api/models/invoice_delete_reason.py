"""InvoiceDeleteReason, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class InvoiceDeleteReason(OpenEnum):
    """Why an invoice is deleted, which decides whether the payer hears of it.

    With `DELETE_FROM_PROVIDER` the payer is told that the invoice was deleted; with `PAID_FROM_PROVIDER`
    nobody is told.
    """

    DELETE_FROM_PROVIDER = "DELETE_FROM_PROVIDER"
    PAID_FROM_PROVIDER = "PAID_FROM_PROVIDER"


if TYPE_CHECKING:
    InvoiceDeleteReasonLike: TypeAlias = InvoiceDeleteReason | Literal["DELETE_FROM_PROVIDER", "PAID_FROM_PROVIDER"]
    """What requests take: a member, or its text."""
else:
    InvoiceDeleteReasonLike = InvoiceDeleteReason
