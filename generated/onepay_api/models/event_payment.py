"""EventPayment, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    EventPayment: TypeAlias = "PaymentSnapshot | LegacyPaymentSnapshot"
    """The payment inside an event, in the current form or in that of the oldest sample.

    The oldest is told apart by `allow_credit` and `allow_debit`, where the current one has `allows`.
    """
else:

    class EventPayment(VariantBase):
        """The payment inside an event, in the current form or in that of the oldest sample.

        The oldest is told apart by `allow_credit` and `allow_debit`, where the current one has `allows`.
        """


# After the class, because what a variant holds may hold the variant.
from .legacy_payment_snapshot import LegacyPaymentSnapshot
from .payment_snapshot import PaymentSnapshot

if not TYPE_CHECKING:
    EventPayment.options = (
        PaymentSnapshot,
        LegacyPaymentSnapshot,
    )
