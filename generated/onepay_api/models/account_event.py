"""AccountEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    AccountEvent: TypeAlias = "AccountEventEnvelope | AccountEventNotice"
    """News of a customer's account, in one of two envelopes.

    In the first, `event` is an object and the account stands under `account`; in the second, `event` is the
    name of the event and the account stands under `data`. No body is known, so all of it follows the other
    events (inferred).
    """
else:

    class AccountEvent(VariantBase):
        """News of a customer's account, in one of two envelopes.

        In the first, `event` is an object and the account stands under `account`; in the second, `event` is
        the name of the event and the account stands under `data`. No body is known, so all of it follows the
        other events (inferred).
        """


# After the class, because what a variant holds may hold the variant.
from .account_event_envelope import AccountEventEnvelope
from .account_event_notice import AccountEventNotice

if not TYPE_CHECKING:
    AccountEvent.options = (
        AccountEventEnvelope,
        AccountEventNotice,
    )
