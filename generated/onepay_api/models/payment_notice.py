"""PaymentNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class PaymentNotice(Model, kw_only=True):
    """A payment as the newest page of event samples shows it, with fewer fields than anywhere else.

    That page pairs the amount 150000 with the label $1.500, as if amounts in events were cents; the
    concepts page says pesos, of calls and their replies. Which of the two an event means is not settled.

    Attributes:
        id: Identifier of the payment, a UUID.
        amount: Amount whose unit is not settled: four official samples pair 150000 with $1.500 (cents)
            and an older one with $150.000 (pesos), and programs read it both ways. Take the amount from
            `payments_get`.
        currency: Currency of the amount.
        status: State of the payment; `rejected` here is what the list of states calls `declined`.
        reference: Reference under which the payer finds the payment.
        created_at: Moment at which the payment was created.
        amount_label: The amount, formatted for display. Rejected and expired payments are shown without
            it.
        customer: The payer. An expired payment is shown without one.
        partial_payment: How far a payment in parts has come. Only a partly paid payment is shown with it.
        paid_at: Moment at which the payment was made. Only an approved payment is shown with it.
    """

    id: str
    """Identifier of the payment, a UUID."""
    amount: int
    """Amount whose unit is not settled: four official samples pair 150000 with $1.500 (cents) and an older one
    with $150.000 (pesos), and programs read it both ways.

    Take the amount from `payments_get`.
    """
    currency: Currency
    """Currency of the amount."""
    status: PaymentSnapshotStatus
    """State of the payment; `rejected` here is what the list of states calls `declined`."""
    reference: str
    """Reference under which the payer finds the payment."""
    created_at: DateTime
    """Moment at which the payment was created."""
    amount_label: str | Unset = UNSET
    """The amount, formatted for display. Rejected and expired payments are shown without it."""
    customer: CustomerSnapshot | Unset = UNSET
    """The payer. An expired payment is shown without one."""
    partial_payment: PartialPayment | Unset = UNSET
    """How far a payment in parts has come. Only a partly paid payment is shown with it."""
    paid_at: DateTime | Unset = UNSET
    """Moment at which the payment was made. Only an approved payment is shown with it."""


# After the class, because objects may hold each other.
from .currency import Currency
from .customer_snapshot import CustomerSnapshot
from .partial_payment import PartialPayment
from .payment_snapshot_status import PaymentSnapshotStatus
