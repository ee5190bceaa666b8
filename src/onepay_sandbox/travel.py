"""Time travel with deliveries on the way: a tenant's clock is moved, and what is due is sent and done in order."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from onepay_sandbox import courier, tenants
from onepay_sandbox.clock import Clock, Wall
from onepay_sandbox.messages import Echo, Outgoing, Steps
from onepay_sandbox.storage import Storage
from onepay_sandbox.timeline import pass_until
from onepay_sandbox.unit import Unit, World


@dataclass(frozen=True, slots=True)
class Traveller:
    """Opens units on tenants, and lets time pass for them."""

    storage: Storage
    world: World
    clock: Clock
    wall: Wall

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

    def catch_up(self, tenant: str) -> Steps[None]:
        """Do and send everything that is due by now."""
        while (outgoing := self._leg(tenant, None)) is not None:
            if isinstance(outgoing, Outgoing):
                self._settle(outgoing, (yield outgoing))

    def travel(self, tenant: str, until: datetime) -> Steps[None]:
        """Move the tenant's clock on to `until`, doing and sending everything that is due by then."""
        with self.unit(tenant) as unit:
            if unit.tenant.running:
                unit.tenant.set_clock(until, self.wall())
        while (outgoing := self._leg(tenant, until)) is not None:
            if isinstance(outgoing, Outgoing):
                self._settle(outgoing, (yield outgoing))

    def _leg(self, tenant: str, until: datetime | None) -> Outgoing | bool | None:
        """Pass the time up to the next delivery: what to send, True if nothing after all, None at the end."""
        with self.unit(tenant) as unit:
            delivery = pass_until(unit, until or unit.now, self.world.lives)
            outgoing = courier.prepare(unit, delivery) if delivery else None
            if not unit.tenant.running:
                unit.tenant.set_clock(unit.now, self.wall())
        return None if delivery is None else outgoing or True

    def _settle(self, outgoing: Outgoing, echo: Echo) -> None:
        with self.unit(outgoing.tenant) as unit:
            delivery = unit.objects.get("delivery", outgoing.delivery)
            if delivery:
                courier.settle(unit, delivery, echo)
