"""The speed at which the sandbox starts, answers, and lets time pass.

A bare Starlette route that returns the same bytes is the measure of answers: it costs what HTTP costs, on the same
server, and nothing else. Throughput of one half of the bare route is a time of twice its own.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from benches.crowd import HOST, call, free_port, sandbox_command, served
from benches.figures import Figure, Limit, compare, within
from benches.servers import postgres_database
from benches.timing import GROUPS, Effort, Ratio
from onepay_core.json_values import Document
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.http.transport import SandboxTransport, drive
from onepay_sandbox.resources import billing, charges, payments, payouts, subscriptions
from onepay_sandbox.sandbox import Sandbox
from people import MARIANA

GET_BAR: Final = 1 / 0.6
CREATE_BAR: Final = 1 / 0.2
SERVER_GET_BAR: Final = 1 / 0.2
SERVER_CREATE_BAR: Final = 1 / 0.04
WORKERS_BAR: Final = 1 / 1.2
TAIL_BAR: Final = 8.0
START_LIMIT: Final = 0.7
FRESH_LIMIT: Final = 0.02
YEAR_LIMIT: Final = 2.0
_FOR_EACH: Final = 10  # so that a year passes for ten thousand objects, and for few in a smoke run

_ROOT: Final = Path(__file__).resolve().parents[2]
_HEAD: Final = "Host: 127.0.0.1\r\nAuthorization: Bearer sk_test_bench\r\n"
_BODY: Final = b'{"title":"Caf\xc3\xa9 de prueba","amount":10000}'
_ASKED: Final = 100


class _Guest(NamedTuple):
    """Another server, and where it answers like a list of objects."""

    command: Sequence[str]
    path: bytes


_GUESTS: Final = {
    "Prism": _Guest(("prism", "mock", "--port", "{port}", str(_ROOT / "generated" / "openapi.json")), b"/payments"),
    "localstripe": _Guest(("localstripe", "--port", "{port}"), b"/v1/payment_intents"),
}


class _Pair(NamedTuple):
    """The sandbox, and the bare application that answers what it answers."""

    ours: int
    bare: int
    payment: str


def sandbox(effort: Effort) -> Iterator[Figure]:
    """Every figure of the sandbox."""
    with _pair() as pair:
        yield from _answering(pair, effort)
        yield _tail(pair, effort)
        yield from _beside_guests(pair, effort)
        if effort.objects:
            yield from _on_postgres(pair, effort)
    yield within(Limit("sandbox: start to first reply", "onepay sandbox start", START_LIMIT), _start, _rounds(effort))
    yield within(Limit("sandbox: a fresh one, first call", "in process", FRESH_LIMIT), _fresh, _rounds(effort))
    many = effort.payments * _FOR_EACH
    year = Limit("sandbox: a year passes", f"{many:,} objects", YEAR_LIMIT)
    yield within(year, partial(_year, many), _rounds(effort))


def _answering(pair: _Pair, effort: Effort) -> Iterator[Figure]:
    reads: dict[str, Callable[[], object]] = {
        "bare Starlette": partial(call, pair.bare, [_get(pair.payment)] * effort.payments),
        "sandbox": partial(call, pair.ours, [_get(pair.payment)] * effort.payments),
    }
    yield from compare("sandbox: GET of a payment", reads, _rounds(effort), {"sandbox": GET_BAR})
    keys = count()
    creates: dict[str, Callable[[], object]] = {
        name: partial(_create_many, port, keys, effort.payments)
        for name, port in (("bare Starlette", pair.bare), ("sandbox, in a file", pair.ours))
    }
    yield from compare("sandbox: create with a key", creates, _rounds(effort), {"sandbox, in a file": CREATE_BAR})


def _on_postgres(pair: _Pair, effort: Effort) -> Iterator[Figure]:
    """The same on PostgreSQL, and two processes on one database against one."""
    with postgres_database() as database, ExitStack() as stack:
        ports = [free_port(), free_port()]
        for port in ports:
            stack.enter_context(served(sandbox_command(port, database), port))
        payment = _made(ports[0])["id"]
        reads: dict[str, Callable[[], object]] = {
            "bare Starlette": partial(call, pair.bare, [_get(pair.payment)] * effort.payments),
            "sandbox, PostgreSQL": partial(call, ports[0], [_get(payment)] * effort.payments),
        }
        yield from compare("sandbox: GET of a payment", reads, _rounds(effort), {"sandbox, PostgreSQL": SERVER_GET_BAR})
        keys = count()
        few = effort.payments // 4
        creates: dict[str, Callable[[], object]] = {
            "bare Starlette": partial(_create_many, pair.bare, keys, few),
            "sandbox, in PostgreSQL": partial(_create_many, ports[0], keys, few),
        }
        bars = {"sandbox, in PostgreSQL": SERVER_CREATE_BAR}
        yield from compare("sandbox: create with a key", creates, _rounds(effort), bars)
        shared: dict[str, Callable[[], object]] = {
            "one process": partial(_create_in_accounts, ports[:1], keys, few),
            "two processes": partial(_create_in_accounts, ports, keys, few),
        }
        yield from compare("sandbox: creates on PostgreSQL", shared, _rounds(effort), {"two processes": WORKERS_BAR})


def _create_in_accounts(ports: Sequence[int], keys: Iterator[int], many: int) -> None:
    """Create so many payments in sixteen accounts, spread over processes."""
    requests = [
        _create(number).replace(b"sk_test_bench", b"sk_test_%d" % (number % 16)) for number in islice(keys, many)
    ]
    with ThreadPoolExecutor(len(ports)) as threads:
        for done in [threads.submit(call, port, requests[index :: len(ports)]) for index, port in enumerate(ports)]:
            done.result()


def _beside_guests(pair: _Pair, effort: Effort) -> Iterator[Figure]:
    with _guests() as guests:
        ours = {"sandbox": partial(call, pair.ours, [_get(pair.payment)] * _ASKED)}
        yield from compare(f"{_ASKED} GETs, elsewhere", {**ours, **guests}, _rounds(effort)) if guests else ()


def _tail(pair: _Pair, effort: Effort) -> Figure:
    ratios, medians = list[float](), list[float]()
    for _ in range(_rounds(effort)):
        seconds = sorted(call(pair.ours, [_get(pair.payment)] * effort.payments))
        medians.append(median(seconds))
        ratios.append(seconds[int(len(seconds) * 0.99)] / medians[-1])
    against = Ratio(median(ratios), min(ratios), max(ratios))
    return Figure("sandbox: the slowest hundredth", "p99", "its median", against, median(medians), TAIL_BAR)


def _rounds(effort: Effort) -> int:
    return max(GROUPS, effort.rounds // 5)


def _start() -> float:
    port = free_port()
    begun = time.perf_counter()
    with served(sandbox_command(port), port):
        call(port, [_get("nothing").replace(b"/v1/payments/nothing", b"/v1/payments")])
        return time.perf_counter() - begun


def _fresh() -> float:
    import httpx  # noqa: PLC0415 - whoever asks for the other figures need not wait for it

    begun = time.perf_counter()
    fresh = Sandbox()
    client = httpx.Client(transport=SandboxTransport(fresh), headers={"Authorization": "Bearer sk_test_bench"})
    client.get("https://api.onepay.la/v1/payments").raise_for_status()
    seconds = time.perf_counter() - begun
    fresh.close()
    return seconds


def _year(objects: int) -> float:
    world = Sandbox()
    with world.transactions.write("test_bench") as unit:
        _populate(unit, objects)
        until = unit.now + timedelta(days=365)
    begun = time.perf_counter()
    drive(world.scheduler.advance_to("test_bench", lambda _: until))
    seconds = time.perf_counter() - begun
    world.close()
    return seconds


def _populate(unit: UnitOfWork, objects: int) -> None:
    """Cashouts, payments that expire, debits of bank accounts, and subscriptions to a card: as many of each."""
    unit.ledger.post("bench", unit.create("deposit", {}), unit.now, {"outside": -objects, "balance": objects})
    customer = unit.create("customer", MARIANA)
    card = unit.create("card", {"expiration_date": "12/2040"}, owner=customer.id)
    account = unit.create("account", {"subtype": "CHECKING", "account_number": "1"}, owner=customer.id, status="ACTIVE")
    payout = {"amount": 1, "account_id": account.id, "method": "ACH", "outcome": "approve"}
    payment = {"title": "Café", "amount": 10_000, "expiration_date": "2026-06-01"}
    terms: Document = {
        **billing.DEFAULTS,
        "plan_id": None,
        "metadata": {},
        "payment_mode": "request",
        "amount_in_cents": 1_000_000,
        "cicle_frequency": "yearly",
    }
    begins = unit.now + timedelta(days=28)
    for _ in range(objects // 4):
        payouts.send(unit, unit.create("cashout", payout, owner=customer.id))
        payments.open_payment(unit, payment)
        charges.debit(unit, customer, account, 10_000, {"title": "Café"})
        subscriptions.open_subscription(unit, customer, card, terms, begins)


@contextmanager
def _pair() -> Generator[_Pair]:
    ours, bare = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder, served(sandbox_command(ours, f"{folder}/bench.db"), ours):
        payment = _made(ours)
        script = [sys.executable, str(Path(__file__).with_name("bare.py")), str(bare)]
        with served(script, bare, json.dumps(payment).encode() + b"\n"):
            yield _Pair(ours, bare, payment["id"])


@contextmanager
def _guests() -> Generator[dict[str, Callable[[], object]]]:
    """What asks other servers for one thing, where they are installed."""
    with ExitStack() as stack:
        asking: dict[str, Callable[[], object]] = {}
        for name, guest in _GUESTS.items():
            if shutil.which(guest.command[0]):
                port = free_port()
                stack.enter_context(served([part.format(port=port) for part in guest.command], port))
                asking[name] = partial(call, port, [_get("").replace(b"/v1/payments/", guest.path)] * _ASKED)
            else:
                sys.stderr.write(f"{name} is not installed here, so the sandbox is not shown beside it.\n")
        yield asking


def _made(port: int) -> Any:
    import httpx  # noqa: PLC0415 - only this one request is worth a client

    base, key = f"http://{HOST}:{port}/v1/payments", {"Authorization": "Bearer sk_test_bench"}
    made = httpx.post(base, content=_BODY, headers={**key, "x-idempotency": "first"}).raise_for_status().json()
    return httpx.get(f"{base}/{made['id']}", headers=key).raise_for_status().json()


def _get(payment: str) -> bytes:
    return f"GET /v1/payments/{payment} HTTP/1.1\r\n{_HEAD}\r\n".encode()


def _create_many(port: int, keys: Iterator[int], many: int) -> object:
    return call(port, [_create(next(keys)) for _ in range(many)])


def _create(number: int) -> bytes:
    about = f"content-type: application/json\r\nx-idempotency: bench-{number}\r\ncontent-length: {len(_BODY)}\r\n\r\n"
    return f"POST /v1/payments HTTP/1.1\r\n{_HEAD}{about}".encode() + _BODY
