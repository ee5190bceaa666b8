"""What the words mean that OnePay uses for states: every one as a row, with how its meaning is known.

Documents use two vocabularies for charges, and events have names of their own. A word that stands in no row
means nothing here: it is never taken for a payment.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from onepay_core.operation import Evidence


class State(StrEnum):
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


class Vocabulary(StrEnum):
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


class Word(NamedTuple):
    """One row: a word, what it means, and how that is known.

    ``final`` says that nothing more happens by itself; a refund or a dispute may still follow. It is false where
    no document says so, because taking an end for granted makes people collect twice.
    """

    vocabulary: Vocabulary
    word: str
    state: State
    final: bool
    evidence: Evidence
    source: str


_DOCS: Final = "https://docs.onepay.la/client/"
_END: Final = True
_GOES_ON: Final = False
_V: Final = Vocabulary
_S: Final = State
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

WORDS: Final[tuple[Word, ...]] = (
    Word(_V.PAYMENT, "pending", _S.OPEN, _GOES_ON, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "in_progress", _S.OPEN, _GOES_ON, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "approved", _S.PAID, _END, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "partially_paid", _S.PARTLY_PAID, _GOES_ON, "documented", _PAYMENT_PAGE),
    # A payer may try another method on the same link, and no page says that a decline closes it.
    Word(_V.PAYMENT, "declined", _S.DECLINED, _GOES_ON, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "rejected", _S.DECLINED, _GOES_ON, "documented", _DOCS + "webhooks/ejemplos"),
    Word(_V.PAYMENT, "cancelled", _S.CANCELLED, _END, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "expired", _S.EXPIRED, _END, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "partial_expired", _S.EXPIRED, _END, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT, "refunded", _S.REFUNDED, _END, "documented", _PAYMENT_PAGE),
    Word(_V.PAYMENT_ATTEMPT, "paid", _S.PAID, _END, "observed", _PROGRAMS),
    Word(_V.PAYMENT_ATTEMPT, "approved", _S.PAID, _END, "observed", _PROGRAMS),
    Word(_V.PAYMENT_ATTEMPT, "succeeded", _S.PAID, _END, "observed", _PROGRAMS),
    Word(_V.CHARGE, "created", _S.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    Word(_V.CHARGE, "processing", _S.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    Word(_V.CHARGE, "paid", _S.PAID, _END, "documented", _CHARGE_EVENTS),
    Word(_V.CHARGE, "failed", _S.DECLINED, _END, "documented", _CHARGE_EVENTS),
    Word(_V.CHARGE, "refunded", _S.REFUNDED, _END, "documented", _CHARGE_EVENTS),
    Word(_V.CHARGE, "disputed", _S.DISPUTED, _GOES_ON, "documented", _CHARGE_EVENTS),
    Word(_V.CHARGE, "pending", _S.OPEN, _GOES_ON, "documented", _DOCS + "charges/list"),
    Word(_V.CHARGE, "declined", _S.DECLINED, _END, "documented", _CREATE_CHARGE),
    Word(_V.CHARGE, "succeeded", _S.PAID, _END, "observed", _PROGRAMS),
    Word(_V.CHARGE, "approved", _S.PAID, _END, "observed", _PROGRAMS),
    Word(_V.CHARGE_INTENT, "succeeded", _S.PAID, _END, "documented", _CHARGE_INTENTS),
    Word(_V.CHARGE_INTENT, "failed", _S.DECLINED, _END, "documented", _CHARGE_INTENTS),
    Word(_V.PAYMENT_INTENT, "created", _S.OPEN, _GOES_ON, "documented", _INTENT_PAGE),
    Word(_V.PAYMENT_INTENT, "processing", _S.OPEN, _GOES_ON, "documented", _INTENT_PAGE),
    Word(_V.PAYMENT_INTENT, "paid", _S.PAID, _END, "documented", _INTENT_PAGE),
    Word(_V.PAYMENT_INTENT, "failed", _S.DECLINED, _END, "documented", _INTENT_PAGE),
    Word(_V.PAYMENT_INTENT, "refunded", _S.REFUNDED, _END, "documented", _INTENT_PAGE),
    Word(_V.PAYMENT_INTENT, "disputed", _S.DISPUTED, _GOES_ON, "documented", _INTENT_PAGE),
    Word(_V.REQUEST_TO_PAY, "pending", _S.OPEN, _GOES_ON, "documented", _DOCS + "request-to-pay/nequi"),
    Word(_V.REQUEST_TO_PAY, "paid", _S.PAID, _END, "documented", _DOCS + "request-to-pay/daviplata"),
    Word(_V.REQUEST_TO_PAY, "created", _S.OPEN, _GOES_ON, "inferred", _SAME_OBJECT),
    Word(_V.REQUEST_TO_PAY, "processing", _S.OPEN, _GOES_ON, "inferred", _SAME_OBJECT),
    Word(_V.REQUEST_TO_PAY, "failed", _S.DECLINED, _END, "inferred", _SAME_OBJECT),
    Word(_V.REQUEST_TO_PAY, "refunded", _S.REFUNDED, _END, "inferred", _SAME_OBJECT),
    Word(_V.REQUEST_TO_PAY, "disputed", _S.DISPUTED, _GOES_ON, "inferred", _SAME_OBJECT),
    Word(_V.SESSION_CHARGE, "created", _S.OPEN, _GOES_ON, "documented", _SESSION_PAGE + "create-charge"),
    Word(_V.SESSION_CHARGE, "in_progress", _S.OPEN, _GOES_ON, "documented", _SESSION_PAGE + "create-charge"),
    Word(_V.SESSION_CHARGE, "paid", _S.PAID, _END, "documented", _SESSION_PAGE + "get-charge"),
    Word(_V.SESSION_CHARGE, "failed", _S.DECLINED, _END, "documented", _SESSION_PAGE + "get-charge"),
    Word(_V.CASHOUT, "pending", _S.OPEN, _GOES_ON, "documented", _CASHOUT_PAGE),
    Word(_V.CASHOUT, "processing", _S.OPEN, _GOES_ON, "documented", _CASHOUT_PAGE),
    Word(_V.CASHOUT, "processed", _S.PAID, _END, "documented", _CASHOUT_PAGE),
    Word(_V.CASHOUT, "failed", _S.DECLINED, _END, "documented", _CASHOUT_PAGE),
    Word(_V.CASHOUT, "rejected", _S.DECLINED, _END, "observed", _IN_PRODUCTION),
    Word(_V.CASHOUT, "cancelled", _S.CANCELLED, _END, "observed", _IN_PRODUCTION),
    Word(_V.BALANCE_CASHOUT, "pending", _S.OPEN, _GOES_ON, "documented", _DOCS + "balance/cashout"),
    Word(_V.EVENT, "payment.created", _S.OPEN, _GOES_ON, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "payment.approved", _S.PAID, _END, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "payment.partially_paid", _S.PARTLY_PAID, _GOES_ON, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "payment.rejected", _S.DECLINED, _GOES_ON, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "payment.deleted", _S.CANCELLED, _END, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "payment.expired", _S.EXPIRED, _END, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "payment.partial_expired", _S.EXPIRED, _END, "documented", _EVENTS_PAGE),
    Word(_V.EVENT, "charge.created", _S.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    Word(_V.EVENT, "charge.processing", _S.OPEN, _GOES_ON, "documented", _CHARGE_EVENTS),
    Word(_V.EVENT, "charge.paid", _S.PAID, _END, "documented", _CHARGE_EVENTS),
    Word(_V.EVENT, "charge.succeeded", _S.PAID, _END, "documented", _WEBHOOKS_PAGE),
    Word(_V.EVENT, "charge.failed", _S.DECLINED, _END, "documented", _CHARGE_EVENTS),
    Word(_V.EVENT, "charge.refunded", _S.REFUNDED, _END, "documented", _CHARGE_EVENTS),
    Word(_V.EVENT, "charge.disputed", _S.DISPUTED, _GOES_ON, "documented", _CHARGE_EVENTS),
    Word(_V.EVENT, "cashout.created", _S.OPEN, _GOES_ON, "documented", _WEBHOOKS_PAGE),
    Word(_V.EVENT, "cashout.processing", _S.OPEN, _GOES_ON, "observed", _PROGRAMS),
    # One of three names for success, but nothing says that the money has left; `processed` does.
    Word(_V.EVENT, "cashout.approved", _S.OPEN, _GOES_ON, "inferred", _WEBHOOKS_PAGE),
    Word(
        _V.EVENT, "cashout.processed", _S.PAID, _END, "documented", "https://docs.onepay.la/guides/implementar-webhooks"
    ),
    Word(_V.EVENT, "cashout.completed", _S.PAID, _END, "observed", "Met in production with the status `processed`."),
    Word(_V.EVENT, "cashout.rejected", _S.DECLINED, _END, "documented", _WEBHOOKS_PAGE),
    Word(_V.EVENT, "cashout.cancelled", _S.CANCELLED, _END, "observed", _IN_PRODUCTION),
    Word(_V.EVENT, "invoice.created", _S.OPEN, _GOES_ON, "observed", _PROGRAMS),
    Word(_V.EVENT, "invoice.paid", _S.PAID, _END, "observed", _IN_PRODUCTION),
)
"""Every word that is known. The lookup ignores case, since an older sample prints ``Pending``."""
