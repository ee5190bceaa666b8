"""CashoutEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    CashoutEvent: TypeAlias = "CashoutEventEnvelope | CashoutEventNotice"
    """News of a cashout, in one of two envelopes.

    In the first, `event` is an object and the cashout stands under `cashout`, as the guide and a program that
    ran in production read it. In the second, `event` is the name of the event and the cashout stands under
    `data`. No body from OnePay itself is known.
    """
else:

    class CashoutEvent(VariantBase):
        """News of a cashout, in one of two envelopes.

        In the first, `event` is an object and the cashout stands under `cashout`, as the guide and a program
        that ran in production read it. In the second, `event` is the name of the event and the cashout stands
        under `data`. No body from OnePay itself is known.
        """


# After the class, because what a variant holds may hold the variant.
from .cashout_event_envelope import CashoutEventEnvelope
from .cashout_event_notice import CashoutEventNotice

if not TYPE_CHECKING:
    CashoutEvent.options = (
        CashoutEventEnvelope,
        CashoutEventNotice,
    )
