"""Whole tenants: forgotten, kept aside under a name, and brought back. The database copies their rows by itself."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from sqlalchemy import Table, delete, insert, literal, select

from onepay_sandbox.core.unit_of_work import Tenant, UnitOfWork
from onepay_sandbox.storage.tables import OWNED, SNAPSHOTS


def clear_account(unit: UnitOfWork, opened: tuple[int, int | None]) -> None:
    """Empty the tenant and let its clock stand as when it was opened; snapshots stay."""
    _empty(unit)
    unit.tenant.become(Tenant(unit.tenant.name, *opened))


def save_snapshot(unit: UnitOfWork, name: str) -> None:
    """Keep the tenant as it is now; an older snapshot of that name is replaced."""
    unit.write()
    copy = copy_name(unit.tenant.name, name)
    for table in OWNED:
        _make_equal(unit, table, unit.tenant.name, copy)
    unit.connection.execute(delete(SNAPSHOTS).where(*_named(unit, name)))
    row = {"tenant": unit.tenant.name, "name": name, "copy": copy, "state": msgspec.json.encode(unit.tenant)}
    unit.connection.execute(insert(SNAPSHOTS), row)


def restore_snapshot(unit: UnitOfWork, name: str) -> bool:
    """Make the tenant what it was; False where there is no snapshot of that name.

    Numbers go on from where they are, so that no id is given twice, and none of a delivery that is under way.
    """
    if "\0" in name:  # no snapshot has it, and PostgreSQL refuses to look for it
        return False
    kept = unit.connection.execute(select(SNAPSHOTS.c.copy, SNAPSHOTS.c.state).where(*_named(unit, name))).first()
    if kept is None:
        return False
    unit.write()
    for table in OWNED:
        _make_equal(unit, table, kept.copy, unit.tenant.name)
    before = msgspec.json.decode(kept.state, type=Tenant)
    before.sequence = max(before.sequence, unit.tenant.sequence)
    unit.tenant.become(before)
    return True


def _empty(unit: UnitOfWork) -> None:
    unit.write()
    for table in OWNED:
        unit.connection.execute(delete(table).where(table.c.tenant == unit.tenant.name))


def _make_equal(unit: UnitOfWork, table: Table, source: str, target: str) -> None:
    """Give one tenant the rows of another; rows that are the same already, most of them as a rule, are not touched."""
    wanted, present = table.alias("wanted"), table.alias("present")
    names = [column.name for column in table.c if column.name != "tenant"]
    keys = [column.name for column in table.primary_key.columns if column.name != "tenant"]
    same = select(wanted.c.tenant).where(
        wanted.c.tenant == source, *(wanted.c[name] == table.c[name] for name in names)
    )
    unit.connection.execute(delete(table).where(table.c.tenant == target, ~same.exists()))
    there = select(present.c.tenant).where(
        present.c.tenant == target, *(present.c[name] == wanted.c[name] for name in keys)
    )
    missing = select(literal(target), *(wanted.c[name] for name in names))
    missing = missing.where(wanted.c.tenant == source, ~there.exists())
    unit.connection.execute(insert(table).from_select(["tenant", *names], missing))


def copy_name(tenant: str, name: str) -> str:
    """The tenant that holds the rows of a snapshot; no key has a name with a slash."""
    return f"{tenant}/{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def _named(unit: UnitOfWork, name: str) -> tuple[Any, Any]:
    return SNAPSHOTS.c.tenant == unit.tenant.name, SNAPSHOTS.c.name == name
