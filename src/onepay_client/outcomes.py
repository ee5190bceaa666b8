"""Was it paid? Is that the end of it? If it was declined, why?

A declined charge comes back with a 2xx, OnePay's documents use several words for the same state, and an event has
a name besides. ``outcome_of`` answers from one table (``vocabularies.WORDS``) for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from msgspec import UNSET, Struct, structs

from onepay_core.model import Model

from .errors import InvalidValue
from .vocabularies import WORDS, State, Vocabulary, Word

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

__all__ = ("Outcome", "State", "Vocabulary", "Word", "outcome_of")

_VOCABULARIES: Final[Mapping[str, Vocabulary]] = {
    "Payment": Vocabulary.PAYMENT,
    "PaymentMirror": Vocabulary.PAYMENT,
    "PaymentSnapshot": Vocabulary.PAYMENT,
    "LegacyPaymentSnapshot": Vocabulary.PAYMENT,
    "PaymentNotice": Vocabulary.PAYMENT,
    "PaymentAttempt": Vocabulary.PAYMENT_ATTEMPT,
    "Charge": Vocabulary.CHARGE,
    "ChargeCancellation": Vocabulary.CHARGE,
    "ChargeResolution": Vocabulary.CHARGE,
    "ChargeIntent": Vocabulary.CHARGE_INTENT,
    "PaymentIntent": Vocabulary.PAYMENT_INTENT,
    "RequestToPayIntent": Vocabulary.REQUEST_TO_PAY,
    "SessionCharge": Vocabulary.SESSION_CHARGE,
    "SessionChargeAttempt": Vocabulary.SESSION_CHARGE,
    "Cashout": Vocabulary.CASHOUT,
    "CashoutSnapshot": Vocabulary.CASHOUT,
    "BalanceCashout": Vocabulary.BALANCE_CASHOUT,
}
_FAMILIES: Final[Mapping[str, Vocabulary]] = {
    "payment": Vocabulary.PAYMENT,
    "charge": Vocabulary.CHARGE,
    "cashout": Vocabulary.CASHOUT,
    "invoice": Vocabulary.PAYMENT,
}
_ENVIRONMENTS: Final[Mapping[object, bool]] = {"test": True, "live": False, "production": False}
_CALLED_OFF: Final = "CANCELLED_BY_MERCHANT"
_CODE: Final = re.compile("[A-Z][A-Z0-9_]+")


class Outcome(Struct, frozen=True):
    """What has become of money that was asked for, or sent.

    Attributes:
        state: what it amounts to; ``State.UNKNOWN`` for a word that no document and no program uses.
        final: nothing more happens by itself. A refund or a dispute may still follow. False when in doubt.
        status: the status as it was sent; for an event without one, its name; None where there is neither.
        code: the code of the remarks as it was sent, such as ``INSUFFICIENT_FUNDS``; None without one.
        text: the remarks for people as they were sent, in Spanish; None without any.
        is_test: whether this is test money; None where the object does not say.
        word: the row of the table that ``state`` comes from, with its evidence; None for an unknown word.
    """

    state: State
    final: bool = False
    status: str | None = None
    code: str | None = None
    text: str | None = None
    is_test: bool | None = None
    word: Word | None = None

    @property
    def known(self) -> bool:
        """Whether ``state`` says anything. Never act on an unknown one: fetch the object, or look into the panel."""
        return self.state is not State.UNKNOWN

    @property
    def paid(self) -> bool:
        """Whether all of it was paid, and neither given back nor contested. Test money counts: see ``is_test``."""
        return self.state is State.PAID

    @property
    def declined(self) -> bool:
        """Whether it was refused; ``code`` and ``text`` may say why."""
        return self.state is State.DECLINED


def outcome_of(thing: Judged) -> Outcome:
    """What has become of a payment, a charge, an attempt, a request to pay or a cashout, or of what an event is about.

    The status decides. The name of an event only counts where no status came with it; where exactly one of the
    two says that it was paid and the other that it was not going to be, or has not been, the outcome is unknown. For
    an event of an invoice the status is that of its payment.

    Raises:
        InvalidValue: ``thing`` is of a kind that has no outcome.
    """
    event = _event_in(thing)
    if event is not None:
        return _outcome_of_event(event)
    vocabulary = _VOCABULARIES.get(type(thing).__name__)
    if vocabulary is None:
        raise InvalidValue(f"A {type(thing).__name__} has no outcome; payments, charges, cashouts and events have.")
    return _outcome(thing, vocabulary)


def _event_in(thing: object) -> object:
    """The typed event in a delivery or in itself; None for anything else."""
    kind = type(thing).__name__
    if kind == "Delivery":
        return _event_in(cast("Delivery", thing).event)
    if kind == "UnknownEvent":
        return cast("UnknownEvent", thing).reading or thing
    return thing if _field(thing, "event") is not UNSET else None


def _outcome_of_event(event: object) -> Outcome:
    header = _field(event, "event")
    name = header if isinstance(header, str) else _field(header, "type")
    if not isinstance(name, str):  # an event that is not known at all
        return Outcome(State.UNKNOWN, status=_text(getattr(event, "name", None)))
    family = str(name).partition(".")[0].lower()
    resource = _field(event, "data" if isinstance(header, str) else family)
    if family == "invoice":  # which shows by its payment whether it was paid; its own status stays CREATED
        resource = _field(resource, "payment")
    outcome = _outcome(resource, _FAMILIES.get(family, Vocabulary.EVENT), _field(header, "environment"))
    told = _words().get((Vocabulary.EVENT, str(name).lower()))
    return _reconciled(outcome, told, str(name))


def _reconciled(outcome: Outcome, told: Word | None, name: str) -> Outcome:
    if outcome.status is None:  # the event's name is all that there is
        return _judged(told, structs.replace(outcome, status=name))
    return _judged(None, outcome) if told and _contradict(outcome.state, told.state) else outcome


def _contradict(status: State, event: State) -> bool:
    """Whether a status and the event that it came with cannot both be: events come late, so most pairs can."""
    if event is State.PAID:
        return status not in (State.PAID, State.REFUNDED, State.DISPUTED)
    return status is State.PAID and event not in (State.OPEN, State.PARTLY_PAID)


def _outcome(thing: object, vocabulary: Vocabulary, environment: object = UNSET) -> Outcome:
    status = _text(_field(thing, "status"))
    code, text = _why(_field(thing, "remarks"))
    word = _words().get((vocabulary, status.lower())) if status else None
    is_test = _is_test(environment, _field(thing, "is_test"))
    return _judged(word, Outcome(State.UNKNOWN, status=status, code=code, text=text, is_test=is_test))


def _judged(word: Word | None, as_sent: Outcome) -> Outcome:
    """What was sent, with the meaning of ``word``; without one it has none."""
    if word is None:
        return structs.replace(as_sent, state=State.UNKNOWN, final=False, word=None)
    called_off = word.state is State.DECLINED and as_sent.code == _CALLED_OFF
    return structs.replace(as_sent, state=State.CANCELLED if called_off else word.state, final=word.final, word=word)


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


def _is_test(environment: object, flag: object) -> bool | None:
    """Test if either says so, since play money must never pass for money."""
    said = (_ENVIRONMENTS.get(environment) if isinstance(environment, str) else None, flag)
    return True if True in said else False if False in said else None


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str) and value else None


def _field(holder: object, name: str) -> Any:
    """A field of a model, or of an object that did not fit its model; ``UNSET`` where there is none."""
    if isinstance(holder, Mapping):
        return cast("Mapping[str, Any]", holder).get(name, UNSET)
    return getattr(holder, name, UNSET) if isinstance(holder, Model) else UNSET


@cache
def _words() -> Mapping[tuple[Vocabulary, str], Word]:
    return {(word.vocabulary, word.word): word for word in WORDS}
