"""The passing of time: timers fire and deliveries are sent in the order in which they are due."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from onepay_sandbox.core.deliveries import ATTEMPT, end_lease, is_leased, prepare_attempt, settle_attempt
from onepay_sandbox.core.messages import DeliveryRequest, Steps, Wait
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.timers import DELIVERY, Timer
from onepay_sandbox.core.unit_of_work import Transactions, UnitOfWork

MOST_TIMERS: Final = 50
"""How many timers one transaction fires, so that nobody waits long for its end."""

_LEASE_PAUSE: Final = 0.05
"""Seconds between two looks at a delivery that another process is sending."""


class AccountLocks:
    """A lock for each account of one process, in the order of asking; threads and event loops may share them.

    Who holds it sends the account's deliveries or moves its clock; where several workers serve one address they
    `are_shared`, and those of the others are looked for in the database.
    """

    def __init__(self) -> None:
        """No account is locked."""
        self.are_shared: bool = False
        self._lock: Final = threading.Lock()
        self._queues: Final[dict[str, deque[Future[None]]]] = {}
        self._pending: Final[set[str]] = set()

    def try_acquire(self, account: str) -> bool:
        """Take the lock if it is free; otherwise its holder learns at its release that work is pending."""
        with self._lock:
            if account in self._queues:
                self._pending.add(account)
                return False
            self._queues[account] = deque()
            return True

    def acquire(self, account: str) -> Future[None] | None:
        """Take the lock: None where it is taken, else a future that is done as soon as it is."""
        with self._lock:
            if account not in self._queues:
                self._queues[account] = deque()
                return None
            waiting = Future[None]()
            self._queues[account].append(waiting)
            return waiting

    def cancel(self, account: str, waiting: Future[None]) -> None:
        """Wait no more for the lock, which may have been given in this moment."""
        if not waiting.cancel():
            self.release(account)

    def has_waiters(self, account: str) -> bool:
        """Whether somebody waits for the lock."""
        with self._lock:
            return bool(self._queues[account])

    def release(self, account: str) -> bool:
        """Give the lock to the next who waits; True where nobody does and deliveries are pending."""
        with self._lock:
            queue = self._queues[account]
            while queue:
                following = queue.popleft()
                if following.set_running_or_notify_cancel():
                    break
            else:
                del self._queues[account]
                is_pending = account in self._pending
                self._pending.discard(account)
                return is_pending
        following.set_result(None)
        return False

    def mark_pending(self, account: str) -> None:
        """Note that deliveries are due, for whoever holds the lock next."""
        with self._lock:
            self._pending.add(account)


def pass_until(
    unit: UnitOfWork,
    until: datetime,
    state_machines: Mapping[str, StateMachine],
    *,
    sending: bool,
    most: int = MOST_TIMERS,
) -> StoredObject | bool:
    """Let time pass for the tenant until `until`, for `most` timers, or until a delivery has to be sent first.

    Returns the delivery, with its timer used up, or else whether nothing more is due by `until`. Unless `sending`,
    deliveries are passed over and stay due. `unit.now` is then the moment that was reached.
    """
    fired = 0
    while loaded := unit.timers.load(until, sending=sending, most=most):
        unit.objects.preload((timer.kind, timer.id) for timer in loaded)
        while timer := unit.timers.pop():
            delivery = _fire(unit, timer, state_machines)
            fired += 1
            if delivery or fired >= most:
                return delivery or False
    unit.now = until
    return True


def _fire(unit: UnitOfWork, timer: Timer, state_machines: Mapping[str, StateMachine]) -> StoredObject | None:
    record = unit.objects.get(timer.kind, timer.id)
    if record is None:
        return None
    unit.now = timer.moment
    if record.kind == DELIVERY:
        return record
    state_machines[record.kind].timers[timer.name](unit, record)
    return None


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Lets time pass for tenants in many short transactions, so that none holds up another."""

    transactions: Transactions
    locks: AccountLocks = field(default_factory=AccountLocks)

    def pass_time(self, tenant: str) -> Steps[bool]:
        """Do everything that is due by now but send deliveries; whether any are due."""
        while (stage := self._stage(tenant, None, sending=False)).goes_on:
            yield Wait()
        return stage.is_due

    def deliver(self, tenant: str) -> Steps[None]:
        """Send the deliveries that are due by now, unless somebody is at it, who then sends these too."""
        again = True
        while again and self.locks.try_acquire(tenant):
            try:
                yield from self._stages(tenant, None)
            finally:
                again = self.locks.release(tenant)

    def advance_to(self, tenant: str, target: Callable[[UnitOfWork], datetime]) -> Steps[bool]:
        """Move the tenant's clock on, doing and sending everything that is due on the way; whether deliveries are left.

        Deliveries that are under way are waited for; `target` then says where to. What it raises leaves this.
        """
        waiting = self.locks.acquire(tenant)
        if waiting:
            try:
                yield Wait(waiting)
            except BaseException:
                self.locks.cancel(tenant, waiting)
                raise
        left = False
        try:
            while self.locks.are_shared and self._is_sent_elsewhere(tenant):
                yield Wait(seconds=_LEASE_PAUSE)
            with self.transactions.write(tenant) as unit:
                until = target(unit)
                if unit.tenant.running:
                    unit.tenant.set_clock(until, self.transactions.wall())
            yield from self._stages(tenant, until)
        finally:
            left = self.locks.release(tenant)
        return left

    def _is_sent_elsewhere(self, tenant: str) -> bool:
        """Whether another process is sending a delivery of the tenant."""
        with self.transactions.read(tenant) as unit:
            wall = self.transactions.wall()
            return any(is_leased(delivery, wall) for delivery in unit.all(DELIVERY, status="pending"))

    def _stages(self, tenant: str, until: datetime | None) -> Steps[None]:
        """Pass the time stage by stage; without `until`, up to now, or until somebody wants to go on with it."""
        stage = self._stage(tenant, until, sending=True)
        while stage.goes_on:
            if stage.outgoing:
                yield from self._send(stage.outgoing)
            elif stage.is_leased and until is None:
                return  # whoever sends it goes on with what is due after it
            else:
                yield Wait(seconds=_LEASE_PAUSE if stage.is_leased else 0.0)
            if until is None and self.locks.has_waiters(tenant):
                self.locks.mark_pending(tenant)
                return
            stage = self._stage(tenant, until, sending=True, clock_at=stage.clock_at)

    def _stage(self, tenant: str, until: datetime | None, *, sending: bool, clock_at: int | None = None) -> _Stage:
        """Pass the time up to the next delivery, or for as many timers as one transaction may fire.

        `clock_at` is where a clock that is moved has to stand; elsewhere the tenant was reset or brought back
        meanwhile, and moves no further.
        """
        with self.transactions.write(tenant) as unit:
            began = unit.now
            end = until or began
            if until and not unit.tenant.running and clock_at not in (None, unit.tenant.clock_at):
                return _Stage(unit.tenant.clock_at)
            passed = pass_until(unit, end, self.transactions.config.state_machines, sending=sending)
            outgoing, leased = None, False
            if isinstance(passed, StoredObject):
                wall = self.transactions.wall()
                leased = is_leased(passed, wall)
                if leased:
                    unit.schedule(passed, ATTEMPT, unit.now)
                else:
                    outgoing = prepare_attempt(unit, passed, wall)
            goes_on = passed is not True
            due = None if goes_on else unit.timers.first_due()
            if not unit.tenant.running:
                unit.tenant.set_clock(max(began, unit.now), self.transactions.wall())
        return _Stage(unit.tenant.clock_at, outgoing, goes_on, due is not None and due <= end, leased)

    def _send(self, outgoing: DeliveryRequest) -> Steps[None]:
        """Send a delivery and note what came back; a driver that gives up leaves it to be tried again."""
        response = None
        try:
            response = yield outgoing
        finally:
            with self.transactions.write(outgoing.tenant) as unit:
                delivery = unit.objects.get("delivery", outgoing.delivery)
                if delivery:
                    end_lease(unit, delivery, outgoing.attempt)
                    if response:
                        settle_attempt(unit, delivery, outgoing.attempt, response)


@dataclass(frozen=True, slots=True)
class _Stage:
    """One transaction's part of passing time: where the clock stands, and what comes next."""

    clock_at: int
    outgoing: DeliveryRequest | None = None
    goes_on: bool = False
    is_due: bool = False
    is_leased: bool = False
