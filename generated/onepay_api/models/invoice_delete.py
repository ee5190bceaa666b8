"""InvoiceDelete, as the contract describes it."""

from ..model import Model
from ..types import UNSET, Unset
from .invoice_delete_reason import InvoiceDeleteReason


class InvoiceDelete(Model, kw_only=True):
    """Why the invoice is deleted. The body may be left out altogether."""

    reason: InvoiceDeleteReason | Unset = UNSET
    """Reason of the deletion; `DELETE_FROM_PROVIDER` when it is left out."""
