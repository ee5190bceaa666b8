"""Tenants: what one pair of keys opens. `sk_test_abc` and `pk_test_abc` share the tenant `test_abc`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from onepay_sandbox.core.clock import Clock, from_microseconds, to_microseconds
from onepay_sandbox.storage.database import execute_many, fetch_first
from onepay_sandbox.storage.tables import TENANTS, TIMERS

IdempotencyMode: TypeAlias = Literal["replay", "conflict"]
Envelope: TypeAlias = Literal["resource", "data"]
DeliveryMode: TypeAlias = Literal["at_once", "held"]

_BY_NAME: Final = TENANTS.c.name == bindparam("tenant")
_READ: Final = select(TENANTS).where(_BY_NAME)
_LOCK: Final = update(TENANTS).where(_BY_NAME).values(name=TENANTS.c.name).returning(*TENANTS.c)
_OPEN: Final = insert(TENANTS)
_SAVE: Final = update(TENANTS).where(_BY_NAME)

_FIRST_DUE: Final = select(func.min(TIMERS.c.due_at)).where(TIMERS.c.tenant == TENANTS.c.name).scalar_subquery()
_DUE: Final = select(TENANTS, _FIRST_DUE.label("due_at")).order_by(TENANTS.c.name)
_RUNNING_DUE: Final = _DUE.where(TENANTS.c.wall_at.is_not(None))


class Outcome(msgspec.Struct, frozen=True):
    """What shall become of the next object of a kind: `approve`, or a decline code."""

    kind: str
    result: str


class Settings(msgspec.Struct):
    """What the control API has set for one tenant."""

    idempotency: IdempotencyMode = "replay"
    envelope: Envelope = "resource"
    deliveries: DeliveryMode = "at_once"
    outcomes: list[Outcome] = msgspec.field(default_factory=list[Outcome])
    faults: list[dict[str, Any]] = msgspec.field(default_factory=list[dict[str, Any]])


@dataclass(slots=True)
class Tenant:
    """One tenant as its row says, with the clock and the counter that everything in it shares."""

    name: str
    clock_at: int
    wall_at: int | None
    sequence: int = 0
    settings: Settings = field(default_factory=Settings)

    @property
    def is_test(self) -> bool:
        """Whether test keys open it."""
        return self.name.startswith("test_")

    @property
    def running(self) -> bool:
        """Whether its clock runs."""
        return self.wall_at is not None

    def now(self, wall: datetime) -> datetime:
        """What its clock shows while the time outside is `wall`."""
        passed = to_microseconds(wall) - self.wall_at if self.wall_at is not None else 0
        return from_microseconds(self.clock_at + passed)

    def set_clock(self, now: datetime, wall: datetime) -> None:
        """Let its clock show `now`; it goes on running if it ran."""
        self.clock_at = to_microseconds(now)
        self.wall_at = to_microseconds(wall) if self.running else None


def read(connection: Connection, name: str, clock: Clock, wall: datetime) -> Tenant:
    """The tenant, or what it would be if it were opened now; nothing is written."""
    row = fetch_first(connection, _READ, {"tenant": name})
    return _from_row(row) if row else Tenant(name, *clock.opened(wall))


def lock(connection: Connection, name: str, clock: Clock, wall: datetime) -> Tenant:
    """The tenant, opened if it is new. Until the transaction ends, nobody else can lock it.

    This is the first statement of every transaction that writes.
    """
    row = fetch_first(connection, _LOCK, {"tenant": name})
    if row:
        return _from_row(row)
    tenant = Tenant(name, *clock.opened(wall))
    execute_many(connection, _OPEN, [_to_row(tenant)])
    return tenant


def overdue(connection: Connection, wall: datetime, *, running: bool) -> list[str]:
    """The tenants for which a timer is due by now, oldest name first; only those whose clock runs if `running`."""
    found = connection.execute(_RUNNING_DUE if running else _DUE)
    known = [(_from_row(row), due_at) for *row, due_at in found if due_at is not None]
    return [tenant.name for tenant, due_at in known if tenant.now(wall) >= from_microseconds(due_at)]


def save(connection: Connection, tenant: Tenant) -> None:
    """Write the tenant back."""
    execute_many(connection, _SAVE, [{"tenant": tenant.name, **_to_row(tenant)}])


def _from_row(row: Sequence[Any]) -> Tenant:
    name, clock_at, wall_at, sequence, settings = row
    return Tenant(name, clock_at, wall_at, sequence, msgspec.json.decode(settings, type=Settings))


def _to_row(tenant: Tenant) -> dict[str, Any]:
    return {
        "name": tenant.name,
        "clock_at": tenant.clock_at,
        "wall_at": tenant.wall_at,
        "sequence": tenant.sequence,
        "settings": msgspec.json.encode(tenant.settings),
    }
