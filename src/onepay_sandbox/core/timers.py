"""Timers of a tenant: what will happen to its objects, in the order in which it is due."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from onepay_sandbox.core.clock import from_microseconds, to_microseconds
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.storage.database import execute_many, fetch_all, fetch_first
from onepay_sandbox.storage.tables import TIMERS

_TIMER: Final = TIMERS.c
DELIVERY: Final = "delivery"
"""The kind of objects whose timers are not fired like others: what is due is sent."""

_TENANT: Final = _TIMER.tenant == bindparam("t")
_FIRST: Final = select(func.min(_TIMER.due_at)).where(_TENANT)
_DUE: Final = (
    select(_TIMER.due_at, _TIMER.sequence, _TIMER.name, _TIMER.kind, _TIMER.id)
    .where(_TENANT, _TIMER.due_at <= bindparam("until"))
    .order_by(_TIMER.due_at, _TIMER.sequence)
    .limit(bindparam("most"))
)
_DUE_UNSENT: Final = _DUE.where(_TIMER.kind != DELIVERY)
_SET: Final = insert(TIMERS)
_FIRED: Final = delete(TIMERS).where(_TENANT, _TIMER.sequence == bindparam("s"))
_CLEARED: Final = delete(TIMERS).where(
    and_(_TENANT, _TIMER.kind == bindparam("k"), _TIMER.id == bindparam("i"), _TIMER.sequence <= bindparam("s"))
)


@dataclass(frozen=True, slots=True, order=True)
class Timer:
    """One timer: the fields by which timers are ordered come first."""

    due_at: int
    sequence: int
    name: str
    kind: str
    id: str

    @property
    def moment(self) -> datetime:
        """When it is due."""
        return from_microseconds(self.due_at)


class Timers:
    """The timers of one tenant within one transaction."""

    def __init__(self, connection: Connection, tenant: str, number: Callable[[], int], written: int) -> None:
        """Number timers with `number`; `write` writes what was set and cleared.

        No timer in the database has a number above `written`, so that objects that are newer have none there.
        """
        self._connection: Final = connection
        self._tenant: Final = tenant
        self._number: Final = number
        self._written = written
        self._new: Final[dict[int, Timer]] = {}
        self._fired: Final[list[int]] = []
        self._cleared: Final[dict[tuple[str, str], int]] = {}
        self._outdated: Final[list[tuple[str, str]]] = []
        self._heap: Final[list[Timer]] = []
        self._horizon = -1
        self._sending = True

    def set(self, record: StoredObject, name: str, due: datetime) -> None:
        """Let `name` happen to `record` when `due` has come."""
        timer = Timer(to_microseconds(due), self._number(), name, record.kind, record.id)
        self._new[timer.sequence] = timer
        if timer.due_at <= self._horizon and (self._sending or record.kind != DELIVERY):
            heapq.heappush(self._heap, timer)

    def clear(self, record: StoredObject) -> None:
        """Let nothing that was set for `record` happen."""
        self._cleared[record.kind, record.id] = self._number()
        if record.sequence < self._written:
            self._outdated.append((record.kind, record.id))

    def first_due(self) -> datetime | None:
        """When the next thing happens, if anything will."""
        self.write()
        found = fetch_first(self._connection, _FIRST, {"t": self._tenant})
        return None if found is None or found[0] is None else from_microseconds(found[0])

    def load(self, until: datetime, *, sending: bool, most: int) -> list[Timer]:
        """Read the next timers, at most so many, that are due by `until`; `pop` then gives them one by one.

        Those of deliveries are passed over, unless `sending`.
        """
        self.write()
        self._sending = sending
        limits = {"t": self._tenant, "until": to_microseconds(until), "most": most}
        self._heap[:] = [Timer(*row) for row in fetch_all(self._connection, _DUE if sending else _DUE_UNSENT, limits)]
        self._horizon = self._heap[-1].due_at - 1 if len(self._heap) == most else to_microseconds(until)
        return list(self._heap)

    def pop(self) -> Timer | None:
        """The next loaded timer that was not cleared meanwhile; None when the loaded ones are used up."""
        while self._heap:
            timer = heapq.heappop(self._heap)
            if self._stands(timer):
                self._take(timer)
                return timer
        return None

    def write(self) -> None:
        """Write what was set, cleared and fired; what is loaded is forgotten."""
        execute_many(self._connection, _FIRED, [{"t": self._tenant, "s": sequence} for sequence in self._fired])
        cleared = [{"t": self._tenant, "k": k, "i": i, "s": self._cleared[k, i]} for k, i in self._outdated]
        execute_many(self._connection, _CLEARED, cleared)
        self._written = max(self._new, default=self._written)
        execute_many(
            self._connection, _SET, [self._to_row(timer) for timer in self._new.values() if self._stands(timer)]
        )
        for noted in (self._fired, self._cleared, self._outdated, self._new, self._heap):
            noted.clear()
        self._horizon = -1

    def _stands(self, timer: Timer) -> bool:
        """Whether its object's timers were not cleared since it was set."""
        return timer.sequence > self._cleared.get((timer.kind, timer.id), -1)

    def _take(self, timer: Timer) -> None:
        if self._new.pop(timer.sequence, None) is None:
            self._fired.append(timer.sequence)

    def _to_row(self, timer: Timer) -> dict[str, Any]:
        names = {"tenant": self._tenant, "sequence": timer.sequence, "due_at": timer.due_at}
        return {**names, "name": timer.name, "kind": timer.kind, "id": timer.id}
