"""What a sandbox holds, over all its accounts, for the pages that people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection, func, select

from onepay_sandbox import tenants
from onepay_sandbox.clock import frozen
from onepay_sandbox.moments import stamp
from onepay_sandbox.tables import OBJECTS, TENANTS
from onepay_sandbox.values import Json

_OBJECT: Final = OBJECTS.c
_COUNTS: Final = select(_OBJECT.tenant, _OBJECT.kind, func.count()).where(_OBJECT.gone.is_(False))
_DELIVERIES: Final = select(_OBJECT.tenant, _OBJECT.status, _OBJECT.state).where(_OBJECT.kind == "delivery")


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its name, what its clock shows, and how many objects of each kind it has."""

    name: str
    clock: str
    running: bool
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery, and what came back for its last try."""

    account: str
    event: str
    url: str
    status: str
    tries: int
    last: str


def accounts(connection: Connection, wall: datetime, most: int) -> list[Account]:
    """The first accounts by name, at most so many."""
    counted: dict[str, list[tuple[str, int]]] = {}
    for tenant, kind, number in connection.execute(_COUNTS.group_by(_OBJECT.tenant, _OBJECT.kind)):
        counted.setdefault(tenant, []).append((kind, number))
    names = connection.execute(select(TENANTS.c.name).order_by(TENANTS.c.name).limit(most)).scalars()
    return [_account(connection, name, wall, counted.get(name, [])) for name in names]


def deliveries(connection: Connection, most: int) -> list[Sent]:
    """The last deliveries of all accounts, at most so many."""
    listed = connection.execute(_DELIVERIES.order_by(_OBJECT.sequence.desc(), _OBJECT.tenant).limit(most))
    return [_sent(tenant, status, msgspec.json.decode(state)) for tenant, status, state in listed]


def account_of(connection: Connection, kind: str, identifier: str) -> str | None:
    """The account to which an object belongs; an id names one object in all of them."""
    found = select(_OBJECT.tenant).where(_OBJECT.kind == kind, _OBJECT.id == identifier).limit(1)
    name: str | None = connection.execute(found).scalar()
    return name


def _account(connection: Connection, name: str, wall: datetime, counts: list[tuple[str, int]]) -> Account:
    tenant = tenants.read(connection, name, frozen(), wall)
    return Account(name, stamp(tenant.now(wall)), tenant.running, tuple(sorted(counts)))


def _sent(account: str, status: str, state: Json) -> Sent:
    attempts = state["attempts"]
    return Sent(account, state["event"], state["url"], status, len(attempts), _told(attempts[-1:]))


def _told(attempts: list[Json]) -> str:
    replies = [attempt["reply"] for attempt in attempts if attempt["reply"]]
    return "".join(str(reply["status"] or reply["error"]) for reply in replies)
