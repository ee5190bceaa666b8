"""Control calls about one account: its clock, ledger, settings, snapshots and journal."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import RowMapping, func, select

from onepay_core.json_values import Document, Json
from onepay_sandbox.control.api import Advance, ControlCall, unknown_object
from onepay_sandbox.core.clock import LATEST, after_duration, from_microseconds, parse_datetime, stamp, to_microseconds
from onepay_sandbox.core.money import BALANCE, OUTSIDE
from onepay_sandbox.core.objects import StateMachine
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.storage.snapshots import clear_account, restore_snapshot, save_snapshot
from onepay_sandbox.storage.tables import ENTRIES

_FARTHEST: Final = timedelta(days=366 * 20)
DEPOSIT: Final = StateMachine(kind="deposit")
_LONGEST_NAME: Final = 200
_SETTINGS: Final = ("idempotency", "envelope", "deliveries", "refused_keys", "cashout_event")
_LARGEST_BALANCE: Final = 10**15


def sandbox_check(call: ControlCall) -> Json:
    """Say that the sandbox is up."""
    return {"status": "ok", "operations": len(call.context.operations)}


def sandbox_reset(call: ControlCall) -> None:
    """Forget the account."""
    clear_account(call.unit, call.context.opened())
    call.context.journal.forget(call.unit.tenant.name)


def settings_get(call: ControlCall) -> Json:
    """How the account is treated."""
    settings = call.unit.tenant.settings
    return {name: getattr(settings, name) for name in _SETTINGS}


def settings_update(call: ControlCall) -> Json:
    """Change how the account is treated."""
    for name, value in call.body.items():
        setattr(call.unit.tenant.settings, name, value)
    return settings_get(call)


def clock_get(call: ControlCall) -> Json:
    """What the clock shows."""
    return _clock_view(call.unit)


def clock_set(call: ControlCall) -> Json:
    """Freeze the clock where it stands, or let it run on from there."""
    tenant, running = call.unit.tenant, call.body["running"]
    tenant.clock_at = to_microseconds(call.unit.now)
    tenant.wall_at = to_microseconds(call.context.wall()) if running else None
    return _clock_view(call.unit)


def clock_advance(call: ControlCall) -> Advance:
    """Let time pass; whatever is due on the way happens in its order."""
    return Advance(partial(_target, call.body), _clock_view)


def _target(body: Document, unit: UnitOfWork) -> datetime:
    until = _requested_time(body, unit)
    if until < unit.now:
        raise invalid_field("to", f"The clock shows {stamp(unit.now)} already, and goes forward only.")
    if until > min(unit.now + _FARTHEST, LATEST):
        raise invalid_field(next(iter(body)), "The clock moves at most twenty years at once, until the year 3000.")
    return until


def _requested_time(body: Document, unit: UnitOfWork) -> datetime:
    if "to" in body:
        return _datetime(body["to"])
    if "to_next_event" in body:
        return max(unit.timers.first_due() or unit.now, unit.now)
    try:
        return after_duration(unit.now, body["by"])
    except (ValueError, OverflowError) as error:
        raise invalid_field("by", str(error)) from error


def _datetime(text: str) -> datetime:
    try:
        return parse_datetime(text)
    except ValueError as error:
        raise invalid_field("to", "No moment is written so; write one such as 2026-02-03T15:20:00Z.") from error


def _clock_view(unit: UnitOfWork) -> Json:
    due = unit.timers.first_due()
    return {"now": stamp(unit.now), "running": unit.tenant.running, "next_event_at": stamp(due) if due else None}


def ledger_get(call: ControlCall) -> Json:
    """What every account holds, and a page of the entries, newest first."""
    return _ledger_view(call.unit, call.page())


def ledger_deposit(call: ControlCall) -> Json:
    """Put money into the balance."""
    unit, amount = call.unit, call.body["amount"]
    if unit.ledger.balance() + amount > _LARGEST_BALANCE:
        raise invalid_field("amount", f"The balance holds at most {_LARGEST_BALANCE} pesos.")
    deposit = unit.create("deposit", {"amount": amount})
    unit.ledger.post("deposit by the test", deposit, unit.now, {OUTSIDE: -amount, BALANCE: amount})
    return _ledger_view(unit, call.page())


def _ledger_view(unit: UnitOfWork, page: tuple[int, int]) -> Json:
    unit.ledger.write()
    owned = ENTRIES.c.tenant == unit.tenant.name
    sums = select(ENTRIES.c.account, func.sum(ENTRIES.c.amount)).where(owned).group_by(ENTRIES.c.account)
    balances = {account: int(held) for account, held in unit.connection.execute(sums.order_by(ENTRIES.c.account))}
    last = select(ENTRIES).where(owned).order_by(ENTRIES.c.sequence.desc()).offset(page[0]).limit(page[1])
    entries = [_entry(row) for row in unit.connection.execute(last).mappings()]
    return {"sum": sum(balances.values()), "balances": balances, "entries": entries}


def _entry(row: RowMapping) -> Json:
    shown = {name: row[name] for name in ("posting", "account", "amount", "balance", "reason", "kind", "id")}
    return {"at": stamp(from_microseconds(row["at"])), **shown}


def snapshots_create(call: ControlCall) -> None:
    """Keep the account under a name."""
    name = call.ids["snapshot_name"]
    if len(name) > _LONGEST_NAME or "\0" in name:
        raise invalid_field("snapshot_name", f"A name has at most {_LONGEST_NAME} characters, and no NUL.")
    save_snapshot(call.unit, name)


def snapshots_restore(call: ControlCall) -> None:
    """Make the account what it was."""
    if not restore_snapshot(call.unit, call.ids["snapshot_name"]):
        raise unknown_object("snapshot", call.ids["snapshot_name"])


def journal_list(call: ControlCall) -> Json:
    """A page of the last requests, newest first; refused where this process has seen only some of them."""
    if not call.context.journal.is_complete:
        raise Refusal(
            "Several workers serve this sandbox, and each has seen only some of the requests. Start it with one "
            "worker to read the request log, or let it write an access log (--access-log).",
            (422,),
        )
    offset, limit = call.page()
    return {"data": call.context.journal.entries(call.unit.tenant.name)[offset : offset + limit]}
