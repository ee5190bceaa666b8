"""Cleared timers do not fire, and all others fire once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.scheduler import pass_until
from onepay_sandbox.core.unit_of_work import SandboxConfig, UnitOfWork
from onepay_sandbox.sandbox import Sandbox

DAY: Final = timedelta(days=1)
MANY: Final = 5_001
"""More than are read at once."""


class FakeTimers:
    """Objects of a kind whose only timer notes that it rang."""

    def __init__(self) -> None:
        self.rung: Final[list[str]] = []
        self.state_machines: Final = {
            "bell": StateMachine(kind="bell", timers={"ring": self._ring, "silence": self._silence})
        }

    def _ring(self, unit: UnitOfWork, bell: StoredObject) -> None:
        self.rung.append(f"{bell.id}@{unit.now.day}")

    def _silence(self, unit: UnitOfWork, bell: StoredObject) -> None:
        for other in bell["silences"]:
            unit.timers.clear(unit.objects.get("bell", other) or bell)


@pytest.fixture
def bells() -> FakeTimers:
    return FakeTimers()


@pytest.fixture
def unit(sandbox: Sandbox, bells: FakeTimers) -> Iterator[UnitOfWork]:
    """A unit whose world is about bells."""
    with sandbox.transactions.write("test_alborada") as unit:
        yield _among(bells, unit)


def _among(bells: FakeTimers, unit: UnitOfWork) -> UnitOfWork:
    """The same transaction in a world where there are bells, and nothing else."""
    return UnitOfWork(unit.connection, unit.tenant, SandboxConfig(0, bells.state_machines, unit.config.check), unit.now)


def _bell(unit: UnitOfWork, name: str, day: int, timer: str = "ring", silences: tuple[str, ...] = ()) -> StoredObject:
    bell = unit.objects.get("bell", name) or unit.create("bell", {"silences": silences}, id_=name)
    unit.schedule(bell, timer, unit.now + day * DAY)
    return bell


def _pass(unit: UnitOfWork, days: int, bells: FakeTimers) -> list[str]:
    assert pass_until(unit, unit.now + days * DAY, bells.state_machines, sending=True, most=MANY + 1) is True
    return bells.rung


@pytest.mark.parametrize("written", [False, True])
def test_what_was_called_off_does_not_happen(unit: UnitOfWork, bells: FakeTimers, *, written: bool) -> None:
    bell = _bell(unit, "a", 1)
    if written:
        unit.write()
    unit.timers.clear(bell)
    assert _pass(unit, 5, bells) == []


def test_timer_cleared_on_the_same_day_does_not_fire(unit: UnitOfWork, bells: FakeTimers) -> None:
    _bell(unit, "hush", 1, "silence", ("a", "b"))
    _bell(unit, "a", 1)
    _bell(unit, "b", 2)
    _bell(unit, "c", 2)
    assert _pass(unit, 5, bells) == ["c@4"]


def test_what_rang_before_it_was_called_off_has_rung(unit: UnitOfWork, bells: FakeTimers) -> None:
    _bell(unit, "a", 1)
    _bell(unit, "hush", 1, "silence", ("a",))
    assert _pass(unit, 5, bells) == ["a@3"]


def test_what_is_set_again_after_it_was_called_off_happens_once(unit: UnitOfWork, bells: FakeTimers) -> None:
    unit.timers.clear(_bell(unit, "a", 1))
    _bell(unit, "a", 2)
    assert _pass(unit, 5, bells) == ["a@4"]


def test_calling_off_one_leaves_the_others(unit: UnitOfWork, bells: FakeTimers) -> None:
    _bell(unit, "b", 1)
    unit.timers.clear(_bell(unit, "a", 1))
    assert _pass(unit, 5, bells) == ["b@3"]


def test_what_happened_does_not_happen_again(unit: UnitOfWork, bells: FakeTimers) -> None:
    _bell(unit, "a", 1)
    _pass(unit, 5, bells)
    unit.write()
    assert _pass(unit, 5, bells) == ["a@3"]


def test_of_thousands_on_one_day_a_later_one_does_not_go_before(unit: UnitOfWork) -> None:
    rung = list[str]()

    def ring(unit: UnitOfWork, bell: StoredObject) -> None:
        rung.append(bell.id)
        if bell.id == "0":
            unit.schedule(unit.create("bell", {}, id_="last"), "ring", unit.now)

    lives = {"bell": StateMachine(kind="bell", timers={"ring": ring})}
    world = UnitOfWork(unit.connection, unit.tenant, SandboxConfig(0, lives, unit.config.check), unit.now)
    names = [str(number) for number in range(MANY)]
    for name in names:
        _bell(world, name, 1)
    until = world.now + DAY
    while not pass_until(world, until, lives, sending=True):
        assert world.now == until
    assert rung == [*names, "last"]


PLANS: Final = st.lists(
    st.tuples(
        st.sampled_from(["set", "clear", "write"]), st.sampled_from("abc"), st.integers(min_value=0, max_value=9)
    ),
    max_size=20,
)


@given(plan=PLANS)
def test_any_plan_rings_what_was_left_of_it_in_order(plan: list[tuple[str, str, int]]) -> None:
    sandbox, bells, left = Sandbox(), FakeTimers(), list[tuple[int, int, str]]()
    with sandbox.transactions.write("test_alborada") as fresh:
        unit = _among(bells, fresh)
        for number, (act, name, day) in enumerate(plan):
            if act == "set":
                _bell(unit, name, day)
                left.append((day, number, name))
            elif act == "clear":
                unit.timers.clear(_bell(unit, name, 0))
                left = [item for item in left if item[2] != name]
            else:
                unit.write()
        assert _pass(unit, 9, bells) == [f"{name}@{2 + day}" for day, _, name in sorted(left)]
    sandbox.close()
