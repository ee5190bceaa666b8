"""What has become of money: whether it was paid, whether that is final, and why it was declined.

A declined charge comes back with a 2xx, OnePay's documents use several words for the same state, and an event has
a name besides. ``outcome_of`` answers from one table (``statuses.STATUS_MEANINGS``) for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from msgspec import UNSET, Struct, structs

from onepay_core.model import Model
from onepay_core.tracebacks import private_locals

from .errors import InvalidValue
from .statuses import STATUS_MEANINGS, MoneyState, StatusMeaning, StatusSet

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
    "MoneyState",
    "Outcome",
    "outcome_of",
)


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
