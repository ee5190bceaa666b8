"""What the words mean that OnePay uses for states: every one as a row, with how its meaning is known.

Documents use two vocabularies for charges, and events have names of their own. A word that stands in no row
means nothing here: it is never taken for a payment.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from onepay_core.operation import Evidence

__all__ = (
    "STATUS_MEANINGS",
    "MoneyState",
    "StatusMeaning",
    "StatusSet",
)


class MoneyState(StrEnum):
    """What has become of money that was asked for, or sent."""

    OPEN = "open"
    """It may still be paid."""
    PARTLY_PAID = "partly paid"
    """Some of it was paid."""
    PAID = "paid"
    """It was paid: collected from the payer, or for a cashout, sent to the payee."""
    DECLINED = "declined"
    """A bank, a network, the payer or OnePay refused it."""
    CANCELLED = "cancelled"
    """It was called off before it was paid."""
    EXPIRED = "expired"
    """Its time ran out."""
    REFUNDED = "refunded"
    """It was paid and given back."""
    DISPUTED = "disputed"
    """It was paid, and the payer contests it."""
    UNKNOWN = "unknown"
    """The word is not known: look the object up, and do not act on it."""


class StatusSet(StrEnum):
    """Where a word stands. The same word can mean something else elsewhere."""

    PAYMENT = "payment"
    PAYMENT_ATTEMPT = "payment attempt"
    CHARGE = "charge"
    CHARGE_INTENT = "charge intent"
    PAYMENT_INTENT = "payment intent"
    REQUEST_TO_PAY = "request to pay"
    SESSION_CHARGE = "session charge"
    CASHOUT = "cashout"
    BALANCE_CASHOUT = "balance cashout"
    EVENT = "event"


class StatusMeaning(NamedTuple):
    """One row: a word, what it means, and how that is known.

    ``final`` says that nothing more happens by itself; a refund or a dispute may still follow. It is false where
    no document says so, because taking an end for granted makes people collect twice.
    """

    status_set: StatusSet
    status: str
    state: MoneyState
    final: bool
    evidence: Evidence
    source: str


_DOCS: Final = "https://docs.onepay.la/client/"
_END: Final = True
_GOES_ON: Final = False
_SET: Final = StatusSet
_STATE: Final = MoneyState
_PAYMENT_PAGE: Final = _DOCS + "payments/detail"
_EVENTS_PAGE: Final = _DOCS + "webhooks/payments"
_CHARGE_EVENTS: Final = _DOCS + "webhooks/charges"
_CREATE_CHARGE: Final = _DOCS + "charges/create"
_CHARGE_INTENTS: Final = _DOCS + "charges/intents"
_INTENT_PAGE: Final = _DOCS + "payment-intent/list"
_SESSION_PAGE: Final = _DOCS + "customer-session/"
_CASHOUT_PAGE: Final = _DOCS + "cashouts/create"
_WEBHOOKS_PAGE: Final = _DOCS + "webhooks/create"
_PROGRAMS: Final = "Compared with in third-party programs; no page lists it."
_IN_PRODUCTION: Final = "Acted upon by a program that ran in production; no page lists it."
_SAME_OBJECT: Final = "The reply has the form of a payment intent; that it shares its states is inferred."

STATUS_MEANINGS: Final[tuple[StatusMeaning, ...]] = (
    StatusMeaning(_SET.PAYMENT, "pending", _STATE.OPEN, _GOES_ON, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "in_progress", _STATE.OPEN, _GOES_ON, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "approved", _STATE.PAID, _END, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "partially_paid", _STATE.PARTLY_PAID, _GOES_ON, "documented", _PAYMENT_PAGE),
    # A payer may try another method on the same link, and no page says that a decline closes it.
    StatusMeaning(_SET.PAYMENT, "declined", _STATE.DECLINED, _GOES_ON, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "rejected", _STATE.DECLINED, _GOES_ON, "documented", _DOCS + "webhooks/ejemplos"),
    StatusMeaning(_SET.PAYMENT, "cancelled", _STATE.CANCELLED, _END, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "expired", _STATE.EXPIRED, _END, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "partial_expired", _STATE.EXPIRED, _END, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT, "refunded", _STATE.REFUNDED, _END, "documented", _PAYMENT_PAGE),
    StatusMeaning(_SET.PAYMENT_ATTEMPT, "paid", _STATE.PAID, _END, "observed", _PROGRAMS),
    StatusMeaning(_SET.PAYMENT_ATTEMPT, "approved", _STATE.PAID, _END, "observed", _PROGRAMS),
    StatusMeaning(_SET.PAYMENT_ATTEMPT, "succeeded", _STATE.PAID, _END, "observed", _PROGRAMS),
    StatusMeaning(_SET.CHARGE, "created", _STATE.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.CHARGE, "processing", _STATE.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.CHARGE, "paid", _STATE.PAID, _END, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.CHARGE, "failed", _STATE.DECLINED, _END, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.CHARGE, "refunded", _STATE.REFUNDED, _END, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.CHARGE, "disputed", _STATE.DISPUTED, _GOES_ON, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.CHARGE, "pending", _STATE.OPEN, _GOES_ON, "documented", _DOCS + "charges/list"),
    StatusMeaning(_SET.CHARGE, "declined", _STATE.DECLINED, _END, "documented", _CREATE_CHARGE),
    StatusMeaning(_SET.CHARGE, "succeeded", _STATE.PAID, _END, "observed", _PROGRAMS),
    StatusMeaning(_SET.CHARGE, "approved", _STATE.PAID, _END, "observed", _PROGRAMS),
    StatusMeaning(_SET.CHARGE_INTENT, "succeeded", _STATE.PAID, _END, "documented", _CHARGE_INTENTS),
    StatusMeaning(_SET.CHARGE_INTENT, "failed", _STATE.DECLINED, _END, "documented", _CHARGE_INTENTS),
    StatusMeaning(_SET.PAYMENT_INTENT, "created", _STATE.OPEN, _GOES_ON, "documented", _INTENT_PAGE),
    StatusMeaning(_SET.PAYMENT_INTENT, "processing", _STATE.OPEN, _GOES_ON, "documented", _INTENT_PAGE),
    StatusMeaning(_SET.PAYMENT_INTENT, "paid", _STATE.PAID, _END, "documented", _INTENT_PAGE),
    StatusMeaning(_SET.PAYMENT_INTENT, "failed", _STATE.DECLINED, _END, "documented", _INTENT_PAGE),
    StatusMeaning(_SET.PAYMENT_INTENT, "refunded", _STATE.REFUNDED, _END, "documented", _INTENT_PAGE),
    StatusMeaning(_SET.PAYMENT_INTENT, "disputed", _STATE.DISPUTED, _GOES_ON, "documented", _INTENT_PAGE),
    StatusMeaning(_SET.REQUEST_TO_PAY, "pending", _STATE.OPEN, _GOES_ON, "documented", _DOCS + "request-to-pay/nequi"),
    StatusMeaning(_SET.REQUEST_TO_PAY, "paid", _STATE.PAID, _END, "documented", _DOCS + "request-to-pay/daviplata"),
    StatusMeaning(_SET.REQUEST_TO_PAY, "created", _STATE.OPEN, _GOES_ON, "inferred", _SAME_OBJECT),
    StatusMeaning(_SET.REQUEST_TO_PAY, "processing", _STATE.OPEN, _GOES_ON, "inferred", _SAME_OBJECT),
    StatusMeaning(_SET.REQUEST_TO_PAY, "failed", _STATE.DECLINED, _END, "inferred", _SAME_OBJECT),
    StatusMeaning(_SET.REQUEST_TO_PAY, "refunded", _STATE.REFUNDED, _END, "inferred", _SAME_OBJECT),
    StatusMeaning(_SET.REQUEST_TO_PAY, "disputed", _STATE.DISPUTED, _GOES_ON, "inferred", _SAME_OBJECT),
    StatusMeaning(_SET.SESSION_CHARGE, "created", _STATE.OPEN, _GOES_ON, "documented", _SESSION_PAGE + "create-charge"),
    StatusMeaning(
        _SET.SESSION_CHARGE, "in_progress", _STATE.OPEN, _GOES_ON, "documented", _SESSION_PAGE + "create-charge"
    ),
    StatusMeaning(_SET.SESSION_CHARGE, "paid", _STATE.PAID, _END, "documented", _SESSION_PAGE + "get-charge"),
    StatusMeaning(_SET.SESSION_CHARGE, "failed", _STATE.DECLINED, _END, "documented", _SESSION_PAGE + "get-charge"),
    StatusMeaning(_SET.CASHOUT, "pending", _STATE.OPEN, _GOES_ON, "documented", _CASHOUT_PAGE),
    StatusMeaning(_SET.CASHOUT, "processing", _STATE.OPEN, _GOES_ON, "documented", _CASHOUT_PAGE),
    StatusMeaning(_SET.CASHOUT, "processed", _STATE.PAID, _END, "documented", _CASHOUT_PAGE),
    StatusMeaning(_SET.CASHOUT, "failed", _STATE.DECLINED, _END, "documented", _CASHOUT_PAGE),
    StatusMeaning(_SET.CASHOUT, "rejected", _STATE.DECLINED, _END, "observed", _IN_PRODUCTION),
    StatusMeaning(_SET.CASHOUT, "cancelled", _STATE.CANCELLED, _END, "observed", _IN_PRODUCTION),
    StatusMeaning(_SET.BALANCE_CASHOUT, "pending", _STATE.OPEN, _GOES_ON, "documented", _DOCS + "balance/cashout"),
    StatusMeaning(_SET.EVENT, "payment.created", _STATE.OPEN, _GOES_ON, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "payment.approved", _STATE.PAID, _END, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "payment.partially_paid", _STATE.PARTLY_PAID, _GOES_ON, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "payment.rejected", _STATE.DECLINED, _GOES_ON, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "payment.deleted", _STATE.CANCELLED, _END, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "payment.expired", _STATE.EXPIRED, _END, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "payment.partial_expired", _STATE.EXPIRED, _END, "documented", _EVENTS_PAGE),
    StatusMeaning(_SET.EVENT, "charge.created", _STATE.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.EVENT, "charge.processing", _STATE.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.EVENT, "charge.paid", _STATE.PAID, _END, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.EVENT, "charge.succeeded", _STATE.PAID, _END, "documented", _WEBHOOKS_PAGE),
    StatusMeaning(_SET.EVENT, "charge.failed", _STATE.DECLINED, _END, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.EVENT, "charge.refunded", _STATE.REFUNDED, _END, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.EVENT, "charge.disputed", _STATE.DISPUTED, _GOES_ON, "documented", _CHARGE_EVENTS),
    StatusMeaning(_SET.EVENT, "cashout.created", _STATE.OPEN, _GOES_ON, "documented", _WEBHOOKS_PAGE),
    StatusMeaning(_SET.EVENT, "cashout.processing", _STATE.OPEN, _GOES_ON, "observed", _PROGRAMS),
    # One of three names for success, but nothing says that the money has left; `processed` does.
    StatusMeaning(_SET.EVENT, "cashout.approved", _STATE.OPEN, _GOES_ON, "inferred", _WEBHOOKS_PAGE),
    StatusMeaning(
        _SET.EVENT,
        "cashout.processed",
        _STATE.PAID,
        _END,
        "documented",
        "https://docs.onepay.la/guides/implementar-webhooks",
    ),
    StatusMeaning(
        _SET.EVENT, "cashout.completed", _STATE.PAID, _END, "observed", "Met in production with the status `processed`."
    ),
    StatusMeaning(_SET.EVENT, "cashout.rejected", _STATE.DECLINED, _END, "documented", _WEBHOOKS_PAGE),
    StatusMeaning(_SET.EVENT, "cashout.cancelled", _STATE.CANCELLED, _END, "observed", _IN_PRODUCTION),
    StatusMeaning(_SET.EVENT, "invoice.created", _STATE.OPEN, _GOES_ON, "observed", _PROGRAMS),
    StatusMeaning(_SET.EVENT, "invoice.paid", _STATE.PAID, _END, "observed", _IN_PRODUCTION),
)
"""Every word that is known. The lookup ignores case, since an older sample prints ``Pending``."""
