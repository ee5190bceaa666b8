"""What can be wrong between two sources, by name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from .records import Record

__all__ = ("Discrepancy", "DiscrepancyKind")


class DiscrepancyKind(StrEnum):
    """The kinds of discrepancies."""

    MISSING_IN_ONEPAY = "missing_in_onepay"
    """The books have it, and OnePay lists nothing like it."""
    MISSING_IN_BOOKS = "missing_in_books"
    """Money moved, and the books do not have it."""
    AMOUNT = "amount"
    """The amounts differ."""
    AMOUNT_IN_CENTS = "amount_in_cents"
    """One amount is exactly 100 times the other."""
    FEE = "fee"
    """The fees differ."""
    FEE_DEDUCTED = "fee_deducted"
    """The books have the amount without the fee, as if less had been paid."""
    CURRENCY = "currency"
    """The currencies differ."""
    DIRECTION = "direction"
    """The books have it the other way round."""
    DAY = "day"
    """The books have it on another day."""
    OUTSIDE_PERIOD = "outside_period"
    """The books have it in the period, and OnePay before or after it."""
    ENVIRONMENT = "environment"
    """It is play money in real books, or the other way round."""
    DOUBLE_IN_ONEPAY = "double_in_onepay"
    """The books have it once, and OnePay moved it more than once."""
    DOUBLE_IN_BOOKS = "double_in_books"
    """OnePay moved it once, and the books have it more than once."""
    PARTLY_PAID = "partly_paid"
    """Only a part was paid."""
    STILL_OPEN = "still_open"
    """The books have it as paid, and OnePay still waits."""
    DECLINED = "declined"
    """The books have it as paid, and it was refused."""
    CANCELLED = "cancelled"
    """The books have it as paid, and it was called off."""
    EXPIRED = "expired"
    """The books have it as paid, and it expired."""
    REFUNDED = "refunded"
    """The books have it as paid, and it was given back."""
    REFUND_NOT_FOUND = "refund_not_found"
    """The books have it as given back, and OnePay still has it as paid."""
    REVERSED = "reversed"
    """The payer contests it."""
    UNKNOWN_STATE = "unknown_state"
    """OnePay has it in a state that nobody knows."""
    NOT_BOOKED_AS_PAID = "not_booked_as_paid"
    """It was paid, and the books still wait or call it failed."""
    IDENTIFIERS_DISAGREE = "identifiers_disagree"
    """The identifiers in the books lead to different objects."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """A request of the client was never settled: nobody knows whether money moved."""
    EVENT_WITHOUT_OBJECT = "event_without_object"
    """An event speaks of an object that no list has."""
    OBJECT_WITHOUT_EVENT = "object_without_event"
    """Money moved, and no event came."""
    EVENT_DISAGREES = "event_disagrees"
    """The last event says something else than the object."""
    PAYOUT_RETURNED = "payout_returned"
    """The bank sent the payout back."""
    PAYOUT_FAILED = "payout_failed"
    """The books have the payout as paid, and it failed."""
    PAYOUT_NOT_SENT = "payout_not_sent"
    """The books have the payout as paid, and it was never sent."""
    PAYOUT_OPEN = "payout_open"
    """The books have the payout as paid, and nobody has said that it arrived."""
    PAYOUT_TWICE = "payout_twice"
    """One row of a run was paid under two keys."""
    UNREADABLE = "unreadable"
    """A row of the books cannot be read."""


ADVICE: Final[dict[DiscrepancyKind, str]] = {
    DiscrepancyKind.MISSING_IN_ONEPAY: "Look for it in OnePay's panel; correct the books if it was never made.",
    DiscrepancyKind.MISSING_IN_BOOKS: "Book it, or find out who made it.",
    DiscrepancyKind.AMOUNT: "Compare with the document that it pays.",
    DiscrepancyKind.AMOUNT_IN_CENTS: "One side counts cents. Amounts of calls and replies are whole pesos.",
    DiscrepancyKind.FEE: "Compare with OnePay's statement of fees.",
    DiscrepancyKind.FEE_DEDUCTED: "Book the whole amount as income and the fee as a cost.",
    DiscrepancyKind.CURRENCY: "Correct the currency in the books.",
    DiscrepancyKind.DIRECTION: "Correct the sign or the account in the books.",
    DiscrepancyKind.DAY: "Book it on the day on which OnePay moved it, in the zone America/Bogota.",
    DiscrepancyKind.OUTSIDE_PERIOD: "Move it into the period of its day.",
    DiscrepancyKind.ENVIRONMENT: "Take play money out of the books.",
    DiscrepancyKind.DOUBLE_IN_ONEPAY: "Give one of them back, after a look at both.",
    DiscrepancyKind.DOUBLE_IN_BOOKS: "Remove the repeated entries.",
    DiscrepancyKind.PARTLY_PAID: "Book the part that was paid, and wait for the rest.",
    DiscrepancyKind.STILL_OPEN: "Book it when it is paid.",
    DiscrepancyKind.DECLINED: "Take it out of the books; the code says why it was refused.",
    DiscrepancyKind.CANCELLED: "Take it out of the books.",
    DiscrepancyKind.EXPIRED: "Take it out of the books, and ask the payer again.",
    DiscrepancyKind.REFUNDED: "Book the refund.",
    DiscrepancyKind.REFUND_NOT_FOUND: "Ask for the refund, or correct the books.",
    DiscrepancyKind.REVERSED: "Answer the dispute in OnePay's panel.",
    DiscrepancyKind.UNKNOWN_STATE: "Look the object up in OnePay's panel.",
    DiscrepancyKind.NOT_BOOKED_AS_PAID: "Book the payment.",
    DiscrepancyKind.IDENTIFIERS_DISAGREE: "Find out which of the identifiers is right.",
    DiscrepancyKind.OUTCOME_UNKNOWN: "Settle it with onepay_client.recover before you send anything anew.",
    DiscrepancyKind.EVENT_WITHOUT_OBJECT: "Fetch the object by its id; it may be of another company or environment.",
    DiscrepancyKind.OBJECT_WITHOUT_EVENT: "Check that the webhook is active; fetch what it missed.",
    DiscrepancyKind.EVENT_DISAGREES: "Trust the object, and fetch it again.",
    DiscrepancyKind.PAYOUT_RETURNED: "Correct the account, and pay again in a step of its own.",
    DiscrepancyKind.PAYOUT_FAILED: "Correct the cause, and pay again in a step of its own.",
    DiscrepancyKind.PAYOUT_NOT_SENT: "Go on with the run.",
    DiscrepancyKind.PAYOUT_OPEN: "Wait for its event, or ask OnePay.",
    DiscrepancyKind.PAYOUT_TWICE: "Ask for one of the two payouts back.",
    DiscrepancyKind.UNREADABLE: "Correct the row, and reconcile again.",
}
"""What to do about each kind."""


class Discrepancy(Struct, frozen=True, kw_only=True):
    """One thing that is wrong. ``repr`` shows no reference.

    Attributes:
        kind: what is wrong.
        records: the records that it is about, those of the books first.
        difference: whole pesos by which the sources differ, seen from the books; 0 where it is not about an amount.
        detail: a sentence without personal data.
    """

    kind: DiscrepancyKind
    records: tuple[Record, ...]
    difference: int = 0
    detail: str = ""

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.kind]

    def __repr__(self) -> str:
        return f"Discrepancy({self.kind}, {', '.join(record.where for record in self.records)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("kind", str(self.kind)), ("where", [record.where for record in self.records])]
