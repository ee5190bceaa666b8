"""What must hold whatever happens: money is conserved, kills lose nothing, and equal requests make one object.

Each story takes those who call the servers, or the address of a database. `test_endurance.py` tells it in a small size,
`soak.py` in full.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import httpx

from server.cast import MARIANA
from server.sockets import Process, started

ACCOUNT: Final = "sk_test_endurance"
PAYMENT: Final[dict[str, Any]] = {"title": "Café de prueba", "amount": 10_000}
CARD: Final = {"card_token": "card-token", "authorization": True}
_AT_ONCE: Final = 16
_SENT_AGAIN: Final = 0.3


def caller(base: str, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Who calls one server."""
    return httpx.Client(base_url=base, transport=transport, headers={"Authorization": f"Bearer {ACCOUNT}"}, timeout=60)


class Shopkeeper:
    """A client that moves money at random, on any of the servers, and keeps books of what it was answered."""

    def __init__(self, name: str, servers: Sequence[httpx.Client], customer: dict[str, str]) -> None:
        self._name: Final = name
        self._servers: Final = servers
        self._customer: Final = customer
        self._random: Final = random.Random(name)  # noqa: S311 - repeatable, and no secret
        self._number = 0
        self.books: Final[Counter[str]] = Counter()

    def work(self, operations: int) -> None:
        """Carry out so many operations, of which some are sent twice, to different servers."""
        for _ in range(operations):
            self._random.choice((self._deposit, self._charge, self._charge, self._withdraw, self._be_paid))()

    def _deposit(self) -> None:
        amount = self._random.randrange(1, 50) * 1_000
        self._call("POST", "/_sandbox/ledger/deposits", {"amount": amount})
        self.books["deposited"] += amount

    def _charge(self) -> None:
        amount = self._random.randrange(1, 50) * 1_000
        made = self._repeated("/v1/charges", {"title": "Café", "amount": amount, **self._customer})
        if made.json()["status"] == "paid":
            self.books["charged"] += amount

    def _withdraw(self) -> None:
        amount = self._random.randrange(1, 50) * 1_000
        if self._repeated("/v1/balances", {"amount": amount}).is_success:
            self.books["withdrawn"] += amount

    def _be_paid(self) -> None:
        made = self._repeated("/v1/payments", {**PAYMENT, "amount": self._random.randrange(1, 50) * 1_000}).json()
        paid = self._call("POST", f"/_sandbox/payments/{made['id']}/attempts", {"method": "card"}).json()
        if paid["status"] == "paid":
            self.books["charged"] += made["amount"]

    def _repeated(self, path: str, body: Any) -> httpx.Response:
        """The reply to a request; one that was carried out is sent again now and then, and must be answered the same.

        One that was refused is not, since its key is free, and it may be carried out the next time.
        """
        self._number += 1
        headers = {"x-idempotency": f"{self._name}-{self._number}"}
        first = self._call("POST", path, body, headers)
        if first.is_success and self._random.random() < _SENT_AGAIN:
            again = self._call("POST", path, body, headers)
            assert (again.status_code, again.content) == (first.status_code, first.content)
        return first

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
        reply = self._random.choice(self._servers).request(method, path, json=body, headers=headers)
        assert reply.is_success or reply.status_code in (401, 422), reply.text  # 401 is how a withdrawal is refused
        return reply


def money_is_conserved(servers: Sequence[httpx.Client], *, clients: int, operations: int) -> None:
    """Several clients carry out random operations at once; then the ledger says what their books say."""
    customer = servers[0].post("/v1/customers", json=MARIANA, headers={"x-idempotency": "customer"}).json()["id"]
    card = (
        servers[0]
        .post("/v1/cards/tokenized", json={**CARD, "customer_id": customer}, headers={"x-idempotency": "card"})
        .json()["id"]
    )
    keepers = [
        Shopkeeper(f"keeper-{number}", servers, {"customer_id": customer, "card_id": card}) for number in range(clients)
    ]
    with ThreadPoolExecutor(clients) as threads:
        for done in [threads.submit(keeper.work, operations // clients) for keeper in keepers]:
            done.result()
    books = sum((keeper.books for keeper in keepers), Counter[str]())
    for server in servers:
        ledger = server.get("/_sandbox/ledger").json()
        held: Counter[str] = Counter(ledger["balances"])
        assert ledger["sum"] == 0
        assert held["balance"] == books["deposited"] + books["charged"] - books["withdrawn"]
        assert held["outside"] == -books["deposited"] - books["charged"]
        assert held["payouts"] == books["withdrawn"] > 0


def equal_posts_make_one_object(servers: Sequence[httpx.Client], *, posts: int) -> None:
    """Equal requests reach several servers at once, for an account that nobody has opened; all get one reply."""

    def post(number: int) -> httpx.Response:
        server = servers[number % len(servers)]
        return server.post("/v1/payments", json=PAYMENT, headers={"x-idempotency": "order-118"})

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        replies = list(threads.map(post, range(posts)))
    assert {(reply.status_code, reply.content) for reply in replies} == {(201, replies[0].content)}
    assert [server.get("/v1/payments").json()["total"] for server in servers] == [1] * len(servers)


def kills_lose_nothing(database: str, *, kills: int, before_each: int, clients: int = 2, workers: int = 1) -> int:
    """A server is killed while clients call it, again and again; what was answered is known afterwards.

    Returns how many objects were answered.
    """
    answered: dict[str, bytes] = {}
    options = ("--workers", f"{workers}", "--database", database)
    for kill in range(kills):
        with started(*options) as process:
            answered |= _answered_until_killed(process, f"kill-{kill}", before_each, clients)
    with started(*options) as process, caller(process.url) as client:
        assert {key: _create(client, key) for key in answered} == answered
        total = client.get("/v1/payments").json()["total"]
    assert (
        len(answered) <= total <= len(answered) + kills * clients
    )  # what was done when the power went, and not yet said
    return len(answered)


def _answered_until_killed(process: Process, name: str, enough: int, clients: int) -> dict[str, bytes]:
    answered: dict[str, bytes] = {}
    reached = threading.Event()

    def go_on(client_name: str) -> None:
        with caller(process.url) as client:
            try:
                for number in range(10_000):
                    key = f"{name}-{client_name}-{number}"
                    answered[key] = _create(client, key)
                    if len(answered) >= enough:
                        reached.set()
            except httpx.TransportError:
                return

    threads = [threading.Thread(target=go_on, args=(f"client-{number}",)) for number in range(clients)]
    for thread in threads:
        thread.start()
    reached.wait(timeout=60)
    process.kill()
    for thread in threads:
        thread.join()
    return answered


def _create(client: httpx.Client, key: str) -> bytes:
    reply = client.post("/v1/payments", json=PAYMENT, headers={"x-idempotency": key})
    return reply.raise_for_status().content
