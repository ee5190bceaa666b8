"""The money of one account."""

from __future__ import annotations

from typing import Final

from sqlalchemy import RowMapping, func, select

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.ledger import BALANCE, OUTSIDE
from onepay_sandbox.life import Life
from onepay_sandbox.moments import from_number, stamp
from onepay_sandbox.refusals import invalid_field
from onepay_sandbox.tables import ENTRIES
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Json

LIFE: Final = Life(kind="deposit")
_SHOWN: Final = 1_000
_MOST: Final = 10**15


def ledger_get(call: ControlCall) -> Json:
    """What every account holds, and the last entries."""
    return _view(call.unit)


def ledger_deposit(call: ControlCall) -> Json:
    """Put money into the balance."""
    unit, amount = call.unit, call.body["amount"]
    if unit.ledger.balance() + amount > _MOST:
        raise invalid_field("amount", f"The balance holds at most {_MOST} pesos.")
    deposit = unit.create("deposit", {"amount": amount})
    unit.ledger.post("deposit by the test", deposit, unit.now, {OUTSIDE: -amount, BALANCE: amount})
    return _view(unit)


def _view(unit: Unit) -> Json:
    unit.ledger.write()
    owned = ENTRIES.c.tenant == unit.tenant.name
    sums = select(ENTRIES.c.account, func.sum(ENTRIES.c.amount)).where(owned).group_by(ENTRIES.c.account)
    balances = {account: int(held) for account, held in unit.connection.execute(sums.order_by(ENTRIES.c.account))}
    last = select(ENTRIES).where(owned).order_by(ENTRIES.c.sequence.desc()).limit(_SHOWN)
    entries = [_entry(row) for row in unit.connection.execute(last).mappings()]
    return {"sum": sum(balances.values()), "balances": balances, "entries": entries}


def _entry(row: RowMapping) -> Json:
    shown = {name: row[name] for name in ("posting", "account", "amount", "balance", "reason", "kind", "id")}
    return {"at": stamp(from_number(row["at"])), **shown}
