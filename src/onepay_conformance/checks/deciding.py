"""Is done what was decided, and not what nobody has decided?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_CHARGES: Final = "charges_create"
_WAITING: Final = "charges_create_pse"
_SETTLER: Final = "charges_resolve"
_READER: Final = "charges_get"
_OF_CUSTOMER: Final = "customer_sessions_create_charge"
_OF_CUSTOMER_READER: Final = "customer_sessions_get_charge"
_CANNOT_BE: Final = {True: "failed", False: "paid"}
"""What cannot come of a charge that its customer approves, and of one that the customer does not."""
_METHODS: Final = ("card_id", "account_id")
_PAID: Final = "paid"
_FEW: Final = 2
_RISE: Final = 100_000


@active_check
def customers_decide(session: Session) -> Iterable[Finding]:
    """A charge that its customer approves is not read as failed, nor one that the customer rejects as paid."""
    maker, control = _tested(session, _OF_CUSTOMER, _OF_CUSTOMER_READER), session.sender.server.control
    body = support.body_of(session, maker) if maker and control else None
    if maker is None or control is None or not is_object(body):
        return
    made = [(support.attempt(session, maker, body={**body, "approve": one}), one) for one in _CANNOT_BE]
    control.wait()
    for charge, approve in made:
        yield from _decided(session, support.object_in(charge).get("charge_id"), approve=approve)


@active_check
def rejections_say_why(session: Session) -> Iterable[Finding]:
    """A charge that is rejected for a reason is read with that reason."""
    settler = _tested(session, _SETTLER, _READER)
    for code in _reasons(session, settler) if settler else ():
        read = _rejected(session, code)
        if read and support.taken(read) and f'"{code}"'.encode() not in read.reply_body:
            expected = "the reason that was given"
            yield support.told(session, Kind.VALUE_NOT_KEPT, read, "/remarks/code", expected, "another one")


@active_check
def who_authorised_nothing_pays_nothing(session: Session) -> Iterable[Finding]:
    """A charge to a card or account whose holder has authorised none is refused, or is not paid."""
    makers = [name for kind in _METHODS for name in session.contract_index.makers.get(kind, ())]
    charger = _tested(session, _CHARGES, *makers)
    body = support.body_of(session, charger) if charger else None
    if charger and is_object(body):
        rest = {name: value for name, value in body.items() if name not in _METHODS}
        for kind, method in _unauthorised(session):
            sent = support.attempt(session, charger, body={**rest, kind: method})
            if sent and support.object_in(sent).get("status") == _PAID:
                expected, found = "a charge that is not paid, as nothing was authorised", Kind.INVALID_REQUEST_ACCEPTED
                yield support.told(session, found, sent, f"request:/{kind}", expected, "one that is")


@active_check
def subscriptions_follow_when_told(session: Session) -> Iterable[Finding]:
    """A change of a plan changes the subscriptions that follow it where it is told to, and else leaves them."""
    changer = _tested(session, "plans_update", "subscriptions_list")
    plan, made = _subscribed(session) if changer else ({}, {})
    for follows in (False, True) if made else ():
        before = made.get("amount_in_cents")
        if changer and type(before) is int:
            body = _raised(session, changer, before + _RISE, follows=follows)
            changed = support.attempt(session, changer, ids={"plan_id": str(plan["id"])}, body=body)
            shown = _shown(session, made) if support.taken(changed) else None
            if changed and shown is not None and shown != (before + _RISE if follows else before):
                expected = f"what comes of update_existing_subscriptions={str(follows).lower()}"
                yield support.told(
                    session, Kind.VALUE_NOT_KEPT, changed, "/amount_in_cents", expected, "another amount"
                )


def _rejected(session: Session, code: str) -> Exchange | None:
    """A new charge as it is read after it was rejected; None where it could not be rejected."""
    maker, settler, reader = (session.contract_index.operations[name] for name in (_WAITING, _SETTLER, _READER))
    ids = {"charge_id": str(support.object_in(support.made_by(session, maker)).get("id"))}
    settled = support.attempt(session, settler, ids=ids, body={"action": "reject", "remarks": code})
    return support.attempt(session, reader, ids=ids) if support.taken(settled) else None


def _decided(session: Session, charge: Json, *, approve: bool) -> Iterator[Finding]:
    reader = session.contract_index.operations[_OF_CUSTOMER_READER]
    read = support.attempt(session, reader, ids={"charge_id": charge}) if isinstance(charge, str) else None
    if read and support.object_in(read).get("status") == _CANNOT_BE[approve]:
        expected = f"what comes of approve={str(approve).lower()}"
        yield support.told(session, Kind.VALUE_NOT_KEPT, read, "/status", expected, _CANNOT_BE[approve])


def _subscribed(session: Session) -> tuple[dict[str, Json], dict[str, Json]]:
    """A new plan, and a subscription that follows it; empty ones where there can be none."""
    planner, maker = (session.contract_index.operations[name] for name in ("plans_create", "subscriptions_create"))
    plan, body = support.object_in(support.made_by(session, planner)), support.body_of(session, maker)
    if "id" not in plan or not is_object(body):
        return {}, {}
    return plan, support.object_in(support.attempt(session, maker, body={**body, "plan_id": plan["id"]}))


def _raised(session: Session, changer: Operation, amount: int, *, follows: bool) -> Json:
    body = support.body_of(session, changer)
    told = {"amount_in_cents": amount, "reference_price_in_cents": amount, "update_existing_subscriptions": follows}
    return {**body, **told} if is_object(body) else body


def _shown(session: Session, made: dict[str, Json]) -> Json:
    """What the list says that a subscription collects."""
    listed = session.all_of("subscriptions_list")
    return next((one.get("amount_in_cents") for one in listed if one.get("id") == made.get("id")), None)


def _tested(session: Session, name: str, *others: str) -> Operation | None:
    """An operation that may be called, where it or another is tested."""
    tested = {one.id for one in session.operations()}
    return session.contract_index.operations[name] if tested & {name, *others} and name not in session.skipped else None


def _reasons(session: Session, settler: Operation) -> list[str]:
    words = session.contract_index.words(session.contract_index.fields(settler)["remarks"])
    return session.chance.sample(words, min(_FEW, len(words)))


def _unauthorised(session: Session) -> Iterator[tuple[str, str]]:
    """New cards and accounts whose holder has authorised nothing, one by each operation that makes some."""
    for kind in _METHODS:
        for name in session.contract_index.makers.get(kind, ()):
            maker = session.contract_index.operations[name]
            body = support.body_of(session, maker)
            sent = support.attempt(session, maker, body={**body, "authorization": False}) if is_object(body) else None
            made = support.object_in(sent).get("id")
            if isinstance(made, str):
                yield kind, made
