"""One transaction on one tenant: everything that an operation or a timer may read and change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from onepay_sandbox import ids, tenants
from onepay_sandbox.ledger import Ledger
from onepay_sandbox.life import IllegalMove, Life
from onepay_sandbox.links import PAGES
from onepay_sandbox.moments import stamp
from onepay_sandbox.objects import Objects, Record, Search
from onepay_sandbox.tenants import Tenant
from onepay_sandbox.timers import Timers
from onepay_sandbox.values import Json

APPROVE: Final = "approve"


@dataclass(frozen=True, slots=True)
class World:
    """What does not change while a sandbox runs: its seed, and the lives that its objects can have.

    `check` is told every event, and raises where one breaks the contract. `remote_webhooks` lets deliveries leave
    this machine; `pages` is where payers find the pages of payments.
    """

    seed: int
    lives: Mapping[str, Life]
    check: Callable[[str, Json], None]
    remote_webhooks: bool = False
    pages: str = PAGES


class Unit:
    """What an operation function gets as `call.unit`, and a timer as its first argument.

    Objects are changed only through `create`, `change`, `move` and `delete`; then nothing is forgotten when the
    transaction ends. `now` is the tenant's time.
    """

    def __init__(self, connection: Connection, tenant: Tenant, world: World, now: datetime) -> None:
        """Work on `tenant`, which is locked if anything is to be written."""
        self.connection: Final = connection
        self.tenant: Final = tenant
        self.now = now
        self.objects: Final = Objects(connection, tenant.name)
        self.ledger: Final = Ledger(connection, tenant.name, self.number)
        self.timers: Final = Timers(connection, tenant.name, self.number)
        self.has_news: bool = False
        self.world: Final = world
        self._webhooks: list[Record] | None = None

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
        return ids.identifier(self.world.seed, self.tenant.name, kind, self.number())

    def fixed_id(self, name: str) -> str:
        """The id of something of which a tenant has exactly one, such as its balance."""
        return ids.identifier(self.world.seed, self.tenant.name, name)

    def new_code(self, length: int, purpose: str) -> str:
        """A new code of digits, such as a one-time password."""
        return ids.code(length, self.world.seed, self.tenant.name, purpose, self.number())

    def new_token(self, prefix: str) -> str:
        """A new secret that begins with `prefix`."""
        return ids.token(prefix, self.world.seed, self.tenant.name, prefix, self.number())

    def create(
        self, kind: str, state: Mapping[str, Json], *, owner: str = "", status: str | None = None, id_: str = ""
    ) -> Record:
        """Make an object. It begins in the first state of its life and knows when it was made (`created_at`).

        `owner` is the id of the customer (or other object) by which it will be looked for.
        """
        life = self.world.lives[kind]
        identifier = id_ or self.new_id(kind)
        fields = {"created_at": stamp(self.now), **state}
        record = Record(kind, identifier, self.number(), life.start if status is None else status, owner, fields)
        self.objects.add(record)
        self._notice(record)
        return record

    def change(self, record: Record, **fields: Json) -> None:
        """Set fields of an object."""
        record.state.update(fields)
        self.objects.touch(record)
        self._notice(record)

    def move(self, record: Record, status: str, **fields: Json) -> None:
        """Move an object to another state of its life, and set fields of it.

        Raises `IllegalMove` where its life does not lead there; ask `can_move` first and refuse.
        """
        if not self.can_move(record, status):
            raise IllegalMove(f"A {record.kind} that is {record.status!r} cannot become {status!r}.")
        record.status = status
        self.change(record, **fields)
        if self.world.lives[record.kind].is_final(status):
            self.timers.clear(record)

    def can_move(self, record: Record, status: str) -> bool:
        """Whether the object's life leads from its state to `status`."""
        return self.world.lives[record.kind].leads(record.status, status)

    def schedule(self, record: Record, timer: str, due: datetime) -> None:
        """Let the timer of that name, from the object's life, fire at `due`; at once if `due` is past."""
        self.timers.set(record, timer, max(due, self.now))
        self.has_news = self.has_news or due <= self.now

    def delete(self, record: Record) -> None:
        """Let an object no longer be found; what refers to it can still name it."""
        record.gone = True
        self.change(record)
        self.timers.clear(record)

    def tell(self, about: Record) -> None:
        """Let the object that waits for `about` (its `waiting`, a kind and an id) hear of it, as its life says."""
        waiting = about.get("waiting")
        heard_by = self.objects.get_even_gone(waiting["kind"], waiting["id"]) if waiting else None
        if heard_by and about.kind in self.world.lives[heard_by.kind].hears:
            self.world.lives[heard_by.kind].hears[about.kind](self, heard_by, about)

    def all(self, kind: str, *, owner: str | None = None, status: str | None = None) -> list[Record]:
        """Every object of a kind, oldest first."""
        return self.objects.find(Search(kind, owner=owner, status=status, oldest_first=True))[0]

    def outcome(self, kind: str) -> str:
        """What the test has asked for the next object of this kind: `approve`, or a decline code."""
        queued = self.tenant.settings.outcomes
        for index, outcome in enumerate(queued):
            if outcome.kind == kind:
                return queued.pop(index).result
        return APPROVE

    def webhooks(self) -> list[Record]:
        """The webhooks that are told about events."""
        if self._webhooks is None:
            self._webhooks = self.all("webhook", status="enabled")
        return self._webhooks

    def write(self) -> None:
        """Write everything; the transaction then only needs to end."""
        self.objects.write()
        self.timers.write()
        self.ledger.write()
        tenants.save(self.connection, self.tenant)

    def _notice(self, record: Record) -> None:
        if record.kind == "webhook":
            self._webhooks = None
