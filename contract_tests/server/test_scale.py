"""What a page, a login and a look for what is due cost does not grow with what there is.

Time is counted in the instructions of SQLite and the objects that are decoded, which are the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from benches.listing import QUERIES, populate
from onepay_sandbox import running
from onepay_sandbox.core import objects
from onepay_sandbox.core.clock import START, stamp, to_microseconds
from onepay_sandbox.core.objects import Objects, Search, StoredObject, sort_key
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.browsing import Browser
from server.callers import CONTROL, Caller

FEW: Final = 50
MANY: Final = 600
_STEP: Final = 10
_BLOCK: Final = 6  # of so many objects there are several blocks, if a block has 64 numbers


def _moment(day: int) -> int:
    """The start of the day that comes so many days after the second of February."""
    return to_microseconds(START.replace(hour=0) + timedelta(days=day))


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

    def cost_of_page(self, page: str) -> int:
        """The cost of a page of the dashboard."""
        person = Browser(SandboxTransport(self.sandbox))
        person.open_account("sk_test_bench")
        card = self.client.get("https://api.onepay.la/v1/cards").json()["data"][-1]["id"]
        before = self.instructions
        assert person.open(f"/_sandbox/{page.format(card=card)}").status == 200
        return self.instructions - before

    def cost(self, call: Callable[[httpx.Client, int], httpx.Response]) -> int:
        before = self.instructions
        assert call(self.client, self.many).is_success
        return self.instructions - before


@pytest.fixture(scope="module")
def meters() -> Iterator[tuple[Meter, Meter]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(objects, "_BLOCK", _BLOCK)
        few, many = Meter(FEW), Meter(MANY)
        yield few, many
    few.sandbox.close()
    many.sandbox.close()


@pytest.mark.parametrize("few", [0, 500])
@pytest.mark.parametrize("status", [None, "pending", "approved"])
@pytest.mark.parametrize("having", [{}, {"external_id": "1"}, {"external_id": "1", "title": "Café"}])
@pytest.mark.parametrize("order", ["amount", "-paid_at", "status"])
def test_lists_are_ordered_and_narrowed_at_once(
    order: str, having: dict[str, Any], status: str | None, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "_FEW", few)
    sandbox = Sandbox(seed=7)
    with sandbox.transactions.write("test_a") as unit:
        for number in range(24):
            state = {
                "amount": number * 7 % 10,
                "external_id": f"{number % 2}",
                "title": ("Café", "Pan")[number % 3 // 2],
            }
            unit.create("payment", {**state, "paid_at": stamp(unit.now) if number % 4 else None})
        for payment in unit.all("payment")[::3]:
            unit.move(payment, "approved")
    with sandbox.transactions.read("test_a") as unit:
        field, oldest_first = order.removeprefix("-"), not order.startswith("-")
        found = [payment for payment in unit.all("payment") if status in (None, payment.status)]
        found = [item for item in found if all(item[name] == value for name, value in having.items())]
        shown = {item.id: item.status if field == "status" else item[field] for item in found}
        found.sort(key=lambda item: (sort_key(shown[item.id]), item.sequence), reverse=not oldest_first)
        search = Search(
            "payment", status=status, having=having, order=field, oldest_first=oldest_first, offset=2, limit=4
        )
        part, total = unit.objects.find(search)
        assert ([item.id for item in part], total) == ([item.id for item in found[2:6]], len(found))
    sandbox.close()


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


def test_page_far_from_the_first_passes_over_nothing(meters: tuple[Meter, Meter]) -> None:
    first, middle = "GET /payments", "GET /payments, a page in the middle"
    costs = {name: meters[1].cost(QUERIES[name]) for name in (first, middle)}
    assert costs[middle] < costs[first] + 3 * 2**_BLOCK  # to pass over an entry takes some instructions


@pytest.mark.parametrize("page", ["ui/customers?page=2", "ui/cards/{card}", "ui/search?q=nobody", "ui/ledger", ""])
def test_page_of_the_dashboard_costs_the_same_with_many(
    meters: tuple[Meter, Meter], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onepay_sandbox.web.dashboard._SEARCHED", 30)
    few, many = (meter.cost_of_page(page) for meter in meters)
    assert many < 4 * few + 8 * MANY  # of all kinds together there are eight times as many


def test_restoring_writes_only_what_has_changed() -> None:
    sandbox = Sandbox(seed=7)
    api = Caller(SandboxTransport(sandbox), "sk_test_a")
    for amount in range(10_000, 10_040):
        api.made("/payments", {"title": "Café", "amount": amount})
    api.client.put(f"{CONTROL}/snapshots/a")
    before = api.got("/payments", page=2)
    api.delete(f"/payments/{before['data'][0]['id']}")
    api.made("/payments", {"title": "Pan", "amount": 10_000})
    with sandbox.transactions.database.transaction() as connection:
        raw: Any = connection.connection.driver_connection
    written = raw.total_changes
    api.client.post(f"{CONTROL}/snapshots/a/restore").raise_for_status()
    assert raw.total_changes - written < 80  # a payment and its rows in lists are some twenty
    assert api.got("/payments", page=2) == before
    sandbox.close()


@pytest.fixture
def charges(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Objects, list[StoredObject]]]:
    """Charges of two states, one of which was deleted, in blocks of eight numbers; newest first."""
    monkeypatch.setattr(objects, "_BLOCK", 3)
    sandbox = Sandbox(seed=7)
    with sandbox.transactions.write("test_a") as unit:
        for number in range(40):
            unit.now += timedelta(days=1)
            state = {"paid_at": None, "external_id": f"{number % 3}", "waiting": {"kind": "subscription"}}
            unit.create("charge", state, status="created" if number % 5 else "paid")
        made = unit.all("charge")
        unit.delete(made[17])
        for charge in made[21:24]:
            unit.move(charge, "failed")
    with sandbox.transactions.read("test_a") as unit:
        yield unit.objects, [charge for charge in reversed(made) if not charge.gone]
    sandbox.close()


SEARCHES: Final[dict[str, tuple[Search, Callable[[StoredObject], bool]]]] = {
    "all": (Search("charge"), lambda _: True),
    "status": (Search("charge", status="created"), lambda charge: charge.status == "created"),
    "value": (Search("charge", having={"listed_status": "paid"}), lambda charge: charge.status == "paid"),
    "value, not counted": (Search("charge", having={"external_id": "1"}), lambda charge: charge["external_id"] == "1"),
    "span": (
        Search("charge", having={"listed": True}, since=_moment(8), until=_moment(30)),
        lambda charge: "2026-02-10" < charge["created_at"] < "2026-03-04",
    ),
    "empty span": (Search("charge", having={"listed": True}, since=_moment(90)), lambda _: False),
    "status in a span": (
        Search("charge", having={"listed_status": "created"}, since=_moment(8)),
        lambda charge: charge["created_at"] > "2026-02-10" and charge.status == "created",
    ),
}


@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize("name", SEARCHES)
def test_parts_of_a_list_are_those_of_the_whole(
    charges: tuple[Objects, list[StoredObject]], name: str, *, oldest_first: bool
) -> None:
    search, is_found = SEARCHES[name]
    expected = [charge.id for charge in charges[1] if is_found(charge)]
    expected = expected[::-1] if oldest_first else expected
    for offset in range(len(expected) + 2):
        part = replace(search, oldest_first=oldest_first, offset=offset, limit=3)
        found, total = charges[0].find(part)
        assert ([charge.id for charge in found], total) == (expected[offset : offset + 3], len(expected))


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
