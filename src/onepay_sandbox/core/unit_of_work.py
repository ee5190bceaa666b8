"""One transaction on one tenant: everything that an operation or a timer may read and change, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from sqlalchemy import Connection

from onepay_core.json_values import Json
from onepay_sandbox.core import ids, tenants
from onepay_sandbox.core.clock import Clock, WallClock, stamp
from onepay_sandbox.core.money import Ledger
from onepay_sandbox.core.objects import Objects, Search, StoredObject
from onepay_sandbox.core.state_machine import InvalidTransition, StateMachine
from onepay_sandbox.core.tenants import Tenant
from onepay_sandbox.core.timers import Timers
from onepay_sandbox.storage.database import Database

APPROVE: Final = "approve"
PAGES: Final = "https://pagos.onepay.la"
"""Where the real pages of payments stand; a sandbox that is served shows its own."""


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """What does not change while a sandbox runs: its seed, and the state machines of its objects.

    `check` gets every event with its body, and raises where that breaks the contract. `remote_webhooks` lets
    deliveries leave this machine; `pages` is where payers find the pages of payments.
    """

    seed: int
    state_machines: Mapping[str, StateMachine]
    check: Callable[[str, Json], None]
    remote_webhooks: bool = False
    pages: str = PAGES


class UnitOfWork:
    """What an operation function gets as `call.unit`, and a timer as its first argument.

    Objects are changed only through `create`, `change`, `move` and `delete`; then nothing is forgotten when the
    transaction ends. `now` is the tenant's time.
    """

    def __init__(self, connection: Connection, tenant: Tenant, config: SandboxConfig, now: datetime) -> None:
        """Work on `tenant`, which is locked if anything is to be written."""
        self.connection: Final = connection
        self.tenant: Final = tenant
        self.now = now
        self.objects: Final = Objects(connection, tenant.name)
        self.has_pending_events: bool = False
        self.config: Final = config
        self._webhooks: list[StoredObject] | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """The money of the tenant; read when it is first needed."""
        return Ledger(self.connection, self.tenant.name, self.number)

    @cached_property
    def timers(self) -> Timers:
        """The timers of the tenant's objects."""
        return Timers(self.connection, self.tenant.name, self.number)

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
        return ids.identifier(self.config.seed, self.tenant.name, kind, self.number())

    def fixed_id(self, name: str) -> str:
        """The id of something of which a tenant has exactly one, such as its balance."""
        return ids.identifier(self.config.seed, self.tenant.name, name)

    def new_code(self, length: int, purpose: str) -> str:
        """A new code of digits, such as a one-time password."""
        return ids.code(length, self.config.seed, self.tenant.name, purpose, self.number())

    def new_token(self, prefix: str) -> str:
        """A new secret that begins with `prefix`."""
        return ids.token(prefix, self.config.seed, self.tenant.name, prefix, self.number())

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

    def change(self, record: StoredObject, **fields: Json) -> None:
        """Set fields of an object."""
        record.state.update(fields)
        self.objects.touch(record)
        self._forget_webhooks(record)

    def move(self, record: StoredObject, status: str, **fields: Json) -> None:
        """Move an object to another state of its life, and set fields of it.

        Raises `IllegalMove` where its life does not lead there; ask `can_move` first and refuse.
        """
        if not self.can_move(record, status):
            raise InvalidTransition(f"A {record.kind} that is {record.status!r} cannot become {status!r}.")
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
        record.gone = True
        self.change(record)
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
        """What the test has asked for the next object of this kind: `approve`, or a decline code."""
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
            self.timers.write()
        if "ledger" in vars(self):
            self.ledger.write()
        tenants.save(self.connection, self.tenant)

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
            locked = tenants.lock(connection, tenant, self.clock, wall)
            unit = UnitOfWork(connection, locked, self.config, locked.now(wall))
            yield unit
            unit.write()

    @contextmanager
    def read(self, tenant: str) -> Generator[UnitOfWork]:
        """A unit that only reads."""
        with self.database.transaction() as connection:
            wall = self.wall()
            known = tenants.read(connection, tenant, self.clock, wall)
            yield UnitOfWork(connection, known, self.config, known.now(wall))

    def overdue(self, *, running: bool) -> list[str]:
        """The tenants for which something is due by now; only those whose clock runs if `running`."""
        with self.database.transaction() as connection:
            return tenants.overdue(connection, self.wall(), running=running)
