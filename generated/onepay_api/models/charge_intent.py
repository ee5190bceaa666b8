"""ChargeIntent, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class ChargeIntent(Model, kw_only=True):
    """One attempt to collect a charge.

    Its vocabulary differs from that of a payment intent: `succeeded` for paid, and upper-case kinds of
    methods.

    Attributes:
        id: UUID of the attempt.
        status: How the attempt went.
        currency: Currency of the amount.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$150.000`.
        payment_method_type: Kind of the method that was tried.
        payment_method_id: UUID of the method that was tried; a documented PSE attempt repeats its own id
            here.
        network_id: Id of the attempt in the payment network, null when it never got there.
        transaction_id: Id of the transaction, null when there was none.
        remarks: How the attempt went, given for successful attempts too.
        is_test: Whether the attempt belongs to the test environment.
        created_at: When the attempt was made.
        paid_at: When the money was collected, null when it was not.
    """

    id: str
    """UUID of the attempt."""
    status: ChargeIntentStatus
    """How the attempt went."""
    currency: Currency
    """Currency of the amount."""
    amount: int
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display, such as `$150.000`."""
    payment_method_type: ChargeIntentMethodType
    """Kind of the method that was tried."""
    payment_method_id: str
    """UUID of the method that was tried; a documented PSE attempt repeats its own id here."""
    network_id: str | None
    """Id of the attempt in the payment network, null when it never got there."""
    transaction_id: str | None
    """Id of the transaction, null when there was none."""
    remarks: AttemptRemark
    """How the attempt went, given for successful attempts too."""
    is_test: bool
    """Whether the attempt belongs to the test environment."""
    created_at: DateTime
    """When the attempt was made."""
    paid_at: DateTime | None
    """When the money was collected, null when it was not."""


# After the class, because objects may hold each other.
from .attempt_remark import AttemptRemark
from .charge_intent_method_type import ChargeIntentMethodType
from .charge_intent_status import ChargeIntentStatus
from .currency import Currency
