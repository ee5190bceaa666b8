"""The languages of the pages: Spanish first, English by a link or by what the browser asks for; the words for states.

Messages stand in English in code and templates; `locale/` holds their Spanish, which `scripts/page_messages.py` keeps
complete.
"""

from __future__ import annotations

import functools
from datetime import datetime
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Final

from onepay_sandbox.core.clock import BOGOTA
from onepay_sandbox.core.messages import Request

SPANISH: Final = "es"
ENGLISH: Final = "en"
LANGUAGES: Final = (SPANISH, ENGLISH)
LANGUAGE_COOKIE: Final = "onepay_sandbox_language"
DOMAIN: Final = "pages"
_MONTHS: Final = {
    SPANISH: ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def message(text: str) -> str:
    """The text itself; marks it for translation where it is shown elsewhere than where it stands."""
    return text


def language_of(request: Request) -> str:
    """The language that a link, the cookie of an earlier link, or else the browser chooses; Spanish without any."""
    chosen = request.parameters().get("lang") or request.cookies().get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else _preferred(request.headers.get("accept-language", ""))


def _preferred(header: str) -> str:
    """The first of our languages by the weights of an `Accept-Language` header."""
    weighted = [(_weight(item), item.partition(";")[0].strip().lower()[:2]) for item in header.split(",")]
    known = [(weight, language) for weight, language in weighted if weight > 0 and language in LANGUAGES]
    return max(known, key=lambda item: item[0])[1] if known else SPANISH


def _weight(item: str) -> float:
    weight = item.partition(";q=")[2].strip() or "1"
    try:
        return float(weight)
    except ValueError:
        return 0.0


@functools.cache
def translations(language: str) -> NullTranslations:
    """The messages of a language; English ones translate to themselves."""
    if language == ENGLISH:
        return NullTranslations()
    catalog = files("onepay_sandbox.web") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with catalog.open("rb") as file:
        return GNUTranslations(file)


def written(moment: datetime, language: str) -> str:
    """A moment as people in Colombia read it: `2 feb 2026, 08:00`."""
    local = moment.astimezone(BOGOTA)
    return f"{local.day} {_MONTHS[language][local.month - 1]} {local.year}, {local:%H:%M}"


_STATES: Final = {
    "": message("exists"),
    "pending": message("pending"),
    "in_progress": message("in progress"),
    "processing": message("processing"),
    "approved": message("approved"),
    "paid": message("paid"),
    "declined": message("declined"),
    "failed": message("failed"),
    "partially_paid": message("partially paid"),
    "partial_expired": message("expired after a part"),
    "cancelled": message("cancelled"),
    "canceled": message("cancelled"),
    "expired": message("expired"),
    "refunded": message("refunded"),
    "disputed": message("disputed"),
    "created": message("created"),
    "processed": message("arrived"),
    "active": message("active"),
    "unpaid": message("unpaid"),
    "pass_due": message("past due"),
    "frozen": message("frozen"),
    "finished": message("finished"),
    "enabled": message("enabled"),
    "disabled": message("disabled"),
    "delivered": message("delivered"),
    "held": message("held"),
    "open": message("open"),
    "completed": message("completed"),
    "used": message("used"),
}
_GOOD: Final = ("approved", "paid", "processed", "active", "enabled", "delivered", "completed", "finished")
_BAD: Final = ("declined", "failed", "expired", "partial_expired", "pass_due", "unpaid", "disputed", "disabled")
_UNDER_WAY: Final = ("pending", "in_progress", "processing", "partially_paid", "created", "held", "open")

DECLINE_REASONS: Final = {
    "INTERNAL_ERROR": message("Something went wrong while the payment was processed. You were not charged."),
    "CARD_CVV": message("The security code is not correct. Check the digits on the back of your card."),
    "INSUFFICIENT_FUNDS": message("There is not enough money in the account or on the card."),
    "CARD_NUMBER": message("The card number is not correct. Check it and try again."),
    "FRAUDULENT": message("Your bank stopped the payment for your safety. Call your bank before you try again."),
    "STOLEN": message("This card was reported as stolen. Call your bank."),
    "CURRENCY_NOT_SUPPORTED": message("This currency cannot be paid here."),
    "CARD_VELOCITY": message("The card was tried too many times. Wait a while, or use another one."),
    "CARD_DATE": message("The expiry date is not correct. Check it and try again."),
    "TRANSACTION_NOT_FOUND": message("Your bank did not find the transaction. Try again."),
    "MIN_AMOUNT": message("The amount is below what this payment method takes."),
    "ACCOUNT_NOT_CONNECTED": message("The account is not connected. Connect it, or use another method."),
    "ACCOUNT_BLOCKED": message("The account is blocked. Call your bank."),
    "ACCOUNT_CLOSED": message("The account is closed. Use another one."),
    "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER": message("The account belongs to somebody else."),
    "TRANSACTION_EXPIRED": message("The time to finish this payment ran out. You were not charged."),
    "CARD_GENERIC_ERROR": message("The card could not be processed. Try again, or use another one."),
    "TRANSACTION_REJECTED": message("Your bank rejected the payment."),
    "UNKNOWN": message("The payment failed for a reason that the bank did not give."),
    "BANK_IS_NOT_AVAILABLE": message("Your bank is not available right now. Try again in a few minutes."),
    "CARD_RESTRICTED": message("The card is restricted. Call your bank, or use another one."),
    "CARD_EXPIRED": message("The card has expired. Use another one."),
    "ACCOUNT_IS_NOT_AUTHORIZED": message("The account is not authorized for debits."),
    "TRANSACTION_TEMPORALLY_BLOCKED": message("The transaction is blocked for now. Try again later."),
    "ACCOUNT_FAILED": message("The account could not be debited."),
    "CUSTOMER_DATA_INVALID": message("Your data do not match those of the bank. Check them and try again."),
    "MAX_AMOUNT": message("The amount is above what this payment method takes."),
    "DONT_HONOR": message("Your bank did not authorize the payment. Call your bank, or use another method."),
    "COMPANY_TRANSACTION_LIMIT_COUNT": message("The shop has reached its limit of payments."),
    "COMPANY_TRANSACTION_LIMIT_AMOUNT": message("The shop has reached its limit of money."),
    "CUSTOMER_WALLET_NOT_FOUND": message("There is no wallet with this phone number."),
    "RISK_CONTROL": message("The payment was stopped by a risk control."),
    "ACCOUNT_MAX_AMOUNT": message("The amount is above what the account allows."),
    "ACCOUNT_SERVICE_NOT_AVAILABLE": message("The account's service is not available right now."),
}
"""What a payer reads for each decline code."""


LEDGER_REASONS: Final = (
    message("charge paid"),
    message("charge refunded"),
    message("deposit by the test"),
    message("payout ordered"),
    message("payout arrived"),
    message("payout came back"),
    message("share set aside"),
    message("share sent"),
    message("bill paid"),
    message("wallet topped up"),
)
"""Why money moves, as the ledger says it; a test holds the list against the code."""


def state_words(state: str) -> str:
    """The message for a state; a state that has none is shown as it is."""
    return _STATES.get(state.lower(), state)


def tone_of(state: str) -> str:
    """How a state is coloured: `good`, `bad`, `waiting` or `quiet`."""
    for tone, states in (("good", _GOOD), ("bad", _BAD), ("waiting", _UNDER_WAY)):
        if state.lower() in states:
            return tone
    return "quiet"
