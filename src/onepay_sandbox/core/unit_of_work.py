"""A tenant, what one pair of keys opens, and one transaction on it: all that an operation or a timer may change.

`sk_test_abc` and `pk_test_abc` share the tenant `test_abc`. Ids and codes come from the seed, the tenant and its
counter: the same seed and the same calls give the same bytes.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from onepay_core.json_values import Json
from onepay_sandbox.core.clock import Clock, WallClock, from_microseconds, stamp, to_microseconds
from onepay_sandbox.core.money import Ledger
from onepay_sandbox.core.objects import InvalidTransition, Objects, Search, StateMachine, StoredObject
from onepay_sandbox.core.timers import Timers
from onepay_sandbox.network import WebhookHosts
from onepay_sandbox.storage.database import Database, execute_many, fetch_all, fetch_first
from onepay_sandbox.storage.tables import OBJECTS, TENANTS

_BY_NAME: Final = TENANTS.c.name == bindparam("tenant")
_READ: Final = select(TENANTS).where(_BY_NAME)
_WITH_OBJECT: Final = TENANTS.outerjoin(
    OBJECTS, and_(OBJECTS.c.tenant == TENANTS.c.name, OBJECTS.c.id == bindparam("object"))
)
_READ_WITH_OBJECT: Final = select(TENANTS, OBJECTS).select_from(_WITH_OBJECT).where(_BY_NAME)
_COLUMNS: Final = len(TENANTS.columns)
_LOCK: Final = _READ.with_for_update()
_OPEN: Final = upsert(TENANTS).on_conflict_do_nothing()
_SAVE: Final = update(TENANTS).where(_BY_NAME)
_DUE: Final = select(TENANTS.c.name).where(TENANTS.c.wake_at <= bindparam("wall"))
_RUNNING_DUE: Final = _DUE.where(TENANTS.c.wall_at.is_not(None))
APPROVE: Final = "approve"
PAGES: Final = "https://pagos.onepay.la"
"""Where the real pages of payments stand; a sandbox that is served shows its own."""


def seeded_digest(*parts: str | int) -> bytes:
    """Sixteen bytes that look like chance and depend on nothing but `parts`."""
    text = "\x1f".join(map(str, parts))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def seeded_uuid(*parts: str | int) -> str:
    """A UUID of version 4 that `parts` decide."""
    return str(uuid.UUID(bytes=seeded_digest(*parts), version=4))


def seeded_code(length: int, *parts: str | int) -> str:
    """A code of decimal digits that `parts` decide, such as a one-time password."""
    return str(int.from_bytes(seeded_digest(*parts), "big") % 10**length).zfill(length)


def seeded_token(prefix: str, *parts: str | int) -> str:
    """A secret such as `wh_tok_…` that `parts` decide."""
    return f"{prefix}{seeded_digest(*parts).hex()}"


IdempotencyMode: TypeAlias = Literal["replay", "conflict"]
Envelope: TypeAlias = Literal["resource", "data"]
DeliveryMode: TypeAlias = Literal["at_once", "held"]
RefusedKeys: TypeAlias = Literal["free", "used"]
CashoutEvent: TypeAlias = Literal["listed", "cashout.approved", "cashout.processed", "cashout.completed"]


class Outcome(msgspec.Struct, frozen=True):
    """What shall become of the next object of a kind: `approve`, or a decline code."""

    kind: str
    result: str


class Settings(msgspec.Struct):
    """What the control API has set for one tenant."""

    idempotency: IdempotencyMode = "replay"
    envelope: Envelope = "resource"
    deliveries: DeliveryMode = "at_once"
    refused_keys: RefusedKeys = "free"
    cashout_event: CashoutEvent = "listed"
    outcomes: list[Outcome] = msgspec.field(default_factory=list[Outcome])
    faults: list[dict[str, Any]] = msgspec.field(default_factory=list[dict[str, Any]])


_SETTINGS: Final = msgspec.json.Decoder(Settings)


@dataclass(slots=True)
class Tenant:
    """One tenant as its row says, with the clock and the counter that everything in it shares."""

    name: str
    clock_at: int
    wall_at: int | None
    sequence: int = 0
    settings: Settings = field(default_factory=Settings)
    due_at: int | None = None

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

    @property
    def wake_at(self) -> int | None:
        """When its first timer is due by the clock on the wall; 0 if it is due and the tenant's clock stands."""
        if self.due_at is None:
            return None
        if self.wall_at is None:
            return 0 if self.due_at <= self.clock_at else None
        return self.wall_at + self.due_at - self.clock_at

    def become(self, other: Tenant) -> None:
        """Take everything from another state of the same tenant."""
        for item in fields(self):
            setattr(self, item.name, getattr(other, item.name))

    def set_clock(self, now: datetime, wall: datetime) -> None:
        """Let its clock show `now`; it goes on running if it ran."""
        self.clock_at = to_microseconds(now)
        self.wall_at = to_microseconds(wall) if self.running else None


def _lock_tenant(connection: Connection, name: str, clock: Clock, wall: datetime) -> Tenant:
    """The tenant, opened if it is new. Until the transaction ends, nobody else can lock it.

    This comes first in every transaction that writes. SQLite has locked the whole file already.
    """
    while (row := fetch_first(connection, _LOCK, {"tenant": name})) is None:  # who is quicker opens it
        execute_many(connection, _OPEN, [tenant_to_row(Tenant(name, *clock.opened(wall)))])
    return _tenant_from_row(row)


def _overdue_tenants(connection: Connection, wall: datetime, *, running: bool) -> list[str]:
    """The tenants for which a timer is due by now, oldest name first; only those whose clock runs if `running`."""
    due = _RUNNING_DUE if running else _DUE
    return sorted(name for (name,) in fetch_all(connection, due, {"wall": to_microseconds(wall)}))


def save_tenant(connection: Connection, tenant: Tenant) -> None:
    """Write the tenant back."""
    execute_many(connection, _SAVE, [{"tenant": tenant.name, **tenant_to_row(tenant)}])


def _tenant_from_row(row: Sequence[Any]) -> Tenant:
    name, clock_at, wall_at, sequence, settings, due_at, _ = row
    return Tenant(name, clock_at, wall_at, sequence, _SETTINGS.decode(settings), due_at)


def tenant_to_row(tenant: Tenant) -> dict[str, Any]:
    """The row of a tenant."""
    return {
        "name": tenant.name,
        "clock_at": tenant.clock_at,
        "wall_at": tenant.wall_at,
        "sequence": tenant.sequence,
        "settings": msgspec.json.encode(tenant.settings),
        "due_at": tenant.due_at,
        "wake_at": tenant.wake_at,
    }


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """What does not change while a sandbox runs: its seed, and the state machines of its objects.

    `check` gets every event with its body, and raises where that breaks the contract. `webhook_hosts` decides where
    deliveries may go; `pages` is where payers find the pages of payments, and `local_url` where the sandbox itself
    reaches its pages, if that is known.
    """

    seed: int
    state_machines: Mapping[str, StateMachine]
    check: Callable[[str, Json], None]
    webhook_hosts: WebhookHosts = field(default_factory=WebhookHosts)
    pages: str = PAGES
    local_url: str | None = None


class UnitOfWork:
    """What an operation function gets as `call.unit`, and a timer as its first argument.

    Objects are changed only through `create`, `change`, `move` and `delete`; then nothing is forgotten when the
    transaction ends. `now` is the tenant's time, and links lead to `pages`.
    """

    def __init__(self, connection: Connection, tenant: Tenant, config: SandboxConfig, now: datetime) -> None:
        """Work on `tenant`, which is locked if anything is to be written."""
        self.connection: Final = connection
        self.tenant: Final = tenant
        self.now = now
        self.objects: Final = Objects(connection, tenant.name, config.state_machines)
        self.has_pending_events: bool = False
        self.config: Final = config
        self.pages: str = config.pages
        self.checked_events: Final = set[str]()
        self._webhooks: list[StoredObject] | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """The money of the tenant; read when it is first needed."""
        return Ledger(self.connection, self.tenant.name, self.number)

    @cached_property
    def timers(self) -> Timers:
        """The timers of the tenant's objects."""
        return Timers(self.connection, self.tenant.name, self.number, self.tenant.sequence)

    @property
    def is_test(self) -> bool:
        """What every object of the tenant says of itself in `is_test`."""
        return self.tenant.is_test

    def number(self) -> int:
        """The next number: of objects, timers and entries, in the order in which they were made."""
        self.tenant.sequence += 1
        return self.tenant.sequence

    def new_id(self, kind: str) -> str:
        """An id for a new object."""
        return seeded_uuid(self.config.seed, self.tenant.name, kind, self.number())

    def fixed_id(self, name: str) -> str:
        """The id of something of which a tenant has exactly one, such as its balance."""
        return seeded_uuid(self.config.seed, self.tenant.name, name)

    def new_code(self, length: int, purpose: str) -> str:
        """A new code of digits, such as a one-time password."""
        return seeded_code(length, self.config.seed, self.tenant.name, purpose, self.number())

    def new_token(self, prefix: str) -> str:
        """A new secret that begins with `prefix`."""
        return seeded_token(prefix, self.config.seed, self.tenant.name, prefix, self.number())

    def create(
        self, kind: str, state: Mapping[str, Json], *, owner: str = "", status: str | None = None, id_: str = ""
    ) -> StoredObject:
        """Make an object. It begins in the initial state of its kind and knows when it was made (`created_at`).

        `owner` is the id of the customer (or other object) by which it will be looked for.
        """
        identifier = id_ or self.new_id(kind)
        if status is None:
            status = self.config.state_machines[kind].initial
        fields = {"created_at": stamp(self.now), **state}
        record = StoredObject(kind, identifier, self.number(), status, owner, fields)
        self.objects.add(record)
        self._forget_webhooks(record)
        return record

    def change(self, record: StoredObject, *, owner: str | None = None, **fields: Json) -> None:
        """Set fields of an object, and its owner."""
        self.objects.touch(record)
        record.owner = record.owner if owner is None else owner
        record.state.update(fields)
        self._forget_webhooks(record)

    def move(self, record: StoredObject, status: str, **fields: Json) -> None:
        """Move an object to another state, and set fields of it.

        Raises `InvalidTransition` where no transition leads there; ask `can_move` first and refuse.
        """
        if not self.can_move(record, status):
            raise InvalidTransition(f"A {record.kind} that is {record.status!r} cannot become {status!r}.")
        self.objects.touch(record)
        record.status = status
        self.change(record, **fields)
        if not self.config.state_machines[record.kind].transitions[status]:
            self.timers.clear(record)

    def can_move(self, record: StoredObject, status: str) -> bool:
        """Whether a transition leads from the object's state to `status`."""
        return status in self.config.state_machines[record.kind].transitions[record.status]

    def schedule(self, record: StoredObject, timer: str, due: datetime) -> None:
        """Let the timer of that name, of the object's state machine, fire at `due`; at once if `due` is past."""
        self.timers.set(record, timer, max(due, self.now))
        self.has_pending_events = self.has_pending_events or due <= self.now

    def delete(self, record: StoredObject) -> None:
        """Let an object no longer be found; what refers to it can still name it."""
        self.change(record)
        record.gone = True
        self.timers.clear(record)

    def notify(self, about: StoredObject) -> None:
        """Call the listener of the object that waits for `about` (its `waiting`, a kind and an id)."""
        waiting = about.get("waiting")
        listener = self.objects.get(waiting["kind"], waiting["id"], include_deleted=True) if waiting else None
        if listener and about.kind in self.config.state_machines[listener.kind].listeners:
            self.config.state_machines[listener.kind].listeners[about.kind](self, listener, about)

    def all(self, kind: str, *, owner: str | None = None, status: str | None = None) -> list[StoredObject]:
        """Every object of a kind, oldest first."""
        return self.objects.find(Search(kind, owner=owner, status=status, oldest_first=True))[0]

    def outcome(self, kind: str) -> str:
        """The outcome that the test has chosen for the next object of this kind: `approve`, or a decline code."""
        queued = self.tenant.settings.outcomes
        for index, outcome in enumerate(queued):
            if outcome.kind == kind:
                return queued.pop(index).result
        return APPROVE

    def webhooks(self) -> list[StoredObject]:
        """The webhooks that get events."""
        if self._webhooks is None:
            self._webhooks = self.all("webhook", status="enabled")
        return self._webhooks

    def write(self) -> None:
        """Write everything; the transaction then only needs to end."""
        self.objects.write()
        if "timers" in vars(self):
            first = self.timers.first_due()
            self.tenant.due_at = None if first is None else to_microseconds(first)
        if "ledger" in vars(self):
            self.ledger.write()
        save_tenant(self.connection, self.tenant)

    def _forget_webhooks(self, record: StoredObject) -> None:
        if record.kind == "webhook":
            self._webhooks = None


@dataclass(frozen=True, slots=True)
class Transactions:
    """Opens units of work on tenants, one transaction each."""

    database: Database
    config: SandboxConfig
    clock: Clock
    wall: WallClock

    @contextmanager
    def write(self, tenant: str) -> Generator[UnitOfWork]:
        """A unit on a locked tenant; it is written at the end, unless an exception leaves it."""
        with self.database.transaction() as connection:
            wall = self.wall()
            locked = _lock_tenant(connection, tenant, self.clock, wall)
            unit = UnitOfWork(connection, locked, self.config, locked.now(wall))
            yield unit
            unit.write()

    @contextmanager
    def read(self, tenant: str, identifier: str = "") -> Generator[UnitOfWork]:
        """A unit that only reads; the object with that id is read together with the tenant."""
        with self.database.transaction(writes=False) as connection:
            wall = self.wall()
            query = _READ_WITH_OBJECT if identifier else _READ
            rows = fetch_all(connection, query, {"tenant": tenant, "object": identifier})
            known = _tenant_from_row(rows[0][:_COLUMNS]) if rows else Tenant(tenant, *self.clock.opened(wall))
            unit = UnitOfWork(connection, known, self.config, known.now(wall))
            unit.objects.remember(row[_COLUMNS:] for row in rows if any(row[_COLUMNS:]))
            yield unit

    def overdue(self, *, running: bool) -> list[str]:
        """The tenants for which something is due by now; only those whose clock runs if `running`."""
        with self.database.transaction(writes=False) as connection:
            return _overdue_tenants(connection, self.wall(), running=running)
