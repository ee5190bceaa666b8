"""PaymentList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.variants import VariantBase

if TYPE_CHECKING:
    PaymentList: TypeAlias = "list[PaymentSnapshot] | PaymentPage"
    """Payments, bare or in a page.

    No document shows this reply; that the items are payments and that the list may come either way is
    inferred from the other lists. A JSON array is the bare list, a JSON object the page.
    """
else:

    class PaymentList(VariantBase):
        """Payments, bare or in a page.

        No document shows this reply; that the items are payments and that the list may come either way is
        inferred from the other lists. A JSON array is the bare list, a JSON object the page.
        """


# After the class, because what a variant holds may hold the variant.
from .payment_page import PaymentPage
from .payment_snapshot import PaymentSnapshot

if not TYPE_CHECKING:
    PaymentList.options = (
        list[PaymentSnapshot],
        PaymentPage,
    )
