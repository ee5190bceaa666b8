"""InvoiceDelete, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class InvoiceDelete(Model, kw_only=True):
    """Why the invoice is deleted. The body may be left out altogether.

    Attributes:
        reason: Reason of the deletion; `DELETE_FROM_PROVIDER` when it is left out.
    """

    reason: InvoiceDeleteReasonLike | Unset | None = UNSET
    """Reason of the deletion; `DELETE_FROM_PROVIDER` when it is left out."""


# After the class, because objects may hold each other.
from .invoice_delete_reason import InvoiceDeleteReasonLike
