"""Pages of lists, filters, sorts and a login, with few objects of each kind and with many."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any, Final

import httpx

from benches.figures import Figure, Limit, within
from benches.timing import GROUPS, Effort, ratio
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from people import MARIANA

FEW: Final = 100
PAGE_BAR: Final = 5.0
SNAPSHOT_LIMIT: Final = 5.0
_KEPT: Final = 10_000  # objects that one transaction makes
_TENANT: Final = "test_bench"
_API: Final = "https://api.onepay.la/v1"
_CONTROL: Final = "https://api.onepay.la/_sandbox"
_KINDS: Final = ("customer", "card", "account", "payment", "charge", "invoice", "plan", "subscription")
_MADE: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "card": ("/cards/tokenized", {"card_token": "card-token", "authorization": True}),
    "account": (
        "/accounts",
        {
            "subtype": "CHECKING",
            "authorization": True,
            "re-enrollment": False,
            "account_number": "7001000020",
            "bank_id": "21000000-0000-4000-8000-000000000001",
        },
    ),
    "payment": ("/payments", {"title": "Café", "amount": 10_000, "external_id": "pedido-0"}),
    "invoice": (
        "/invoices",
        {
            "reference": "NIEBLA-0",
            "provider": "alborada",
            "amount": 10_000,
            "name": "Café de marzo",
            "phone": "+573000000003",
            "email": "compras@example.com",
        },
    ),
    "plan": (
        "/plans",
        {
            "name": "Café",
            "currency": "COP",
            "amount_in_cents": 1_000_000,
            "reference_price_in_cents": 1_000_000,
            "cicle_frequency": "monthly",
        },
    ),
}


def listing(effort: Effort) -> Iterator[Figure]:
    """Every page with many objects of each kind, against the same page with few."""
    many = effort.objects
    with _filled(FEW) as few, _filled(many) as full:
        for name, call in QUERIES.items():
            rounds = max(GROUPS, effort.rounds // 5)
            seconds = [[_timed(partial(call, client, size)) for _ in range(rounds)] for client, size in (few, full)]
            against = ratio(seconds[1], seconds[0])
            topic = f"sandbox: a page of {many:,} objects"
            yield Figure(topic, name, f"of {FEW}", against, median(seconds[1]), PAGE_BAR)
    with _filled(many // len(_KINDS)) as (client, each):
        for method, path in (("PUT", "/snapshots/bench"), ("POST", "/snapshots/bench/restore")):
            limit = Limit("sandbox: snapshots", f"{method} with {each * len(_KINDS):,} objects", SNAPSHOT_LIMIT)
            yield within(limit, partial(_timed, partial(client.request, method, f"{_CONTROL}{path}")), GROUPS)


Query = Callable[[httpx.Client, int], httpx.Response]


def _get(path: str, **parameters: str) -> Query:
    def call(client: httpx.Client, many: int) -> httpx.Response:
        numbers = {"last": many - 1, "page": many // 40, "half": max(1, many // 80)}
        named = {name: value.format(**numbers) for name, value in parameters.items()}
        return client.get(f"{_API}{path}", params={name.replace("__", ""): value for name, value in named.items()})

    return call


def _filter(path: str, name: str, value: str, **others: str) -> Query:
    return _get(path, **{f"filter[{name}]": value}, **others)


def _login(client: httpx.Client, many: int) -> httpx.Response:
    return client.post(f"{_API}/customers/login", json={"phone": f"+57{3_000_000_000 + many - 1}"})


QUERIES: Final[dict[str, Query]] = {
    "GET /customers": _get("/customers"),
    "GET /customers, a page in the middle": _get("/customers", page="{page}"),
    "GET /customers?document_number": _get("/customers", document_number="{last}"),
    "GET /accounts": _get("/accounts"),
    "GET /accounts?status": _get("/accounts", status="ACTIVE"),
    "GET /cards": _get("/cards"),
    "GET /cards?sort=created_at": _get("/cards", sort="created_at"),
    "GET /cards?sort=created_at, a page in the middle": _get("/cards", sort="created_at", page="{page}"),
    "GET /payments": _get("/payments"),
    "GET /payments, a page in the middle": _get("/payments", page="{page}"),
    "GET /payments by status": _filter("/payments", "status", "approved"),
    "GET /payments by status, a page in the middle": _filter("/payments", "status", "approved", page="{half}"),
    "GET /payments by external_id": _filter("/payments", "external_id", "pedido-{last}"),
    "GET /payments?sort=-amount": _get("/payments", sort="-amount"),
    "GET /payments?sort=title": _get("/payments", sort="title"),
    "GET /payments?sort=title, a page in the middle": _get("/payments", sort="title", page="{page}"),
    "GET /payments by status, sort=amount": _filter("/payments", "status", "approved", sort="amount"),
    "GET /payments by status, sort=amount, a page in the middle": _filter(
        "/payments", "status", "approved", sort="amount", page="{half}"
    ),
    "GET /payment-intents": _get("/payment-intents"),
    "GET /payment-intents?sort=-paid_at": _get("/payment-intents", sort="-paid_at"),
    "GET /payment-intents by external_id": _filter("/payment-intents", "external_id", "pedido-{last}"),
    "GET /charges": _get("/charges"),
    "GET /charges?status": _get("/charges", status="paid"),
    "GET /charges?created_from": _get("/charges", created_from="2026-01-01"),
    "GET /charges?created_from, a page in the middle": _get("/charges", created_from="2026-01-01", page="{page}"),
    "GET /charges?created_to&status": _get("/charges", created_to="2026-12-31", status="paid"),
    "GET /invoices": _get("/invoices"),
    "GET /invoices by reference": _filter("/invoices", "reference", "NIEBLA-{last}"),
    "GET /invoices?sort=reference": _get("/invoices", sort="reference"),
    "GET /subscriptions": _get("/subscriptions"),
    "GET /plans": _get("/plans"),
    "customer login": _login,
}


def _timed(call: Callable[[], httpx.Response]) -> float:
    begun = time.perf_counter()
    call().raise_for_status()
    return time.perf_counter() - begun


@contextmanager
def _filled(many: int) -> Generator[tuple[httpx.Client, int]]:
    """Who calls a sandbox in a file with so many objects of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(database=f"{folder}/bench.db")
        yield populate(sandbox, many), many
        sandbox.close()


def populate(sandbox: Sandbox, many: int) -> httpx.Client:
    """Fill a sandbox; returns who calls it. One object of each kind is made by a call, the others are its copies."""
    client = httpx.Client(transport=SandboxTransport(sandbox), headers={"Authorization": "Bearer sk_test_bench"})
    customer = _make(client, "/customers", MARIANA)["id"]
    for path, body in _MADE.values():
        _make(client, path, {**body, "customer_id": customer} if path in ("/accounts", "/cards/tokenized") else body)
    card = client.get(f"{_API}/cards").json()["data"][0]["id"]
    _make(client, "/charges", {"title": "Café", "amount": 10_000, "customer_id": customer, "card_id": card})
    plan = client.get(f"{_API}/plans").json()["data"][0]["id"]
    _make(client, "/subscriptions", {"customer_id": customer, "plan_id": plan, "payment_method_id": card})
    for kind in _KINDS:
        for first in range(1, many, _KEPT):
            with sandbox.transactions.write(_TENANT) as unit:
                sample = unit.objects.find(Search(kind, oldest_first=True, limit=1))[0][0]
                for number in range(first, min(first + _KEPT, many)):
                    _copy(unit, sample, number)
    return client


def _copy(unit: UnitOfWork, sample: StoredObject, number: int) -> None:
    state = dict(sample.state)
    varied = {"document_number": "{}", "external_id": "pedido-{}", "reference": "NIEBLA-{}", "title": "Café {}"}
    state |= {name: form.format(number) for name, form in varied.items() if name in state or name == "external_id"}
    if "phone" in state:
        state["phone"] = f"+57{3_000_000_000 + number}"
    if "amount" in state:
        state["amount"] = 10_000 + number * 7 % 9_973
    status = {"account": "ACTIVE", "payment": "approved", "charge": "paid"}.get(sample.kind, sample.status)
    if number % 2:
        status = sample.status
    elif status in ("approved", "paid"):
        state["paid_at"] = state["created_at"]
    unit.create(sample.kind, state, owner=sample.owner, status=status)


def _make(client: httpx.Client, path: str, body: Mapping[str, Any]) -> Any:
    reply = client.post(f"{_API}{path}", json=body, headers={"x-idempotency": f"bench {path}"})
    if reply.is_error:
        raise SystemExit(f"{path} was answered {reply.status_code}: {reply.text}")
    return reply.json()
