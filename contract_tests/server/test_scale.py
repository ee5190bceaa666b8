"""What a page, a login and a look for what is due cost does not grow with what there is.

Time is counted in the instructions of SQLite and the objects that are decoded, which are the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

from benches.listing import QUERIES, populate
from onepay_sandbox import running
from onepay_sandbox.core.objects import Objects, sort_key
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller

FEW: Final = 50
MANY: Final = 600
_STEP: Final = 10


class Meter:
    """A sandbox, who calls it, and how much work its database has done."""

    def __init__(self, many: int) -> None:
        self.sandbox: Final = Sandbox(seed=7)
        self.many: Final = many
        self.client: Final = populate(self.sandbox, many)
        self.instructions = 0
        with self.sandbox.transactions.database.transaction() as connection:
            raw: Any = connection.connection.driver_connection
            raw.set_progress_handler(self._count, _STEP)

    def _count(self) -> int:
        self.instructions += _STEP
        return 0

    def cost(self, call: Callable[[httpx.Client, int], httpx.Response]) -> int:
        before = self.instructions
        assert call(self.client, self.many).is_success
        return self.instructions - before


@pytest.fixture(scope="module")
def meters() -> Iterator[tuple[Meter, Meter]]:
    few, many = Meter(FEW), Meter(MANY)
    yield few, many
    few.sandbox.close()
    many.sandbox.close()


@pytest.mark.parametrize("name", QUERIES)
def test_page_of_many_costs_what_a_page_of_few_costs(
    meters: tuple[Meter, Meter], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[object] = []
    original: Any = vars(Objects)["_from_row"]

    def count(self: Objects, row: Any) -> Any:
        decoded.append(row)
        return original(self, row)

    monkeypatch.setattr(Objects, "_from_row", count)
    few, many = (meter.cost(QUERIES[name]) for meter in meters)
    assert many < 4 * few + 8 * MANY  # an entry of an index takes some instructions, and an object dozens
    assert len(decoded) < MANY


def test_idle_accounts_cost_nothing_to_look_for() -> None:
    sandbox = Sandbox(clock=running())
    callers = [Caller(SandboxTransport(sandbox), f"sk_test_{number}") for number in range(40)]
    for api in callers:
        api.made("/payments", {"title": "Café", "amount": 10_000, "expiration_date": "2999-01-01"})
    with sandbox.transactions.database.transaction() as connection:
        raw: Any = connection.connection.driver_connection
        instructions: list[int] = []
        raw.set_progress_handler(lambda: instructions.append(1), 1)
    assert sandbox.overdue(running=True) == []
    assert len(instructions) < 60
    payment = callers[-1].got("/payments")["data"][0]["id"]
    instructions.clear()
    assert callers[-1].client.get(f"https://api.onepay.la/payment/{payment}").status_code == 200
    assert len(instructions) < 150
    sandbox.close()


def test_sort_keys_are_in_the_order_of_their_values() -> None:
    ordered = [None, -(10**12), -1.5, -1, 0, 0.5, 1, 2, 10, 10**12, "", "1", "A", "a", "á", "ñ", "🎈", "🎈" * 100]
    assert sorted(ordered, key=sort_key) == ordered
    assert len({sort_key(value) for value in [*ordered, "🎈" * 101]}) == len(ordered) + 1
    assert max(len(sort_key(value)) for value in ordered) < 300
