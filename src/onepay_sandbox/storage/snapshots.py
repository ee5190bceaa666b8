"""Whole tenants: forgotten, kept aside under a name, and brought back."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import Table, delete, insert, select

from onepay_sandbox.core.unit_of_work import Settings, Tenant, UnitOfWork
from onepay_sandbox.storage.tables import OWNED, SNAPSHOTS

_CODEC: Final = msgspec.msgpack


def clear_account(unit: UnitOfWork, opened: tuple[int, int | None]) -> None:
    """Empty the tenant and let its clock stand as when it was opened; snapshots stay."""
    unit.write()
    for table in OWNED:
        unit.connection.execute(delete(table).where(table.c.tenant == unit.tenant.name))
    _become(unit.tenant, (*opened, 0, Settings()))


def save_snapshot(unit: UnitOfWork, name: str) -> None:
    """Keep the tenant as it is now; an older snapshot of that name is replaced."""
    unit.write()
    rows = {table.name: [list(row) for row in unit.connection.execute(_of(unit, table))] for table in OWNED}
    tenant = unit.tenant
    state = (tenant.clock_at, tenant.wall_at, tenant.sequence, tenant.settings)
    unit.connection.execute(delete(SNAPSHOTS).where(*_named(unit, name)))
    row = {"tenant": tenant.name, "name": name, "rows": _CODEC.encode({"tenant": state, "tables": rows})}
    unit.connection.execute(insert(SNAPSHOTS), row)


def restore_snapshot(unit: UnitOfWork, name: str) -> bool:
    """Make the tenant what it was; False where there is no snapshot of that name.

    Numbers go on from where they are, so that no id is given twice, and none of a delivery that is under way.
    """
    reached = unit.tenant.sequence
    if "\0" in name:  # no snapshot has it, and PostgreSQL refuses to look for it
        return False
    kept = unit.connection.execute(select(SNAPSHOTS.c.rows).where(*_named(unit, name))).scalar()
    if kept is None:
        return False
    content = _CODEC.decode(kept)
    clear_account(unit, (0, None))
    for table in OWNED:
        rows = [dict(zip(table.c.keys(), row, strict=True)) for row in content["tables"][table.name]]
        if rows:
            unit.connection.execute(insert(table), rows)
    clock_at, wall_at, sequence, settings = content["tenant"]
    _become(unit.tenant, (clock_at, wall_at, max(sequence, reached), msgspec.convert(settings, Settings)))
    return True


def _become(tenant: Tenant, state: tuple[int, int | None, int, Settings]) -> None:
    tenant.clock_at, tenant.wall_at, tenant.sequence, tenant.settings = state


def _of(unit: UnitOfWork, table: Table) -> Any:
    return select(table).where(table.c.tenant == unit.tenant.name)


def _named(unit: UnitOfWork, name: str) -> tuple[Any, Any]:
    return SNAPSHOTS.c.tenant == unit.tenant.name, SNAPSHOTS.c.name == name
