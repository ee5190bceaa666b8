"""What an account of a sandbox holds, for the pages that people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection, func, select

from onepay_sandbox import tenants
from onepay_sandbox.clock import frozen
from onepay_sandbox.moments import stamp
from onepay_sandbox.tables import OBJECTS
from onepay_sandbox.values import Json

_OBJECT: Final = OBJECTS.c
_COUNTS: Final = select(_OBJECT.kind, func.count()).where(_OBJECT.gone.is_(False))
_DELIVERIES: Final = select(_OBJECT.status, _OBJECT.state).where(_OBJECT.kind == "delivery")


@dataclass(frozen=True, slots=True)
class Account:
    """One account: what its clock shows, and how many objects of each kind it has."""

    clock: str
    running: bool
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery, and what came back for its last try."""

    event: str
    url: str
    status: str
    tries: int
    last: str


def account(connection: Connection, wall: datetime, name: str) -> Account:
    """One account as it stands."""
    counted = connection.execute(_COUNTS.where(_OBJECT.tenant == name).group_by(_OBJECT.kind))
    tenant = tenants.read(connection, name, frozen(), wall)
    return Account(stamp(tenant.now(wall)), tenant.running, tuple(sorted((kind, number) for kind, number in counted)))


def deliveries(connection: Connection, name: str, most: int) -> list[Sent]:
    """The last deliveries of an account, at most so many."""
    listed = _DELIVERIES.where(_OBJECT.tenant == name).order_by(_OBJECT.sequence.desc()).limit(most)
    return [_sent(status, msgspec.json.decode(state)) for status, state in connection.execute(listed)]


def account_of(connection: Connection, kind: str, identifier: str) -> str | None:
    """The account to which an object belongs; an id names one object in all of them."""
    found = select(_OBJECT.tenant).where(_OBJECT.kind == kind, _OBJECT.id == identifier).limit(1)
    name: str | None = connection.execute(found).scalar()
    return name


def _sent(status: str, state: Json) -> Sent:
    attempts = state["attempts"]
    return Sent(state["event"], state["url"], status, len(attempts), _told(attempts[-1:]))


def _told(attempts: list[Json]) -> str:
    replies = [attempt["reply"] for attempt in attempts if attempt["reply"]]
    return "".join(str(reply["status"] or reply["error"]) for reply in replies)
