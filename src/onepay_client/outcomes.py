"""What has become of money: whether it was paid, whether that is final, and why it was declined.

A declined charge comes back with a 2xx, OnePay's documents use several words for the same state, and an event has
a name besides.
``outcome_of`` answers from one table (``STATUS_MEANINGS``) for all of them: every word as a row, with how
its meaning is known. A word that stands in no row means nothing here: it is never taken for a payment.

``payer_text`` is what a shop may say to a payer whose charge was declined, one Spanish sentence for each code::

    >>> payer_text("INSUFFICIENT_FUNDS")
    'Tu cuenta o tarjeta no tiene saldo suficiente. Intenta con otro medio de pago.'

The sentences are our own. They never say that a card is reported as stolen or that fraud is suspected: who stands at
the till may not be its holder. What OnePay itself says of a decline is ``Outcome.text``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from msgspec import UNSET, Struct, structs

from onepay_core.model import Model
from onepay_core.operation import Evidence
from onepay_core.tracebacks import private_locals

from .errors import InvalidValue

if TYPE_CHECKING:
    from onepay_api import models

    from .webhooks import Delivery, Event, UnknownEvent

    Judged: TypeAlias = (
        models.Payment
        | models.PaymentMirror
        | models.PaymentSnapshot
        | models.LegacyPaymentSnapshot
        | models.PaymentNotice
        | models.PaymentAttempt
        | models.Charge
        | models.ChargeCancellation
        | models.ChargeResolution
        | models.ChargeIntent
        | models.PaymentIntent
        | models.RequestToPayIntent
        | models.SessionCharge
        | models.SessionChargeAttempt
        | models.Cashout
        | models.CashoutSnapshot
        | models.BalanceCashout
        | Event
        | Delivery
    )
    """What has an outcome: payments, charges, attempts, requests to pay, cashouts, and news of them."""

__all__ = (
    "DECLINE_TEXTS",
    "STATUS_MEANINGS",
    "MoneyState",
    "Outcome",
    "StatusMeaning",
    "StatusSet",
    "outcome_of",
    "payer_text",
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

STATUS_SETS: Final[Mapping[str, StatusSet]] = {
    "Payment": StatusSet.PAYMENT,
    "PaymentMirror": StatusSet.PAYMENT,
    "PaymentSnapshot": StatusSet.PAYMENT,
    "LegacyPaymentSnapshot": StatusSet.PAYMENT,
    "PaymentNotice": StatusSet.PAYMENT,
    "PaymentAttempt": StatusSet.PAYMENT_ATTEMPT,
    "Charge": StatusSet.CHARGE,
    "ChargeCancellation": StatusSet.CHARGE,
    "ChargeResolution": StatusSet.CHARGE,
    "ChargeIntent": StatusSet.CHARGE_INTENT,
    "PaymentIntent": StatusSet.PAYMENT_INTENT,
    "RequestToPayIntent": StatusSet.REQUEST_TO_PAY,
    "SessionCharge": StatusSet.SESSION_CHARGE,
    "SessionChargeAttempt": StatusSet.SESSION_CHARGE,
    "Cashout": StatusSet.CASHOUT,
    "CashoutSnapshot": StatusSet.CASHOUT,
    "BalanceCashout": StatusSet.BALANCE_CASHOUT,
}
_FAMILIES: Final[Mapping[str, StatusSet]] = {
    "payment": StatusSet.PAYMENT,
    "charge": StatusSet.CHARGE,
    "cashout": StatusSet.CASHOUT,
    "invoice": StatusSet.PAYMENT,
}
_ENVIRONMENTS: Final[Mapping[object, bool]] = {"test": True, "live": False, "production": False}
"""Whether what came from there is test data; documents call the live environment by two names."""
_CALLED_OFF: Final = "CANCELLED_BY_MERCHANT"
_CODE: Final = re.compile("[A-Z][A-Z0-9_]+")


class Outcome(Struct, frozen=True):
    """What has become of money that was asked for, or sent.

    Attributes:
        state: what it amounts to; ``MoneyState.UNKNOWN`` for a word that no document and no program uses.
        final: nothing more happens by itself. A refund or a dispute may still follow. False when in doubt.
        status: the status as it was sent; for an event without one, its name; None where there is neither.
        code: the code of the remarks as it was sent, such as ``INSUFFICIENT_FUNDS``; None without one.
        text: the remarks for people as they were sent, in Spanish; None without any.
        is_test: whether this is test money; None where the object does not say.
        meaning: the row of the table that ``state`` comes from, with its evidence; None for an unknown word.
    """

    state: MoneyState
    final: bool = False
    status: str | None = None
    code: str | None = None
    text: str | None = None
    is_test: bool | None = None
    meaning: StatusMeaning | None = None

    @property
    def known(self) -> bool:
        """Whether ``state`` says anything. Never act on an unknown one: fetch the object, or look into the panel."""
        return self.state is not MoneyState.UNKNOWN

    @property
    def paid(self) -> bool:
        """Whether all of it was paid, and neither given back nor contested. Test money counts: see ``is_test``."""
        return self.state is MoneyState.PAID

    @property
    def declined(self) -> bool:
        """Whether it was refused; ``code`` and ``text`` may say why."""
        return self.state is MoneyState.DECLINED


@private_locals
def outcome_of(resource: Judged) -> Outcome:
    """What has become of a payment, a charge, an attempt, a request to pay or a cashout, or of what an event is about.

    The status decides. The name of an event only counts where no status came with it; where exactly one of the
    two says that it was paid and the other that it was not going to be, or has not been, the outcome is unknown. For
    an event of an invoice the status is that of its payment.

    Raises:
        InvalidValue: ``resource`` is of a kind that has no outcome.
    """
    event = _event_in(resource)
    if event is not None:
        return _outcome_of_event(event)
    status_set = STATUS_SETS.get(type(resource).__name__)
    if status_set is None:
        raise InvalidValue(f"A {type(resource).__name__} has no outcome. {_where_to_look(type(resource).__name__)}")
    return _outcome(resource, status_set)


def _where_to_look(kind: str) -> str:
    """From what the outcome can be learnt, for an object that has none."""
    if kind in ("PseCharge", "BreBCharge"):
        return (
            "It only waits for the payer: ask outcome_of(client.charges.get(made.id)) later, or wait for the webhook "
            "events charge.succeeded and charge.failed."
        )
    if kind.startswith("Invoice"):
        return "Its payment has one: outcome_of(client.payments.get(invoice.payment_id))."
    if kind.startswith("Subscription"):
        return "Its charges have one: outcome_of(charge) for each of client.charges.list()."
    if kind.endswith("Page") or kind == "list":
        return "Each of its items may have one: [outcome_of(item) for item in page]."
    return "Payments, charges, cashouts, their attempts, and events have one."


def _event_in(resource: object) -> object:
    """The typed event in a delivery or in itself; None for anything else."""
    kind = type(resource).__name__
    if kind == "Delivery":
        return _event_in(cast("Delivery", resource).event)
    if kind == "UnknownEvent":
        return cast("UnknownEvent", resource).reading or resource
    return resource if _field(resource, "event") is not UNSET else None


def _outcome_of_event(event: object) -> Outcome:
    header = _field(event, "event")
    name = header if isinstance(header, str) else _field(header, "type")
    if not isinstance(name, str):  # an event that is not known at all
        return Outcome(MoneyState.UNKNOWN, status=_text(getattr(event, "name", None)))
    family = str(name).partition(".")[0].lower()
    resource = _field(event, "data" if isinstance(header, str) else family)
    if family == "invoice":  # which shows by its payment whether it was paid; its own status stays CREATED
        resource = _field(resource, "payment")
    outcome = _outcome(resource, _FAMILIES.get(family, StatusSet.EVENT), _field(header, "environment"))
    event_meaning = _meanings().get((StatusSet.EVENT, str(name).lower()))
    return _reconciled(outcome, event_meaning, str(name))


def _reconciled(outcome: Outcome, event_meaning: StatusMeaning | None, name: str) -> Outcome:
    if outcome.status is None:  # the event's name is all that there is
        return _judged(event_meaning, structs.replace(outcome, status=name))
    return _judged(None, outcome) if event_meaning and _contradict(outcome.state, event_meaning.state) else outcome


def _contradict(status: MoneyState, event: MoneyState) -> bool:
    """Whether a status and the event that it came with cannot both be: events come late, so most pairs can."""
    if event is MoneyState.PAID:
        return status not in (MoneyState.PAID, MoneyState.REFUNDED, MoneyState.DISPUTED)
    return status is MoneyState.PAID and event not in (MoneyState.OPEN, MoneyState.PARTLY_PAID)


def _outcome(resource: object, status_set: StatusSet, environment: object = UNSET) -> Outcome:
    status = _text(_field(resource, "status"))
    code, text = _why(_field(resource, "remarks"))
    meaning = _meanings().get((status_set, status.lower())) if status else None
    is_test = says_test(environment, _field(resource, "is_test"))
    return _judged(meaning, Outcome(MoneyState.UNKNOWN, status=status, code=code, text=text, is_test=is_test))


def _judged(meaning: StatusMeaning | None, as_sent: Outcome) -> Outcome:
    """What was sent, with the meaning of its status; without one it has none."""
    if meaning is None:
        return structs.replace(as_sent, state=MoneyState.UNKNOWN, final=False, meaning=None)
    called_off = meaning.state is MoneyState.DECLINED and as_sent.code == _CALLED_OFF
    return structs.replace(
        as_sent, state=MoneyState.CANCELLED if called_off else meaning.state, final=meaning.final, meaning=meaning
    )


def _why(remarks: object) -> tuple[str | None, str | None]:
    """Code and text of remarks in whichever shape they came."""
    if isinstance(remarks, str):
        remarks = [remarks]
    if isinstance(remarks, list):
        texts = [text for item in cast("list[object]", remarks) if (text := _text(item))]
        codes = [text for text in texts if _CODE.fullmatch(text)]
        return next(iter(codes), None), "; ".join(text for text in texts if text not in codes) or None
    text = _text(_field(remarks, "description")) or _text(_field(remarks, "message"))
    return _text(_field(remarks, "code")), text


def says_test(environment: object, flag: object) -> bool | None:
    """Test if either says so, since play money must never pass for money."""
    said = (
        _ENVIRONMENTS.get(environment) if isinstance(environment, str) else None,
        flag if isinstance(flag, bool) else None,
    )
    return True if True in said else False if False in said else None


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str) and value else None


def _field(holder: object, name: str) -> Any:
    """A field of a model, or of an object that did not fit its model; ``UNSET`` where there is none."""
    if isinstance(holder, Mapping):
        return cast("Mapping[str, Any]", holder).get(name, UNSET)
    return getattr(holder, name, UNSET) if isinstance(holder, Model) else UNSET


@cache
def _meanings() -> Mapping[tuple[StatusSet, str], StatusMeaning]:
    return {(meaning.status_set, meaning.status): meaning for meaning in STATUS_MEANINGS}


_OTHER: Final = "No pudimos cobrar el pago. Intenta de nuevo o usa otro medio de pago."
_ISSUER: Final = "Tu banco no autorizó el pago. Comunícate con él o usa otro medio de pago."
_LATER: Final = "No pudimos procesar el pago en este momento. Intenta de nuevo en unos minutos."
_MERCHANT: Final = "El comercio no puede recibir este pago por ahora. Comunícate con el comercio."

DECLINE_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ACCOUNT_BLOCKED": "Tu cuenta está bloqueada. Comunícate con tu banco o usa otro medio de pago.",
        "ACCOUNT_CLOSED": "La cuenta está cerrada. Usa otra cuenta u otro medio de pago.",
        "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER": "La cuenta no está a tu nombre. Usa una cuenta propia.",
        "ACCOUNT_FAILED": "No pudimos cobrar a esa cuenta. Revisa los datos o usa otro medio de pago.",
        "ACCOUNT_IS_NOT_AUTHORIZED": "La cuenta no está autorizada para cobros. Autorízala o usa otro medio de pago.",
        "ACCOUNT_MAX_AMOUNT": "El valor supera el tope de tu cuenta. Intenta con otro medio de pago.",
        "ACCOUNT_NOT_CONNECTED": "La cuenta no está vinculada. Vincúlala de nuevo o usa otro medio de pago.",
        "ACCOUNT_SERVICE_NOT_AVAILABLE": "Tu cuenta no está disponible ahora. Intenta de nuevo en unos minutos.",
        "BANK_IS_NOT_AVAILABLE": "Tu banco no está disponible en este momento. Intenta de nuevo en unos minutos.",
        "CARD_CVV": "El código de seguridad de la tarjeta no coincide. Revísalo e intenta de nuevo.",
        "CARD_DATE": "La fecha de vencimiento no coincide. Revísala e intenta de nuevo.",
        "CARD_EXPIRED": "La tarjeta está vencida. Usa otra tarjeta.",
        "CARD_GENERIC_ERROR": "No pudimos cobrar a la tarjeta. Revisa los datos o usa otro medio de pago.",
        "CARD_NUMBER": "El número de la tarjeta no es válido. Revísalo e intenta de nuevo.",
        "CARD_RESTRICTED": "La tarjeta no permite este pago. Comunícate con tu banco o usa otra tarjeta.",
        "CARD_VELOCITY": "La tarjeta alcanzó su límite de intentos o de compras. Intenta más tarde o usa otra.",
        "COMPANY_TRANSACTION_LIMIT_AMOUNT": _MERCHANT,
        "COMPANY_TRANSACTION_LIMIT_COUNT": _MERCHANT,
        "CURRENCY_NOT_SUPPORTED": "El medio de pago no acepta esta moneda. Usa otro medio de pago.",
        "CUSTOMER_DATA_INVALID": "Alguno de tus datos no es válido. Revísalos e intenta de nuevo.",
        "CUSTOMER_WALLET_NOT_FOUND": "No encontramos una billetera con ese número. Revísalo e intenta de nuevo.",
        "DONT_HONOR": _ISSUER,
        "FRAUDULENT": _ISSUER,
        "INSUFFICIENT_FUNDS": "Tu cuenta o tarjeta no tiene saldo suficiente. Intenta con otro medio de pago.",
        "INTERNAL_ERROR": _LATER,
        "MAX_AMOUNT": "El valor supera el máximo permitido. Comunícate con el comercio.",
        "MIN_AMOUNT": "El valor es menor que el mínimo permitido. Comunícate con el comercio.",
        "RISK_CONTROL": _ISSUER,
        "STOLEN": _ISSUER,
        "TRANSACTION_EXPIRED": "El tiempo para pagar se agotó. Inicia el pago de nuevo.",
        "TRANSACTION_NOT_FOUND": "No encontramos la transacción. Inicia el pago de nuevo.",
        "TRANSACTION_REJECTED": _ISSUER,
        "TRANSACTION_TEMPORALLY_BLOCKED": "El pago está bloqueado por ahora. Intenta más tarde o usa otro medio.",
        "UNKNOWN": _OTHER,
    }
)
"""The sentence for each decline code that is known."""


def payer_text(code: str | None) -> str:
    """A Spanish sentence for the payer, for a decline code such as ``Outcome.code``.

    A code that is not known, and None, get a sentence that is right for any decline.
    """
    return DECLINE_TEXTS.get(code or "", _OTHER)
