"""Does money that is put somewhere arrive there?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object
from server.suite.pools import items
from server.suite.probes import asking
from server.suite.probes.probe import probe
from server.suite.session import Session

_SUM: Final = 7_000
_TOO_MUCH: Final = 1_000_000
_REFUSING: Final = frozenset(("balances_withdraw",))
"""Operations of which a page says that more than there is is refused."""
_CHARGES: Final = "charges_create"
_DECLINED: Final = "INSUFFICIENT_FUNDS"
_FAILED: Final = "failed"
_WALLETS: Final = frozenset(("wallets_get_balance", "wallets_top_up", "wallets_list_transactions"))


@probe
def a_wallet_holds_what_is_put_into_it(session: Session) -> Iterable[Finding]:
    """After a top-up a wallet holds as much more as was put into it, and so does that of another customer."""
    if _WALLETS.isdisjoint(one.id for one in session.operations()):
        return
    for owner in (session.id_of, session.new_id):
        yield from _filled(session, {"customer_id": owner("customer_id")})


@probe
def money_that_goes_out_is_gone(session: Session) -> Iterable[Finding]:
    """After a payout, a withdrawal or a top-up the balance is lower, by as much at least."""
    reader = session.surface.operations["balances_get"]
    tested = {one.id for one in session.operations()}
    for name in asking.SPENDING:
        if tested & {name, reader.id} and name not in session.skipped:
            yield from _spent(session, session.surface.operations[name], reader)


@probe
def what_is_refused_costs_nothing(session: Session) -> Iterable[Finding]:
    """More than the balance holds is not paid out, and a payout that is refused leaves the balance as it was."""
    reader = session.surface.operations[asking.BALANCE]
    tested = {one.id for one in session.operations()}
    for name in asking.SPENDING:
        operation = session.surface.operations[name]
        if tested & {name, reader.id} and name not in session.skipped and "amount" in session.surface.fields(operation):
            yield from _overdrawn(session, operation, reader)


@probe
def what_is_declined_brings_nothing(session: Session) -> Iterable[Finding]:
    """A charge that fails leaves the balance as it was."""
    reader, maker = (session.surface.operations[name] for name in (asking.BALANCE, _CHARGES))
    body = asking.body_of(session, maker)
    if not {one.id for one in session.operations()} & {maker.id, reader.id} or not is_object(body):
        return
    before = asking.object_in(asking.attempt(session, reader)).get("balance")
    made = asking.attempt(session, maker, body={**body, "test_scenario": _DECLINED})
    after = asking.attempt(session, reader)
    is_other = asking.object_in(after).get("balance", before) != before
    if after and is_other and asking.object_in(made).get("status") == _FAILED:
        expected = "what was there before a charge was declined"
        yield asking.told(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


def _overdrawn(session: Session, operation: Operation, reader: Operation) -> Iterator[Finding]:
    asking.fund(session)
    before = asking.object_in(asking.attempt(session, reader)).get("balance")
    body = asking.body_of(session, operation)
    if type(before) is not int or not is_object(body):
        return
    sent = asking.attempt(session, operation, body={**body, "amount": before + _TOO_MUCH})
    after = asking.attempt(session, reader)
    if sent and asking.taken(sent) and operation.id in _REFUSING:
        expected = "a refusal of more than the balance holds"
        yield asking.told(session, Kind.INVALID_REQUEST_ACCEPTED, sent, "request:/amount", expected, "a success")
    elif sent and after and not asking.taken(sent) and asking.object_in(after).get("balance", before) != before:
        expected = f"what was there before {operation.id} was refused"
        yield asking.told(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


def _filled(session: Session, ids: dict[str, str]) -> Iterator[Finding]:
    operations = session.surface.operations
    reader, lister = operations["wallets_get_balance"], operations["wallets_list_transactions"]
    asking.fund(session)
    before = asking.object_in(asking.attempt(session, reader, ids=ids)).get("balance")
    asking.attempt(session, lister, ids=ids)
    put = asking.attempt(session, operations["wallets_top_up"], ids=ids, body={"amount": _SUM, "concept": "Recarga"})
    after = asking.attempt(session, reader, ids=ids)
    yield from _listed(session, asking.attempt(session, lister, ids=ids), asking.object_in(put).get("id"))
    held = asking.object_in(after).get("balance")
    if asking.taken(put) and after and isinstance(before, int) and held != before + _SUM:
        expected = f"{_SUM} more than before the top-up"
        yield asking.told(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


def _listed(session: Session, page: Exchange | None, made: Json) -> Iterator[Finding]:
    """Whether a wallet's movements, newest first, hold the top-up."""
    held = [one.get("id") for one in items(asking.reply_of(page)) if is_object(one)]
    if page and asking.taken(page) and made and made not in held:
        yield asking.told(session, Kind.PAGE_SKIPS, page, "/data", "the top-up that was just made", "nothing of it")


def _spent(session: Session, operation: Operation, reader: Operation) -> Iterator[Finding]:
    asking.fund(session)
    body = asking.body_of(session, operation)
    before = asking.object_in(asking.attempt(session, reader)).get("balance")
    spent = asking.attempt(session, operation, body=body)
    after = asking.attempt(session, reader)
    paid = body.get("amount") if is_object(body) else None
    if asking.taken(spent) and after and _is_more(asking.object_in(after).get("balance"), before, paid):
        expected = f"less than before {operation.id}, by what went out"
        yield asking.told(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "more")


def _is_more(held: Json, before: Json, paid: Json) -> bool:
    """Whether more is held than what was there before leaves; not, where nothing tells."""
    return type(held) is int and type(before) is int and type(paid) is int and held > before - paid
