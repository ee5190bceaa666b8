"""A year with many subscriptions passes for one account while another one calls; accounts in which nothing happens."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final

import httpx
from sqlalchemy import insert

from benches.crowd import HOST, free_port, sandbox_command, served
from benches.figures import Figure, Limit, compare, within
from benches.timing import GROUPS, Effort, Ratio
from onepay_core.json_values import Document
from onepay_sandbox import running
from onepay_sandbox.http.transport import drive
from onepay_sandbox.resources import billing, subscriptions
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.tables import TENANTS
from people import MARIANA

YEAR_LIMIT: Final = 20.0
RENEWAL_LIMIT: Final = 0.0005
WAIT_LIMIT: Final = 0.3
IDLE_BAR: Final = 2.0
_TERMS: Final[Document] = {
    **billing.DEFAULTS,
    "plan_id": None,
    "metadata": {},
    "payment_mode": "request",
    "amount_in_cents": 1_000_000,
}


def passing(effort: Effort) -> Iterator[Figure]:
    """How long the year takes, how long another account waits meanwhile, and what idle accounts cost."""
    many = effort.objects // 10
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/bench.db"
        _subscribe(database, many)
        port = free_port()
        with served(sandbox_command(port, database), port):
            seconds, waited = _year(port)
    for topic, subject, limit, taken in (
        ("sandbox: a year passes", f"{many:,} subscriptions", YEAR_LIMIT, seconds),
        ("sandbox: a year passes", "the longest GET of another account meanwhile", WAIT_LIMIT, waited),
    ):
        yield Figure(topic, subject, f"its {limit:g} s", Ratio(*[taken / limit] * 3), taken, 1.0)
    renewal = Limit("sandbox: a year passes", "one monthly renewal", RENEWAL_LIMIT)
    yield within(renewal, partial(_renewal, max(many // 50, 1)), GROUPS)
    yield from _idling(effort)


def _renewal(many: int) -> float:
    """The seconds for one renewal in a year in which so many subscriptions are collected each month."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/bench.db"
        _subscribe(database, many, "monthly")
        sandbox = Sandbox(database=database)
        begun = time.perf_counter()
        drive(sandbox.scheduler.advance_to("test_bench", lambda unit: unit.now + timedelta(days=365)))
        seconds = time.perf_counter() - begun
        with sandbox.transactions.read("test_bench") as unit:
            made = unit.objects.numbers_by_status()["charge"]["paid"]
        sandbox.close()
    return seconds / made


def _subscribe(database: str, many: int, frequency: str = "yearly") -> None:
    sandbox = Sandbox(database=database)
    with sandbox.transactions.write("test_bench") as unit:
        customer = unit.create("customer", MARIANA)
        card = unit.create("card", {"expiration_date": "12/2040"}, owner=customer.id)
        for _ in range(many):
            subscriptions.open_subscription(unit, customer, card, {**_TERMS, "cicle_frequency": frequency}, unit.now)
    sandbox.close()


def _year(port: int) -> tuple[float, float]:
    """The seconds that a year takes, and the longest that another account waits for an answer meanwhile."""
    taken: list[float] = []
    base = f"http://{HOST}:{port}"

    def advance() -> None:
        begun = time.perf_counter()
        headers = {"Authorization": "Bearer sk_test_bench"}
        reply = httpx.post(f"{base}/_sandbox/clock/advance", json={"by": "P1Y"}, headers=headers, timeout=600)
        taken.append(time.perf_counter() - begun)
        reply.raise_for_status()

    thread = threading.Thread(target=advance)
    thread.start()
    waited = [0.0]
    with httpx.Client(headers={"Authorization": "Bearer sk_test_other"}, timeout=60) as client:
        while thread.is_alive():
            begun = time.perf_counter()
            client.get(f"{base}/v1/payments").raise_for_status()
            waited.append(time.perf_counter() - begun)
            thread.join(0.01)
    thread.join()
    return taken[0], max(waited)


def _idling(effort: Effort) -> Iterator[Figure]:
    few, many = 100, effort.objects // 2
    sandboxes = {f"{number:,}": _idle(number) for number in (few, many)}
    looks = {name: partial(_look, sandbox) for name, sandbox in sandboxes.items()}
    topic, bars = "sandbox: a look for what is due, idle accounts", {f"{many:,}": IDLE_BAR}
    yield from compare(topic, looks, max(GROUPS, effort.rounds // 5), bars)
    for sandbox in sandboxes.values():
        sandbox.close()


def _idle(many: int) -> Sandbox:
    """A sandbox with so many accounts whose clocks run, and whose next timer is due in a hundred years."""
    sandbox = Sandbox(clock=running())
    far = 2**52
    row: dict[str, Any] = {"clock_at": 0, "wall_at": 0, "sequence": 1, "settings": b"{}"}
    rows = [{**row, "name": f"test_{number}", "due_at": far, "wake_at": far} for number in range(many)]
    with sandbox.transactions.database.transaction() as connection:
        connection.execute(insert(TENANTS), rows)
    return sandbox


def _look(sandbox: Sandbox) -> None:
    for _ in range(50):
        sandbox.overdue(running=True)
