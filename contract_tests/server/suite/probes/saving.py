"""Does money that is put somewhere arrive there?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_contract.findings import Finding, Kind
from onepay_contract.values import is_object
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


def _listed(session: Session, identifier: str) -> Iterator[Finding]:
    """Whether the wallet's movements, newest first, begin with the top-up."""
    page = asking.attempt(session, session.surface.operations["wallets_list_transactions"])
    held = [one.get("id") for one in items(asking.reply_of(page)) if is_object(one)]
    if page and asking.taken(page) and identifier != "None" and identifier not in held:
        yield asking.told(session, Kind.PAGE_SKIPS, page, "/data", "the top-up that was just made", "nothing of it")
