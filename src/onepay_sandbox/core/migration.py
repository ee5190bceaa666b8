"""Data of an older layout, brought to today's when a database is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, MetaData, func, insert, select

from onepay_sandbox.core.objects import Objects, StateMachine
from onepay_sandbox.core.unit_of_work import Settings, Tenant, save_tenant, tenant_to_row
from onepay_sandbox.storage.database import create_layout
from onepay_sandbox.storage.snapshots import copy_name
from onepay_sandbox.storage.tables import ENTRIES, META, METADATA, OBJECTS, REPLIES, SNAPSHOTS, TENANTS, TIMERS

_KEPT: Final = (OBJECTS, TIMERS, ENTRIES, REPLIES)
"""The tables that have the columns that they had in layout 2; the others are made anew, from what stood in them."""


def migrate(connection: Connection, kinds: Mapping[str, StateMachine]) -> None:
    """Bring data of layout 1, 2 or 3 to today's, all within one transaction: indexes and counts are made anew.

    Layout 1 is layout 2 in a file that does not say whose it is; layout 3 has the rows of snapshots as today.
    """
    rows = _take_out(connection)
    (meta,) = rows[META.name]
    create_layout(connection, seed=meta["seed"])
    for table in _KEPT:
        _insert(connection, table.name, rows[table.name])
    for row in rows[TENANTS.name]:
        settings = msgspec.json.decode(row["settings"], type=Settings)
        tenant = Tenant(row["name"], row["clock_at"], row["wall_at"], row["sequence"], settings)
        _insert(connection, TENANTS.name, [tenant_to_row(tenant)])
        _index(connection, tenant, kinds)
        save_tenant(connection, tenant)
    for row in rows[SNAPSHOTS.name]:
        _keep(connection, row, kinds)


def _take_out(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, which are dropped."""
    old = MetaData()
    old.reflect(connection, only=lambda name, _: name in METADATA.tables)
    rows = {
        name: [dict(row) for row in connection.execute(select(table)).mappings()] for name, table in old.tables.items()
    }
    old.drop_all(connection)
    return rows


def _keep(connection: Connection, row: Mapping[str, Any], kinds: Mapping[str, StateMachine]) -> None:
    """A snapshot: before layout 3, it was one value that held all rows; now it has rows as a tenant has them."""
    if "copy" in row:
        Objects(connection, row["copy"], kinds).index_all()
        _insert(connection, SNAPSHOTS.name, [row])
        return
    content = msgspec.msgpack.decode(row["rows"])
    copy = copy_name(row["tenant"], row["name"])
    for table in _KEPT:
        names = table.c.keys()
        found = ({**dict(zip(names, values, strict=True)), "tenant": copy} for values in content["tables"][table.name])
        _insert(connection, table.name, found)
    clock_at, wall_at, sequence, settings = content["tenant"]
    tenant = Tenant(copy, clock_at, wall_at, sequence, msgspec.convert(settings, Settings))
    _index(connection, tenant, kinds)
    tenant.name = row["tenant"]
    kept = {"tenant": row["tenant"], "name": row["name"], "copy": copy, "state": msgspec.json.encode(tenant)}
    _insert(connection, SNAPSHOTS.name, [kept])


def _index(connection: Connection, tenant: Tenant, kinds: Mapping[str, StateMachine]) -> None:
    """Index and count the objects of a tenant, and note when its first timer is due."""
    Objects(connection, tenant.name, kinds).index_all()
    first = select(func.min(TIMERS.c.due_at)).where(TIMERS.c.tenant == tenant.name)
    tenant.due_at = connection.execute(first).scalar()


def _insert(connection: Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    found = list(rows)
    if found:
        connection.execute(insert(METADATA.tables[table]), found)
