"""Time travel with deliveries on the way: a tenant's clock is moved, and what is due is sent and done in order."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from onepay_sandbox import courier, tenants
from onepay_sandbox.clock import Clock, Wall
from onepay_sandbox.messages import Echo, Outgoing, Steps, Wait
from onepay_sandbox.objects import Record
from onepay_sandbox.storage import Storage
from onepay_sandbox.timeline import pass_until
from onepay_sandbox.turns import Turns
from onepay_sandbox.unit import Unit, World


@dataclass(frozen=True, slots=True)
class Traveller:
    """Opens units on tenants, and lets time pass for them in many short transactions, so that none holds up another."""

    storage: Storage
    world: World
    clock: Clock
    wall: Wall
    turns: Turns = field(default_factory=Turns)

    @contextmanager
    def unit(self, tenant: str) -> Generator[Unit]:
        """A locked unit that is written at the end, unless an exception leaves it."""
        with self.storage.transaction() as connection:
            wall = self.wall()
            locked = tenants.lock(connection, tenant, self.clock, wall)
            unit = Unit(connection, locked, self.world, locked.now(wall))
            yield unit
            unit.write()

    @contextmanager
    def glance(self, tenant: str) -> Generator[Unit]:
        """A unit that only reads."""
        with self.storage.transaction() as connection:
            wall = self.wall()
            known = tenants.read(connection, tenant, self.clock, wall)
            yield Unit(connection, known, self.world, known.now(wall))

    def overdue(self, *, running: bool) -> list[str]:
        """The tenants for which something is due by now; only those whose clock runs if `running`."""
        with self.storage.transaction() as connection:
            return tenants.overdue(connection, self.wall(), running=running)

    def pass_time(self, tenant: str) -> Steps[bool]:
        """Do everything that is due by now but send deliveries; whether any are due."""
        while (stage := self._stage(tenant, None, sending=False)).goes_on:
            yield Wait()
        return stage.is_due

    def deliver(self, tenant: str) -> Steps[None]:
        """Send the deliveries that are due by now, unless somebody is at it, who then sends these too."""
        again = True
        while again and self.turns.try_take(tenant):
            try:
                yield from self._stages(tenant, None)
            finally:
                again = self.turns.give_back(tenant)

    def travel(self, tenant: str, target: Callable[[Unit], datetime]) -> Steps[bool]:
        """Move the tenant's clock on, doing and sending everything that is due on the way; whether deliveries are left.

        Deliveries that are under way are waited for; `target` then says where to. What it raises leaves this.
        """
        waiting = self.turns.take(tenant)
        if waiting:
            try:
                yield Wait(waiting)
            except BaseException:
                self.turns.abandon(tenant, waiting)
                raise
        left = False
        try:
            with self.unit(tenant) as unit:
                until = target(unit)
                if unit.tenant.running:
                    unit.tenant.set_clock(until, self.wall())
            yield from self._stages(tenant, until)
        finally:
            left = self.turns.give_back(tenant)
        return left

    def _stages(self, tenant: str, until: datetime | None) -> Steps[None]:
        """Pass the time stage by stage; without `until`, up to now, or until somebody wants to go on with it."""
        stage = self._stage(tenant, until, sending=True)
        while stage.goes_on:
            if stage.outgoing:
                echo = yield stage.outgoing
                if echo:
                    self._settle(stage.outgoing, echo)
            else:
                yield Wait()
            if until is None and self.turns.is_wanted(tenant):
                self.turns.leave(tenant)
                return
            stage = self._stage(tenant, until, sending=True, clock_at=stage.clock_at)

    def _stage(self, tenant: str, until: datetime | None, *, sending: bool, clock_at: int | None = None) -> _Stage:
        """Pass the time up to the next delivery, or for as many timers as one transaction may fire.

        `clock_at` is where a clock that is moved has to stand; elsewhere the tenant was reset or brought back
        meanwhile, and moves no further.
        """
        with self.unit(tenant) as unit:
            began = unit.now
            end = until or began
            if until and not unit.tenant.running and clock_at not in (None, unit.tenant.clock_at):
                return _Stage(unit.tenant.clock_at)
            passed = pass_until(unit, end, self.world.lives, sending=sending)
            outgoing = courier.prepare(unit, passed) if isinstance(passed, Record) else None
            goes_on = passed is not True
            due = None if goes_on else unit.timers.first_due()
            if not unit.tenant.running:
                unit.tenant.set_clock(max(began, unit.now), self.wall())
        return _Stage(unit.tenant.clock_at, outgoing, goes_on, due is not None and due <= end)

    def _settle(self, outgoing: Outgoing, echo: Echo) -> None:
        with self.unit(outgoing.tenant) as unit:
            delivery = unit.objects.get("delivery", outgoing.delivery)
            if delivery:
                courier.settle(unit, delivery, outgoing.attempt, echo)


@dataclass(frozen=True, slots=True)
class _Stage:
    """One transaction's part of passing time: where the clock stands, and what comes next."""

    clock_at: int
    outgoing: Outgoing | None = None
    goes_on: bool = False
    is_due: bool = False
