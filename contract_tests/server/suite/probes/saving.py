"""Does money that is put somewhere arrive there?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_contract.contract import Operation
from onepay_contract.findings import Finding, Kind
from onepay_contract.values import Json, is_object
from server.suite.pools import items
from server.suite.probes import asking
from server.suite.probes.probe import probe
from server.suite.session import Session

_SUM: Final = 7_000


@probe
def a_wallet_holds_what_is_put_into_it(session: Session) -> Iterable[Finding]:
    """After a top-up a wallet holds as much more as was put into it."""
    operations = session.surface.operations
    reader = operations["wallets_get_balance"]
    if {reader.id, "wallets_top_up", "wallets_list_transactions"}.isdisjoint(one.id for one in session.operations()):
        return
    asking.fund(session)
    before = asking.object_in(asking.attempt(session, reader)).get("balance")
    asking.attempt(session, operations["wallets_list_transactions"])
    put = asking.attempt(session, operations["wallets_top_up"], body={"amount": _SUM, "concept": "Recarga"})
    after = asking.attempt(session, reader)
    yield from _listed(session, str(asking.object_in(put).get("id")))
    held = asking.object_in(after).get("balance")
    if asking.taken(put) and after and isinstance(before, int) and held != before + _SUM:
        expected = f"{_SUM} more than before the top-up"
        yield asking.told(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


@probe
def money_that_goes_out_is_gone(session: Session) -> Iterable[Finding]:
    """After a payout, a withdrawal or a top-up the balance is lower, by as much at least."""
    reader = session.surface.operations["balances_get"]
    tested = {one.id for one in session.operations()}
    for name in asking.SPENDING:
        if tested & {name, reader.id} and name not in session.skipped:
            yield from _spent(session, session.surface.operations[name], reader)


def _listed(session: Session, identifier: str) -> Iterator[Finding]:
    """Whether the wallet's movements, newest first, begin with the top-up."""
    page = asking.attempt(session, session.surface.operations["wallets_list_transactions"])
    held = [one.get("id") for one in items(asking.reply_of(page)) if is_object(one)]
    if page and asking.taken(page) and identifier != "None" and identifier not in held:
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
